"""Reports: results in, bytes out. Kinds (what) times formats (how); `kinds` is the door.

A kind's module has `document` (JSON), `build` (a `Report` for text and Markdown) and `tables` (CSV). It never computes
a figure: that is `figures`.
"""
