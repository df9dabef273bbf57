"""What every release of ours holds whoever was there: its own sentences, styles, marks and names of parts.

The audit passes over these. Else a style called "max-width" would stop each release of a meeting at which a Max was.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath

from transcripts.carriers import passages_of
from transcripts.cues import Cue
from transcripts.leaks import Leak, audit_passages
from transcripts.masks import HANDOVER, SAYS
from transcripts.passages import Passage
from transcripts.released import from_command_line, from_review
from transcripts.roster import Roster
from transcripts.writers import FORMATS, render

_ANY = "\u2042"  # stands in the samples where words of a meeting would


def audit_file(name: str, data: bytes, roster: Roster) -> list[Leak]:
    """Everything in a file that may still identify somebody: hard hits first. Raises UnreadableFile."""
    ours = furniture(PurePath(name).suffix.lower().removeprefix("."))
    return audit_passages([each for each in passages_of(name, data) if _place(each) not in ours], roster)


@cache
def furniture(fmt: str) -> frozenset[tuple[str, str]]:
    """Where, and what, in a file of this format does not come from any meeting; numbers count as one."""
    if fmt not in FORMATS:
        return frozenset()
    said = " ".join([_ANY, *(f"[{says}]" for says in SAYS)])
    cues = [Cue(place, 0, 1, text) for place, text in enumerate((said, said, HANDOVER))]
    samples = (
        from_review(cues, title=_ANY, undecided=0, unresolved=(), hard_leaks=0, headings=((1, _ANY), (2, _ANY))),
        from_review(cues, title=_ANY, undecided=0, unresolved=(), hard_leaks=0),
        from_command_line(cues, title=_ANY, consistent_labels=True),
    )
    return frozenset(
        _place(passage)
        for sample in samples
        for passage in passages_of(f"{_ANY}.{fmt}", render(sample, fmt))
        if _ANY not in passage.text
    )


def _place(passage: Passage) -> tuple[str, str]:
    return re.sub(r"[0-9]+", "#", passage.where), re.sub(r"[0-9]+", "#", passage.text.strip())
