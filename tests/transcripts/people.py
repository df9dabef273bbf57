"""Five invented people of two invented landlords, and short ways to anonymise what they say."""

from __future__ import annotations

from transcripts import Cue, Org, Participant, Policy, Roster, apply, propose

ROSTER = Roster(
    participants=(
        Participant("1", "Sam Okoro", email="sam.okoro@larkmoor.example", org="lark"),
        Participant("2", "Siân Ní Bhriain", org="lark"),
        Participant("3", "Will Price", org="Together Housing Group"),
        Participant("4", "Hope Achterberg-Bell", role="Head of Housing Repairs", org="tog"),
        Participant("5", "Muhammed O'Dowd", org="tog"),
    ),
    orgs=(
        Org(
            "lark",
            "Larkmoor & Vale Homes",
            aliases=("L&V",),
            homes=52_000,
            domain="larkmoor.example",
            districts=("Larkshire",),
        ),
        Org("tog", "Together Housing Group", homes=9_400),
    ),
    roll=(Org("anc", "Anchor Homes"), Org("qua", "Quillbrook District Council", aliases=("QDC",), homes=4_321)),
)


def cues_of(*texts: str) -> tuple[Cue, ...]:
    """A cue for each text, two seconds apart."""
    return tuple(Cue(place, place * 2000, place * 2000 + 1500, text) for place, text in enumerate(texts))


def masked(*texts: str, roster: Roster = ROSTER, labels: Policy = Policy.NONE) -> list[str]:
    """What is left of the texts when every proposal is accepted."""
    cues = cues_of(*texts)
    return [cue.text for cue in apply(cues, propose(cues, roster, labels=labels).spans)]


def mask_one(text: str, roster: Roster = ROSTER) -> str:
    """What is left of one cue's text."""
    return masked(text, roster=roster)[0]
