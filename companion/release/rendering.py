"""The bridge: a reviewed text becomes files, once, and from here on only bytes and digests are looked at."""

from __future__ import annotations

import hashlib

from sqlalchemy import delete, select

from companion.forums.tables import AgendaItem
from companion.kernel.ids import DraftId, new_id
from companion.kernel.uow import Uow
from companion.release.auditing import leaks_in_file, title_of, unseen_soft
from companion.release.certifying import certify
from companion.release.cues import OpenCue, masked, open_cues, spans_of
from companion.release.manifest import manifest_of
from companion.release.rules import FORMATS_FOR_READERS, FORMATS_FOR_REVIEWERS, Blocked, Facts, after_review
from companion.release.standing import facts_of, load, person_acting
from companion.release.tables import AuditFinding, Draft, ReleasedFile
from transcripts import NotReleasable, ReleasedTranscript, from_review, render


def finish_review(uow: Uow, draft_id: DraftId, *, has_seen_soft: bool = False) -> str:
    """The editor is done: every format is rendered once, and the digest of their manifest is returned.

    The finished files that readers get are audited once more, with everything that travels in them beside the text.
    Raises WrongStation, Blocked with every reason, SoftFindingsUnseen.
    """
    draft = load(uow, draft_id)
    person_id = person_acting(uow)
    facts = facts_of(uow, draft)
    draft.state = after_review(draft.state, facts, soft=unseen_soft(uow, draft), has_seen_soft=has_seen_soft)
    released = _release_of(uow, draft, facts)
    files = {fmt: render(released, fmt) for fmt in FORMATS_FOR_REVIEWERS}
    left = [leak for fmt in FORMATS_FOR_READERS for leak in leaks_in_file(uow, draft, fmt, files[fmt])]
    if left:
        raise Blocked([f"In the finished file {leak.where}: {leak.why}." for leak in left])
    uow.db.execute(delete(ReleasedFile).where(ReleasedFile.draft_id == draft_id))
    for fmt, content in files.items():
        uow.db.add(
            ReleasedFile(
                id=new_id(),
                draft_id=draft_id,
                forum_session_id=draft.forum_session_id,
                revision=draft.revision,
                format=fmt,
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
                rendered_at=uow.now,
            )
        )
    draft.editor_id, draft.reviewed_at = person_id, uow.now
    for finding in uow.db.scalars(select(AuditFinding).where(AuditFinding.draft_id == draft_id)):
        finding.accepted_by_id = finding.accepted_by_id or person_id
    uow.db.flush()
    certify(uow, draft, open_cues(uow, draft_id), [span for many in spans_of(uow, draft_id).values() for span in many])
    draft.manifest_digest = manifest_of(uow, draft).digest
    uow.audit("release.reviewed", "release_draft", draft_id, revision=draft.revision, manifest=draft.manifest_digest)
    return draft.manifest_digest


def _release_of(uow: Uow, draft: Draft, facts: Facts) -> ReleasedTranscript:
    cues = open_cues(uow, DraftId(draft.id))
    spans = [span for many in spans_of(uow, DraftId(draft.id)).values() for span in many]
    try:
        return from_review(
            masked(cues, spans),
            title=title_of(uow, draft),
            undecided=facts.undecided,
            unresolved=["somebody"] * facts.unresolved_speakers,
            hard_leaks=facts.audit_hard if facts.is_audited else None,
            speakers=[cue.speaker for cue in cues],
            headings=_headings(uow, draft, cues),
        )
    except NotReleasable as error:
        raise Blocked(error.reasons) from error


def _headings(uow: Uow, draft: Draft, cues: list[OpenCue]) -> list[tuple[int, str]]:
    query = select(AgendaItem.id, AgendaItem.title).where(AgendaItem.forum_session_id == draft.forum_session_id)
    titles = {row.id: row.title for row in uow.db.execute(query)}
    headings: list[tuple[int, str]] = []
    last = None
    for number, cue in enumerate(cues):
        if cue.agenda_item_id != last and cue.agenda_item_id in titles:
            headings.append((number, titles[cue.agenda_item_id]))
        last = cue.agenda_item_id
    return headings
