"""The reports at size: whole processes, each kind to each format, seconds and peak memory.

    python tests/benchmarks/reports.py [--size 10000] [--workspace DIR] [--kinds timeline,funding] [--formats html,xlsx]

Needs ../shared/bench for its generator, or a workspace. Prints a line a report: seconds, MiB, size written. The bar is 400 MiB.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ROOT.parent / "shared" / "bench" / "generate.py"
BAR = 400
"""MiB."""


def measured(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall seconds and peak MiB of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"failed ({process.returncode}): {' '.join(command)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def main() -> None:
    """Run everything and print it."""
    from citydash.report.kinds import FORMATS, KINDS, OF_ONE

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--workspace")
    parser.add_argument("--kinds", default=",".join(kind for kind in KINDS if kind not in (*OF_ONE, "drift")))
    parser.add_argument("--formats", default=",".join(FORMATS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="citydash-reports-") as folder:
        if options.workspace is None:
            subprocess.run([sys.executable, GENERATOR, str(options.size), f"{folder}/made"], check=True)
        root = options.workspace or f"{folder}/made/workspace"
        environment = {**os.environ, "CITYDASH_CACHE": f"{folder}/cache"}
        citydash = [sys.executable, "-m", "citydash", "report"]
        measured([*citydash, "-q", "-w", root], environment)  # indexed first
        for kind in options.kinds.split(","):
            for form in options.formats.split(","):
                out = f"{folder}/out.{form}"
                rows = ["--rows", "project"] if kind == "budget" else []
                command = [*citydash, kind, *rows, "-q", "-w", root, "-f", form, "-o", out]
                seconds, peak = measured(command, environment)
                size = Path(out).stat().st_size / 1_000_000
                over = "  over the bar" if peak > BAR else ""
                print(f"{kind:<12} {form:<9} {seconds:7.2f} s {peak:7.0f} MiB {size:8.2f} MB{over}", flush=True)


if __name__ == "__main__":
    main()
