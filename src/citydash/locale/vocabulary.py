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
    "expected": "expected", "received": "received", "cost": "cost", "net-cost": "net cost",
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
    "narrow": {"grants": "Δ grants"},
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
    "deadline": {"spend_by": "end of eligibility", "claim_by": "last claim"},
    "event": {
        "milestone": "milestone", "spend_by": "end of eligibility", "claim_by": "last claim", "opens": "call opens",
        "closes": "call closes",
    },
    "agenda-kind": {
        "all": "milestones, deadlines and calls", "milestones": "milestones", "deadlines": "deadlines of funding",
        "calls": "calls for projects",
    },
    "agenda-state": {"open": "late and ahead", "late": "late", "done": "done and past", "all": "everything"},
    "due": {"late": "missed", "planned": "ahead", "passed": "passed"},
    "weather": {"green": "green", "amber": "amber", "red": "red"},
    "dpia": {
        "not-required": "not required", "to-do": "to do", "in-progress": "in progress", "validated": "validated",
    },
    "field": {
        "title": "Title", "summary": "Summary", "status": "Status", "lead": "Lead", "manager": "Manager",
        "priority": "Priority", "start": "Start", "end": "End", "baseline_start": "Baseline start",
        "baseline_end": "Baseline end", "progress": "Measured progress", "cost_excl_vat": "Cost excl. VAT",
        "vat_refund_share": "Share open to VAT refund", "authorisation": "Authorisation", "tags": "Tags",
        "depends_on": "Depends on", "codes": "Codes", "links": "Links", "location": "Location", "review": "Review",
        "risk": "Risk", "data": "Data", "baseline": "Baseline", "review.on": "Last review",
        "review.weather": "Weather of the review", "review.note": "Note of the review", "location.label": "Location",
        "data.personal": "Personal data", "data.dpia": "Impact assessment", "data.opens": "Open data",
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
        "slipped": "slipped", "stale": "stale",
    },
}  # fmt: skip
"""kind → key → English label."""
