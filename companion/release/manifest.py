"""What is approved: the list of a draft's rendered files with their digests, and the digest of that list."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from companion.kernel.uow import Uow
from companion.release.tables import Draft, ReleasedFile


@dataclass(frozen=True)
class FileEntry:
    """One rendered file, without its bytes."""

    file_id: UUID
    format: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """A draft's files by format, and one digest for all of them. `is_whole`: the stored bytes have these digests."""

    files: tuple[FileEntry, ...]
    digest: str
    is_whole: bool


def manifest_of(uow: Uow, draft: Draft) -> Manifest:
    """The manifest of the files of this revision, from the stored bytes, read again."""
    query = select(ReleasedFile).where(ReleasedFile.draft_id == draft.id, ReleasedFile.revision == draft.revision)
    rows = sorted(uow.db.scalars(query.execution_options(populate_existing=True)), key=lambda row: row.format)
    files = tuple(FileEntry(row.id, row.format, row.sha256, len(row.content)) for row in rows)
    is_whole = all(hashlib.sha256(row.content).hexdigest() == row.sha256 for row in rows)
    return Manifest(files, digest_of_files(draft.id, draft.revision, files), is_whole)


def digest_of_files(draft_id: UUID, revision: int, files: tuple[FileEntry, ...]) -> str:
    """SHA-256 over the canonical JSON of which draft, which revision, and each format with its digest."""
    plain = {
        "draft": str(draft_id),
        "revision": revision,
        "files": {entry.format: [entry.sha256, entry.size] for entry in files},
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
