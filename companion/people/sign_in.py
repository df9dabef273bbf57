"""Links and browser sessions: how people come in, what each link is good for, and how it ends.

A link's GET shows a button and changes nothing, since mail scanners follow links; its POST opens a browser session.
Sign-in links are spent by that; a landlord's and a registrant's link work many times, until their forum session ends.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update

from companion.kernel import outbox
from companion.kernel.errors import DomainError
from companion.kernel.ids import BrowserSessionId, LandlordId, PersonId, RegistrationId, new_id
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import service
from companion.people.access import NOBODY, Viewer
from companion.people.addresses import BadAddress, read_address
from companion.people.tables import BrowserSession, DeviceCode, Link, Person
from companion.people.tokens import hash_code, hash_token, new_code, new_token

SIGN_IN_LIVES = timedelta(minutes=15)
ACCOUNT_SESSION_LIVES = timedelta(hours=12)
CODE_LIVES = timedelta(minutes=30)
CODE_TRIES = 5
CODES_AN_HOUR = 6
SIGN_IN_EVERY = timedelta(minutes=1)
SIGN_INS_AN_HOUR = 6

# Every request asks this, so it is one statement, put together once.
_LOOKING = (
    select(
        BrowserSession.id,
        BrowserSession.kind,
        BrowserSession.person_id,
        BrowserSession.landlord_id,
        BrowserSession.forum_session_id,
        BrowserSession.registration_id,
        BrowserSession.verified_at,
        BrowserSession.ended_at,
        BrowserSession.expires_at,
        Person.name,
        Person.state,
        Link.id.label("known_link_id"),
        Link.revoked_at,
    )
    .join(Person, Person.id == BrowserSession.person_id)
    .outerjoin(Link, Link.id == BrowserSession.link_id)
)
_LOOKING_BY_TOKEN = _LOOKING.where(BrowserSession.token_hash == bindparam("token_hash"))
_LOOKING_BY_ID = _LOOKING.where(BrowserSession.id.in_(bindparam("ids", expanding=True)))


class LinkDoesNotWork(DomainError):
    """Unknown, spent, revoked or expired: one answer for all, so that a guess learns nothing."""

    message = "This link does not work any more. Links end, and a sign-in link works once. Ask for a new one."


class CodeWrong(DomainError):
    message = "That is not the code we sent. Check the newest e-mail from us and type its six digits."


class CodeUsedUp(DomainError):
    message = "Too many tries with this code. Ask for a new one."


@dataclass(frozen=True)
class LinkFacts:
    """What a link is for, shown on its landing page."""

    link_id: UUID
    kind: str
    person_id: UUID
    name: str
    landlord_id: UUID | None
    forum_session_id: UUID | None
    registration_id: UUID | None
    expires_at: datetime


@dataclass(frozen=True)
class Opened:
    """A browser session was opened. `token` goes into the cookie and is not kept."""

    token: str
    link: LinkFacts


def ask_to_sign_in(uow: Uow, address: str) -> None:
    """Send a sign-in link when an account has this address. Nothing returned or raised tells whether one has, nor does
    the time that it takes: one look and one row either way, and how many links there were is counted when sending."""
    try:
        person = service.find_account(uow, read_address(address))
    except BadAddress:
        return
    minute = int(uow.now.timestamp() // SIGN_IN_EVERY.total_seconds())
    if person is None or not outbox.queue_letter(
        uow, "people.sign_in", key=f"{person.id}:{minute}", person_id=person.id
    ):
        outbox.pretend(uow)


def compose_sign_in(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """The letter with a sign-in link; its token is made now. None for who had SIGN_INS_AN_HOUR already."""
    person = uow.db.get(Person, UUID(payload["person_id"]))
    address = service.sign_in_address(uow, UUID(payload["person_id"]))
    recent = select(func.count()).where(
        Link.person_id == UUID(payload["person_id"]),
        Link.kind == "sign_in",
        Link.created_at > uow.now - timedelta(hours=1),
    )
    if (uow.db.scalar(recent) or 0) >= SIGN_INS_AN_HOUR:
        return None
    if person is None or person.state != "active" or address is None:
        return None  # the account was closed in the meantime
    token = make_link(uow, "sign_in", person_id=PersonId(person.id), address=address, lives=SIGN_IN_LIVES)
    return Letter(
        to=address,
        subject="Sign in to Forum Companion",
        template="people/sign_in",
        context={"name": person.name, "url": link_url(uow, "sign_in", token), "minutes": 15},
        person_id=person.id,
        tokens=(token,),
    )


def link_url(uow: Uow, kind: str, token: str) -> str:
    """The address of a link's landing page, on the configured public address only (never a request's Host)."""
    path = {"sign_in": "sign-in", "landlord": "landlord-link", "day": "day-link"}[kind]
    return f"{uow.settings.public_url}/{path}/{token}"


def make_link(
    uow: Uow,
    kind: str,
    *,
    person_id: PersonId,
    address: str,
    lives: timedelta | None = None,
    expires_at: datetime | None = None,
    landlord_id: UUID | None = None,
    forum_session_id: UUID | None = None,
    registration_id: UUID | None = None,
) -> str:
    """Mint a link and return its token, which is not kept."""
    token = new_token()
    uow.db.add(
        Link(
            id=new_id(),
            kind=kind,
            token_hash=hash_token(token),
            person_id=person_id,
            address=address,
            landlord_id=landlord_id,
            forum_session_id=forum_session_id,
            registration_id=registration_id,
            created_at=uow.now,
            expires_at=expires_at if expires_at is not None else uow.now + (SIGN_IN_LIVES if lives is None else lives),
        )
    )
    uow.db.flush()
    return token


def look_at_link(uow: Uow, token: str, kind: str) -> LinkFacts:
    """What a link is for, without using it. Raises LinkDoesNotWork."""
    link = uow.db.scalar(select(Link).where(Link.token_hash == hash_token(token), Link.kind == kind))
    if link is None or link.spent_at or link.revoked_at or link.expires_at <= uow.now:
        raise LinkDoesNotWork
    person = uow.db.get_one(Person, link.person_id)
    if person.state != "active":
        raise LinkDoesNotWork
    return LinkFacts(
        link.id,
        link.kind,
        person.id,
        person.name,
        link.landlord_id,
        link.forum_session_id,
        link.registration_id,
        link.expires_at,
    )


def use_link(uow: Uow, token: str, kind: str, *, instead_of: BrowserSessionId | None = None) -> Opened:
    """Open a browser session by a link; a sign-in link is spent. Of racing uses of one, only the first works.

    `instead_of` is the session that this browser had before: nobody can sign that one out any more, so it ends.

    Raises LinkDoesNotWork.
    """
    facts = look_at_link(uow, token, kind)
    if kind == "sign_in":
        spent = uow.db.execute(
            update(Link).where(Link.id == facts.link_id, Link.spent_at.is_(None)).values(spent_at=uow.now)
        )
        if spent.rowcount != 1:  # type: ignore[attr-defined]
            raise LinkDoesNotWork
    if instead_of is not None:
        end_browser_session(uow, instead_of)
    secret = new_token()
    account = kind == "sign_in"
    browser_session = BrowserSession(
        id=new_id(),
        kind="account" if account else kind,
        token_hash=hash_token(secret),
        person_id=facts.person_id,
        link_id=facts.link_id,
        landlord_id=facts.landlord_id,
        forum_session_id=facts.forum_session_id,
        registration_id=facts.registration_id,
        created_at=uow.now,
        last_seen_at=uow.now,
        expires_at=uow.now + ACCOUNT_SESSION_LIVES if account else facts.expires_at,
    )
    uow.db.add(browser_session)
    uow.audit("session.opened", "person", facts.person_id, kind=browser_session.kind)
    return Opened(secret, facts)


def viewer_of(uow: Uow, token: str) -> Viewer:
    """Who a browser's cookie says is looking; nobody when the session ended, expired or never was."""
    row = uow.db.execute(_LOOKING_BY_TOKEN, {"token_hash": hash_token(token)}).one_or_none()
    return NOBODY if row is None else _viewer(uow, row)


