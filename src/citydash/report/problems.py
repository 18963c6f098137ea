"""`citydash check`: every problem, as text for people, JSON, GitHub annotations, or SARIF for code forges."""

import re
from typing import Any
from urllib.parse import quote

from citydash import __version__
from citydash.files.problems import RULES, Problem
from citydash.locale import Locale, clean
from citydash.locale.problems import sentence
from citydash.report.document import Job, header
from citydash.report.render import BOLD, DIM, RESET, Style

FORMATS = ("text", "json", "github", "sarif")
_FIELD = re.compile(r"\{\w+\}")
_RED, _YELLOW = "\x1b[31m", "\x1b[33m"


def _said(problem: Problem, locale: Locale, currency: str) -> str:
    return clean.plain(sentence(problem, locale, currency))


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
        lines += [f"{place}  {severity}  {code}", f"  {_said(p, locale, currency)}"]
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
            "keys": list(p.keys), "message": _said(p, job.locale, currency), "hint": p.hint or None,
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
        lines.append(f"::{p.severity} {place}::{_escaped(_said(p, locale, currency))}\n")
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
            "message": {"text": _said(p, locale, currency)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(prefix + p.path, errors="replace"), "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": max(1, p.line), "startColumn": max(1, p.column)},
                    }
                }
            ],
            "partialFingerprints": {"citydash/v1": f"{p.code}:{p.path}:{p.key_path}"},
        }
        for p in problems
    ]
    driver = {"name": "citydash", "semanticVersion": __version__, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
