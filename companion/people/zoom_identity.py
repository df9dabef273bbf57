"""Who in Zoom is whom of us.

Zoom seals who opened our page inside its client, but knows nothing of our people. The link between the two is made by
the person: our own site, where they are signed in, shows them a short code; they type it into the page in their Zoom.
The other way round (a code shown in Zoom, typed on our site) a stranger could talk a chair into typing theirs.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NewType
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from companion.kernel import outbox
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.ids import ForumSessionId, PersonId, new_id
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import service
from companion.people.tables import BrowserSession, Person
from companion.people.tokens import hash_token, new_token
from companion.people.zoom_tables import ZoomCode, ZoomContext, ZoomIdentity

CODE_LIVES = timedelta(minutes=10)
SESSION_LIVES = timedelta(hours=12)
KEEP_CONTEXTS = timedelta(hours=1)  # longer than any leeway with which one is believed
#: 40 bits, without letters and digits that are taken for one another: within ten minutes nobody guesses one
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
SIGNS_IN_CODE = 8


ZoomUser = NewType("ZoomUser", str)  # the digest of a Zoom account's id: enough to know it again


class CodeDoesNotWork(BadInput):
    """Unknown, spent or too old: one answer for all."""

    message = "That code does not work. A code works once, for ten minutes: show a new one and type that."


class ContextUsed(DomainError):
    message = "Zoom’s pass for this page was used already. Close the app in Zoom and open it again."


@dataclass(frozen=True)
class Linked:
    """That a person's Zoom account is linked, and since when."""

    since: datetime


def digest_of(user_id: str) -> ZoomUser:
    """What is kept of a Zoom account's id."""
    return ZoomUser(hashlib.sha256(user_id.encode("utf-8", "replace")).hexdigest())


def show_code(uow: Uow, person_id: PersonId) -> str:
    """A fresh code for a signed-in person, as `ABCD-EFGH`; those shown before stop working."""
    uow.db.execute(
        update(ZoomCode).where(ZoomCode.person_id == person_id, ZoomCode.spent_at.is_(None)).values(spent_at=uow.now)
    )
    code = "".join(secrets.choice(SIGNS) for _ in range(SIGNS_IN_CODE))
    uow.db.add(
        ZoomCode(
            id=new_id(),
            person_id=person_id,
            code_hash=_code_hash(uow, code),
            created_at=uow.now,
            expires_at=uow.now + CODE_LIVES,
            spent_at=None,
        )
    )
    uow.audit("zoom_code.shown", "person", person_id)
    return f"{code[:4]}-{code[4:]}"


def link(uow: Uow, typed: str, zoom_user: ZoomUser) -> PersonId:
    """Link the Zoom account in which a code was typed to whom it was shown. Both ends let go of an earlier link.

    Raises CodeDoesNotWork.
    """
    code = "".join(sign for sign in typed.upper() if sign in SIGNS)
    spent = (
        update(ZoomCode)
        .where(ZoomCode.code_hash == _code_hash(uow, code), ZoomCode.spent_at.is_(None), ZoomCode.expires_at > uow.now)
        .values(spent_at=uow.now)
        .returning(ZoomCode.person_id)
    )
    person_id = uow.db.scalar(spent) if len(code) == SIGNS_IN_CODE else None
    person = uow.db.get(Person, person_id) if person_id is not None else None
    if person is None or person.state != "active" or service.sign_in_address(uow, person.id) is None:
        raise CodeDoesNotWork
    before = uow.db.scalars(
        select(ZoomIdentity).where((ZoomIdentity.person_id == person.id) | (ZoomIdentity.zoom_user == zoom_user))
    ).all()
    for one in before:
        if (one.person_id, one.zoom_user) == (person.id, zoom_user):
            return PersonId(person.id)
        _let_go(uow, one)
    uow.db.add(ZoomIdentity(id=new_id(), person_id=person.id, zoom_user=zoom_user, linked_at=uow.now))
    uow.db.flush()
    uow.audit("zoom_account.linked", "person", person.id)
    outbox.queue_letter(uow, "people.zoom_linked", key=f"{person.id}:{uow.now.isoformat()}", person_id=person.id)
    return PersonId(person.id)


