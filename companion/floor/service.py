"""What people and feeds do to the floor of a forum session: load the journal, decide, append. One transaction each.

Times are the forum session's own. An act carries a key of its own, so that the same press, chat message or delivery
that arrives twice happens once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from companion.captions import chat
from companion.floor import chat_words, errors, events, interest_steps, notes, participants, rules
from companion.floor.after import leaving
from companion.floor.events import HandKind
from companion.floor.ids import NoteId, RequestId
from companion.floor.journals import By, act, floor_of, now_ms
from companion.floor.late import CLAMP_MS
from companion.floor.participants import Known
from companion.floor.rules import Events
from companion.floor.state import Floor, Request
from companion.interests import service as interests
from companion.kernel.clocks import from_ms, to_ms
from companion.kernel.ids import ForumSessionId, LandlordId, ParticipantId, new_id
from companion.kernel.journal import Journal
from companion.kernel.uow import Uow
from companion.registration import participants as meeting

ZOOM = By("zoom", "zoom")
SYSTEM = By("system", "system")

# What the meeting tells us


def session_started(uow: Uow, session_id: ForumSessionId, *, at: datetime | None = None) -> None:
    """The meeting began. Saying it twice, or after the end, does no harm."""

    def decide(floor: Floor, _now_ms: int) -> Events:
        return rules.start_session(floor) if floor.state == "lobby" else ()

    act(uow, session_id, decide, by=SYSTEM, key="session.started", at=at)


def session_ended(uow: Uow, session_id: ForumSessionId, *, at: datetime | None = None) -> None:
    """The meeting is over: whoever speaks is done, whoever waits is told."""

    def decide(floor: Floor, _now_ms: int) -> Events:
        return rules.end_session(floor) if floor.state != "ended" else ()

    floor = act(uow, session_id, decide, by=SYSTEM, key=f"session.ended:{new_id()}", at=at)
    leaving.tell_those_left(uow, session_id, floor)


def arrived(
    uow: Uow,
    session_id: ForumSessionId,
    participant_id: ParticipantId,
    *,
    landlord_id: LandlordId | None,
    connection: str,
    at: datetime,
) -> None:
    """Somebody joined the meeting, on this connection."""
    key = f"joined:{participant_id}:{connection}:{to_ms(at)}"
    floor = act(
        uow,
        session_id,
        lambda floor, _: rules.join(floor, participant_id, landlord_id, connection),
        by=ZOOM,
        key=key,
        at=at,
    )
    _interests_in_step(uow, session_id, floor, participant_id)


def departed(
    uow: Uow, session_id: ForumSessionId, participant_id: ParticipantId, *, connection: str, at: datetime
) -> None:
    """A connection of somebody's ended. Their place in the queue is kept."""
    key = f"left:{participant_id}:{connection}:{to_ms(at)}"
    act(uow, session_id, lambda floor, _: rules.leave(floor, participant_id, connection), by=ZOOM, key=key, at=at)


def recognised(
    uow: Uow,
    session_id: ForumSessionId,
    participant_id: ParticipantId,
    known_as: ParticipantId,
    *,
    landlord_id: LandlordId | None,
) -> None:
    """Somebody in the meeting turns out to be this participant: place, time and interests go with them."""
    floor = act(
        uow,
        session_id,
        lambda floor, _: rules.recognise(floor, participant_id, known_as, landlord_id),
        by=By("steward", "staff"),
        key=f"recognised:{new_id()}",
    )
    _interests_in_step(uow, session_id, floor)


def unrecognised(uow: Uow, session_id: ForumSessionId, participant_id: ParticipantId, known_as: ParticipantId) -> None:
    """It was wrong to take them for that participant: each has again what was theirs."""
    floor = act(
        uow,
        session_id,
        lambda floor, _: rules.unrecognise(floor, participant_id, known_as),
        by=By("steward", "staff"),
        key=f"unrecognised:{new_id()}",
    )
    _interests_in_step(uow, session_id, floor)


def _interests_in_step(uow: Uow, session_id: ForumSessionId, floor: Floor, only: ParticipantId | None = None) -> None:
    """What somebody declared is theirs in the room `interests` as well, whoever they turned out to be."""
    owners: dict[UUID, UUID] = {
        one.id: one.participant_id
        for one in floor.declarations.values()
        if one.participant_id is not None and only in (None, one.participant_id)
    }
    if owners:
        interests.keep_in_step(uow, session_id, owners)


def hands_listed(
    uow: Uow, session_id: ForumSessionId, up: Iterable[ParticipantId], *, at: datetime, version: int | None = None
) -> None:
    """All the hands that Zoom shows up at a moment. `version` is the list's own counter, where it has one."""
    occurred_ms = to_ms(at)
    number = occurred_ms if version is None else version
    whose = [meeting.voice_of(uow, participant_id) for participant_id in up]
    homes = {participant_id: meeting.landlord_of(uow, participant_id) for participant_id in whose}

    def decide(floor: Floor, moment_ms: int) -> Events:
        return rules.hands_listed(
            floor,
            homes,
            source=ZOOM.source,
            version=number,
            occurred_at_ms=occurred_ms,
            received_at_ms=moment_ms,
            new_request_id=lambda: RequestId(new_id()),
        )

    act(uow, session_id, decide, by=ZOOM, key=f"hands:{number}", at=at, version=number)


