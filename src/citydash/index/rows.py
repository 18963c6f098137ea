"""A content's value as rows of the star schema: where units of currency become cents, once.

Rows are tuples in the order of the tables' columns, so that `executemany` takes them as they are.
"""

from collections.abc import Callable
from json import dumps
from typing import TYPE_CHECKING, Any

from citydash.files.checks import cents
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
_MORE = ("codes", "location", "links", "review", "risk", "data")
_FUNDING_AMOUNTS = tuple((name, _MEASURE.get(name)) for name in ("eligible", "justified", "requested", "awarded"))
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


def problem_row(found: Problem) -> tuple[Any, ...]:
    """(code, keys, args, hint, line, column), as `problem` stores it."""
    return (found.code, dumps(found.keys), dumps(found.args), found.hint, found.line, found.column)


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _add_project(rows: Rows, number: int, key: str, p: dict[str, Any], word: Word) -> None:
    end = p.get("end")
    sums = _add_budget(rows["fact"], number, p.get("budget", {}), end.year if end else UNDATED, word)
    facts: dict[tuple[int, ...], int] = {}
    for position, (line, f) in enumerate(p.get("funding", {}).items()):
        _add_funding(rows, facts, number, position, line, f, word)
    rows["fact"] += [(number, *axes, value) for axes, value in facts.items()]
    for position, (name, m) in enumerate(p.get("milestone", {}).items()):
        dates = (_iso(m.get("baseline")), _iso(m.get("due")), _iso(m.get("met")))
        rows["milestone"].append(
            (number, name, position, m["title"], *dates, int(m.get("cancelled", False)), as_json(m.get("depends_on")))
        )
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
            as_json({name: p[name] for name in _MORE if name in p}), search, *sums,
        )
    )  # fmt: skip


def _add_budget(facts: list[tuple[Any, ...]], number: int, budget: dict[str, Any], last: int, word: Word) -> list[int]:
    """Append a budget's facts; return the sums that `project` keeps: investment, planned, paid, then cost, paid and
    committed, each cut at the year `last` and at the year after.

    Investment counts whole, operating up to the end's fiscal year; `earlier`, `later` and `undated` count in both
    (figures.md, cost).
    """
    whole, first, following = [0] * 8, [0] * 4, [0] * 4
    for department, sections in budget.items():
        d = word(department)
        for section, stages in sections.items():
            s = _SECTION[section]
            for stage, amounts in stages.items():
                m, sum_of, over, far = _STAGE[stage], 0, 0, 0
                for year_key, amount in amounts.items():
                    year = YEAR_KEYS[year_key]
                    value = amount * 100 if type(amount) is int else int(amount * 100)
                    facts.append((number, m, d, s, 0, 0, year, value))
                    sum_of += value
                    if s and last < year < LATER:
                        over += value
                        far += value if year > last + 1 else 0
                whole[m + 4 * s] += sum_of
                first[m] += sum_of - over
                following[m] += sum_of - far
    planned, committed, paid = (_MEASURE[name] for name in ("planned", "committed", "paid"))
    cost = [each[m] for m in (planned, paid, committed) for each in (first, following)]
    return [whole[planned], whole[planned] + whole[planned + 4], whole[paid] + whole[paid + 4], *cost]


def _add_funding(
    rows: Rows, facts: dict[tuple[int, ...], int], number: int, position: int, line: str, f: dict[str, Any], word: Word
) -> None:
    get = f.get
    source, section = word(get("source", line)), _SECTION[get("section", "investment")]
    sure = _CERTAINTY[f["status"]]
    amounts: list[int | None] = []
    for name, measure in _FUNDING_AMOUNTS:
        amount = get(name)
        if amount is not None:
            amount = amount * 100 if type(amount) is int else int(amount * 100)
            if measure is not None:
                axes = (measure, 0, section, source, sure, UNDATED)
                facts[axes] = facts.get(axes, 0) + amount
        amounts.append(amount)
    for name, measure in _FUNDING_YEARS:
        years = get(name)
        if years is None:
            amounts.append(None)
            continue
        sum_of = 0
        for year, amount in years.items():
            axes, value = (measure, 0, section, source, sure, YEAR_KEYS[year]), cents(amount)
            facts[axes] = facts.get(axes, 0) + value
            sum_of += value
        amounts.append(sum_of)
    dates = [None if (day := get(name)) is None else day.isoformat() for name in _FUNDING_DATES]
    rows["funding"].append((number, line, position, source, section, f["status"], *amounts, *dates))


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
