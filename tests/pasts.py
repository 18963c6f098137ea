"""Valombre with a past: four commits, two tags, and a change that nobody has committed yet."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from histories import ENVIRONMENT, Commit, git, make_history

VALOMBRE = Path(__file__).parents[1] / "portfolios" / "valombre"
GARE, FABLAB = "tiers-lieux/gare-commune.toml", "tiers-lieux/fablab-tanneurs.toml"
OLD_PROJECT = """[project.ancien]
title = "Bornes d’appel [supprimées]"
status = "study"
lead = "dsi"
start = 2026-01-01
end = 2026-12-31

[project.ancien.budget.dsi.investment]
planned = { 2026 = 12_345.67 }
"""


def seconds(day: str) -> int:
    """Noon of a day (ISO), in seconds since 1970."""
    return int(datetime.fromisoformat(f"{day}T11:00:00").replace(tzinfo=UTC).timestamp())


def now() -> dict[str, str]:
    """The texts of Valombre as it ships."""
    paths = sorted(VALOMBRE.rglob("*.toml"))
    return {path.relative_to(VALOMBRE).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _first(texts: dict[str, str]) -> dict[str, str]:
    """As the budget of 2026 was voted: no review yet, the station opens in time, one project stands elsewhere."""
    texts = {path: re.sub(r"^review = .*\n", "", text, flags=re.MULTILINE) for path, text in texts.items()}
    gare = texts[GARE].replace("end = 2027-06-30", "end = 2026-12-31").replace("2026 = 450_000", "2026 = 410_000.50")
    texts[GARE] = gare.replace('status = "delivery"', 'status = "tender"').replace("awarded = 210_000\n", "")
    texts["coeur-de-ville/moulins.toml"] = texts.pop("tiers-lieux/moulins.toml")
    del texts["capteurs/dechets.toml"]
    return {**texts, "capteurs/ancien.toml": OLD_PROJECT}


def valombre(folder: Path, *, author: str = "Marc Lenoir", subject: str = "Gare : désamiantage plus long") -> Path:
    """The workspace, in a repository at `folder`; author and subject are those of the second commit."""
    last = now()
    first = _first(last)
    gare = first[GARE].replace("end = 2026-12-31", "end = 2027-03-31")
    third: dict[str, str | None] = {
        "coeur-de-ville/moulins.toml": None, "tiers-lieux/moulins.toml": first["coeur-de-ville/moulins.toml"],
        "capteurs/ancien.toml": None, "capteurs/dechets.toml": last["capteurs/dechets.toml"],
    }  # fmt: skip
    fourth = {path: text for path, text in last.items() if text != first.get(path) and path != GARE}
    steps = [
        Commit(_below(first), "BP 2026 : le plan voté", time=seconds("2025-12-15"), author="Agnès Martin"),
        Commit(_below({GARE: gare}), subject, time=seconds("2026-03-12"), author=author),
        Commit(_below(third), "DM1 : déchets ajouté, Moulins déplacé", time=seconds("2026-06-20"), author="Agnès Martin"),
        Commit(_below({**fourth, GARE: last[GARE]}), "Revue d’automne", time=seconds("2026-10-02"), author="Agnès Martin"),
    ]  # fmt: skip
    hashes = make_history(folder, steps)
    _tag(folder, "BP2026", hashes[0], "2025-12-16", "Budget primitif 2026, voté le 15 décembre")
    _tag(folder, "DM1", hashes[2], "2026-06-21", "Décision modificative n° 1")
    fablab = folder / "valombre" / FABLAB
    fablab.write_text(re.sub(r"(?m)^status = .*$", 'status = "acceptance"', last[FABLAB], count=1), encoding="utf-8")
    return folder / "valombre"


def _below(texts: dict[str, str | None]) -> dict[str, str | None]:
    return {f"valombre/{path}": text for path, text in texts.items()}


def _tag(folder: Path, name: str, commit: str, day: str, message: str) -> None:
    environment = {**ENVIRONMENT, "GIT_COMMITTER_DATE": f"{seconds(day)} +0100"}
    command = ["git", "-C", str(folder), "tag", "-a", name, commit, "-m", message]
    subprocess.run(command, check=True, env=environment, capture_output=True)


def without_git(folder: Path) -> Path:
    """The same town, in no repository."""
    shutil.copytree(VALOMBRE, folder / "valombre")
    return folder / "valombre"


def commit_all(folder: Path, subject: str) -> None:
    """Commit what the files say."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", subject)
