"""The bar on stderr: only on a terminal, only after a second, and gone afterwards."""

import io
from types import SimpleNamespace

import pytest

from citydash.cli import progress
from citydash.locale import Locale


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    made = Terminal()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=made))
    return made


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_bar_after_a_second_and_no_trace_of_it(terminal, clock):
    with progress.Bar(quiet=False, locale=Locale("en")) as bar:
        bar(0, 200)
        assert terminal.getvalue() == ""
        clock[0] += 1.5
        bar(50, 200)
        assert terminal.getvalue() == "\rreading files [#######.......................]  25 %"
    assert terminal.getvalue().endswith("\r\x1b[2K")


def test_quick_work_shows_nothing(terminal, clock):
    with progress.Bar(quiet=False, locale=Locale("en")) as bar:
        bar(100, 100)
        bar(0, 0)
    assert terminal.getvalue() == ""


def test_nothing_for_a_pipe_or_when_quiet(terminal, monkeypatch):
    with progress.Bar(quiet=True, locale=Locale("en")) as bar:
        assert bar is None
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=io.StringIO()))
    with progress.Bar(quiet=False, locale=Locale("en")) as bar:
        assert bar is None
