"""Which room may use which (architecture.md), and what a warm command loads: that is most of its time."""

import os
import shutil
import subprocess
import sys
import time

import pytest
from commands import CLEARED, DATA, REPOSITORY, TODAY

SOURCE = REPOSITORY / "src/citydash"
BELOW = {
    "cli": {"report", "export", "tui", "figures", "index", "files", "model"},
    "report": {"figures", "index", "files", "model"},
    "export": {"figures", "index", "files", "model"},
    "tui": {"figures", "index", "files", "model"},
    "figures": {"index", "files", "model"},
    "index": {"files", "model"},
    "files": {"model"},
    "model": set(),
    "locale": set(),
    "settings": set(),
    "errors": set(),
    "__main__": {"cli"},
    "__init__": set(),
}
"""A room, and the rooms under it; every room may use `errors` and the version."""
LEAVES = {"cli": {"locale", "settings"}, "report": {"locale"}, "export": {"locale"}, "tui": {"locale", "settings"}}
TOOL = "locale.catalog"
"""The catalogs' keeper: run by hand, it reads the other rooms' texts."""
NETWORK = {
    "socket",
    "ssl",
    "http",
    "http.client",
    "urllib.request",
    "asyncio",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "aiohttp",
}
HEAVY = {
    "pydantic",
    "sqlalchemy",
    "textual",
    "rich",
    "babel",
    "click",
    "platformdirs",
    "pathlib",
    "dataclasses",
    "inspect",
    "pendulum",
    "tomli_w",
    "watchfiles",
}


def imports():
    """(importer, imported) of every import statement of the package, as modules without its name."""
    grimp = pytest.importorskip("grimp", reason="grimp reads the imports")
    graph = grimp.build_graph("citydash", cache_dir=None)
    for module in sorted(graph.modules):
        for other in sorted(graph.find_modules_directly_imported_by(module)):
            yield module.removeprefix("citydash").lstrip("."), other.removeprefix("citydash").lstrip(".")


def room(module):
    return module.partition(".")[0] or "__init__"


def test_imports_go_down_only():
    wrong, seen = [], set()
    for module, other in imports():
        one, two = room(module), room(other)
        seen.add((one, two))
        allowed = {one, "errors", "__init__"} | BELOW[one] | LEAVES.get(one, set())
        if two not in allowed and module != TOOL:
            wrong.append(f"{module} → {other}")
    assert wrong == []
    assert {("cli", "report"), ("figures", "index"), ("index", "files"), ("files", "model")} <= seen


def test_every_room_is_known():
    rooms = {path.stem for path in SOURCE.iterdir() if (path / "__init__.py").exists() or path.suffix == ".py"}
    assert rooms == set(BELOW)


def test_rooms_that_are_apart_stay_apart():
    pairs = {(room(module), room(other)) for module, other in imports()}
    assert (
        not {
            ("report", "tui"),
            ("tui", "report"),
            ("report", "export"),
            ("export", "report"),
            ("export", "tui"),
            ("tui", "export"),
            ("tui", "cli"),
            ("figures", "report"),
            ("figures", "locale"),
            ("index", "figures"),
        }
        & pairs
    )


def loaded(tmp_path, *arguments, root=DATA / "bourg"):
    """The modules that a warm run of citydash has loaded, beyond a bare interpreter's."""
    code = "import sys; before = set(sys.modules); from citydash.cli import main; code = main(sys.argv[1:]); print(code, *sorted(set(sys.modules) - before), file=sys.stderr)"
    environment = {
        name: value for name, value in os.environ.items() if name not in CLEARED and not name.startswith("COV")
    }
    environment |= {"CITYDASH_CACHE": str(tmp_path / "cache"), "CITYDASH_WORKSPACE": str(root), "LANG": "C.UTF-8"}
    command = [sys.executable, "-I", "-c", code, *arguments]
    if not is_installed():
        command.remove("-I")
        environment["PYTHONPATH"] = str(REPOSITORY / "src")
    for _time in ("cold", "warm"):
        ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=60)
    exit_code, *modules = ran.stderr.decode().splitlines()[-1].split()
    assert exit_code in ("0", "1"), ran.stderr
    return set(modules) | {module.partition(".")[0] for module in modules}


def is_installed():
    ran = subprocess.run([sys.executable, "-I", "-c", "import citydash"], capture_output=True, check=False, timeout=60)
    return ran.returncode == 0


@pytest.fixture
def settled(tmp_path):
    """A workspace outside of a repository, old enough for its files' times to be believed."""
    root = shutil.copytree(DATA / "bourg", tmp_path / "bourg")
    for path in root.rglob("*"):
        os.utime(path, (10**9, 10**9))
    time.sleep(2.6)  # the change time can't be set: what changed within 2.5 s counts as changing
    return root


def test_what_warm_commands_load(tmp_path, settled):
    """Figures as data load nothing heavy; nothing on the command line loads the dashboard or the network."""
    runs = {
        "json": ("report", "budget", "-f", "json", *TODAY),
        "projects": ("report", "budget", "-f", "json", "--rows", "project", "--years", "2026", *TODAY),
        "csv": ("report", "funding", "-f", "csv", *TODAY),
        "filter": ("report", "budget", "-f", "json", "--where", "status:delivery is:late halle", *TODAY),
        "net cost": ("report", "budget", "-f", "json", "--measure", "net-cost", *TODAY),
        "text": ("report", "summary", *TODAY),
        "check": ("check",),
        "help": ("--help",),
    }
    found = {name: loaded(tmp_path, *arguments, root=settled) for name, arguments in runs.items()}
    for name, modules in found.items():
        assert not modules & NETWORK, name
        assert not modules & {"textual", "rich", "pydantic", "sqlalchemy", "click"}, name
        assert "citydash.tui" not in modules, name
    for name in ("json", "projects", "csv", "filter", "net cost"):
        assert not found[name] & (HEAVY | {"subprocess"}), name


def test_the_package_is_typed_and_says_its_version():
    assert (SOURCE / "py.typed").exists()
    from citydash import __version__

    assert __version__.count(".") == 2


def test_no_file_imports_the_network():
    wrong = []
    for path in sorted(SOURCE.rglob("*.py")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = line.split()
            if len(words) > 1 and words[0] in ("import", "from") and words[1].rstrip(",") in NETWORK - {"asyncio"}:
                wrong.append(f"{path.relative_to(SOURCE)}: {line.strip()}")
    assert wrong == []


def test_packaged_data_are_there():
    assert [*(SOURCE / "locale").rglob("*.mo")]
    assert (SOURCE / "index/_compiled.py").exists()
