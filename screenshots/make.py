"""Make the pictures of README: `python screenshots/make.py [NAME …]`, from any folder; `tour.py` records the tour.

Each is the real dashboard on Valombre, at a size, in a language, on a day that stay the same; a PNG stands beside each
SVG where `rsvg-convert` is installed.
"""

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from citydash.tui import DashboardOptions
from citydash.tui.app import SCREENS, Dashboard
from citydash.tui.commands import COMMANDS
from citydash.tui.session import Session

HERE = Path(__file__).resolve().parent
VALOMBRE = HERE.parent / "portfolios" / "valombre"
TODAY = "2026-11-22"
SIZE = (140, 40)
KEY_OF = {command.action: command.keys for command in COMMANDS}
"""A command's action → its key: pictures are taken as a user gets there."""
ON_THE_SCREEN = {
    "projects": ("down",) * 6,
    "timeline": ("down",) * 3,
    "changes": ("f", *"BP2026", "enter", "down", "down"),
}
"""Keys pressed once a screen is open, where something selected shows more."""
SHOTS = {
    **{name: (KEY_OF[f"show('{name}')"], *ON_THE_SCREEN.get(name, ())) for name in SCREENS},
    "project": (KEY_OF["show('projects')"], "end", *("up",) * 5, "enter"),
}
"""Name → keys pressed before the picture is taken."""
ENGLISH = ("overview",)
"""Pictures that are made in English, too."""
_FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def clean(svg: str) -> str:
    """Without fonts from the network: a picture of ours asks nobody for anything. Spaces before numbers are kept."""
    svg = _FONT_FACES.sub("", svg).replace("Fira Code", "DejaVu Sans Mono")
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)


async def shoot(keys: tuple[str, ...], language: str, cache: str, root: Path = VALOMBRE) -> str:
    """The screen after some keys, as SVG."""
    options = DashboardOptions(str(root), cache, language, TODAY)
    session = Session(options)
    session.start()
    app = Dashboard(options, session)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("1", *keys):
            await pilot.press(key)
            await pilot.pause(0.5)
        return clean(app.export_screenshot(title="citydash"))


def past(folder: Path) -> Path:
    """Valombre with a year of commits behind it, as the tests have it: this repository's own history has no town's."""
    sys.path.insert(0, str(HERE.parent / "tests"))
    import pasts  # noqa: PLC0415 - found from here on

    return pasts.valombre(folder / "past")


def main(names: list[str]) -> None:
    """Every picture, or those named."""
    with tempfile.TemporaryDirectory() as cache:
        for name in names or SHOTS:
            for language in ("fr", "en") if name in ENGLISH else ("fr",):
                path = HERE / f"{name}-{language}.svg"
                root = past(Path(cache)) if name == "changes" else VALOMBRE
                path.write_text(asyncio.run(shoot(SHOTS[name], language, cache, root)), encoding="utf-8")
                if shutil.which("rsvg-convert"):
                    subprocess.run(["rsvg-convert", "-o", path.with_suffix(".png"), path], check=True)
                sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
