"""CSV: plain, keys that no language changes; for French spreadsheets, headings and decimals as their readers write them."""

import csv
import io
import re

import pytest
from commands import REPOSITORY, TODAY

from citydash.locale import Locale
from citydash.report.csvfile import to_csv
from citydash.report.document import AMOUNT, PERCENT, Column, Table
from citydash.report.headings import HEADINGS, heading
from citydash.report.kinds import KINDS, OF_ONE

VALOMBRE = REPOSITORY / "portfolios/valombre"
KEY = re.compile("[a-z0-9_-]+")
PIVOTS = [
    ("--rows", "town,project"), ("--rows", "lead"), ("--rows", "pillar,portfolio", "--columns", "stage"),
    ("--rows", "department,section"), ("--rows", "status"), ("--rows", "section", "--columns", "section"),
    ("--rows", "source,certainty", "--measure", "awarded"), ("--rows", "funder", "--measure", "received"),
    ("--rows", "level", "--measure", "expected", "--columns", "certainty"),
    ("--rows", "project", "--measure", "net-cost", "--columns", "certainty"),
]  # fmt: skip
CASES = [*((kind,) for kind in KINDS if kind != "drift"), *(("budget", *pivot) for pivot in PIVOTS)]
"""Every kind but the one that needs a history, and every axis of the pivot."""


def read(data, separator):
    return [*csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator, strict=True)]


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_headings_are_for_people_only_where_a_spreadsheet_is_meant(run, case):
    one = ["gare-commune"] if case[0] in OF_ONE else []
    command = ("report", *case, *one, "-w", VALOMBRE, *TODAY, "-f", "csv", "--lang", "fr")
    keys, *rows = read(run(*command).out, ",")
    ran = run(*command, "--excel-fr")
    assert ran.out.startswith(b"\xef\xbb\xbf")
    heads, *cells = read(ran.out, ";")
    assert all(KEY.fullmatch(key) for key in keys)
    assert not [head for head in heads if KEY.fullmatch(head) and not head.isdecimal()]
    assert len({*heads}) == len(heads) == len(keys)
    assert len(cells) == len(rows) > 0
    amounts = [(a, b) for row, cut in zip(rows, cells, strict=True) for a, b in zip(row, cut, strict=True) if a != b]
    assert all(a.replace(".", ",") == b for a, b in amounts)
    assert not [cell for row in cells for cell in row if re.fullmatch(r"-?[0-9]+\.[0-9]+", cell)]


def test_every_number_has_a_decimal_comma_whatever_its_column():
    table = Table("", (Column("cost", "", AMOUNT), Column("rate", "", PERCENT), Column("title", "")), [(-5, 0.25, 1.5)])
    assert to_csv([table]) == b"cost,rate,title\n-0.05,0.25,1.5\n"
    assert to_csv([table], Locale("fr")) == "\ufeffCoût;Taux;Intitulé\r\n-0,05;0,25;1,5\r\n".encode()
    titles = table._replace(rows=[(None, None, "1.5"), (None, None, "=1+1")])
    assert to_csv([titles], Locale("fr")).endswith(b";1.5\r\n;;'=1+1\r\n"), "a text is no number"


def test_every_heading_is_in_french():
    french, english = Locale("fr"), Locale("en")
    same = {heading(key, french) for key in HEADINGS} & {heading(key, english) for key in HEADINGS}
    assert same == {"Date", "Possible", "Probable", "Section", "Total"}
    assert [heading(key, french) for key in ("2027", "later", "cost_before", "cost_delta")] == [
        "2027", "Au-delà", "Coût, avant", "Δ Coût",
    ]  # fmt: skip
