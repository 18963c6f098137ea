"""The dashboard's bars, in a pseudo-terminal, beside a bare Textual app on the same machine in the same minutes.

    python tests/benchmarks/dashboard.py [--sizes 100,10000] [--presses 20] [--rooms projects,timeline,budget] [--only keys]

Needs ../shared/bench for its generator. Prints one line a bar: what was measured, the value, the bar, and `over` where
it is exceeded. Keys are those of the commands' table that work on a screen, less the one that opens an editor and the one
that quits; a key that undoes another is pressed in turn with it. Their time goes to the end of the first frame; beside it
stands the time to the last byte of all that follows without a pause (figures that were asked for, at 60 frames a second),
and what the program's first thread computed meanwhile: on a busy machine that is the steadier number. A filter's result counts from Enter; a
reload from the write of the file.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from clock import Terminal, p95
from run import RACY, Workspace, run

from citydash.locale import Locale
from citydash.tui.app import SCREENS
from citydash.tui.commands import COMMANDS, Command, commands_of
from citydash.tui.context import MILLIONS_FROM

PAINTED = "M incl. VAT"
"""A mark that only the headline figures have."""
PAINT_BARS = {100: 1.5, 10_000: 2.0}
KEY_BAR, FILTER_BAR, RELOAD_BAR, MEMORY_BAR = 20, 100, 1_000, 250
LARGEST = 10_000
NOT_PRESSED = ("edit", "quit")
OPPOSITE = {
    "up": "down", "down": "up", "pageup": "pagedown", "pagedown": "pageup", "home": "end", "end": "home",
    "left": "right", "right": "left", "shift+left": "shift+right", "shift+right": "shift+left", "plus": "minus",
    "minus": "plus",
}  # fmt: skip
OPENS = ("filter", "help", "palette", "save", "choose", "columns", "open", "as_of", "baseline")
"""Actions that put something over the screen: escape takes it away, and that is a key, too."""
STAYS = ("next", "group", "sort", "reverse", "certainty", "language", "theme", "copy", "kind")
"""Actions that leave the screen another, or a notice on it: the next key is measured in a dashboard of its own."""
FILTERS = ("status:delivery", "status:study", "is:late", "cost:50000k..", "bridge", "portfolio:climate", "-status:idea")
PARTS = ("paint", "keys", "typing", "filter", "reload", "memory")


def say(what: str, value: float, bar: float, unit: str, detail: str = "") -> None:
    """One line of the result."""
    over = "  over" if value > bar else ""
    print(f"{what:<66} {value:8.2f} {unit}  bar {bar:g}{detail}{over}", flush=True)


class Dashboard:
    """The dashboard on a generated workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.command = [*workspace.citydash, "--lang", "en", workspace.root]
        self.keys = {command.action: command.keys for command in COMMANDS if command.action.startswith("show(")}
        time.sleep(RACY)
        run(workspace.report, workspace.environment)

    def open(self, screen: str = "") -> Terminal:
        """The dashboard with its first figures painted, on a screen whose figures stand."""
        terminal = Terminal(self.command, self.workspace.environment)
        if terminal.painted(PAINTED) is None:
            sys.exit(f"{PAINTED!r} was not painted")
        terminal.settle()
        if screen:
            terminal.press(self.keys[f"show('{screen}')"])
            terminal.settle(1.0)
        return terminal

    def report(self, *arguments: str) -> dict[str, Any]:
        """What the command line says of the same workspace."""
        command = [*self.workspace.citydash, "report", *arguments, "-f", "json", "-w", self.workspace.root]
        done = subprocess.run(command, env=self.workspace.environment, capture_output=True, text=True, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def paint(self, runs: int) -> None:
        """First figures ÷ a bare app, in pairs; the first pair warms the caches."""
        bare = [sys.executable, str(Path(__file__).with_name("bare_app.py"))]
        ratios = []
        for n in range(runs + 1):
            times = []
            for command, mark in ((self.command, PAINTED), (bare, "BARE-APP")):
                with Terminal(command, self.workspace.environment) as terminal:
                    times.append(terminal.painted(mark) or sys.exit(f"{mark!r} was not painted"))
            if n:
                ratios.append(times[0] / times[1])
        size = self.workspace.size
        detail = f"  ({min(ratios):.2f} … {max(ratios):.2f})"
        say(f"{size:,}: first figures ÷ bare app", statistics.median(ratios), PAINT_BARS.get(size, 2.0), "×", detail)

    def every_key(self, room: str, presses: int) -> None:
        """p95 of each key of a screen."""
        own = self.keys[f"show('{room}')"]
        terminal = self.open(room)
        for command in commands_of("rows", room, "app"):
            if command.action in NOT_PRESSED or command.keys == own:
                continue
            self._measure(terminal, room, command, presses)
            if command.action.partition("(")[0] in STAYS:
                terminal.close()
                terminal = self.open(room)
        terminal.close()

    def _measure(self, terminal: Terminal, room: str, command: Command, presses: int) -> None:
        """One key; where it leads elsewhere, the way back as well."""
        key, action, name = command.keys, command.action, f"{self.workspace.size:,}, {room}"
        shows = action.startswith("show(")
        back = self.keys[f"show('{room}')"] if shows else "escape" if action.partition("(")[0] in OPENS else ""
        answers: list[tuple[float, float]] = []
        leaving: list[float] = []
        spent: list[float] = []
        for _ in range(presses):
            before = terminal.spent
            if (answer := terminal.press(key)) is not None:
                answers.append(answer)
                spent.append(terminal.spent - before)
            undone = terminal.press(back or OPPOSITE[key]) if back or key in OPPOSITE else None
            leaving += [undone[0]] if back and undone else []
        terminal.settle(0.3)
        if 2 * len(answers) < presses:  # what was painted once was a late result's, not the key's
            print(f"{name}: {key} has nothing to do there", flush=True)
        else:
            whole = p95([answer[1] for answer in answers])
            detail = f"  (to the last byte {whole:.1f}, computing {p95(spent):.1f}, n={len(answers)})"
            say(f"{name}: {key}", p95([answer[0] for answer in answers]), KEY_BAR, "ms", detail)
        if leaving:
            say(f"{name}: back from {key}", p95(leaving), KEY_BAR, "ms")

    def typing(self) -> None:
        """Letters into the filter bar, each as soon as the filter before it is being computed."""
        with self.open("projects") as terminal:
            terminal.press("slash")
            times = []
            for where in FILTERS:
                for letter in where:
                    answer = terminal.press(letter)
                    times += [answer[0]] if answer is not None else []
                    time.sleep(0.1)  # with the quiet of an answer longer than typing pauses: each letter has its filter
                for _ in where:
                    terminal.send("backspace")
                    time.sleep(0.03)
                terminal.settle(0.3)
        say(f"{self.workspace.size:,}, projects: a letter while a filter is computed", p95(times), KEY_BAR, "ms")

    def filters(self) -> None:
        """From Enter to the projects that match, on the screen; and to the last byte of all that follows from it."""
        for screen in ("projects", "budget", "overview"):
            with self.open(screen) as terminal:
                found = {where: self._filtered(terminal, where, screen) for where in FILTERS}
            times = {where: took for where, (took, _last) in found.items() if took is not None}
            worst = max(times, key=times.__getitem__)
            last = max(last for _took, last in found.values())
            detail = f"  (worst {times[worst]:.0f}: {worst}; to the last byte {last:.0f})"
            say(
                f"{self.workspace.size:,}, {screen}: a filter's result",
                statistics.median(times.values()),
                FILTER_BAR,
                "ms",
                detail,
            )

    def _filtered(self, terminal: Terminal, where: str, screen: str) -> tuple[float | None, float]:
        """Milliseconds to the mark, and to the last byte."""
        mark = self._mark(where, screen)
        terminal.press("slash")
        terminal.send(*where)
        time.sleep(0.1)  # typed, and not tried yet
        terminal.read(0)
        sent = time.perf_counter()
        terminal.send("enter")
        took = terminal.until(mark, sent, 5)
        if took is None:
            print(f"{screen}: {mark!r} was not painted for {where}")
        last = time.perf_counter()
        while terminal.read(0.3):
            last = time.perf_counter()
        terminal.press("escape")
        terminal.settle(0.5)
        return took, (last - sent) * 1000

    def _mark(self, where: str, screen: str) -> str:
        """What only the filtered figures of a screen say: the filter bar's own line says how many match, too."""
        if screen == "budget":
            totals: Any = self.report("budget", "--where", where)["totals"]
            cents = {name: round(float(amount) * 100) for name, amount in totals["amounts"].items()}
            scale = 1_000_000 if max(cents.values()) >= MILLIONS_FROM else 1_000
            return Locale("en").amount(sum(cents.values()), scale)
        lines: Any = self.report("projects", "--where", where)["lines"]
        return f"{len(lines):,} projects  "

    def reload(self) -> None:
        """From the write of one file to the changed total on the screen."""
        path = next(Path(self.workspace.root).glob("*/*/prj-000001.toml"))
        text = path.read_text(encoding="utf-8")
        amount = re.search(r"planned = \{ \d{4} = ([\d.]+)", text)
        assert amount is not None
        totals: Any = self.report("budget")["totals"]
        more = 10 ** (4 + len(totals["total"].partition(".")[0]) // 2)  # seen in millions
        wanted = float(totals["total"]) + more
        with self.open("budget") as terminal:
            time.sleep(2)  # watched by now
            terminal.settle()
            changed = f"{float(amount[1]) + more:.2f}"
            sent = time.perf_counter()
            path.write_text(text.replace(amount[1], changed, 1), encoding="utf-8")
            took = terminal.until(f"{wanted / 1_000_000:,.1f}", sent, 10)
        path.write_text(text, encoding="utf-8")
        say(f"{self.workspace.size:,}: one changed file, on the screen", took or float("inf"), RELOAD_BAR, "ms")

    def memory(self) -> None:
        """The peak after every screen, a filter and a walk through the projects."""
        with self.open() as terminal:
            for screen in SCREENS:
                if f"show('{screen}')" in self.keys:
                    terminal.press(self.keys[f"show('{screen}')"])
                    terminal.settle(1.0)
            terminal.press(self.keys["show('projects')"])
            for _ in range(80):
                terminal.press("pagedown")
            self._filtered(terminal, "status:delivery", "projects")
            say(f"{self.workspace.size:,}: peak memory after every screen", terminal.peak, MEMORY_BAR, "MiB")


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,10000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--presses", type=int, default=20)
    parser.add_argument("--rooms", default="projects,timeline,budget")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    options = parser.parse_args()
    only = options.only.split(",")
    with tempfile.TemporaryDirectory(prefix="citydash-bench-") as folder:
        for size in map(int, options.sizes.split(",")):
            dashboard = Dashboard(Workspace(size, Path(folder)))
            if "paint" in only:
                dashboard.paint(options.runs)
            if size < LARGEST:
                continue
            if "keys" in only:
                for room in options.rooms.split(","):
                    dashboard.every_key(room, options.presses)
            for part, measure in (
                ("typing", dashboard.typing),
                ("filter", dashboard.filters),
                ("reload", dashboard.reload),
                ("memory", dashboard.memory),
            ):
                if part in only:
                    measure()


if __name__ == "__main__":
    main()
