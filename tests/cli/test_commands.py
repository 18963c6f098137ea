"""The command line in this process: exit codes, one line for each error, options, help."""

import json
import sqlite3

import pytest
from commands import REPOSITORY, TODAY
from valombre import make_valombre
from workspaces import HEAD, TOWN, make_workspace, project

from citydash.cli import COMMANDS, main
from citydash.cli.common import emit, settings_of
from citydash.errors import CitydashError, EnvironmentFault, UsageError
from citydash.files.problems import RULES
from citydash.locale import LANGUAGES, Locale

USAGE = [
    (("report", "sumary"), "no report “sumary”: did you mean “summary”?"),
    (("report", "sumary", "--rows", "town"), "no report “sumary”"),
    (("report", "budget", "--rows", "departement"), "no axis “departement”: did you mean “department”?"),
    (("report", "budget", "--rows", "source"), "planned has no axis “source”"),
    (("report", "budget", "--rows", ""), "no axis “”"),
    (("report", "budget", "--rows", "town,town"), "rows are one axis, or two different ones"),
    (("report", "budget", "--columns", "month"), "no columns “month”"),
    (("report", "budget", "--measure", "paidd"), "no measure “paidd”: did you mean “paid”?"),
    (("report", "budget", "--source", "dsil"), "planned can't be cut by source"),
    (("report", "budget", "--department", "dsy"), "no department “dsy”: did you mean “dsi”?"),
    (("report", "budget", "--section", "investement"), "no section “investement”"),
    (("report", "budget", "--columns", "stage", "--measure", "paid"), "columns “stage” show all four stages"),
    (("report", "budget", "--columns", "stage", "--years", "2026"), "--years is for columns “year”"),
    (("report", "budget", "--years", "26"), "“26” is not a span of years"),
    (("report", "budget", "--years", "2027..2026"), "“2027..2026” is not a span of years"),
    (("report", "budget", "--years", "2026.."), "“2026..” is not a span of years"),
    (("report", "budget", "--years", "²..³"), "“²..³” is not a span of years"),
    (("report", "budget", "--years", "9" * 5000), "is not a span of years"),
    (("report", "budget", "--certainty", "sure"), "no certainty “sure”; choose from secured, probable, possible"),
    (("report", "budget", "halle"), "report budget takes no ID"),
    (("report", "funding", "--rows", "town"), "report funding has no --rows: it is for report budget"),
    (
        ("report", "milestones", "--section", "operating"),
        "report milestones has no --section: --where section:operating chooses",
    ),
    (("report", "project"), "say which project"),
    (("report", "project", "hale"), "no project “hale”: did you mean “halle”?"),
    (("report", "project", "halle", "--where", "x"), "report project has no --where"),
    (("report", "funding-plan"), "say which project: citydash report funding-plan ID"),
    (("report", "funding-plan", "hale"), "no project “hale”: did you mean “halle”?"),
    (("report", "funding-plan", "halle", "--where", "x"), "report funding-plan has no --where"),
    (("report", "ppi", "--rows", "town"), "report ppi has no --rows: it is for report budget"),
    (("report", "ppi", "--years", "2026"), "report ppi has no --years; choose from budget, departments, outturn"),
    (("report", "ppi", "--department", "dsi"), "report ppi has no --department: --where department:dsi chooses"),
    (("report", "ppi", "halle"), "report ppi takes no ID"),
    (("report", "apcp", "--certainty", "secured"), "report apcp has no --certainty"),
    (("report", "departments", "--department", "dsy"), "no department “dsy”: did you mean “dsi”?"),
    (("report", "collection", "--department", "dsy"), "no department “dsy”: did you mean “dsi”?"),
    (("report", "collection", "--section", "investment"), "report collection has no --section"),
    (("report", "outturn", "--section", "investissement"), "no section “investissement”"),
    (("report", "outturn", "--department", "dsy"), "no department “dsy”: did you mean “dsi”?"),
    (("report", "--unit", "K"), "no unit “K”; choose from 1, k, M"),
    (("report", "--unit", "k", "-f", "json"), "--unit is for what people read"),
    (("report", "--excel-fr"), "--excel-fr "),
    (("report", "-f", "jsn"), "no format “jsn” here: did you mean “json”?"),
    (("report", "--lang", "de"), "no language “de”; choose from fr, en"),
    (("report", "--today", "demain"), "“demain” is not a date: write it as 2026-12-31"),
    (("report", "--today", ""), "“” is not a date"),
    (("report", "--today", "2026-02-30"), "“2026-02-30” is not a date"),
    (("report", "--town", "ailleurs"), "no town “ailleurs” in this workspace; choose from bourg"),
    (("report", "--where", "statut:x"), "filter: “statut:” is unknown: did you mean “status”?"),
    (("report", "--where"), "--where needs a value"),
    (("report", "-w"), "-w/--workspace needs a value"),
    (("report", "--quiet=1"), "-q/--quiet takes no value"),
    (("report", "--collumns", "year"), "“--collumns” is not known here: did you mean “--columns”?"),
    (("report", "summary", "x", "y"), "“y” is not known here (see citydash report --help)"),
    (("check", "-f", "csv"), "no format “csv” here"),
    (("check", "nulle-part"), "no file “nulle-part”"),
    (("explain", "--rows", "department", "dsy"), "no row “dsy” here: did you mean “dsi”?"),
    (("explain", "--column", "2040"), "no column “2040” here"),
    (("explain", "--columns", "stage", "dsi"), "say which column with --column"),
    (("explain", "--measure", "net-cost", "lieux"), "say which column with --column"),
    (("explain", "-f", "xml"), "no format “xml” here"),
    (("report", "diff"), "“diff” is a command of its own: citydash diff"),
    (("explain", "--report", "cash", "x"), "no breakdown of report “cash”; choose from apcp"),
    (("explain", "--report", "apcp", "--column", "paid"), "say which one: citydash explain --report apcp ID"),
    (("explain", "--report", "apcp", "ap-1"), "say which figure with --column"),
    (("explain", "--report", "apcp", "ap-1", "--column", "paid", "--rows", "project"), "report apcp has no --rows"),
    (("help", "filtre"), "no help on “filtre”: did you mean “filter”?"),
    (("schema", "twn"), "no schema “twn”; choose from town, portfolio"),
    (("reprot", "budget"), "“reprot” is neither a command nor a folder: did you mean “report”?"),
    (("nulle-part",), "“nulle-part” is neither a command nor a folder; choose from report, check"),
    (("--bogus",), "“--bogus” is not known here"),
]


