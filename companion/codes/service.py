"""Codes of conduct in versions, their agreement, and who accepted which (LC-02)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from importlib.resources import files
from uuid import UUID

from sqlalchemy import select

from companion.codes import agreements, documents, matrix, rules
from companion.codes.rules import ChangedMeanwhile, NoCodeInForce
from companion.codes.tables import Acceptance, Policy, PolicyVersion
from companion.forums import service as forums
from companion.kernel.ids import PolicyVersionId, new_id
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
        write_version(uow, programme_id, shipped_text(programme.conduct_profile))
        newest = versions(uow, programme_id)[0]
    if agreed_by is not None and newest.state not in documents.SETTLED:
        put_in_force(uow, newest.id, agreed_by=agreed_by)
    return PolicyVersionId(newest.id)


def write_version(uow: Uow, programme_id: UUID, body: str) -> PolicyVersionId:
    """Write the next version of a programme's code, as a draft. Raises NothingWritten."""
    return documents.write(uow, programme_id, "code", body)


def put_in_force(
    uow: Uow,
    version_id: UUID,
    *,
    agreed_by: str,
    minute_ref: str = "",
    requires_reacceptance: bool = True,
    grace_days: int = rules.GRACE_DAYS,
) -> None:
    """Record the agreement to a version and let it take the place of the one before.

    Raises NeedsAgreement without a body that agreed, even for an administrator (BX-66, edge 124); AlreadySettled.
    """
    documents.record_agreement(uow, version_id, agreed_by=agreed_by, minute_ref=minute_ref)
    let_bind(uow, version_id, requires_reacceptance=requires_reacceptance, grace_days=grace_days)


def let_bind(
    uow: Uow, version_id: UUID, *, requires_reacceptance: bool = True, grace_days: int = rules.GRACE_DAYS
) -> None:
    """Put an agreed version in force; signatures under an older confidentiality agreement end, and are asked anew."""
    version = documents.put_in_force(
        uow, version_id, requires_reacceptance=requires_reacceptance, grace_days=grace_days
    )
    policy = uow.db.get_one(Policy, version.policy_id)
    if policy.kind == agreements.KIND:
        agreements.end_older(uow, policy.programme_id, version.id)


def versions(uow: Uow, programme_id: UUID) -> list[PolicyVersion]:
    """Every version of a programme's code, the newest first."""
    return documents.versions(uow, programme_id, "code")


def code_in_force(uow: Uow, programme_id: UUID) -> PolicyVersion | None:
    """The version of a programme's code that binds now."""
    return documents.in_force(uow, programme_id, "code")


def accept(uow: Uow, person_id: UUID, version_id: UUID, *, method: str = "tick") -> None:
    """Note that a person accepted a version, themselves. Accepting it twice changes nothing.

    Raises NoCodeInForce for a version that does not bind: it may have been replaced a minute ago (edge 41).
    """
    version = documents.version_of(uow, version_id)
    if version.state != "in_force":
        raise NoCodeInForce
    known = select(Acceptance.id).where(Acceptance.person_id == person_id, Acceptance.policy_version_id == version_id)
    if uow.db.scalar(known) is not None:
        return
    uow.db.add(Acceptance(id=new_id(), person_id=person_id, policy_version_id=version_id, at=uow.now, method=method))
    uow.db.flush()
    uow.audit("code.accepted", "person", person_id, version_id=str(version_id), method=method)


def accept_all(
    uow: Uow,
    person_id: UUID,
    programme_id: UUID,
    *,
    activity: str = "session",
    kind: str = "member",
    method: str = "tick",
    shown: Collection[UUID] | None = None,
) -> None:
    """Note that a person accepted everything that binds them there and that they have not accepted yet.

    Raises NoCodeInForce while the code itself is not ready; ChangedMeanwhile when `shown` lacks one of them: nobody
    agrees to a text that they did not see.
    """
    if code_in_force(uow, programme_id) is None:
        raise NoCodeInForce
    wanted = to_accept(uow, person_id, programme_id, activity=activity, kind=kind)
    if shown is not None and not {version.id for version in wanted} <= set(shown):
        raise ChangedMeanwhile
    for version in wanted:
        accept(uow, person_id, version.id, method=method)


