"""One page of a draft as turns: what was heard in pieces, with each proposal in its outline, and what readers get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from companion.kernel.clocks import LONDON, from_ms
from companion.kernel.ids import AgendaItemId, SpanId
from companion.release.cues import OpenCue, OpenSpan, masked, merged
from companion.release.importing import CAPTIONS
from companion.release.rules import DOUBT_BELOW
from companion.release.standing import Version

#: kind → how it is outlined, and what it is called
SHAPES: dict[str, tuple[str, str]] = {
    "PERSON": ("sp-person", "person"),
    "ROLE": ("sp-person", "role"),
    "ORG": ("sp-org", "landlord"),
    "PLACE": ("sp-place", "place"),
    "QUANTITY": ("sp-qty", "number"),
    "CONTACT": ("sp-must", "contact details"),
    "ADDRESS": ("sp-must", "address"),
    "CASE_REF": ("sp-must", "case reference"),
    "DATE_OF_BIRTH": ("sp-must", "date of birth"),
    "OTHER": ("sp-must", "something else"),
}
_LABEL = re.compile(r"(\[[a-z][a-z :-]{0,60}\])")


@dataclass(frozen=True)
class Piece:
    """A stretch of text as heard: plain, or a proposal with its outline."""

    text: str
    span_id: SpanId | None = None
    shape: str = ""
    said: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class ShownCue:
    """One cue: as heard in pieces, and as readers will see it, `(text, is a label)` by turns."""

    position: int
    heard: tuple[Piece, ...]
    read: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Turn:
    """Cues in a row by one speaker. `heading` is the agenda item that begins here."""

    number: int
    at: str
    heading: str | None
    voice: str | None
    cues: tuple[ShownCue, ...]
    is_here: bool


def turns_of(
    draft: Version,
    cues: Sequence[OpenCue],
    spans: Mapping[int, list[OpenSpan]],
    asked: tuple[int, int] | None,
    titles: Mapping[AgendaItemId, str],
    before: tuple[int, AgendaItemId | None],
) -> Iterator[Turn]:
    """The turns of some cues.

    `asked` is the position and start of the proposal to decide, `before` how many turns stand before these and which
    agenda item ran then.
    """
    number, item = before
    for (_, item_id), group in groupby(cues, key=lambda cue: (cue.speaker, cue.agenda_item_id)):
        mine = list(group)
        number += 1
        voice = None if mine[0].is_resolved else mine[0].name or "a voice without a name"
        yield Turn(
            number=number,
            at=_clock(draft, mine[0].start_ms),
            heading=titles.get(item_id) if item_id is not None and item_id != item else None,
            voice=voice,
            cues=tuple(_shown(cue, spans.get(cue.position, []), asked) for cue in mine),
            is_here=asked is not None and any(cue.position == asked[0] for cue in mine),
        )
        item = item_id


def _shown(cue: OpenCue, spans: Sequence[OpenSpan], asked: tuple[int, int] | None) -> ShownCue:
    hides = [_as_if_hidden(span) for span in spans if span.decision != "rejected"]
    (seen,) = masked([cue], hides)
    read = tuple((part, place % 2 == 1) for place, part in enumerate(_LABEL.split(seen.text)) if part)
    return ShownCue(cue.position, tuple(_pieces(cue.text, spans, asked)), read)


def _as_if_hidden(span: OpenSpan) -> OpenSpan:
    """What is not decided yet is shown to the reviewer as it is proposed: hidden."""
    return replace(span, decision="accepted")


def _pieces(text: str, spans: Sequence[OpenSpan], asked: tuple[int, int] | None) -> Iterator[Piece]:
    covering = merged(span for span in spans if span.decision != "rejected")
    kept = [
        span
        for span in spans
        if span.decision == "rejected" and not any(one.start < span.end and span.start < one.end for one in covering)
    ]
    at = 0
    for span in sorted((*covering, *kept), key=lambda span: span.start):
        if span.start > at:
            yield Piece(text[at : span.start])
        is_here = asked is not None and span.position == asked[0] and span.start <= asked[1] < span.end
        yield Piece(text[span.start : span.end], span.span_id, _shape(span), _said(span), is_here)
        at = span.end
    if at < len(text):
        yield Piece(text[at:])


def _shape(span: OpenSpan) -> str:
    if span.decision == "rejected":
        return "sp-keep"
    if span.decision == "undecided":
        return "sp-doubt" if span.confidence < DOUBT_BELOW else f"{SHAPES[span.kind][0]} sp-open"
    return SHAPES[span.kind][0]


def _said(span: OpenSpan) -> str:
    words = {"undecided": "not decided", "accepted": "hidden", "rejected": "kept"}
    return f"{SHAPES[span.kind][1]}, {words[span.decision]}"


def _clock(draft: Version, ms: int) -> str:
    if draft.source == CAPTIONS:
        return f"{from_ms(ms).astimezone(LONDON):%H:%M:%S}"
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}"
