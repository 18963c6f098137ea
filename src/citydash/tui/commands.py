"""Every command of the dashboard, once: key bindings, palette, footer and help are made from this tuple."""

from collections.abc import Callable
from typing import NamedTuple

from textual.binding import Binding, BindingType

from citydash.errors import N_


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
    Command("app", "3", "show('timeline')", N_("Timeline"),
            N_("projects, milestones and money on one time axis"), shown=1),
    Command("app", "4", "show('budget')", N_("Budget"),
            N_("amounts by any two axes, down to the lines of the files"), shown=1),
    Command("app", "5", "show('funding')", N_("Funding"),
            N_("where money comes from, what remains to pay, deadlines, what is at risk"), shown=1),
    Command("app", "6", "show('agenda')", N_("Agenda"),
            N_("milestones, deadlines and calls by day, late first"), shown=1),
    Command("app", "7", "show('changes')", N_("Changes"),
            N_("what changed between two commits, tags or dates, and who and why"), shown=1),
    Command("app", "8", "show('problems')", N_("Problems"),
            N_("every error and warning of the files, with its lines"), shown=1),
    Command("rows", "up", "up", N_("Up"), N_("the row above"), "↑", in_palette=False),
    Command("rows", "down", "down", N_("Down"), N_("the row below"), "↓", in_palette=False),
    Command("rows", "pageup", "page_up", N_("Page up"), N_("one screen up"), N_("PgUp"), in_palette=False),
    Command("rows", "pagedown", "page_down", N_("Page down"), N_("one screen down"), N_("PgDn"), in_palette=False),
    Command("rows", "home", "first", N_("First"), N_("the first row"), N_("Home"), in_palette=False),
    Command("rows", "end", "last", N_("Last"), N_("the last row"), N_("End"), in_palette=False),
    Command("rows", "enter", "open", N_("Open"), N_("open the selected row"), "⏎", shown=3, in_palette=False),
    Command("overview", "p", "groups", N_("Pillars"), N_("cost by pillar instead of by portfolio, and back"), shown=5),
    Command("projects", "o", "sort(1)", N_("Sort"), N_("sort by the next column (or click on its title)"), shown=4),
    Command("projects", "O", "sort(-1)", N_("Sort by previous column"), N_("sort by the previous column")),
    Command("projects", "r", "reverse", N_("Reverse"), N_("reverse the order"), shown=5),
    Command("projects", "k", "columns", N_("Columns"), N_("choose the columns of the table"), shown=5),
    Command("columns", "space", "choose", N_("Show or hide"), N_("show or hide the column"), "␣", in_palette=False),
    Command("projects", "v", "preview", N_("Preview"), N_("show or hide the preview beside the table"), shown=5),
    Command("timeline", "g", "group", N_("Group"),
            N_("group by portfolio, by lead, by status; by town where there are several"), shown=4),
    Command("timeline", "space", "fold", N_("Fold"), N_("fold or unfold the group"), "␣", shown=4),
    Command("timeline", "z", "fold_all", N_("Fold all"), N_("fold every group, or unfold them all"), shown=5),
    Command("timeline", "plus", "zoom(1)", N_("Zoom in"), N_("years, quarters, months"), "+", shown=4),
    Command("timeline", "minus", "zoom(-1)", N_("Zoom out"), N_("months, quarters, years"), "−", shown=4),
    Command("timeline", "left", "pan(-1)", N_("Earlier"), N_("move back in time"), "←", in_palette=False),
    Command("timeline", "right", "pan(1)", N_("Later"), N_("move on in time"), "→", in_palette=False),
    Command("timeline", "shift+left", "pan(-4)", N_("Much earlier"),
            N_("move back by four steps"), "⇧←", in_palette=False),
    Command("timeline", "shift+right", "pan(4)", N_("Much later"),
            N_("move on by four steps"), "⇧→", in_palette=False),
    Command("timeline", "n", "now", N_("Today"), N_("bring today into sight"), shown=5),
    Command("timeline", "b", "bar", N_("Its bar"), N_("bring the start of the selected row's bar into sight"), shown=6),
    Command("budget", "a", "choose", N_("Axes…"), N_("choose axes, columns, measure and section from a list"), shown=4),
    Command("budget", "x", "next('rows')", N_("Rows"), N_("the next axis for the rows"), shown=5),
    Command("budget", "X", "next('then')", N_("Then by"),
            N_("the next second axis, or none: subtotals of the first"), shown=5),
    Command("budget", "k", "next('columns')", N_("Columns"),
            N_("columns by year, by stage, by section, or the total alone"), shown=5),
    Command("budget", "m", "next('measure')", N_("Measure"),
            N_("planned, voted, committed, paid … then money in"), shown=4),
    Command("budget", "i", "next('section')", N_("Section"), N_("both sections, investment, operating"), shown=5),
    Command("budget", "left", "cell(-1)", N_("Previous cell"),
            N_("the cell to the left; at the edge, earlier years"), "←", in_palette=False),
    Command("budget", "right", "cell(1)", N_("Next cell"),
            N_("the cell to the right; at the edge, later years"), "→", in_palette=False),
    Command("budget", "shift+left", "years(-1)", N_("Earlier years"),
            N_("move the window of years back"), "⇧←", in_palette=False),
    Command("budget", "shift+right", "years(1)", N_("Later years"),
            N_("move the window of years on"), "⇧→", in_palette=False),
    Command("budget", "space", "fold", N_("Fold"), N_("fold or unfold the group"), "␣", shown=6),
    Command("budget", "z", "fold_all", N_("Fold all"), N_("fold every group, or unfold them all"), shown=7),
    Command("funding", "v", "lists", N_("Deadlines"), N_("show or hide deadlines and risks"), shown=4),
    Command("funding", "g", "group", N_("Group"), N_("group by source, by funder, by level or by certainty"), shown=4),
    Command("funding", "space", "fold", N_("Fold"), N_("fold or unfold the group"), "␣", shown=5),
    Command("funding", "z", "fold_all", N_("Fold all"), N_("fold every group, or unfold them all"), shown=6),
    Command("agenda", "k", "kind", N_("Kind"), N_("everything, milestones, funding deadlines, calls"), shown=4),
    Command("agenda", "v", "state", N_("State"), N_("late and ahead, late, done, everything"), shown=4),
    Command("agenda", "n", "now", N_("Today"), N_("to the first event from today on"), shown=4),
    Command("changes", "f", "pick('old')", N_("From…"),
            N_("choose what is compared: a commit, a tag, a date"), shown=4),
    Command("changes", "u", "pick('new')", N_("Until…"),
            N_("choose what it is compared with; the files as they are, too"), shown=4),
    Command("changes", "x", "swap", N_("Swap"), N_("before and after change places"), shown=6),
    Command("changes", "o", "sort(1)", N_("Sort"), N_("sort by the next column (or click on its title)"), shown=5),
    Command("changes", "O", "sort(-1)", N_("Sort by previous column"), N_("sort by the previous column")),
    Command("changes", "r", "reverse", N_("Reverse"), N_("reverse the order"), shown=6),
    Command("changes", "v", "detail", N_("Details"),
            N_("show or hide what changed in the selected project"), shown=5),
    Command("problems", "g", "group", N_("Group"), N_("group by file, by severity or by code"), shown=4),
    Command("problems", "x", "explain", N_("Explain"),
            N_("what the problem's code means, as citydash help says it"), shown=4),
    Command("problems", "p", "project", N_("Project"), N_("the page of the project that the line belongs to"), shown=4),
    Command("save", "up", "form(-1)", N_("Format"), N_("the previous format"), "↑", in_palette=False),
    Command("save", "down", "form(1)", N_("Format"), N_("the next format"), "↓", in_palette=False),
    Command("save", "escape", "app.back", N_("Back"), N_("without saving"), "esc", in_palette=False),
    Command("picker", "up", "move(-1)", N_("Up"), N_("the row above"), "↑", in_palette=False),
    Command("picker", "down", "move(1)", N_("Down"), N_("the row below"), "↓", in_palette=False),
    Command("picker", "pageup", "page(-1)", N_("Page up"), N_("one screen up"), N_("PgUp"), in_palette=False),
    Command("picker", "pagedown", "page(1)", N_("Page down"), N_("one screen down"), N_("PgDn"), in_palette=False),
    Command("picker", "escape", "app.back", N_("Back"), N_("without choosing"), "esc", in_palette=False),
    Command("app", "slash", "filter", N_("Filter"),
            N_("choose projects: words, status:, cost:, is:late …"), "/", shown=2),
    Command("app", "escape", "back", N_("Back"),
            N_("back to where you came from; at the top, clear the filter"), "esc", shown=6),
    Command("app", "e", "edit", N_("Edit"), N_("open the file at the line in $VISUAL or $EDITOR"), shown=6),
    Command("app", "s", "save", N_("Save"), N_("save what is shown as a report, in a file"), shown=7),
    Command("app", "y", "copy", N_("Copy"), N_("copy what is shown, ready for a spreadsheet"), shown=7),
    Command("app", "c", "certainty", N_("Certainty"),
            N_("which funding counts: possible, probable, secured"), shown=6),
    Command("app", "d", "as_of", N_("As of…"),
            N_("show the plan as of a commit, a tag or a date, and come back to the files"), shown=7),
    Command("app", "B", "baseline", N_("Baseline…"),
            N_("compare with a commit, a tag or a date: ghost bars, Δ columns"), shown=8),
    Command("app", "l", "language", N_("Language"), N_("français or English"), shown=8),
    Command("app", "t", "theme", N_("Theme"), N_("dark, light, high contrast"), shown=9),
    Command("app", "tab", "focus_next", N_("Next pane"), N_("to the next pane of the screen"), "⇥", in_palette=False),
    Command("app", "question_mark", "help", N_("Help"), N_("the keys of this screen"), "?", shown=2),
    Command("app", "ctrl+p", "palette", N_("Palette"),
            N_("find a command, a project, a department or a source by name"), "^p", shown=8, in_palette=False),
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


def sign_of(command: Command, text: Callable[[str], str], *, ascii_only: bool = False) -> str:
    """How a command's key is written. Signs may be words that `text` translates; a letter is the key, and stays it."""
    if not command.sign or (ascii_only and not command.sign.isascii()):
        return command.keys
    return text(command.sign)
