"""The overview: are we on time, on budget, and is the money there? One breath, and what to see to."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from citydash.figures.standing import Headline
from citydash.model.words import NO_CURRENCY
from citydash.tui.cells import Part, Parts, width_of
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.screens.overview_groups import Groups
from citydash.tui.screens.overview_lists import PROBLEMS, Ahead, Attention, Item, Lists, ahead_items, attention_items
from citydash.tui.state import Place
from citydash.tui.widgets.boxes import Column, Row
from citydash.tui.widgets.chart import Chart
from citydash.tui.widgets.painted import Fixed
from citydash.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from citydash.figures.projects import Project
    from citydash.figures.view import View


class HeadlineFigures(Fixed):
    """Five pairs of figures; three to a line where five don't fit."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="headline")
        self.context = context
        self.figures: Headline | None = None

    def load(self, found: Headline) -> None:
        self.figures = found
        self.repaint()
        self.refresh(layout=True)

    def get_content_height(self, container: Any, viewport: Any, width: int) -> int:
        del container, viewport
        return len(self._left_out()) + (2 + len(self._statuses(width)) if _per_line(width) == 5 else 4)

    def lines(self, width: int) -> list[Parts]:
        if self.figures is None:
            return [((" " + self.context.locale.text("reading the files …"), "muted"),)]
        pairs, per_line = self._pairs(self.figures), _per_line(width)
        found: list[Parts] = []
        sizes = [max(_size(first), _size(second)) for first, second in pairs]
        widths = _spread([max(sizes[n::per_line]) for n in range(per_line)], width - 2)
        for start in range(0, len(pairs), per_line):
            some = pairs[start : start + per_line]
            for n in range(2):
                parts: list[Part] = [("  ", "text")]
                for pair, cells in zip(some, widths, strict=False):
                    parts += [*pair[n], (" " * max(1, cells - _size(pair[n])), "text")]
                found.append(tuple(parts))
        return [*self._left_out(), *found, *self._statuses(width)]

    def _left_out(self) -> list[Parts]:
        """What figures lack: projects, or what a town's own file says. It stands above them."""
        loaded, locale, said = self.context.loaded, self.context.locale, []
        if loaded is not None and (left := loaded.counts.projects_left_out):
            said.append(locale.plural("{n} project left out for errors", "{n} projects left out for errors", left))
        if self.figures is not None and any(money.currency == NO_CURRENCY for money in self.figures.money):
            said.append(locale.text("a town.toml can't be read: without it no currency, no grants, no ceilings"))
        return [((f"  {self.context.glyphs.warning} {one}", "warn"),) for one in said]

    def _statuses(self, width: int) -> list[Parts]:
        """How many projects stand at each status, on the lines that it takes; nothing where lines are scarce."""
        if self.figures is None or _per_line(width) != 5:
            return []
        locale, signs = self.context.locale, self.context.glyphs.status
        lines: list[Parts] = [()]
        for status, n in self.figures.statuses.items():
            said = ((f"  {signs[status]} {locale.word('status', status)} ", "muted"), (locale.number(n), "text"))
            if _size(lines[-1] + said) >= width:
                lines.append(())
            lines[-1] += said
        return lines

    def _pairs(self, found: Headline) -> list[tuple[Parts, Parts]]:
        context, locale = self.context, self.context.locale
        text, money = locale.text, found.money
        running = found.statuses.get("delivery", 0)
        one = money[0] if len(money) == 1 else None  # a share of two currencies says nothing
        at_risk = any(m.at_risk for m in money)
        secured = locale.percent(one.secured_share if one else None)
        paid = locale.percent(one.paid_share if one else None)
        elapsed = text("no dates known")
        if found.elapsed is not None:
            elapsed = text("{share} of the time elapsed", share=locale.percent(found.elapsed))
        worst = (
            text("longest delay: {days}", days=locale.days(found.worst_delay))
            if found.worst_delay
            else text("none is late")
        )
        return [
            (
                ((context.count(found.projects), "strong"),),
                ((text("{n} in delivery", n=locale.number(running)), "muted"),),
            ),
            (
                ((text("{amount} incl. VAT", amount=context.brief(money, "cost")), "strong"),),
                ((text("net cost {amount}", amount=context.brief(money, "net_cost")), "muted"),),
            ),
            (
                ((text("{share} secured", share=secured), "strong"),),
                ((text("{amount} at risk", amount=context.brief(money, "at_risk")), "warn" if at_risk else "muted"),),
            ),
            (
                ((text("{share} paid", share=paid), "strong"),),
                ((elapsed, "muted"),),
            ),
            (
                (
                    (
                        locale.plural("{n} late milestone", "{n} late milestones", found.late),
                        "bad" if found.late else "strong",
                    ),
                ),
                ((worst, "muted"),),
            ),
        ]


