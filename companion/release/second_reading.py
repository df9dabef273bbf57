"""What the second person reads before they approve: a sample that nobody chose, and after a slip all of it.

The sample is drawn by the digest of the very files that wait, so neither editor nor approver can choose it, and anybody
can draw it again. One twentieth of the passages, forty at least. Sees the masked text as released, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.ids import DraftId, new_id
from companion.kernel.uow import Uow
from companion.release.manifest import Manifest, manifest_of
from companion.release.rules import BytesChanged, OwnWork, StaleApproval, WrongStation
from companion.release.standing import hands_on, load, person_acting
from companion.release.tables import Draft, ReleasedFile, SecondReading

FEWEST = 40
ONE_IN = 20
PURPOSE = "forum_session"  # what a slip names is sealed under the session's key, and goes with it


class NotRead(DomainError):
    """Nobody approves a transcript of which they have not read the sample."""

    message = "Read the passages of the sample first, and say that you did."


@dataclass(frozen=True)
class Sample:
    """The passages to read, each with its number in the text; `of` is how many there are, `is_whole` when all are."""

    passages: tuple[tuple[int, str], ...]
    of: int
    is_whole: bool


def drawn(digest: str, count: int) -> list[int]:
    """Which of so many passages a manifest's digest draws, in the order of the text."""
    wanted = max(FEWEST, -(-count // ONE_IN))
    by_lot = sorted(range(count), key=lambda number: hashlib.sha256(f"{digest}:{number}".encode()).digest())
    return sorted(by_lot[:wanted])


def sample_of(uow: Uow, draft: Draft, there: Manifest) -> Sample:
    """What the second person reads of the files that wait: the sample, or all after somebody found a slip in them."""
    texts = _passages(uow, there)
    found_before = select(SecondReading.id).where(SecondReading.draft_id == draft.id, SecondReading.slips > 0)
    is_whole = uow.db.scalar(found_before.limit(1)) is not None
    numbers = range(len(texts)) if is_whole else drawn(there.digest, len(texts))
    return Sample(tuple((number, texts[number]) for number in numbers), len(texts), len(numbers) == len(texts))


def read_sample(uow: Uow, draft_id: DraftId, *, manifest: str, slips: Collection[int] = ()) -> int:
    """Say that the sample was read, and in which of its passages somebody could be recognised.

    Without a slip it may be approved. With one the transcript goes back to the editor, and the next reading is of all.
    Returns the number of slips. Raises WrongStation, OwnWork, StaleApproval, BadInput for a passage of no sample,
    BytesChanged when the files are not those that were made.
    """
    draft = load(uow, draft_id)
    person_id = person_acting(uow)
    if draft.state != "reviewed":
        raise WrongStation
    if person_id in hands_on(uow, draft):
        raise OwnWork
    there = manifest_of(uow, draft)
    if there.digest != manifest:
        raise StaleApproval
    sample = sample_of(uow, draft, there)
    texts = dict(sample.passages)
    if not set(slips) <= set(texts):
        raise BadInput
    row_id = new_id()
    row = SecondReading(
        id=row_id,
        draft_id=draft.id,
        person_id=person_id,
        at=uow.now,
        manifest=manifest,
        passages=sample.of,
        read=len(texts),
        slips=len(set(slips)),
    )
    if slips:
        words = json.dumps([texts[number] for number in sorted(set(slips))], ensure_ascii=False)
        row.sealed_slips = uow.keys.seal(
            words, purpose=PURPOSE, subject=draft.forum_session_id, row=f"release_second_reading:{row_id}"
        )
        _send_back(draft)
    uow.db.add(row)
    uow.audit("release.sample_read", "release_draft", draft_id, read=len(texts), of=sample.of, slips=len(set(slips)))
    uow.db.flush()
    return len(set(slips))


def require_reading(uow: Uow, draft: Draft, person_id: UUID, manifest: str) -> None:
    """Raise NotRead unless this person read the sample of these very files and found nothing."""
    query = select(SecondReading.id).where(
        SecondReading.draft_id == draft.id,
        SecondReading.person_id == person_id,
        SecondReading.manifest == manifest,
        SecondReading.slips == 0,
    )
    if uow.db.scalar(query.limit(1)) is None:
        raise NotRead


def slips_of(uow: Uow, draft: Draft) -> list[str]:
    """The passages that the last reading named, as they stood in the files; none once a later one was clean."""
    query = select(SecondReading).where(SecondReading.draft_id == draft.id)
    last = uow.db.scalar(query.order_by(SecondReading.at.desc()).limit(1))
    if last is None or last.sealed_slips is None:
        return []
    words: list[str] = json.loads(uow.keys.open(last.sealed_slips, row=f"release_second_reading:{last.id}"))
    return words


def _send_back(draft: Draft) -> None:
    draft.state = "redacted"
    draft.revision += 1
    draft.reviewed_at = draft.manifest_digest = draft.approver_id = draft.approved_at = draft.held_until = None


def _passages(uow: Uow, there: Manifest) -> list[str]:
    """The text as it is in the .json file, passage by passage."""
    if not there.is_whole:
        raise BytesChanged
    entry = next((one for one in there.files if one.format == "json"), None)
    if entry is None:
        raise NotFound
    lines = json.loads(uow.db.get_one(ReleasedFile, entry.file_id).content)["lines"]
    grouped = groupby(lines, key=lambda line: line["passage"])
    texts = (" ".join(line["text"] for line in group).strip() for _, group in grouped)
    return [text for text in texts if text]
