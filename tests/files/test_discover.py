import inspect
import os
import stat
import sys

import pytest
from workspaces import HEAD, TOWN, make_workspace, project

from citydash.errors import EnvironmentFault
from citydash.files.discover import scan


def places(root):
    """(path, town, portfolio) of each file, in order."""
    return [file[:3] for file in scan(str(root)).files]


def codes(root):
    return sorted((problem.code, problem.path) for problem in scan(str(root)).problems)


def test_a_town_a_folder_of_towns_and_towns_at_any_depth(workspace):
    root = workspace(
        {f"{at}town.toml": TOWN for at in ("b/", "a/", "nord/est/c/", "nord/d/")}
        | {"README.toml": "x", "nord/x.toml": ""}
    )
    assert places(root) == [
        ("a/town.toml", "a", ""),
        ("b/town.toml", "b", ""),
        ("nord/d/town.toml", "d", ""),
        ("nord/est/c/town.toml", "c", ""),
    ]
    assert places(root / "nord" / "est") == [("c/town.toml", "c", "")]
    assert places(root / "b") == [("town.toml", "b", "")]


def test_a_workspace_that_is_a_town_is_called_as_its_folder(tmp_path):
    root = make_workspace(tmp_path / "Ville de Valombre", {"town.toml": TOWN, "x.toml": HEAD, "y/a.toml": project()})
    town = "Ville de Valombre"
    assert places(root) == [("town.toml", town, ""), ("x.toml", town, "x"), ("y/a.toml", town, "y")]
    make_workspace(tmp_path / "a\x1b[2Jb", {"town.toml": TOWN})
    assert places(tmp_path / "a\x1b[2Jb") == [("town.toml", "town", "")]


def test_portfolios_are_files_or_folders(workspace):
    root = workspace(
        {
            "v/town.toml": TOWN, "v/x.toml": HEAD, "v/y/portfolio.toml": HEAD, "v/y/a.toml": "", "v/y/b.md": "", "v/y/c.toml~": "",
            "v/scenarios/s.toml": "x", "v/scenarios/deep/s.toml": "x", "v/docs/readme.md": "x", "v/docs/img/x.png": "x", "v/notes.md": "",
        }
    )  # fmt: skip
    assert places(root) == [
        ("v/town.toml", "v", ""),
        ("v/x.toml", "v", "x"),
        ("v/y/a.toml", "v", "y"),
        ("v/y/portfolio.toml", "v", "y"),
    ]
    assert codes(root) == []


def test_names_with_a_dot_are_skipped(workspace):
    root = workspace(
        {
            ".git/v/town.toml": TOWN,
            "v/town.toml": TOWN,
            "v/.x.toml": "bad",
            "v/.y/a.toml": "bad",
            "v/y/.b.toml": "bad",
            "v/y/.z/c.toml": "",
        }
    )
    assert places(root) == [("v/town.toml", "v", "")]
    assert codes(root) == []


