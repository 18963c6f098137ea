"""The journal, added up by hledger and by ledger, against the roll-ups: to the cent, by every axis and measure."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from export_cases import DAY, EMPTY, TWO_TOWNS, VALOMBRE, made
from hostile import NAUGHTY, TEXTS, files_with, naughty
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import files_of, view_of, workspaces, written

from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.model.amounts import money
from citydash.model.words import DERIVED, MONEY_IN, SPENDING

needs_hledger = pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger isn't installed (Debian: hledger)")
needs_ledger = pytest.mark.skipif(shutil.which("ledger") is None, reason="ledger isn't installed (Debian: ledger)")
MEASURES = (*SPENDING, *MONEY_IN)
TAGGED = ("town", "portfolio", "project")
MORE_TAGS = ("pillar", "status", "lead")
"""Axes that the journal has as tags; hledger, which takes its time, is asked of the first."""


def cents(text):
    whole, _, part = text.replace(",", "").partition(".")
    return int(f"{whole}{part:0<2}") if part or whole else 0


def ask(command, journal=None):
    """What a program says, in UTF-8: hledger reads what its locale says."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(command, input=journal, capture_output=True, check=True, timeout=60, env=environment)
    assert ran.stderr == b""
    return ran.stdout.decode()


def added_up(journal, *query):
    """(account, currency) → cents, as hledger adds them up; nothing that comes to nothing."""
    command = ["hledger", "-f", "-", "balance", "--flat", "--no-total", "--layout", "bare", "-O", "csv", *query]
    rows = [*csv.reader(io.StringIO(ask(command, journal)))][1:]
    return {(account, currency): cents(amount) for account, currency, amount in rows if cents(amount)}


def by_year(journal, *query):
    """(account, currency, calendar year) → cents, likewise."""
    command = [
        "hledger",
        "-f",
        "-",
        "balance",
        "--flat",
        "--no-total",
        "--layout",
        "bare",
        "--yearly",
        "-O",
        "csv",
        *query,
    ]
    head, *rows = [*csv.reader(io.StringIO(ask(command, journal)))] or [[]]
    return {
        (account, currency, year): cents(amount)
        for account, currency, *amounts in rows
        for year, amount in zip(head[2:], amounts, strict=True)
        if cents(amount)
    }


def reported(view, axis, measure, columns="none"):
    """(key, currency, column) → cents, as `report budget` has them; nothing that comes to nothing."""
    return {
        (line.key[0], result.currency, column): amount
        for result in rollup(view, Request((axis,), columns, measure))
        for line in result.lines
        for column, amount in line.amounts.items()
        if amount
    }


def root_of(measure):
    """The accounts of a measure, and the sign that money has there."""
    return (f"Income:{measure.capitalize()}", -1) if measure in MONEY_IN else (f"Expenses:{measure.capitalize()}", 1)


def by_years(view, measure):
    """(year, currency) → cents."""
    found = {}
    axis = "source" if measure in MONEY_IN else "department"
    for (_key, currency, column), amount in reported(view, axis, measure, "year").items():
        found[column, currency] = found.get((column, currency), 0) + amount
    return {at: amount for at, amount in found.items() if amount}