def voices_heard(
    uow: Uow, session_id: ForumSessionId, heard: Sequence[events.SpeakerChanged | events.VoiceCaptioned]
) -> None:
    """Who was heard, as Zoom's highlight and captions say: kept as measurements, which move nothing on the floor."""
    if heard:
        meant = {one.participant_id: meeting.voice_of(uow, one.participant_id) for one in heard if one.participant_id}
        mine = [replace(one, participant_id=meant[one.participant_id]) if one.participant_id else one for one in heard]
        act(uow, session_id, lambda floor, _: rules.hear(floor, mine), by=ZOOM, key=f"heard:{new_id()}")


def heard_in_chat(
    uow: Uow, session_id: ForumSessionId, participant_id: ParticipantId, text: str, *, message_id: str, at: datetime
) -> str | None:
    """A chat message: when it is one of the agreed phrases the hand goes up or down. Returns what was understood.

    What merely sounds like a wish is shown to the steward, who decides (`suggest`).
    What the rules refuse (a closed list, nothing to lower) is no error of the sender's: it is left alone.
    """
    participant_id = meeting.voice_of(uow, participant_id)
    wish = chat_words.wish_in(text)
    if wish is None:
        return _suggest(uow, session_id, participant_id, text, message_id, at)
    if wish.act == "place":
        return wish.act
    if wish.act == "declare":
        interest_steps.claim(uow, session_id, participant_id, wish.about, message_id)
        return wish.act
    note_id = None
    if wish.about:
        note_id = notes.keep_from_chat(uow, session_id, participant_id, wish.about)
    landlord_id = meeting.landlord_of(uow, participant_id)

    def decide(floor: Floor, moment_ms: int) -> Events:
        try:
            if wish.act == "raise":
                return rules.raise_hand(
                    floor,
                    participant_id,
                    request_id=RequestId(new_id()),
                    source="chat",
                    occurred_at_ms=to_ms(at),
                    received_at_ms=moment_ms,
                    landlord_id=landlord_id,
                    kind=wish.kind,
                    note_id=note_id,
                )
            if wish.act == "lower":
                return rules.lower_hand(floor, participant_id, source="chat", everywhere=True)
            return rules.defer(floor, own_request(floor, participant_id).id)
        except (
            errors.HeldByInterest,
            errors.ListClosed,
            errors.NotAnsweredYet,
            errors.NotWaiting,
            errors.SessionOver,
            errors.TooOften,
        ):
            return ()

    act(uow, session_id, decide, by=By("registrant", "chat"), key=f"chat:{message_id}", at=at)
    return wish.act


def _suggest(
    uow: Uow, session_id: ForumSessionId, participant_id: ParticipantId, text: str, message_id: str, at: datetime
) -> str | None:
    """Ask the steward about words that sound like a wish to speak, while the session runs."""
    if not chat_words.suggests(text) or floor_of(uow, session_id).state not in ("live", "paused"):
        return None
    landlord_id = meeting.landlord_of(uow, participant_id)
    line_id = chat.line_id_of(uow, session_id, message_id)
    act(
        uow,
        session_id,
        lambda floor, _: rules.suggest(
            floor, participant_id, landlord_id=landlord_id, line_id=None if line_id is None else NoteId(line_id)
        ),
        by=By("registrant", "chat"),
        key=f"chat:{message_id}",
        at=at,
    )
    return "suggest"


# What a registrant does


def ask(
    uow: Uow,
    session_id: ForumSessionId,
    registration_id: UUID,
    *,
    key: str,
    kind: HandKind = "comment",
    about: str = "",
    ago_ms: int = 0,
) -> Floor:
    """Ask to speak, from the registrant's own page, pressed so long ago where the network had to be waited for.

    Raises NotFound, NoPlace, ListClosed, SessionOver, IndividualCase.
    """
    known = participants.ensure(uow, session_id, participants.of_registration(uow, session_id, registration_id))
    return put_hand_up(
        uow,
        session_id,
        known,
        by=By("registrant", "page", known.person_id),
        key=key,
        kind=kind,
        about=about,
        ago_ms=min(max(ago_ms, 0), CLAMP_MS),
    )


def check_pace(uow: Uow, session_id: ForumSessionId, registration_id: UUID) -> None:
    """Let through who has not sent a great many of their own acts just now. Raises NotFound, NoPlace, TooOften."""
    known = participants.of_registration(uow, session_id, registration_id)
    Journal(uow, session_id).lock()
    floor, moment_ms = floor_of(uow, session_id), now_ms(uow, session_id)
    for person_id in {known.person_id, uow.actor.id}:  # a supporter acts under two names
        rules.not_too_often(floor, person_id, moment_ms)


