"""JSON reports held to their schemas, and the schemas to the reports: no key too many, none too few."""

import json
from contextlib import ExitStack
from functools import cache

import pytest
from commands import REPOSITORY, TODAY
from histories import Commit, committed, make_history
from jsonschema import Draft202012Validator
from towns import view_of

from citydash.figures.request import Request
from citydash.figures.view import Cuts
from citydash.locale import Locale
from citydash.report.document import make_job
from citydash.report.kinds import KINDS, OF_ONE, document
from citydash.report.schemas import schema

PIVOTS = (
    Request(), Request(("department", "project"), "stage"), Request(("source",), "certainty", "requested"),
    Request(("portfolio",), "none", "net-cost"),
)  # fmt: skip


def documents(view, kind):
    """A kind's document, for several requests or projects where it is of one."""
    job = make_job(view, Locale("fr"), Cuts())
    if kind in OF_ONE:
        towns = len(view.names.towns) > 1
        named = [f"{view.names.town_key(p.town)}/{p.key}" if towns else p.key for p in view.projects]
        return [document(kind, job, None, name) for name in named]
    if kind == "budget":
        return [document(kind, job, request) for request in PIVOTS]
    return [document(kind, job)]


def validated(kind, found):
    """What is wrong with a document, its path before it."""
    validator = Draft202012Validator(schema(kind), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(json.loads(json.dumps(found)))]


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    """A function: the view of a town by name, opened once."""
    with ExitStack() as opened:

        @cache
        def view(name):
            folder = tmp_path_factory.mktemp(name)
            if name == "empty":
                make_history(folder, [Commit({"ville/town.toml": 'format = 1\n[town]\nname = "V"\n'})])
                return opened.enter_context(view_of(folder, TODAY[1]))
            return opened.enter_context(view_of(committed(REPOSITORY / "portfolios" / name, folder), TODAY[1]))

        yield view


@pytest.mark.parametrize("name", ["valombre", "villes-moyennes", "empty"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_report_is_as_its_schema_says(views, name, kind):
    Draft202012Validator.check_schema(schema(kind))
    for found in documents(views(name), kind):
        assert validated(kind, found) == []


def cut(found):
    """Each way to take a key away or put one in, two levels deep."""
    for key in found:
        yield key, {name: value for name, value in found.items() if name != key}
        if isinstance(found[key], dict):
            yield key, {**found, key: {**found[key], "unknown": {}}}
        if isinstance(found[key], list) and found[key] and isinstance(found[key][0], dict):
            first, *rest = found[key]
            for name in first:
                yield name, {**found, key: [{k: v for k, v in first.items() if k != name}, *rest]}
    yield "unknown", {**found, "unknown": 1}


@pytest.mark.parametrize("kind", ["summary", "funding", "timeline", "milestones", "agenda"])
def test_a_schema_misses_no_missing_or_unknown_key(kind):
    with view_of(REPOSITORY / "portfolios/valombre", TODAY[1]) as view:
        (found,) = documents(view, kind)
        for key, changed in cut(found):
            assert validated(kind, changed), key


def test_a_schema_knows_amounts_from_numbers():
    with view_of(REPOSITORY / "portfolios/valombre", TODAY[1]) as view:
        (found,) = documents(view, "summary")
    for wrong in (1, 1.5, "1", "1.5", "1,50", "1 000.00", None):
        found["blocks"][0]["cost"] = wrong
        assert validated("summary", found)
