"""The yardstick's portfolios: `report budget -f json` equals what its generator says it wrote, to the cent.

Cold, warm, and after one file is edited, added, renamed or deleted; at 10,000 projects too where CITYDASH_LARGE is set
(`tests/benchmarks/run.py` does it). Every sum is also taken apart by the standard library's parser.
"""

import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from citydash.cli import main

GENERATOR = Path(__file__).resolve().parents[3] / "shared" / "bench" / "generate.py"
SIZES = [100, 1_000, *([10_000] if os.environ.get("CITYDASH_LARGE") else [])]

pytestmark = pytest.mark.skipif(
    not GENERATOR.is_file(), reason=f"the generator is not beside the repository: {GENERATOR}"
)


@pytest.fixture(params=SIZES)
def generated(request, tmp_path, monkeypatch):
    """A workspace of that many projects, and a cache of its own."""
    monkeypatch.setenv("CITYDASH_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "with spaces"
    subprocess.run([sys.executable, GENERATOR, str(request.param), folder], check=True)
    return folder


@pytest.fixture
def report(generated, capfdbinary):
    """Cents by key/column of a roll-up of the workspace, and the totals that the report gives itself."""

    def run(*arguments):
        assert main(["report", "budget", "-f", "json", "-w", str(generated / "workspace"), *arguments]) == 0
        made = json.loads(capfdbinary.readouterr().out)
        cells = {
            f"{'/'.join(line['key'])}/{column}": cents(amount)
            for line in made["lines"]
            for column, amount in line["amounts"].items()
            if cents(amount)
        }
        assert sum(cells.values()) == cents(made["totals"]["total"])
        return cells

    return run


def cents(text):
    return int(Decimal(str(text)) * 100)


def by_hand(root):
    """The same sums, straight from the files."""
    sums = {name: Counter() for name in ("department", "portfolio", "project", "source")}
    for path in root.rglob("*.toml"):
        for key, project in (
            tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal).get("project", {}).items()
        ):
            for department, sections in project["budget"].items():
                for stages in sections.values():
                    for year, amount in stages["planned"].items():
                        sums["department"][f"{department}/{year}"] += cents(amount)
                        sums["portfolio"][f"{path.parent.name}/{year}"] += cents(amount)
                        sums["project"][f"{key}/{year}"] += cents(amount)
            for source, funding in project["funding"].items():
                for year, amount in funding["expected"].items():
                    sums["source"][f"{source}/{year}"] += cents(amount)
    return sums


def check(report, root):
    expected = by_hand(root)
    for axis in ("department", "portfolio", "project"):
        assert report("--rows", axis) == dict(expected[axis]), axis
    assert report("--rows", "source", "--measure", "expected") == dict(expected["source"])


def test_sums_are_the_generators(generated, report):
    expected = json.loads((generated / "expected.json").read_text())
    for _ in ("cold", "warm"):
        assert report("--rows", "department") == expected["planned"]
        assert report("--rows", "department", "--measure", "paid") == expected["paid"]
        assert report("--rows", "source", "--measure", "expected") == expected["expected"]


def test_sums_after_changes(generated, report):
    root = generated / "workspace" / "grandville"
    check(report, root)
    edited, moved, deleted, *_ = sorted(root.glob("*/prj-*.toml"))
    text = edited.read_text()
    amount = text.partition("planned = { ")[2].partition(" = ")[2].partition(",")[0]
    edited.write_text(text.replace(amount, "1234567.89", 1))
    check(report, root)
    added = edited.with_name("prj-added.toml")
    added.write_text(deleted.read_text().replace("project.prj-", "project.new-"))
    check(report, root)
    moved.rename(root / "digital" / "renamed.toml")
    check(report, root)
    deleted.unlink()
    check(report, root)
