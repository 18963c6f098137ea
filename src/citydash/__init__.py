"""citydash: a town's smart-city projects, from TOML files in git to a dashboard and reports."""

__version__ = "0.1.0"
