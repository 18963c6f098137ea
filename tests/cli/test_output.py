"""`--output`: whole or not at all, through links, with the permissions that were there."""

import os
import stat
from pathlib import Path

import pytest
from commands import TODAY

from citydash.errors import EnvironmentFault
from citydash.files import write
from citydash.files.write import write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_report_to_a_file_is_the_same_bytes(run, bourg, tmp_path):
    for form in ("text", "markdown", "html", "csv", "json", "xlsx"):
        ran = run("report", "-w", bourg, *TODAY, "-f", form, "-q", "-o", tmp_path / "out")
        assert (ran.code, ran.out, ran.err) == (0, b"", "")
        assert (tmp_path / "out").read_bytes() == run("report", "-w", bourg, *TODAY, "-f", form, "-o", "-").out


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", "text"), ("a.md", "markdown"), ("a.HTML", "html"), ("a.csv", "csv"), ("a.json", "json"), ("a.xlsx", "xlsx"),
        ("a", "text"), ("html", "text"), ("a.out", "text"),
    ],
)  # fmt: skip
def test_an_extension_says_the_format(run, bourg, tmp_path, name, form):
    assert run("report", "-w", bourg, *TODAY, "-q", "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_bytes() == run("report", "-w", bourg, *TODAY, "-q", "-f", form, "-o", "-").out
    assert run("report", "-w", bourg, *TODAY, "-q", "-f", "json", "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_bytes().startswith(b"{")


def test_an_extension_of_a_format_that_a_command_hasnt(run, bourg, tmp_path):
    ran = run("check", "-w", bourg, "-o", tmp_path / "a.html", "--lang", "en")
    assert (ran.code, ran.err[:38]) == (2, "citydash: no format “html” here; choos")
    assert run("check", "-w", bourg, "-o", tmp_path / "a.sarif").code == 1
    assert b'"runs"' in (tmp_path / "a.sarif").read_bytes()


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_a_terminal_isnt_spoiled(run, bourg, tmp_path, monkeypatch, form):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    for arguments in ((), ("-o", "-")):
        ran = run("report", "-w", bourg, *TODAY, "-f", form, "--lang", "en", *arguments)
        said = f"citydash: {form.upper()} is not for a terminal: name a file with -o, or pipe it\n"
        assert (ran.code, ran.out, ran.err) == (2, b"", said)
    assert run("report", "-w", bourg, *TODAY, "-f", form, "-o", tmp_path / "out").code == 0


@pytest.mark.parametrize("name", ["missing/out.txt", "folder", "", "file/out.txt", "x" * 300])
def test_where_nothing_can_be_written(run, bourg, tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept")
    before = names(tmp_path)
    ran = run("report", "-w", bourg, *TODAY, "-o", f"{tmp_path}/{name}", "--lang", "en")
    assert (ran.code, ran.out) == (3, b"")
    assert ran.err.count("\n") == 1
    assert sorted({*names(tmp_path)} - {"the cache"}) == before
    assert (tmp_path / "file").read_text() == "kept"


def test_an_error_leaves_the_old_file(run, bourg, tmp_path):
    out = tmp_path / "out.txt"
    out.write_text("old")
    assert run("report", "-w", bourg, "-o", out, "--where", "x:y").code == 2
    assert run("report", "-w", tmp_path / "nowhere", "-o", out).code == 3
    assert out.read_text() == "old"


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_a_write_that_fails_half_way_leaves_the_old_file(tmp_path, monkeypatch, step):
    target = tmp_path / "out"
    target.write_bytes(b"old")

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, step, full)
    with pytest.raises(EnvironmentFault, match="no space is left"):
        write_whole(str(target), b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["out"]


def test_permissions_stay(tmp_path):
    target = tmp_path / "out"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_whole(str(target), b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_users_permissions(tmp_path):
    mask = os.umask(0o027)
    try:
        write_whole(str(tmp_path / "out"), b"new")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path):
    (tmp_path / "there").mkdir()
    real, link, dangling = tmp_path / "there/real", tmp_path / "link", tmp_path / "dangling"
    real.write_bytes(b"old")
    link.symlink_to(real)
    dangling.symlink_to(tmp_path / "there/new")
    write_whole(str(link), b"new")
    write_whole(str(dangling), b"new")
    assert link.is_symlink()
    assert dangling.is_symlink()
    assert real.read_bytes() == (tmp_path / "there/new").read_bytes() == b"new"


def test_a_device_is_written_to():
    write_whole(os.devnull, b"x")
    assert not Path(os.devnull).is_file()


def test_a_read_only_file_stays(tmp_path, monkeypatch):
    target = tmp_path / "out"
    target.write_bytes(b"old")
    target.chmod(0o444)
    monkeypatch.setattr(write.os, "access", lambda *_arguments: False)  # root may write anything
    with pytest.raises(EnvironmentFault, match="permission refused"):
        write_whole(str(target), b"new")
    assert target.read_bytes() == b"old"


def test_a_relative_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_whole("out", b"x")
    assert names(tmp_path) == ["out"]
