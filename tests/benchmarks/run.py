"""The benchmark: whole processes, beside ledger on the same facts, as ratios.

    python tests/benchmarks/run.py [--sizes 100,1000,10000] [--runs 9]

Needs ../shared/bench (the generator) and `ledger` on PATH. Prints one line a bar: what was
measured, the median ratio and its range, the bar. Nothing here is asserted: machines are noisy, ratios in one run aren't.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"
WARM_BARS = {100: 3.0, 1_000: 0.45, 10_000: 0.09}
RACY = 3.0
"""Seconds after which a file's times can be trusted, as the index does."""


def run(command: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Wall seconds and peak KiB of one process, its output thrown away."""
    started = time.perf_counter()
    with Path(os.devnull).open("w") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, env=environment)
        _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"failed ({process.returncode}): {' '.join(command)}")
    return time.perf_counter() - started, usage.ru_maxrss


class Workspace:
    """A generated portfolio of `size` projects, its ledger journal, and a cache folder of its own."""

    def __init__(self, size: int, folder: Path) -> None:
        self.size, self.folder = size, folder / str(size)
        subprocess.run([sys.executable, BENCH / "generate.py", str(size), str(self.folder)], check=True)
        self.cache = folder / f"cache-{size}"
        self.environment = {**os.environ, "CITYDASH_CACHE": str(self.cache)}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed citydash has its bytecode
        self.root = str(self.folder / "workspace")
        script = Path(sys.executable).with_name("citydash")
        self.citydash = [str(script)] if script.exists() else [sys.executable, "-m", "citydash"]
        self.report = [*self.citydash, "report", "budget", "-f", "json", "-w", self.root]
        self.ledger = ["ledger", "-f", str(self.folder / "journal.ledger"), "reg", "--yearly", "^Expenses:Planned"]

    def touch(self, number: int) -> None:
        """Change one amount of one project."""
        path = next((self.folder / "workspace").glob(f"*/*/prj-{number:06d}.toml"))
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("priority = ", "priority = 1 # ", 1), encoding="utf-8")

    def ratios(self, runs: int, prepare: Callable[[int], None] = lambda _n: None) -> tuple[list[float], int]:
        """citydash ÷ ledger, pair by pair, and citydash's peak KiB. `prepare` is not timed."""
        found, peak = [], 0
        for n in range(runs):
            prepare(n)
            mine, kib = run(self.report, self.environment)
            theirs, _ = run(self.ledger, self.environment)
            found.append(mine / theirs)
            peak = max(peak, kib)
        return found, peak


def say(what: str, values: list[float], bar: float, unit: str = "×") -> None:
    """One line of the result."""
    median = statistics.median(values)
    print(f"{what:<58} {median:8.3f}{unit}  ({min(values):.3f} … {max(values):.3f})  bar {bar:g}{unit}", flush=True)


def warm_and_changed(workspace: Workspace, runs: int) -> None:
    """Warm, one changed file, cold, memory."""
    size = workspace.size
    run(workspace.report, workspace.environment)
    time.sleep(RACY)
    run(workspace.report, workspace.environment)
    ratios, peak = workspace.ratios(runs)
    say(f"{size:,} projects: warm report ÷ ledger", ratios, WARM_BARS.get(size, 1.0))
    if size < max(WARM_BARS):
        return
    say(f"{size:,} projects: peak memory of the warm report", [peak / 1024], 80, " MiB")
    ratios, _ = workspace.ratios(min(runs, 5), workspace.touch)
    say(f"{size:,} projects: one changed file ÷ ledger", ratios, 0.15)
    ratios, _ = workspace.ratios(min(runs, 5), lambda _n: shutil.rmtree(workspace.cache))
    say(f"{size:,} projects: cold report ÷ ledger", ratios, 1.0)


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    if not BENCH.is_dir() or not shutil.which("ledger"):
        sys.exit(f"the benchmark needs {BENCH} and ledger on PATH")
    with tempfile.TemporaryDirectory(prefix="citydash-bench-") as folder:
        for size in map(int, options.sizes.split(",")):
            workspace = Workspace(size, Path(folder))
            warm_and_changed(workspace, options.runs)


if __name__ == "__main__":
    main()
