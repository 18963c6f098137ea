"""The formats of `citydash export`: which module makes what, imported only when asked for."""

import re

from citydash.errors import UsageError
from citydash.export.task import LICENCES, Made, Task

FORMATS = ("datapackage", "scdl-subventions", "oc4ids", "ics", "ledger", "sqlite")
BINARY = ("datapackage", "sqlite")
"""Formats that a terminal can't show."""
LICENSED = ("datapackage", "oc4ids", "sqlite")
"""Formats that have a place for a licence."""
_MODULES = {"scdl-subventions": "scdl"}


def check_format(name: str) -> None:
    """Raise `UsageError` for a format that isn't there."""
    if name not in FORMATS:
        from citydash.files.problems import nearest  # noqa: PLC0415 - only for an error

        raise UsageError("no export “{name}”", name=name, hint=nearest(name, FORMATS), known=FORMATS)


def check_licence(name: str, form: str) -> None:
    """Raise `UsageError` for a licence that isn't known, or that the format has no place for."""
    if form not in LICENSED:
        raise UsageError("export {name} has no --licence: the format has no place for one", name=form)
    if name not in LICENCES:
        raise UsageError("no licence “{name}”", name=name, known=tuple(LICENCES))


def check_prefix(prefix: str, form: str) -> None:
    """Raise `UsageError` for a prefix that can't be a registered one, or that the format has no place for."""
    if form != "oc4ids":
        raise UsageError("export {name} has no --prefix: it is OC4IDS's", name=form)
    if not re.fullmatch("oc4ids-[a-z0-9]{6}", prefix):
        raise UsageError("“{name}” is no prefix: oc4ids- and six letters or digits, as oc4ids-abc123", name=prefix)


def make(name: str, task: Task) -> Made:
    """The export of one of FORMATS. Raises `UsageError` where there is nothing that the format could hold."""
    from importlib import import_module  # noqa: PLC0415

    made: Made = import_module(f"citydash.export.{_MODULES.get(name, name)}").make(task)
    return made
