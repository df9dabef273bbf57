"""The register of permissions: who may record or share what at a forum session, on whose word, until when (LC-37)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from companion.codes import permission_rules as rules
from companion.codes.tables import PermissionGrant
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.ids import new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.people.access import Scope

PURPOSE = "permission"


class GrantProblem(BadInput):
    """A permission cannot be written down like this: which field, and why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class EndedAlready(DomainError):
    message = "This permission has ended already."


@dataclass(frozen=True)
class Permission:
    """One entry of the register, opened."""

    id: UUID
    kind: str
    who: str
    what: str
    given_by: str
    given_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    is_in_force: bool


@dataclass(frozen=True)
class Register:
    """A session's register and what it comes to."""

    session: ForumSession
    standing: dict[str, str]
    in_force: tuple[Permission, ...]
    ended: tuple[Permission, ...]


def scope_of_permission(uow: Uow, permission_id: UUID) -> Scope | None:
    """A permission belongs where its forum session does."""
    found = uow.db.get(PermissionGrant, permission_id)
    return forums.scope_of_session(uow, found.forum_session_id) if found else None


def grant(
    uow: Uow, session_id: UUID, *, kind: str, who: str, what: str, given_by: str, expires_at: datetime | None = None
) -> UUID:
    """Write a permission down. Without an end it holds until the session is over. Raises GrantProblem."""
    session = forums.session_of(uow, session_id)
    if kind not in rules.KIND_WORDS:
        raise GrantProblem("kind", "Choose what they may do")
    said = {"who": clean_line(who, most=160), "what": clean_line(what, most=400)}
    said["given_by"] = clean_line(given_by, most=160)
    asks = {"who": "Enter who may", "what": "Say what exactly, and for what", "given_by": "Enter who gave permission"}
    for field, message in asks.items():
        if not said[field]:
            raise GrantProblem(field, message)
    expires_at = expires_at or session.ends_at
    if expires_at <= forums.time_in(uow, session):
        raise GrantProblem("expires", "Choose a day that is still to come")
    if uow.actor.id is None:
        raise BadInput("Only somebody with an account can write a permission down")
    permission_id = new_id()
    sealed = uow.keys.seal(json.dumps(said), purpose=PURPOSE, subject=permission_id, row=_row(permission_id))
    uow.db.add(
        PermissionGrant(
            id=permission_id,
            forum_session_id=session_id,
            kind=kind,
            given_at=uow.now,
            given_by_id=uow.actor.id,
            expires_at=expires_at,
            keep_until=expires_at + rules.KEPT_AFTER,
            sealed=sealed,
        )
    )
    uow.db.flush()
    uow.audit("permission.given", "permission", permission_id, kind=kind, session_id=str(session_id))
    return permission_id


def withdraw(uow: Uow, permission_id: UUID) -> None:
    """Take a permission back, from now on. Raises NotFound, EndedAlready."""
    found = uow.db.get(PermissionGrant, permission_id)
    if found is None:
        raise NotFound
    if found.withdrawn_at is not None:
        raise EndedAlready
    found.withdrawn_at, found.withdrawn_by_id = uow.now, uow.actor.id
    uow.audit("permission.withdrawn", "permission", permission_id, kind=found.kind)


def register(uow: Uow, session_id: UUID) -> Register:
    """The register of a session: what holds, then what has ended."""
    session = forums.session_of(uow, session_id)
    now = forums.time_in(uow, session)
    query = select(PermissionGrant).where(PermissionGrant.forum_session_id == session_id)
    found = [_opened(uow, one, now) for one in uow.db.scalars(query.order_by(PermissionGrant.given_at))]
    return Register(
        session=session,
        standing=standing(uow, session_id),
        in_force=tuple(one for one in found if one.is_in_force),
        ended=tuple(one for one in found if not one.is_in_force),
    )


def standing(uow: Uow, session_id: UUID) -> dict[str, str]:
    """What holds at a session now, by kind, in words without names: "Nobody may record"."""
    now = forums.time_in(uow, forums.session_of(uow, session_id))
    query = select(PermissionGrant).where(PermissionGrant.forum_session_id == session_id)
    return rules.standing((_facts(one) for one in uow.db.scalars(query)), now)


def due_for_purging(uow: Uow) -> list[UUID]:
    """The permissions that ended a year ago."""
    return list(uow.db.scalars(select(PermissionGrant.id).where(PermissionGrant.keep_until < uow.now)))


def purge_one(uow: Uow, permission_id: UUID) -> bool:
    """Delete a permission and destroy its key. False when somebody else did."""
    gone = uow.db.execute(delete(PermissionGrant).where(PermissionGrant.id == permission_id)).rowcount  # type: ignore[attr-defined]
    if not gone:
        return False
    uow.audit("permission.purged", "permission", permission_id)
    uow.db.flush()
    uow.keys.shred(purpose=PURPOSE, subject=permission_id)  # last, since it cannot be rolled back
    return True


def _facts(found: PermissionGrant) -> rules.Grant:
    return rules.Grant(found.kind, found.expires_at, found.withdrawn_at is not None)


def _opened(uow: Uow, found: PermissionGrant, now: datetime) -> Permission:
    said = json.loads(uow.keys.open_text(found.sealed, row=_row(found.id)))
    return Permission(
        id=found.id,
        kind=found.kind,
        given_at=found.given_at,
        expires_at=found.expires_at,
        withdrawn_at=found.withdrawn_at,
        is_in_force=rules.is_in_force(_facts(found), now),
        **said,
    )


def _row(permission_id: UUID) -> str:
    return f"codes_permission:{permission_id}"
