"""Where to write the report that says what the screen shows: a name, a format, and the command that does the same."""

import os
import re
import shlex
from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Click
from textual.message import Message
from textual.widgets import Input

from citydash.tui import DashboardOptions
from citydash.tui.cells import Part, Parts, wrap
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.modal import Modal
from citydash.tui.state import Moment
from citydash.tui.widgets.boxes import Column
from citydash.tui.widgets.painted import Fixed

ENDINGS = {
    "markdown": "md", "text": "txt", "html": "html", "xlsx": "xlsx", "csv": "csv", "json": "json", "sarif": "sarif",
}  # fmt: skip
"""Format → a file's ending."""
FORMATS = {
    "report": ("markdown", "text", "html", "xlsx", "csv", "json"),
    "explain": ("markdown", "text", "csv", "json"),
    "check": ("text", "json", "sarif"),
    "diff": ("markdown", "text", "html", "xlsx", "csv", "json"),
}
"""Command → the formats that it writes, the one to propose first."""
MOST_OF_HASH = 20
"""Letters of a commit's name that a file's name takes."""
COMMAND_LINES = 4
"""Lines that the equivalent command takes at most."""


def file_name(context: Context, arguments: tuple[str, ...]) -> str:
    """A name that says workspace, report and day: valombre-budget-2026-11-22. Letters, digits, hyphens only."""
    words = [word for word in arguments[1:3] if not word.startswith("-")] or [arguments[0]]
    words = words[1:] if words[0] == "project" and len(words) > 1 else words[:1]
    if arguments[0] == "diff":
        words = ["diff", arguments[1][:MOST_OF_HASH]]
    elif context.loaded is not None and context.loaded.at is not None:
        words.append(context.loaded.at.name or context.loaded.at.short)
    said = "-".join((context.root_name, *words, context.today))
    return re.sub(r"[^\w-]+", "-", said).strip("-")


def shown_command(line: tuple[str, ...]) -> str:
    """A command as it is typed in a shell."""
    said = []
    for word in line:
        name, equals, value = word.partition("=")
        said.append(f"{name} {shlex.quote(value)}" if word.startswith("--") and equals else shlex.quote(word))
    return " ".join(("citydash", *said))


def common_options(options: DashboardOptions, language: str, at: Moment | None = None) -> tuple[str, ...]:
    """What holds for the whole dashboard, as options of a command."""
    common = [f"--workspace={options.root}", *(f"--town={town}" for town in options.towns), f"--lang={language}"]
    if at is not None:
        common.append(f"--at={at.key}")
    if options.today is not None:
        common.append(f"--today={options.today}")
    if options.ascii:
        common.append("--ascii")
    return tuple(common)


def with_options(arguments: tuple[str, ...], options: tuple[str, ...]) -> tuple[str, ...]:
    """Arguments and options: after `--` stands what may look like an option."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return (*arguments[:end], *options, *arguments[end:])


class Formats(Fixed):
    """The formats, the chosen one marked; a click chooses."""

    DEFAULT_CSS = "Formats { height: 1; }"

    class Chosen(Message):
        """A click on a format."""

        def __init__(self, form: str) -> None:
            super().__init__()
            self.form = form

    def __init__(self, context: Context) -> None:
        super().__init__(id="formats")
        self.context = context
        self.formats: tuple[str, ...] = ()
        self.chosen = ""

    def label(self, form: str) -> str:
        text = self.context.locale.text
        names = {"text": text("text"), "markdown": "Markdown", "xlsx": "Excel"}
        marks = self.context.glyphs.certainty
        return f"{marks['secured'] if form == self.chosen else marks['possible']} {names.get(form, form.upper())}"

    def lines(self, width: int) -> list[Parts]:
        del width
        parts: list[Part] = [(" ", "text")]
        for form in self.formats:
            parts += [(self.label(form), "strong" if form == self.chosen else "muted"), ("   ", "text")]
        return [tuple(parts)]

    def on_click(self, event: Click) -> None:
        start = 1
        for form in self.formats:
            end = start + len(self.label(form)) + 3
            if start <= event.x < end:
                self.post_message(self.Chosen(form))
            start = end


class Said(Fixed):
    """What will be done, or why it wasn't."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="said")
        self.context = context
        self.sentence, self.style = "", "warn"
        self.command = ""

    def say(self, sentence: str, style: str = "warn") -> None:
        self.sentence, self.style = sentence, style
        self.repaint()

    def lines(self, width: int) -> list[Parts]:
        room = max(20, width - 2)
        found: list[Parts] = [((f" {line}", self.style),) for line in wrap(self.sentence, room)[:2]]
        found += [()] * (2 - len(found))
        same = self.context.locale.text("as a command:")
        found.append(((f" {same}", "muted"),))
        return [*found, *(((f" {line}", "muted"),) for line in wrap(self.command, room)[:COMMAND_LINES])]


