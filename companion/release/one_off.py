"""A file that is anonymised by itself, without a forum session: for whoever uploaded it, for a day, reviewed by nobody.

The file, its table and the result are sealed under a key of the job's own, which is destroyed with it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from companion.kernel import outbox
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import new_id
from companion.kernel.uow import Runner, Uow
from companion.registration.participants import roster_of
from companion.release.file_reading import (
    Preview,
    extra_of,
    orgs_in,
    preview_of,
    read_table,
    read_transcript,
    widened,
)
from companion.release.file_tables import OneOff
from companion.release.standing import person_acting
from transcripts import (
    FORMATS,
    TITLE,
    Participant,
    Recogniser,
    Roster,
    apply,
    audit_file,
    from_command_line,
    propose,
    read_roster,
    render,
)

KEPT = timedelta(days=1)
PURPOSE = "one_off"
EFFECT = "release.one_off"
MOST_AT_ONCE = 5


class TooMany(DomainError):
    message = f"You have {MOST_AT_ONCE} files here already. Delete one first."


class NotReady(DomainError):
    message = "This file is still being read. Load the page again in a few seconds."


@dataclass(frozen=True)
class Left:
    """Something the audit found in what was made: it has to go (`is_hard`), or wants eyes."""

    found: str
    why: str
    where: str
    is_hard: bool


@dataclass(frozen=True)
class Result:
    """What came of a file. `kinds` says how many of each kind of thing were masked, the most first."""

    preview: Preview
    kinds: tuple[tuple[str, int], ...]
    unresolved: tuple[str, ...]
    left: tuple[Left, ...]
    text: str
    sizes: tuple[tuple[str, int], ...]

    @property
    def masked(self) -> int:
        return sum(count for _, count in self.kinds)


@dataclass(frozen=True)
class Job:
    """One file, and the result when it is done."""

    job_id: UUID
    state: str
    made_at: datetime
    keep_until: datetime
    result: Result | None = None


def start(uow: Uow, name: str, data: bytes, table: bytes | None = None) -> UUID:
    """Take a file; the worker does the rest. Raises BadInput with the line that is wrong, TooMany, NotAllowed."""
    person_id = person_acting(uow)
    mine_now = select(func.count()).select_from(OneOff).where(OneOff.person_id == person_id)
    if (uow.db.scalar(mine_now) or 0) >= MOST_AT_ONCE:
        raise TooMany
    read_transcript(name, data)
    job_id = new_id()
    _roster(uow, job_id, table)
    uow.db.add(
        OneOff(
            id=job_id,
            person_id=person_id,
            state="waiting",
            sealed_file=_seal(uow, job_id, "file", msgspec.msgpack.encode([name[:200], data])),
            sealed_table=_seal(uow, job_id, "table", table) if table else None,
            made_at=uow.now,
            keep_until=uow.now + KEPT,
        )
    )
    outbox.queue(uow, EFFECT, key=str(job_id), payload={"job_id": job_id})
    uow.audit("release.one_off_begun", "release_one_off", job_id, has_table=table is not None)
    return job_id


def work(runner: Runner, job_id: UUID, recognisers: Callable[[], Sequence[Recogniser]] = tuple) -> None:
    """Do what a job asks, between two short transactions; done before, or deleted meanwhile, it does nothing."""
    given = runner.read(_given, job_id)
    if given is None:
        return
    name, data, table, plain = given
    runner.run(_store, job_id, _made(name, data, table, plain, recognisers()))


def mine(uow: Uow, person_id: UUID) -> list[Job]:
    """Somebody's files, the newest first, without their results."""
    query = select(OneOff).where(OneOff.person_id == person_id, OneOff.keep_until > uow.now)
    return [_job(row) for row in uow.db.scalars(query.order_by(OneOff.made_at.desc(), OneOff.id))]


def job_of(uow: Uow, job_id: UUID, person_id: UUID) -> Job:
    """A file with its result. Raises NotFound for everybody but whoever uploaded it, and when its day is over."""
    row = _row(uow, job_id, person_id)
    if row.sealed_result is None:
        return _job(row)
    body = _opened(uow, row)
    result = Result(
        preview=msgspec.convert(body["preview"], Preview),
        kinds=tuple((kind, count) for kind, count in body["kinds"]),
        unresolved=tuple(body["unresolved"]),
        left=tuple(Left(**one) for one in body["left"]),
        text=body["files"]["txt"].decode(),
        sizes=tuple((fmt, len(content)) for fmt, content in body["files"].items()),
    )
    return Job(job_id, row.state, row.made_at, row.keep_until, result)


def file_of(uow: Uow, job_id: UUID, person_id: UUID, fmt: str) -> bytes:
    """One of the files that were made. Raises NotFound, NotReady."""
    row = _row(uow, job_id, person_id)
    if row.sealed_result is None:
        raise NotReady
    files: dict[str, bytes] = _opened(uow, row)["files"]
    if fmt not in files:
        raise NotFound
    uow.audit("release.one_off_fetched", "release_one_off", job_id, format=fmt)
    return files[fmt]