def viewers_in(uow: Uow, browser_session_ids: Collection[UUID]) -> dict[UUID, Viewer]:
    """Who looks through browser sessions that were met before, as they may now; whoever is not in it is nobody."""
    rows = uow.db.execute(_LOOKING_BY_ID, {"ids": list(browser_session_ids)}).all()
    return {row.id: _viewer(uow, row) for row in rows}


def _viewer(uow: Uow, row: Any) -> Viewer:
    if row.ended_at is not None or row.expires_at <= uow.now or row.state != "active":
        return NOBODY
    if row.kind == "account":
        return service.account_viewer(uow, row.person_id, row.name, row.id)
    if row.kind == "panel":
        account = service.account_viewer(uow, row.person_id, row.name, row.id)
        return replace(account, kind="panel", forum_session_id=row.forum_session_id)
    if row.known_link_id is None or row.revoked_at is not None:
        return NOBODY
    return Viewer(
        kind=row.kind,
        person_id=row.person_id,
        browser_session_id=row.id,
        landlord_id=row.landlord_id,
        forum_session_id=row.forum_session_id,
        registration_id=row.registration_id,
        is_verified=row.verified_at is not None,
        name=row.name,
    )


def end_browser_session(uow: Uow, browser_session_id: BrowserSessionId) -> None:
    """Sign one browser out."""
    row = uow.db.get(BrowserSession, browser_session_id)
    if row is not None and row.ended_at is None:
        row.ended_at = uow.now
        uow.audit("session.ended", "person", row.person_id)


