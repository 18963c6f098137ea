"""What completes each option, asked for without a shell."""

import argparse

import pytest
from histories import Commit, git, make_history

from citydash.cli import COMMANDS
from citydash.cli.complete import _actions, complete, whole_parser


def completer(dest, command="report"):
    (choices,) = [action.choices for action in whole_parser()._actions if action.choices]
    action = next(action for action in _actions(choices[command]) if action.dest == dest)
    return lambda **options: action.completer(parsed_args=argparse.Namespace(**options))


def test_every_command_is_there():
    (choices,) = [action.choices for action in whole_parser()._actions if action.choices]
    assert tuple(choices) == COMMANDS


@pytest.mark.parametrize(
    ("dest", "words"),
    [
        ("town", ["bourg"]),
        ("department", ["dsi", "batiments"]),
        ("source", ["dsil", "feder", "region", "agglo", "mecenes", "banque", "loyers"]),
        ("id", ["air", "ancien", "reseau", "halle"]),
        ("format", ["text", "markdown", "html", "csv", "json", "xlsx"]),
        ("unit", ["1", "k", "M"]),
        ("lang", ["fr", "en"]),
    ],
)
def test_words(run, bourg, dest, words):
    assert completer(dest)(workspace=str(bourg)) == words


def test_revisions(run, bourg, tmp_path):
    make_history(tmp_path / "git", [Commit({"readme": "x"})])
    git(tmp_path / "git", "tag", "BP2026")
    for dest, command in (("at", "report"), ("compare", "report"), ("old", "diff"), ("new", "diff"), ("at", "log")):
        assert completer(dest, command)(workspace=str(tmp_path / "git")) == ["HEAD", "BP2026", "main"]
        assert completer(dest, command)(workspace=str(bourg)) == []
    assert completer("project", "log")(workspace=str(bourg)) == ["air", "ancien", "reseau", "halle"]
    assert completer("action", "index")() == ["show", "prune", "rebuild"]


def test_the_workspace_of_the_environment(run, bourg, monkeypatch):
    monkeypatch.setenv("CITYDASH_WORKSPACE", str(bourg))
    assert completer("town")() == ["bourg"]
    monkeypatch.setenv("CITYDASH_WORKSPACE", str(bourg / "nowhere"))
    assert completer("town")() == []


def test_the_shell_is_answered(monkeypatch):
    argcomplete = pytest.importorskip("argcomplete", reason="completion is an extra: pip install citydash[complete]")
    asked = []
    monkeypatch.setattr(argcomplete, "autocomplete", lambda parser, **_options: asked.append(parser.prog))
    complete()
    assert asked == ["citydash"]
