"""Persons, what they may do, and the links and browser sessions by which they come in.

Columns that point up to a later room (programme, forum session, landlord) name it by string: the database keeps the
reference whole, and no code here knows that room.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class Person(Base):
    """Somebody we know: a registrant, a member of staff, or both."""

    __tablename__ = "people_person"
    audited_as = "person"
    __table_args__ = (CheckConstraint("state IN ('active', 'merged', 'erased')", name="state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    preferred_name: Mapped[str | None]
    pronouns: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="active")
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    created_at: Mapped[datetime]


class PersonEmail(Base):
    """An address of a person. Two people may share a mailbox (`info@`), so only a sign-in address is unique."""

    __tablename__ = "people_email"
    __table_args__ = (
        UniqueConstraint("person_id", "folded"),
        Index(
            "uq_people_email_sign_in",
            "folded",
            unique=True,
            sqlite_where=text("may_sign_in"),
            postgresql_where=text("may_sign_in"),
        ),
        Index("ix_people_email_folded", "folded"),
        Index("ix_people_email_canonical", "canonical"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    address: Mapped[str]
    folded: Mapped[str]
    canonical: Mapped[str]
    is_primary: Mapped[bool] = mapped_column(default=True)
    may_sign_in: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[datetime | None]


class Affiliation(Base):
    """A person works for a landlord, from a day and perhaps to a day."""

    __tablename__ = "people_affiliation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    landlord_id: Mapped[UUID] = mapped_column(ForeignKey("roll_landlord.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    verified_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))


class TwoPeople(Base):
    """Somebody looked at two persons who may be one, and said that they are two. `first_id` is the lower id."""

    __tablename__ = "people_two_people"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    second_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))


class RoleGrant(Base):
    """A role, for one programme or (administrator) for the installation. Revoked, never deleted."""

    __tablename__ = "people_role_grant"
    __table_args__ = (Index("ix_people_role_grant_person_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    role: Mapped[str]
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_programme.id"))
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Link(Base):
    """A link that was sent to somebody. Only the token's hash is kept."""

    __tablename__ = "people_link"
    __table_args__ = (
        CheckConstraint("kind IN ('sign_in', 'landlord', 'day')", name="kind"),
        Index("ix_people_link_person_id", "person_id", "created_at"),
        Index("ix_people_link_registration_id", "registration_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    address: Mapped[str]
    landlord_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_landlord.id"))
    forum_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_session.id"))
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class BrowserSession(Base):
    """One signed-in browser, or one opened by a landlord's or a registrant's link, or the page inside Zoom of one
    forum session. A row, so that it can be ended."""

    __tablename__ = "people_browser_session"
    __table_args__ = (CheckConstraint("kind IN ('account', 'landlord', 'day', 'panel')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_link.id"), index=True)
    landlord_id: Mapped[UUID | None]
    forum_session_id: Mapped[UUID | None]
    registration_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]  # a landlord's device: the code sent to the invited address was typed here


class DeviceCode(Base):
    """A six-digit code for a landlord's new device. Only its hash is kept; few tries."""

    __tablename__ = "people_device_code"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    browser_session_id: Mapped[UUID] = mapped_column(ForeignKey("people_browser_session.id"), index=True)
    code_hash: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    spent_at: Mapped[datetime | None]


class Bar(Base):
    """A bar in force: written by the room that decides on conduct, read by everybody who lets people in."""

    __tablename__ = "people_bar"
    __table_args__ = (Index("ix_people_bar_person_id", "person_id", "starts_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    scope: Mapped[str]
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_programme.id"))
    forum_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_session.id"))
    source_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
