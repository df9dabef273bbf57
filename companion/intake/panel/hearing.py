"""From what a page inside Zoom claims to service calls, as `intake/events.py` does it for webhooks.

Claims are one person's word about one meeting. They raise and lower hands, and say who has the highlight where no
caption stream does. Who comes and goes they say only where no webhooks are set up, which know registrants and are
signed by Zoom.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from companion.captions.liveness import heard_of
from companion.floor import panel_beats
from companion.floor import service as floor
from companion.floor.events import SpeakerChanged
from companion.floor.zoom_hands import zoom_hand
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.intake import events
from companion.intake.panel.claims import Batch, Claim
from companion.kernel.clocks import from_ms, to_ms
from companion.kernel.errors import DomainError
from companion.kernel.ids import ForumSessionId, ParticipantId, PersonId, new_id
from companion.kernel.uow import Uow
from companion.registration import door, participants
from zoom_hooks import events as zoom

#: caption streams in these states bring Zoom's highlight themselves, with better times
STREAMS_SPEAKERS = ("following",)
#: Zoom's largest meetings have a thousand people, who may drop out and come back; a page that names more is mistaken
MOST_PEOPLE = 3_000


class OtherMeeting(DomainError):
    message = "This page was opened in another Zoom meeting. Close the app in Zoom and open it again."


def heard(uow: Uow, session_id: ForumSessionId, person_id: PersonId, meeting_uuid: str, batch: Batch) -> list[int]:
    """Believe a batch; the numbers of the claims that may be told again later (a closed list) are returned.

    Raises OtherMeeting when the session's meeting is not the one in which the page was opened.
    """
    session = forums.session_of(uow, session_id)
    if session.zoom_meeting_uuid != meeting_uuid:
        raise OtherMeeting
    panel_beats.beat(uow, session_id, person_id, hands=batch.hears_hands, begins=batch.begins)
    held = []
    for number, claim in enumerate(batch.claims):
        if claim.kind in ("up", "down"):
            if not _hand(uow, session, claim):
                held.append(number)
        elif claim.kind != "speaks" and not uow.settings.webhook_secrets and _may_be_somebody(uow, session, claim):
            _came_or_went(uow, session, claim)
    _speakers(uow, session, [claim for claim in batch.claims if claim.kind == "speaks"])
    return held


def _hand(uow: Uow, session: ForumSession, claim: Claim) -> bool:
    """False when the hand may be told again later. A note-taking program has none."""
    if door.is_recorder(uow, session.id, session.zoom_meeting_uuid or "", claim.who):
        return True
    who = _participant(uow, session, claim)
    if who is None:
        return True
    key = claim.key or f"client:{claim.kind}:{new_id()}"
    at = _when(uow, session, claim)
    is_up = claim.kind == "up"
    return zoom_hand(uow, ForumSessionId(session.id), who, up=is_up, at=at, key=key, nth=claim.nth) == "done"


def _speakers(uow: Uow, session: ForumSession, claims: Sequence[Claim]) -> None:
    session_id = ForumSessionId(session.id)
    if not claims or heard_of(uow, session_id).stream in STREAMS_SPEAKERS:
        return
    changes = []
    for claim in claims:
        who = _participant(uow, session, claim)
        changes.append(SpeakerChanged(to_ms(_when(uow, session, claim)), who))
    floor.voices_heard(uow, session_id, changes)


def _participant(uow: Uow, session: ForumSession, claim: Claim) -> ParticipantId | None:
    """Whom a claim means: by the uuid that webhooks have for them too, or somebody new by the name that Zoom shows.

    Only a hand or a voice makes somebody new; a hand that went down of somebody never heard of is nobody's.
    """
    its = (uow, session.id, session.zoom_meeting_uuid or "", "participant_uuid", claim.who)
    known = participants.participant_by_alias(*its)
    if known is not None or claim.kind == "down" or _is_full(uow, session):
        return known
    return participants.participant_in_client(
        uow, session.id, meeting_uuid=session.zoom_meeting_uuid or "", uuid=claim.who, name=claim.name
    )


def _may_be_somebody(uow: Uow, session: ForumSession, claim: Claim) -> bool:
    its = (uow, session.id, session.zoom_meeting_uuid or "", "participant_uuid", claim.who)
    return participants.participant_by_alias(*its) is not None or not _is_full(uow, session)


def _is_full(uow: Uow, session: ForumSession) -> bool:
    """Whether a page may make nobody more: each claim may name somebody new, and a page may send many."""
    return participants.how_many(uow, session.id) >= MOST_PEOPLE


def _came_or_went(uow: Uow, session: ForumSession, claim: Claim) -> None:
    meeting = zoom.Meeting(id=session.zoom_meeting_id, uuid=session.zoom_meeting_uuid, host_id=None)
    who = zoom.Participant(user_id=None, uuid=claim.who, registrant_id=None, account_user_id=None, name=claim.name)
    at = _when(uow, session, claim)
    event: zoom.Event
    if claim.kind == "joined":
        event = zoom.ParticipantJoined(at, None, meeting, who, at)
    elif claim.kind == "left":
        event = zoom.ParticipantLeft(at, None, meeting, who, at)
    else:
        event = zoom.WaitingRoomMoved(at, None, meeting, who, "joined" if claim.kind == "waits" else "left", at)
    events.handle(uow, event)


def _when(uow: Uow, session: ForumSession, claim: Claim) -> datetime:
    """In the session's own time: Zoom's word for it, never in our future, or now."""
    now = forums.time_in(uow, session)
    return now if claim.at_ms is None else min(from_ms(claim.at_ms), now)
