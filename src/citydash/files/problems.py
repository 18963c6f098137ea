"""Every problem that a portfolio can have: its code, severity, sentence and explanation, each said once.

Sentences are English message ids with named fields; a locale translates them, then fields are filled in. Nothing here
reads a file.
"""

# ruff: noqa: E501 - a sentence that is cut in two can't be searched for

from typing import Any, NamedTuple

from citydash.files.shown import key_path


class Rule(NamedTuple):
    """One code: `sentence` is for a line of `citydash check`, `page` for `citydash help CODE`."""

    severity: str
    sentence: str
    page: str


class Problem(NamedTuple):
    """One finding. `line` and `column` start at 1, and are 0 until located; `keys` is the path of TOML keys.

    `args` fills the fields of the rule's sentence; `hint` is the nearest known name, or "".
    """

    code: str
    path: str
    keys: tuple[str, ...] = ()
    args: dict[str, Any] = {}  # noqa: RUF012 - never changed, and a NamedTuple's default has to be a value
    hint: str = ""
    line: int = 0
    column: int = 0

    @property
    def severity(self) -> str:
        return RULES[self.code].severity

    @property
    def sentence(self) -> str:
        """The message id that says it: its rule's, or the one with an advice for the line that isn't TOML."""
        return ADVISED if self.args.get("advice") else RULES[self.code].sentence

    @property
    def key_path(self) -> str:
        """The keys as TOML writes them; "" where a whole file is meant."""
        return key_path(self.keys)


def _(text: str) -> str:
    """Marks a message id for extraction."""
    return text


