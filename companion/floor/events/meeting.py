"""The agenda, the session itself, and who is in the meeting."""

from __future__ import annotations

from typing import Literal

from companion.floor.events.words import Event, PolicyName
from companion.kernel.ids import AgendaItemId, LandlordId, ParticipantId


class ItemOpened(Event, frozen=True, tag="item.opened"):
    """`knowingly` where an interest in it was still undecided and the chair opened it all the same."""

    item_id: AgendaItemId
    budget_ms: int | None = None
    policy: PolicyName | None = None
    knowingly: bool = False


class ItemClosed(Event, frozen=True, tag="item.closed"):
    """`waiting` says what becomes of the hands still up: carried to the next item, or expired."""

    item_id: AgendaItemId
    waiting: Literal["carry", "expire"] = "carry"


class SessionStarted(Event, frozen=True, tag="session.started"):
    pass


class SessionPaused(Event, frozen=True, tag="session.paused"):
    pass


class SessionResumed(Event, frozen=True, tag="session.resumed"):
    pass


class SessionEnded(Event, frozen=True, tag="session.ended"):
    pass


class PresenceJoined(Event, frozen=True, tag="presence.joined"):
    """`connection` tells a person's devices apart (Zoom's id of one joining); opaque here."""

    participant_id: ParticipantId
    landlord_id: LandlordId | None = None
    connection: str = ""


class PresenceLeft(Event, frozen=True, tag="presence.left"):
    participant_id: ParticipantId
    connection: str = ""


class PresenceRecognised(Event, frozen=True, tag="presence.recognised"):
    """Whoever was known as one participant (a telephone, a guest) is another from now on, with all they asked and said.

    Both are the same where only their landlord was not known.
    """

    participant_id: ParticipantId
    as_participant_id: ParticipantId
    landlord_id: LandlordId | None = None


MeetingEvent = (
    ItemOpened
    | ItemClosed
    | SessionStarted
    | SessionPaused
    | SessionResumed
    | SessionEnded
    | PresenceJoined
    | PresenceLeft
    | PresenceRecognised
)
