"""The exports' time and peak memory, each a whole process on a generated portfolio.

    python tests/benchmarks/exports.py [--size 10000 | --workspace DIR] [--runs 3]

Needs ../shared/bench, unless a workspace is named. Prints one line a format: median seconds of warm runs, the greatest peak,
the bar.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import BENCH, run

from citydash.export.kinds import FORMATS

BAR_MIB = 400


def measure(root: str, folder: Path, runs: int) -> None:
    """One line a format, and one of a query."""
    environment = {**os.environ, "CITYDASH_CACHE": str(folder / "cache")}
    citydash = [sys.executable, "-m", "citydash"]
    common = ["-w", root, "--today", "2026-11-22", "-q", "-o"]
    run([*citydash, "report", "-w", root, "-q"], environment)  # the index
    commands = {f"export {form}": ["export", form, *common, str(folder / f"{form}.zip")] for form in FORMATS}
    query = "SELECT department, year, sum(amount_cents) FROM budget GROUP BY 1, 2"
    commands["sql"] = ["sql", query, *common, str(folder / "query.txt")]
    for name, arguments in commands.items():
        measured = [run([*citydash, *arguments], environment) for _ in range(runs)]
        seconds = statistics.median(time for time, _kib in measured)
        peak = max(kib for _time, kib in measured) / 1024
        said = "" if peak <= BAR_MIB else "  over the bar"
        print(f"{name:<26} {seconds:7.2f} s  {peak:7.0f} MiB  bar {BAR_MIB} MiB{said}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--workspace", help="a workspace to export, instead of a generated one")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="citydash-bench-") as folder:
        root = options.workspace
        if root is None:
            if not BENCH.is_dir():
                sys.exit(f"the benchmark needs {BENCH}, or a --workspace")
            subprocess.run([sys.executable, BENCH / "generate.py", str(options.size), f"{folder}/made"], check=True)
            root = f"{folder}/made/workspace"
        measure(root, Path(folder), options.runs)


if __name__ == "__main__":
    main()
