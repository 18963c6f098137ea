"""What only several files together tell: it comes, is counted, takes away what it should and no more, and goes again."""

import pytest
from workspaces import HEAD, TOWN, check, fresh_picture, kept_picture, make_workspace, project

from citydash.errors import EnvironmentFault
from citydash.index import open_workspace

MONEY = "[@.budget.dsi.investment]\nplanned = { 2026 = 10 }\n"


def planned(root) -> dict[str, int]:
    """Town → planned cents."""
    with open_workspace(str(root), None) as snapshot:
        rows = snapshot.fetch("cube", measures="[0]")
        found: dict[str, int] = {}
        for town, *_axes, cents in rows:
            found[snapshot.words[town]] = found.get(snapshot.words[town], 0) + cents
        return found


def counts(root):
    with open_workspace(str(root), None) as snapshot:
        return tuple(snapshot.counts)


def codes(root):
    return [problem.code for problem in check(root)]


def test_no_copy_of_a_duplicate_counts_until_one_is_left(workspace, tmp_path):
    files = {
        "v/town.toml": TOWN,
        "w/town.toml": TOWN,
        "v/x.toml": HEAD + project("a", MONEY) + project("b", MONEY),
        "w/x.toml": HEAD + project("a", MONEY),
    }
    root = workspace(files)
    assert (planned(root), counts(root)) == ({"v": 2000, "w": 1000}, (0, 0, 0))
    kept_picture(root, tmp_path / "cache")
    for copy in (project("a", MONEY), project("a", MONEY, title='"autre"'), project("a", title="3")):
        make_workspace(root, {"v/y.toml": HEAD + copy})
        assert planned(root) == {"v": 1000, "w": 1000}
        is_wrong = "title = 3" in copy
        assert counts(root) == (3 if is_wrong else 2, 0, 2)
        assert codes(root).count("duplicate-project") == 2
        assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)
        make_workspace(root, {"v/y.toml": None})
        assert (planned(root), counts(root)) == ({"v": 2000, "w": 1000}, (0, 0, 0))
        assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)


def test_a_duplicate_town_comes_back_when_one_is_left(workspace, tmp_path):
    root = workspace({"n/v/town.toml": TOWN, "n/v/x.toml": HEAD + project("a", MONEY)})
    before = kept_picture(root, tmp_path / "cache")
    make_workspace(root, {"s/v/town.toml": TOWN})
    assert (planned(root), codes(root)) == ({}, ["duplicate-town"] * 2)
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)
    make_workspace(root, {"s/v/town.toml": None})
    assert planned(root) == {"v": 1000}
    assert kept_picture(root, tmp_path / "cache") == before


def test_a_town_of_a_newer_format_is_not_loaded_and_the_others_are(workspace, tmp_path):
    newer = TOWN.replace("format = 1", "format = 2")
    root = workspace(
        {
            "v/town.toml": newer,
            "w/town.toml": TOWN,
            "v/x.toml": HEAD + project("a", MONEY),
            "w/x.toml": HEAD + project("a", MONEY),
        }
    )
    make_workspace(
        root, {"v/y/a.toml": project("a"), "v/y/b.toml": project("b", depends_on='["nobody"]', lead='"nobody"')}
    )
    assert planned(root) == {"w": 1000}
    assert codes(root) == ["newer-format"]
    assert counts(root) == (1, 0, 3)
    with open_workspace(str(root), None) as snapshot:
        assert {snapshot.words[row[0]] for row in snapshot.fetch("projects")} == {"w"}
        assert {
            snapshot.words[row[0]]
            for row in snapshot.fetch(
                "rollup",
                measures="[0]",
                by_project=0,
                by_department=0,
                by_section=0,
                by_source=0,
                by_certainty=0,
                by_year=0,
            )
        } == {"w"}
    kept_picture(root, tmp_path / "cache")
    make_workspace(root, {"v/town.toml": TOWN, "v/y/a.toml": None})
    assert planned(root) == {"v": 1000, "w": 1000}
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)


def test_the_same_town_file_twice_is_two_towns(workspace):
    root = workspace({"v/town.toml": TOWN, "w/town.toml": TOWN})
    with open_workspace(str(root), None) as snapshot:
        assert sorted(snapshot.words[row[0]] for row in snapshot.fetch("towns")) == ["v", "w"]


def test_what_a_broken_town_file_declares_is_not_missed(workspace):
    files = {
        "v/x.toml": HEAD + project("a", "[@.funding.s]\nstatus = 'applied'\n" + MONEY, lead='"x"', authorisation='"y"')
    }
    for town in (
        "<<<<<<< HEAD\n",
        "format = 2\n",
        TOWN.replace("[department.dsi]", "[department.x]\n[department.dsi]")
        + "[source.s]\nname = 3\n[authorisation.y]\n",
    ):
        found = {problem.code for problem in check(workspace({**files, "v/town.toml": town}))}
        assert not {code for code in found if code.startswith("unknown-")}
    assert set(codes(workspace({**files, "v/town.toml": TOWN}))) == {
        "unknown-department",
        "unknown-source",
        "unknown-authorisation",
    }
    assert "unknown-department" not in codes(
        workspace({**files, "v/town.toml": TOWN.partition("[department.dsi]")[0] + "[department]\n"})
    )