def assert_agrees(view, journal, tagged=MEASURES):
    """Every measure by department or source and by section, in one balance; the `tagged` by each tag, in one each."""
    several = view.names.several
    accounts = added_up(journal)
    sources = {source.key: source for source in view.names.sources.values()}
    for measure in MEASURES:
        root, sign = root_of(measure)
        axis = "source" if measure in MONEY_IN else "department"
        funders = ("funder", "level") if axis == "source" and not several else ()
        found = {name: {} for name in (axis, "section", *(("certainty",) if axis == "source" else ()), *funders)}
        for (account, currency), amount in accounts.items():
            if account.startswith(f"{root}:"):
                parts = account.split(":")[2:]
                depth = 2 if axis == "department" and several else 1
                keys = {axis: "/".join(parts[:depth]), "section": parts[depth], "certainty": parts[-1]}
                if funders and (source := sources.get(parts[0])):
                    keys |= {"funder": source.funder, "level": source.level}
                for name, sums in found.items():
                    at = (keys.get(name, ""), currency, "total")
                    sums[at] = sums.get(at, 0) + sign * amount
        for name, amounts in found.items():
            assert {at: amount for at, amount in amounts.items() if amount} == reported(view, name, measure)
    asked = [(measure, tag) for measure in tagged for tag in (*TAGGED, "year")]
    with ThreadPoolExecutor(2) as threads:
        pivots = threads.map(lambda one: added_up(journal, "--pivot", one[1], f"^{root_of(one[0])[0]}:"), asked)
        for (measure, tag), pivot in zip(asked, pivots, strict=True):
            found = {at: root_of(measure)[1] * amount for at, amount in pivot.items()}
            if tag == "year":
                assert found == by_years(view, measure)
            else:
                assert {(*at, "total"): amount for at, amount in found.items()} == reported(view, tag, measure)


@needs_hledger
def test_hledger_agrees_on_valombre():
    with view_of(VALOMBRE, DAY) as view:
        journal = made("ledger", view).data
        assert_agrees(view, journal)
        accounts = added_up(journal, "--depth", "2")
        for measure, parts in DERIVED.items():
            total = sum(sign * accounts[f"Expenses:{part.capitalize()}", "EUR"] for part, sign in parts)
            assert total == sum(reported(view, "department", measure).values())


@needs_hledger
@pytest.mark.parametrize("measure", ["planned", "paid", "received"])
def test_hledger_agrees_with_the_printed_report(run, valombre, measure):
    """The two as their users have them: the report's JSON, and a balance of the exported file."""
    common = ("-w", valombre, "--today", DAY, "--where", "status:delivery")
    report = json.loads(run("report", "budget", *common, "--measure", measure, "-f", "json").text)
    journal = run("export", "ledger", *common).out
    root, sign = root_of(measure)
    balance = added_up(journal, "--depth", "3", f"^{root}:")
    expected = {line["key"][0]: line["total"] for line in report["lines"] if cents(line["total"])}
    assert {account.split(":")[2]: money(sign * n) for (account, _currency), n in balance.items()} == expected
    assert money(sum(map(cents, expected.values()))) == report["totals"]["total"]


@needs_hledger
def test_hledger_agrees_by_department_and_year():
    """A fiscal year is the calendar year of its date; what has no year is in a year of its own, which the head names."""
    with view_of(VALOMBRE, DAY) as view:
        journal = made("ledger", view, "en").data
        for measure in SPENDING:
            stands_for = {"2022": "earlier", "2032": "later", "2033": "undated"}
            found = {}
            for (account, currency, year), amount in by_year(
                journal, "--depth", "3", f"^Expenses:{measure.capitalize()}:"
            ).items():
                found[account.rpartition(":")[2], currency, stands_for.get(year, year)] = amount
            assert found == reported(view, "department", measure, "year")
    for year, word in stands_for.items():
        assert f"; {year} stands for “{word}”.\n".encode() in journal


@needs_hledger
@settings(max_examples=6)
@given(workspaces())
def test_hledger_agrees_on_any_workspace(drawn):
    with written(files_of(drawn)) as root, view_of(root) as view:
        assert_agrees(view, made("ledger", view).data, ("planned", "received"))


@needs_hledger
def test_hledger_agrees_on_two_towns_and_currencies(workspace):
    with view_of(workspace(TWO_TOWNS), DAY) as view:
        journal = made("ledger", view).data
        assert_agrees(view, journal)
    assert b"2026-08-31 (by/a) Projet a" in journal, "the town's fiscal year ends in August"
    assert b"2026-12-31 (ax/a) Projet a" in journal


@needs_hledger
def test_a_filter_and_a_town(workspace):
    with view_of(workspace(TWO_TOWNS), DAY, "id:a", towns=("by",)) as view:
        assert_agrees(view, made("ledger", view).data)


