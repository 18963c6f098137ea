"""A real plan's eight yearly editions as eight commits: what the program says of each two is what the source says of them."""

import json
from collections import Counter
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from commands import REPOSITORY, make_run
from histories import Commit, make_history
from washington import EDITIONS, FUNDS, TOWN, convert

SOURCE = REPOSITORY.parent / "shared" / "data" / "washington-dc"
pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason=f"the source is not beside the repository: {SOURCE}")
THOUSAND_DOLLARS = 1_000_00


@pytest.fixture
def run(monkeypatch, capsysbinary, tmp_path):
    return make_run(monkeypatch, capsysbinary, tmp_path)


@pytest.fixture(scope="module")
def source():
    """The source's projects: what every sum here is taken from."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((SOURCE / "projects").glob("*.json"))]


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """A repository with a commit and a tag an edition, and the workspace in it."""
    folder, commits, before = tmp_path_factory.mktemp("washington"), [], {}
    for n, edition in enumerate(EDITIONS):
        town = convert(SOURCE, folder / edition, edition).town
        files = {f"plan/{TOWN}/{p.relative_to(town).as_posix()}": p.read_text("utf-8") for p in town.rglob("*.toml")}
        changes = {path: files.get(path) for path in before | files if files.get(path) != before.get(path)}
        commits.append(Commit(changes, f"Edition {edition}", time=1_254_355_200 + n * 31_557_600))
        before = files
    repository = folder / "repository"
    hashes = make_history(repository, commits, checkout=False)
    for edition, commit in zip(EDITIONS, hashes, strict=True):
        (repository / f".git/refs/tags/{edition}").write_text(f"{commit}\n")
    return Path(repository) / "plan"


def cost(project, edition):
    """A project's plan in an edition, in cents; None where the edition doesn't have it."""
    history = project["cip_history"].get(edition)
    return None if history is None else sum(history["plan"].values()) * THOUSAND_DOLLARS


def grants(source, edition):
    """Everything that an edition expected of grants, in cents: `proposed` of the years up to its own, or of all years."""
    found = 0
    for project in source:
        if edition not in project["cip_history"]:
            continue
        for name, years in project["cumulative_funding"]["funding_by_source"].items():
            if FUNDS[name[name.rindex("(") + 1 : -1]][1] == "grant":
                known = (n for year, n in years.items() if edition == EDITIONS[-1] or year <= edition)
                found += sum(amounts["proposed"] for amounts in known) * THOUSAND_DOLLARS
    return found


def by_year(source, edition):
    """(department, fiscal year) → cents, without what is nothing."""
    found: Counter[tuple[str, str]] = Counter()
    for project in source:
        agency = project["implementing_agency"]
        for year, thousands in project["cip_history"].get(edition, {"plan": {}})["plan"].items():
            code = agency[agency.rindex("(") + 1 : -1].lower()
            found[code, year.removeprefix("FY")] += thousands * THOUSAND_DOLLARS
    return {at: cents for at, cents in found.items() if cents}


def cents(amount):
    return int(Decimal(amount) * 100)


def answer(run, *arguments):
    ran = run(*arguments, "-f", "json", "--today", "2017-01-01")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_every_two_editions_differ_as_the_source_says(run, plan, source):
    for old, new in combinations(EDITIONS, 2):
        found = answer(run, "diff", old, new, "-w", plan)
        costs = {p["project_no"].lower(): (cost(p, old), cost(p, new)) for p in source}
        expected = {key: pair for key, pair in costs.items() if pair != (None, None)}
        said = {c["project"]: c for c in found["changes"]}
        assert {key for key, c in said.items() if c["change"] == "added"} == {
            k for k, p in expected.items() if p[0] is None
        }
        assert {key for key, c in said.items() if c["change"] == "removed"} == {
            k for k, p in expected.items() if p[1] is None
        }
        for key, (before, after) in expected.items():
            if key in said:
                moved = said[key]["cost"]
                assert (cents(moved["from"]), cents(moved["to"])) == (before or 0, after or 0)
                assert cents(moved["delta"]) == (after or 0) - (before or 0)
            else:
                assert before == after
        total = next(t for t in found["totals"] if t["measure"] == "cost")
        assert cents(total["from"]) == sum(before or 0 for before, _after in expected.values())
        assert cents(total["to"]) == sum(after or 0 for _before, after in expected.values())


def test_every_department_and_year_of_every_two_editions(run, plan, source):
    for old, new in combinations(EDITIONS, 2):
        (block,) = answer(run, "diff", old, new, "--rows", "department", "-w", plan)["blocks"]
        for side, edition in (("from", old), ("to", new)):
            said = {
                (line["key"][0], year): cents(amounts[side])
                for line in block["lines"] for year, amounts in line["amounts"].items()
            }  # fmt: skip
            assert {at: amount for at, amount in said.items() if amount} == by_year(source, edition)
        assert cents(block["totals"]["total"]["delta"]) == sum(by_year(source, new).values()) - sum(
            by_year(source, old).values()
        )


def test_the_log_is_the_editions_differences(run, plan, source):
    found = answer(run, "log", "-w", plan)["commits"][::-1]
    assert [commit["subject"] for commit in found] == [f"Edition {edition}" for edition in EDITIONS]
    totals = [sum(cost(p, e) or 0 for p in source) for e in EDITIONS]
    funded = [grants(source, e) for e in EDITIONS]
    assert [cents(c["delta"]["USD"]["cost"]) for c in found] == [b - a for a, b in pairwise([0, *totals])]
    assert [cents(c["delta"]["USD"]["grants"]) for c in found] == [b - a for a, b in pairwise([0, *funded])]
    for (old, new), commit in zip(pairwise([None, *EDITIONS]), found, strict=True):
        there = [(cost(p, old), cost(p, new)) for p in source]
        assert commit["added"] == sum(a is None and b is not None for a, b in there)
        assert commit["removed"] == sum(a is not None and b is None for a, b in there)
    life = answer(run, "log", "--project", "wil02", "-w", plan)["commits"][::-1]
    wil02 = next(p for p in source if p["project_no"] == "WIL02")
    known = [e for e in EDITIONS if cost(wil02, e) is not None]
    assert [cents(commit["projects"][0]["now"]["cost"]) for commit in life] == [
        cost(wil02, c["subject"].removeprefix("Edition ")) for c in life
    ]
    assert life[0]["subject"] == f"Edition {known[0]}"


def test_the_drift_is_each_editions_total(run, plan, source):
    found = answer(run, "report", "drift", "-w", plan)["points"]
    assert len(found) == len(EDITIONS)
    for point, edition in zip(found, EDITIONS, strict=True):
        here = [cost(p, edition) for p in source if cost(p, edition) is not None]
        assert (point["projects"], cents(point["sums"]["USD"]["cost"])) == (len(here), sum(here))
        assert cents(point["sums"]["USD"]["grants"]) == grants(source, edition)
        assert point["sums"]["USD"]["secured"] == "0.00"


def test_an_edition_at_its_tag_is_the_edition_converted(run, plan, source, tmp_path):
    """The same budget from git's objects and from the files."""
    for edition in EDITIONS[::3]:
        convert(SOURCE, tmp_path / edition, edition)
        then = answer(run, "report", "budget", "-w", plan, "--at", edition)
        now = answer(run, "report", "budget", "-w", tmp_path / edition)
        assert (then["lines"], then["totals"]) == (now["lines"], now["totals"])
