"""One file's bytes to contents: the texts that are known by their hash, and what each says.

`sections` cuts without parsing, so that a text seen before costs a hash and no more. `read_section` parses and validates
one. Where cutting isn't safe the whole file is read at once, with the same values (a property test holds it).
"""

from typing import Any, NamedTuple

from citydash.files import checks, cut
from citydash.files.parse import ParseFault, loads
from citydash.files.problems import Problem, nearest
from citydash.model import rules

BROKEN, TOWN, HEAD, PROJECT = 0, 1, 2, 3
"""Kinds of content. A broken one is a file that can't be read at all."""


class Section(NamedTuple):
    """A text that can be parsed alone. `key` is a project's id; `whole` means that the text is the whole file."""

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
    if path.rpartition("/")[2] == "town.toml":
        return [Section(TOWN, "", raw)]
    pieces = cut.cut(raw)
    if pieces is None or raw.startswith(b"\xef\xbb\xbf") or len(raw) > rules.MAX_FILE_BYTES:
        return [Section(BROKEN, "", raw, whole=True)]
    head, projects = pieces
    found = [Section(PROJECT, key, text) for key, text in projects]
    return [Section(HEAD, "", head), *found] if head or not found else found


def read_sections(parts: list[Section], raw: bytes, path: str) -> list[Content]:
    """The contents of the sections to read; all of the file's, from the whole text, when one of them can't stand alone."""
    contents = []
    for part in parts:
        content = None if part.whole else _read_alone(part, path)
        if content is None:
            return read_whole(raw, path)
        contents.append(content)
    return contents


def _read_alone(part: Section, path: str) -> Content | None:
    """One section read by itself; None where the text isn't exactly that (a multi-line string, another header in it …)."""
    try:
        text = part.text.decode("utf-8")
        if cut.is_too_deep(text):
            return None
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
    return _project(part, projects[part.key], path)


def read_whole(raw: bytes, path: str) -> list[Content]:
    """Every content of a file, parsed in one piece; a single broken one where that fails."""
    if problem := _unreadable(raw, path):
        return [_broken(raw, problem)]
    text = raw.decode("utf-8")
    try:
        table = loads(text)
    except ParseFault as fault:
        line = cut.conflict_line(text)
        problem = Problem("unparsable", path, (), {"detail": fault.detail}, "", fault.line, fault.column)
        return [_broken(raw, Problem("conflict", path, (), {}, "", line, 1) if line else problem)]
    if path.rpartition("/")[2] == "town.toml":
        return [_town(Section(TOWN, "", raw, whole=True), table, path)]
    projects = table.pop("project", None)
    found = []
    if table or projects is None:
        found.append(_head(Section(HEAD, "", raw, whole=True), table, path))
    if projects is None:
        return found
    if not isinstance(projects, dict):
        args = {"expected": "a table of keys"}
        return [*found, Content(Section(HEAD, "", raw, whole=True), None, [Problem("wrong-type", path, ("project",), args)])]
    if not projects:
        found.append(Content(Section(HEAD, "", raw, whole=True), None, [Problem("empty-table", path, ("project",))]))
    return [*found, *(_project(Section(PROJECT, key, raw, whole=True), value, path) for key, value in projects.items())]


def _broken(raw: bytes, problem: Problem) -> Content:
    return Content(Section(BROKEN, "", raw, whole=True), None, [problem], cut.count_projects(raw))


def _unreadable(raw: bytes, path: str) -> Problem | None:
    if len(raw) > rules.MAX_FILE_BYTES:
        size = {"size": f"{len(raw) / 2**20:.0f}", "limit": rules.MAX_FILE_BYTES // 2**20}
        return Problem("too-large", path, (), size)
    if raw.startswith(b"\xef\xbb\xbf"):
        return Problem("bom", path, line=1, column=1)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        return Problem("encoding", path, (), {"byte": f"0x{raw[error.start]:02X}"}, "", line, column)
    if cut.is_too_deep(text):
        return Problem("too-deep", path, (), {"limit": rules.MAX_DEPTH})
    return None


def _town(part: Section, table: dict[str, Any], path: str) -> Content:
    from citydash.files.validate import prune  # noqa: PLC0415 - pydantic, only when something is new
    from citydash.model import shapes  # noqa: PLC0415

    value, problems = prune(shapes.town_file(), table, path)
    if any(problem.code == "newer-format" for problem in problems):
        return Content(part, None, [problem for problem in problems if problem.code == "newer-format"])
    if value is not None:
        problems = problems + checks.check_town(value, path)
    return Content(part, value, problems)


def _head(part: Section, table: dict[str, Any], path: str) -> Content:
    from citydash.files.validate import check, prune  # noqa: PLC0415
    from citydash.model import shapes  # noqa: PLC0415

    if not table:
        return Content(part, None, [])
    if "portfolio" not in table:
        known = ("portfolio", "project")
        problems = [
            Problem("unknown-key", path, (key,), {"name": key[:80]}, nearest(key, known)) for key in table
        ]
        return Content(part, None, problems)
    stray = [key for key in table if key != "portfolio"]
    problems = check(shapes.portfolio_head(), table, path, ())
    for key in stray:
        del table[key]
    value, _again = prune(shapes.portfolio_head(), table, path)
    return Content(part, value, problems)


def _project(part: Section, value: Any, path: str) -> Content:
    from citydash.files.validate import check  # noqa: PLC0415
    from citydash.model import shapes  # noqa: PLC0415

    at = ("project", part.key)
    if not isinstance(value, dict):
        return Content(part, None, [Problem("wrong-type", path, at, {"expected": "a table of keys"})], 1)
    problems = check(shapes.project(), value, path, at)
    if not _ID(part.key):
        problems.insert(0, Problem("bad-name", path, at, {"name": part.key[:80]}))
    if not problems:
        problems = checks.check_project(part.key, value, path)
    if any(problem.severity == "error" for problem in problems):
        return Content(part, None, problems, 1)
    return Content(part, value, problems)


def _ID(key: str) -> bool:  # noqa: N802
    from citydash.files.discover import ID  # noqa: PLC0415

    return ID.fullmatch(key) is not None