class SaveScreen(Modal):
    """Closed with escape, or once the file is written."""

    CSS_PATH = "save.tcss"
    AUTO_FOCUS = "#name"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("save")

    class Done(Message):
        """A file was written, or an error says why not; in which laying of the paper, and the command that does it."""

        def __init__(self, laid: int, path: str, command: str, error: Exception | None) -> None:
            super().__init__()
            self.laid, self.path, self.command, self.error = laid, path, command, error

    options: DashboardOptions
    remember_form: Callable[[str], None]
    arguments: tuple[str, ...]
    formats: tuple[str, ...]
    form: str
    default: str
    confirmed: str
    """A file that is there already, once the user was told so."""
    writing: bool

    def about(
        self, arguments: tuple[str, ...], options: DashboardOptions, form: str, remember_form: Callable[[str], None]
    ) -> "SaveScreen":
        """The command whose report is written, and the format of last time; `remember_form` is told the next."""
        context = self.context
        self.options, self.remember_form = options, remember_form
        at = context.loaded.at if context.loaded is not None and arguments[0] != "diff" else None
        self.arguments = with_options(arguments, common_options(options, context.locale.language, at))
        self.formats = FORMATS[arguments[0]]
        self.form = form if form in self.formats else self.formats[0]
        self.default = file_name(context, arguments)
        self.confirmed, self.writing = "", False
        return self

    def compose(self) -> ComposeResult:
        with Column(id="paper"):
            yield Input(id="name", compact=True, select_on_focus=False)
            yield Formats(self.context)
            yield Said(self.context)

    def fill(self) -> None:
        text, paper, formats = self.context.locale.text, self.query_one("#paper"), self.query_one(Formats)
        paper.border_title = text("Save what is shown")
        save, form = text("Save"), text("format")
        paper.border_subtitle = self.keys_told(f"[@click=screen.save]⏎ {save}[/]", f"↑↓ {form}")
        formats.formats, formats.chosen = self.formats, self.form
        formats.repaint()
        box = self.query_one(Input)
        with box.prevent(Input.Changed):
            box.value = f"{self.default}.{ENDINGS[self.form]}"
        box.cursor_position = len(box.value)
        self.say_what()

    @property
    def path(self) -> str:
        """The file that is named; a name that starts with a hyphen is one, too."""
        name = os.path.expanduser(self.query_one(Input).value.strip())  # noqa: PTH111 - as a shell would
        return f"./{name}" if name.startswith("-") else name

    def say_what(self) -> None:
        """What stands under the name, as it is now."""
        said, path, text = self.query_one(Said), self.path, self.context.locale.text
        said.command = shown_command(with_options(self.arguments, (f"--format={self.form}", f"--output={path}")))
        if not path:
            said.say(text("name a file"))
        elif os.path.exists(path):  # noqa: PTH110 - as it was typed
            said.say(text("this file is there already: it would be replaced"))
        else:
            said.say("")

    @on(Formats.Chosen)
    def _chosen(self, message: Formats.Chosen) -> None:
        self.choose(message.form)

    def choose(self, form: str) -> None:
        """Another format, and the ending that goes with it."""
        box = self.query_one(Input)
        stem, dot, ending = box.value.rpartition(".")
        if dot and ending == ENDINGS[self.form]:
            box.value = f"{stem}.{ENDINGS[form]}"
            box.cursor_position = len(box.value)
        self.form = self.query_one(Formats).chosen = form
        self.query_one(Formats).repaint()
        self.say_what()

    def action_form(self, step: int) -> None:
        now = self.formats.index(self.form)
        self.choose(self.formats[(now + step) % len(self.formats)])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.say_what()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Write it; a file that is there only once the user has seen that and says so again."""
        path, text = self.path, self.context.locale.text
        if not path or self.writing:
            return
        if os.path.exists(path) and self.confirmed != path:  # noqa: PTH110 - as it was typed
            self.confirmed = path
            self.query_one(Said).say(text("this file is there already: enter again to replace it"), "bad")
            return
        self.writing = True
        self.query_one(Said).say(text("writing …"), "text")
        self._write(self.laid, path, self.form, self.arguments, self.query_one(Said).command)

    @work(thread=True, exit_on_error=False)
    def _write(self, laid: int, path: str, form: str, arguments: tuple[str, ...], command: str) -> None:
        error = None
        try:
            if self.options.save is not None:
                self.options.save(arguments, path, form)
        except Exception as fault:  # noqa: BLE001 - said under the name
            error = fault
        self.post_message(self.Done(laid, path, command, error))

    @on(Done)
    def _done(self, message: Done) -> None:
        """Close the paper and say it; to who has left it meanwhile, or laid it anew, it is said alone."""
        stays = self.is_current and self.laid == message.laid
        if message.error is not None:
            said = self.context.say(message.error)
            if stays:
                self.writing = False
                self.query_one(Said).say(said, "bad")
            else:
                self.app.notify(said, severity="error", markup=False)
            return
        if stays:
            self.remember_form(self.form)
            self.app.pop_screen()
        text = self.context.locale.text("{path} written", path=message.path)
        self.app.notify(f"{text}\n{message.command}", markup=False)
