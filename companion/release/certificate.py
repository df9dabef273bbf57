"""The certificate of a transcript: who edited, read and approved it, how it was made, and the digests of its files.

Numbers, names of staff and digests; no word of what was said. What only the reviewer's side can count is counted when
the review ends and kept in `release_certificate`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from companion.forums.tables import ForumSession
from companion.kernel.errors import NotFound
from companion.kernel.ids import DraftId
from companion.kernel.uow import Uow
from companion.people.service import names_of
from companion.release.manifest import manifest_of
from companion.release.standing import hands_on
from companion.release.tables import CertificateFacts, Draft, SecondReading


@dataclass(frozen=True)
class Reading:
    """One reading by a second person."""

    by: str
    at: datetime
    read: int
    of: int
    slips: int


@dataclass(frozen=True)
class Certificate:
    """Everything that a programme keeps of how a transcript was made; `facts` are numbers by name."""

    session: str
    held_on: datetime
    version: int
    revision: int
    state: str
    edited_by: tuple[str, ...]
    reviewed_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    released_at: datetime | None
    withdrawn_at: datetime | None
    readings: tuple[Reading, ...]
    pipeline: str
    roster_sha256: str
    facts: dict[str, Any]
    files: dict[str, str]
    manifest_sha256: str

    @property
    def draft_words(self) -> int:
        return int(self.facts.get("words", 0))


def certificate_of(uow: Uow, draft_id: DraftId) -> Certificate:
    """The certificate of a draft whose review is done. Raises NotFound before that."""
    draft = uow.db.get(Draft, draft_id)
    row = uow.db.get(CertificateFacts, draft_id)
    if draft is None or row is None or row.revision != draft.revision or draft.reviewed_at is None:
        raise NotFound("There is no certificate before the review is done.")
    forum_session = uow.db.get_one(ForumSession, draft.forum_session_id)
    query = select(SecondReading).where(SecondReading.draft_id == draft_id).order_by(SecondReading.at)
    readings = uow.db.scalars(query).all()
    hands = hands_on(uow, draft)
    people = {*hands, *(reading.person_id for reading in readings)}
    names = names_of(uow, people | ({draft.approver_id} if draft.approver_id else set()))
    there = manifest_of(uow, draft)
    return Certificate(
        session=forum_session.title,
        held_on=forum_session.starts_at,
        version=draft.version,
        revision=draft.revision,
        state=draft.state,
        edited_by=tuple(sorted(names.get(person, "somebody whose account is gone") for person in hands)),
        reviewed_at=draft.reviewed_at,
        approved_by=names.get(draft.approver_id) if draft.approver_id else None,
        approved_at=draft.approved_at,
        released_at=draft.released_at,
        withdrawn_at=draft.withdrawn_at,
        readings=tuple(
            Reading(names.get(one.person_id, "somebody"), one.at, one.read, one.passages, one.slips) for one in readings
        ),
        pipeline=draft.pipeline_version,
        roster_sha256=draft.roster_digest,
        facts=dict(row.facts),
        files={entry.format: entry.sha256 for entry in there.files},
        manifest_sha256=draft.manifest_digest or there.digest,
    )


def as_json(certificate: Certificate) -> bytes:
    """The certificate as a file: one JSON object, UTF-8, keys sorted, times in UTC."""
    plain = json.dumps(asdict(certificate), ensure_ascii=False, indent=1, sort_keys=True, default=_time)
    return (plain + "\n").encode()


def _time(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()
