"""What stands around the table of changes: both sides above it, the selected change beside it, and who tells of it."""

from textual.events import Click

from citydash.figures.changes import grants
from citydash.figures.compare import Change
from citydash.figures.history import Story
from citydash.figures.projects import Project
from citydash.figures.stale import unchanged
from citydash.figures.view import View
from citydash.tui.cells import Parts, width_of
from citydash.tui.change_lines import Found, lines_of
from citydash.tui.change_table import Row
from citydash.tui.context import Context
from citydash.tui.sheet_lines import paragraph
from citydash.tui.state import Moment
from citydash.tui.widgets.page import Line, Page
from citydash.tui.widgets.painted import Fixed


class Sides(Fixed):
    """Before and after, each to click on, and how much changed."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="sides")
        self.context = context
        self.asked: tuple[Moment | None, Moment | None] = (None, None)
        self.counts: dict[str, int] = {}
        self.waiting = True
        self.unit = ""
        """Of the table's amounts."""

    def side(self, moment: Moment | None, *, brief: bool = False) -> str:
        """A side in words."""
        if moment is None:
            return self.context.locale.text("the files as they are")
        name, day = moment.name or moment.short, self.context.locale.date(moment.revision.day)
        return name if brief else f"{name} ({day}{f', {moment.short}' if moment.name else ''})"

    def lines(self, width: int) -> list[Parts]:
        """The sides are cut last, after what is said of how much changed."""
        text, sign = self.context.locale.text, f" {self.context.glyphs.link} "
        old, new = self.asked
        counts = text("reading …") if self.waiting else self._counts()
        unit = f"{counts}, {self.unit}" if counts and self.unit and not self.waiting else counts
        whole = (self.side(old) if old is not None else "HEAD", self.side(new))
        brief = (self.side(old, brief=True) if old is not None else "HEAD", self.side(new, brief=True))
        head = text("Changes")
        for sides, right in ((whole, unit), (whole, counts), (brief, unit), (brief, counts), (brief, "")):
            gap = width - width_of("".join((head, "  ", sides[0], sign, sides[1], right)))
            if gap > 1:
                break
        return [
            (
                (head, "accent"), ("  ", "text"), (sides[0], "strong"), (sign, "muted"), (sides[1], "strong"),
                (" " * max(1, gap), "text"), (right, "muted"),
            )
        ]  # fmt: skip

    def _counts(self) -> str:
        """How many projects were added, removed, changed."""
        plural, counts = self.context.locale.plural, self.counts
        said = {
            "added": plural("{n} added", "{n} added", counts.get("added", 0)),
            "removed": plural("{n} removed", "{n} removed", counts.get("removed", 0)),
            "unreadable": plural("{n} unreadable", "{n} unreadable", counts.get("unreadable", 0)),
            "changed": plural("{n} changed", "{n} changed", counts.get("changed", 0)),
        }
        return ", ".join(said[kind] for kind in said if counts.get(kind))

    async def on_click(self, event: Click) -> None:
        event.stop()
        side = "old" if event.x < self.size.width // 3 else "new"
        await self.app.run_action(f"pick('{side}')", self.screen)


class Detail(Page):
    """The selected change, to be read down."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="detail")
        self.context = context
        self.found: Found | None = None
        self.fault = ""
        """Why there is nothing to compare."""

    def write(self, width: int) -> list[Line]:
        if self.fault:
            return [Line(), *paragraph(self.fault, width, "warn")]
        return lines_of(self.context, self.found, width) if self.found is not None else []

    def tell(self, found: Found | None, fault: str = "") -> None:
        if found is not self.found:
            self.scroll_to(y=0, animate=False)
        self.found, self.fault = found, fault
        if self.display:
            self.rewrite()


def row_of(change: Change, old: View, new: View) -> Row:
    view, p = (new, change.new) if change.new is not None else (old, change.old)
    assert p is not None  # noqa: S101 - for the type checker: a change has one side
    names = view.names
    portfolio = names.label(p.town, names.portfolio(p.town, p.portfolio).title)
    return Row(change, grants(change, new), portfolio, view.currency(p.town))


class Telling:
    """What the lines of a change are made from."""

    def __init__(self, old: View, new: View, stories: list[Story] | None) -> None:
        self.old, self.new, self.stories = old, new, stories
        self.departments: dict[int, dict[str, str]] = {}
        for view in (old, new):
            words = view.names.words
            for (town, word), name in view.names.departments.items():
                self.departments.setdefault(town, {})[words[word]] = name
        self.committed = unchanged(new) if new.snapshot.is_work_tree else None
        self.of: dict[tuple[str, str], list[Story]] = {}
        for story in stories or ():
            for move in story.moves:
                self.of.setdefault((move.town, move.key), []).append(story)

    def found(self, row: Row) -> Found:
        change = row.change
        p = change.new or change.old
        own = self.of.get((change.town, change.key), []) + self.of.get((change.town, change.was), [])
        stories = tuple(dict.fromkeys(own)) if self.stories is not None else None
        names = (self._portfolio(self.old, change.old), self._portfolio(self.new, change.new))
        departments = self.departments.get(p.town, {}) if p else {}
        return Found(row, departments, names, stories, self._is_uncommitted(change))

    @staticmethod
    def _portfolio(view: View, p: Project | None) -> str:
        return view.names.portfolio(p.town, p.portfolio).title if p is not None else ""

    def _is_uncommitted(self, change: Change) -> bool:
        """Whether no commit of the line has what the files say."""
        if self.committed is None or self.stories is None:
            return False
        if change.new is not None:
            return (change.new.town, change.new.content) not in self.committed
        moves = [m for e in self.of.get((change.town, change.key), ()) for m in e.moves if m.key == change.key]
        return not any(move.kind == "removed" for move in moves)
