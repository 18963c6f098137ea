"""`citydash check`: every problem, as text for people, JSON, GitHub annotations, or SARIF for code forges."""

import re
from typing import Any
from urllib.parse import quote

from citydash import __version__
from citydash.files.problems import RULES, Problem
from citydash.locale import Locale
from citydash.report import clean
from citydash.report.document import Job, header
from citydash.report.render import BOLD, DIM, RESET, Style

FORMATS = ("text", "json", "github", "sarif")
_FIELD = re.compile(r"\{\w+\}")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_AMOUNTS = frozenset({"received", "awarded", "paid", "committed", "planned", "credits", "votes"})
_WORDS = frozenset({"expected"})
_RED, _YELLOW = "\x1b[31m", "\x1b[33m"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Marks a message id for extraction."""
    return message


def key_path(keys: tuple[str, ...]) -> str:
    """TOML keys with dots, quoted where they aren't bare."""
    return ".".join(key if _BARE.fullmatch(key) else f'"{clean.plain(key)}"' for key in keys)


def sentence(problem: Problem, locale: Locale, currency: str = "") -> str:
    """The problem in words: where in the file, what, and the nearest known name."""
    fields: dict[str, Any] = {}
    for name, value in problem.args.items():
        if name in _AMOUNTS:
            fields[name] = locale.money(value, currency) if currency else locale.amount(value)
        elif name in _WORDS:
            fields[name] = locale.text(str(value))
        else:
            fields[name] = value
    message = RULES[problem.code].sentence
    if advised := fields.pop("advice", ""):
        message = N_("this is not valid TOML: {advice} ({detail})")
        fields["advice"] = locale.text(advised)
    text = clean.plain(locale.text(message, **fields) if fields else locale.text(message))
    if problem.hint:
        text = locale.text("{sentence} — did you mean “{hint}”?", sentence=text, hint=clean.plain(problem.hint))
    if not problem.keys:
        return text
    return locale.text("{keys}: {sentence}", keys=key_path(problem.keys), sentence=text)


def render(problems: list[Problem], form: str, job: Job, style: Style, prefix: str) -> bytes:
    """The problems in one of FORMATS. `prefix` leads from where the command runs to the workspace."""
    currencies = job.view.currencies
    currency = currencies[0] if len(currencies) == 1 else ""
    if form == "text":
        return _text(problems, job.locale, currency, style, prefix).encode("utf-8", "replace")
    if form == "github":
        return _github(problems, job.locale, currency, prefix).encode("utf-8", "replace")
    from json import dumps  # noqa: PLC0415 - only for JSON

    made = _sarif(problems, job.locale, currency, prefix) if form == "sarif" else _json(problems, job, currency)
    return (dumps(made, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _text(problems: list[Problem], locale: Locale, currency: str, style: Style, prefix: str) -> str:
    lines = []
    for p in problems:
        place = clean.plain(f"{prefix}{p.path}:{p.line}:{p.column}")
        severity, code = locale.word("severity", p.severity), p.code
        if style.color:
            place = f"{BOLD}{place}{RESET}"
            severity = f"{_RED if p.severity == 'error' else _YELLOW}{severity}{RESET}"
            code = f"{DIM}{code}{RESET}"
        lines += [f"{place}  {severity}  {code}", f"  {sentence(p, locale, currency)}"]
    errors = sum(p.severity == "error" for p in problems)
    if problems:
        lines.append("")
    lines.append(
        locale.text(
            "{errors}, {warnings}",
            errors=locale.plural("{n} error", "{n} errors", errors),
            warnings=locale.plural("{n} warning", "{n} warnings", len(problems) - errors),
        )
    )
    text = "\n".join(lines) + "\n"
    return clean.to_ascii(text) if style.ascii else text


def _json(problems: list[Problem], job: Job, currency: str) -> dict[str, Any]:
    found = [
        {
            "path": p.path, "line": p.line, "column": p.column, "severity": p.severity, "code": p.code,
            "keys": list(p.keys), "message": sentence(p, job.locale, currency), "hint": p.hint or None,
        }
        for p in problems
    ]  # fmt: skip
    made = header(job, "check")
    del made["where"]
    return {**made, "list": found}


def _github(problems: list[Problem], locale: Locale, currency: str, prefix: str) -> str:
    """Workflow commands: a forge shows each beside its line in the merge request."""
    lines = []
    for p in problems:
        place = f"file={_property(prefix + p.path)},line={p.line},col={p.column},title={_property(p.code)}"
        lines.append(f"::{p.severity} {place}::{_escaped(sentence(p, locale, currency))}\n")
    return "".join(lines)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(clean.plain(text)).replace(":", "%3A").replace(",", "%2C")


def _sarif(problems: list[Problem], locale: Locale, currency: str, prefix: str) -> dict[str, Any]:
    """SARIF 2.1.0 (OASIS): one run, a rule a code, columns counted in characters."""
    codes = sorted({p.code for p in problems})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": _FIELD.sub("…", locale.text(RULES[code].sentence))},
            "fullDescription": {"text": locale.text(RULES[code].page)},
            "defaultConfiguration": {"level": RULES[code].severity},
        }
        for code in codes
    ]
    results = [
        {
            "ruleId": p.code,
            "ruleIndex": codes.index(p.code),
            "level": p.severity,
            "message": {"text": sentence(p, locale, currency)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(prefix + p.path, errors="replace"), "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": max(1, p.line), "startColumn": max(1, p.column)},
                    }
                }
            ],
            "partialFingerprints": {"citydash/v1": f"{p.code}:{p.path}:{key_path(p.keys)}"},
        }
        for p in problems
    ]
    driver = {"name": "citydash", "semanticVersion": __version__, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
