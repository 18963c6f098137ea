"""A town is named by its folder, and a folder may be named anything: no export is broken by it."""

import csv
import io
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from commands import DATA
from export_cases import DAY
from icalendar import Calendar

NAMES = ["=1+1", "a;b: c, d", "x\ny", "(2)  ; note:", "été « 1 »", "%0a|\\n"]


@pytest.fixture(params=NAMES)
def root(request, tmp_path):
    return shutil.copytree(DATA / "bourg", tmp_path / request.param)


def test_no_name_of_a_folder_breaks_an_export(run, root, tmp_path):
    made = {
        form: run("export", form, "-w", root, "--today", DAY, "-q") for form in ("oc4ids", "ics", "ledger", "sqlite")
    }
    assert {ran.code for ran in made.values()} == {0}
    projects = json.loads(made["oc4ids"].out)["projects"]
    name = "town" if "\n" in root.name else root.name  # what is on no line can't be an id
    assert all(project["id"].startswith(f"{name}-") for project in projects)
    calendar = Calendar.from_ical(made["ics"].out)
    uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
    assert uids
    assert len({*uids}) == len(uids)
    journal = made["ledger"].out
    for program in ("hledger", "ledger"):
        if shutil.which(program):
            command = [program, "-f", "-", "balance", "--no-total", "Expenses:Planned"]
            ran = subprocess.run(
                command, input=journal, capture_output=True, check=True, timeout=60, env={"LC_ALL": "C.UTF-8"}
            )
            assert b"Expenses:Planned" in ran.stdout
            assert ran.stderr == b""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(made["sqlite"].out)
        (town,) = db.execute("SELECT DISTINCT town FROM budget").fetchone()
    assert town == name
    assert run("export", "datapackage", "-w", root, "--today", DAY, "-q", "-o", tmp_path / "package").code == 0
    rows = [*csv.DictReader(io.StringIO((tmp_path / "package/budget.csv").read_text(encoding="utf-8"), newline=""))]
    assert {row["town"] for row in rows} == {f"'{town}" if town.startswith(("=", "%")) else town}
    slug = json.loads((tmp_path / "package/datapackage.json").read_text(encoding="utf-8"))["name"]
    assert slug.isascii()
    assert not {*slug} & {*" ;:=\n%|\\()"}
