"""Projects as bars on a time axis: groups that fold, pinned axis above, money on the same axis below.

Only rows in sight are painted; folding, zooming and panning read nothing.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.events import Click
from textual.geometry import Region
from textual.strip import Strip

from citydash.figures.gantt import Ghost, Group, Id, Standing, at_of, id_of
from citydash.figures.phasing import Phasing
from citydash.figures.projects import Project
from citydash.tui import gantt_bars
from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.gantt_axis import amounts_line, axis_lines, caption_line, money_months, total_label
from citydash.tui.widgets.linked_rows import LinkedRows, key_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence


class Sum(NamedTuple):
    """A pinned line of money: what, its cents on the axis, in which currency; `kind` is "own", "total" or "off"."""

    kind: str
    label: str
    planned: Phasing
    currency: str


class Gantt(LinkedRows):
    """`ghosts` are the baselines to compare with, whoever chose them."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(context, "gantt")
        self.groups: Sequence[Group] = ()
        self.ghosts: Mapping[Id, Ghost] = {}
        self.standings: Mapping[Hashable, Standing] = {}
        self.grouping, self.caption = "", ""
        self.folded: set[Hashable] = set()
        self._note: Parts = ()
        self._empty: list[Part] = []
        self._cost_width = 8

    # what is shown

    def fill(self, note: Parts) -> None:
        """The rows of the groups, the folded ones closed."""
        self._note = note
        self._measure_money()
        self.rescale()
        self.reload()

    def reload(self) -> None:
        """The rows again, after folding."""
        rows: list[Group | Project] = []
        for group in self.groups:
            rows.append(group)
            if self.key(group) not in self.folded:
                rows += group.projects
        self._places = {}
        self.load(rows, self._foot(), self._note)
        self.show_cursor()
        self.follow()

    def _measure_money(self) -> None:
        context = self.context
        totals = [planned.total for planned in self.totals.values()]
        costs = [group.cost for group in self.groups]
        self.unit_scale = context.scale_of(max(map(abs, (*totals, *costs)), default=0))
        widest = [width_of(context.locale.amount(cents, self.unit_scale)) for cents in (*totals, *costs)]
        self._cost_width = max(6, *widest, width_of(context.locale.text("Cost"))) if widest else 8

    def group_of(self, place: int) -> Group | None:
        """The group that a row belongs to."""
        for n in range(place, -1, -1):
            if isinstance(self.rows[n], Group):
                found: Group = self.rows[n]
                return found
        return None

    def forget(self) -> None:
        self._empty = []
        super().forget()

    # folding

    def fold(self, group: Group) -> None:
        """Close an open group, open a closed one; the cursor goes to it."""
        self.folded ^= {self.key(group)}
        self.keep(group)
        self.reload()

    def fold_all(self) -> None:
        """Close every group; where all are closed, open them."""
        keys = {self.key(group) for group in self.groups}
        group = self.group_of(self.cursor) if self.rows else None
        if keys <= self.folded:
            self.folded -= keys
        else:
            self.folded |= keys
            if group is not None:
                self.keep(group)
        self.reload()

    # painting

    @property
    def head_height(self) -> int:
        return 2 if self.zoom == "year" else 3

    def head(self, width: int) -> list[Strip]:
        labels = (self.caption, self.context.locale.text("Project"), "")
        cost, basis = self.context.locale.text("Cost"), self._basis()
        lines = [caption_line(self.window, money_months(self.zoom)), *axis_lines(self.window)]
        found = []
        for n, line in enumerate(lines):
            right = ("", cost, basis)[n] if self.head_height == 3 else ("", f"{cost} {basis}")[n]
            room = self.label_width - 1 - width_of(right) - 1
            label: Parts = ((f" {fit(labels[n], room - 1)} {right} ", "accent" if not n else "heading"),)
            parts = (*label, (self.context.glyphs.wall if n else " ", "rule"), *line)
            found.append(self.strip(parts, width, "text" if not n else "heading"))
        return found

    def _basis(self) -> str:
        codes = list(self.totals) or sorted({group.currency for group in self.groups})
        return self.context.basis(codes[0], self.unit_scale) if len(codes) == 1 else ""

    def base(self, row: Any) -> str:
        if isinstance(row, Sum):
            return "total" if row.kind == "total" else "heading"
        return "text"

    def row_strip(self, row: Any, width: int, base: str) -> Strip:
        if isinstance(row, Sum):
            return self._sum_strip(row, width, base)
        if not self._empty:
            self._empty = gantt_bars.ground(self.window)
        wall = (self.context.glyphs.wall, "rule")
        if isinstance(row, Group):
            return self.strip((*self._group_label(row), wall, *self._group_cells(row)), width, base)
        milestones = self.known.milestones.get(at_of(row), ()) if self.known else ()
        cells = gantt_bars.project_cells(self.window, self._empty, row, self.ghosts.get(id_of(row)), milestones)
        return self.strip((*self._project_label(row), wall, *cells), width, base)

    def _group_cells(self, group: Group) -> list[Part]:
        standing = self.standings.get(key_of(group)) if key_of(group) in self.folded else None
        late = standing.late_days if standing else ()
        return gantt_bars.group_cells(self.window, self._empty, group, late)

    def _group_label(self, group: Group) -> Parts:
        glyphs = self.context.glyphs
        sign = glyphs.folded if self.key(group) in self.folded else glyphs.open
        count, name = f" ({len(group.projects)})", self.group_name(group)
        room = self.label_width - 5 - self._cost_width - len(count)
        name = fit(name, room) if width_of(name) > room else name
        gap = " " * (room - width_of(name))
        return (
            (f" {sign} {name}", "strong"), (count + gap, "muted"),
            (f" {self._amount(group.cost)} ", "strong"),
        )  # fmt: skip

    def _project_label(self, p: Project) -> Parts:
        room = self.label_width - 7 - self._cost_width
        sign = self.context.glyphs.status[p.status]
        return (
            (f"   {sign} ", "muted"), (fit(p.title, room), "text"),
            (f" {self._amount(p.cost)} ", "muted"),
        )  # fmt: skip

    def group_name(self, group: Group) -> str:
        """A status in words; names of the files as they are."""
        name = self.context.locale.word("status", group.label) if self.grouping == "status" else group.label
        return f"{name} ({self.context.locale.unit(group.currency)})" if len(self.totals) > 1 else name

    def _amount(self, cents: int) -> str:
        return fit(self.context.locale.amount(cents, self.unit_scale), self._cost_width, right=True)

    # money

    def _foot(self) -> list[Sum]:
        """The selected row's money, then that of all that is shown, in each currency."""
        found = []
        if self.current is not None:
            found.append(self._own())
        for currency, planned in self.totals.items():
            found.append(Sum("total", "", planned, currency))
            if planned.off_axis:
                found.append(Sum("off", "", planned, currency))
        return found if self.totals else []

    def planned_of(self, row: Group | Project) -> Phasing:
        """The money of a row."""
        nothing = Phasing({}, {})
        if isinstance(row, Group):
            standing = self.standings.get(key_of(row))
            return standing.planned if standing else nothing
        return self.known.planned.get(at_of(row), nothing) if self.known else nothing

    def _own(self) -> Sum:
        row = self.current
        label = self.group_name(row) if isinstance(row, Group) else row.title
        return Sum("own", label, self.planned_of(row), "")

    def _sum_strip(self, row: Sum, width: int, base: str) -> Strip:
        locale, window = self.context.locale, self.window
        room = self.label_width - 3 - self._cost_width
        line: Sequence[Part]
        if row.kind == "off":
            said = ", ".join(
                f"{locale.word('year', name)} {locale.amount(cents, self.unit_scale)}"
                for name, cents in row.planned.off_axis.items()
            )
            label, cents = locale.text("of which off the axis"), sum(row.planned.off_axis.values())
            line = ((fit(f" {said}", self.axis_width), "muted"),)
        else:
            label = row.label if row.kind == "own" else total_label(self.context, self.zoom, room)
            if len(self.totals) > 1 and row.kind == "total":
                label = f"{locale.unit(row.currency, self.unit_scale)} {label}"
            cents = row.planned.total
            line = amounts_line(window, row.planned, self.unit_scale, base)
        parts = ((f" {fit(label, room)} {self._amount(cents)} ", base), (self.context.glyphs.wall, "rule"))
        return self.strip((*parts, *line), width, base)

    def follow(self) -> None:
        """Also the pinned line of the row that the cursor is on."""
        super().follow()
        if self.foot:
            self.foot = self._foot()
            height = len(self.foot)
            self.refresh(Region(0, self.size.height - height, self.size.width, height))

    # the mouse

    def on_click(self, event: Click) -> None:
        """On the sign of a group: fold it; anywhere else as every list."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x > 2 or not self.head_height <= offset.y < self.size.height - len(self.foot):
            return
        place = offset.y - self.head_height + self.scroll_offset.y
        if place < len(self.rows) and isinstance(self.rows[place], Group):
            event.prevent_default()
            self.fold(self.rows[place])
