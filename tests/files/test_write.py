"""Folders written whole or not at all: nothing is lost, nothing is left beside, whatever comes between."""

import os

import pytest

from citydash.errors import EnvironmentFault
from citydash.files import write
from citydash.files.write import write_folder

OLD, NEW = {"a.csv": b"old a", "b.csv": b"old b"}, {"a.csv": b"new a", "b.csv": b"new b", "c.csv": b"new c"}


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "package"
    write_folder(str(folder), OLD)
    return folder


def held(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def assert_nothing_beside(folder):
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_folder_is_replaced_with_its_permissions(target):
    target.chmod(0o2770)
    write_folder(str(target), NEW)
    assert held(target) == NEW
    assert target.stat().st_mode & 0o7777 == 0o2770
    assert_nothing_beside(target)


def test_a_new_folder_has_the_users_permissions(tmp_path):
    before = os.umask(0o027)
    try:
        write_folder(str(tmp_path / "package"), NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "package").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "package" / "a.csv").stat().st_mode & 0o777 == 0o640


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "package").write_text("mine")
    with pytest.raises(EnvironmentFault, match=r"is a file: name a folder, or a \.zip"):
        write_folder(str(tmp_path / "package"), NEW)
    assert (tmp_path / "package").read_text() == "mine"


def test_a_file_put_there_meanwhile_is_kept(target, monkeypatch):
    real = os.rename

    def rename(source, to):
        if os.fspath(source) == str(target):
            (target / "notes.txt").write_text("mine")
        real(source, to)

    monkeypatch.setattr(write.os, "rename", rename)
    with pytest.raises(EnvironmentFault, match="holds other files") as caught:
        write_folder(str(target), NEW)
    assert str(target) in str(caught.value)
    assert held(target) == {**OLD, "notes.txt": b"mine"}
    assert_nothing_beside(target)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_what_comes_between_the_two_renamings_loses_nothing(target, monkeypatch, error):
    real = os.rename

    def rename(source, to):
        if os.path.basename(source) == "new":  # noqa: PTH119
            raise error
        real(source, to)

    monkeypatch.setattr(write.os, "rename", rename)
    with pytest.raises((KeyboardInterrupt, EnvironmentFault)):
        write_folder(str(target), NEW)
    assert held(target) == OLD
    assert_nothing_beside(target)


def test_a_full_disk_leaves_the_old_folder_and_names_the_one_asked_for(target, monkeypatch):
    def full(file, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "_write_through", full)
    with pytest.raises(EnvironmentFault) as caught:
        write_folder(str(target), NEW)
    assert str(caught.value) == f"{target} can't be written: no space is left on the disk"
    assert held(target) == OLD
    assert_nothing_beside(target)