def test_what_a_broken_file_may_hold_is_not_missed(workspace):
    root = workspace(
        {
            "v/town.toml": TOWN,
            "w/town.toml": TOWN,
            "v/x.toml": HEAD + project("a", depends_on='["b"]'),
            "w/x.toml": HEAD + project("a", depends_on='["b"]'),
            "v/y.toml": "x",
        }
    )
    assert [(p.path, p.code) for p in check(root)] == [("v/y.toml", "unparsable"), ("w/x.toml", "unknown-project")]
    make_workspace(root, {"v/y.toml": HEAD + project("b", title="3"), "w/x.toml": HEAD})
    assert codes(root) == ["wrong-type"]
    make_workspace(root, {"v/y.toml": HEAD + project("b"), "v/z.toml": HEAD + project("b")})
    assert codes(root) == ["duplicate-project"] * 2


def test_a_cycle_takes_no_money_away(workspace):
    root = workspace(
        {
            "v/town.toml": TOWN,
            "v/x.toml": HEAD + project("a", MONEY, depends_on='["b"]') + project("b", MONEY, depends_on='["a"]'),
        }
    )
    assert (planned(root), counts(root)) == ({"v": 2000}, (1, 0, 0))


def test_unknown_names_take_no_money_away(workspace):
    root = workspace(
        {
            "v/town.toml": TOWN,
            "v/x.toml": HEAD
            + project("a", "[@.budget.nobody.operating]\npaid = { later = 1 }\nplanned = { later = 3 }\n"),
        }
    )
    assert (planned(root), codes(root)) == ({"v": 300}, ["unknown-department"])


def test_only_the_first_findings_have_a_hint(workspace, monkeypatch):
    from citydash.index import context

    monkeypatch.setattr(context, "HINTS", 2)
    root = workspace(
        {
            "v/town.toml": TOWN,
            "v/x.toml": HEAD
            + project("fibre")
            + "".join(project(f"p{n}", depends_on=f'["fibr{n}"]') for n in range(4)),
        }
    )
    assert sorted(problem.hint for problem in check(root)) == ["", "", "fibre", "fibre"]


@pytest.mark.parametrize("town", ["", "x/"])
def test_a_portfolio_whose_head_has_a_problem_is_not_missing_one(workspace, town):
    for head, code in (
        ("<<<<<<< HEAD\n", "conflict"),
        ("[portfolio]\ntitle = 3\npillar = 'data'\n", "wrong-type"),
        ("[portfolo]\ntitle = 'x'\n", "unknown-key"),
    ):
        root = workspace(
            {
                f"{town}town.toml": TOWN,
                f"{town}x/portfolio.toml": head,
                f"{town}x/a.toml": project(),
                f"{town}x/x.toml": project("b"),
            }
        )
        assert codes(root) == [code]
        make_workspace(root, {f"{town}y.toml": head + project("c")})
        assert codes(root) == [code] * 2
        make_workspace(root, {f"{town}y.toml": None})


def test_a_town_called_as_its_portfolio(workspace):
    assert codes(workspace({"x/town.toml": TOWN, "x/x.toml": project()})) == ["missing-portfolio"]
    assert codes(workspace({"x/x.toml": "portfolio = 3\n" + project()})) == ["wrong-type"]


def test_amounts_that_64_bits_cannot_add_up(workspace, tmp_path):
    years = ", ".join(f"{year} = 10_000_000_000_000" for year in range(1990, 2101))
    many = "".join(f"[@.budget.d{n}.investment]\nplanned = {{ {years} }}\n" for n in range(50))
    root = workspace({"v/town.toml": TOWN})
    kept_picture(root, tmp_path / "cache")
    make_workspace(root, {"v/x.toml": HEAD + project("a", many + many.replace(".d", ".e"))})
    for cache in (None, str(tmp_path / "cache"), str(tmp_path / "another")):
        with pytest.raises(EnvironmentFault, match="too large"):
            open_workspace(str(root), cache)
    make_workspace(root, {"v/x.toml": HEAD + project("a", many) + project("b", many)})
    none = dict.fromkeys(("by_project", "by_department", "by_section", "by_source", "by_certainty", "by_year"), 0)
    with open_workspace(str(root), None) as snapshot, pytest.raises(EnvironmentFault, match="too large"):
        snapshot.fetch("rollup", measures="[0]", **none)
