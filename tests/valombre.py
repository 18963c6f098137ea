"""Valombre's year as commits: a budget, what was notified and what slipped, projects that come, go, move and change name."""

from pathlib import Path

from commands import REPOSITORY
from histories import Commit, git, make_history

SOURCE = REPOSITORY / "portfolios/valombre"
GARE, BORNES = "tiers-lieux/gare-commune.toml", "mobilite/bornes-recharge.toml"
WIFI, OLD_WIFI = "coeur-de-ville/wifi-halles.toml", "socle/wifi-halles.toml"
MOULINS, KIOSQUE = "tiers-lieux/moulins.toml", "coeur-de-ville/kiosque.toml"
RUE = "coeur-de-ville/rue-des-tanneurs.toml"
REGION = """\
status = "part-paid"
eligible = 600_000
requested = 120_000
awarded = 120_000
awarded_on = 2025-07-10
contracted_on = 2025-10-02
"""
KIOSQUE_TEXT = """\
[project.kiosque]
title = "Kiosque numérique de la place"
summary = "Une borne d’information, abandonnée faute d’usage."
status = "study"
lead = "dsi"
start = 2025-10-01
end = 2026-12-31
[project.kiosque.budget.dsi.investment]
planned = { 2026 = 48_000 }
"""
OLD_RUE = "rue-pietonne"


def _replaced(text: str, *pairs: tuple[str, str]) -> str:
    """The text as it was, each passage of today replaced by yesterday's."""
    for now, then in pairs:
        assert now in text, now
        text = text.replace(now, then, 1)
    return text


def make_valombre(folder: Path) -> Path:
    """The workspace in a repository of four commits, two of them tagged; what ships is the last one."""
    now = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.toml"))}
    autumn = dict(now)
    autumn[GARE] = _replaced(
        now[GARE],
        ("end = 2027-06-30", "end = 2027-03-31"), ("due = 2027-05-15", "due = 2027-02-15"),
        ("progress = 0.55", "progress = 0.4"), ("2026 = 268_310.55", "2026 = 120_400"),
    )  # fmt: skip
    autumn[BORNES] = _replaced(now[BORNES], ("2027 = 240_000", "2027 = 180_000"), (", due = 2027-02-05", ""))
    autumn[KIOSQUE] = KIOSQUE_TEXT
    spring = dict(autumn)
    del spring[MOULINS]
    spring[OLD_WIFI] = spring.pop(WIFI)
    spring["socle/portfolio.toml"] = '[portfolio]\ntitle = "Réseaux"\npillar = "data"\n'
    spring[RUE] = spring[RUE].replace("project.rue-des-tanneurs", f"project.{OLD_RUE}")
    first = dict(spring)
    first[GARE] = _replaced(
        spring[GARE],
        ("2026 = 450_000", "2026 = 380_000"), ("2026 = 470_000", "2026 = 380_000"), ("2026 = 498_000", "2026 = 0"),
        (REGION, 'status = "applied"\neligible = 600_000\nrequested = 120_000\n'), ("received = { 2026 = 36_000 }\n", ""),
        ('status = "contracted"\nawarded = 200_000\ncontracted_on = 2026-02-19', 'status = "identified"'),
    )  # fmt: skip
    states = [first, spring, autumn, now]
    subjects = (
        "Budget primitif 2026",
        "Notifications du printemps",
        "Arbitrages d’automne, les Moulins",
        "Point de novembre",
    )
    days = (1_765_800_000, 1_779_300_000, 1_789_800_000, 1_794_300_000)
    commits = []
    for n, (state, subject, day) in enumerate(zip(states, subjects, days, strict=True)):
        before = states[n - 1] if n else {}
        files = {path: state.get(path) for path in sorted(before | state) if before.get(path) != state.get(path)}
        commits.append(Commit({f"valombre/{path}": text for path, text in files.items()}, subject, time=day))
    make_history(folder, commits)
    for name, message, commit, day in (
        ("BP2026", "Budget primitif 2026, voté le 15 décembre", "HEAD~3", "2025-12-16T09:00:00+0100"),
        ("DM1", "Décision modificative no 1", "HEAD~2", "2026-05-21T09:00:00+0200"),
    ):
        git(folder, "tag", "-a", name, "-m", message, commit, when=day)
    git(folder, "tag", "avant-moulins", "HEAD~2")
    return folder / "valombre"
