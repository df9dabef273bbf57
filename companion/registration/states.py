"""The kinds of a registration and the states it can be in: words that rules and tables share."""

from __future__ import annotations

KINDS = ("landlord", "member", "speaker", "officer", "supporter", "observer")
SEATED = ("offered", "confirmed", "attended", "no_show")  # states that hold a landlord's seat
LIVE = ("pending", "waitlisted", "offered", "confirmed", "suspended", "attended")
STATES = (*LIVE, "declined", "cancelled", "apology", "replaced", "no_show")
