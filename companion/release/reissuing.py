"""A new version that begins with what was decided in the one before it, which is set aside or withdrawn."""

from __future__ import annotations

from sqlalchemy import select, update

from companion.kernel.ids import DraftId, new_id
from companion.kernel.uow import Uow
from companion.release import publishing
from companion.release.asked_tables import Correction
from companion.release.cues import (
    open_cues,
    registrants_of,
    row_name,
    seal,
    seal_registrants,
    sealed_cue,
)
from companion.release.importing import discard
from companion.release.rules import WrongStation
from companion.release.standing import load, person_acting
from companion.release.tables import Draft, DraftSpan

REISSUABLE = frozenset({"held", "released"})


def make_again(uow: Uow, draft_id: DraftId) -> DraftId:
    """Begin version n + 1 of a text that is held or out: everything decided stays decided, nothing is approved.

    A version that was out is withdrawn, and whoever fetched it is told. Its hands are the new one's hands too. Open
    corrections go over. Raises WrongStation for another state, and once the words as they were heard are gone.
    """
    person_acting(uow)
    return copy_as_next(uow, load(uow, draft_id))


def copy_as_next(uow: Uow, old: Draft) -> DraftId:
    """`make_again`, for the machine too: it decides nothing. Raises WrongStation."""
    draft_id = DraftId(old.id)
    cues = open_cues(uow, draft_id)
    if old.state not in REISSUABLE or not cues:
        raise WrongStation("This version cannot be made again. Begin with the text anew.")
    spans = list(uow.db.scalars(select(DraftSpan).where(DraftSpan.draft_id == draft_id)))
    new = Draft(
        id=new_id(),
        forum_session_id=old.forum_session_id,
        version=old.version + 1,
        made_from_id=old.id,
        state="redacted",
        source=old.source,
        label_policy=old.label_policy,
        roster_digest=old.roster_digest,
        pipeline_version=old.pipeline_version,
        sealed_roster=b"",
        revision=0,
        created_at=old.created_at,  # the words came in then: their end counts from there
    )
    roster = uow.keys.open(old.sealed_roster, row=row_name("release_draft", old.id))
    new.sealed_roster = seal(uow, new, roster, row=row_name("release_draft", new.id))
    uow.db.add(new)
    uow.db.flush()
    uow.db.add_all([sealed_cue(uow, new, cue) for cue in cues])
    uow.db.flush()
    uow.db.add_all([_copy(uow, new, span) for span in spans])
    extra = registrants_of(uow, old.id)
    if extra is not None:
        seal_registrants(uow, new, extra)
    waiting = (Correction.draft_id == old.id, Correction.state == "open")
    uow.db.execute(update(Correction).where(*waiting).values(draft_id=new.id))
    if old.state == "released":
        publishing.withdraw(uow, draft_id)
    else:
        discard(uow, old)
    uow.db.flush()
    uow.audit("release.made_again", "release_draft", new.id, version=new.version, made_from=str(old.id))
    return DraftId(new.id)


def _copy(uow: Uow, new: Draft, span: DraftSpan) -> DraftSpan:
    row_id = new_id()
    reason = uow.keys.open(span.sealed_reason, row=row_name("release_draft_span", span.id))
    return DraftSpan(
        id=row_id,
        draft_id=new.id,
        cue_position=span.cue_position,
        start=span.start,
        end=span.end,
        kind=span.kind,
        finder=span.finder,
        confidence=span.confidence,
        label=span.label,
        sealed_reason=seal(uow, new, reason, row=row_name("release_draft_span", row_id)),
        decision=span.decision,
        decided_by_id=span.decided_by_id,
        decided_at=span.decided_at,
    )
