"""What a CSV's columns are called in a spreadsheet for people (`--excel-fr`). Plain CSV has the keys alone."""

from citydash.errors import N_
from citydash.locale import Locale

HEADINGS = {
    "town": N_("Town (id)"), "portfolio": N_("Portfolio (id)"), "project": N_("Project (id)"),
    "department": N_("Department (id)"), "source": N_("Source (id)"), "lead": N_("Lead"),
    "milestone": N_("Milestone (id)"), "line": N_("Funding line (id)"), "authorisation": N_("Authorisation (id)"),
    "pillar": N_("Pillar (id)"), "key": N_("Id"), "town_name": N_("Town"), "portfolio_name": N_("Portfolio"),
    "project_name": N_("Project"), "department_name": N_("Department"), "source_name": N_("Source"),
    "lead_name": N_("Name of the lead"), "pillar_name": N_("Pillar"), "section_name": N_("Section"),
    "funder_name": N_("Name of the funder"),
    "level_name": N_("Level"), "certainty_name": N_("Certainty"), "status_name": N_("Status"),
    "portfolio_title": N_("Portfolio"), "title": N_("Title"), "label": N_("Name"), "name": N_("Name"),
    "funder": N_("Funder"), "section": N_("Section (id)"), "level": N_("Level (id)"), "kind": N_("Kind (id)"),
    "certainty": N_("Certainty (id)"), "status": N_("Status (id)"), "state": N_("State (id)"), "by": N_("Grouped by"),
    "measure": N_("Measure (id)"), "series": N_("Series (id)"), "event": N_("Event (id)"), "part": N_("Part (id)"),
    "budget": N_("Budget (id)"), "year": N_("Year"), "first_year": N_("First year"), "year_1": N_("Year 1"),
    "year_2": N_("Year 2"), "year_3": N_("Year 3"), "year_4": N_("Year 4"), "year_5": N_("Year 5"),
    "total": N_("Total"), "currency": N_("Currency"), "amount": N_("Amount"), "projects": N_("Projects"),
    "cost": N_("Cost"), "investment": N_("Investment"), "operating": N_("Operating"), "planned": N_("Planned"),
    "voted": N_("Voted"), "committed": N_("Committed"), "paid": N_("Paid"), "available": N_("Available"),
    "remaining": N_("Remaining"), "to_pay": N_("To pay"), "revised": N_("Voted, all in all"),
    "unallocated": N_("Not allocated"), "credits_this_year": N_("This year's credits"),
    "paid_this_year": N_("Paid this year"), "commitment_rate": N_("Committed ÷ voted"),
    "backlog_years": N_("Years of backlog"), "ceiling": N_("Ceiling"), "overrun": N_("Overrun"),
    "use": N_("Use of the ceiling"), "before": N_("Before"), "paid_before": N_("Paid before"), "beyond": N_("Beyond"),
    "grants": N_("Grants"), "secured_grants": N_("Secured grants"), "vat_refund": N_("VAT refund"),
    "net_cost": N_("Net cost"), "net_of_refund": N_("Net cost after VAT refund"), "counted": N_("Counted"),
    "requested": N_("Requested"), "awarded": N_("Awarded"), "received": N_("Received"), "expected": N_("Expected"),
    "eligible": N_("Eligible base"), "definitive": N_("Definitive grant"), "loss": N_("Loss"), "rate": N_("Rate"),
    "max_rate": N_("Highest rate"), "base_share": N_("Part of the base"), "spend_by": N_("End of eligibility"),
    "claim_by": N_("Last claim"), "next_deadline": N_("Next deadline"), "days_left": N_("Days left"),
    "at_risk": N_("At risk"), "unreceived": N_("Not received yet"), "start": N_("Start"), "end": N_("End"),
    "baseline": N_("Baseline"), "baseline_start": N_("Baseline start"), "baseline_end": N_("Baseline end"),
    "due": N_("Due"), "met": N_("Met"), "date": N_("Date"), "slip_days": N_("Slip, in days"),
    "progress": N_("Measured progress"), "elapsed": N_("Time elapsed"), "delivered": N_("Delivered"),
    "paid_share": N_("Part paid"), "secured_share": N_("Part of the grants secured"),
    "next_due": N_("Next milestone's day"), "next_milestone": N_("Next milestone"), "spent": N_("Spent"),
    "gap": N_("Gap"), "cumulated": N_("Gap, cumulated"), "brought": N_("Brought over"), "open": N_("Open credits"),
    "carried": N_("Carried over"), "remarks": N_("Remarks"), "detail": N_("Detail"), "score": N_("Score"),
    "sentences": N_("In plain words"), "secured": N_("Secured"), "probable": N_("Probable"),
    "possible": N_("Possible"), "lost": N_("Lost"), "commit": N_("Commit"), "time": N_("Day and hour"),
    "month": N_("Month"), "author": N_("Author"), "subject": N_("Subject"), "mean_slip_days": N_("Mean slip, in days"),
    "worst_slip_days": N_("Worst slip, in days"), "net-cost": N_("Net cost"),
}  # fmt: skip
"""A column's key → English message id; (id) where the cells hold the files' own words."""
_SUFFIXES = {"_before": N_("{column}, before"), "_delta": N_("Δ {column}")}


def heading(key: str, locale: Locale) -> str:
    """A column's heading; a year's is the year, one that is of no report its key."""
    if known := HEADINGS.get(key):
        return locale.text(known)
    for suffix, said in _SUFFIXES.items():
        if key.endswith(suffix):
            return locale.text(said, column=heading(key.removesuffix(suffix), locale))
    said = locale.year(key)
    return said[:1].upper() + said[1:]
