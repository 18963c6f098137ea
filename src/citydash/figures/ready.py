"""What a filter's figures are added up from, read while nobody waits, in steps that are short."""

from citydash.figures import due, kept, standings
from citydash.figures.headline import whole
from citydash.figures.view import View

_STEPS = (standings.late, standings.funded, standings.elapsed, whole, due.read_some, kept.read_some)
"""Each is asked again while it says True."""


def go_on(view: View) -> bool:
    """Do the next step, and whether there was one; what was read stays with the views of the snapshot and day."""
    name = f"ready, {view.certainty}"
    done = view.known.get(name, 0)
    if done == len(_STEPS):
        return False
    if _STEPS[done](view) is not True:
        view.known[name] = done + 1
    return True