@needs_ledger
def test_ledger_agrees_on_valombre(tmp_path):
    with view_of(VALOMBRE, DAY) as view:
        path = tmp_path / "valombre.ledger"
        path.write_bytes(made("ledger", view).data)
        for axis, measure in [*(("department", stage) for stage in SPENDING), *(("source", name) for name in MONEY_IN)]:
            sign, root = (1, "Expenses") if axis == "department" else (-1, "Income")
            found = {}
            for account, amount in ledger_balance(path, f"^{root}:{measure.capitalize()}:"):
                at = (account.split(":")[2], "EUR", "total")
                found[at] = found.get(at, 0) + sign * amount
            assert {at: amount for at, amount in found.items() if amount} == reported(view, axis, measure)
        found = {}
        for account, amount in ledger_balance(path, "--pivot", "portfolio", "^Expenses:Paid:"):
            at = (account.split(":")[1], "EUR", "total")
            found[at] = found.get(at, 0) + amount
        assert found == reported(view, "portfolio", "paid")


@needs_ledger
@pytest.mark.parametrize("measure", MEASURES)
def test_ledger_agrees_by_every_axis(tmp_path, measure):
    """Sections, towns, portfolios, projects and years: what hledger is asked, asked of the other program."""
    root, sign = root_of(measure)
    with view_of(VALOMBRE, DAY) as view:
        path = tmp_path / "valombre.ledger"
        path.write_bytes(made("ledger", view).data)
        sections = {}
        for account, amount in ledger_balance(path, f"^{root}:"):
            at = (account.split(":")[3], "EUR", "total")
            sections[at] = sections.get(at, 0) + sign * amount
        assert {at: amount for at, amount in sections.items() if amount} == reported(view, "section", measure)
        for tag in (*TAGGED, *MORE_TAGS, "year"):
            found = {}
            for account, amount in ledger_balance(path, "--pivot", tag, f"^{root}:"):
                key = account.split(":")[1]
                found[key] = found.get(key, 0) + sign * amount
            found = {key: amount for key, amount in found.items() if amount}
            if tag == "year":
                assert found == {year: amount for (year, _currency), amount in by_years(view, measure).items()}
            else:
                assert found == {key: amount for (key, *_), amount in reported(view, tag, measure).items()}


def test_projects_without_amounts_are_counted(workspace):
    with view_of(workspace(TWO_TOWNS), DAY) as view:
        export = made("ledger", view, "en")
    assert ("1 project", "it has no amounts") in export.left_out
    assert b"(by/b)" not in export.data


def ledger_balance(path, *query):
    command = ["ledger", "--args-only", "-f", path, "balance", "--flat", "--no-total", "--format",
               "%(account)|%(quantity(scrub(display_total)))\n", *query]  # fmt: skip
    for line in ask(command).splitlines():
        account, amount = line.split("|")
        yield account, cents(amount)


def check_hostile(texts):
    """Titles are on one line each, and no posting is anything but ours."""
    with written(files_with(texts)) as root, view_of(root, "2026-06-15") as view:
        journal = made("ledger", view).data
        for line in journal.decode().split("\n"):
            assert re.match(r";|    |20[0-9][0-9]-|$", line), line
        if shutil.which("hledger"):
            assert_agrees(view, journal, ())
        if shutil.which("ledger"):
            assert ask(["ledger", "--args-only", "-f", "-", "balance"], journal)


@settings(max_examples=6)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_no_title_breaks_out(texts):
    check_hostile(texts)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the big list of naughty strings isn't beside this repository")
def test_no_naughty_string_breaks_out():
    check_hostile(naughty())


def test_what_would_end_a_description_is_replaced():
    check_hostile(
        ["a ; b: 5", "(x) * ! y", "Expenses:Paid:dsi  5 EUR", "x | y", "@ 5 EUR", "= auto", "include x", "2026-01-01 z"]
    )


def test_an_empty_workspace_is_an_empty_journal(workspace):
    with view_of(workspace(EMPTY), DAY) as view:
        journal = made("ledger", view).data
    assert all(line.startswith(";") or not line for line in journal.decode().split("\n"))
