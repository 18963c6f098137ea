"""One file's bytes to contents: the texts that are known by their hash, and what each says.

`sections` cuts without parsing, so that a text seen before costs a hash and no more. `read_sections` parses and
validates those that are new. Where cutting isn't safe the whole file is read at once, with the same values (a property
test holds it).
"""

import re
from hashlib import blake2b
from typing import Any, NamedTuple

from citydash.files import checks, cut
from citydash.files.advice import advice
from citydash.files.discover import ID
from citydash.files.parse import ParseFault, loads
from citydash.files.problems import Problem, nearest
from citydash.files.shown import KEY, printable
from citydash.model import rules, words

BROKEN, TOWN, HEAD, PROJECT = 0, 1, 2, 3
"""Kinds of content. A broken one is a file that can't be read at all."""

_BOM = b"\xef\xbb\xbf"
_TABLE = "a table of keys"
_TOWN_NEEDS: dict[tuple[str, ...], Any] = {("format",): words.FORMAT, ("town",): {"name": "-"}, ("town", "name"): "-"}
"""What stands in for required keys of town.toml that are wrong, so that its departments and sources aren't lost."""
_PROJECT_NEEDS: dict[tuple[str, ...], Any] = {("title",): "-", ("status",): words.STATUSES[0], ("lead",): "x"}


class Section(NamedTuple):
    """A text that can be parsed alone; `key` is a project's id.

    `whole` says that it can't: the content comes from the whole file, whose hash stands for the text.
    """

    kind: int
    key: str
    text: bytes
    whole: bool = False


class Content(NamedTuple):
    """What a section says. `value` is None where it is lost; `lost` counts the projects that are lost with it."""

    section: Section
    value: dict[str, Any] | None
    problems: list[Problem]
    lost: int = 0


def sections(raw: bytes, path: str) -> list[Section]:
    """A file's sections, in order, nothing parsed; one broken or whole section where it can't be cut."""
    if raw.startswith(_BOM) or len(raw) > rules.MAX_FILE_BYTES:
        return [Section(BROKEN, "", b"", whole=True)]
    if _is_town(path):
        return [Section(TOWN, "", raw)]
    pieces = cut.cut(raw)
    if pieces is None:
        return [Section(BROKEN, "", b"", whole=True)]
    head, projects = pieces
    found = [Section(PROJECT, key, text) for key, text in projects]
    return [Section(HEAD, "", head), *found] if head or not found else found


def read_sections(parts: list[Section], raw: bytes, path: str) -> list[Content]:
    """The contents of the sections to read; all of the file's, from its whole text, when one can't stand alone."""
    contents = []
    for part in parts:
        content = None if part.whole else _read_alone(part, path)
        if content is None:
            return read_whole(raw, path)
        contents.append(content)
    return contents


def _read_alone(part: Section, path: str) -> Content | None:
    """One section read by itself; None where the text isn't just that (a multi-line string, another header in it …)."""
    try:
        text = part.text.decode("utf-8")
        table = loads(text)
    except (UnicodeDecodeError, ParseFault):
        return None
    if part.kind == TOWN:
        return _town(part, table, path)
    if part.kind == HEAD:
        return None if "project" in table else _head(part, table, path)
    projects = table.get("project")
    if len(table) != 1 or not isinstance(projects, dict) or list(projects) != [part.key]:
        return None
    return _project(part, projects[part.key], path, is_plain=not any(fine.search(text) for fine in _FINE))


def read_whole(raw: bytes, path: str) -> list[Content]:
    """Every content of a file, parsed in one piece; a single broken one where that fails."""
    if len(raw) > rules.MAX_FILE_BYTES:
        return [too_large(path, len(raw), raw)]
    name = blake2b(raw, digest_size=32).digest()
    if problem := _unreadable(raw, path):
        return [_broken(raw, name, problem)]
    text = raw.decode("utf-8")
    try:
        table = loads(text)
    except ParseFault as fault:
        line = cut.conflict_line(text)
        args = {"detail": fault.detail, "advice": advice(text, fault.line, fault.detail)}
        problem = Problem("unparsable", path, (), args, "", fault.line, fault.column)
        return [_broken(raw, name, Problem("conflict", path, (), {}, "", line, 1) if line else problem)]
    if _is_town(path):
        return [_town(Section(TOWN, "", name, whole=True), table, path)]
    projects = table.pop("project", None)
    found = []
    is_table = isinstance(projects, dict)
    if table or not projects or not is_table:
        head = _head(Section(HEAD, "", name, whole=True), table, path)
        if projects == {}:
            head.problems.append(Problem("empty-table", path, ("project",)))
        elif projects is not None and not is_table:
            head.problems.append(Problem("wrong-type", path, ("project",), {"expected": _TABLE}))
        found.append(head)
    if not is_table:
        return found
    return found + [_project(Section(PROJECT, key, name, whole=True), value, path) for key, value in projects.items()]


