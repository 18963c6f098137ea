"""README's commands do what it says: every console line runs on the towns that ship, and both TOML examples load."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from valombre import make_valombre

from citydash.cli import main
from citydash.files.read import read_whole

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = [
    line[2:]
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]


def test_there_are_commands():
    assert len(CONSOLE) > 12
    assert all(command.startswith("citydash ") for command in CONSOLE)


@pytest.mark.parametrize("command", CONSOLE)
def test_command_runs(command, tmp_path, monkeypatch, capfdbinary):
    monkeypatch.setenv("CITYDASH_CACHE", str(tmp_path / "cache"))
    words = [str(ROOT / word) if word.startswith("portfolios/") else word for word in shlex.split(command)[1:]]
    monkeypatch.chdir(tmp_path)
    assert main(words) == 0
    out = capfdbinary.readouterr()
    written = [path for path in tmp_path.iterdir() if path.is_file() and path.stat().st_size > 100]
    assert len(out.out) > 100 or written
    said = out.err.decode().splitlines()
    assert all(line.startswith("citydash: écarté\u00a0:") for line in said)
    assert not said or words[0] == "export"


TRAVELS = re.search(r"### Time travel\n.*?```sh\n(.*?)```", README, re.DOTALL)[1].splitlines()


@pytest.fixture(scope="module")
def valombre(tmp_path_factory):
    return make_valombre(tmp_path_factory.mktemp("valombre"))


@pytest.mark.parametrize("line", TRAVELS)
def test_time_travel_runs(line, valombre, tmp_path, monkeypatch, capfdbinary):
    monkeypatch.setenv("CITYDASH_CACHE", str(tmp_path / "cache"))
    words = shlex.split(line, comments=True)
    assert words.pop(0) == "citydash"
    assert main([*words, "-w", str(valombre)]) == 0
    out = capfdbinary.readouterr()
    assert len(out.out) > 300
    assert out.err == b""


@pytest.mark.parametrize("name", ["town.toml", "tiers-lieux.toml"])
def test_format_examples_load(name):
    blocks = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    text = blocks[0] if name == "town.toml" else blocks[1]
    assert tomllib.loads(text)
    contents = read_whole(text.encode(), name)
    assert contents
    assert [problem for content in contents for problem in content.problems] == []


def test_pictures_exist():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
