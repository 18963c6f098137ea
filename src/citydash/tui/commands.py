"""Every command of the dashboard, once: key bindings, palette, footer and help are made from this tuple."""

from typing import NamedTuple

from textual.binding import Binding, BindingType


def N_(text: str) -> str:  # noqa: N802 - gettext's name for marking an id
    """Marks a message id for extraction; it is translated where it is shown."""
    return text


class Command(NamedTuple):
    """One command. `where` is the room that it works in: `app` is everywhere, else a screen's or a widget's name.

    `label` stands in the footer and names it in the palette; `about` is the help's sentence. A `shown` of 0 keeps it
    out of the footer; else the lowest stay longest when the line is short.
    """

    where: str
    keys: str
    action: str
    label: str
    about: str
    sign: str = ""
    shown: int = 0
    in_palette: bool = True


COMMANDS = (
    Command("app", "1", "show('overview')", N_("Overview"),
            N_("headline figures, cost by portfolio, what needs attention"), shown=1),
    Command("app", "2", "show('projects')", N_("Projects"), N_("every project in a table, with a preview"), shown=1),
    Command("app", "4", "show('budget')", N_("Budget"),
            N_("amounts by any two axes, down to the lines of the files"), shown=1),
    Command("rows", "up", "up", N_("Up"), N_("the row above"), "↑", in_palette=False),
    Command("rows", "down", "down", N_("Down"), N_("the row below"), "↓", in_palette=False),
    Command("rows", "pageup", "page_up", N_("Page up"), N_("one screen up"), "⇞", in_palette=False),
    Command("rows", "pagedown", "page_down", N_("Page down"), N_("one screen down"), "⇟", in_palette=False),
    Command("rows", "home", "first", N_("First"), N_("the first row"), "↖", in_palette=False),
    Command("rows", "end", "last", N_("Last"), N_("the last row"), "↘", in_palette=False),
    Command("rows", "enter", "open", N_("Open"), N_("open the selected row"), "⏎", shown=3, in_palette=False),
    Command("projects", "o", "sort(1)", N_("Sort"), N_("sort by the next column (or click on its title)"), shown=4),
    Command("projects", "O", "sort(-1)", N_("Sort by the column before"), N_("sort by the column before")),
    Command("projects", "r", "reverse", N_("Reverse"), N_("reverse the order"), shown=5),
    Command("projects", "v", "preview", N_("Preview"), N_("show or hide the preview beside the table"), shown=5),
    Command("budget", "x", "rows", N_("Rows"), N_("the next axis for the rows"), shown=4),
    Command("budget", "k", "columns", N_("Columns"), N_("columns by year, by stage or by section"), shown=4),
    Command("budget", "m", "measure", N_("Measure"), N_("planned, voted, committed, paid … then money in"), shown=4),
    Command("budget", "i", "section", N_("Section"), N_("both sections, investment, operating"), shown=4),
    Command("budget", "left", "years(-1)", N_("Earlier years"),
            N_("move the window of years back"), "←", in_palette=False),
    Command("budget", "right", "years(1)", N_("Later years"),
            N_("move the window of years on"), "→", in_palette=False),
    Command("app", "slash", "filter", N_("Filter"),
            N_("choose projects: words, status:, cost:, is:late …"), "/", shown=2),
    Command("app", "escape", "back", N_("Back"),
            N_("back to where you came from; at the top, clear the filter"), "esc", shown=6),
    Command("app", "e", "edit", N_("Edit"), N_("open the file at the line in $VISUAL or $EDITOR"), shown=6),
    Command("app", "y", "copy", N_("Copy"), N_("copy what is shown, ready for a spreadsheet"), shown=7),
    Command("app", "c", "certainty", N_("Certainty"),
            N_("which funding counts: possible, probable, secured"), shown=6),
    Command("app", "l", "language", N_("Language"), N_("français or English"), shown=8),
    Command("app", "t", "theme", N_("Theme"), N_("dark, light, high contrast"), shown=9),
    Command("app", "tab", "focus_next", N_("Next pane"), N_("to the next pane of the screen"), "⇥", in_palette=False),
    Command("app", "question_mark", "help", N_("Help"), N_("the keys of this screen"), "?", shown=2),
    Command("app", "ctrl+p", "palette", N_("Palette"),
            N_("find a command or a project by name"), "^p", shown=8, in_palette=False),
    Command("app", "q", "quit", N_("Quit"), N_("close the dashboard"), shown=6),
)  # fmt: skip


def commands_of(*rooms: str) -> tuple[Command, ...]:
    """The commands that work in some rooms, in the tuple's order."""
    return tuple(command for command in COMMANDS if command.where in rooms)


def bindings_for(*rooms: str) -> list[BindingType]:
    """What Textual binds. Labels are translated by who shows them, so Textual's own footer isn't used."""
    if rooms == ("modal",):  # closed by any key that would leave or repeat it
        return [Binding("escape,question_mark,q", "app.back", show=False), Binding("e", "app.edit", show=False)]
    return [
        Binding(command.keys, command.action, command.label, show=False, id=f"{command.where}.{command.keys}")
        for command in commands_of(*rooms)
    ]


def sign_of(command: Command) -> str:
    """How a command's key is written."""
    return command.sign or command.keys
