"""Codes of conduct in versions, their agreement, and who accepted which (LC-02)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import timedelta
from importlib.resources import files
from uuid import UUID

from sqlalchemy import func, select

from companion.codes import rules
from companion.codes.rules import AlreadySettled, NeedsAgreement, NoCodeInForce, NothingWritten
from companion.codes.tables import Acceptance, Policy, PolicyVersion
from companion.forums import service as forums
from companion.kernel.errors import NotFound
from companion.kernel.ids import PolicyVersionId, new_id
from companion.kernel.text import clean, clean_line
from companion.kernel.uow import Uow
from companion.people.access import Scope


def scope_of_version(uow: Uow, version_id: UUID) -> Scope | None:
    """A version belongs to its programme."""
    query = select(Policy.programme_id).join(PolicyVersion).where(PolicyVersion.id == version_id)
    programme_id = uow.db.scalar(query)
    return Scope(programme_id=programme_id) if programme_id else None


def shipped_text(profile: str) -> str:
    """The code that comes with the product for a conduct profile, to start from."""
    return files("companion.codes").joinpath("texts", f"{profile}.txt").read_text(encoding="utf-8")


def ensure_code(uow: Uow, programme_id: UUID, *, agreed_by: str | None = None) -> PolicyVersionId:
    """The newest version of a programme's code; the shipped text becomes version 1 where there is none.

    It is a draft until its agreement is recorded: at once where `agreed_by` names the body that agreed.
    """
    programme = forums.programme_of(uow, programme_id)
    newest = next(iter(versions(uow, programme_id)), None)
    if newest is None:
        newest = _write(uow, programme_id, shipped_text(programme.conduct_profile))
    if agreed_by is not None and newest.state not in ("in_force", "superseded"):
        put_in_force(uow, newest.id, agreed_by=agreed_by)
    return PolicyVersionId(newest.id)


def write_version(uow: Uow, programme_id: UUID, body: str) -> PolicyVersionId:
    """Write the next version of a programme's code, as a draft. Raises NothingWritten."""
    if not clean(body, most=40_000):
        raise NothingWritten
    return PolicyVersionId(_write(uow, programme_id, body).id)


def put_in_force(
    uow: Uow, version_id: UUID, *, agreed_by: str, minute_ref: str = "", requires_reacceptance: bool = True
) -> None:
    """Record the agreement to a version and let it take the place of the one before.

    Raises NeedsAgreement without a body that agreed, even for an administrator (BX-66, edge 124); AlreadySettled.
    """
    version = version_of(uow, version_id)
    body = clean_line(agreed_by, most=120)
    if not body:
        raise NeedsAgreement
    if version.state in ("in_force", "superseded"):
        raise AlreadySettled
    query = select(PolicyVersion).where(PolicyVersion.policy_id == version.policy_id, PolicyVersion.state == "in_force")
    for before in uow.db.scalars(query):
        before.state = "superseded"
    version.state, version.in_force_from = "in_force", uow.now
    version.agreed_at, version.agreed_by = uow.now, body
    version.minute_ref = clean_line(minute_ref, most=120) or None
    version.requires_reacceptance = requires_reacceptance
    uow.db.flush()
    uow.audit("code.in_force", "policy_version", version.id, number=version.number)


def version_of(uow: Uow, version_id: UUID) -> PolicyVersion:
    """A version. Raises NotFound."""
    found = uow.db.get(PolicyVersion, version_id)
    if found is None:
        raise NotFound
    return found


def versions(uow: Uow, programme_id: UUID) -> list[PolicyVersion]:
    """Every version of a programme's code, the newest first."""
    query = (
        select(PolicyVersion)
        .join(Policy, Policy.id == PolicyVersion.policy_id)
        .where(Policy.programme_id == programme_id, Policy.kind == "code")
        .order_by(PolicyVersion.number.desc())
    )
    return list(uow.db.scalars(query))


