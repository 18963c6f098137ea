"""Exports: the portfolio in the standards of the field, so that nothing is locked in. `kinds` is the door.

A format's module has `make(task) -> Made`: its bytes, and what it had to leave out, and why. It computes no figure:
that is `figures`. Personal data never leaves: `manager` names a role and may name a person, so no format has it. Nor do
the monthly reviews, the risks (the town's own judgement) and the state of data protection go into open data.
"""
