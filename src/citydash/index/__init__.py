"""The index: the star schema that makes the files fast, and that anyone may delete.

Other rooms use `open_workspace` and `Snapshot`, and `past` for the workspace at a commit. SQLAlchemy says the tables
and statements (`schema`, `queries`, `aggregates`, `chains`); their compiled text ships and runs on the standard
library's sqlite3, so nothing here imports SQLAlchemy at run time.
"""

from citydash.index.snapshot import Counts, Snapshot, open_workspace, pair
from citydash.index.store import PLACED

__all__ = ["PLACED", "Counts", "Snapshot", "open_workspace", "pair"]
