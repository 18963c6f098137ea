"""Every kind to every format on Valombre against files that were read: open them in a browser, in a spreadsheet.

`pytest tests/report --update-golden` writes them anew. XLSX is compared by what its cells hold and how they show it.
"""

import io
from pathlib import Path

import pytest
from commands import REPOSITORY, TODAY
from histories import committed
from openpyxl import load_workbook
from valombre import make_valombre

from citydash.report.kinds import KINDS, OF_ONE

GOLDEN = Path(__file__).parent / "golden" / "valombre"
IDS = dict.fromkeys(OF_ONE, ("gare-commune",))
HTML = (*((kind, "fr") for kind in KINDS), ("summary", "en"), ("timeline", "en"))
TEXTS = {"text": "txt", "markdown": "md", "csv": "csv", "json": "json"}
OTHERS = {
    "diff": ("diff", "BP2026", "HEAD"),
    "log": ("log", "--project", "gare-commune"),
    "explain": ("explain", "--report", "apcp", "ap-2024-02", "--column", "to_pay"),
}
"""Commands beside `report` that write the same formats, on the town's year of history."""


@pytest.fixture(scope="module")
def valombre(tmp_path_factory):
    """The town that ships, in a repository of its own."""
    return committed(REPOSITORY / "portfolios/valombre", tmp_path_factory.mktemp("town") / "git")


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    return make_valombre(tmp_path_factory.mktemp("year"))


def kept(request, name, data, read=bytes):
    """What was read once; written anew where it reads otherwise."""
    path = GOLDEN / name
    if request.config.getoption("--update-golden", default=False) and not (
        path.exists() and read(path.read_bytes()) == read(data)
    ):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return read(path.read_bytes())


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("kind", KINDS)
def test_texts(run, valombre, request, kind, form):
    ran = run("report", kind, *IDS.get(kind, ()), "-w", valombre, *TODAY, "--lang", "fr", "-f", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.text == kept(request, f"{kind}.fr.{TEXTS[form]}", ran.out).decode()


@pytest.mark.parametrize("name", OTHERS)
def test_other_commands(run, year, request, name):
    for form, read in (("html", bytes), ("xlsx", cells)):
        ran, again = (run(*OTHERS[name], "-w", year, *TODAY, "--lang", "fr", "-f", form) for _ in range(2))
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == again.out
        assert read(ran.out) == kept(request, f"{name}.fr.{form}", ran.out, read)


@pytest.mark.parametrize(("kind", "language"), HTML)
def test_pages(run, valombre, request, kind, language):
    ran = run("report", kind, *IDS.get(kind, ()), "-w", valombre, *TODAY, "--lang", language, "-f", "html")
    assert (ran.code, ran.err) == (0, "")
    assert ran.text == kept(request, f"{kind}.{language}.html", ran.out).decode()


def cells(data):
    """Everything in a workbook, sheet by sheet: values, formulas, formats, what is frozen and filtered."""
    formulas, values = load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)
    return {
        sheet.title: (
            sheet.freeze_panes,
            sheet.auto_filter.ref,
            [
                (cell.coordinate, cell.value, values[sheet.title][cell.coordinate].value, cell.number_format)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            ],
        )
        for sheet in formulas
    }


@pytest.mark.parametrize("kind", KINDS)
def test_spreadsheets(run, valombre, request, kind):
    ran = run("report", kind, *IDS.get(kind, ()), "-w", valombre, *TODAY, "--lang", "fr", "-f", "xlsx")
    assert (ran.code, ran.err) == (0, "")
    assert cells(ran.out) == kept(request, f"{kind}.fr.xlsx", ran.out, cells)
    again = run("report", kind, *IDS.get(kind, ()), "-w", valombre, *TODAY, "--lang", "fr", "-f", "xlsx")
    assert again.out == ran.out