@pytest.mark.parametrize(("arguments", "message"), USAGE, ids=[" ".join(case[0])[:60] for case in USAGE])
@pytest.mark.parametrize("language", [*LANGUAGES])
def test_usage_errors_are_one_line(run, bourg, arguments, message, language, monkeypatch):
    monkeypatch.setenv("CITYDASH_WORKSPACE", str(bourg))
    monkeypatch.setenv("LANG", f"{language}_XX.UTF-8")
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith("citydash: ")
    assert ran.err.count("\n") == 1
    if language == "en":
        assert message in ran.err


def test_usage_errors_name_what_there_is(run, bourg, monkeypatch):
    """Every axis that an error offers is one that works."""
    monkeypatch.setenv("CITYDASH_WORKSPACE", str(bourg))
    for measure, rows in (("planned", "source"), ("received", "department"), ("net-cost", "section")):
        ran = run("report", "budget", "--measure", measure, "--rows", rows, "--lang", "en")
        for axis in ran.err.rstrip().rpartition("choose from ")[2].split(", "):
            assert run("report", "budget", "--measure", measure, "--rows", axis, *TODAY).code == 0


@pytest.mark.parametrize("command", ["report", "check", "explain"])
def test_a_workspace_that_is_not_there(run, tmp_path, command):
    ran = run(command, "-w", tmp_path / "nulle part", "--lang", "en")
    assert (ran.code, ran.out) == (3, b"")
    assert "nulle part" in ran.err
    (tmp_path / "file").write_text("x")
    assert run(command, "-w", tmp_path / "file").code == 3
    (tmp_path / "empty").mkdir()
    ran = run(command, "-w", tmp_path / "empty")
    assert ran.err.count("\n") == 1
    assert ran.code == 3


def test_the_dashboard_needs_a_terminal(run, bourg):
    ran = run(bourg, "--lang", "en")
    assert (ran.code, ran.out) == (3, b"")
    assert ran.err == "citydash: the dashboard needs a terminal; for a pipe or a file use citydash report\n"


def test_default_workspaces(run, bourg, tmp_path, monkeypatch):
    monkeypatch.chdir(bourg)
    assert "Bourg" in run("report").text
    monkeypatch.chdir(tmp_path)
    bourg.rename(tmp_path / "portfolios")
    assert "Bourg" in run("report").text
    monkeypatch.setenv("CITYDASH_WORKSPACE", "ailleurs")
    assert "ailleurs" in run("report").err


def test_options_may_stand_before_the_command(run, bourg):
    after = run("report", "budget", "-w", bourg, "--lang", "en", *TODAY, "-q")
    before = run("-q", "--lang=en", *TODAY, "-w", bourg, "report", "budget")
    assert after == before
    assert after.code == 0