def code_in_force(uow: Uow, programme_id: UUID) -> PolicyVersion | None:
    """The version of a programme's code that binds now."""
    return next((version for version in versions(uow, programme_id) if version.state == "in_force"), None)


def accept(uow: Uow, person_id: UUID, version_id: UUID, *, method: str = "tick") -> None:
    """Note that a person accepted a version, themselves. Accepting it twice changes nothing.

    Raises NoCodeInForce for a version that does not bind: it may have been replaced a minute ago (edge 41).
    """
    version = version_of(uow, version_id)
    if version.state != "in_force":
        raise NoCodeInForce
    known = select(Acceptance.id).where(Acceptance.person_id == person_id, Acceptance.policy_version_id == version_id)
    if uow.db.scalar(known) is not None:
        return
    uow.db.add(Acceptance(id=new_id(), person_id=person_id, policy_version_id=version_id, at=uow.now, method=method))
    uow.db.flush()
    uow.audit("code.accepted", "person", person_id, version_id=str(version_id), method=method)


def has_accepted(uow: Uow, person_id: UUID, programme_id: UUID) -> bool:
    """Whether a person may join under the programme's code. Without a code in force nobody may."""
    return person_id in accepted_among(uow, {person_id}, programme_id)


def accepted_among(uow: Uow, person_ids: Collection[UUID], programme_id: UUID) -> set[UUID]:
    """Which of these people may join under the programme's code."""
    settled = [version for version in versions(uow, programme_id) if version.in_force_from is not None]
    current = next((version for version in settled if version.state == "in_force"), None)
    if current is None:
        return set()
    older = [_facts(version) for version in settled if version.number < current.number]
    accepted: dict[UUID, set[UUID]] = {}
    query = select(Acceptance.person_id, Acceptance.policy_version_id).where(
        Acceptance.policy_version_id.in_([version.id for version in settled])
    )
    if len(person_ids) == 1:
        query = query.where(Acceptance.person_id.in_(person_ids))
    for row in uow.db.execute(query):
        accepted.setdefault(row.person_id, set()).add(row.policy_version_id)
    facts = _facts(current)
    return {
        person_id
        for person_id in person_ids
        if rules.acceptance_stands(facts, older, accepted.get(person_id, set()), uow.now)
    }


def open_registration(uow: Uow, session_id: UUID) -> str:
    """Open a forum session for names, which needs a code in force. Raises NoCodeYet, NotFromHere."""
    forum_session = forums.session_of(uow, session_id)
    has_code = code_in_force(uow, forum_session.programme_id) is not None
    return forums.move(uow, session_id, "open", has_code=has_code)


def _write(uow: Uow, programme_id: UUID, body: str) -> PolicyVersion:
    policy = uow.db.scalar(select(Policy).where(Policy.programme_id == programme_id, Policy.kind == "code"))
    if policy is None:
        profile = forums.programme_of(uow, programme_id).conduct_profile
        policy = Policy(id=new_id(), programme_id=programme_id, kind="code", title=rules.TITLES[profile])
        uow.db.add(policy)
        uow.db.flush()
    last = uow.db.scalar(select(func.max(PolicyVersion.number)).where(PolicyVersion.policy_id == policy.id))
    text = clean(body, most=40_000)
    version = PolicyVersion(
        id=new_id(),
        policy_id=policy.id,
        number=(last or 0) + 1,
        body=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        state="draft",
        requires_reacceptance=True,
        grace_days=14,
        created_at=uow.now,
    )
    uow.db.add(version)
    uow.db.flush()
    uow.audit("code.written", "policy_version", version.id, number=version.number)
    return version


def _facts(version: PolicyVersion) -> rules.VersionFacts:
    return rules.VersionFacts(
        id=version.id,
        number=version.number,
        in_force_from=version.in_force_from or version.created_at,
        requires_reacceptance=version.requires_reacceptance,
        grace=timedelta(days=version.grace_days),
    )
