"""A content's value as rows of the star schema: where units of currency become cents, once.

Rows are tuples in the order of the tables' columns, so that `executemany` takes them as they are.
"""

from collections.abc import Callable
from json import JSONEncoder, dumps
from typing import TYPE_CHECKING, Any

from citydash.files.checks import cents, total
from citydash.files.problems import Problem
from citydash.files.read import PROJECT, TOWN, Content
from citydash.model import rules
from citydash.model.fiscal import LATER, UNDATED, YEAR_KEYS
from citydash.model.text import searchable
from citydash.model.words import CERTAINTIES, CERTAINTY, MEASURES, SECTIONS, SPENDING

if TYPE_CHECKING:
    from decimal import Decimal

Rows = dict[str, list[tuple[Any, ...]]]
Word = Callable[[str], int]
_MEASURE = {name: number for number, name in enumerate(MEASURES)}
_SECTION = {name: number for number, name in enumerate(SECTIONS)}
_STAGE = {name: _MEASURE[name] for name in SPENDING}
_CERTAINTY = {status: CERTAINTIES.index(sure) + 1 for status, sure in CERTAINTY.items()}
_JSON = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_MORE = ("codes", "location", "links", "review", "risk", "data")
_FUNDING_AMOUNTS = ("eligible", "justified", "requested", "awarded")
_AMOUNTS_GRANTED = tuple((name, _MEASURE[name]) for name in ("requested", "awarded"))
_FUNDING_YEARS = tuple((name, _MEASURE[name]) for name in ("expected", "received"))
_FUNDING_DATES = ("applied_on", "acknowledged_on", "awarded_on", "contracted_on", "starts_on", "spend_by", "claim_by")


def ppm(ratio: "int | Decimal | None") -> int | None:
    """A rate (at most six decimals) in parts per million."""
    return None if ratio is None else int(ratio * 1_000_000)


def as_json(value: Any) -> str | None:
    """JSON text of a part of a content, None for nothing; dates as ISO text, numbers as text of their decimals."""
    return dumps(value, ensure_ascii=False, default=str, separators=(",", ":")) if value else None


def add_content(rows: Rows, number: int, content: Content, word: Word) -> None:
    """Append the rows of the content that has `number` in the index."""
    value = content.value
    if value is not None:
        if content.section.kind == PROJECT:
            _add_project(rows, number, content.section.key, value, word)
        elif content.section.kind == TOWN:
            _add_town(rows, number, value, word)
        else:
            head = value["portfolio"]
            rows["portfolio"].append((number, head["title"], head["pillar"], head.get("summary")))
    for position, found in enumerate(content.problems):
        rows["problem"].append((number, position, *problem_row(found)))


def add_outline(rows: Rows, number: int, content: Content, word: Word) -> None:
    """Append what figures of a whole line of commits read of a content: of a project that isn't lost, one row."""
    if content.value is None or content.section.kind != PROJECT:
        add_content(rows, number, content, word)
    else:
        rows["outline"].append((number, _JSON(outline_of(content.section.key, content.value, word))))


def outline_of(key: str, p: dict[str, Any], word: Word) -> list[Any]:
    """What `chain_projects` selects of a project's row, then a list of what `chain_funding` does of each line's."""
    end = p.get("end")
    *_whole, cost, cost_next = _sums_of("planned", p.get("budget", {}), end.year if end else UNDATED)
    lines = [
        (word(f.get("source", line)), f["status"], *(_amount(f, name) for name in ("requested", "awarded")),
         *(_total(f, name) for name in ("expected", "received")))
        for line, f in p.get("funding", {}).items()
    ]  # fmt: skip
    return [key, p["title"], p["status"], _iso(end), _iso(p.get("baseline", {}).get("end")), cost, cost_next, lines]


def problem_row(found: Problem) -> tuple[Any, ...]:
    """(code, keys, args, hint, line, column), as `problem` stores it."""
    return (found.code, dumps(found.keys), dumps(found.args), found.hint, found.line, found.column)


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _add_project(rows: Rows, number: int, key: str, p: dict[str, Any], word: Word) -> None:
    end, budget, funding = p.get("end"), p.get("budget", {}), p.get("funding", {})
    baseline = p.get("baseline", {})
    tags, codes = p.get("tags", ()), p.get("codes", {})
    search = searchable("\n".join((p["title"], p.get("summary", ""), *tags, key, *codes.values())))
    amount = p.get("cost_excl_vat")
    rows["project"].append(
        (
            number, key, p["title"], p.get("summary"), p["status"], word(p["lead"]), p.get("manager"),
            p.get("priority"), _iso(p.get("start")), _iso(end), _iso(baseline.get("start")), _iso(baseline.get("end")),
            ppm(p.get("progress")), None if amount is None else cents(amount), ppm(p.get("vat_refund_share")),
            p.get("authorisation"), as_json(tags), as_json(p.get("depends_on")),
            as_json({name: p[name] for name in _MORE if name in p}), search,
            *_sums(budget, end.year if end else UNDATED),
        )
    )  # fmt: skip
    rows["funding"] += [
        _funding_row(number, position, line, f, word) for position, (line, f) in enumerate(funding.items())
    ]
    _add_budget(rows["fact"], number, budget, word)
    _add_funding(rows["fact"], number, funding, word)
    for position, (name, m) in enumerate(p.get("milestone", {}).items()):
        dates = (_iso(m.get("baseline")), _iso(m.get("due")), _iso(m.get("met")))
        rows["milestone"].append(
            (number, name, position, m["title"], *dates, int(m.get("cancelled", False)), as_json(m.get("depends_on")))
        )


