"""Captions on a registrant's own page: the last lines while they may be read, and in plain words why there are none."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from companion.captions import recent
from companion.captions.gaps import gaps_of
from companion.captions.listening import NOT_BEGUN, PAUSED
from companion.codes import service as codes
from companion.floor import caption_rules, errors, participants, wording
from companion.floor.caption_rules import Reader
from companion.floor.frames import seed_of
from companion.floor.journals import look
from companion.floor.participants import names_when_needed
from companion.floor.snapshots import label
from companion.forums import service as forums
from companion.kernel.errors import NotFound
from companion.kernel.ids import ForumSessionId, LandlordId, ParticipantId
from companion.kernel.uow import Uow
from companion.registration.tables import Participant, Registration

MOST_LINES = 8
SOMEBODY = "Somebody"


def is_offered(uow: Uow, session_id: UUID) -> bool:
    """Whether the page has a place for captions at all. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    is_to_come = session.state not in ("ended", "archived", "cancelled")
    return is_to_come and forums.programme_of(uow, session.programme_id).captions_on_page


def captions_for(uow: Uow, session_id: ForumSessionId, registration_id: UUID | None) -> dict[str, Any]:
    """`lines` (the oldest first, each with id, name and text) and `words` that say what is missing; `is_dark` when
    nothing may be read at all. Raises NotFound for somebody of another session."""
    session = forums.session_of(uow, session_id)
    floor = look(uow, session_id)
    reader = _reader(uow, session_id, registration_id)
    dark = caption_rules.why_dark(
        floor,
        reader,
        is_on=forums.programme_of(uow, session.programme_id).captions_on_page,
        is_live=session.state == "live",
        is_withdrawn=recent.is_withdrawn(uow, session_id),
    )
    if dark is not None:
        return {"is_dark": True, "words": caption_rules.WORDS[dark], "lines": []}
    lines = recent.last_lines(
        uow,
        session_id,
        since_ms=caption_rules.readable_from_ms(floor, reader),
        most=MOST_LINES,
    )
    names, seed = names_when_needed(uow, session_id), seed_of(uow, session_id)
    shown = [
        {
            "id": str(line.cue_id),
            "name": label(floor, names, seed, line.participant_id)["name"] if line.participant_id else SOMEBODY,
            "text": line.text,
        }
        for line in lines
    ]
    return {"is_dark": False, "words": _missing(uow, session_id, has_lines=bool(lines)), "lines": shown}


def _missing(uow: Uow, session_id: ForumSessionId, *, has_lines: bool) -> str:
    """What to say when nothing comes just now; nothing while all is well."""
    gaps = gaps_of(uow, session_id)
    if not gaps or gaps[-1].until_ms is not None:
        return "" if has_lines else "Captions show here as people speak."
    if gaps[-1].reason == NOT_BEGUN:
        return "Captions have not begun."
    why = " They are paused in Zoom." if gaps[-1].reason == PAUSED else ""
    return f"No captions since {wording.at(gaps[-1].from_ms)}.{why}"


def _reader(uow: Uow, session_id: ForumSessionId, registration_id: UUID | None) -> Reader:
    registration = uow.db.get(Registration, registration_id) if registration_id else None
    if registration is None or registration.forum_session_id != session_id:
        raise NotFound
    try:
        beside = participants.of_registration(uow, session_id, registration.id)
    except errors.NoPlace:
        return Reader(has_place=False)
    own = _participants(uow, session_id, registration.id)
    bound = own | (_participants(uow, session_id, beside.registration_id) if beside.registration_id else frozenset())
    session = forums.session_of(uow, session_id)
    return Reader(
        present_as=frozenset(participant_id for participant_id, _ in own),
        bound_by=bound,
        has_place=registration.id in participants.with_places(uow, session_id, [registration.id]),
        has_code=codes.has_accepted(uow, registration.person_id, session.programme_id, kind=registration.kind),
    )


def _participants(
    uow: Uow, session_id: ForumSessionId, registration_id: UUID
) -> frozenset[tuple[ParticipantId, LandlordId | None]]:
    """Whoever a registrant has been in the meeting: more than one where they were known only later."""
    query = select(Participant.id, Participant.landlord_id).where(
        Participant.forum_session_id == session_id, Participant.registration_id == registration_id
    )
    return frozenset((ParticipantId(one), LandlordId(home) if home else None) for one, home in uow.db.execute(query))
