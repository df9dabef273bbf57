"""While a transcript is held, whoever took part reads the approved bytes and says, by passage, what identifies them or
was misheard. Who asked is sealed with their words: neither a page nor the audit log says it.

Nothing here can read what was said: the text is that of the approved file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from companion.forums.tables import ForumSession
from companion.kernel import outbox
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import NotFound
from companion.kernel.ids import DraftId, ForumSessionId, new_id
from companion.kernel.uow import Uow
from companion.release.asked_tables import Correction
from companion.release.correction_rules import ASKABLE, NotNow, check
from companion.release.manifest import manifest_of
from companion.release.requests import reviewers_of
from companion.release.rules import BytesChanged
from companion.release.tables import Draft, DraftCue, ReleasedFile

PURPOSE = "forum_session"


@dataclass(frozen=True)
class Passage:
    """Lines in a row by one voice, as they stand in the approved files. `lines` counts from 0, both ends included."""

    number: int
    heading: str | None
    text: tuple[str, ...]
    lines: tuple[int, int]


@dataclass(frozen=True)
class Checkable:
    """An approved text that can be corrected by whoever took part."""

    draft_id: DraftId
    revision: int
    version: int
    state: str
    held_until: datetime | None
    passages: tuple[Passage, ...]


def checkable(uow: Uow, session_id: ForumSessionId) -> Draft | None:
    """The version whose passages may be corrected now: held or released, while the words as heard are still there."""
    query = (
        select(Draft)
        .where(Draft.forum_session_id == session_id, Draft.state.in_(ASKABLE))
        .where(select(DraftCue.position).where(DraftCue.draft_id == Draft.id).exists())
        .order_by(Draft.version.desc())
    )
    return uow.db.scalars(query).first()


def to_check(uow: Uow, session_id: ForumSessionId) -> Checkable | None:
    """The approved text, passage by passage; None when there is nothing to correct. Raises BytesChanged."""
    draft = checkable(uow, session_id)
    if draft is None:
        return None
    passages = passages_of(uow, draft)
    return Checkable(DraftId(draft.id), draft.revision, draft.version, draft.state, draft.held_until, passages)


def ask(
    uow: Uow,
    session_id: ForumSessionId,
    *,
    draft_id: UUID,
    revision: int,
    passage: int,
    kind: str,
    words: str,
    person_id: UUID,
) -> UUID:
    """Ask that a passage be put right. The actor of this use-case is to be anonymous, so that the log says nobody.

    Raises NotNow when another version or revision is there now, EnoughAsked, BadInput, NotFound for no such passage.
    """
    draft = checkable(uow, session_id)
    if draft is None or draft.id != draft_id or draft.revision != revision:
        raise NotNow
    check(kind, words, state=draft.state, asked_before=_asked_by(uow, draft, person_id))
    found = next((one for one in passages_of(uow, draft) if one.number == passage), None)
    if found is None:
        raise NotFound
    made_id = new_id()
    body = json.dumps({"person": str(person_id), "words": words}, ensure_ascii=False)
    uow.db.add(
        Correction(
            id=made_id,
            draft_id=draft.id,
            first_line=found.lines[0],
            last_line=found.lines[1],
            kind=kind,
            state="open",
            sealed=uow.keys.seal(body, purpose=PURPOSE, subject=session_id, row=row_of(made_id)),
            asked_at=uow.now,
        )
    )
    uow.db.flush()
    uow.audit("release.correction_asked", "release_draft", draft.id, kind=kind)
    session = uow.db.get_one(ForumSession, session_id)
    for reviewer_id in reviewers_of(uow, session.programme_id):
        outbox.queue_letter(
            uow,
            "release.corrections_wait",
            key=f"{draft.id}:{uow.now:%Y-%m-%d}:{reviewer_id}",
            draft_id=draft.id,
            person_id=reviewer_id,
        )
    return made_id


def count_open(uow: Uow, draft_id: UUID) -> int:
    """How many corrections of a version wait for an answer."""
    query = select(func.count()).select_from(Correction)
    return uow.db.scalar(query.where(Correction.draft_id == draft_id, Correction.state == "open")) or 0


def opened(uow: Uow, correction: Correction) -> tuple[UUID, str] | None:
    """Who asked, and what they wrote: for the letter that answers, and for nothing else. None once the key is gone."""
    try:
        body = json.loads(uow.keys.open(correction.sealed, row=row_of(correction.id)))
    except Unreadable:
        return None
    return UUID(body["person"]), body["words"]


def passages_of(uow: Uow, draft: Draft) -> tuple[Passage, ...]:
    """The passages of a version's approved file. Raises BytesChanged when the stored bytes are others."""
    if not manifest_of(uow, draft).is_whole:
        raise BytesChanged
    query = select(ReleasedFile.content).where(
        ReleasedFile.draft_id == draft.id, ReleasedFile.revision == draft.revision, ReleasedFile.format == "json"
    )
    content = uow.db.scalar(query)
    return _passages(json.loads(content)) if content else ()


def row_of(correction_id: UUID) -> str:
    """The identity of a correction, bound to what is sealed in it."""
    return f"release_correction:{correction_id}"


def _passages(told: dict[str, Any]) -> tuple[Passage, ...]:
    headings = {one["line"]: one["text"] for one in told["headings"]}
    found: list[Passage] = []
    last = None
    for number, line in enumerate(told["lines"]):
        if line["passage"] != last or number in headings:
            found.append(Passage(len(found) + 1, headings.get(number), (line["text"],), (number, number)))
        else:
            before = found[-1]
            found[-1] = Passage(before.number, before.heading, (*before.text, line["text"]), (before.lines[0], number))
        last = line["passage"]
    return tuple(one for one in found if any(text.strip() for text in one.text))


def _asked_by(uow: Uow, draft: Draft, person_id: UUID) -> int:
    rows = uow.db.scalars(select(Correction).where(Correction.draft_id == draft.id)).all()
    return sum(1 for row in rows if (told := opened(uow, row)) is not None and told[0] == person_id)
