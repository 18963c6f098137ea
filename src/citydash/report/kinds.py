"""The kinds of report and the formats: which module makes what, imported only when asked for."""

from typing import Any

from citydash.errors import UsageError
from citydash.figures.request import Request
from citydash.report.document import Job, Report, Table

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from citydash.figures.agenda import Chosen
    from citydash.figures.listing import Listing

    Asked = Request | Chosen | Listing | None
    """What a budget sums, or an agenda or the projects list; its default where None."""

KINDS = (
    "summary", "projects", "ppi", "apcp", "departments", "collection", "budget", "funding", "funding-plan", "steering",
    "timeline", "milestones", "agenda", "cash", "induced", "outturn", "drift", "public",
    "project",
)  # fmt: skip
OF_ONE = ("project", "funding-plan")
"""Kinds that are of one project, by its id."""
CUTS = {
    "funding": ("section", "source"), "ppi": ("section",), "departments": ("department", "section", "years"),
    "collection": ("department",), "outturn": ("department", "section", "years"),
}  # fmt: skip
"""Which lines can be cut, by kind; the budget has every cut, of other kinds only whole projects are chosen."""
WITHOUT_FUNDING = ("apcp", "departments", "induced", "outturn", "public")
"""Kinds that the certainty of funding changes nothing in."""
_COMMANDS = ("diff", "log", "check", "explain")
"""Reports that are commands, with options of their own."""
FORMATS = ("text", "markdown", "html", "csv", "json", "xlsx")


_DEFAULTS = {"funding": "source", "timeline": "portfolio", "drift": "commit"}
"""What these kinds are by, unless said otherwise."""


def _arguments(kind: str, request: "Asked", key: str | None) -> tuple[Any, ...]:
    if kind == "budget":
        return request or Request(), key
    if kind == "agenda":
        from citydash.figures.agenda import Chosen  # noqa: PLC0415 - reads milestones and funding

        return (request or Chosen(),)
    if kind == "projects":
        from citydash.figures.listing import Listing  # noqa: PLC0415 - reads every project

        return (request or Listing(),)
    if kind in _DEFAULTS:
        return (key or _DEFAULTS[kind],)
    if kind in OF_ONE:
        if not key:
            raise UsageError("say which project: citydash report {kind} ID", kind=kind)
        return (key,)
    return ()


def check_kind(kind: str) -> None:
    """Raise `UsageError` for a kind that isn't there."""
    if kind not in KINDS:
        from citydash.files.problems import nearest  # noqa: PLC0415

        if kind in _COMMANDS:
            raise UsageError("“{name}” is a command of its own: citydash {name}", name=kind)
        raise UsageError("no report “{name}”", name=kind, hint=nearest(kind, KINDS), known=KINDS)


def _module(kind: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    check_kind(kind)
    return import_module(f"citydash.report.{kind.replace('-', '_')}")


def document(kind: str, job: Job, request: "Asked" = None, key: str | None = None) -> dict[str, Any]:
    """A report's JSON document. Raises `UsageError`."""
    found: dict[str, Any] = _module(kind).document(job, *_arguments(kind, request, key))
    return found


def build(kind: str, job: Job, request: "Asked" = None, key: str | None = None) -> Report:
    """A report for people. Raises `UsageError`."""
    found: Report = _module(kind).build(job, *_arguments(kind, request, key))
    return found


def tables(kind: str, job: Job, request: "Asked" = None, key: str | None = None) -> list[Table]:
    """A report's tables for CSV. Raises `UsageError`."""
    found: list[Table] = _module(kind).tables(job, *_arguments(kind, request, key))
    return found


def render(
    kind: str,
    form: str,
    job: Job,
    style: Any,
    request: "Asked" = None,
    key: str | None = None,
    *,
    excel_fr: bool = False,
    old: Job | None = None,
) -> bytes:
    """A report's bytes in one of FORMATS, beside what it said at another snapshot where `old` is given. Raises
    `UsageError`.
    """
    if form == "json":
        from json import dumps  # noqa: PLC0415

        made = document(kind, job, request, key)
        if old is not None:
            made["compare"] = document(kind, old, request, key)
        return (dumps(made, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    if form == "csv":
        from citydash.report.csvfile import to_csv  # noqa: PLC0415

        found = tables(kind, job, request, key)
        if old is not None:
            from citydash.report.compared_csv import paired  # noqa: PLC0415 - only where two are compared

            found = paired(kind, found, tables(kind, old, request, key))
        return to_csv(found, job.locale if excel_fr else None)
    report = build(kind, job, request, key)
    if old is not None:
        from citydash.report.compared import merged  # noqa: PLC0415 - likewise

        report = merged(kind, job, report, old, build(kind, old, request, key))
    return written(report, form, job, style)


def written(report: Report, form: str, job: Job, style: Any) -> bytes:
    """A report's bytes in a format for people."""
    if form == "xlsx":
        from citydash.report.xlsx import to_xlsx  # noqa: PLC0415 - 40 ms that other formats don't need

        return to_xlsx(report, job, style)
    if form == "html":
        from citydash.report.html import to_html  # noqa: PLC0415 - likewise

        return b"".join(piece.encode("utf-8", "replace") for piece in to_html(report, job.locale, style))
    from citydash.report.render import to_markdown, to_text  # noqa: PLC0415

    text = to_markdown(report, job.locale, style) if form == "markdown" else to_text(report, job.locale, style)
    return text.encode("utf-8", "replace")
