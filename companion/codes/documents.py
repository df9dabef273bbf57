"""A programme's documents in versions: written, agreed to by its approving body, in force, replaced (BX-31, BX-66)."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from companion.codes import matrix, rules
from companion.codes.rules import AlreadySettled, NeedsAgreement, NothingWritten
from companion.codes.tables import Policy, PolicyVersion
from companion.forums import service as forums
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import PolicyVersionId, new_id
from companion.kernel.text import clean, clean_line
from companion.kernel.uow import Uow

MOST_LETTERS = 40_000
MOST_GRACE = 90
SETTLED = ("in_force", "superseded")


def version_of(uow: Uow, version_id: UUID) -> PolicyVersion:
    """A version. Raises NotFound."""
    found = uow.db.get(PolicyVersion, version_id)
    if found is None:
        raise NotFound
    return found


def kind_of(uow: Uow, version_id: UUID) -> str:
    """Which kind of document a version is of. Raises NotFound."""
    return uow.db.get_one(Policy, version_of(uow, version_id).policy_id).kind


def versions(uow: Uow, programme_id: UUID, kind: str) -> list[PolicyVersion]:
    """Every version of one document of a programme, the newest first."""
    query = (
        select(PolicyVersion)
        .join(Policy, Policy.id == PolicyVersion.policy_id)
        .where(Policy.programme_id == programme_id, Policy.kind == kind)
        .order_by(PolicyVersion.number.desc())
    )
    return list(uow.db.scalars(query))


def in_force(uow: Uow, programme_id: UUID, kind: str) -> PolicyVersion | None:
    """The version of a document that binds now."""
    return all_in_force(uow, programme_id).get(kind)


def all_in_force(uow: Uow, programme_id: UUID) -> dict[str, PolicyVersion]:
    """Every document of a programme that binds now, by kind, in the order they are shown."""
    query = (
        select(Policy.kind, PolicyVersion)
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .where(Policy.programme_id == programme_id, PolicyVersion.state == "in_force")
    )
    found = {row.kind: row.PolicyVersion for row in uow.db.execute(query)}
    return {kind: found[kind] for kind in matrix.KINDS if kind in found}


def governing(uow: Uow, programme_id: UUID) -> list[dict[str, Any]]:
    """The documents that govern a meeting held now, as its agenda names them: {kind, number, title, sha256} (BX-31)."""
    return [
        {"kind": kind, "number": version.number, "title": matrix.KIND_WORDS[kind], "sha256": version.sha256}
        for kind, version in all_in_force(uow, programme_id).items()
    ]


def write(uow: Uow, programme_id: UUID, kind: str, body: str) -> PolicyVersionId:
    """Write the next version of a document, as a draft. Raises NothingWritten; BadInput for a kind it has none of."""
    profile = forums.programme_of(uow, programme_id).conduct_profile
    if kind not in matrix.kinds_for(profile):
        raise BadInput("A programme under this profile has no such document")
    text = clean(body, most=MOST_LETTERS)
    if not text:
        raise NothingWritten
    policy = uow.db.scalar(select(Policy).where(Policy.programme_id == programme_id, Policy.kind == kind))
    if policy is None:
        title = rules.TITLES[profile] if kind == "code" else matrix.KIND_WORDS[kind]
        policy = Policy(id=new_id(), programme_id=programme_id, kind=kind, title=title)
        uow.db.add(policy)
        uow.db.flush()
    last = uow.db.scalar(select(func.max(PolicyVersion.number)).where(PolicyVersion.policy_id == policy.id))
    version = PolicyVersion(
        id=new_id(),
        policy_id=policy.id,
        number=(last or 0) + 1,
        body=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        state="draft",
        requires_reacceptance=True,
        grace_days=rules.GRACE_DAYS,
        created_at=uow.now,
    )
    uow.db.add(version)
    uow.db.flush()
    uow.audit("code.written", "policy_version", version.id, number=version.number, kind=kind)
    return PolicyVersionId(version.id)


def send_for_agreement(uow: Uow, version_id: UUID) -> None:
    """Note that a draft lies with its approving body. Raises AlreadySettled for what is past that."""
    version = version_of(uow, version_id)
    if version.state not in ("draft", "panel_review"):
        raise AlreadySettled
    version.state = "panel_review"
    uow.audit("code.sent_for_agreement", "policy_version", version.id, number=version.number)


def record_agreement(uow: Uow, version_id: UUID, *, agreed_by: str, minute_ref: str = "") -> None:
    """Note who agreed, and where that is written down. Raises NeedsAgreement without a body, AlreadySettled."""
    version = version_of(uow, version_id)
    body = clean_line(agreed_by, most=120)
    if not body:
        raise NeedsAgreement
    if version.state in SETTLED:
        raise AlreadySettled
    version.state, version.agreed_at, version.agreed_by = "agreed", uow.now, body
    version.minute_ref = clean_line(minute_ref, most=120) or None
    uow.audit("code.agreed", "policy_version", version.id, number=version.number)


def put_in_force(
    uow: Uow, version_id: UUID, *, requires_reacceptance: bool = True, grace_days: int = rules.GRACE_DAYS
) -> PolicyVersion:
    """Let an agreed version take the place of the one before it. With no days of grace it holds at once, for all.

    Raises NeedsAgreement before its approving body has agreed, even for an administrator (BX-66, edge 124);
    AlreadySettled; BadInput for odd days of grace.
    """
    version = version_of(uow, version_id)
    if version.state in SETTLED:
        raise AlreadySettled
    if version.state != "agreed":
        raise NeedsAgreement
    if not 0 <= grace_days <= MOST_GRACE:
        raise BadInput(f"Enter days of grace from 0 to {MOST_GRACE}")
    query = select(PolicyVersion).where(PolicyVersion.policy_id == version.policy_id, PolicyVersion.state == "in_force")
    for before in uow.db.scalars(query):
        before.state = "superseded"
    version.state, version.in_force_from = "in_force", uow.now
    version.requires_reacceptance, version.grace_days = requires_reacceptance, grace_days
    uow.db.flush()
    uow.audit("code.in_force", "policy_version", version.id, number=version.number)
    return version
