"""A Textual app with one label and nothing else: what the dashboard's first paint is compared with.

paint.py --mark BARE-APP -- python tests/benchmarks/bare_app.py
"""

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("BARE-APP")


if __name__ == "__main__":
    BareApp().run()
