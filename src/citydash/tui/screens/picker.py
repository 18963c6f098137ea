"""Which commit: tags first, then the commits of HEAD's line, or whatever git understands, typed."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from citydash.figures.filters import fold
from citydash.tui.cells import Parts, fit, wrap
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.modal import Modal
from citydash.tui.state import History, Moment
from citydash.tui.widgets.painted import Fixed
from citydash.tui.widgets.table import Column, Table, styled

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


class MomentList(Table):
    """Tags and commits, the newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="moments", headed=False)
        self.context = context
        self.can_focus = False  # typing goes on while one chooses
        self.columns = (
            Column("day", "", 10), Column("name", "", 8, most=24, grow=1), Column("said", "", 20, grow=6),
        )  # fmt: skip

    def cursor_base(self, base: str) -> str:
        del base
        return "cursor"

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


class Note(Fixed):
    """Why there is nothing to choose from, or what isn't understood."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="note")
        self.context = context
        self.sentence, self.style = "", "muted"

    def say(self, sentence: str, style: str = "muted") -> None:
        self.sentence, self.style = sentence, style
        self.repaint()

    def lines(self, width: int) -> list[Parts]:
        return [((f" {line}", self.style),) for line in wrap(self.sentence, max(20, width - 2))[:2]]


class MomentPicker(Modal):
    """Closed with escape, or once something is chosen: `chosen` is told."""

    CSS_PATH = "picker.tcss"
    AUTO_FOCUS = "#named"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("picker")

    class Resolved(Message):
        """Git has found what was typed, or an error says why not."""

        def __init__(self, moment: Moment | None, error: Exception | None) -> None:
            super().__init__()
            self.moment, self.error = moment, error

    def __init__(
        self, context: Context, title: str, chosen: Callable[[Moment | None], None], now: Moment | None, *,
        files: bool, none: bool,
    ) -> None:  # fmt: skip
        super().__init__(context)
        self.heading, self.chosen, self.now = title, chosen, now
        self.files, self.none = files, none
        self.history: History | None = None
        self.known: list[Row] = []

    def compose(self) -> ComposeResult:
        text = self.context.locale.text
        with Vertical(id="paper") as paper:
            hint = text("a tag, a branch, a date (2026-12-31), HEAD~3, words of a message")
            yield Input(placeholder=hint, id="named", compact=True, select_on_focus=False)
            yield MomentList(self.context)
            yield Note(self.context)
        paper.border_title = self.heading
        paper.border_subtitle = self.keys_told(f"⏎ {text('Choose')}", "↑↓")

    def on_mount(self) -> None:
        self.take_history()

    @property
    def moments(self) -> MomentList:
        return self.query_one(MomentList)

    def take_history(self) -> None:
        """What is known of the history now; asked again once git has answered."""
        history = self.context.loaded.history if self.context.loaded else None
        if history == self.history and self.known:
            return
        self.history = history
        self.known = self._rows(history or History())
        self.refill(is_new=not self.moments.rows)

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

    def refill(self, *, is_new: bool = True) -> None:
        """The rows that have what is typed, and what is typed itself; the cursor stays where nothing new was typed."""
        typed, text = self.query_one(Input).value.strip(), self.context.locale.text
        wanted = fold(typed)
        rows = [row for row in self.known if row.kind != HEADING and wanted in row.searched] if typed else self.known
        if typed:
            rows = [*rows, Row(TYPED, said=text("“{typed}”, as git understands it", typed=typed), asked=typed)]
        self.moments.load(rows)
        if not is_new:
            self._say()
            return
        if typed or self.now is None or self.files or self.none:  # the way back to the files comes first
            self.moments.move(0, 1)
        elif self.now is not None:
            name = self.now.name if any(row.name == self.now.name for row in rows) else self.now.short
            self.moments.move(next((n for n, row in enumerate(rows) if row.name == name), 0), 1)
        self._say()

    def _say(self) -> None:
        history, text, note = self.history, self.context.locale.text, self.query_one(Note)
        if history is None:
            note.say(text("git is asked for the history …"))
        elif history.fault is not None:
            note.say(self.context.locale.error(history.fault), "warn")
        elif history.cut:
            note.say(text("a shallow clone: what was before isn't here (git fetch --unshallow brings it)"), "warn")
        else:
            note.say("")

    def on_resize(self, _event: Resize) -> None:
        self.moments.repaint()

    # choosing

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.refill()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose(self.moments.current)

    @on(MomentList.Opened)
    def _opened(self, message: MomentList.Opened) -> None:
        message.stop()
        self._choose(message.row)

    def _choose(self, row: Row | None) -> None:
        if row is None:
            return
        if row.kind in (FILES, NONE):
            self._end(None)
        elif row.moment is not None:
            self._end(row.moment)
        else:
            self._resolve(row)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _resolve(self, row: Row) -> None:
        try:
            moment = cast("Dashboard", self.app).session.moments.named(row.asked)
        except Exception as error:  # noqa: BLE001 - said under the list
            self.post_message(self.Resolved(None, error))
        else:
            self.post_message(self.Resolved(moment._replace(name=row.name or moment.name), None))

    @on(Resolved)
    def _resolved(self, message: Resolved) -> None:
        if message.error is not None:
            self.query_one(Note).say(self.context.say(message.error), "bad")
        else:
            self._end(message.moment)

    def _end(self, moment: Moment | None) -> None:
        self.app.pop_screen()
        self.chosen(moment)

    def action_move(self, step: int) -> None:
        self.moments.move(self.moments.cursor + step, step)

    def action_page(self, step: int) -> None:
        self.moments.move(self.moments.cursor + step * self.moments.room, step)