def to_accept(
    uow: Uow, person_id: UUID, programme_id: UUID, *, activity: str = "session", kind: str = "member"
) -> list[PolicyVersion]:
    """What somebody still has to accept in its present version, in the order it is shown; days of grace do not count.

    `kind` is that of their registration, `activity` one of `matrix.ACTIVITIES`.
    """
    profile = forums.programme_of(uow, programme_id).conduct_profile
    binding = documents.all_in_force(uow, programme_id)
    wanted = [binding[one] for one in matrix.must_accept(profile, activity, kind) if one in binding]
    known = select(Acceptance.policy_version_id).where(
        Acceptance.person_id == person_id, Acceptance.policy_version_id.in_([version.id for version in wanted])
    )
    accepted = set(uow.db.scalars(known))
    return [version for version in wanted if version.id not in accepted]


def has_accepted(
    uow: Uow, person_id: UUID, programme_id: UUID, *, activity: str = "session", kind: str = "member"
) -> bool:
    """Whether a person may take part under what binds them there. Without a code in force nobody may."""
    return person_id in accepted_among(uow, {person_id: kind}, programme_id, activity=activity)


def accepted_among(
    uow: Uow, people: Mapping[UUID, str] | Collection[UUID], programme_id: UUID, *, activity: str = "session"
) -> set[UUID]:
    """Which of these people may take part under what binds them. A mapping names the kind of their registration; for a
    mere collection all are taken for members, whom most binds."""
    kinds = dict(people) if isinstance(people, Mapping) else dict.fromkeys(people, "member")
    profile = forums.programme_of(uow, programme_id).conduct_profile
    standing: dict[str, set[UUID]] = {}
    for document in matrix.must_accept(profile, activity):
        bound = _standing(uow, kinds, programme_id, document)
        if bound is not None:
            standing[document] = bound
    if "code" not in standing:
        return set()
    return {
        person_id
        for person_id, kind in kinds.items()
        if all(
            person_id in standing[document]
            for document in matrix.must_accept(profile, activity, kind)
            if document in standing
        )
    }


def _standing(uow: Uow, people: Collection[UUID], programme_id: UUID, document: str) -> set[UUID] | None:
    """Who of these people stands under one document; None while no version of it is in force."""
    settled = [version for version in documents.versions(uow, programme_id, document) if version.in_force_from]
    current = next((version for version in settled if version.state == "in_force"), None)
    if current is None:
        return None
    older = [_facts(version) for version in settled if version.number < current.number]
    accepted: dict[UUID, set[UUID]] = {}
    query = select(Acceptance.person_id, Acceptance.policy_version_id).where(
        Acceptance.policy_version_id.in_([version.id for version in settled])
    )
    if len(people) == 1:
        query = query.where(Acceptance.person_id.in_(people))
    for row in uow.db.execute(query):
        accepted.setdefault(row.person_id, set()).add(row.policy_version_id)
    facts = _facts(current)
    return {one for one in people if rules.acceptance_stands(facts, older, accepted.get(one, set()), uow.now)}


def open_registration(uow: Uow, session_id: UUID) -> str:
    """Open a forum session for names, which needs a code in force. Raises NoCodeYet, NotFromHere."""
    forum_session = forums.session_of(uow, session_id)
    has_code = code_in_force(uow, forum_session.programme_id) is not None
    return forums.move(uow, session_id, "open", has_code=has_code)


def _facts(version: PolicyVersion) -> rules.VersionFacts:
    return rules.VersionFacts(
        id=version.id,
        number=version.number,
        in_force_from=version.in_force_from or version.created_at,
        requires_reacceptance=version.requires_reacceptance,
        grace=timedelta(days=version.grace_days),
    )