def take_back(uow: Uow, session_id: ForumSessionId, registration_id: UUID, *, key: str) -> Floor:
    """Lower one's own hand, wherever it was raised. Raises NotFound, NoPlace, NotWaiting."""
    known = _seen(participants.of_registration(uow, session_id, registration_id))
    participant_id = known.participant_id
    assert participant_id is not None
    by = By("registrant", "page", known.person_id)
    return act(
        uow,
        session_id,
        lambda floor, _: rules.lower_hand(floor, participant_id, source="page", everywhere=True),
        by=by,
        key=key,
    )


def let_others_go_first(uow: Uow, session_id: ForumSessionId, registration_id: UUID, *, key: str) -> Floor:
    """Go behind everybody who waits now; or, when called, not now but keep the place.

    Raises NotFound, NoPlace, NotWaiting.
    """
    known = _seen(participants.of_registration(uow, session_id, registration_id))

    def decide(floor: Floor, _now_ms: int) -> Events:
        request = own_request(floor, known.participant_id)
        return rules.skip(floor, "not_now") if request.state == "called" else rules.defer(floor, request.id)

    return act(uow, session_id, decide, by=By("registrant", "page", known.person_id), key=key)


def answer_call(uow: Uow, session_id: ForumSessionId, registration_id: UUID, *, key: str) -> Floor:
    """Say that one is ready, having been called; only who chairs sees it. Raises NotFound, NoPlace, NotWaiting."""
    known = _seen(participants.of_registration(uow, session_id, registration_id))

    def decide(floor: Floor, _now_ms: int) -> Events:
        return rules.answer_call(floor, own_request(floor, known.participant_id).id)

    return act(uow, session_id, decide, by=By("registrant", "page", known.person_id), key=key)


def answer_invitation(uow: Uow, session_id: ForumSessionId, registration_id: UUID, *, key: str, accept: bool) -> Floor:
    """Come in when the chair has asked, or rather not. Raises NotFound, NoPlace, NotInvited, HeldByInterest."""
    known = participants.ensure(uow, session_id, participants.of_registration(uow, session_id, registration_id))
    participant_id = known.participant_id
    assert participant_id is not None

    def decide(floor: Floor, _now_ms: int) -> Events:
        if not accept:
            return rules.decline_invitation(floor, participant_id, known.landlord_id)
        request_id = RequestId(new_id())
        return rules.accept_invitation(floor, participant_id, request_id=request_id, landlord_id=known.landlord_id)

    return act(uow, session_id, decide, by=By("registrant", "page", known.person_id), key=key)


def say_what_about(uow: Uow, session_id: ForumSessionId, registration_id: UUID, about: str, *, key: str) -> Floor:
    """Write, for the chair only, what one's hand is about. Raises NotFound, NoPlace, NotWaiting, IndividualCase."""
    known = _seen(participants.of_registration(uow, session_id, registration_id))

    def decide(floor: Floor, _now_ms: int) -> Events:
        request = own_request(floor, known.participant_id)
        note_id = notes.keep(uow, session_id, known.participant_id, about) if about else None
        return rules.note(floor, request.id, note_id)

    return act(uow, session_id, decide, by=By("registrant", "page", known.person_id), key=key)


def own_request(floor: Floor, participant_id: ParticipantId | None) -> Request:
    """The live request of a participant that counts now (`Floor.foremost_of`). Raises NotWaiting."""
    request = floor.foremost_of(participant_id) if participant_id is not None else None
    if request is None:
        raise errors.NotWaiting
    return request


def put_hand_up(
    uow: Uow,
    session_id: ForumSessionId,
    known: Known,
    *,
    by: By,
    key: str,
    kind: HandKind = "comment",
    about: str = "",
    ago_ms: int = 0,
) -> Floor:
    """Raise the hand of somebody who has a participant id. Raises what `rules.raise_hand` does."""
    participant_id = known.participant_id
    assert participant_id is not None

    def decide(floor: Floor, moment_ms: int) -> Events:
        note_id: NoteId | None = notes.keep(uow, session_id, participant_id, about) if about else None
        return rules.raise_hand(
            floor,
            participant_id,
            request_id=RequestId(new_id()),
            source=by.source,
            occurred_at_ms=moment_ms - ago_ms,
            received_at_ms=moment_ms,
            landlord_id=known.landlord_id,
            kind=kind,
            note_id=note_id,
        )

    at = from_ms(now_ms(uow, session_id) - ago_ms) if ago_ms else None
    return act(uow, session_id, decide, by=by, key=key, at=at)


def _seen(known: Known) -> Known:
    if known.participant_id is None:
        raise errors.NotWaiting
    return known
