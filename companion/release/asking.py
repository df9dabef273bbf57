"""The proposal that a reviewer is asked about: the words, what we advise and why, and who answered already.

And the sure ones, put together by their words, to be hidden at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select

from companion.kernel.ids import DraftId, SpanId
from companion.kernel.uow import Uow
from companion.people.service import names_of
from companion.release.cases import BY_CHAIR
from companion.release.cues import reason_of
from companion.release.places import Same, Text, folded, same_as, texts_of
from companion.release.review import mark_of
from companion.release.rules import DOUBT_BELOW
from companion.release.tables import DraftSpan
from companion.release.turns import SHAPES
from companion.release.weighing import Advice, advise
from transcripts import is_ordinary

CUES_A_PAGE = 50
AROUND = 36  # letters before and after words that are shown in a list


@dataclass(frozen=True)
class Asked:
    """The proposal that is being decided. `number` of `of` counts the doubtful ones alone when it is one of them."""

    span_id: SpanId
    position: int
    start: int
    words: str
    label: str
    called: str
    advice: Advice
    same: Same
    decision: str
    number: int
    of: int
    page: int
    mark: str
    decided_by: str | None
    decided_at: datetime | None
    has_to_go: bool = False  # marked by the chair: there is nothing to decide

    @property
    def is_doubtful(self) -> bool:
        return self.advice.is_doubtful


@dataclass(frozen=True)
class Group:
    """Sure proposals of the same words: how many, the first of them, and the first with what was said around it."""

    first: SpanId
    words: str
    label: str
    shape: str
    count: int
    before: str
    after: str


def asked_of(uow: Uow, row: DraftSpan) -> Asked | None:
    """What a reviewer is asked about one proposal; None for one of a cue that is not there."""
    draft_id = DraftId(row.draft_id)
    texts = texts_of(uow, draft_id)
    text = next((one.text for one in texts if one.position == row.cue_position), None)
    if text is None:
        return None
    words = text[row.start : row.end]
    ordinary = len(words.split()) == 1 and is_ordinary(words.strip(" .,’'").lower())
    same = same_as(uow, draft_id, row, texts, is_ordinary=ordinary)
    advice = advise(
        text,
        row.start,
        row.end,
        reason=reason_of(uow, SpanId(row.id)),
        confidence=row.confidence,
        elsewhere=same.elsewhere,
        is_ordinary=is_ordinary,
        has_capitals=_has_capitals(texts),
    )
    number, of = _number(uow, row)
    by = row.decided_by_id
    return Asked(
        span_id=SpanId(row.id),
        position=row.cue_position,
        start=row.start,
        words=words,
        label=row.label,
        called=SHAPES[row.kind][1],
        advice=advice,
        same=same,
        decision=row.decision,
        number=number,
        of=of,
        page=row.cue_position // CUES_A_PAGE + 1,
        mark=mark_of(row.decision, row.start, row.end),
        decided_by=names_of(uow, {by}).get(by) if by else None,
        decided_at=row.decided_at,
        has_to_go=row.finder == BY_CHAIR,
    )


def sure_groups(uow: Uow, draft_id: DraftId, confidence: float) -> list[Group]:
    """Undecided proposals that are at least that sure, by their words and what they become; the most frequent first."""
    groups: dict[tuple[str, str], list[DraftSpan]] = {}
    texts = {one.position: one.text for one in texts_of(uow, draft_id)}
    for row in _sure(uow, draft_id, confidence):
        groups.setdefault((folded(texts.get(row.cue_position, "")[row.start : row.end]), row.label), []).append(row)
    return [
        _group(rows, texts.get(rows[0].cue_position, ""))
        for rows in sorted(groups.values(), key=lambda rows: (-len(rows), rows[0].cue_position, rows[0].start))
    ]


def members(uow: Uow, draft_id: DraftId, confidence: float, firsts: Collection[UUID]) -> set[UUID]:
    """Every proposal of the groups that begin with these."""
    if not firsts:
        return set()
    texts = {one.position: one.text for one in texts_of(uow, draft_id)}
    rows = _sure(uow, draft_id, confidence)
    keys = {row.id: (folded(texts.get(row.cue_position, "")[row.start : row.end]), row.label) for row in rows}
    wanted = {keys[first] for first in firsts if first in keys}
    return {row_id for row_id, key in keys.items() if key in wanted}


def _group(rows: list[DraftSpan], text: str) -> Group:
    first = rows[0]
    return Group(
        first=SpanId(first.id),
        words=text[first.start : first.end],
        label=first.label,
        shape=SHAPES[first.kind][0],
        count=len(rows),
        before=("…" if first.start > AROUND else "") + text[max(0, first.start - AROUND) : first.start],
        after=text[first.end : first.end + AROUND] + ("…" if len(text) > first.end + AROUND else ""),
    )


def _sure(uow: Uow, draft_id: DraftId, confidence: float) -> list[DraftSpan]:
    query = select(DraftSpan).where(
        DraftSpan.draft_id == draft_id, DraftSpan.decision == "undecided", DraftSpan.confidence >= confidence
    )
    return list(uow.db.scalars(query.order_by(DraftSpan.cue_position, DraftSpan.start)))


def _has_capitals(texts: list[Text]) -> bool:
    """Whether the session's text is written with capitals: whole captions without one are the exception then."""
    small = sum(one.text == one.text.lower() for one in texts)
    return 2 * small < len(texts)


def _number(uow: Uow, row: DraftSpan) -> tuple[int, int]:
    """Which of the doubtful ones a proposal is, or of all when it is not doubtful; and how many there are."""
    mine = [DraftSpan.draft_id == row.draft_id]
    if row.confidence < DOUBT_BELOW:
        mine.append(DraftSpan.confidence < DOUBT_BELOW)
    before = (DraftSpan.cue_position < row.cue_position) | and_(
        DraftSpan.cue_position == row.cue_position, DraftSpan.start < row.start
    )
    number = uow.db.scalar(select(func.count()).where(*mine, before)) or 0
    return number + 1, uow.db.scalar(select(func.count()).where(*mine)) or 0
