"""The leak audit over a draft as readers would get it: another piece of code than the one that masks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import delete, select

from companion.forums.tables import AgendaItem, ForumSession
from companion.kernel.clocks import london_date
from companion.kernel.ids import DraftId, new_id
from companion.kernel.uow import Uow
from companion.release.cues import OpenCue, masked, open_cues, roster_of_draft, row_name, seal, spans_of
from companion.release.rules import WrongStation
from companion.release.standing import load
from companion.release.tables import AuditFinding, Draft
from transcripts import Participant, Roster
from transcripts.carriers import Passage, passages_of
from transcripts.leaks import Leak, audit_passages


@dataclass(frozen=True)
class Finding:
    """Something that is left in the text: what was found, why it matters, and where."""

    finding_id: UUID
    kind: str
    is_hard: bool
    position: int | None
    found: str
    why: str


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
    uow.db.execute(delete(AuditFinding).where(AuditFinding.draft_id == draft_id))
    rows = [_row(uow, draft, leak) for leak in found]
    uow.db.add_all(rows)
    hard = sum(row.is_hard for row in rows)
    draft.audited_revision, draft.audit_hard, draft.audit_soft = draft.revision, hard, len(rows) - hard
    uow.db.flush()
    uow.audit("release.audited", "release_draft", draft_id, revision=draft.revision, hard=hard, soft=len(rows) - hard)
    return Audited(hard, len(rows) - hard)


def leaks_in_file(uow: Uow, draft: Draft, fmt: str, content: bytes) -> list[Leak]:
    """What must go from a finished file: its text, and what hides in properties, comments and names of parts."""
    roster = with_strangers(roster_of_draft(uow, draft), open_cues(uow, DraftId(draft.id)))
    return [leak for leak in audit_passages(passages_of(f"transcript.{fmt}", content), roster) if leak.hard]


def findings_of(uow: Uow, draft: Draft) -> list[Finding]:
    """What the audit found in the revision that is there now, hard ones first."""
    query = select(AuditFinding).where(AuditFinding.draft_id == draft.id, AuditFinding.revision == draft.revision)
    found = []
    for row in uow.db.scalars(query.order_by(AuditFinding.is_hard.desc(), AuditFinding.cue_position, AuditFinding.id)):
        body = msgspec.json.decode(uow.keys.open(row.sealed_detail, row=row_name("release_audit_finding", row.id)))
        found.append(Finding(row.id, row.kind, row.is_hard, row.cue_position, body["found"], body["why"]))
    return found


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


def _row(uow: Uow, draft: Draft, leak: Leak) -> AuditFinding:
    row_id = new_id()
    detail = msgspec.json.encode({"found": leak.found, "why": leak.why})
    return AuditFinding(
        id=row_id,
        draft_id=draft.id,
        revision=draft.revision,
        kind=str(leak.kind),
        is_hard=leak.hard,
        cue_position=int(number) if (number := leak.where.removeprefix("cue ")).isdigit() else None,
        sealed_detail=seal(uow, draft, detail, row=row_name("release_audit_finding", row_id)),
    )
