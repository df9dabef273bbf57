"""From reviewed to released: a second person approves exact bytes, they are held, released, served, withdrawn.

Nothing here can read what was said: this module sees rows, counts, digests and rendered files, and may not import
the modules that open raw text (import contract).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from companion.kernel import outbox
from companion.kernel.errors import NotFound
from companion.kernel.ids import DraftId, ForumSessionId, new_id
from companion.kernel.uow import Uow
from companion.release.announcing import announce, announce_held
from companion.release.manifest import Manifest, manifest_of
from companion.release.requests import answer_with
from companion.release.rules import (
    Blocked,
    BytesChanged,
    WrongStation,
    after_approval,
    after_hold,
    after_withdrawal,
    formats_for,
    hold_ends,
)
from companion.release.second_reading import require_reading
from companion.release.standing import facts_of, hands_on, load, person_acting
from companion.release.tables import Download, Draft, ReleasedFile

PUBLISH_EFFECT = "release.publish"


@dataclass(frozen=True)
class Served:
    """A released file as it is sent: the approved bytes."""

    format: str
    content: bytes
    sha256: str
    version: int

    @property
    def base64_digest(self) -> str:
        """The digest as HTTP writes it (RFC 9530)."""
        return base64.b64encode(bytes.fromhex(self.sha256)).decode("ascii")


@dataclass(frozen=True)
class Offered:
    """A released file that somebody may fetch."""

    file_id: UUID
    format: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Shelf:
    """What a forum session has to fetch: files when a version is out, and when one was withdrawn last."""

    released_at: datetime | None
    files: tuple[Offered, ...]
    withdrawn_at: datetime | None
    was_fetched: bool


def approve(uow: Uow, draft_id: DraftId, *, manifest: str) -> str:
    """Approve the files whose manifest has this digest; they are held for corrections, and released when that is over.

    Returns the state that follows: `held`, or `released` where nothing is held. Raises OwnWork, StaleApproval, NotRead,
    WrongStation, Blocked, BytesChanged.
    """
    draft = load(uow, draft_id)
    approver = person_acting(uow)
    there = _whole_manifest(uow, draft)
    draft.state = after_approval(
        draft.state,
        facts_of(uow, draft),
        approver=approver,
        hands=hands_on(uow, draft),
        manifest=there.digest,
        approved_manifest=manifest,
    )
    require_reading(uow, draft, approver, there.digest)
    draft.approver_id, draft.approved_at, draft.manifest_digest = approver, uow.now, there.digest
    uow.audit("release.approved", "release_draft", draft_id, revision=draft.revision, manifest=there.digest)
    draft.state, draft.held_until = "held", hold_ends(uow.now, uow.settings.correction_days)
    uow.db.flush()
    if draft.held_until <= uow.now:
        _release(uow, draft)
    else:
        ask_to_publish(uow, draft)
        announce_held(uow, draft)
    return draft.state


def ask_to_publish(uow: Uow, draft: Draft, *, why: str = "") -> None:
    """Have the worker release it when the time for corrections is over; `why` tells one asking from another."""
    outbox.queue(
        uow,
        PUBLISH_EFFECT,
        key=f"{draft.id}:{draft.revision}{why}",
        payload={"draft_id": draft.id},
        due_at=draft.held_until,
    )


def publish_held(uow: Uow, draft_id: DraftId) -> bool:
    """Release a transcript whose time for corrections is over. False when it is not due, or not held any more.

    Where something came up meanwhile (somebody joined the roster), it goes back to `redacted`, to be reviewed anew.
    """
    draft = load(uow, draft_id)
    if draft.state == "held" and facts_of(uow, draft).open_corrections:
        return False  # it stays held until they are answered, and the last answer asks again
    try:
        _release(uow, draft)
    except WrongStation:
        return False
    except Blocked:
        reopen(uow, draft)
        return False
    return True


def reopen(uow: Uow, draft: Draft) -> None:
    """Send a version back to be reviewed anew; whatever was approved of it counts no more."""
    draft.state = "redacted"
    draft.revision += 1
    draft.reviewed_at = draft.manifest_digest = draft.approver_id = draft.approved_at = draft.held_until = None
    uow.audit("release.reopened", "release_draft", draft.id, revision=draft.revision)
    uow.db.flush()


def withdraw(uow: Uow, draft_id: DraftId) -> int:
    """Take a transcript back: its bytes are emptied, its digests stay, and whoever fetched it is told.

    Returns how many people are told. Raises WrongStation.
    """
    draft = load(uow, draft_id)
    draft.state, draft.withdrawn_at = after_withdrawal(draft.state), uow.now
    uow.db.execute(update(ReleasedFile).where(ReleasedFile.draft_id == draft_id).values(content=b""))
    fetched = uow.db.scalars(
        select(Download.person_id)
        .join(ReleasedFile, ReleasedFile.id == Download.file_id)
        .where(ReleasedFile.draft_id == draft_id)
        .distinct()
    ).all()
    for person_id in fetched:
        outbox.queue_letter(
            uow, "release.withdrawn", key=f"{draft_id}:{person_id}", draft_id=draft_id, person_id=person_id
        )
    uow.audit("release.withdrawn", "release_draft", draft_id, version=draft.version, told=len(fetched))
    return len(fetched)


def shelf_of(uow: Uow, session_id: ForumSessionId, *, is_reviewer: bool, person_id: UUID | None) -> Shelf:
    """What somebody finds on a forum session's transcript page."""
    drafts = uow.db.scalars(
        select(Draft).where(Draft.forum_session_id == session_id).order_by(Draft.version.desc())
    ).all()
    out = next((draft for draft in drafts if draft.state == "released"), None)
    taken = next((draft for draft in drafts if draft.state == "withdrawn" and draft.released_at is not None), None)
    files: tuple[Offered, ...] = ()
    if out is not None:
        wanted = formats_for(is_reviewer=is_reviewer)
        entries = {entry.format: entry for entry in manifest_of(uow, out).files}
        files = tuple(
            Offered(entries[fmt].file_id, fmt, entries[fmt].sha256, entries[fmt].size)
            for fmt in wanted
            if fmt in entries
        )
    return Shelf(
        released_at=out.released_at if out else None,
        files=files,
        withdrawn_at=taken.withdrawn_at if taken and out is None else None,
        was_fetched=taken is not None and person_id is not None and _fetched(uow, taken, person_id),
    )


