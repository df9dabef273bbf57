"""What hands do to the floor. A person's wish to speak is the union of the hands that each source shows.

Sources are independent: Zoom, the chat, the page and the staff each say up or down, in their own order, and may arrive
in any order relative to one another. So the wish is kept as spans per source, and the time of asking is the start of
the stretch without a gap; then the arrival order does not matter.
"""

# ruff: noqa: ARG001  (all effects have one signature)
from __future__ import annotations

from msgspec.structs import replace

from companion.floor.changes import believed_ms, know_landlord, leave_queue, put_request
from companion.floor.events import (
    HandAccepted,
    HandDeclined,
    HandDeferred,
    HandDismissed,
    HandLowered,
    HandMissed,
    HandNoted,
    HandRaised,
    HandSeen,
    HandSetAside,
    HandSuggested,
    InviteAccepted,
    Recorded,
    SuggestionDismissed,
)
from companion.floor.state import Floor, Lane, LateHand, Request, Span, Suggestion, lane_of
from companion.kernel.ids import ParticipantId

STAFF_ROLES = frozenset({"chair", "steward"})


def raised(floor: Floor, recorded: Recorded, event: HandRaised) -> Floor:
    """A new row, or one more source of the row that is there. Old news of this source is ignored."""
    floor = _out_of_tray(floor, event.tray_seq)
    floor = _not_suggested(floor, event.participant_id)
    floor, landlord_id = know_landlord(floor, event.participant_id, event.landlord_id)
    if _is_old_news(floor, recorded, event.participant_id) or _was_served(floor, recorded, event):
        return floor
    floor = _show(_heed(floor, recorded, event.participant_id), recorded, event.participant_id)
    lane = lane_of(event.kind)
    up_ms = believed_ms(recorded) if event.at_ms is None else event.at_ms
    spans = _raise_span(floor.spans.get((event.participant_id, lane), ()), recorded.source, up_ms)
    floor = _put_spans(floor, event.participant_id, lane, spans)
    request = floor.live_of(event.participant_id, lane)
    if request is not None:
        return put_request(floor, _joined_by(request, recorded.source, spans))
    if event.request_id in floor.requests:
        return floor
    since_ms = _since_ms(spans)
    request = Request(
        event.request_id,
        event.participant_id,
        landlord_id,
        floor.item_id,
        event.kind,
        "waiting",
        raised_at_ms=since_ms,
        place_ms=since_ms,
        seq=recorded.seq,
        sources=_sources(spans),
        is_accepted=recorded.actor_role in STAFF_ROLES,
        replies_to=floor.active[-1] if event.kind == "reply" and floor.active else None,
        note_id=event.note_id,
    )
    return put_request(_one_place_less(floor), request)


def invited(floor: Floor, recorded: Recorded, event: InviteAccepted) -> Floor:
    """At the head of the ordinary hands; a row that is there already is lifted as it stands."""
    floor, landlord_id = know_landlord(floor, event.participant_id, event.landlord_id)
    request = floor.live_of(event.participant_id)
    if request is not None:
        if request.state != "waiting":
            return floor
        return put_request(floor, replace(request, is_invited=True, is_deferred=False))
    if event.request_id in floor.requests:
        return floor
    at_ms = believed_ms(recorded)
    spans = _raise_span(floor.spans.get((event.participant_id, "ordinary"), ()), recorded.source, at_ms)
    floor = _put_spans(floor, event.participant_id, "ordinary", spans)
    request = Request(
        event.request_id,
        event.participant_id,
        landlord_id,
        floor.item_id,
        "comment",
        "waiting",
        raised_at_ms=_since_ms(spans),
        place_ms=_since_ms(spans),
        seq=recorded.seq,
        sources=_sources(spans),
        is_invited=True,
    )
    return put_request(floor, request)