def test_a_filter_may_start_with_a_hyphen(run, bourg):
    shown = run("report", "milestones", "-w", bourg, *TODAY, "--where", "-id:halle", "-f", "csv", "-q")
    assert (shown.code, shown.err) == (0, "")
    assert b"halle" not in shown.out
    assert run("report", "milestones", "-w", bourg, *TODAY, "-f", "csv", "--where=-id:halle").out == shown.out


def test_towns_may_be_repeated(run, tmp_path):
    root = make_workspace(
        tmp_path / "w",
        {
            f"{name}/{path}": text
            for name in ("a", "b", "c")
            for path, text in (("town.toml", TOWN), ("x.toml", HEAD + project()))
        },
    )
    ran = run("report", "timeline", "-w", root, "--town", "a", "--town", "c", "-f", "json")
    assert [line["town"] for line in json.loads(ran.out)["lines"]] == ["a", "c"]
    text = run("report", "-w", root, "--town", "a", "--town", "c", "--lang", "en").text
    assert "Towns: a, c" in text
    assert json.loads(run("report", "project", "c/a", "-w", root, "-f", "json").out)["town"] == "c"
    assert (
        "several towns have a project “a”; choose from a/a, b/a, c/a"
        in run("report", "project", "a", "-w", root, "--lang", "en").err
    )


def test_languages(run, bourg, monkeypatch):
    """A report is in its town's language unless asked; help and errors are in the user's."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "Synthèse" in run("report", "-w", bourg).text
    assert "Summary" in run("report", "-w", bourg, "--lang", "en").text
    assert "did you mean" in run("report", "sumary").err
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "vouliez-vous dire" in run("report", "sumary").err
    assert "did you mean" in run("report", "sumary", "--lang", "en").err
    assert "did you mean" in run("report", "sumary", "--lang=en").err
    monkeypatch.setenv("LC_ALL", "C")
    assert "did you mean" in run("report", "sumary").err


def test_today_moves_the_report(run, bourg):
    assert (
        run("report", "milestones", "-w", bourg, "--today", "2026-01-01").out
        != run("report", "milestones", "-w", bourg, "--today", "2028-01-01").out
    )
    ran = run("report", "milestones", "-w", bourg, "--today", "20260101", "-f", "json")
    assert json.loads(ran.out)["today"] == "2026-01-01"
    assert run("report", "-w", bourg, *TODAY).out == run("report", "-w", bourg, *TODAY).out


def test_ascii(run, bourg):
    for kind in ("summary", "budget", "funding", "timeline"):
        for form in ("text", "markdown"):
            assert run("report", kind, "-w", bourg, "--ascii", "-f", form, *TODAY).out.isascii()
    assert run("check", "-w", bourg, "--ascii").out.isascii()


def test_no_colour_in_a_pipe(run, bourg):
    assert b"\x1b" not in run("report", "-w", bourg, *TODAY).out


def test_units(run, bourg):
    tables = {
        unit: run("report", "budget", "-w", bourg, *TODAY, "--lang", "en", "--unit", unit).text
        for unit in ("1", "k", "M")
    }
    assert "440,600.50" in tables["1"]
    assert "in k€" in tables["k"]
    assert "in M€" in tables["M"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_of_each_command_has_an_example(run, command, language):
    ran = run(*([command] if command else []), "--help", "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    assert f"  citydash {command}".rstrip() in ran.text
    assert Locale(language).text("examples:") in ran.text
    if command:
        assert run("help", command, "--lang", language).out == ran.out


def test_examples_work(run, tmp_path, monkeypatch):
    """Each command of each help's examples, on the town that ships and its history."""
    from importlib import import_module

    monkeypatch.setenv("CITYDASH_WORKSPACE", str(make_valombre(tmp_path / "git")))
    (tmp_path / "portfolios").symlink_to(REPOSITORY / "portfolios")
    import shlex

    for command in COMMANDS:
        for line in import_module(f"citydash.cli.{command}").EXAMPLES.strip().splitlines():
            ran = run(*shlex.split(line)[1:])
            said = [
                sentence for sentence in ran.err.splitlines()
                if not sentence.startswith("citydash: écarté\u00a0:") and "index prune" not in line
            ]  # fmt: skip
            assert said == []
            assert ran.code == ("--exit-code" in line), line


