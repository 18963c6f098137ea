"""The door imports nothing, the first load may be another process's, and what it needs to hand over it hands over."""

import subprocess
import sys
from pathlib import Path

import pytest

from citydash.errors import EnvironmentFault, UsageError
from citydash.figures.headline import headline
from citydash.tui import DashboardOptions
from citydash.tui.session import Session
from citydash.tui.state import Choice

VALOMBRE = str(Path(__file__).parents[2] / "portfolios" / "valombre")
TODAY = "2026-11-22"


def test_the_door_imports_no_textual():
    code = (
        "import sys; before = set(sys.modules); import citydash.tui;"
        "bad = {'textual', 'rich', 'sqlite3', 'babel'} & (set(sys.modules) - before); sys.exit(repr(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_session_reads_without_textual():
    code = (
        "import sys; from citydash.tui import DashboardOptions; from citydash.tui.session import Session;"
        f"s = Session(DashboardOptions({VALOMBRE!r}, None, 'fr', '{TODAY}')); s.start(); f = s.wait_first();"
        "assert f.headline.projects == 49; sys.exit('textual' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


CHILD = """
import os, sys
from citydash.tui import DashboardOptions
from citydash.tui.session import Session
from citydash.tui.state import Choice
session = Session(DashboardOptions({root!r}, {cache!r}, "fr", "2026-11-22", where={where!r}))
session.start(fork=True)
first = session.wait_first()
print(first.loaded and first.loaded.name, first.headline and first.headline.money[0].cost, type(first.error).__name__, first.error)
if first.loaded:
    with session.reading(Choice()) as view:
        print(len(view.projects))
session.close()
try:
    os.waitpid(-1, os.WNOHANG)
    print("a child is left")
except ChildProcessError:
    print("no child is left")
"""


def forked(root, cache, where=""):
    code = CHILD.format(root=root, cache=cache, where=where)
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="forked on Linux only")
class TestAForkedFirstLoad:
    def test_gives_what_a_thread_gives(self, tmp_path):
        session = Session(DashboardOptions(VALOMBRE, None, "fr", TODAY))
        session.start()
        first = session.wait_first()
        lines = forked(VALOMBRE, str(tmp_path / "cache"))
        assert lines == [f"{first.loaded.name} {first.headline.money[0].cost} NoneType None", "49", "no child is left"]
        session.close()

    def test_hands_over_errors(self, tmp_path):
        assert "EnvironmentFault no workspace" in forked(str(tmp_path / "no"), str(tmp_path / "cache"))[0]
        assert "UsageError" in forked(VALOMBRE, str(tmp_path / "cache"), where="is:latte")[0]

    def test_that_ends_early_is_made_up_for(self, tmp_path):
        code = CHILD.format(root=VALOMBRE, cache=str(tmp_path / "cache"), where="").replace(
            "session.start(fork=True)", "import pickle; pickle.dump = lambda *_: os._exit(9); session.start(fork=True)"
        )
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        assert done.stdout.splitlines()[1:] == ["49", "no child is left"]


def test_reading_after_reading_in_threads_that_end(tmp_path):
    """toml-rs from 0.3.13 on crashes where a thread that has ended was the first to use it."""
    code = (
        "import threading; from citydash.tui import DashboardOptions; from citydash.tui.session import Session\n"
        f"s = Session(DashboardOptions({VALOMBRE!r}, None, 'fr', '{TODAY}')); s.start(); s.wait_first()\n"
        "for _ in range(12):\n    t = threading.Thread(target=s.load); t.start(); t.join()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_reading_shares_what_was_read_and_keeps_few_views():
    session = Session(DashboardOptions(VALOMBRE, None, "fr", TODAY))
    session.load()
    with session.reading(Choice()) as whole:
        everything = whole.every_project
    for n in range(20):
        with session.reading(Choice(f"cost:{n}k..")) as view:
            assert view.every_project is everything
            assert headline(view).projects == len(view.projects)
    assert len(session._views) <= 8
    with session.reading(Choice("is:late")) as late:
        assert len(late.projects) == 5
    with pytest.raises(UsageError), session.reading(Choice("is:latte")):
        pass
    with session.reading(Choice()) as again:
        assert again.every_project is everything
    session.close()


def test_a_session_of_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(EnvironmentFault):
        Session(DashboardOptions(str(tmp_path / "no"), None, None, None)).load()


def test_keys_and_places_of_projects():
    session = Session(DashboardOptions(VALOMBRE, None, "fr", TODAY))
    session.load()
    with session.reading(Choice()) as view:
        project = view.projects[0]
    assert session.key_of(project) == f"valombre/{project.key}"
    place = session.place_of_key(session.key_of(project))
    assert (Path(VALOMBRE) / place.path).read_text().splitlines()[place.line - 1] == f"[project.{project.key}]"
    assert session.place_of_key("no-such-project") is None
    session.close()
