"""What the pages on the public side of the gate show: states, counts, digests, and the released text itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from companion.forums.tables import ForumSession
from companion.kernel.errors import NotFound
from companion.kernel.ids import DraftId, ForumSessionId
from companion.kernel.uow import Uow
from companion.people.service import names_of
from companion.release.correcting import checkable, count_open
from companion.release.manifest import Manifest, manifest_of
from companion.release.publishing import Shelf, shelf_of
from companion.release.requests import Asked, asked_by, open_requests
from companion.release.rules import KEEP_RAW_AFTER_RELEASE, Blocker, blockers
from companion.release.second_reading import Sample, sample_of
from companion.release.standing import Standing, Version, current, facts_of, hands_on, standing_of, version_of, versions
from companion.release.tables import Draft, ReleasedFile

#: state → the station that is current then, and what it means in a sentence
HERE: dict[str, tuple[int, str]] = {
    "imported": (1, "The text is in. The program is reading it and proposes what to hide."),
    "redacted": (2, "A reviewer decides what is hidden."),
    "reviewed": (3, "The review is done. Somebody else reads the exact files and approves them."),
    "approved": (4, "Approved."),
    "held": (4, "Approved and held, so that whoever took part can ask for a correction."),
    "released": (5, "Released to everybody who took part."),
    "withdrawn": (5, "Withdrawn."),
}


@dataclass(frozen=True)
class StandPage:
    """Where a forum session's transcript stands."""

    title: str
    held_on: datetime
    standing: Standing | None
    station: int
    words: str
    editor: str | None
    approver: str | None
    is_own_work: bool
    manifest: Manifest | None
    earlier: tuple[Version, ...]
    requests: int = 0
    corrections: int = 0

    @property
    def raw_ends_at(self) -> datetime | None:
        """The latest day on which the words as they were heard are still there, once a release is out."""
        released_at = self.draft.released_at if self.draft else None
        return released_at + KEEP_RAW_AFTER_RELEASE if released_at else None

    @property
    def draft(self) -> Version | None:
        return self.standing.draft if self.standing else None


@dataclass(frozen=True)
class ApprovalPage:
    """What the second person reads: the released text as it is in the .txt file, and every file's digest."""

    draft: Version
    title: str
    held_on: datetime
    text: str
    manifest: Manifest
    blockers: tuple[Blocker, ...]
    editor: str | None
    is_own_work: bool
    sample: Sample


@dataclass(frozen=True)
class ShelfPage:
    """What somebody who took part finds."""

    title: str
    held_on: datetime
    shelf: Shelf
    asked: Asked | None = None
    to_check: datetime | None = None  # until when the approved text can be corrected before it goes out
    is_correctable: bool = False


def stand_page(uow: Uow, session_id: ForumSessionId, *, viewer_id: UUID | None) -> StandPage:
    """Where a forum session's transcript stands, for its staff."""
    forum_session = uow.db.get_one(ForumSession, session_id)
    draft = current(uow, session_id)
    requests = open_requests(uow, session_id)
    if draft is None:
        words = "There is no transcript yet."
        title, held_on = forum_session.title, forum_session.starts_at
        return StandPage(title, held_on, None, 0, words, None, None, False, None, (), requests)
    station, words = HERE[draft.state]
    names = names_of(uow, {person for person in (draft.editor_id, draft.approver_id) if person})
    has_files = draft.state in ("reviewed", "held", "released")
    return StandPage(
        title=forum_session.title,
        held_on=forum_session.starts_at,
        standing=standing_of(uow, draft),
        station=station,
        words=words,
        editor=names.get(draft.editor_id) if draft.editor_id else None,
        approver=names.get(draft.approver_id) if draft.approver_id else None,
        is_own_work=viewer_id in hands_on(uow, draft),
        manifest=manifest_of(uow, draft) if has_files else None,
        earlier=tuple(one for one in versions(uow, session_id) if one.id != draft.id),
        requests=requests,
        corrections=count_open(uow, draft.id),
    )


def approval_page(uow: Uow, draft_id: DraftId, *, viewer_id: UUID | None) -> ApprovalPage:
    """The bytes that wait for approval. Raises NotFound unless the review is done and nothing was approved yet."""
    draft = uow.db.get(Draft, draft_id)
    if draft is None or draft.state != "reviewed":
        raise NotFound("Nothing waits for approval here. The transcript may be in review again, or approved already.")
    forum_session = uow.db.get_one(ForumSession, draft.forum_session_id)
    there = manifest_of(uow, draft)
    plain = next(entry for entry in there.files if entry.format == "txt")
    names = names_of(uow, {draft.editor_id} if draft.editor_id else set())
    return ApprovalPage(
        draft=version_of(draft),
        title=forum_session.title,
        held_on=forum_session.starts_at,
        text=uow.db.get_one(ReleasedFile, plain.file_id).content.decode("utf-8"),
        manifest=there,
        blockers=blockers(facts_of(uow, draft)),
        editor=next(iter(names.values()), None),
        is_own_work=viewer_id in hands_on(uow, draft),
        sample=sample_of(uow, draft, there),
    )


def shelf_page(uow: Uow, session_id: ForumSessionId, *, is_reviewer: bool, person_id: UUID | None) -> ShelfPage:
    """What there is to fetch."""
    forum_session = uow.db.get_one(ForumSession, session_id)
    shelf = shelf_of(uow, session_id, is_reviewer=is_reviewer, person_id=person_id)
    asked = asked_by(uow, session_id, person_id) if person_id else None
    draft = checkable(uow, session_id)
    until = draft.held_until if draft is not None and draft.state == "held" else None
    return ShelfPage(forum_session.title, forum_session.starts_at, shelf, asked, until, draft is not None)


def session_of(uow: Uow, draft_id: DraftId) -> UUID:
    """The forum session of a draft. Raises NotFound."""
    draft = uow.db.get(Draft, draft_id)
    if draft is None:
        raise NotFound
    return draft.forum_session_id
