"""What the tests of exports share: the illustrative town outside of any repository, and how an export is made of a view."""

import shutil

import pytest
from commands import REPOSITORY, make_run


@pytest.fixture
def run(monkeypatch, capsysbinary, tmp_path):
    return make_run(monkeypatch, capsysbinary, tmp_path)


@pytest.fixture
def valombre(tmp_path):
    return shutil.copytree(REPOSITORY / "portfolios/valombre", tmp_path / "valombre")
