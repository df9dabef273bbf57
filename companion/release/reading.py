"""What a reviewer sees: turn by turn, as it was heard beside what readers will get, fifty cues a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select

from companion.forums.tables import AgendaItem, ForumSession
from companion.kernel.errors import NotFound
from companion.kernel.ids import AgendaItemId, DraftId, SpanId
from companion.kernel.uow import Uow
from companion.people.service import names_of
from companion.release.acts import others_here
from companion.release.asking import CUES_A_PAGE, Asked, asked_of
from companion.release.auditing import Finding, findings_of
from companion.release.cues import (
    UNNAMED,
    open_cues,
    roster_of_draft,
    spans_of,
)
from companion.release.hiding import occurrences
from companion.release.review import last_edit_at, next_undecided
from companion.release.rules import DOUBT_BELOW
from companion.release.second_reading import slips_of
from companion.release.standing import Standing, Version, standing_of
from companion.release.tables import Draft, DraftCue, DraftSpan
from companion.release.turns import Turn, turns_of

SECONDS_A_DOUBT, SECONDS_A_CLEAR_ONE = 17, 3
SECONDS_FOR_ALL_CLEAR_ONES = 60  # they may be hidden at once, and seen in passing
MOST_PLACES = 30


@dataclass(frozen=True)
class Voice:
    """A speaker whom nobody has named yet: what Zoom showed, how often they speak, and how they began."""

    speaker: str
    shown: str
    cues: int
    first_words: str
    position: int


@dataclass(frozen=True)
class Progress:
    """How much is decided, and about how long the rest takes."""

    spans: int
    left: int
    doubtful_left: int
    confident_left: int
    minutes: int

    @property
    def done(self) -> int:
        return self.spans - self.left

    @property
    def percent(self) -> int:
        return 100 if not self.spans else self.done * 100 // self.spans


@dataclass(frozen=True)
class ReviewPage:
    """Everything that one page of the review shows."""

    standing: Standing
    title: str
    held_on: datetime
    progress: Progress
    page: int
    pages: int
    turns: tuple[Turn, ...]
    asked: Asked | None
    voices: tuple[Voice, ...]
    people: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    saved_at: datetime | None
    items: tuple[tuple[str, int], ...]
    slips: tuple[str, ...] = ()  # passages, as released, in which the second reader could recognise somebody
    others: tuple[tuple[str, int, datetime], ...] = ()  # colleagues who answer here now: name, how often, when last

    @property
    def draft(self) -> Version:
        return self.standing.draft


def review_page(
    uow: Uow, draft_id: DraftId, *, page: int | None = None, span_id: SpanId | None = None, viewer: UUID | None = None
) -> ReviewPage:
    """One page of a draft's review: the one asked for, else the one with the proposal to decide. Raises NotFound."""
    draft = uow.db.get(Draft, draft_id)
    if draft is None or draft.state == "withdrawn":
        raise NotFound
    standing = standing_of(uow, draft)
    pages = max(1, -(-standing.cues // CUES_A_PAGE))
    row = _asked_row(uow, draft_id, page, span_id)
    shown = min(max(page or (row.cue_position // CUES_A_PAGE + 1 if row else 1), 1), pages)
    positions = range((shown - 1) * CUES_A_PAGE, shown * CUES_A_PAGE)
    cues = open_cues(uow, draft_id, positions)
    spans = spans_of(uow, draft_id, positions)
    asked = asked_of(uow, row) if row else None
    place = (asked.position, asked.start) if asked else None
    forum_session = uow.db.get_one(ForumSession, draft.forum_session_id)
    titles = _titles(uow, draft)
    return ReviewPage(
        standing=standing,
        title=forum_session.title,
        held_on=forum_session.starts_at,
        progress=progress_of(uow, draft_id),
        page=shown,
        pages=pages,
        turns=tuple(turns_of(standing.draft, cues, spans, place, titles, _before(uow, draft_id, positions.start))),
        asked=asked,
        voices=tuple(_voices(uow, draft_id)),
        people=_people(uow, draft) if standing.facts.unresolved_speakers else (),
        findings=tuple(findings_of(uow, draft)),
        saved_at=last_edit_at(uow, draft_id),
        items=_items(uow, draft_id, titles),
        slips=tuple(slips_of(uow, draft)),
        others=_others(uow, draft_id, viewer),
    )


def progress_of(uow: Uow, draft_id: DraftId) -> Progress:
    """How the review of a draft goes."""
    waits = DraftSpan.decision == "undecided"
    doubtful = and_(waits, DraftSpan.confidence < DOUBT_BELOW)
    query = select(func.count(), _sum(waits), _sum(doubtful)).where(DraftSpan.draft_id == draft_id)
    spans, left, doubts = uow.db.execute(query).one()
    seconds = doubts * SECONDS_A_DOUBT + min((left - doubts) * SECONDS_A_CLEAR_ONE, SECONDS_FOR_ALL_CLEAR_ONES)
    return Progress(spans, left, doubts, left - doubts, -(-seconds // 60))


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def find_words(uow: Uow, draft_id: DraftId, words: str) -> list[tuple[int, int, str]]:
    """Where words were said: (page, position, the words around), at most MOST_PLACES."""
    found = []
    for cue in open_cues(uow, draft_id):
        for start, end in occurrences(cue.text, words)[:1]:
            around = cue.text[max(0, start - 40) : end + 40]
            found.append((cue.position // CUES_A_PAGE + 1, cue.position, around))
        if len(found) == MOST_PLACES:
            break
    return found


def _asked_row(uow: Uow, draft_id: DraftId, page: int | None, span_id: SpanId | None) -> DraftSpan | None:
    among = range((page - 1) * CUES_A_PAGE, page * CUES_A_PAGE) if page is not None else None
    wanted = span_id or next_undecided(uow, draft_id, among=among)
    row = uow.db.get(DraftSpan, wanted) if wanted else None
    if row is None or row.draft_id != draft_id:
        return None
    if page is not None and row.cue_position // CUES_A_PAGE + 1 != page:
        return None
    return row


def _others(uow: Uow, draft_id: DraftId, viewer: UUID | None) -> tuple[tuple[str, int, datetime], ...]:
    there = others_here(uow, draft_id, viewer)
    names = names_of(uow, {one.person_id for one in there})
    return tuple((names.get(one.person_id, "Somebody"), one.answers, one.last_at) for one in there)


def _before(uow: Uow, draft_id: DraftId, position: int) -> tuple[int, AgendaItemId | None]:
    """How many turns stand before a cue, and the agenda item that ran then."""
    query = (
        select(DraftCue.speaker, DraftCue.agenda_item_id)
        .where(DraftCue.draft_id == draft_id, DraftCue.position < position)
        .order_by(DraftCue.position)
    )
    rows = [(row.speaker, row.agenda_item_id) for row in uow.db.execute(query)]
    last = rows[-1][1] if rows else None
    return sum(1 for _ in groupby(rows)), AgendaItemId(last) if last else None


def _voices(uow: Uow, draft_id: DraftId) -> Iterator[Voice]:
    query = (
        select(DraftCue.speaker, func.count(), func.min(DraftCue.position))
        .where(DraftCue.draft_id == draft_id, DraftCue.is_resolved.is_(False), DraftCue.speaker.is_not(None))
        .group_by(DraftCue.speaker)
        .order_by(func.min(DraftCue.position))
    )
    for speaker, count, position in uow.db.execute(query).all():
        (cue,) = open_cues(uow, draft_id, range(position, position + 1))
        shown = cue.name or ("No name" if speaker == UNNAMED else "A voice that Zoom did not name")
        yield Voice(str(speaker), shown, count, cue.text[:80], position)


def _people(uow: Uow, draft: Draft) -> tuple[tuple[str, str], ...]:
    roster = roster_of_draft(uow, draft)
    orgs = {org.id: org.name for org in (*roster.orgs, *roster.roll)}
    named = {
        entry.id: f"{entry.name}, {orgs[entry.org]}" if entry.org in orgs else entry.name
        for entry in roster.participants
    }
    return tuple(sorted(named.items(), key=lambda person: person[1].casefold()))


def _titles(uow: Uow, draft: Draft) -> dict[AgendaItemId, str]:
    query = select(AgendaItem.id, AgendaItem.position, AgendaItem.title)
    rows = uow.db.execute(query.where(AgendaItem.forum_session_id == draft.forum_session_id))
    return {AgendaItemId(row.id): f"Item {row.position}. {row.title}" for row in rows}


def _items(uow: Uow, draft_id: DraftId, titles: Mapping[AgendaItemId, str]) -> tuple[tuple[str, int], ...]:
    query = (
        select(DraftCue.agenda_item_id, func.min(DraftCue.position))
        .where(DraftCue.draft_id == draft_id, DraftCue.agenda_item_id.is_not(None))
        .group_by(DraftCue.agenda_item_id)
        .order_by(func.min(DraftCue.position))
    )
    found = ((AgendaItemId(item_id), position) for item_id, position in uow.db.execute(query) if item_id is not None)
    return tuple((titles[item_id], position // CUES_A_PAGE + 1) for item_id, position in found if item_id in titles)


def last_position(uow: Uow, draft_id: DraftId) -> int:
    """The position of a draft's last caption; -1 where it has none."""
    found = uow.db.scalar(select(func.max(DraftCue.position)).where(DraftCue.draft_id == draft_id))
    return -1 if found is None else found
