"""What screens and widgets are told: language, signs, what is chosen and loaded. One object, owned by the app."""

import os
from typing import TYPE_CHECKING, Any

from citydash.locale import Locale
from citydash.locale.vocabulary import LABELS
from citydash.tui.cells import Part
from citydash.tui.glyphs import ASCII, UNICODE, Glyphs
from citydash.tui.state import Choice, Loaded, Moment

if TYPE_CHECKING:
    from citydash.figures.standing import Money

MILLIONS_FROM = 10**9 * 100
"""Cents: a thousand million, so that a table's numbers have at most six digits before it changes its unit."""


class Context:
    """Read by all, written by the app alone."""

    def __init__(self, root: str, language: str, choice: Choice, *, ascii_only: bool) -> None:
        self.root = root
        self.locale = Locale(language)
        self.glyphs: Glyphs = ASCII if ascii_only else UNICODE
        self.choice = choice
        self.loaded: Loaded | None = None
        self.matching: int | None = None
        """Projects that the filter matches; None where it isn't known yet."""
        self.mode = "overview"
        self.goes_on = False
        """Whether the first figures are painted, so that screens may read more."""

    @property
    def root_name(self) -> str:
        return os.path.basename(os.path.realpath(self.root))  # noqa: PTH119 - as the index names it

    @property
    def is_open(self) -> bool:
        """Whether there is a town to show."""
        return self.loaded is not None and self.loaded.towns > 0

    @property
    def today(self) -> str:
        return self.loaded.today if self.loaded else ""

    @property
    def compared(self) -> tuple[str, ...]:
        """The baseline as an option of `citydash report`, where one is shown."""
        baseline = self.loaded.baseline if self.loaded is not None else None
        return (f"--compare={baseline.key}",) if baseline is not None else ()

    def no_project(self) -> str:
        """Why there is no project to show, and the key that helps."""
        text = self.locale.text
        if self.choice.where:
            return text("no project matches the filter")
        if self.loaded is not None and self.loaded.counts.errors:
            return text("no project can be read: press 8 to see why")
        return text("no project yet: press 1 to see what to write")

    def problem_parts(self) -> list[Part]:
        """The workspace's errors and warnings; nothing where there are none."""
        return self.counted(*self.loaded.counts[:2]) if self.loaded is not None else []

    def counted(self, errors: int, warnings: int) -> list[Part]:
        """Errors and warnings, by glyph and word; nothing where there are none."""
        parts: list[Part] = []
        if errors:
            said = self.locale.plural("{n} error", "{n} errors", errors)
            parts += [(f" {self.glyphs.error} {said}", "bad")]
        if warnings:
            said = self.locale.plural("{n} warning", "{n} warnings", warnings)
            parts += [(f" {self.glyphs.warning} {said}", "warn")]
        return parts

    def severity(self, severity: str) -> Part:
        """A problem's severity, likewise."""
        sign, style = self.severity_sign(severity)
        return f"{sign} {self.locale.word('severity', severity)}", style

    def severity_sign(self, severity: str) -> Part:
        """Its glyph alone, where words beside it say the rest."""
        return (self.glyphs.error, "bad") if severity == "error" else (self.glyphs.warning, "warn")

    def basis(self, currency: str, scale: int, *, taxed: bool = True) -> str:
        """What a table's header says once of all its amounts; money that comes in carries no VAT."""
        if not taxed:
            return self.locale.text("in {unit}", unit=self.locale.unit(currency, scale))
        return self.locale.text("in {unit} incl. VAT", unit=self.locale.unit(currency, scale))

    def brief(self, money: "tuple[Money, ...]", name: str) -> str:
        """One headline amount in each currency."""
        return " + ".join(self.locale.brief(getattr(m, name), m.currency) for m in money) or "–"

    def exact(self, cents: int | None) -> str:
        """An amount for a spreadsheet: the language's decimal mark and no separators; nothing for no data."""
        if cents is None:
            return ""
        units, rest = divmod(abs(cents), 100)
        return f"{'-' if cents < 0 else ''}{units}{',' if self.locale.language == 'fr' else '.'}{rest:02d}"

    def scale_of(self, largest: int) -> int:
        """One unit for a table: thousands, or millions where thousands would take seven digits and more."""
        return 1_000_000 if largest >= MILLIONS_FROM else 1_000

    def short_section(self, section: str) -> str:
        """A section where a word has no room."""
        return self.locale.text("inv.") if section == "investment" else self.locale.text("oper.")

    def row_label(self, label: str) -> str:
        """A row's name: vocabularies' words are translated, names of the files stay as they are."""
        for kind in ("status", "section", "level", "certainty", "pillar"):
            if label in LABELS[kind]:
                return self.locale.word(kind, label)
        return label

    def moment(self, moment: Moment) -> str:
        """A commit in words, and by the name that it was chosen by."""
        day = self.locale.date(moment.revision.day)
        said = self.locale.text("as of {day} · revision {commit}", day=day, commit=moment.short)
        return f"{said} · {moment.name}" if moment.name else said

    def signed(self, cents: int, scale: int = 1, places: int | None = None) -> str:
        """A difference, with its sign; what rounds to nothing and is something is told to the cent."""
        said = self.locale.amount(cents, scale, places)
        if cents and said.strip("0,.\u2212") == "":
            said = self.locale.amount(cents)
        return f"+{said}" if cents > 0 else said

    def count(self, n: int) -> str:
        return self.locale.plural("{n} project", "{n} projects", n)

    def say(self, error: Any) -> str:
        """A sentence for an error that the program didn't foresee, or its own."""
        from citydash.errors import CitydashError  # noqa: PLC0415 - beside its only use

        if isinstance(error, CitydashError):
            return self.locale.error(error)
        return self.locale.text("something went wrong: {detail}", detail=f"{type(error).__name__}: {error}"[:200])
