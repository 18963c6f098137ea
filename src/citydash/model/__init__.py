"""The words: vocabularies, fiscal years, rules, and the shapes that a file must have.

Pure: no file, no clock, no database. `shapes` imports pydantic, so it is imported by name and only where something is
validated; the rest costs nothing.
"""
