"""Registrations and participants, with the constraints that no race can get round.

The two seats of a landlord are two numbered seats: `UNIQUE (forum_session, landlord, seat_no)` over
`seat_no IN (1, 2)`. A third does not exist, so nobody can be given it, whoever asks and however many ask at once.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from companion.kernel.db import Base
from companion.registration.states import KINDS, LIVE, SEATED, STATES

__all__ = [
    "KINDS",
    "LIVE",
    "SEATED",
    "STATES",
    "ColleagueClaim",
    "EarlyLeave",
    "Participant",
    "ParticipantAlias",
    "Reconfirmation",
    "Registration",
    "RegistrationNote",
    "Stay",
]


def _in(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


class Registration(Base):
    """Somebody signed up for one forum session, in one of the kinds, in one of the states."""

    __tablename__ = "registration_registration"
    audited_as = "registration"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_in(KINDS)})", name="kind"),
        CheckConstraint(f"state IN ({_in(STATES)})", name="state"),
        CheckConstraint("source IN ('web', 'staff', 'zoom', 'import')", name="source"),
        CheckConstraint("seat_no IN (1, 2)", name="two_seats"),
        CheckConstraint("kind <> 'landlord' OR landlord_id IS NOT NULL", name="landlord_kind_has_landlord"),
        CheckConstraint(
            f"(kind = 'landlord' AND state IN ({_in(SEATED)})) = (seat_no IS NOT NULL)", name="seat_with_state"
        ),
        UniqueConstraint("forum_session_id", "landlord_id", "seat_no"),
        Index(
            "uq_registration_registration_live_person",
            "forum_session_id",
            "person_id",
            unique=True,
            sqlite_where=text(f"state IN ({_in(LIVE)})"),
            postgresql_where=text(f"state IN ({_in(LIVE)})"),
        ),
        Index("ix_registration_registration_zoom", "forum_session_id", "zoom_registrant_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    kind: Mapped[str]
    landlord_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_landlord.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    email_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_email.id"))
    state: Mapped[str]
    seat_no: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"))
    wait_rank: Mapped[int | None] = mapped_column(Integer)
    offer_expires_at: Mapped[datetime | None]
    former_seat_no: Mapped[int | None] = mapped_column(Integer)
    supports_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"))
    band_snapshot: Mapped[str | None]
    reason_code: Mapped[str | None]  # a word from the list in rules.py; free text is a sealed note
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    zoom_registrant_id: Mapped[str | None]
    zoom_wanted: Mapped[str] = mapped_column(default="none")  # none | approved | pending | cancelled | denied
    zoom_state: Mapped[str] = mapped_column(default="none")  # what Zoom was last told or last said
    zoom_join_url: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed: a personal link opens the meeting
    zoom_pin: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed: the telephone PIN
    calendar_revision: Mapped[int] = mapped_column(Integer, default=0)  # how often the place was lost or regained
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @validates("state")
    def _remember_state(self, _key: str, value: str) -> str:
        self.__dict__.setdefault("_state_before", self.__dict__.get("state"))
        return value

    def taken_state_before(self) -> str | None:
        """The state it had when it was last written down, for the audit log (X-01); None for a new one. Asked once."""
        before: str | None = self.__dict__.pop("_state_before", self.state)
        return before


class RegistrationNote(Base):
    """What somebody wrote about a registration (an apology's reason, why it was declined): sealed, with an end."""

    __tablename__ = "registration_note"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration_registration.id"), index=True)
    kind: Mapped[str]
    written_at: Mapped[datetime]
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ColleagueClaim(Base):
    """Somebody with their landlord's forwarded link who wants a place of their own: until they prove their address.

    Name and address are sealed, for nothing else knows them yet; the token of the letter is kept as its hash.
    """

    __tablename__ = "registration_colleague_claim"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"))
    landlord_id: Mapped[UUID] = mapped_column(ForeignKey("roll_landlord.id"))
    link_id: Mapped[UUID] = mapped_column(ForeignKey("people_link.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    keep_until: Mapped[datetime]
    spent_at: Mapped[datetime | None]


class Reconfirmation(Base):
    """The session was moved, so somebody with a place was asked whether they can still come. A later move asks anew."""

    __tablename__ = "registration_reconfirmation"

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration_registration.id"), primary_key=True)
    calendar_sequence: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]  # they can; who cannot gives an apology


HOST = "host"  # the role of a participant who runs the meeting and is no registrant


class Participant(Base):
    """Somebody present in the meeting, perhaps unknown to us. Journal, captions and floor refer to people by this id.

    The display name is sealed under the forum session's key; Zoom's name goes no further than here.
    """

    __tablename__ = "registration_participant"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    landlord_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_landlord.id"))
    role: Mapped[str] = mapped_column(default="attendee")
    role_said_at: Mapped[datetime | None]  # when Zoom last said that they are host, or are not any more
    matched_by: Mapped[str] = mapped_column(default="none")  # none | registrant_id | email | steward
    sealed_name: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class ParticipantAlias(Base):
    """A name of Zoom's for a participant: registrant id, connection uuid, in-meeting number, account, phone."""

    __tablename__ = "registration_participant_alias"
    __table_args__ = (UniqueConstraint("forum_session_id", "meeting_uuid", "kind", "value"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("registration_participant.id"), index=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"))
    meeting_uuid: Mapped[str]  # empty for what holds beyond one occurrence (registrant id)
    kind: Mapped[str]
    value: Mapped[str]


class Stay(Base):
    """One connection of a participant to the meeting, as an interval: presence is computed from these, never from the
    last message to arrive (a late `left` must not throw out somebody who came back)."""

    __tablename__ = "registration_stay"
    __table_args__ = (UniqueConstraint("forum_session_id", "meeting_uuid", "connection", "joined_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("registration_participant.id"), index=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    meeting_uuid: Mapped[str]
    connection: Mapped[str]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class EarlyLeave(Base):
    """A `left` that arrived before its `joined`: kept until the interval it ends is known."""

    __tablename__ = "registration_early_leave"
    __table_args__ = (UniqueConstraint("forum_session_id", "meeting_uuid", "connection", "left_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"))
    meeting_uuid: Mapped[str]
    connection: Mapped[str]
    left_at: Mapped[datetime]
