"""What statistical recognisers name: people whom no list and no cue gives away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transcripts.recogniser import Recogniser
from transcripts.session import Session
from transcripts.spans import Hit, Kind

_LONGEST = 1500  # characters handed over at once; a longer passage is cut between two words


def find(session: Session, recognisers: Sequence[Recogniser]) -> list[Hit]:
    """The people whom any of the recognisers names, in the joined text of the session."""
    pieces = list(_pieces(session))
    hits: list[Hit] = []
    for recogniser in recognisers:
        for (offset, _), entities in zip(pieces, recogniser.entities([text for _, text in pieces]), strict=True):
            for entity in entities:
                if entity.label == "PERSON":
                    hits.append(_person(session, offset + entity.start, offset + entity.end))
    return hits


def _person(session: Session, start: int, end: int) -> Hit:
    named = f"x:{session.low[start:end]}"
    return Hit(start, end, Kind.PERSON, "ner", 0.6, "the recogniser takes this for a person's name", named, "person")


def _pieces(session: Session) -> Iterator[tuple[int, str]]:
    """Passages with where they begin: as they are written, or in lower case where capitals say nothing."""
    text = session.text if session.is_cased else session.low
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > _LONGEST:
            space = text.rfind(" ", start, start + _LONGEST)
            end = space if space > start else start + _LONGEST
        if text[start:end].strip():
            yield start, text[start:end]
        start = end + (text[end : end + 1] in ("\n", " "))
