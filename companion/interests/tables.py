"""Declarations, the words behind them (sealed, with an end), and shows of hands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from companion.interests.rules import HOW, NATURES, STATES
from companion.kernel.db import Base


def _in(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


class Declaration(Base):
    """An interest in an agenda item: of one person, of a landlord as a whole, or of whoever chairs.

    `state` nothing, without an item: somebody has looked at the agenda and has nothing to declare. What it concerns
    is in InterestWords; the journal of the forum session holds its id and the words of its state.
    """

    __tablename__ = "interests_declaration"
    audited_as = "interest"
    __table_args__ = (
        CheckConstraint("scope IN ('person', 'landlord', 'chair')", name="scope"),
        CheckConstraint(f"state IN ({_in(STATES)})", name="state"),
        CheckConstraint(f"nature IN ({_in(tuple(NATURES))})", name="nature"),
        CheckConstraint(f"how IN ({_in(HOW)})", name="how"),
        CheckConstraint("(state = 'nothing') = (item_id IS NULL)", name="item_unless_nothing"),
        CheckConstraint("scope <> 'landlord' OR landlord_id IS NOT NULL", name="landlord_of_scope"),
        CheckConstraint("scope <> 'chair' OR deputy_id IS NOT NULL", name="deputy_of_chair"),
        Index("ix_interests_declaration_item", "item_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    item_id: Mapped[UUID | None]  # no key: an item taken off the agenda leaves what was declared about it
    scope: Mapped[str]
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_participant.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    landlord_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_landlord.id"))
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    nature: Mapped[str] = mapped_column(default="personal")
    state: Mapped[str]
    effects: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    how: Mapped[str]
    is_late: Mapped[bool] = mapped_column(default=False)
    declared_at: Mapped[datetime]
    declared_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))


class InterestWords(Base):
    """What an interest concerns, or why it was decided so: for its declarer and whoever decides, nobody else."""

    __tablename__ = "interests_words"
    __table_args__ = (CheckConstraint("kind IN ('concerns', 'decision')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    declaration_id: Mapped[UUID] = mapped_column(ForeignKey("interests_declaration.id"), index=True)
    kind: Mapped[str]
    written_at: Mapped[datetime]
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ShowOfHands(Base):
    """A question put to the meeting and the hands that were counted. The numbers stand in the journal as well."""

    __tablename__ = "interests_show_of_hands"
    __table_args__ = (
        CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND abstained >= 0 AND left_out >= 0", name="no_negative_hands"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    item_id: Mapped[UUID]  # as the journal names it
    in_favour: Mapped[int] = mapped_column(Integer)
    against: Mapped[int] = mapped_column(Integer)
    abstained: Mapped[int] = mapped_column(Integer)
    left_out: Mapped[int] = mapped_column(Integer)
    counted_at: Mapped[datetime]
    counted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    corrected_at: Mapped[datetime | None]
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
