"""Answers to corrections: it stays, and why; or it changes, and a new version begins where people read this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.kernel import outbox
from companion.kernel.errors import NotFound
from companion.kernel.ids import DraftId, ForumSessionId
from companion.kernel.uow import Uow
from companion.release.asked_tables import Correction
from companion.release.correcting import PURPOSE, opened, row_of
from companion.release.correction_rules import KINDS, AnsweredAlready, NoAnswer
from companion.release.cues import masked, open_cues, spans_of
from companion.release.promises import promised, remember
from companion.release.publishing import ask_to_publish
from companion.release.reissuing import REISSUABLE, make_again
from companion.release.rules import OVER, WrongStation
from companion.release.standing import load, person_acting
from companion.release.tables import Draft

SHORTEST = 10


@dataclass(frozen=True)
class Line:
    """One caption of a passage that was asked about: as it was heard, and as readers see it."""

    position: int
    heard: str
    seen: str


@dataclass(frozen=True)
class Wish:
    """A correction as the reviewer sees it: the passage, what is wrong, and nothing about who asked."""

    correction_id: UUID
    kind: str
    words: str
    asked_at: datetime
    state: str
    lines: tuple[Line, ...]
    is_promised: bool = False  # it is to be changed, and was not yet


def wishes_of(uow: Uow, draft_id: DraftId) -> list[Wish]:
    """What was asked of a version, open ones first, in the order of the text."""
    query = select(Correction).where(Correction.draft_id == draft_id).order_by(Correction.first_line, Correction.id)
    rows = list(uow.db.scalars(query))
    if not rows:
        return []
    cues = open_cues(uow, draft_id)
    seen = masked(cues, [span for many in spans_of(uow, draft_id).values() for span in many])
    lines = [Line(cue.position, cue.text, read.text) for cue, read in zip(cues, seen, strict=True)]
    waiting = {row.id for row in promised(uow, draft_id)}
    shown = []
    for row in rows:
        told = opened(uow, row)
        about = tuple(lines[row.first_line : row.last_line + 1])
        words = told[1] if told else ""
        shown.append(Wish(row.id, KINDS[row.kind], words, row.asked_at, row.state, about, row.id in waiting))
    return sorted(shown, key=lambda wish: (wish.state != "open", not wish.is_promised))


def keep(uow: Uow, draft_id: DraftId, correction_id: UUID, why: str) -> None:
    """Leave the passage as it is, and say why. The last answer lets a held version go when its time is over.

    Raises NotFound, AnsweredAlready, NoAnswer.
    """
    if len(why) < SHORTEST:
        raise NoAnswer
    draft, row = _open_one(uow, draft_id, correction_id)
    row.sealed_answer = uow.keys.seal(
        why, purpose=PURPOSE, subject=draft.forum_session_id, row=f"{row_of(correction_id)}:answer"
    )
    _answer(uow, row, "kept")
    if draft.state == "held":
        ask_to_publish(uow, draft, why=f":{correction_id}")


def change(uow: Uow, draft_id: DraftId, correction_id: UUID) -> DraftId:
    """Change the passage: returns the version to change it in, a new one where people read this one already.

    Raises NotFound, AnsweredAlready, WrongStation once the words as they were heard are gone.
    """
    draft, row = _open_one(uow, draft_id, correction_id)
    _answer(uow, row, "changed")
    if draft.state not in REISSUABLE:
        return draft_id
    row.draft_id = make_again(uow, draft_id)
    uow.db.flush()
    return DraftId(row.draft_id)


def done(uow: Uow, draft_id: DraftId, correction_id: UUID) -> None:
    """Say that a promised change is made, where no edit of the passage shows it: it was widened, or hidden already.

    Raises NotFound, AnsweredAlready when it is not promised (any more), WrongStation once the version is over.
    """
    person_acting(uow)
    draft = load(uow, draft_id)
    row = uow.db.get(Correction, correction_id)
    if row is None or row.draft_id != draft_id:
        raise NotFound
    if draft.state in OVER:
        raise WrongStation
    if row not in promised(uow, draft_id):
        raise AnsweredAlready
    remember(uow, row, by_hand=True)
    if draft.state == "held":
        ask_to_publish(uow, draft, why=f":{correction_id}:done")


def session_of_draft(uow: Uow, draft_id: DraftId) -> ForumSessionId:
    """The forum session of a draft."""
    return ForumSessionId(uow.db.get_one(Draft, draft_id).forum_session_id)


def _open_one(uow: Uow, draft_id: DraftId, correction_id: UUID) -> tuple[Draft, Correction]:
    person_acting(uow)
    draft = load(uow, draft_id)
    row = uow.db.get(Correction, correction_id)
    if row is None or row.draft_id != draft_id:
        raise NotFound
    if row.state != "open":
        raise AnsweredAlready
    return draft, row


def _answer(uow: Uow, row: Correction, state: str) -> None:
    row.state, row.answered_at, row.answered_by_id = state, uow.now, person_acting(uow)
    uow.db.flush()
    uow.audit(f"release.correction_{state}", "release_draft", row.draft_id, kind=row.kind)
    outbox.queue_letter(uow, "release.correction_answered", key=str(row.id), correction_id=row.id)
