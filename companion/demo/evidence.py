"""What the installation says about the evening, read from its own tables once everything is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from companion.captions import service as captions
from companion.demo.oracle import Oracle, Verdict
from companion.demo.scene import Scene
from companion.floor.clocks import elapsed_ms
from companion.floor.journals import look
from companion.floor.state import Floor
from companion.kernel import audit, journal
from companion.kernel.ids import ForumSessionId
from companion.kernel.tables import AuditEntry, MailCopy, OutboxEffect
from companion.kernel.uow import Uow
from companion.people.tables import Person, PersonEmail
from companion.registration.rosters import roster_of
from companion.registration.tables import SEATED, Registration
from companion.release.tables import Draft, ReleasedFile


@dataclass(frozen=True)
class Fact:
    """A row of the journal, away from its database session."""

    seq: int
    type: str
    payload: dict[str, Any]
    occurred_at_ms: int
    received_at_ms: int


@dataclass(frozen=True)
class Seat:
    """A registration as it stands at the end."""

    email: str
    landlord_id: UUID | None
    state: str
    seat_no: int | None
    zoom_registrant_id: str | None

    @property
    def is_seated(self) -> bool:
        return self.state in SEATED


@dataclass(frozen=True)
class Evidence:
    """Everything that the promises are held against, as the tables have it."""

    seats: tuple[Seat, ...]
    most_at_once: int
    facts: tuple[Fact, ...]
    verdict: Verdict
    floor: Floor
    turn_ms: dict[str, int]
    cues: Counter[tuple[int, str]]
    roster: dict[str, Any]
    editor: str
    approver: str
    actors: dict[str, set[str]]  # action of the audit log → who did it
    files: dict[str, str]  # format → digest in the table
    audit_fault: int | None
    audit_entries: int
    letters_sent: int
    letters_kept: int


def gather(uow: Uow, scene: Scene) -> Evidence:
    """Read it all."""
    assert scene.session_id is not None
    session_id = ForumSessionId(scene.session_id)
    facts = tuple(
        Fact(row.seq, row.type, row.payload, row.occurred_at_ms, row.received_at_ms)
        for row in journal.events(uow.db, session_id)
    )
    floor = look(uow, session_id)
    draft = uow.db.scalars(select(Draft).where(Draft.forum_session_id == session_id)).one()
    names = {person.id: person.name for person in uow.db.scalars(select(Person))}
    return Evidence(
        seats=tuple(_seats(uow, session_id)),
        most_at_once=_most_at_once(uow),
        facts=facts,
        verdict=Oracle().read(facts),
        floor=floor,
        turn_ms={str(turn.id): elapsed_ms(turn, 0) for turn in floor.turns.values() if turn.was_heard},
        cues=Counter((cue.start_ms, cue.text) for cue in captions.transcript_of(uow, session_id).cues),
        roster=roster_of(uow, session_id),
        editor=names[draft.editor_id] if draft.editor_id else "",
        approver=names[draft.approver_id] if draft.approver_id else "",
        actors=_actors(uow, draft.id, names),
        files={
            file.format: file.sha256
            for file in uow.db.scalars(select(ReleasedFile).where(ReleasedFile.draft_id == draft.id))
            if file.revision == draft.revision
        },
        audit_fault=audit.first_fault(uow.db),
        audit_entries=audit.head(uow.db)[0],
        letters_sent=_count_letters(uow),
        letters_kept=uow.db.scalar(select(func.count()).select_from(MailCopy)) or 0,
    )


def _seats(uow: Uow, session_id: UUID) -> Sequence[Seat]:
    query = (
        select(Registration, PersonEmail.address)
        .join(PersonEmail, PersonEmail.id == Registration.email_id)
        .where(Registration.forum_session_id == session_id)
    )
    return [
        Seat(address, row.landlord_id, row.state, row.seat_no, row.zoom_registrant_id)
        for row, address in uow.db.execute(query)
    ]


def _most_at_once(uow: Uow) -> int:
    """The most seats that any landlord ever held at once, by the audit log's own record of every change."""
    landlord_of = {str(row.id): row.landlord_id for row in uow.db.scalars(select(Registration))}
    holding: dict[UUID | None, set[str]] = {}
    most = 0
    for entry in uow.db.scalars(select(AuditEntry).order_by(AuditEntry.seq)):
        if entry.subject_kind != "registration" or "seat_no" not in entry.details:
            continue
        held = holding.setdefault(landlord_of.get(entry.subject_id), set())
        (held.discard if entry.details["seat_no"] is None else held.add)(entry.subject_id)
        most = max(most, len(held))
    return most


def _actors(uow: Uow, draft_id: UUID, names: dict[UUID, str]) -> dict[str, set[str]]:
    """Who did what to the draft, by the audit log."""
    found: dict[str, set[str]] = {}
    for entry in uow.db.scalars(select(AuditEntry).where(AuditEntry.subject_id == str(draft_id))):
        if entry.actor_id is not None:
            found.setdefault(entry.action, set()).add(names[entry.actor_id])
    return found


def _count_letters(uow: Uow) -> int:
    query = (
        select(func.count())
        .select_from(OutboxEffect)
        .where(OutboxEffect.kind == "letter", OutboxEffect.state == "done")
    )
    return uow.db.scalar(query) or 0
