"""Thresholds and rates that figures and checks read: each once, with the text it comes from."""

OWN_SHARE_MIN = 200_000
"""Parts per million. Floor of a municipal contracting authority's own share: 20 %, article L1111-10 CGCT."""

STATE_ENDOWMENTS_MAX = 800_000
"""Parts per million. Cap of the State endowments (DETR, DSIL, DPV, DSID) together: 80 %, article R2334-27 CGCT."""

VAT_REFUND_RATE = 164_040
"""Parts per million. FCTVA's flat rate, 16.404 %, article L1615-6 CGCT. A town's `vat_refund_rate` replaces it."""

DEADLINE_DAYS = 90
"""How far ahead a deadline needs attention, in days."""

STALE_DAYS = 180
"""A project under way whose lines haven't changed for so many days is stale: nobody has kept it up."""

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
"""Every id: of folders, projects, departments, sources, authorisations, milestones and lines."""

FORBIDDEN = "\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
"""Never in a text: C0, C1 (so ESC and CSI), line and paragraph separators, bidirectional embeddings and isolates."""

TEXT_PATTERN = f"^[^{FORBIDDEN}]*$"

MAX_AMOUNT = 10**13
"""Units of currency, either sign: ten million millions. Sums of any real portfolio then fit 64 bits of cents."""

MAX_FILE_BYTES = 32 * 2**20
"""A portfolio file of more is refused: it is 15,000 projects, and more probably not a portfolio."""

MAX_DEPTH = 32
"""Levels of nesting in a file; the format needs 6, and the parser's stack ends at some thousands."""