def _sums(budget: dict[str, Any], last: int) -> list[int]:
    """The sums that `project` keeps of a budget: investment, planned, paid, then cost, paid and committed, each cut at
    the year `last` and at the year after.
    """
    planned, paid, committed = (_sums_of(stage, budget, last) for stage in ("planned", "paid", "committed"))
    return [planned[0], planned[1], paid[1], *planned[2:], *paid[2:], *committed[2:]]


def _sums_of(stage: str, budget: dict[str, Any], last: int) -> tuple[int, int, int, int]:
    """A stage's investment, all of it, and what is left of that when cut at the year `last` and at the year after.

    Investment counts whole, operating up to the end's fiscal year; `earlier`, `later` and `undated` count in both
    (figures.md, cost).
    """
    investment = operating = over = far = 0
    for sections in budget.values():
        for section, stages in sections.items():
            if stage not in stages:
                continue
            amounts = stages[stage]
            if section == "investment":
                investment += total(amounts)
                continue
            operating += total(amounts)
            after = {year: amounts[key] for key in amounts if last < (year := YEAR_KEYS[key]) < LATER}
            over += total(after)
            far += total({year: amount for year, amount in after.items() if year > last + 1})
    whole = investment + operating
    return investment, whole, whole - over, whole - far


def _add_budget(facts: list[tuple[Any, ...]], number: int, budget: dict[str, Any], word: Word) -> None:
    for department, sections in budget.items():
        d = word(department)
        for section, stages in sections.items():
            s = _SECTION[section]
            for stage, amounts in stages.items():
                m = _STAGE[stage]
                facts += [(number, m, d, s, 0, 0, YEAR_KEYS[year], cents(amount)) for year, amount in amounts.items()]


def _add_funding(facts: list[tuple[Any, ...]], number: int, funding: dict[str, Any], word: Word) -> None:
    """Append a fact for all lines that share its axes."""
    sums: dict[tuple[int, ...], int] = {}
    for line, f in funding.items():
        place = (0, _SECTION[f.get("section", "investment")], word(f.get("source", line)), _CERTAINTY[f["status"]])
        amounts = [(m, UNDATED, f[name]) for name, m in _AMOUNTS_GRANTED if name in f]
        for name, m in _FUNDING_YEARS:
            amounts += [(m, YEAR_KEYS[year], amount) for year, amount in f.get(name, {}).items()]
        for m, year, amount in amounts:
            axes = (m, *place, year)
            sums[axes] = sums.get(axes, 0) + cents(amount)
    facts += [(number, *axes, value) for axes, value in sums.items()]


def _amount(f: dict[str, Any], name: str) -> int | None:
    """An amount in cents, None where it isn't written."""
    return cents(f[name]) if name in f else None


def _total(f: dict[str, Any], name: str) -> int | None:
    """Likewise the sum of a table by year."""
    return total(f[name]) if name in f else None


def _funding_row(number: int, position: int, line: str, f: dict[str, Any], word: Word) -> tuple[Any, ...]:
    amounts = [_amount(f, name) for name in _FUNDING_AMOUNTS] + [_total(f, name) for name, _measure in _FUNDING_YEARS]
    dates = [None if (day := f.get(name)) is None else day.isoformat() for name in _FUNDING_DATES]
    source, section = word(f.get("source", line)), _SECTION[f.get("section", "investment")]
    return (number, line, position, source, section, f["status"], *amounts, *dates)


def _add_town(rows: Rows, number: int, value: dict[str, Any], word: Word) -> None:
    t = value["town"]
    amounts = [None if name not in t else cents(t[name]) for name in ("staff_fte", "operating_revenue")]
    rate = ppm(t.get("vat_refund_rate"))
    own = ppm(value.get("rule", {}).get("own_share_min"))
    rows["town"].append(
        (
            number, t["name"], t.get("insee"), t.get("siret"), t.get("population"), *amounts, t.get("currency", "EUR"),
            t.get("language"), t.get("fiscal_year_start", 1), rules.VAT_REFUND_RATE if rate is None else rate,
            rules.OWN_SHARE_MIN if own is None else own, int(t.get("invented", False)), t.get("source"),
        )
    )  # fmt: skip
    for position, (key, d) in enumerate(value.get("department", {}).items()):
        rows["department"].append((number, word(key), position, d["name"]))
        for section, years in d.get("ceiling", {}).items():
            for year, amount in years.items():
                rows["ceiling"].append((number, word(key), _SECTION[section], YEAR_KEYS[year], cents(amount)))
    for position, (key, s) in enumerate(value.get("source", {}).items()):
        call = s.get("call", {})
        rows["source"].append(
            (
                number, word(key), position, s["name"], s.get("funder"), s.get("siret"), s["level"], s["kind"],
                int(s.get("state_endowment", False)), ppm(s.get("max_rate")), _iso(call.get("opens")),
                _iso(call.get("closes")),
            )
        )  # fmt: skip
    for position, (key, a) in enumerate(value.get("authorisation", {}).items()):
        rows["authorisation"].append((number, key, position, a.get("title"), _SECTION.get(a.get("section", ""))))
        for name, v in a.get("vote", {}).items():
            rows["vote"].append((number, key, name, _iso(v["on"]), cents(v["amount"])))
        for year, amount in a.get("credits", {}).items():
            rows["credit"].append((number, key, YEAR_KEYS[year], cents(amount)))