def drop(uow: Uow, job_id: UUID, person_id: UUID) -> None:
    """Delete a file and what was made of it, before its day is over. Raises NotFound."""
    _row(uow, job_id, person_id)
    forget(uow, job_id)


def due_for_forgetting(uow: Uow) -> list[UUID]:
    """Jobs whose day is over."""
    return list(uow.db.scalars(select(OneOff.id).where(OneOff.keep_until <= uow.now)))


def forget(uow: Uow, job_id: UUID) -> bool:
    """Delete a job and destroy its key. False when it is gone already."""
    row = uow.db.get(OneOff, job_id)
    if row is not None:
        uow.db.delete(row)
        uow.db.flush()
        uow.audit("release.one_off_deleted", "release_one_off", job_id)
    return uow.keys.shred(purpose=PURPOSE, subject=job_id)


def _made(
    name: str, data: bytes, table: bytes | None, plain: dict[str, Any], recognisers: Sequence[Recogniser]
) -> dict[str, Any]:
    file = read_transcript(name, data)
    registrants = read_table(table, orgs_in(plain)) if table else None
    roster = _as_roster(widened(plain, extra_of(registrants) if registrants else None))
    proposal = propose(file.cues, roster, recognisers=recognisers)
    released = from_command_line(apply(file.cues, proposal.spans), title=TITLE, speakers=proposal.speakers)
    files = {fmt: render(released, fmt) for fmt in FORMATS}
    strangers = (Participant(f"stranger:{n}", who) for n, who in enumerate(proposal.unresolved) if _has_letters(who))
    known = msgspec.structs.replace(roster, participants=(*roster.participants, *strangers))
    left = audit_file("transcript.txt", files["txt"], known)
    return {
        "preview": asdict(preview_of(file, roster, registrants)),
        "kinds": Counter(str(span.kind) for span in proposal.spans).most_common(),
        "unresolved": list(proposal.unresolved),
        "left": [{"found": one.found, "why": one.why, "where": one.where, "is_hard": one.hard} for one in left],
        "files": files,
    }


def _given(uow: Uow, job_id: UUID) -> tuple[str, bytes, bytes | None, dict[str, Any]] | None:
    row = uow.db.get(OneOff, job_id)
    if row is None or row.state != "waiting":
        return None
    name, data = msgspec.msgpack.decode(uow.keys.open(row.sealed_file, row=_name(job_id, "file")))
    table = uow.keys.open(row.sealed_table, row=_name(job_id, "table")) if row.sealed_table else None
    return name, data, table, roster_of(uow, job_id)  # of no forum session: the roll of landlords, and nobody


def _store(uow: Uow, job_id: UUID, made: dict[str, Any]) -> None:
    row = uow.db.scalar(select(OneOff).where(OneOff.id == job_id).with_for_update())
    if row is None or row.state != "waiting":
        return
    row.sealed_result = _seal(uow, job_id, "result", msgspec.msgpack.encode(made))
    row.state, row.done_at, row.sealed_file, row.sealed_table = "done", uow.now, b"", None
    uow.db.flush()
    hard = sum(one["is_hard"] for one in made["left"])
    uow.audit("release.one_off_done", "release_one_off", job_id, spans=sum(n for _, n in made["kinds"]), hard=hard)


def _roster(uow: Uow, job_id: UUID, table: bytes | None) -> Roster:
    plain = roster_of(uow, job_id)
    return _as_roster(widened(plain, extra_of(read_table(table, orgs_in(plain))) if table else None))


def _as_roster(plain: dict[str, Any]) -> Roster:
    return read_roster(json.dumps(plain, ensure_ascii=False).encode())


def _opened(uow: Uow, row: OneOff) -> dict[str, Any]:
    assert row.sealed_result is not None
    body: dict[str, Any] = msgspec.msgpack.decode(uow.keys.open(row.sealed_result, row=_name(row.id, "result")))
    return body


def _row(uow: Uow, job_id: UUID, person_id: UUID) -> OneOff:
    row = uow.db.get(OneOff, job_id)
    if row is None or row.person_id != person_id or row.keep_until <= uow.now:
        raise NotFound
    return row


def _job(row: OneOff) -> Job:
    return Job(row.id, row.state, row.made_at, row.keep_until)


def _has_letters(name: str) -> bool:
    return any(letter.isalpha() for letter in name)


def _seal(uow: Uow, job_id: UUID, part: str, body: bytes) -> bytes:
    return uow.keys.seal(body, purpose=PURPOSE, subject=job_id, row=_name(job_id, part))


def _name(job_id: UUID, part: str) -> str:
    return f"release_one_off:{job_id}:{part}"
