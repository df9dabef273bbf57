"""The pipeline: read speakers, index the roster, find, propagate, resolve, label."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from transcripts.cues import Cue
from transcripts.display_names import DisplayNames, stranger_forms
from transcripts.finders import (
    addresses,
    bodies,
    cue_rules,
    descriptions,
    doubted,
    names,
    nearly,
    patterns,
    propagated,
    quantities,
    recognised,
    sounds,
    spoken,
)
from transcripts.forms import Form
from transcripts.handovers import Handovers
from transcripts.index import index_forms
from transcripts.items import item_starts
from transcripts.labels import Labeller, Policy
from transcripts.recogniser import Recogniser
from transcripts.resolve import resolve
from transcripts.roster import Roster
from transcripts.session import Session, build_session
from transcripts.spans import Hit, Kind, Span
from transcripts.windows import Runs


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the machine proposes for a session: nothing is changed until the spans are applied.

    `spans` are sorted by cue and start, non-overlapping, in range. `speakers` holds, per cue, the participant's id,
    or None where nobody is named or nobody knows who it is. `unresolved` are display names that the roster cannot
    explain: their names are masked, but a release has to wait until somebody has said who they are.
    """

    spans: tuple[Span, ...]
    speakers: tuple[str | None, ...]
    unresolved: tuple[str, ...]
    words: int


def propose(
    cues: Sequence[Cue],
    roster: Roster,
    *,
    labels: Policy = Policy.NONE,
    items: Collection[int] | None = None,
    recognisers: Sequence[Recogniser] = (),
) -> Proposal:
    """Find everything in the cues by which somebody in the meeting, or spoken of in it, could be recognised.

    `items` are the cues where an agenda item begins; left out, they are taken from what is said. `recognisers` are
    statistical models, which find people whom neither roster nor rules know (`transcripts.ner`); none by default.
    """
    names_shown = DisplayNames(roster)
    session = build_session(cues, names_shown.is_known)
    shown = list(dict.fromkeys(prefix.name for prefix in session.prefixes if prefix))
    known = {name: names_shown.who(name) for name in shown}
    unresolved = tuple(name for name in shown if known[name] is None)
    typed = [form for name in shown for form in names_shown.typed_forms(name)]
    forms = (*index_forms(roster), *stranger_forms(unresolved), *typed)
    handovers = Handovers(session, known)
    settled = resolve(session, _find_all(session, forms, roster, recognisers, handovers))
    starts = item_starts(session) if items is None else tuple(items)
    return Proposal(
        spans=_spans(session, settled, known, Labeller(Policy(labels), starts)),
        speakers=tuple(known[prefix.name] if prefix else None for prefix in session.prefixes),
        unresolved=unresolved,
        words=sum(len(cue.text.split()) for cue in cues),
    )


def _find_all(
    session: Session, forms: Sequence[Form], roster: Roster, recognisers: Sequence[Recogniser], handovers: Handovers
) -> list[Hit]:
    runs = Runs(session)
    written = names.find(session, forms, finder="roster", handovers=handovers)
    off_roster = [*cue_rules.find(session), *doubted.believed(session, recognised.find(session, recognisers))]
    return [
        *written,
        *nearly.find(session, forms),
        *sounds.find(session, forms, written, handovers, runs),
        *patterns.find(session),
        *spoken.find(session),
        *addresses.find(session),
        *quantities.find(session, roster),
        *descriptions.find(session),
        *bodies.find(session),
        *off_roster,
        *_elsewhere(propagated.find(session, off_roster, runs), off_roster),
    ]


def _elsewhere(hits: Sequence[Hit], found: Sequence[Hit]) -> list[Hit]:
    """The hits that do not say again, less well, what was found in the same place."""
    places = {(hit.start, hit.end) for hit in found}
    return [hit for hit in hits if (hit.start, hit.end) not in places]


def _spans(session: Session, hits: list[Hit], known: dict[str, str | None], labeller: Labeller) -> tuple[Span, ...]:
    pieces: dict[int, list[tuple[int, int, Hit]]] = {}
    for hit in hits:
        for place, start, end in session.places(hit.start, hit.end):
            pieces.setdefault(place, []).append((start, end, hit))
    spans: list[Span] = []
    for place, cue in enumerate(session.cues):
        prefix = session.prefixes[place]
        at = 0
        if prefix is not None:
            who = known[prefix.name]
            entity = f"p:{who}" if who else f"x:{prefix.name}"
            reason = "this is who speaks" if who else "this is who speaks, and the roster does not know them"
            label = labeller.speaker(entity, place)
            spans.append(Span(cue.index, 0, prefix.end, Kind.PERSON, "speaker", 0.99, label, reason))
            at = prefix.end
        for start, end, hit in sorted(pieces.get(place, ()), key=lambda piece: piece[:2]):
            start = max(start, at)
            if start < end:
                label = labeller.mask(hit.says, hit.entity, place)
                spans.append(Span(cue.index, start, end, hit.kind, hit.finder, hit.confidence, label, hit.reason))
                at = end
    return tuple(spans)
