"""What isn't for publication is in no export, whatever its format; nor is what the filter or --town leaves aside."""

import json

import pytest
from export_cases import DAY, TWO_TOWNS, VALOMBRE, made
from towns import view_of

from citydash.export.kinds import FORMATS


def bytes_of(export):
    data = export.data if isinstance(export.data, bytes) else b"".join(export.data.values())
    return data.replace(b"\r\n ", b"")  # the calendar's folded lines


@pytest.mark.parametrize("form", FORMATS)
def test_managers_reviews_risks_and_data_protection_never_leave(form):
    with view_of(VALOMBRE, DAY) as view:
        data = bytes_of(made(form, view)).decode("utf-8", "replace")
        more = [json.loads(text) for _content, text in view.snapshot.fetch("project_mores")]
        secrets = {p.manager for p in view.projects if p.manager}
        secrets |= {one["review"]["note"] for one in more if "note" in one.get("review", ())}
        secrets |= {risk[key] for one in more for risk in one.get("risk", {}).values() for key in ("title", "answer") if key in risk}  # fmt: skip
        titles = [p.title for p in view.projects]
    assert len(secrets) > 50
    assert any(title in data.replace("\\,", ",") for title in titles), "these texts would be found"
    assert not [secret for secret in secrets if secret in data]
    assert not [word for word in ("dpia", "weather", "likelihood", "manager") if f'"{word}"' in data]


@pytest.mark.parametrize("form", FORMATS)
def test_other_towns_and_projects_never_leave(form, workspace):
    files = {name: text.replace("Ville A", "Autre Ville").replace('"Projet a"', f'"Projet de {name[:2]}"') for name, text in TWO_TOWNS.items()}  # fmt: skip
    with view_of(workspace(files), DAY, "id:a", towns=("by",)) as view:
        export = made(form, view, "en", where="id:a")
    data = bytes_of(export).decode("utf-8", "replace")
    assert "Autre Ville" not in data
    assert "Projet de ax" not in data
    assert "nulle-part" not in data
    assert ("1 town", "it is outside of --town by") in export.left_out
    assert ("1 project", "the filter doesn't choose it: id:a") in export.left_out