def lowered(floor: Floor, recorded: Recorded, event: HandLowered) -> Floor:
    """One source less; withdrawn when none is left. Who has been called lowers a hand to speak, not to withdraw."""
    if _is_old_news(floor, recorded, event.participant_id):
        return floor
    floor = _heed(floor, recorded, event.participant_id)
    shown = {key: misses for key, misses in floor.shown.items() if key != (event.participant_id, recorded.source)}
    floor = replace(floor, shown=shown) if len(shown) != len(floor.shown) else floor
    down_ms = believed_ms(recorded)
    for lane in ("ordinary", "priority"):
        spans = floor.spans.get((event.participant_id, lane), ())
        request = floor.live_of(event.participant_id, lane)
        if request is None or request.state not in ("waiting", "blocked"):
            continue
        if event.request_id not in (None, request.id):
            continue
        left = _lower_spans(spans, None if event.everywhere else recorded.source, down_ms)
        if left == spans:
            continue
        floor = _put_spans(floor, event.participant_id, lane, left)
        if _sources(left):
            floor = put_request(floor, _joined_by(request, "", left))
        else:
            floor = leave_queue(
                floor, request, "withdrawn", sources=(), reason="lowered", closed_at_ms=down_ms, is_resting=False
            )
    return floor


def missed(floor: Floor, recorded: Recorded, event: HandMissed) -> Floor:
    """Nothing yet: a list may omit a hand once. What it does not show twice running is lowered."""
    key = (event.participant_id, recorded.source)
    if key not in floor.shown or _is_old_news(floor, recorded, event.participant_id):
        return floor
    return replace(_heed(floor, recorded, event.participant_id), shown=floor.shown | {key: floor.shown[key] + 1})


def seen(floor: Floor, recorded: Recorded, event: HandSeen) -> Floor:
    if (event.participant_id, recorded.source) not in floor.shown:
        return floor
    if _is_old_news(floor, recorded, event.participant_id):
        return floor
    return _show(_heed(floor, recorded, event.participant_id), recorded, event.participant_id)


def deferred(floor: Floor, recorded: Recorded, event: HandDeferred) -> Floor:
    """Behind the one who is last now. The time of asking stays on the receipt."""
    request = floor.requests.get(event.request_id)
    if request is None or request.state != "waiting":
        return floor
    last_ms = max(row.place_ms for row in floor.waiting())
    place_ms = max(last_ms, believed_ms(recorded))
    return put_request(
        floor, replace(request, place_ms=place_ms, seq=recorded.seq, is_deferred=True, is_invited=False, pin=None)
    )


def noted(floor: Floor, recorded: Recorded, event: HandNoted) -> Floor:
    request = floor.requests.get(event.request_id)
    return floor if request is None else put_request(floor, replace(request, note_id=event.note_id))


def accepted(floor: Floor, recorded: Recorded, event: HandAccepted) -> Floor:
    request = floor.requests.get(event.request_id)
    return floor if request is None else put_request(floor, replace(request, is_accepted=True))


def declined(floor: Floor, recorded: Recorded, event: HandDeclined) -> Floor:
    request = floor.requests.get(event.request_id)
    if request is None or request.state != "waiting":
        return floor
    floor = spent(floor, request)
    return leave_queue(floor, request, "declined", reason=event.reason, closed_at_ms=believed_ms(recorded))


def set_aside(floor: Floor, recorded: Recorded, event: HandSetAside) -> Floor:
    """One line in the late tray; the same person's later one replaces the earlier."""
    floor, landlord_id = know_landlord(floor, event.participant_id, event.landlord_id)
    hand = LateHand(
        recorded.seq,
        event.participant_id,
        landlord_id,
        event.kind,
        recorded.source,
        recorded.occurred_at_ms,
        recorded.received_at_ms,
    )
    others = tuple(other for other in floor.tray if other.participant_id != event.participant_id)
    return replace(floor, tray=(*others, hand))


def dismissed(floor: Floor, recorded: Recorded, event: HandDismissed) -> Floor:
    return _out_of_tray(floor, event.tray_seq)


def suggested(floor: Floor, recorded: Recorded, event: HandSuggested) -> Floor:
    """One chip per person, with their first words; none for somebody who waits or speaks already."""
    floor, landlord_id = know_landlord(floor, event.participant_id, event.landlord_id)
    is_up = floor.live_of(event.participant_id) is not None
    if is_up or any(other.participant_id == event.participant_id for other in floor.suggested):
        return floor
    chip = Suggestion(recorded.seq, event.participant_id, landlord_id, believed_ms(recorded), event.line_id)
    return replace(floor, suggested=(*floor.suggested, chip))


