"""Languages: translations, amounts, dates, percentages. A `Locale` is a value that is passed along, never global.

    locale = Locale("fr")
    locale.text("{n} late milestones", n=5), locale.amount(123_456_00, scale=1000), locale.date("2026-12-31")

English sentences are the message ids (gettext); symbols and names of days come from Babel. A leaf: report,
export, tui and cli use it, and it uses none of them.
"""

from citydash.locale.locale import LANGUAGES, Locale, choose_language

__all__ = ["LANGUAGES", "Locale", "choose_language"]
