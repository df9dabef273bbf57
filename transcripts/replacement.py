"""Putting labels in place of spans. Cue count, order and times never change."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transcripts.cues import Cue
from transcripts.folding import TAG
from transcripts.lexicon import words
from transcripts.masks import HANDOVER, MASK, SOMEBODY
from transcripts.spans import Span

_HANDS_OVER = words("thanks thank cheers over next ahead please welcome back")
_COURTESIES = words(
    """
thanks thank you very much so that for and over to next is we have then go ahead please now yes ok okay right lovely
great good brilliant cheers hi hello morning afternoon evening welcome back come in if your you're hand up s is i'll
let's can lets ll just going gonna move on er um erm ah oh well chair will want would like take it hand
"""
)


def apply(cues: Sequence[Cue], spans: Iterable[Span]) -> tuple[Cue, ...]:
    """The cues with every span replaced by its label and markup dropped; text that no span covers is untouched.

    A cue of which nothing is left but thanking one person and calling the next becomes a placeholder: handing over
    names the next speaker two times out of three. Raises ValueError for spans out of range or overlapping.
    """
    by_cue: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        by_cue[span.cue].append(span)
    unknown = set(by_cue) - {cue.index for cue in cues}
    if unknown:
        raise ValueError(f"there is no cue {min(unknown)} for a span to stand in")
    return tuple(replace(cue, text=_replaced(cue.text, by_cue[cue.index]), settings="") for cue in cues)


def _replaced(text: str, spans: list[Span]) -> str:
    parts: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda span: span.start):
        if not at <= span.start < span.end <= len(text):
            raise ValueError(f"the span {span.start}-{span.end} of cue {span.cue} overlaps another or leaves its cue")
        parts.extend((text[at : span.start], span.label))
        at = span.end
    masked = TAG.sub("", "".join((*parts, text[at:])))
    return HANDOVER if is_handover(masked) else masked


def is_handover(masked: str) -> bool:
    """Is a masked text nothing but one speaker thanked and another called?"""
    if not SOMEBODY.search(masked):
        return False
    said = re.findall(r"[a-z']+", MASK.sub(" ", masked).lower())
    hands_over = not _HANDS_OVER.isdisjoint(said)
    return hands_over and len(said) <= 12 and all(word in _COURTESIES for word in said)
