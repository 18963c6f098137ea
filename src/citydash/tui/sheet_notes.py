"""What stands around a project's money and dates: problems, neighbours, risks, data protection, codes and links."""

from collections.abc import Mapping
from typing import Any

from citydash.figures.project import ProjectSheet
from citydash.figures.projects import Project
from citydash.files.problems import Problem
from citydash.locale.problems import sentence
from citydash.tui.cells import Parts, fit, width_of, wrap
from citydash.tui.context import Context
from citydash.tui.sheet_lines import LABEL, field, heading, wrapped
from citydash.tui.widgets.page import Line

WEATHER = {"red": "bad", "amber": "warn", "green": "good"}
"""How a review's weather looks; its word stands beside it."""
GRAVE, SERIOUS = 12, 6
"""Likelihood × impact from which on a risk stands out."""


def problems(context: Context, found: tuple[Problem, ...], currency: str, width: int) -> list[Line]:
    """What `citydash check` says of the project; enter shows the line."""
    if not found:
        return []
    lines = heading(context.locale.text("Problems"), width=width)
    for problem in found:
        said = wrap(sentence(problem, context.locale, currency), max(10, width - 5))
        sign, style = context.severity_sign(problem.severity)
        target = ("line", problem.path, problem.line, problem.column)
        lines.append(Line(((f" {sign} ", style), (said[0], "text")), target))
        lines += [Line((("   ", "text"), (rest, "text"))) for rest in said[1:]]
    return lines


def neighbours(context: Context, sheet: ProjectSheet, near: Mapping[str, Project], width: int) -> list[Line]:
    """What the project waits for, and what waits for it; enter goes there."""
    text, room = context.locale.text, max(10, width - LABEL - 2)
    lines: list[Line] = []
    for label, keys in ((text("Depends on"), sheet.depends_on), (text("Needed by"), sheet.needed_by)):
        for n, key in enumerate(keys):
            other = near.get(key)
            missing: Parts = ((fit(f"{context.glyphs.link} {key}", room), "bad"),)
            parts = _neighbour(context, other, room) if other is not None else missing
            target = ("project", key) if other is not None else None
            lines.append(field("" if n else label, parts)._replace(target=target))
    return [*heading(text("Dependencies"), width=width), *lines] if lines else []


def _neighbour(context: Context, p: Project, room: int) -> Parts:
    locale, sign = context.locale, context.glyphs.link
    state = f"  {context.glyphs.status[p.status]} {locale.word('status', p.status)}"
    until = f"  {locale.date(p.start)} {sign} {locale.date(p.end)}" if p.start or p.end else ""
    title = fit(p.title, max(8, min(width_of(p.title), room - 2 - width_of(state) - width_of(until))))
    return ((f"{sign} ", "muted"), (title, "link"), (state, "text"), (until, "muted"))


def risks(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """Risks, the gravest first: likelihood × impact."""
    found: list[dict[str, Any]] = list(sheet.more.get("risk", {}).values())
    if not found:
        return []
    found.sort(key=lambda risk: -_gravity(risk))
    lines = heading(context.locale.text("Risks"), context.locale.text("likelihood × impact, of 5"), width)
    for risk in found:
        score = f"{risk.get('likelihood', '–')} × {risk.get('impact', '–')}"
        style = "bad" if _gravity(risk) >= GRAVE else "warn" if _gravity(risk) >= SERIOUS else "text"
        told = wrap(str(risk.get("title", "")), max(10, width - 10))
        lines.append(Line(((f" {score}  ", style), (told[0], "text"))))
        answer = wrap(str(risk["answer"]), max(10, width - 10)) if risk.get("answer") else []
        lines += [Line((("        ", "text"), (line, "text"))) for line in told[1:]]
        lines += [Line((("        ", "text"), (line, "muted"))) for line in answer]
    return lines


def _gravity(risk: dict[str, Any]) -> int:
    return int((risk.get("likelihood") or 0) * (risk.get("impact") or 0))


def data(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """Open data, personal data and what the GDPR asks for."""
    locale, text, found = context.locale, context.locale.text, sheet.more.get("data", {})
    lines: list[Line] = []
    if "personal" in found:
        lines.append(field(text("Personal"), ((text("yes") if found["personal"] else text("no"), "text"),)))
    if "dpia" in found:
        todo = found["dpia"] in ("to-do", "in-progress")
        sign = f"{context.glyphs.warning} " if todo else ""
        lines.append(
            field(
                text("Impact assessment"),
                ((f"{sign}{locale.word('dpia', found['dpia'])}", "warn" if todo else "text"),),
            )
        )
    lines += wrapped(text("Open data"), ", ".join(found.get("opens", ())), width)
    return [*heading(text("Data and data protection"), width=width), *lines] if lines else []


def notes(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """The last review, the place, codes, tags and links."""
    locale, text, more = context.locale, context.locale.text, sheet.more
    room, lines = max(10, width - LABEL - 2), []
    if review := more.get("review"):
        weather = locale.word("weather", review["weather"]) if "weather" in review else ""
        head = ", ".join(part for part in (locale.date(str(review.get("on", ""))[:10]), weather) if part)
        lines.append(field(text("Review"), ((head, WEATHER.get(review.get("weather", ""), "text")),)))
        lines += wrapped("", str(review.get("note", "")), width)
    where = more.get("location", {})
    point = f"{where['lat']}, {where['lon']}" if "lat" in where and "lon" in where else ""
    for label, value in (
        (text("Location"), " – ".join(part for part in (str(where.get("label", "")), point) if part)),
        (text("Authorisation"), sheet.project.authorisation or ""),
        (text("Codes"), ", ".join(f"{name} {code}" for name, code in more.get("codes", {}).items())),
        (text("Tags"), ", ".join(sheet.tags)),
    ):
        lines += wrapped(label, value, width)
    for name, link in more.get("links", {}).items():
        lines.append(field(fit(str(name), LABEL - 1), ((fit(str(link), room), "muted"),)))
    return [*heading(text("Notes"), width=width), *lines] if lines else []
