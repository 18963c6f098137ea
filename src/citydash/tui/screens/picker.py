"""Which commit: tags first, then the commits of HEAD's line, or whatever git understands, typed."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from textual import on, work
from textual.message import Message
from textual.strip import Strip

from citydash.figures.filters import fold
from citydash.tui.cells import Parts, fit
from citydash.tui.context import Context
from citydash.tui.screens.finder import Finder, Found
from citydash.tui.state import History, Moment
from citydash.tui.widgets.table import Column, styled

if TYPE_CHECKING:
    from citydash.tui.app import Dashboard

FILES, NONE, TAG, COMMIT, TYPED, HEADING = "files", "none", "tag", "commit", "typed", "heading"


class Row(NamedTuple):
    """What can be chosen. `asked` is what git is asked for it where the commit isn't known whole."""

    kind: str
    day: str = ""
    name: str = ""
    said: str = ""
    moment: Moment | None = None
    asked: str = ""

    @property
    def searched(self) -> str:
        return fold(f"{self.day} {self.name} {self.said}")


class MomentList(Found):
    """Tags and commits, the newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.columns = (
            Column("day", "", 10), Column("name", "", 8, most=24, grow=1), Column("said", "", 20, grow=6),
        )  # fmt: skip

    def key(self, row: Row) -> Hashable | None:
        return (row.kind, row.name, row.asked) if row.kind != HEADING else None

    def base(self, row: Row) -> str:
        return "heading" if row.kind == HEADING else "text"

    def cell(self, row: Row, column: Column, width: int) -> str | Parts:
        if column.key == "day":
            return styled(self.context.locale.date(row.day) if row.day else "", width, "muted")
        if column.key == "name":
            return styled(row.name, width, "accent" if row.kind == TAG else "text")
        return row.said

    def row_strip(self, row: Row, width: int, base: str) -> Strip:
        """Sentences take the whole line."""
        if row.kind in (TAG, COMMIT):
            return super().row_strip(row, width, base)
        return self.strip(((f" {fit(row.said, max(1, width - 2))}", base),), width, base)


class MomentPicker(Finder):
    """Tells who asked for it what is chosen."""

    class Resolved(Message):
        """Git has found what was typed, or an error says why not; in which laying of the paper."""

        def __init__(self, laid: int, moment: Moment | None, error: Exception | None) -> None:
            super().__init__()
            self.laid, self.moment, self.error = laid, moment, error

    title_said: str
    chosen: Callable[[Moment | None], None]
    now: Moment | None
    files: bool
    none: bool
    history: History | None = None
    known: list[Row]

    def about(
        self, title: str, chosen: Callable[[Moment | None], None], now: Moment | None, *, files: bool, none: bool
    ) -> "MomentPicker":
        """What is asked for, who is told, what is shown; whether the `files` as they are, or `none`, can be chosen."""
        self.title_said, self.chosen, self.now, self.files, self.none = title, chosen, now, files, none
        self.history, self.known = None, []
        return self

    def listed(self) -> Found:
        return MomentList(self.context)

    def heading(self) -> str:
        return self.title_said

    def hint(self) -> str:
        return self.context.locale.text("a tag, a branch, a date (2026-12-31), HEAD~3, words of a message")

    def fill(self) -> None:
        super().fill()
        self.take_history(is_new=True)

    def take_history(self, *, is_new: bool = False) -> None:
        """What is known of the history now; asked again once git has answered."""
        history = self.context.loaded.history if self.context.loaded else None
        if not is_new and history == self.history and self.known:
            return
        self.history = history
        self.known = self._rows(history or History())
        self._fill(is_new=is_new or not self.found.rows)

    def _rows(self, history: History) -> list[Row]:
        text, locale = self.context.locale.text, self.context.locale
        rows = [Row(FILES, said=text("the files as they are"))] if self.files else []
        if self.none:
            rows.append(Row(NONE, said=text("no baseline: the dates that each file gives")))
        if history.tags:
            rows.append(Row(HEADING, said=text("Tags: named baselines")))
        rows += [Row(TAG, tag.day, tag.name, tag.message, asked=tag.commit) for tag in history.tags]
        if history.line:
            rows.append(Row(HEADING, said=locale.plural("{n} commit", "{n} commits", len(history.line))))
        for revision in history.line:
            said = f"{revision.subject} ({revision.author})"
            moment = Moment(revision)
            rows.append(Row(COMMIT, revision.day, moment.short, said, moment, moment.revision.commit))
        return rows

    def refill(self) -> None:
        self._fill(is_new=True)

    def _fill(self, *, is_new: bool) -> None:
        """The rows that have what is typed, and what is typed itself; the cursor stays where nothing new was typed."""
        typed, text, found = self.typed, self.context.locale.text, self.found
        wanted = fold(typed)
        rows = [row for row in self.known if row.kind != HEADING and wanted in row.searched] if typed else self.known
        if typed:
            rows = [*rows, Row(TYPED, said=text("“{typed}”, as git understands it", typed=typed), asked=typed)]
        found.load(rows)
        self._say()
        if not is_new:
            return
        if typed or self.now is None or self.files or self.none:  # the way back to the files comes first
            found.move(0, 1)
        else:
            name = self.now.name if any(row.name == self.now.name for row in rows) else self.now.short
            found.move(next((n for n, row in enumerate(rows) if row.name == name), 0), 1)

    def _say(self) -> None:
        history, text, note = self.history, self.context.locale.text, self.note
        if history is None:
            note.say(text("git is asked for the history …"))
        elif history.fault is not None:
            note.say(self.context.locale.error(history.fault), "warn")
        elif history.cut:
            note.say(text("a shallow clone: what was before isn't here (git fetch --unshallow brings it)"), "warn")
        else:
            note.say("")

    # choosing

    def choose(self, row: Any) -> None:
        if row.kind in (FILES, NONE):
            self._end(None)
        elif row.moment is not None:
            self._end(row.moment)
        else:
            self._resolve(self.laid, row)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _resolve(self, laid: int, row: Row) -> None:
        try:
            moment = cast("Dashboard", self.app).session.moments.named(row.asked)
        except Exception as error:  # noqa: BLE001 - said under the list
            self.post_message(self.Resolved(laid, None, error))
        else:
            self.post_message(self.Resolved(laid, moment._replace(name=row.name or moment.name), None))

    @on(Resolved)
    def _resolved(self, message: Resolved) -> None:
        if not self.is_current or message.laid != self.laid:  # left meanwhile
            return
        if message.error is not None:
            self.note.say(self.context.say(message.error), "bad")
        else:
            self._end(message.moment)

    def _end(self, moment: Moment | None) -> None:
        self.app.pop_screen()
        self.chosen(moment)
