"""The figures: a snapshot and `today` in, results out. What figures.md defines, each computed in one place.

Results are named tuples: immutable and typed like frozen dataclasses, without their 15 ms of import on the warm path.
Import the modules you need: `view`, `rollup`, `funding`, `milestones`, `netcost`, `alerts`, `summary`, `project`,
`problems`, `explain`, `filters`.
"""