def test_the_files_stamp(workspace):
    root = workspace({"v/town.toml": TOWN})
    status = (root / "v" / "town.toml").stat()
    assert scan(str(root)).files == [
        ("v/town.toml", "v", "", status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
    ]


def test_a_town_and_a_folder_called_town_toml(workspace):
    root = workspace({"w/town.toml/x": "", "v/town.toml": TOWN, "v/x/town.toml/a.toml": ""})
    assert codes(root) == [("nested-town", "v/x/town.toml"), ("not-a-file", "w/town.toml")]


def test_both_a_file_and_a_folder(workspace):
    root = workspace(
        {
            "v/town.toml": TOWN,
            "v/x.toml": HEAD,
            "v/x/a.toml": "",
            "v/y.toml/a.toml": "",
            "v/y/a.toml": "",
            "v/scenarios.toml": "",
            "v/scenarios/a.toml": "",
        }
    )
    assert codes(root) == [
        ("not-a-file", "v/y.toml"),
        ("portfolio-twice", "v/x.toml"),
        ("reserved-name", "v/scenarios.toml"),
    ]
    assert places(root) == [("v/town.toml", "v", ""), ("v/y/a.toml", "v", "y")]


def test_links(workspace, tmp_path):
    outside = make_workspace(
        tmp_path / "outside", {"t/town.toml": TOWN, "one.toml": HEAD, "many/portfolio.toml": HEAD, "back/readme": ""}
    )
    root = workspace({"v/town.toml": TOWN, ".hidden/h/town.toml": TOWN})
    (root / "far").symlink_to(outside)
    (root / "farther").symlink_to(outside)
    (root / "h").symlink_to(root / ".hidden" / "h")
    (root / "v" / "x.toml").symlink_to(outside / "one.toml")
    (root / "v" / "y").symlink_to(outside / "many")
    (root / "v" / "up").symlink_to("..")
    (root / "v" / "self").symlink_to("self")
    (root / "v" / "here").symlink_to(".")
    (root / "root").symlink_to("/")
    (outside / "back" / "home").symlink_to(outside)
    (outside / "back" / "work").symlink_to(root)
    assert places(root) == [
        ("far/t/town.toml", "t", ""),
        ("h/town.toml", "h", ""),
        ("v/town.toml", "v", ""),
        ("v/x.toml", "v", "x"),
        ("v/y/portfolio.toml", "v", "y"),
    ]
    assert codes(root) == [
        ("link-loop", "far/back/home"),
        ("link-loop", "far/back/work"),
        ("link-loop", "root"),
        ("link-loop", "v/here"),
        ("link-loop", "v/up"),
        ("link-twice", "farther"),
    ]


def test_links_that_lead_to_each_other_end(workspace, tmp_path):
    names = "abcdefgh"
    outside = make_workspace(tmp_path / "outside", {f"{name}/x": "" for name in names})
    for name in names:
        for other in names:
            (outside / name / f"to-{other}").symlink_to(outside / other)
    root = workspace({"v/town.toml": TOWN})
    (root / "out").symlink_to(outside)
    assert places(root) == [("v/town.toml", "v", "")]
    assert {code for code, _path in codes(root)} == {"link-loop", "link-twice"}


def test_a_linked_workspace(workspace, tmp_path):
    (tmp_path / "link").symlink_to(workspace({"town.toml": TOWN}))
    assert places(tmp_path / "link") == [("town.toml", "a workspace", "")]


def test_deep_folders_need_no_deep_stack(tmp_path):
    make_workspace(
        tmp_path, {"v/town.toml": TOWN, "v/x/deep/" + "e/" * 300 + "a.toml": "", "d/" * 300 + "w/town.toml": TOWN}
    )
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        found = scan(str(tmp_path))
    finally:
        sys.setrecursionlimit(limit)
    assert [file[1] for file in found.files] == ["w", "v"]
    assert [problem.code for problem in found.problems] == ["misplaced-file"]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_that_are_no_text(workspace):
    root = workspace({"v/town.toml": TOWN})
    for name in (b"v/\xff.toml", b"v/\x1b[2J.toml", b"v/y/\xfe\n.toml", b"\xfd/w/town.toml", b"a\nb/w/town.toml"):
        make_workspace(root, {os.fsdecode(name): TOWN})
    found = scan(str(root))
    assert [file[0] for file in found.files] == ["v/town.toml"]
    assert {problem.code for problem in found.problems} == {"bad-name"}
    assert len(found.problems) == 5
    for problem in found.problems:
        assert problem.path.isprintable()
        assert problem.path.encode()
        assert problem.args["name"].isprintable()
    make_workspace(root, {"v/y/a.toml": project()})
    assert len(scan(str(root)).files) == 2


def test_no_workspace(tmp_path):
    with pytest.raises(EnvironmentFault, match="doesn't exist"):
        scan(str(tmp_path / "nowhere"))
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault, match="is a file"):
        scan(str(tmp_path / "file"))
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(EnvironmentFault, match="can't be read"):
        scan(str(tmp_path / "loop"))
    assert scan(str(tmp_path)).files == []


def test_folders_and_files_that_are_refused(workspace, monkeypatch):
    root = workspace({"v/town.toml": TOWN, "v/x/a.toml": "", "w/town.toml": TOWN})
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith((os.sep + "x", os.sep + "w")):
            raise PermissionError(13, "permission refused")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert places(root) == [("v/town.toml", "v", "")]
    assert [(p.code, p.path, p.args) for p in scan(str(root)).problems] == [
        ("unreadable", "v/x", {"detail": "permission refused"}),
        ("unreadable", "w", {"detail": "permission refused"}),
    ]


def test_a_device_is_not_a_file(workspace):
    root = workspace({"v/town.toml": TOWN})
    (root / "v" / "null.toml").symlink_to("/dev/null")
    assert stat.S_ISCHR((root / "v" / "null.toml").stat().st_mode)
    assert codes(root) == [("not-a-file", "v/null.toml")]


def test_odd_entries_change_with_their_reason(workspace):
    root = workspace({"v/town.toml": TOWN})
    (root / "v" / "x.toml").symlink_to("nowhere")
    before = scan(str(root)).odd
    (root / "v" / "x.toml").unlink()
    (root / "v" / "x.toml").mkdir()
    assert scan(str(root)).odd != before
