"""The vocabularies' words as people say them, in English; the catalogs translate them, their kind as context."""

STATUS = {
    "idea": "idea", "study": "study", "arbitration": "arbitration", "approved": "approved", "tender": "tender",
    "delivery": "delivery", "acceptance": "acceptance", "operation": "operation", "closed": "closed",
    "on-hold": "on hold", "cancelled": "cancelled",
}  # fmt: skip
FUNDING = {
    "identified": "identified", "applied": "applied", "complete": "complete file", "awarded": "awarded",
    "contracted": "contracted", "part-paid": "partly paid", "paid": "paid in full", "refused": "refused",
    "lapsed": "lapsed", "withdrawn": "withdrawn",
}  # fmt: skip
MEASURE = {
    "planned": "planned", "voted": "voted", "committed": "committed", "paid": "paid", "available": "available",
    "remaining": "remaining", "to-pay": "to pay", "requested": "requested", "awarded": "awarded",
    "expected": "expected", "received": "received", "net-cost": "net cost",
}  # fmt: skip
AXIS = {
    "town": "Town", "department": "Department", "portfolio": "Portfolio", "pillar": "Pillar", "project": "Project",
    "section": "Section", "source": "Source", "funder": "Funder", "level": "Level", "certainty": "Certainty",
    "status": "Status", "lead": "Lead", "year": "Year", "stage": "Stage", "none": "Total",
}  # fmt: skip
LABELS: dict[str, dict[str, str]] = {
    "status": STATUS,
    "funding": FUNDING,
    "measure": MEASURE,
    "axis": AXIS,
    "section": {"investment": "investment", "operating": "operating"},
    "pillar": {"data": "data", "citizen": "citizens", "": "no pillar"},
    "certainty": {"secured": "secured", "probable": "probable", "possible": "possible", "lost": "lost"},
    "level": {
        "eu": "European Union", "state": "State", "region": "region", "department": "département",
        "intercommunal": "intercommunal body", "public": "public body", "bank": "bank", "private": "private",
        "own": "own",
        "": "unknown",
    },
    "kind": {
        "grant": "grant", "loan": "loan", "guarantee": "guarantee", "in-kind": "in kind", "own-funds": "own funds",
        "price": "price", "": "unknown",
    },
    "milestone": {"met": "met", "late": "late", "planned": "planned", "cancelled": "cancelled"},
    "weather": {"green": "green", "amber": "amber", "red": "red"},
    "dpia": {
        "not-required": "not required", "to-do": "to do", "in-progress": "in progress", "validated": "validated",
    },
    "year": {"earlier": "earlier", "later": "later", "undated": "undated", "total": "total"},
    "severity": {"error": "error", "warning": "warning"},
    "risk": {
        "not-secured": "not secured", "claim-missed": "claim date passed",
        "spent-late": "spent after the eligible period",
        "": "",
    },
    "state": {
        "late": "late", "at-risk": "at risk", "over-ceiling": "over a ceiling", "running": "running",
        "slipped": "slipped",
    },
}  # fmt: skip
"""kind → key → English label."""