def unreadable(path: str, reason: str) -> Content:
    """The content of a file that the system wouldn't open."""
    problem = Problem("unreadable", path, (), {"detail": reason})
    return Content(Section(BROKEN, "", f"unreadable {reason}".encode(), whole=True), None, [problem])


def too_large(path: str, size: int, start: bytes) -> Content:
    """The content of a file of `size` bytes, too large to be read further than its `start`."""
    args = {"size": f"{size / 2**20:.0f}", "limit": rules.MAX_FILE_BYTES // 2**20}
    return _broken(start, f"{size}".encode() + blake2b(start).digest(), Problem("too-large", path, (), args))


def _is_town(path: str) -> bool:
    return path.rpartition("/")[2] == "town.toml"


def _broken(raw: bytes, name: bytes, problem: Problem) -> Content:
    return Content(Section(BROKEN, "", name, whole=True), None, [problem], cut.count_projects(raw))


def _unreadable(raw: bytes, path: str) -> Problem | None:
    if raw.startswith(_BOM):
        return Problem("bom", path, line=1, column=1)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        before = raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")
        return Problem("encoding", path, (), {"byte": f"0x{raw[error.start]:02X}"}, "", line, len(before) + 1)
    if cut.is_too_deep(text):
        return Problem("too-deep", path, (), {"limit": rules.MAX_DEPTH})
    return None


def _town(part: Section, table: dict[str, Any], path: str) -> Content:
    from citydash.files.validate import prune  # noqa: PLC0415 - pydantic, only when something is new
    from citydash.model.validators import validator  # noqa: PLC0415

    fine = list(checks.too_fine(table, path))
    value, problems = prune(validator("town_file"), table, path, (), _TOWN_NEEDS)
    problems = _with(fine, problems)
    newer = [problem for problem in problems if problem.code == "newer-format"]
    if newer or value is None:
        return Content(part, None, newer or problems)
    wrong = {problem.keys for problem in problems}
    town = value["town"]
    if wrong & {("town",), ("town", "name")}:
        town["name"] = ""
    if wrong & {("town",), ("town", "currency")}:
        town["currency"] = words.NO_CURRENCY
    return Content(part, value, problems + checks.untouched(checks.check_town(value, path), problems))


def _with(more: list[Problem], problems: list[Problem]) -> list[Problem]:
    """The problems and those of `more` that stand on other keys."""
    known = {problem.keys for problem in problems}
    return problems + [problem for problem in more if problem.keys not in known]


def _head(part: Section, table: dict[str, Any], path: str) -> Content:
    from citydash.files.validate import prune  # noqa: PLC0415
    from citydash.model.validators import validator  # noqa: PLC0415

    stray = [key for key in table if key != "portfolio"]
    problems = []
    for key in stray:
        del table[key]
        name = printable(key, KEY)
        problems.append(Problem("unknown-key", path, (name,), {"name": name}, nearest(name, ("portfolio", "project"))))
    if not table:
        return Content(part, None, problems)
    value, found = prune(validator("portfolio_head"), table, path)
    return Content(part, value, problems + found)


_FINE = tuple(map(re.compile, (r"\.[0-9][0-9_]{2}", r"e-(?<=[0-9]e-)", r"E-(?<=[0-9]E-)")))
"""What a number with more than two decimals looks like, at least: each begins with letters that are quickly found."""


def _project(part: Section, value: Any, path: str, *, is_plain: bool = False) -> Content:
    """A project's content. `is_plain` says that no number has more than two decimals: they needn't be counted then."""
    from citydash.files.validate import prune  # noqa: PLC0415
    from citydash.model.validators import validator  # noqa: PLC0415

    name = printable(part.key, KEY)
    at = ("project", name)
    if not isinstance(value, dict):
        return Content(part, None, [Problem("wrong-type", path, at, {"expected": _TABLE})], 1)
    if not value:
        return Content(part, None, [Problem("empty-table", path, at)], 1)
    rest: dict[str, Any] | None = value
    problems: list[Problem] = []
    if not (is_plain and validator("project_plain").fits(value)):
        fine = list(checks.too_fine(value, path, at))
        rest, problems = prune(validator("project"), value, path, at, _PROJECT_NEEDS)
        problems = _with(fine, problems)
    if rest:
        problems = problems + checks.untouched(checks.check_project(name, rest, path), problems)
    if not ID.fullmatch(part.key):
        problems.insert(0, Problem("bad-name", path, at, {"name": name}))
    if any(problem.severity == "error" for problem in problems):
        return Content(part, None, problems, 1)
    return Content(part, value, problems)
