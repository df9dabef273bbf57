"""How well the anonymiser masks: made-up forum sessions with gold, traps, noise, and other systems beside it.

`python -m lab.evaluation --help` says what it prints; `docs/anonymity.md` carries the last whole run.
"""
