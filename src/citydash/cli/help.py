"""`citydash help [TOPIC]`: the filter language, a problem's code, what a figure means."""

import re

from citydash.cli import COMMANDS
from citydash.cli.common import Parser, emit, new_parser
from citydash.errors import N_, OK, UsageError
from citydash.figures.filters import KEYS, STATES
from citydash.files.problems import RULES, nearest
from citydash.locale import Locale

EXAMPLES = """
citydash help filter
citydash help problems
citydash help unknown-department
citydash help figures
citydash help snapshots
"""
TOPICS = ("filter", "problems", "figures", "snapshots", "commands")


_FILTER = {
    "town": N_("the project's town, by id or name"),
    "portfolio": N_("the portfolio, by id"),
    "pillar": N_("data or citizen"),
    "department": N_("a department that has a budget line in the project, by id"),
    "lead": N_("the lead department, by id"),
    "section": N_("investment or operating: the project has amounts in it"),
    "source": N_("a funding source of the project, by id"),
    "funder": N_("who runs one of its funding sources"),
    "level": N_("level of one of its funding sources: eu, state, region …"),
    "certainty": N_("one of its funding lines is secured, probable, possible or lost"),
    "tag": N_("one of its tags"),
    "id": N_("the project's id"),
    "code": N_("one of its codes, such as the operation number"),
    "manager": N_("the manager's role"),
    "authorisation": N_("the authorisation (AP) that it names"),
    "weather": N_("the last review's weather: green, amber, red"),
    "dpia": N_("the data protection impact assessment: to-do, in-progress …"),
    "status": N_("status; a range follows the order from idea to closed"),
    "priority": N_("1 (highest) to 5"),
    "cost": N_("cost in units of the currency: 500k.. or 1.5M..2M"),
    "paid": N_("the part of the cost already paid, in the same form"),
    "progress": N_("measured progress, in per cent"),
    "slip": N_("days by which the end has slipped from its baseline"),
    "start": N_("start date: 2026, 2026-09 or 2026-09-01, and ranges"),
    "end": N_("end date, likewise"),
    "year": N_("the project has an amount in these fiscal years"),
}
_STATES = {
    "late": N_("a milestone is late, or the end has passed while the project runs"),
    "at-risk": N_("money of one of its funding lines is at risk"),
    "over-ceiling": N_("it has planned spending in a year in which a department exceeds its ceiling"),
    "running": N_("decided and not delivered yet: approved to acceptance"),
    "slipped": N_("its end moved after its baseline"),
    "stale": N_("under way (tender to acceptance), and no commit has changed its lines for 180 days"),
}
_SNAPSHOTS = (
    ("3f2a91c", N_("a commit, by the first digits of its hash")),
    ("HEAD, HEAD~3", N_("the newest commit of the branch you are on; the third before it")),
    ("main, BP2026", N_("a branch, or a tag: citydash log --baselines lists the tags")),
    ("2026-06-30", N_("a day: the last commit up to its end, by the clocks of who committed")),
    (".", N_("the files as they are, as diff reads them; everywhere else the default")),
)
_FIGURES = (
    (
        N_("cost"),
        N_("planned investment, plus operating up to the end's fiscal year; what is earlier, later or undated counts"),
    ),
    (
        N_("counted"),
        N_("of a funding line: what is awarded, else requested, else expected; of a lost one what was received"),
    ),
    (N_("net cost"), N_("cost less counted grants")),
    (N_("VAT refund"), N_("FCTVA: the rate × investment × the share that it applies to")),
    (N_("own funding"), N_("cost less counted grants, VAT refund and loans")),
    (N_("co-financing rate"), N_("counted investment grants ÷ cost excluding VAT")),
    (N_("own share"), N_("(base − private − public grants) ÷ (base − private), at least 20 % (L1111-10 CGCT)")),
    (N_("available"), N_("voted − committed")),
    (N_("remaining"), N_("planned − paid")),
    (N_("to pay"), N_("committed − paid")),
    (
        N_("secured, probable, possible"),
        N_("a funding line's certainty: awarded or further; applied or complete; identified"),
    ),
    (
        N_("at risk"),
        N_(
            "of a funding line: all that isn't received if it isn't secured or its claim date has passed; "
            "else the part of the plan that comes after its last eligible year"
        ),
    ),
    (N_("slip"), N_("days from the baseline to the date met, else due")),
    (N_("time elapsed"), N_("days since the start ÷ days from start to end, both included")),
    (N_("drift"), N_("paid ÷ cost, less time elapsed")),
    (
        N_("stale"),
        N_("days from the last commit that changed a project's own lines until today; 180 and more while under way"),
    ),
    (N_("carried over"), N_("at a year's end: all that is committed until then, less all that is paid until then")),
    (
        N_("open credits"),
        N_("what was carried over into a year, and what is voted in it; % paid is paid ÷ open credits"),
    ),
    (
        N_("backlog of an authorisation"),
        N_("(votes − paid to date) ÷ this year's payment credits, in years; available is votes − committed"),
    ),
    (N_("cash gap"), N_("planned − expected, and apart from it paid − received; before the VAT refund")),
    (
        N_("induced cost"),
        N_("operating planned in the five years after the end; a year left out repeats the one before"),
    ),
    (
        N_("definitive grant"),
        N_("awarded ÷ eligible × what is justified, at most the eligible base"),
    ),
)


