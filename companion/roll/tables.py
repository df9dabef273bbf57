"""Member landlords. A landlord that leaves stays on the roll as `left`; nothing is deleted by an import."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class Landlord(Base):
    """A landlord of the Scheme, with the band that decides which forum it belongs to (LC-10)."""

    __tablename__ = "roll_landlord"
    audited_as = "landlord"
    __table_args__ = (
        CheckConstraint("membership_state IN ('member', 'suspended', 'left')", name="membership_state"),
        CheckConstraint("band IN ('OVER', 'UNDER', 'LA', 'REVIEW')", name="band"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_no: Mapped[str] = mapped_column(unique=True)
    rsh_reg_no: Mapped[str | None]
    name: Mapped[str]
    name_folded: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    homes: Mapped[int | None]
    homes_as_at: Mapped[date | None]
    membership_state: Mapped[str] = mapped_column(default="member")
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_landlord.id"))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_landlord.id"), index=True)
    #: whom the last file named, where staff have named or removed somebody since
    file_contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    band: Mapped[str]
    band_reason: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class LandlordDomain(Base):
    """An e-mail domain of a landlord. A group's members share one, and a landlord may have several."""

    __tablename__ = "roll_domain"

    landlord_id: Mapped[UUID] = mapped_column(ForeignKey("roll_landlord.id"), primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True, index=True)
    source: Mapped[str] = mapped_column(default="roll")
    verified: Mapped[bool] = mapped_column(default=True)


class LandlordAlias(Base):
    """Another name that people use for a landlord; the anonymiser masks it too."""

    __tablename__ = "roll_alias"

    landlord_id: Mapped[UUID] = mapped_column(ForeignKey("roll_landlord.id"), primary_key=True)
    alias: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(default="roll")  # roll | staff: an import leaves alone what staff added


class LandlordContact(Base):
    """Who speaks for a landlord: the nominating contact receives the invitation and holds the landlord's link."""

    __tablename__ = "roll_contact"
    __table_args__ = (
        UniqueConstraint("landlord_id", "person_id"),
        CheckConstraint("role IN ('nominating', 'deputy', 'billing')", name="role"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    landlord_id: Mapped[UUID] = mapped_column(ForeignKey("roll_landlord.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    role: Mapped[str] = mapped_column(default="nominating")


class RollImport(Base):
    """A file that was applied, by its digest: the same file twice changes nothing."""

    __tablename__ = "roll_import"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_sha256: Mapped[str] = mapped_column(unique=True)
    applied_at: Mapped[datetime]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)


class DryRun(Base):
    """A file that was looked at and may be applied: sealed, for a day, with what the person who looked was shown."""

    __tablename__ = "roll_dry_run"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_sha256: Mapped[str] = mapped_column(unique=True)
    fingerprint: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    keep_until: Mapped[datetime]