E, W = "error", "warning"
ADVISED = _("this is not valid TOML: {advice}")
RULES: dict[str, Rule] = {
    "unparsable": Rule(
        E,
        _("this is not valid TOML: {detail}"),
        _(
            "The file doesn't follow TOML 1.0, so nothing in it could be read. The rest of the town is loaded. Correct the line indicated; the parser's own words say what it expected there."
        ),
    ),
    "conflict": Rule(
        E,
        _(
            "git conflict markers are left in this file: choose one side and remove the lines that start with <<<<<<<, ======= and >>>>>>>"
        ),
        _(
            "A merge stopped half-way. Open the file, keep the right lines, and remove the three lines of markers. `git status` lists the files concerned."
        ),
    ),
    "bom": Rule(
        E,
        _("the file starts with a byte order mark: save it as UTF-8 without BOM"),
        _(
            "Some editors on Windows put three invisible bytes before the text. TOML doesn't allow them. Choose “UTF-8” rather than “UTF-8 with BOM” when saving."
        ),
    ),
    "encoding": Rule(
        E,
        _("the file is not UTF-8 (byte {byte} can't be read): save it as UTF-8"),
        _(
            "TOML files are UTF-8. This one was probably saved as Windows-1252 or Latin-1, where accented letters are other bytes."
        ),
    ),
    "too-large": Rule(
        E,
        _("the file is {size} MB; citydash reads up to {limit} MB: split it into one file per project"),
        _(
            "A file this large is more probably something else that took the name of a portfolio. One file per project, in a folder, is the advised layout."
        ),
    ),
    "too-deep": Rule(
        E,
        _("tables or lists are nested more than {limit} levels deep"),
        _("The format needs six levels. A file nested this deep could stop the parser, so it isn't read."),
    ),
    "unreadable": Rule(
        E,
        _("the file can't be read: {detail}"),
        _("The system refused to open the file: check its permissions, or the link's target."),
    ),
    "not-a-file": Rule(
        E,
        _("this name is for a portfolio file, but it is not a regular file"),
        _("A folder, a pipe or a device has a name that ends in .toml. Rename it."),
    ),
    "link-loop": Rule(
        E,
        _("this link leads back to a folder that contains it; it was not followed"),
        _("Following a symbolic link that points to one of its own parents would never end."),
    ),
    "link-twice": Rule(
        W,
        _("this link leads to another folder of the workspace; it was not followed, so that nothing counts twice"),
        _(
            "A town counts where its folder stands. A symbolic link to it, or to a folder of towns, would count it a second time under another name."
        ),
    ),
    "bad-name": Rule(
        E,
        _(
            "“{name}” can't be an id: use lower-case letters a–z, digits and hyphens, up to 64, starting with a letter or digit"
        ),
        _(
            "Folders, files, projects, departments, sources, authorisations, milestones and lines are named by ids that stay the same for ever and are easy to type. Titles take any letter."
        ),
    ),
    "reserved-name": Rule(
        E,
        _("“{name}” is a reserved name and can't be a portfolio's"),
        _("town, portfolio and scenarios have a meaning of their own in a town's folder."),
    ),
    "portfolio-twice": Rule(
        E,
        _("both {name}.toml and the folder {name}/ claim the portfolio “{name}”; neither is loaded"),
        _(
            "A portfolio is either one file or one folder with portfolio.toml in it. Move the file's projects into the folder."
        ),
    ),
    "nested-town": Rule(
        E,
        _("a town.toml inside another town's folder; the folder is not loaded"),
        _("A town's folder holds portfolios. Put the two towns side by side."),
    ),
    "misplaced-file": Rule(
        E,
        _("a portfolio's folder holds files, not folders: this file is not loaded"),
        _("Files two levels below a town are not read. Move the file up, beside portfolio.toml."),
    ),
    "newer-format": Rule(
        E,
        _(
            "the town uses format {format}; this citydash knows format {known}: nothing of the town is loaded until citydash is updated"
        ),
        _(
            "`format` rises when the meaning of a key changes. Reading such files with an older program could give wrong figures, so it refuses."
        ),
    ),
    "duplicate-town": Rule(
        E,
        _("the town “{name}” is also in {others}; none of them is loaded"),
        _("A town's id is its folder's name, and two folders have the same. Rename one."),
    ),
    "duplicate-project": Rule(
        E,
        _("the project “{name}” is also in {others}; none of the copies is loaded"),
        _(
            "A project's id is unique in its town. It is often the trace of a copied file or of a merge: keep one, or give the other an id of its own."
        ),
    ),
    "duplicate-portfolio": Rule(
        E,
        _("the portfolio “{name}” has another [portfolio] header in {others}"),
        _("One header per portfolio: in its file, or in portfolio.toml of its folder."),
    ),
    "missing-portfolio": Rule(
        E,
        _("the portfolio “{name}” has no [portfolio] header with a title and a pillar"),
        _(
            "A portfolio's file starts with [portfolio]; a folder has it in portfolio.toml. Without it the projects are loaded under the id, and under no pillar."
        ),
    ),
    "unknown-key": Rule(
        E,
        _("“{name}” is not a key of the format here"),
        _(
            "Unknown keys are errors so that a typing mistake can't silently lose money. `citydash schema` lists every key for your editor."
        ),
    ),
    "missing-key": Rule(
        E,
        _("“{name}” is missing"),
        _(
            "Required: names of town, departments and sources; a source's level and kind; a portfolio's title and pillar; a project's title, status and lead; a funding line's status; a milestone's title."
        ),
    ),
    "wrong-type": Rule(
        E,
        _("{expected} was expected here"),
        _(
            "TOML has types: 1000 is a number, “1000” a text. Amounts and dates stand without quotes; texts stand between them."
        ),
    ),
    "unknown-word": Rule(
        E,
        _("“{value}” is not one of: {expected}"),
        _("Statuses, levels, kinds and the like come from fixed lists, so that they mean the same in every town."),
    ),
    "bad-text": Rule(
        E,
        _("the text holds a control character or a bidirectional override ({character})"),
        _(
            "Texts end up in a terminal, a spreadsheet and a web page, where such characters can hide or forge content. A summary stands on one line; a backslash at a line's end continues it."
        ),
    ),
    "empty-text": Rule(
        E,
        _("the text is empty"),
        _("Write the text, or leave the key out."),
    ),
    "empty-table": Rule(
        E,
        _("the table is empty"),
        _(
            "An empty table is what a careless “accept both” leaves behind after a merge: the lines that stood under it may have gone elsewhere. Write them, or remove the header."
        ),
    ),
    "out-of-range": Rule(
        E,
        _("expected {expected}"),
        _(
            "Each key has bounds: priority 1 to 5, months 1 to 12, years 1990 to 2100, investment planned never negative, amounts up to ten trillion."
        ),
    ),
    "decimals": Rule(
        E,
        _("an amount has at most {places} decimals; thousands are written 12_500"),
        _(
            "Amounts are exact to the cent, and never rounded when read. The point is a decimal mark: 12.500 would be twelve and a half, so thousands are written 12500 or 12_500."
        ),
    ),
    "bad-year": Rule(
        E,
        _("“{name}” is not a year from 1990 to 2100, nor earlier, later or undated"),
        _(
            "Amounts by year use bare keys of four digits; three words stand beside them: earlier (before the plan), later (beyond it), undated (only a total is known)."
        ),
    ),
    "rate-above-one": Rule(
        E,
        _("a rate is between 0 and 1 (0.35 is 35%)"),
        _("Rates, shares and progress are written as a fraction of 1."),
    ),
    "bad-siret": Rule(
        E,
        _("the SIRET {value} is wrong: its check digit doesn't match"),
        _(
            "A SIRET has 14 digits and a Luhn check digit (La Poste's establishments excepted, whose digits sum to a multiple of five). One digit was probably mistyped."
        ),
    ),
    "dates-order": Rule(
        E,
        _("{last} is before {first}"),
        _("The end of a period stands before its start."),
    ),
    "missing-date": Rule(
        E,
        _("a milestone needs a date: baseline, due or met"),
        _("baseline is the first date agreed, due the current one, met the actual one."),
    ),
    "unknown-department": Rule(
        E,
        _("no department “{name}” in town.toml"),
        _(
            "Budget lines and leads name a department of town.toml. The amounts count all the same, under the name as written."
        ),
    ),
    "unknown-source": Rule(
        E,
        _("no source “{name}” in town.toml"),
        _(
            "Funding lines name a source of town.toml, by their key or by `source`. The amounts count all the same; since the kind isn't known, they aren't subtracted from the net cost."
        ),
    ),
    "unknown-authorisation": Rule(
        E,
        _("no authorisation “{name}” in town.toml"),
        _("A project names an authorisation (AP) of town.toml."),
    ),
    "unknown-project": Rule(
        E,
        _("no project “{name}” in this town to depend on"),
        _("depends_on lists ids of projects of the same town."),
    ),
    "unknown-milestone": Rule(
        E,
        _("no milestone “{name}” in this project to depend on"),
        _("A milestone's depends_on lists ids of milestones of the same project."),
    ),
    "dependency-cycle": Rule(
        E,
        _("circular dependency: {names}"),
        _("Each waits for the next, and the last for the first; none could start. Remove one of the dependencies."),
    ),
    "received-above-awarded": Rule(
        W,
        _("received {received} is more than awarded {awarded}"),
        _(
            "More was received than was awarded: an amending decision is missing, or money was booked on the wrong line."
        ),
    ),
    "paid-above-committed": Rule(
        W,
        _("paid {paid} is more than committed {committed}, all years together"),
        _("A payment needs a commitment first. Compared cumulated over the years, never year by year."),
    ),
    "cancelled-planned": Rule(
        W,
        _("the project is cancelled, yet {planned} are planned and {paid} were paid"),
        _("A cancelled project keeps in its plan only what was spent; what remains planned inflates every total."),
    ),
    "planned-above-authorisation": Rule(
        W,
        _("its projects plan {planned}, the votes sum to {votes}"),
        _(
            "What the projects of an authorisation plan in its section, all years together, doesn't exceed what was voted (AP): the authorisation is to be revised, or a project moved out of it."
        ),
    ),
    "committed-above-authorisation": Rule(
        W,
        _("its projects commit {committed}, the votes sum to {votes}"),
        _(
            "An authorisation (AP) is the most that may be committed: a vote is missing, or a commitment stands under the wrong authorisation."
        ),
    ),
    "credits-mismatch": Rule(
        W,
        _("the credits sum to {credits}, the votes to {votes}"),
        _("An authorisation's payment credits (CP) add up to what was voted (AP)."),
    ),
}


def nearest(name: str, known: "list[str] | tuple[str, ...]") -> str:
    """The known name that was probably meant: by its French word, its letters, or one of its parts; or ""."""
    import difflib  # noqa: PLC0415 - only when there is a problem to report

    from citydash.model.french import meant  # noqa: PLC0415 - likewise

    if french := next((word for word in meant(name) if word in known), ""):
        return french
    if match := difflib.get_close_matches(name, known, n=1, cutoff=0.6):
        return match[0]
    parts = {part: one for one in known for part in one.split("-") if "-" in one and len(part) > 4}
    part = difflib.get_close_matches(name, parts, n=1, cutoff=0.8)
    return parts[part[0]] if part else ""
