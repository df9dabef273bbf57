"""The leak audit over a draft as readers would get it: another piece of code than the one that masks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select

from companion.forums.tables import AgendaItem, ForumSession
from companion.kernel.clocks import london_date
from companion.kernel.errors import NotFound
from companion.kernel.ids import DraftId, new_id
from companion.kernel.uow import Uow
from companion.release.cues import OpenCue, masked, open_cues, roster_of_draft, row_name, seal, spans_of
from companion.release.rules import WrongStation
from companion.release.standing import load, person_acting
from companion.release.tables import AuditFinding, Draft
from transcripts import Leak, Participant, Passage, Roster, audit_file, audit_passages


@dataclass(frozen=True)
class Finding:
    """Something that is left in the text: what was found, why it matters, and where."""

    finding_id: UUID
    kind: str
    is_hard: bool
    position: int | None
    found: str
    why: str
    is_accepted: bool = False  # somebody looked at it and lets it stay


@dataclass(frozen=True)
class Audited:
    """How many things the audit found: hard ones block, soft ones want eyes."""

    hard: int
    soft: int


def run_audit(uow: Uow, draft_id: DraftId) -> Audited:
    """Audit the text as it stands now, and remember for which revision. Raises WrongStation before the proposals exist.

    Cue after cue, with the title and the agenda's items, which become headings of the release.
    """
    draft = load(uow, draft_id)
    if draft.state not in ("redacted", "reviewed"):
        raise WrongStation
    cues = open_cues(uow, draft_id)
    spans = [span for many in spans_of(uow, draft_id).values() for span in many]
    passages = [Passage(f"cue {cue.index}", cue.text) for cue in masked(cues, spans)]
    passages += [Passage("a heading", words) for words in (title_of(uow, draft), *_headings(uow, draft))]
    found = audit_passages(passages, with_strangers(roster_of_draft(uow, draft), cues))
    seen = {_detail(uow, row): row.accepted_by_id for row in _accepted(uow, draft)}
    uow.db.execute(delete(AuditFinding).where(AuditFinding.draft_id == draft_id))
    rows = [_row(uow, draft, leak, seen) for leak in found]
    uow.db.add_all(rows)
    hard = sum(row.is_hard for row in rows)
    draft.audited_revision, draft.audit_hard, draft.audit_soft = draft.revision, hard, len(rows) - hard
    uow.db.flush()
    uow.audit("release.audited", "release_draft", draft_id, revision=draft.revision, hard=hard, soft=len(rows) - hard)
    return Audited(hard, len(rows) - hard)


def leaks_in_file(uow: Uow, draft: Draft, fmt: str, content: bytes) -> list[Leak]:
    """What must go from a finished file: its text, and what hides in properties, comments and names of parts."""
    roster = with_strangers(roster_of_draft(uow, draft), open_cues(uow, DraftId(draft.id)))
    return [leak for leak in audit_file(f"transcript.{fmt}", content, roster) if leak.hard]


def findings_of(uow: Uow, draft: Draft) -> list[Finding]:
    """What the audit found in the revision that is there now, hard ones first."""
    query = select(AuditFinding).where(AuditFinding.draft_id == draft.id, AuditFinding.revision == draft.revision)
    found = []
    for row in uow.db.scalars(query.order_by(AuditFinding.is_hard.desc(), AuditFinding.cue_position, AuditFinding.id)):
        _, words, why = _detail(uow, row)
        found.append(
            Finding(row.id, row.kind, row.is_hard, row.cue_position, words, why, row.accepted_by_id is not None)
        )
    return found


def accept_finding(uow: Uow, draft_id: DraftId, finding_id: UUID) -> None:
    """Say of one soft finding that it was looked at and may stay; said again, that it may not after all.

    No word changes by that, so the audit still counts. Raises NotFound, also for a hard finding and for one of an older
    text, and WrongStation.
    """
    draft = load(uow, draft_id)
    row = uow.db.get(AuditFinding, finding_id)
    if row is None or row.draft_id != draft_id or row.is_hard or row.revision != draft.revision:
        raise NotFound
    if draft.state != "redacted":
        raise WrongStation
    row.accepted_by_id = None if row.accepted_by_id else person_acting(uow)
    uow.audit(
        "release.finding_seen", "release_draft", draft_id, revision=draft.revision, stays=row.accepted_by_id is not None
    )
    uow.db.flush()


def unseen_soft(uow: Uow, draft: Draft) -> int:
    """How many soft findings of the text as it is wait for somebody to look at them."""
    query = select(func.count()).where(
        AuditFinding.draft_id == draft.id,
        AuditFinding.revision == draft.revision,
        AuditFinding.is_hard.is_(False),
        AuditFinding.accepted_by_id.is_(None),
    )
    return uow.db.scalar(query) or 0


def with_strangers(roster: Roster, cues: list[OpenCue]) -> Roster:
    """The roster and every display name that it does not explain: those must not be left in the text either."""
    names = dict.fromkeys(cue.name for cue in cues if cue.name and any(letter.isalpha() for letter in cue.name))
    strangers = tuple(Participant(id=f"stranger:{number}", name=name) for number, name in enumerate(names))
    return msgspec.structs.replace(roster, participants=(*roster.participants, *strangers))


def title_of(uow: Uow, draft: Draft) -> str:
    """The title that a release carries."""
    forum_session = uow.db.get_one(ForumSession, draft.forum_session_id)
    return f"{forum_session.title}, {london_date(forum_session.starts_at)}"


def _headings(uow: Uow, draft: Draft) -> list[str]:
    query = select(AgendaItem.title).where(AgendaItem.forum_session_id == draft.forum_session_id)
    return list(uow.db.scalars(query.order_by(AgendaItem.position)))


_Detail = tuple[int | None, str, str]  # cue, what was found, why it matters


def _detail(uow: Uow, row: AuditFinding) -> _Detail:
    body = msgspec.json.decode(uow.keys.open(row.sealed_detail, row=row_name("release_audit_finding", row.id)))
    return row.cue_position, body["found"], body["why"]


def _accepted(uow: Uow, draft: Draft) -> list[AuditFinding]:
    query = select(AuditFinding).where(AuditFinding.draft_id == draft.id, AuditFinding.accepted_by_id.is_not(None))
    return list(uow.db.scalars(query))


def _row(uow: Uow, draft: Draft, leak: Leak, seen: Mapping[_Detail, UUID | None]) -> AuditFinding:
    """A finding's row; who looked at the same in the same cue before, need not look again."""
    row_id = new_id()
    detail = msgspec.json.encode({"found": leak.found, "why": leak.why})
    position = int(number) if (number := leak.where.removeprefix("cue ")).isdigit() else None
    return AuditFinding(
        id=row_id,
        draft_id=draft.id,
        revision=draft.revision,
        kind=str(leak.kind),
        is_hard=leak.hard,
        cue_position=position,
        sealed_detail=seal(uow, draft, detail, row=row_name("release_audit_finding", row_id)),
        accepted_by_id=None if leak.hard else seen.get((position, leak.found, leak.why)),
    )
