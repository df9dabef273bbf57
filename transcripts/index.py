"""The session index: every form of everybody and every body that may be named, in two tiers."""

from __future__ import annotations

from collections.abc import Iterator

from transcripts.forms import Form, org_forms, person_forms
from transcripts.particulars import district_forms, role_forms
from transcripts.roster import Roster


def index_forms(roster: Roster) -> tuple[Form, ...]:
    """The forms of people and landlords in the meeting, which are masked however loosely they are named, and of the
    rest of the roll, which are masked by name or where a cue points to them."""
    return tuple(_forms(roster))


def _forms(roster: Roster) -> Iterator[Form]:
    for person in roster.participants:
        yield from person_forms(person)
    for org in roster.orgs:
        yield from org_forms(org, present=True)
    for org in roster.roll:
        yield from org_forms(org, present=False)
    yield from role_forms(roster)
    yield from district_forms(roster)
