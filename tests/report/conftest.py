import shutil

import pytest
from commands import DATA, make_run


@pytest.fixture
def run(monkeypatch, capsysbinary, tmp_path):
    return make_run(monkeypatch, capsysbinary, tmp_path)


@pytest.fixture
def bourg(tmp_path):
    """The fixture town, outside of any repository."""
    return shutil.copytree(DATA / "bourg", tmp_path / "bourg")
