"""Texts of anyone's making, for the tests of every output: drawn ones, the big list of naughty strings, a town full of them."""

import json

from commands import REPOSITORY
from hypothesis import strategies as st
from strategies import Writer

NAUGHTY = REPOSITORY.parent / "shared/data/naughty-strings/blns.json"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "＝", "＋", "－", "＠")
ALLOWED = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=BIDI)
NASTY = st.text(
    st.sampled_from("=+-@|%*_`<>&[]()#!~\\\"',;: \u00a0\u200b\u200d\ufeffe\u0301学$^{}"), min_size=1, max_size=20
)
TEXTS = st.text(ALLOWED, min_size=1, max_size=25) | NASTY


def files_with(texts):
    """A town whose every text is one of `texts`, in turn."""
    n = len(texts)
    pick = lambda k: Writer(0).scalar(texts[k % n])  # noqa: E731 - a name for what is done twenty times
    town = f"format = 1\n[town]\nname = {pick(0)}\nsource = {pick(1)}\n[department.dsi]\nname = {pick(2)}\n"
    town += f'[source.dsil]\nname = {pick(3)}\nfunder = {pick(4)}\nlevel = "state"\nkind = "grant"\n'
    own = f'[portfolio]\ntitle = {pick(5)}\npillar = "data"\nsummary = {pick(6)}\n'
    for k in range(n):
        own += f"""[project.p{k}]
title = {pick(k)}
summary = {pick(k + 1)}
status = "delivery"
lead = "dsi"
manager = {pick(k + 2)}
tags = [{pick(k + 3)}, {pick(k)}]
codes = {{ operation = {pick(k + 4)} }}
start = 2026-01-01
end = 2027-12-31
review = {{ on = 2026-01-01, note = {pick(k + 5)} }}
[project.p{k}.budget.dsi.investment]
planned = {{ 2026 = {k + 1}, 2027 = 0.5 }}
paid = {{ 2026 = -{k}.25 }}
[project.p{k}.funding.dsil]
status = "applied"
requested = {k}
claim_by = 2026-05-01
[project.p{k}.milestone.m]
title = {pick(k + 6)}
due = 2026-04-01
[project.p{k}.risk.r]
title = {pick(k + 1)}
answer = {pick(k + 2)}
"""
    return {"ville/town.toml": town, "ville/x.toml": own}


def naughty():
    if not NAUGHTY.exists():
        return []
    refused = set(map(chr, (*range(32), *range(0x7F, 0xA0)))) | {*BIDI, "\u2028", "\u2029"}
    return [text for text in json.loads(NAUGHTY.read_text(encoding="utf-8")) if text and not refused & {*text}]