def end_all_sessions(uow: Uow, person_id: PersonId) -> None:
    """Sign a person out everywhere."""
    uow.db.execute(
        update(BrowserSession)
        .where(BrowserSession.person_id == person_id, BrowserSession.ended_at.is_(None))
        .values(ended_at=uow.now)
    )
    uow.audit("sessions.ended", "person", person_id)


def revoke_links(
    uow: Uow, *, registration_id: RegistrationId | None = None, landlord_id: LandlordId | None = None,
    forum_session_id: UUID | None = None,
) -> None:  # fmt: skip
    """Kill the links of a registration, or of a landlord for a forum session, with every browser they opened."""
    query = select(Link).where(Link.revoked_at.is_(None))
    if registration_id is not None:
        query = query.where(Link.registration_id == registration_id)
    else:
        query = query.where(
            Link.kind == "landlord", Link.landlord_id == landlord_id, Link.forum_session_id == forum_session_id
        )
    for link in uow.db.scalars(query):
        link.revoked_at = uow.now
        uow.db.execute(
            update(BrowserSession)
            .where(BrowserSession.link_id == link.id, BrowserSession.ended_at.is_(None))
            .values(ended_at=uow.now)
        )


def move_links(uow: Uow, forum_session_id: UUID, expires_at: datetime) -> None:
    """Let every link of a forum session that still works, and the browsers they opened, end at another time."""
    uow.db.execute(
        update(Link)
        .where(Link.forum_session_id == forum_session_id, Link.kind != "sign_in", Link.revoked_at.is_(None))
        .values(expires_at=expires_at)
    )
    uow.db.execute(
        update(BrowserSession)
        .where(
            BrowserSession.forum_session_id == forum_session_id,
            BrowserSession.kind != "account",
            BrowserSession.ended_at.is_(None),
        )
        .values(expires_at=expires_at)
    )


def ask_for_code(uow: Uow, browser_session_id: BrowserSessionId) -> None:
    """Send a code to the address that the landlord's link was sent to; at most one a minute."""
    minute = int(uow.now.timestamp() // 60)
    outbox.queue_letter(
        uow, "people.device_code", key=f"{browser_session_id}:{minute}", browser_session_id=browser_session_id
    )


def compose_device_code(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """The letter with a six-digit code; the code is made now, and older ones stop working.

    None for a link that had CODES_AN_HOUR already, on whatever devices: six digits last only if few are tried.
    """
    row = uow.db.get(BrowserSession, UUID(payload["browser_session_id"]))
    link = uow.db.get(Link, row.link_id) if row is not None and row.link_id else None
    if row is None or link is None or row.ended_at is not None or link.revoked_at is not None:
        return None
    if _codes_in_the_last_hour(uow, link.id) >= CODES_AN_HOUR:
        return None
    uow.db.execute(
        update(DeviceCode)
        .where(DeviceCode.browser_session_id == row.id, DeviceCode.spent_at.is_(None))
        .values(spent_at=uow.now)
    )
    code, code_id = new_code(), new_id()
    uow.db.add(
        DeviceCode(
            id=code_id,
            browser_session_id=row.id,
            code_hash=hash_code(code, str(code_id)),
            created_at=uow.now,
            expires_at=uow.now + CODE_LIVES,
        )
    )
    return Letter(
        to=link.address,
        subject="Your code for Forum Companion",
        template="people/device_code",
        context={"code": code, "minutes": 30},
        person_id=link.person_id,
        tokens=(code,),
    )


def _codes_in_the_last_hour(uow: Uow, link_id: UUID) -> int:
    query = (
        select(func.count())
        .select_from(DeviceCode)
        .join(BrowserSession, BrowserSession.id == DeviceCode.browser_session_id)
        .where(BrowserSession.link_id == link_id, DeviceCode.created_at > uow.now - timedelta(hours=1))
    )
    return uow.db.scalar(query) or 0


def check_code(uow: Uow, browser_session_id: BrowserSessionId, typed: str) -> bool:
    """Verify a landlord's device by the newest code. False for a wrong code (the try is counted and stored).

    Raises CodeUsedUp when there is no code left to try.
    """
    query = (
        select(DeviceCode)
        .where(
            DeviceCode.browser_session_id == browser_session_id,
            DeviceCode.spent_at.is_(None),
            DeviceCode.expires_at > uow.now,
        )
        .order_by(DeviceCode.created_at.desc())
        .with_for_update()
    )
    code = uow.db.scalars(query).first()
    if code is None or code.tries >= CODE_TRIES:
        raise CodeUsedUp
    code.tries += 1
    digits = "".join(character for character in typed if character.isdigit())
    if not hmac.compare_digest(hash_code(digits, str(code.id)), code.code_hash):
        return False
    code.spent_at = uow.now
    uow.db.get_one(BrowserSession, browser_session_id).verified_at = uow.now
    uow.audit("device.verified", "browser_session", browser_session_id)
    return True
