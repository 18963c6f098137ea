"""What the history costs, beside `git log -p` over the same repository, as ratios.

    python tests/benchmarks/history.py [--projects 1000] [--commits 1000] [--runs 5] [--keep DIR]

Makes two repositories, of one project a file and of a hundred a file, each with that many commits of three edited amounts;
`--keep` names a folder where they stay for the next time. Needs ../shared/bench. Prints one line a bar: what was measured,
the median and its range, the bar. Nothing here is asserted: machines are noisy, ratios in one run aren't.
"""

import argparse
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from run import BENCH, RACY, run, say

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from histories import Commit, make_history  # type: ignore[import-not-found]  # found beside the tests, not by mypy

FIRST_BAR, LATER_BAR, DIFF_BAR = 5.0, 0.5, 0.3
EDITED = 3
"""Files that a commit edits."""


def files_of(source: Path, per_file: int) -> dict[str, str]:
    """A generated workspace's files by path; with `per_file`, so many projects of a portfolio in each."""
    files = {path.relative_to(source).as_posix(): path.read_text("utf-8") for path in sorted(source.rglob("*.toml"))}
    if per_file == 1:
        return files
    found: dict[str, str] = {}
    folders: dict[str, list[str]] = {}
    for name, text in files.items():
        folder, _, base = name.rpartition("/")
        if base.startswith("prj-"):
            folders.setdefault(folder, []).append(text)
        else:
            found[name] = text
    for folder, texts in folders.items():
        for n in range(0, len(texts), per_file):
            found[f"{folder}/part-{n // per_file:03d}.toml"] = "\n".join(texts[n : n + per_file])
    return found


def make_repository(folder: Path, source: Path, commits: int, per_file: int) -> None:
    """A repository with the workspace in `portfolios`, and so many commits on it; the same hashes every time."""
    files, chance = files_of(source, per_file), random.Random(7)
    names = [name for name, text in files.items() if "[project." in text]
    history = [Commit({f"portfolios/{name}": text for name, text in files.items()}, "Portefeuille importé")]
    for n in range(commits - 1):
        changed = {}
        for name in chance.sample(names, min(EDITED, len(names))):
            amount = chance.choice(list(re.finditer(r"(\d{4}) = (\d+)\.(\d\d)", files[name])))
            new = f"{amount[1]} = {int(amount[2]) + chance.randrange(1, 9999)}.{amount[3]}"
            files[name] = files[name][: amount.start()] + new + files[name][amount.end() :]
            changed[f"portfolios/{name}"] = files[name]
        history.append(Commit(changed, f"Mise à jour {n}"))
    make_history(folder, history)


def measure(repository: Path, runs: int, what: str) -> None:
    """One line a bar."""
    cache = repository.parent / f"{repository.name}-cache"
    environment = {**os.environ, "CITYDASH_CACHE": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed citydash has its bytecode
    script = Path(sys.executable).with_name("citydash")
    citydash = [str(script)] if script.exists() else [sys.executable, "-m", "citydash"]
    root = ["-w", str(repository / "portfolios")]
    git = ["git", "-C", str(repository), "log", "-p", "--", "portfolios"]
    commands = {"log": [*citydash, "log", *root, "-q"], "report drift": [*citydash, "report", "drift", *root, "-q"]}
    for name, command in commands.items():
        first, later, peak = [], [], 0
        for _ in range(runs):
            shutil.rmtree(cache, ignore_errors=True)
            base, _kib = run(git, environment)
            seconds, kib = run(command, environment)
            again, _kib = run(command, environment)
            first.append(seconds / base)
            later.append(again / base)
            peak = max(peak, kib)
        say(f"{what}: {name}, first time ÷ git log -p", first, FIRST_BAR)
        say(f"{what}: {name}, afterwards ÷ git log -p", later, LATER_BAR)
        say(f"{what}: {name}, peak memory of the first time", [peak / 1024], 250, " MiB")
    compare = [*citydash, "diff", "HEAD~500", *root, "-q"]
    run(compare, environment)
    time.sleep(RACY)
    run(compare, environment)
    say(f"{what}: diff HEAD~500, warm", [run(compare, environment)[0] for _ in range(runs)], DIFF_BAR, " s")
    size = sum(path.stat().st_size for path in cache.iterdir()) / 2**20
    say(f"{what}: the index on disk", [size], 50, " MiB")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=1_000)
    parser.add_argument("--commits", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder for the repositories, used again the next time")
    options = parser.parse_args()
    if not BENCH.is_dir():
        sys.exit(f"the benchmark needs {BENCH}")
    with tempfile.TemporaryDirectory(prefix="citydash-bench-") as temporary:
        folder = options.keep or Path(temporary)
        for per_file, what in ((1, "a project a file"), (100, "100 a file")):
            repository = folder / f"history-{options.projects}-{options.commits}-{per_file}"
            if not repository.is_dir():
                made = Path(temporary) / str(per_file)
                subprocess.run([sys.executable, BENCH / "generate.py", str(options.projects), made], check=True)
                arguments = (repository, made / "workspace", options.commits, per_file)
                # in a process of its own: what is started from a large one is measured as large
                maker = multiprocessing.get_context("spawn").Process(target=make_repository, args=arguments)
                maker.start()
                maker.join()
            measure(repository, options.runs, what)


if __name__ == "__main__":
    main()