def parser(locale: Locale) -> Parser:
    """The command's options."""
    made = new_parser(
        "help", locale, locale.text("Explain the filter language, a problem's code, or the figures."), EXAMPLES
    )
    made.add_argument(
        "topic",
        nargs="?",
        default="commands",
        metavar="TOPIC",
        help=", ".join((*TOPICS[:4], locale.text("a problem's code"))),
    )
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash help`: exit code 0."""
    topic = parser(locale).parse_args(arguments).topic
    if topic == "commands" or topic in COMMANDS:
        from importlib import import_module

        name = "dashboard" if topic == "commands" else topic
        text = import_module(f"citydash.cli.{name}").parser(locale).format_help()
    elif topic == "filter":
        text = _filter(locale)
    elif topic == "snapshots":
        text = _snapshots(locale)
    elif topic == "figures":
        text = _pairs([(locale.text(name), locale.text(line)) for name, line in _FIGURES])
    elif topic == "problems":
        text = _pairs([(code, locale.text(rule.page)) for code, rule in RULES.items()])
    elif topic in RULES:
        rule = RULES[topic]
        severity, sentence = locale.word("severity", rule.severity), locale.text(rule.sentence)
        shown = re.sub(r"\{\w+\}", "…", sentence)
        text = "\n".join((f"{topic} ({severity})", "", f"  {shown}", "", _wrapped(locale.text(rule.page), ""), ""))
    else:
        known = (*TOPICS[:4], *COMMANDS, *RULES)
        raise UsageError("no help on “{name}”", name=topic, hint=nearest(topic, known), known=TOPICS[:4])
    emit(text.encode("utf-8", "replace"), None)
    return OK


def _snapshots(locale: Locale) -> str:
    text = locale.text
    lead = text("A snapshot is the portfolio as it stood at a commit of its git repository, or the files as they are.")
    uses = text("It goes after --at and --compare, and to citydash diff. History follows HEAD's first-parent line.")
    return "\n".join((lead, "", *_pairs([(name, text(line)) for name, line in _SNAPSHOTS]).splitlines(), "", uses, ""))


def _filter(locale: Locale) -> str:
    text = locale.text
    lines = [
        text("A filter chooses projects and never cuts their amounts. Its terms must all hold:"),
        "",
        *_pairs(
            [
                (text("word"), text("a word of the title, summary, tags, id or codes; case and accents don't count")),
                (text('"two words"'), text("several words together")),
                (text("key:a,b"), text("either of two values")),
                (text("key:a..b"), text("from … to …, both included; one end may be left open")),
                (text("key:none"), text("no value is given")),
                (text("-term"), text("excludes the projects that match the term")),
                (text("is:state"), text("one of the states below")),
            ]
        ).splitlines(),
        "",
        text("Keys:"),
        *_pairs([(f"{key}:", text(_FILTER[key])) for key in KEYS]).splitlines(),
        "",
        text("States:"),
        *_pairs([(f"is:{state}", text(_STATES[state])) for state in STATES]).splitlines(),
    ]
    return "\n".join(lines) + "\n"


def _pairs(pairs: list[tuple[str, str]]) -> str:
    width = min(24, max(len(name) for name, _line in pairs))
    out = []
    for name, line in pairs:
        first, *rest = _wrapped(line, " " * (width + 4)).split("\n")
        head = f"  {name:<{width}}  " if len(name) <= width else f"  {name}\n{' ' * (width + 4)}"
        out += [head + first.lstrip(), *rest]
    return "\n".join(out) + "\n"


def _wrapped(text: str, indent: str) -> str:
    import textwrap

    return textwrap.fill(
        text, 100, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
