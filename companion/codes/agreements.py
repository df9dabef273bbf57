"""The confidentiality agreement: asked for, signed by its person in their own name, declined, or withdrawn (PP-13).

What is marked confidential opens only while a signature on the version in force stands. Withdrawing ends that at once;
what was opened before stays known, and the duty to keep it to oneself goes on (edge 121).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from companion.codes import documents
from companion.codes.tables import Agreement, PolicyVersion
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.ids import new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow

KIND = "confidentiality"
NAME_KEPT = timedelta(days=6 * 365)  # a duty without an end: the name on it is kept as long as a claim may be made


class NothingToSign(DomainError):
    message = "There is no confidentiality agreement in force here, so nothing to sign."


class TextChanged(DomainError):
    message = "The agreement has changed since you opened the page. Read it again, then sign."


class TypeYourName(BadInput):
    message = "Type your name as your signature"


@dataclass(frozen=True)
class Stand:
    """Where somebody stands with the agreement in force: `none` while it was neither asked for nor answered."""

    version: PolicyVersion | None
    state: str
    signed_at: datetime | None = None
    ended_at: datetime | None = None


def stand_of(uow: Uow, person_id: UUID, programme_id: UUID) -> Stand:
    """Where a person stands with a programme's agreement."""
    version = documents.in_force(uow, programme_id, KIND)
    if version is None:
        return Stand(None, "none")
    found = _mine(uow, person_id, version.id)
    return Stand(version, found.state, found.signed_at, found.ended_at) if found else Stand(version, "none")


def has_signed(uow: Uow, person_id: UUID, programme_id: UUID) -> bool:
    """Whether a signature on the version in force stands."""
    return stand_of(uow, person_id, programme_id).state == "signed"


def request(uow: Uow, person_id: UUID, programme_id: UUID) -> None:
    """Ask somebody to sign. Who was asked already, or has answered, is not asked again. Raises NothingToSign."""
    version = _in_force(uow, programme_id)
    if _mine(uow, person_id, version.id) is None:
        _new(uow, person_id, programme_id, version)


def sign(uow: Uow, person_id: UUID, programme_id: UUID, *, name: str, sha256: str) -> None:
    """Sign the text that the reader saw, by its digest. Signing twice changes nothing.

    Raises NothingToSign, TextChanged when another version is in force by now, TypeYourName.
    """
    version = _in_force(uow, programme_id)
    if sha256 != version.sha256:
        raise TextChanged
    tidy = clean_line(name, most=120)
    if len(tidy) < 2:
        raise TypeYourName
    mine = _mine(uow, person_id, version.id) or _new(uow, person_id, programme_id, version)
    if mine.state == "signed":
        return
    row = f"codes_agreement:{mine.id}"
    mine.sealed_name = uow.keys.seal(tidy, purpose="agreements", subject=programme_id, row=row)
    mine.state, mine.signed_at, mine.sha256, mine.ended_at = "signed", uow.now, version.sha256, None
    mine.keep_until = uow.now + NAME_KEPT
    uow.audit("agreement.signed", "person", person_id, version_id=str(version.id), sha256=version.sha256)


def decline(uow: Uow, person_id: UUID, programme_id: UUID) -> None:
    """Note that somebody would rather not sign. They may come all the same, without what is confidential."""
    version = _in_force(uow, programme_id)
    mine = _mine(uow, person_id, version.id) or _new(uow, person_id, programme_id, version)
    if mine.state == "requested":
        mine.state, mine.ended_at = "declined", uow.now
        uow.audit("agreement.declined", "person", person_id, version_id=str(version.id))


def withdraw(uow: Uow, person_id: UUID, programme_id: UUID) -> None:
    """End a signature: confidential papers close at once. That its past duty goes on is written down with it."""
    query = select(Agreement).where(
        Agreement.person_id == person_id, Agreement.programme_id == programme_id, Agreement.state == "signed"
    )
    for mine in uow.db.scalars(query):
        mine.state, mine.ended_at = "withdrawn", uow.now
        uow.audit(
            "agreement.withdrawn", "person", person_id, version_id=str(mine.policy_version_id), past_duty="continues"
        )


def end_older(uow: Uow, programme_id: UUID, version_id: UUID) -> int:
    """A new version is in force: signatures on others end, and whoever signed one is asked to sign this one."""
    signed = select(Agreement).where(
        Agreement.programme_id == programme_id,
        Agreement.policy_version_id != version_id,
        Agreement.state.in_(("signed", "requested")),
    )
    found = list(uow.db.scalars(signed))
    if found:
        uow.db.execute(
            update(Agreement)
            .where(Agreement.id.in_([mine.id for mine in found]))
            .values(state="superseded", ended_at=uow.now)
        )
    for mine in found:
        request(uow, mine.person_id, programme_id)
    return len(found)


def counts(uow: Uow, programme_id: UUID) -> dict[str, int]:
    """How many people stand where with the version in force."""
    version = documents.in_force(uow, programme_id, KIND)
    if version is None:
        return {}
    found: dict[str, int] = {}
    for state in uow.db.scalars(select(Agreement.state).where(Agreement.policy_version_id == version.id)):
        found[state] = found.get(state, 0) + 1
    return found


def _in_force(uow: Uow, programme_id: UUID) -> PolicyVersion:
    version = documents.in_force(uow, programme_id, KIND)
    if version is None:
        raise NothingToSign
    return version


def _mine(uow: Uow, person_id: UUID, version_id: UUID) -> Agreement | None:
    return uow.db.scalar(
        select(Agreement).where(Agreement.person_id == person_id, Agreement.policy_version_id == version_id)
    )


def _new(uow: Uow, person_id: UUID, programme_id: UUID, version: PolicyVersion) -> Agreement:
    made = Agreement(
        id=new_id(),
        programme_id=programme_id,
        person_id=person_id,
        policy_version_id=version.id,
        state="requested",
        requested_at=uow.now,
    )
    uow.db.add(made)
    uow.db.flush()
    uow.audit("agreement.requested", "person", person_id, version_id=str(version.id))
    return made
