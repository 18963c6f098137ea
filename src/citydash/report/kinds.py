"""The kinds of report and the formats: which module makes what, imported only when asked for."""

from typing import Any

from citydash.errors import UsageError
from citydash.figures.rollup import Request
from citydash.report.document import Job, Report, Table

KINDS = ("summary", "budget", "funding", "milestones", "timeline", "project")
FORMATS = ("text", "markdown", "csv", "json")


def _arguments(kind: str, request: Request | None, key: str | None) -> tuple[Any, ...]:
    if kind == "budget":
        return (request or Request(),)
    if kind == "project":
        if not key:
            raise UsageError("say which project: citydash report project ID")
        return (key,)
    return ()


def check_kind(kind: str) -> None:
    """Raise `UsageError` for a kind that isn't there."""
    if kind not in KINDS:
        from citydash.files.problems import nearest  # noqa: PLC0415

        raise UsageError("no report “{name}”", name=kind, hint=nearest(kind, KINDS), known=KINDS)


def _module(kind: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    check_kind(kind)
    return import_module(f"citydash.report.{kind}")


def document(kind: str, job: Job, request: Request | None = None, key: str | None = None) -> dict[str, Any]:
    """A report's JSON document. Raises `UsageError`."""
    found: dict[str, Any] = _module(kind).document(job, *_arguments(kind, request, key))
    return found


def build(kind: str, job: Job, request: Request | None = None, key: str | None = None) -> Report:
    """A report for people. Raises `UsageError`."""
    found: Report = _module(kind).build(job, *_arguments(kind, request, key))
    return found


def tables(kind: str, job: Job, request: Request | None = None, key: str | None = None) -> list[Table]:
    """A report's tables for CSV. Raises `UsageError`."""
    found: list[Table] = _module(kind).tables(job, *_arguments(kind, request, key))
    return found


def render(
    kind: str,
    form: str,
    job: Job,
    style: Any,
    request: Request | None = None,
    key: str | None = None,
    *,
    excel_fr: bool = False,
) -> bytes:
    """A report's bytes in one of FORMATS. Raises `UsageError`."""
    if form == "json":
        from json import dumps  # noqa: PLC0415

        return (dumps(document(kind, job, request, key), ensure_ascii=False, indent=1) + "\n").encode(
            "utf-8", "replace"
        )
    if form == "csv":
        from citydash.report.csvfile import to_csv  # noqa: PLC0415

        return to_csv(tables(kind, job, request, key), excel_fr=excel_fr)
    from citydash.report.render import to_markdown, to_text  # noqa: PLC0415

    made = build(kind, job, request, key)
    text = to_markdown(made, job.locale, style) if form == "markdown" else to_text(made, job.locale, style)
    return text.encode("utf-8", "replace")
