"""The themes: dark, light and high contrast. Calm grounds; colour is kept for states."""

from textual.theme import Theme

_BARS_DARK = {"bar-paid": "#7fb0d6", "bar-committed": "#4f7a9c", "bar-planned": "#546879"}
_BARS_LIGHT = {"bar-paid": "#1f5f8f", "bar-committed": "#4f86b0", "bar-planned": "#7d93a4"}
_BARS_CONTRAST = {"bar-paid": "#ffffff", "bar-committed": "#c0c0c0", "bar-planned": "#a0a0a0"}

DARK = Theme(
    name="citydash-dark", dark=True, primary="#7fb0d6", secondary="#9db4c6", accent="#7fb0d6",
    foreground="#d5d9dd", background="#14181c", surface="#14181c", panel="#1d2329", boost="#20262d",
    error="#f08a80", warning="#e3b45f", success="#8cc79a",
    variables={
        **_BARS_DARK, "muted": "#8b959f", "cursor-ground": "#2f5573", "cursor-text": "#ffffff",
        "blurred-ground": "#222a32", "rule": "#333d46", "heading-ground": "#1d2329", "footer-key-foreground": "#7fb0d6",
        "scrollbar": "#3a4650", "scrollbar-background": "#14181c",
    },
)  # fmt: skip
LIGHT = Theme(
    name="citydash-light", dark=False, primary="#1f5f8f", secondary="#3d5a70", accent="#1f5f8f",
    foreground="#1d2328", background="#fbfbf9", surface="#fbfbf9", panel="#eef0f1", boost="#e8ebed",
    error="#a8231b", warning="#8a5a00", success="#256b36",
    variables={
        **_BARS_LIGHT, "muted": "#5d6770", "cursor-ground": "#1f5f8f", "cursor-text": "#ffffff",
        "blurred-ground": "#e3e8ec", "rule": "#c9d0d5", "heading-ground": "#eef0f1", "footer-key-foreground": "#1f5f8f",
        "scrollbar": "#b9c2c9", "scrollbar-background": "#fbfbf9",
    },
)  # fmt: skip
CONTRAST = Theme(
    name="citydash-contrast", dark=True, primary="#ffff66", secondary="#ffffff", accent="#ffff66",
    foreground="#ffffff", background="#000000", surface="#000000", panel="#000000", boost="#000000",
    error="#ff9494", warning="#ffd24d", success="#80ff9f", luminosity_spread=0, text_alpha=1,
    variables={
        **_BARS_CONTRAST, "muted": "#e0e0e0", "cursor-ground": "#ffff66", "cursor-text": "#000000",
        "blurred-ground": "#262626", "rule": "#ffffff", "heading-ground": "#000000", "footer-key-foreground": "#ffff66",
        "scrollbar": "#ffffff", "scrollbar-background": "#000000",
    },
)  # fmt: skip
THEMES = (DARK, LIGHT, CONTRAST)
OWN_VARIABLES = DARK.variables
"""Defaults of the variables that Textual's own themes don't have."""


_variables: dict[str, dict[str, str]] = {}


def variables_of(theme: Theme) -> dict[str, str]:
    """Every colour of a theme by its token, as style sheets name it; mixed once."""
    if theme.name not in _variables:
        _variables[theme.name] = {**OWN_VARIABLES, **theme.to_color_system().generate(), **theme.variables}
    return _variables[theme.name]
