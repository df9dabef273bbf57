"""How good the audit is as a second look: what it finds of what the masker left, and what it finds where nothing is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lab.evaluation.cases import MUST_GO, Captioned, Case, Label, Mention, caption
from lab.evaluation.score import Mask, Score, judge, name_words
from lab.evaluation.systems import Product
from transcripts import Kind, Span, apply
from transcripts.leaks import Leak, audit_passages
from transcripts.passages import Passage
from transcripts.recogniser import Recogniser

_MASKS = {
    Label.PERSON: "[participant]",
    Label.AFFIL: "[landlord]",
    Label.RESIDENT: "[person]",
    Label.BODY: "[landlord]",
    Label.ID: "[reference]",
    Label.OTHER: "[identifying detail]",
}


@dataclass
class SecondLook:
    """Counts over any number of sessions: left by the masker, of those flagged, and false hits on perfect text."""

    words: int = 0
    left: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    false_hits: list[Leak] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


def look(case: Case, recognisers: Sequence[Recogniser], seen: SecondLook) -> None:
    """Add one session."""
    said = caption(case)
    perfect = apply(said.cues, [*_prefixes(said), *_gold(said)])
    seen.words += sum(len(cue.text.split()) for cue in perfect)
    seen.false_hits += audit_passages([Passage(f"cue {cue.index}", cue.text) for cue in perfect], case.roster)
    masks = Product("product", recognisers).masks(case, said)
    spans = [
        Span(number, mask.start, mask.end, Kind.OTHER, mask.finder, 1.0, _label(mask.finder), "")
        for number, many in enumerate(masks)
        for mask in many
    ]
    left = [Passage(f"cue {cue.index}", cue.text) for cue in apply(said.cues, spans)]
    found: dict[int, list[str]] = {}
    everywhere: set[str] = set()
    for leak in audit_passages(left, case.roster):
        everywhere.add(leak.found.casefold())
        everywhere.update(leak.found.casefold().split(", ") if "more word" in leak.why else ())
        if (place := leak.where.removeprefix("cue ")).isdigit():
            found.setdefault(int(place), []).append(leak.found.casefold())
    for mention in said.mentions:
        if mention.label in MUST_GO and _is_left(said, mention, masks):
            seen.left[mention.label] += 1
            words = {mention.text[start:end].casefold() for start, end in name_words(mention.text, mention.label)}
            around = {at for place in mention.places for at in (place.cue - 1, place.cue, place.cue + 1)}
            here = [hit for at in around for hit in found.get(at, ())]
            if words & everywhere or any(word in hit for hit in here for word in words):
                seen.flagged[mention.label] += 1
            else:
                context = said.cues[mention.places[0].cue].text
                seen.unseen.append(f"{mention.label} {mention.text!r}: {context}")


def _label(finder: str) -> str:
    return "" if finder == "speaker" else "[person]"


def _is_left(said: Captioned, mention: Mention, masks: Sequence[Sequence[Mask]]) -> bool:
    score = Score()
    judge(score, "", Captioned(said.cues, said.spoken, (mention,)), masks)
    return bool(score.leaked[mention.label])


def _prefixes(said: Captioned) -> list[Span]:
    return [Span(n, 0, end, Kind.PERSON, "speaker", 1.0, "", "") for n, end in enumerate(said.spoken) if end]


def _gold(said: Captioned) -> list[Span]:
    return [
        Span(place.cue, place.start, place.end, Kind.OTHER, "gold", 1.0, _MASKS[mention.label], "")
        for mention in said.mentions
        if mention.label in MUST_GO
        for place in mention.places
    ]
