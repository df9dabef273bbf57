"""Where a transcript stands: states, counts and digests, for both sides of the gate. No word of what was said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from companion.forums.service import scope_of_session
from companion.kernel.errors import NotAllowed, NotFound
from companion.kernel.ids import DraftId, ForumSessionId
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.people.access import Scope
from companion.registration.participants import roster_of
from companion.release.asked_tables import Correction
from companion.release.cases import CASE_LABEL, passages_of, time_of
from companion.release.promises import promised
from companion.release.rules import OVER, Blocker, Facts, blockers
from companion.release.tables import Draft, DraftCue, DraftSpan, ReleasedFile

#: what counts as having edited a draft, in the words of the audit log
EDITS = (
    "release.uploaded",  # a file may have been changed by hand; what was captured may not
    "release.decided",
    "release.decided_many",
    "release.decided_everywhere",
    "release.widened",
    "release.span_added",
    "release.undone",
    "release.speaker_resolved",
    "release.reworded",
    "release.finding_seen",  # whoever lets a word stay that the audit asked about has decided, too
    "release.correction_done",  # and so has whoever says that a promised change is made
    "release.reviewed",
)


@dataclass(frozen=True)
class Version:
    """One draft's row as pages show it, when the transaction that read it is over."""

    id: DraftId
    forum_session_id: ForumSessionId
    version: int
    state: str
    source: str
    held_until: datetime | None
    released_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """One draft as its pages show it: which it is, what blocks it, and how much was done."""

    draft: Version
    facts: Facts
    blockers: tuple[Blocker, ...]
    spans: int
    cues: int


def current(uow: Uow, session_id: ForumSessionId) -> Draft | None:
    """The newest version of a forum session's transcript."""
    query = select(Draft).where(Draft.forum_session_id == session_id).order_by(Draft.version.desc()).limit(1)
    return uow.db.scalars(query).first()


def version_of(draft: Draft) -> Version:
    """A draft's row, to be kept beyond its transaction."""
    return Version(
        id=DraftId(draft.id),
        forum_session_id=ForumSessionId(draft.forum_session_id),
        version=draft.version,
        state=draft.state,
        source=draft.source,
        held_until=draft.held_until,
        released_at=draft.released_at,
        withdrawn_at=draft.withdrawn_at,
    )


def versions(uow: Uow, session_id: ForumSessionId) -> list[Version]:
    """Every version, the newest first."""
    query = select(Draft).where(Draft.forum_session_id == session_id).order_by(Draft.version.desc())
    return [version_of(draft) for draft in uow.db.scalars(query)]


def load(uow: Uow, draft_id: DraftId) -> Draft:
    """A draft, locked until the transaction ends, so that of two who act at once the second sees the first.

    Raises NotFound.
    """
    draft = uow.db.scalar(select(Draft).where(Draft.id == draft_id).with_for_update())
    if draft is None:
        raise NotFound
    return draft


def standing_of(uow: Uow, draft: Draft) -> Standing:
    """A draft with its numbers."""
    facts = Facts() if draft.state in OVER else facts_of(uow, draft)
    spans = uow.db.scalar(select(func.count()).select_from(DraftSpan).where(DraftSpan.draft_id == draft.id))
    cues = uow.db.scalar(select(func.count()).select_from(DraftCue).where(DraftCue.draft_id == draft.id))
    return Standing(version_of(draft), facts, () if draft.state in OVER else blockers(facts), spans or 0, cues or 0)


def facts_of(uow: Uow, draft: Draft) -> Facts:
    """What the gate needs to know, counted now."""
    undecided = uow.db.scalar(
        select(func.count())
        .select_from(DraftSpan)
        .where(DraftSpan.draft_id == draft.id, DraftSpan.decision == "undecided")
    )
    unresolved = uow.db.scalar(
        select(func.count(func.distinct(DraftCue.speaker))).where(
            DraftCue.draft_id == draft.id, DraftCue.is_resolved.is_(False)
        )
    )
    roster = roster_of(uow, ForumSessionId(draft.forum_session_id))
    return Facts(
        cases_to_find=_cases_to_find(uow, draft),
        unresolved_speakers=unresolved or 0,
        undecided=undecided or 0,
        is_audited=draft.audited_revision == draft.revision,
        audit_hard=draft.audit_hard or 0,
        is_roster_changed=draft.roster_digest not in ("", digest_of(roster)),
        is_reworded=draft.roster_digest == "" and draft.state != "imported",
        open_corrections=_open_corrections(uow, draft),
        promised_corrections=len(promised(uow, draft.id)),
    )


def _open_corrections(uow: Uow, draft: Draft) -> int:
    mine = (Correction.draft_id == draft.id, Correction.state == "open")
    return uow.db.scalar(select(func.count()).select_from(Correction).where(*mine)) or 0


def _cases_to_find(uow: Uow, draft: Draft) -> tuple[str, ...]:
    """A file's times are not the meeting's: a person finds there what the chair marked, one passage for each."""
    if draft.source != "upload":
        return ()
    times = [time_of(at_ms) for _, _, at_ms in passages_of(uow, ForumSessionId(draft.forum_session_id))]
    hidden = select(func.count()).where(
        DraftSpan.draft_id == draft.id, DraftSpan.label == CASE_LABEL, DraftSpan.decision == "accepted"
    )
    return tuple(times[uow.db.scalar(hidden) or 0 :]) if times else ()


def digest_of(roster: Mapping[str, Any]) -> str:
    """SHA-256 of a roster, whatever order its entries come in."""
    plain = {
        part: sorted(json.dumps(entry, sort_keys=True) for entry in entries) for part, entries in sorted(roster.items())
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def hands_on(uow: Uow, draft: Draft) -> frozenset[UUID]:
    """Everybody who ever edited this draft, or a version whose decisions it began with: they may not approve it.

    By the audit log, which forgets nobody.
    """
    line = [draft]
    while line[-1].made_from_id is not None:
        line.append(uow.db.get_one(Draft, line[-1].made_from_id))
    editors = uow.db.scalars(
        select(AuditEntry.actor_id)
        .where(
            AuditEntry.subject_kind == "release_draft",
            AuditEntry.subject_id.in_([str(one.id) for one in line]),
            AuditEntry.action.in_(EDITS),
            AuditEntry.actor_kind == "person",
        )
        .distinct()
    )
    return frozenset(person for person in (*(one.editor_id for one in line), *editors) if person is not None)


def person_acting(uow: Uow) -> UUID:
    """The member of staff who acts. Raises NotAllowed for a machine: the gate takes two people."""
    if uow.actor.kind != "person" or uow.actor.id is None:
        raise NotAllowed
    return uow.actor.id


def scope_of_draft(uow: Uow, draft_id: UUID) -> Scope | None:
    """Where a draft belongs."""
    return _scope(uow, select(Draft.forum_session_id).where(Draft.id == draft_id))


def scope_of_span(uow: Uow, span_id: UUID) -> Scope | None:
    """Where a proposal belongs."""
    query = select(Draft.forum_session_id).join(DraftSpan, DraftSpan.draft_id == Draft.id)
    return _scope(uow, query.where(DraftSpan.id == span_id))


def scope_of_file(uow: Uow, file_id: UUID) -> Scope | None:
    """Where a rendered file belongs."""
    return _scope(uow, select(ReleasedFile.forum_session_id).where(ReleasedFile.id == file_id))


def _scope(uow: Uow, query: Any) -> Scope | None:
    session_id = uow.db.scalar(query)
    return scope_of_session(uow, session_id) if session_id else None
