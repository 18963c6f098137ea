"""The style sheet, whose rules are kept for each theme that was seen."""

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

SOURCES = 512
"""Style sheets whose rules are kept: those of all widgets and screens, with room."""
Rules = LRUCache[tuple, list[RuleSet]]  # type: ignore[type-arg]  # Textual's own


class KeptRules(Stylesheet):
    """Textual's, which parses every source anew with each theme and each screen that brings another source: half of the
    time of a change of theme, and a third of a screen's first opening.
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._of_themes: dict[frozenset[tuple[str, str]], Rules] = {}
        self._take(variables)

    def _take(self, variables: dict[str, str]) -> None:
        self._parse_cache = self._of_themes.setdefault(frozenset(variables.items()), LRUCache(SOURCES))

    def set_variables(self, variables: dict[str, str]) -> None:
        self._parse_cache = LRUCache(SOURCES)  # what Textual clears is what the theme before was parsed to
        super().set_variables(variables)
        self._take(variables)

    def reparse(self) -> None:
        """What isn't parsed yet; where that fails the rules stay as they are."""
        self.parse()
