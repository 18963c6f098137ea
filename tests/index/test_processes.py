"""Several processes on one cache, and processes killed: each answer is right, whoever wrote what."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from workspaces import HEAD, TOWN, fresh_picture, kept_picture, make_workspace, project

CODE = """
import json, sys
sys.path.insert(0, {tests!r})
from workspaces import picture
from citydash.index import second, open_workspace
second.MANY = {many}
sys.stdin.readline()
said = []
with open_workspace({root!r}, {cache!r}, said.append) as snapshot:
    seen = picture(snapshot)
print(json.dumps([said, repr(seen)]))
"""
MONEY = "[@.budget.dsi.investment]\nplanned = { 2026 = 10 }\n"


def start(root, cache, many):
    code = CODE.format(tests=str(Path(__file__).parents[1]), root=str(root), cache=str(cache), many=many)
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def go(process):
    process.stdin.write("go\n")
    process.stdin.flush()


def test_processes_at_once(workspace, tmp_path):
    root = workspace(
        {"v/town.toml": TOWN, "v/p/portfolio.toml": HEAD}
        | {f"v/p/a{n}.toml": project(f"a{n}", MONEY) for n in range(30)}
    )
    cache = tmp_path / "cache"
    for turn, many in enumerate((400, 400, 400, 8)):
        if turn == 3:
            for path in cache.iterdir():
                path.unlink()
        elif turn:
            make_workspace(
                root, {f"v/p/b{turn}.toml": project(f"b{turn}", MONEY), "v/p/a0.toml": project("a0", title=f'"{turn}"')}
            )
        processes = [start(root, cache, many) for _process in range(3)]
        for process in processes:
            go(process)
        expected = repr(fresh_picture(root))
        for process in processes:
            out, error = process.communicate(timeout=60)
            assert process.returncode == 0, error
            said, seen = json.loads(out)
            assert seen == expected
            assert len(said) <= 1
        assert repr(kept_picture(root, cache)) == expected


def test_a_process_killed_at_any_moment(workspace, tmp_path):
    chance = random.Random(7)
    root = workspace(
        {"v/town.toml": TOWN, "v/p/portfolio.toml": HEAD}
        | {f"v/p/a{n}.toml": project(f"a{n}", MONEY) for n in range(60)}
    )
    cache = tmp_path / "cache"
    for turn in range(12):
        make_workspace(
            root,
            {
                f"v/p/a{n}.toml": project(f"a{n}", MONEY.replace("10", str(turn + 1)))
                for n in range(chance.randint(1, 60))
            },
        )
        process = start(root, cache, 8 if turn % 2 else 400)
        go(process)
        time.sleep(chance.random() * 0.12)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if turn % 4 == 3:
            for path in cache.glob("*"):
                path.unlink()
        assert kept_picture(root, cache, []) == fresh_picture(root)
        assert kept_picture(root, cache) == fresh_picture(root)