def _per_line(width: int) -> int:
    return 5 if width >= 110 else 3


def _size(parts: Parts) -> int:
    return sum(width_of(text) for text, _style in parts)


def _spread(sizes: list[int], width: int) -> list[int]:
    """Cells for each column: its text, and the same share of what is left."""
    spare = max(0, width - sum(sizes)) // len(sizes)
    return [size + spare for size in sizes]


class OverviewScreen(Frame):
    """The first screen."""

    CSS_PATH = "overview.tcss"
    AUTO_FOCUS = "#attention"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - typed by Textual
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("overview")
    room: ClassVar[str] = "overview"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.first: Headline | None = None

    def body(self) -> Iterable[Widget]:
        headline = HeadlineFigures(self.context)
        headline.figures = self.first
        groups = [Groups(self.context, by) for by in ("portfolio", "pillar")]
        if self.first is not None:
            for one in groups:
                one.show(self.first)
        yield headline
        yield Row(
            Column(*groups, Chart(self.context, id="chart"), id="left"),
            Column(Attention(self.context), Ahead(self.context), id="right"),
            id="body",
        )

    def take_first(self, headline: Headline | None) -> None:
        self.first = headline
        if headline is not None and self.is_mounted:
            self._show(headline)

    def collect(self, view: "View", asked: Any) -> Iterator[Any]:
        del asked
        from citydash.figures.headline import headline  # noqa: PLC0415 - after the first paint
        from citydash.figures.problems import worst  # noqa: PLC0415 - likewise
        from citydash.figures.stale import stale  # noqa: PLC0415 - likewise
        from citydash.figures.summary import overview  # noqa: PLC0415 - likewise

        yield headline(view)
        currencies = {word: town.currency for word, town in view.names.towns.items()}
        days = stale(view)
        old = [(p, days[p.town, p.key]) for p in view.projects if (p.town, p.key) in days] if days else []
        old.sort(key=lambda item: -item[1])
        lead = next((view.names.words[word] for _town, word in view.names.departments), "dsi")
        yield Lists(overview(view), worst(view, PROBLEMS), currencies, tuple(old), lead)

    def show(self, result: Any) -> None:
        if isinstance(result, Headline):
            self.query_one(HeadlineFigures).load(result)
            for groups in self.query(Groups):
                groups.show(result)
        else:
            curve = result.found.curve
            currency = max(curve, key=lambda code: max((p.planned for p in curve[code]), default=0), default="EUR")
            self.query_one(Chart).load(curve.get(currency, ()), result.found.now, currency)
            self.query_one(Attention).show(attention_items(self.context, result))
            self.query_one(Ahead).show(ahead_items(self.context, result))

    @on(Rows.Opened)
    async def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        row = message.row
        if isinstance(row, Item) and row.project is not None:
            await self.dashboard.open_project(row.project)
        elif isinstance(row, Item) and row.place is not None:
            await self.dashboard.show_excerpt(row.place)
        elif isinstance(row, Item) and row.where:
            await self.dashboard.show_filtered(row.where)
        elif isinstance(row, Item) and row.screen:
            await self.dashboard.action_show(row.screen)
        elif isinstance(message.rows, Groups):
            await self.dashboard.show_filtered(f"{message.rows.by}:{row.key or 'none'}")

    def action_groups(self) -> None:
        """Portfolios give their place to pillars, and take it back."""
        self.toggle_class("-pillars")
        if isinstance(self.focused, Groups):
            self.query_one("#attention").focus()

    def project(self) -> "Project | None":
        row = self._row()
        return row.project if row is not None else None

    def _row(self) -> Item | None:
        row = self.focused.current if isinstance(self.focused, Rows) else None
        return row if isinstance(row, Item) else None

    def place(self) -> Place | None:
        row, project = self._row(), self.project()
        if row is not None and row.place is not None:
            return row.place
        return self.dashboard.session.place_of(project) if project is not None else None

    def saves(self) -> tuple[str, ...]:
        return "report", "summary", *self.context.choice.arguments

    def copied(self) -> str:
        found = self.query_one(HeadlineFigures)
        return "\n".join("".join(text for text, _style in parts).strip() for parts in found.lines(200))