def fetch(uow: Uow, file_id: UUID, *, is_reviewer: bool, person_id: UUID) -> Served:
    """The bytes of a released file, and a note of who took them. Raises NotFound for everything that is not released,
    and for formats that are not for this reader; BytesChanged when the bytes are not those that were approved."""
    found = uow.db.get(ReleasedFile, file_id)
    draft = uow.db.get(Draft, found.draft_id) if found is not None else None
    if found is None or draft is None or draft.state != "released" or found.revision != draft.revision:
        raise NotFound
    if found.format not in formats_for(is_reviewer=is_reviewer):
        raise NotFound
    if _whole_manifest(uow, draft).digest != draft.manifest_digest:
        raise BytesChanged
    uow.db.add(Download(id=new_id(), file_id=file_id, person_id=person_id, at=uow.now))
    uow.audit("release.fetched", "release_file", file_id, format=found.format)
    return Served(found.format, found.content, found.sha256, draft.version)


def read_for_approval(uow: Uow, draft_id: DraftId, file_id: UUID) -> Served:
    """The exact bytes that wait for approval. Raises NotFound unless they are the reviewed ones, and BytesChanged
    when they are not those whose digests the approver is shown."""
    found = uow.db.get(ReleasedFile, file_id)
    draft = uow.db.get(Draft, draft_id)
    if found is None or draft is None or found.draft_id != draft_id or found.revision != draft.revision:
        raise NotFound
    if draft.state not in ("reviewed", "held"):
        raise NotFound
    _whole_manifest(uow, draft)
    return Served(found.format, found.content, found.sha256, draft.version)


def _release(uow: Uow, draft: Draft) -> None:
    held_until = draft.held_until or uow.now
    there = _whole_manifest(uow, draft)
    state = after_hold(draft.state, facts_of(uow, draft), held_until=held_until, now=uow.now)
    if there.digest != draft.manifest_digest:
        raise BytesChanged
    draft.state, draft.released_at = state, uow.now
    told = announce(uow, draft)
    answer_with(uow, draft)
    uow.audit("release.released", "release_draft", draft.id, version=draft.version, manifest=there.digest, told=told)
    uow.db.flush()


def _whole_manifest(uow: Uow, draft: Draft) -> Manifest:
    there = manifest_of(uow, draft)
    if not there.is_whole:
        raise BytesChanged
    return there


def _fetched(uow: Uow, draft: Draft, person_id: UUID) -> bool:
    query = (
        select(Download.id)
        .join(ReleasedFile, ReleasedFile.id == Download.file_id)
        .where(ReleasedFile.draft_id == draft.id, Download.person_id == person_id)
    )
    return uow.db.scalars(query).first() is not None
