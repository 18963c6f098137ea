"""The style sheet: its rules are kept for each theme that was seen, and colours that change are one repaint."""

from typing import Any, ClassVar

from textual.cache import LRUCache
from textual.css._style_properties import ColorProperty
from textual.css.model import RuleSet
from textual.css.styles import RulesMap, Styles, StylesBase
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.screen import Screen

NEVER = -1
"""What Textual counts for a screen whose styles were never brought up to date."""
SOURCES = 512
"""Style sheets whose rules are kept: those of all widgets and screens, with room."""
COLOURS = {name for name, one in vars(StylesBase).items() if isinstance(one, ColorProperty)}
"""Rules that move nothing."""
Rules = LRUCache[tuple, list[RuleSet]]  # type: ignore[type-arg]  # Textual's own


class KeptRules(Stylesheet):
    """Textual's, which parses every source anew with each theme and each screen that brings another source: half of the
    time of a change of theme, and a third of a screen's first opening.
    """

    _of_themes: ClassVar[dict[frozenset[tuple[str, str]], Rules]] = {}

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._take(variables)

    def _take(self, variables: dict[str, str]) -> None:
        self._parse_cache = self._of_themes.setdefault(frozenset(variables.items()), LRUCache(SOURCES))

    def set_variables(self, variables: dict[str, str]) -> None:
        self._parse_cache = LRUCache(SOURCES)  # what Textual clears is what the theme before was parsed to
        super().set_variables(variables)
        self._take(variables)

    def prepare(self, variables: dict[str, str]) -> None:
        """Parse what there is for a theme that isn't shown, so that a change to it hasn't to."""
        other = KeptRules(variables=variables)
        other.source = {**self.source}
        other.parse()

    def reparse(self) -> None:
        """What isn't parsed yet; where that fails the rules stay as they are."""
        self.parse()

    @classmethod
    def replace_rules(cls, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's
        """Textual's, which for each colour has a widget and all in it repaint themselves: 200 times a new theme."""
        styles: Styles = node.styles.base
        old: Any = {} if animate else styles.get_rules()
        changed = [key for key in COLOURS & old.keys() & rules.keys() if old[key] != rules.get(key)]
        for key in changed:
            styles.set_rule(key, rules.get(key))
        super().replace_rules(node, rules, animate)
        if changed:
            styles.refresh(children=True)


def catch_up(screen: Screen[Any]) -> None:
    """The styles of now for a screen that is kept and shown again: those of a theme pass by what isn't in the stack."""
    app, known = screen.app, screen._css_update_count  # noqa: SLF001 - as Textual's modes do
    if known == NEVER:  # its widgets have just been made with their styles; it was, before its sheet was read
        app.stylesheet.apply(screen, animate=False)
    elif known != app._css_update_count:  # noqa: SLF001 - as above
        app.stylesheet.update(screen, animate=False)
    screen._css_update_count = app._css_update_count  # noqa: SLF001 - as above