def suggestion_dismissed(floor: Floor, recorded: Recorded, event: SuggestionDismissed) -> Floor:
    return replace(floor, suggested=tuple(chip for chip in floor.suggested if chip.seq != event.suggested_seq))


def spent(floor: Floor, request: Request) -> Floor:
    """The hands behind this request have done their work: a next turn needs a new one."""
    key = (request.participant_id, lane_of(request.kind))
    if key not in floor.spans:
        return floor
    return replace(floor, spans={other: spans for other, spans in floor.spans.items() if other != key})


def _is_old_news(floor: Floor, recorded: Recorded, participant_id: ParticipantId) -> bool:
    """This source has said something newer of this person before."""
    last = floor.versions.get((participant_id, recorded.source))
    return last is not None and recorded.version < last


def _was_served(floor: Floor, recorded: Recorded, event: HandRaised) -> bool:
    """The hand went up before the turn that this person has had since."""
    served_ms = floor.served.get(event.participant_id)
    return event.at_ms is None and served_ms is not None and recorded.occurred_at_ms <= served_ms


def _heed(floor: Floor, recorded: Recorded, participant_id: ParticipantId) -> Floor:
    return replace(floor, versions=floor.versions | {(participant_id, recorded.source): recorded.version})


def _show(floor: Floor, recorded: Recorded, participant_id: ParticipantId) -> Floor:
    return replace(floor, shown=floor.shown | {(participant_id, recorded.source): 0})


def _out_of_tray(floor: Floor, tray_seq: int | None) -> Floor:
    if tray_seq is None:
        return floor
    return replace(floor, tray=tuple(hand for hand in floor.tray if hand.seq != tray_seq))


def _not_suggested(floor: Floor, participant_id: ParticipantId) -> Floor:
    """Whoever asks by themselves needs no guess."""
    if all(chip.participant_id != participant_id for chip in floor.suggested):
        return floor
    return replace(floor, suggested=tuple(chip for chip in floor.suggested if chip.participant_id != participant_id))


def _one_place_less(floor: Floor) -> Floor:
    return replace(floor, list_places=max(floor.list_places - 1, 0)) if floor.list_places is not None else floor


def _put_spans(floor: Floor, participant_id: ParticipantId, lane: Lane, spans: tuple[Span, ...]) -> Floor:
    return replace(floor, spans=floor.spans | {(participant_id, lane): spans})


def _raise_span(spans: tuple[Span, ...], source: str, up_ms: int) -> tuple[Span, ...]:
    if any(span.source == source and span.down_ms is None for span in spans):
        return spans
    return (*spans, Span(source, up_ms))


def _lower_spans(spans: tuple[Span, ...], source: str | None, down_ms: int) -> tuple[Span, ...]:
    """Close the open span of one source, or of all when `source` is None."""
    return tuple(
        replace(span, down_ms=max(down_ms, span.up_ms))
        if span.down_ms is None and source in (None, span.source)
        else span
        for span in spans
    )


def _sources(spans: tuple[Span, ...]) -> tuple[str, ...]:
    return tuple(span.source for span in sorted(spans, key=lambda span: span.up_ms) if span.down_ms is None)


def _since_ms(spans: tuple[Span, ...]) -> int:
    """The start of the stretch without a gap that reaches to the hands which are up now."""
    since_ms = min(span.up_ms for span in spans if span.down_ms is None)
    for span in sorted(spans, key=lambda span: span.up_ms, reverse=True):
        if span.down_ms is not None and span.up_ms < since_ms <= span.down_ms:
            since_ms = span.up_ms
    return since_ms


def _joined_by(request: Request, source: str, spans: tuple[Span, ...]) -> Request:
    """The request with the sources and the time of asking that these spans say; its place moves along with it."""
    if request.state != "waiting":
        sources = request.sources if source in ("", *request.sources) else (*request.sources, source)
        return replace(request, sources=sources)
    since_ms = _since_ms(spans)
    place_ms = request.place_ms if request.is_deferred else since_ms
    return replace(request, raised_at_ms=since_ms, place_ms=place_ms, sources=_sources(spans))
