"""Make README's pictures of HTML reports: `python screenshots/reports.py`, from any folder. Needs Debian's chromium.

Each is a report on Valombre as a browser shows it, of a day that stays the same; the town is copied out of git first:
no commit stands in the picture.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VALOMBRE = HERE.parent / "portfolios" / "valombre"
TODAY = "2026-11-22"
WIDTH = 1400
SHOTS = {
    "report-summary": (("summary",), 1270, "light"),
    "report-ppi": (("ppi",), 930, "light"),
    "report-timeline": (("timeline",), 900, "dark"),
    "report-project": (("project", "gare-commune"), 1130, "light"),
}
"""Name → the report, the picture's height, the browser's look."""
CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


def report(arguments: tuple[str, ...], folder: Path) -> Path:
    """The report's page."""
    page = folder / f"{arguments[0]}.html"
    command = [sys.executable, "-m", "citydash", "report", *arguments, "-w", str(folder / "valombre"), "-o", str(page)]
    subprocess.run([*command, "--today", TODAY, "--lang", "fr"], check=True)
    return page


def shoot(page: Path, height: int, look: str, path: Path, profile: Path) -> None:
    """The page's upper part, as PNG."""
    scheme = {"dark": 0, "light": 1}[look]
    options = [f"--blink-settings=preferredColorScheme={scheme}", f"--window-size={WIDTH},{height}"]
    command = [*CHROMIUM, f"--user-data-dir={profile}", *options, f"--screenshot={path}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Every picture."""
    if not shutil.which(CHROMIUM[0]):
        sys.exit("chromium isn't here: apt-get install chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        shutil.copytree(VALOMBRE, folder / "valombre")
        for shot, (arguments, height, look) in SHOTS.items():
            path = HERE / f"{shot}.png"
            shoot(report(arguments, folder), height, look, path, folder / "profile")
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