def unlink(uow: Uow, person_id: PersonId) -> None:
    """Let go of a person's Zoom account, and close every page that was open by it. Nothing happens without one."""
    one = uow.db.scalar(select(ZoomIdentity).where(ZoomIdentity.person_id == person_id))
    if one is not None:
        _let_go(uow, one)


def linked(uow: Uow, person_id: UUID) -> Linked | None:
    """Whether somebody's Zoom account is linked."""
    since = uow.db.scalar(select(ZoomIdentity.linked_at).where(ZoomIdentity.person_id == person_id))
    return None if since is None else Linked(since)


def person_of(uow: Uow, zoom_user: ZoomUser) -> Person | None:
    """Whose Zoom account this is; None for nobody's we know, and for somebody whose account here is closed."""
    query = (
        select(Person)
        .join(ZoomIdentity, ZoomIdentity.person_id == Person.id)
        .where(ZoomIdentity.zoom_user == zoom_user, Person.state == "active")
    )
    person = uow.db.scalar(query)
    return person if person is not None and service.sign_in_address(uow, person.id) is not None else None


def spend_context(uow: Uow, digest: str, expires_at: datetime) -> None:
    """Let a context of Zoom's open one page and no more. Raises ContextUsed; of two at once one gets through."""
    if uow.db.get(ZoomContext, digest) is not None:
        raise ContextUsed
    uow.db.add(ZoomContext(digest=digest, expires_at=expires_at + KEEP_CONTEXTS))
    uow.db.flush()


def open_panel(uow: Uow, person_id: UUID, session_id: ForumSessionId, *, instead_of: UUID | None = None) -> str:
    """Open the page inside Zoom for one person and one forum session. What goes into the cookie is returned.

    It carries no more than the roles there say, asked again at every request (`access.may`).
    """
    if instead_of is not None:
        _end(uow, BrowserSession.id == instead_of)
    secret = new_token()
    uow.db.add(
        BrowserSession(
            id=new_id(),
            kind="panel",
            token_hash=hash_token(secret),
            person_id=person_id,
            link_id=None,
            landlord_id=None,
            forum_session_id=session_id,
            registration_id=None,
            created_at=uow.now,
            last_seen_at=uow.now,
            expires_at=uow.now + SESSION_LIVES,
        )
    )
    uow.audit("session.opened", "person", person_id, kind="panel")
    return secret


def compose_linked(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """The letter that says that a Zoom account was linked: whoever did not do it themselves can undo it at once."""
    person_id = UUID(payload["person_id"])
    person, address = uow.db.get(Person, person_id), service.sign_in_address(uow, person_id)
    if person is None or address is None or person.state != "active":
        return None
    return Letter(
        to=address,
        subject="Your Zoom account is linked to Forum Companion",
        template="people/zoom_linked",
        context={"name": person.name, "url": f"{uow.settings.public_url}/account#zoom"},
        person_id=person.id,
    )


def _let_go(uow: Uow, one: ZoomIdentity) -> None:
    person_id = one.person_id
    uow.db.execute(delete(ZoomIdentity).where(ZoomIdentity.id == one.id))
    uow.db.expunge(one)
    _end(uow, BrowserSession.person_id == person_id)
    uow.audit("zoom_account.unlinked", "person", person_id)


def _end(uow: Uow, which: ColumnElement[bool]) -> None:
    uow.db.execute(
        update(BrowserSession)
        .where(BrowserSession.kind == "panel", BrowserSession.ended_at.is_(None), which)
        .values(ended_at=uow.now)
    )


def _code_hash(uow: Uow, code: str) -> str:
    return hmac.new(uow.settings.secret_key.encode(), b"zoom code:" + code.encode(), hashlib.sha256).hexdigest()
