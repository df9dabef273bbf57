"""A passage that a concern cites is frozen under its case's key, before the words as they were heard are destroyed.

Cited is frozen at once where the words are there; else as soon as they are, and at the latest right before shredding.
Frozen words are opened for the case and for nothing else. Cases themselves are another room's; here they are ids.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update

from companion.captions.service import transcript_of
from companion.forums.tables import ForumSession
from companion.kernel.clocks import LONDON, from_ms
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import DraftId, ForumSessionId, new_id
from companion.kernel.uow import Uow
from companion.registration.participants import names_in_session
from companion.release.cues import NOBODY, open_cues, roster_of_draft
from companion.release.frozen_tables import FrozenPassage
from companion.release.importing import CAPTIONS
from companion.release.tables import Draft, DraftCue

PURPOSE = "case"
KEPT = timedelta(days=365)  # unless the case says otherwise, see `keep_until`
MOST_LINES = 200


@dataclass(frozen=True)
class Said:
    """One caption as it was heard: when (time of day, or of the recording), who, what."""

    at: str
    who: str
    text: str


@dataclass(frozen=True)
class Cited:
    """A cited passage without its words, for pages and lists."""

    passage_id: UUID
    case_id: UUID
    state: str
    lines: int
    cited_at: datetime
    frozen_at: datetime | None
    keep_until: datetime


def cite_lines(uow: Uow, draft_id: DraftId, case_id: UUID, first: int, last: int) -> UUID:
    """Cite captions of a draft, both ends included, and freeze them. Raises NotFound, BadInput for no such captions."""
    draft = uow.db.get(Draft, draft_id)
    if draft is None:
        raise NotFound
    inside = (DraftCue.draft_id == draft_id, DraftCue.position >= first, DraftCue.position <= last)
    there = uow.db.scalar(select(func.count()).select_from(DraftCue).where(*inside)) or 0
    if last < first or last - first >= MOST_LINES or there != last - first + 1:
        raise BadInput("These captions are not in the transcript, or they are too many for one passage.")
    row = _cited(uow, draft.forum_session_id, case_id)
    row.draft_id, row.first_line, row.last_line = draft_id, first, last
    return _keep(uow, row)


def cite_moments(uow: Uow, session_id: ForumSessionId, case_id: UUID, from_ms: int, until_ms: int) -> UUID:
    """Cite a stretch of a meeting, in its own time, whether or not its captions are there yet. Raises BadInput."""
    if until_ms <= from_ms:
        raise BadInput("A passage ends after it begins.")
    row = _cited(uow, session_id, case_id)
    row.from_ms, row.until_ms = from_ms, until_ms
    return _keep(uow, row)


def freeze_cited(uow: Uow, session_id: UUID) -> int:
    """Freeze what is cited of a forum session and not frozen yet, where its words are there. Returns how many."""
    query = select(FrozenPassage).where(FrozenPassage.forum_session_id == session_id, FrozenPassage.state == "cited")
    return sum(_freeze(uow, row) for row in uow.db.scalars(query).all())


def freeze_everywhere(uow: Uow) -> int:
    """`freeze_cited` for every forum session that has something to freeze."""
    query = select(FrozenPassage.forum_session_id).where(FrozenPassage.state == "cited").distinct()
    return sum(freeze_cited(uow, session_id) for session_id in uow.db.scalars(query).all())


def give_up(uow: Uow, session_id: UUID) -> None:
    """The words of a forum session end now: what was cited of it and is not frozen never came."""
    mine = (FrozenPassage.forum_session_id == session_id, FrozenPassage.state == "cited")
    uow.db.execute(update(FrozenPassage).where(*mine).values(state="gone"))


def words_of(uow: Uow, passage_id: UUID) -> tuple[Said, ...]:
    """The words of a frozen passage, for whoever works on its case. Raises NotFound, Unreadable after the case's end.

    Put into the audit log.
    """
    row = uow.db.get(FrozenPassage, passage_id)
    if row is None or row.sealed is None:
        raise NotFound
    uow.audit("release.frozen_read", "release_frozen", passage_id, case_id=str(row.case_id))
    return tuple(Said(**line) for line in json.loads(uow.keys.open(row.sealed, row=_row(passage_id))))


def cited_in(uow: Uow, session_id: UUID) -> list[Cited]:
    """What is cited of a forum session, the newest first."""
    query = select(FrozenPassage).where(FrozenPassage.forum_session_id == session_id)
    return [_as_cited(row) for row in uow.db.scalars(query.order_by(FrozenPassage.cited_at.desc(), FrozenPassage.id))]


def cited_by(uow: Uow, case_id: UUID) -> list[Cited]:
    """What a case cites, the oldest first."""
    query = select(FrozenPassage).where(FrozenPassage.case_id == case_id)
    return [_as_cited(row) for row in uow.db.scalars(query.order_by(FrozenPassage.cited_at, FrozenPassage.id))]


def cases_in(uow: Uow, programme_id: UUID) -> list[UUID]:
    """The cases that cite something of a programme."""
    query = (
        select(FrozenPassage.case_id)
        .join(ForumSession, ForumSession.id == FrozenPassage.forum_session_id)
        .where(ForumSession.programme_id == programme_id)
        .distinct()
    )
    return sorted(uow.db.scalars(query))


def keep_until(uow: Uow, case_id: UUID, until: datetime) -> None:
    """The case says how long its passages are kept."""
    uow.db.execute(update(FrozenPassage).where(FrozenPassage.case_id == case_id).values(keep_until=until))


def due_for_purging(uow: Uow) -> list[UUID]:
    """The passages whose time is over."""
    return list(uow.db.scalars(select(FrozenPassage.id).where(FrozenPassage.keep_until < uow.now)))


def purge_one(uow: Uow, passage_id: UUID) -> bool:
    """Delete a passage; with the last one of a case its key goes too. False when it is gone already.

    A room that seals more under a case's key keeps the passages as long as the case, with `keep_until`.
    """
    row = uow.db.get(FrozenPassage, passage_id)
    if row is None:
        return False
    case_id = row.case_id
    uow.db.execute(delete(FrozenPassage).where(FrozenPassage.id == passage_id))
    uow.audit("release.frozen_deleted", "release_frozen", passage_id, case_id=str(case_id))
    uow.db.flush()
    if uow.db.scalar(select(func.count()).where(FrozenPassage.case_id == case_id)) == 0:
        uow.keys.shred(purpose=PURPOSE, subject=case_id)
    return True


def _cited(uow: Uow, session_id: UUID, case_id: UUID) -> FrozenPassage:
    row = FrozenPassage(
        id=new_id(),
        case_id=case_id,
        forum_session_id=session_id,
        state="cited",
        lines=0,
        cited_at=uow.now,
        cited_by_id=uow.actor.id if uow.actor.kind == "person" else None,
        keep_until=uow.now + KEPT,
    )
    uow.audit("release.passage_cited", "release_frozen", row.id, case_id=str(case_id))
    return row


def _keep(uow: Uow, row: FrozenPassage) -> UUID:
    uow.db.add(row)
    uow.db.flush()
    _freeze(uow, row)
    return row.id


def _freeze(uow: Uow, row: FrozenPassage) -> bool:
    found = _of_draft(uow, row) if row.draft_id is not None else _of_meeting(uow, row)
    if not found:
        return False
    body = json.dumps([{"at": one.at, "who": one.who, "text": one.text} for one in found], ensure_ascii=False)
    row.sealed = uow.keys.seal(body, purpose=PURPOSE, subject=row.case_id, row=_row(row.id))
    row.state, row.frozen_at, row.lines = "frozen", uow.now, len(found)
    uow.db.flush()
    uow.audit("release.passage_frozen", "release_frozen", row.id, case_id=str(row.case_id), lines=len(found))
    return True


def _of_draft(uow: Uow, row: FrozenPassage) -> Sequence[Said]:
    draft = uow.db.get_one(Draft, row.draft_id)
    assert row.first_line is not None  # a passage cited by a draft has both ends
    assert row.last_line is not None
    cues = open_cues(uow, DraftId(draft.id), range(row.first_line, row.last_line + 1))
    if not cues:
        return ()
    names = {} if not draft.sealed_roster else {one.id: one.name for one in roster_of_draft(uow, draft).participants}
    return [
        Said(_clock(draft, cue.start_ms), names.get(cue.speaker or "") or cue.name or "a voice nobody named", cue.text)
        for cue in cues
        if cue.speaker != NOBODY
    ]


def _of_meeting(uow: Uow, row: FrozenPassage) -> Sequence[Said]:
    assert row.from_ms is not None  # a passage cited by the meeting's time has both moments
    assert row.until_ms is not None
    heard = transcript_of(uow, ForumSessionId(row.forum_session_id))
    inside = [cue for cue in heard.cues if cue.start_ms < row.until_ms and cue.end_ms > row.from_ms]
    names = names_in_session(uow, row.forum_session_id) if inside else {}
    return [
        Said(
            f"{from_ms(cue.start_ms).astimezone(LONDON):%H:%M:%S}",
            (names[cue.participant_id][0] if cue.participant_id in names else "") or "a voice nobody named",
            cue.text,
        )
        for cue in inside
    ]


def _clock(draft: Draft, ms: int) -> str:
    if draft.source == CAPTIONS:
        return f"{from_ms(ms).astimezone(LONDON):%H:%M:%S}"
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}"


def _as_cited(row: FrozenPassage) -> Cited:
    return Cited(row.id, row.case_id, row.state, row.lines, row.cited_at, row.frozen_at, row.keep_until)


def _row(passage_id: UUID) -> str:
    return f"release_frozen:{passage_id}"