@pytest.mark.parametrize("columns", ["0", "1", "20", "200", "x", "²", "-5", "9" * 5000])
def test_help_in_any_width(run, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert run("report", "--help").code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_topics(run, language):
    texts = {
        topic: run("help", topic, "--lang", language) for topic in ("filter", "figures", "problems", "commands", *RULES)
    }
    assert all((ran.code, ran.err) == (0, "") and ran.out for ran in texts.values())
    assert all(code in texts["problems"].text for code in RULES)
    assert run("help", "--lang", language).out == texts["commands"].out
    assert "is:over-ceiling" in texts["filter"].text
    from citydash.figures.filters import KEYS

    assert all(f"  {key}:" in texts["filter"].text for key in KEYS)


def test_version(run):
    from citydash import __version__

    assert run("--version").text == f"citydash {__version__}\n"


def test_explain(run, bourg):
    ran = run(
        "explain",
        "-w",
        bourg,
        "--rows",
        "project",
        "halle",
        "--column",
        "2026",
        "--measure",
        "paid",
        *TODAY,
        "-f",
        "json",
    )
    (block,) = json.loads(ran.out)["blocks"]
    assert block["total"] == "280000.00"
    (line,) = block["lines"]
    text = (bourg / line["path"]).read_text().splitlines()[line["line"] - 1]
    assert text[line["column"] - 1 :].startswith("2026 = 280_000")
    ran = run(
        "explain",
        "-w",
        bourg,
        "--rows",
        "project",
        "halle",
        "--measure",
        "net-cost",
        "--column",
        "secured",
        *TODAY,
        "--lang",
        "en",
    )
    assert "bourg/lieux/halle.toml:" in ran.text
    assert "860,000.00" in ran.text
    assert (
        run("explain", "-w", bourg, "--rows", "section", *TODAY, "-f", "csv").text.splitlines()[0]
        == "amount,path,line,column,keys,project"
    )
    assert run("explain", "-w", bourg, "--rows", "pillar", *TODAY, "-f", "markdown").code == 0


def test_a_note_about_the_cache_is_one_line(run, bourg, tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("not a folder")
    monkeypatch.setenv("CITYDASH_CACHE", str(blocked))
    ran = run("report", "-w", bourg, *TODAY)
    assert ran.code == 0
    assert ran.err.startswith("citydash: ")
    assert ran.err.count("\n") == 1
    assert run("report", "-w", bourg, *TODAY, "-q").err == ""
    monkeypatch.setenv("CITYDASH_CACHE", "none")
    other = run("report", "-w", bourg, *TODAY)
    assert (other.out, other.err) == (ran.out, "")


def test_an_index_that_breaks_is_left_aside(run, bourg, monkeypatch):
    from citydash.report import kinds

    once = iter([True])

    def broken(*arguments, **options):
        if next(once, False):
            raise sqlite3.DatabaseError("database disk image is malformed")
        return render(*arguments, **options)

    from citydash.cli import report

    render = kinds.render
    monkeypatch.setattr(report, "render", broken)
    ran = run("report", "-w", bourg, *TODAY, "--lang", "en")
    assert ran.code == 0
    assert "working in memory" in ran.err
    assert "Summary" in ran.text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (RecursionError(), 3),
        (OSError(28, "No space left on device", "x"), 3),
        (EnvironmentFault("a\x1b[31m\nb"), 3),
        (SystemExit("x"), 0),
    ],
)
def test_whatever_happens_there_is_no_traceback(run, monkeypatch, error, code):
    from citydash.cli import help as help_command

    def fail(_arguments, _locale):
        raise error

    monkeypatch.setattr(help_command, "run", fail)
    ran = run("help")
    assert ran.code == code
    assert ran.err.count("\n") == (1 if code == 3 else 0)
    assert "\x1b" not in ran.err


def test_errors_say_their_fields_the_hint_or_the_choice():
    assert str(UsageError("no “{name}”", name="x", hint="y", known=("a",))) == "no “x”: did you mean “y”?"
    assert str(UsageError("no “{name}”", name="x", known=("a", "b"))) == "no “x”; choose from a, b"
    assert str(UsageError("{message}", message="m")) == "m"
    assert str(CitydashError("100 % {safe}")) == "100 % {safe}"
    assert [CitydashError("").exit_code, UsageError("").exit_code, EnvironmentFault("").exit_code] == [3, 2, 3]


def test_without_standard_streams(monkeypatch):
    """As a service starts programs: stdout and stderr closed."""
    import argparse
    import sys

    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(EnvironmentFault):
        emit(b"x", None)
    assert main(["help", "filter"]) == 3
    options = argparse.Namespace(
        lang=None, workspace=None, town=[], today=None, at=None, no_color=False, ascii=False, quiet=False
    )
    assert settings_of(options).color is False


def test_schema_to_a_file(run, tmp_path):
    assert run("schema", "town", "-o", tmp_path / "town.json").code == 0
    assert (tmp_path / "town.json").read_bytes() == run("schema", "town").out
    assert [path.name for path in tmp_path.iterdir()] == ["town.json"]
