"""Links that show the stage to whoever has them, and the short address at which one asks to speak.

A stage link reads one screen of one session and can do nothing else. It ends when it is revoked, and some hours after
the session. The short address has no power at all: it leads to the registrant's own page, which asks who they are.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from companion.floor.tables import StageLink
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.errors import NotFound
from companion.kernel.ids import ForumSessionId, new_id
from companion.kernel.uow import Uow
from companion.people.service import names_of
from companion.people.sign_in import LinkDoesNotWork
from companion.people.tokens import hash_token, new_token

LIVES_AFTER = timedelta(hours=6)
MOST = 12  # at once: a meeting needs one or two
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is misread on a shared screen
CODE_LETTERS = 6
_AROUND = timedelta(days=2)


class StageLinkEnded(LinkDoesNotWork):
    message = "This link to the stage has ended. Whoever chairs the meeting can make a new one."


class NoSuchCode(LinkDoesNotWork):
    message = "No meeting of these days has this address. Look at the letters on the stage again."


@dataclass(frozen=True)
class Shown:
    """A stage link as it is listed."""

    id: UUID
    made_at: datetime
    made_by: str


def make(uow: Uow, session_id: UUID, made_by: UUID | None) -> str:
    """Make a stage link; its token is told once. The oldest ends where there would be too many. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    good = _good(uow, session_id)
    for old in good[: max(len(good) - MOST + 1, 0)]:
        revoke(uow, session_id, old.id)
    token = new_token()
    link = StageLink(
        id=new_id(),
        forum_session_id=session_id,
        token_hash=hash_token(token),
        made_at=uow.now,
        made_by_id=made_by,
        expires_at=max(session.ends_at, uow.now) + LIVES_AFTER,
    )
    uow.db.add(link)
    uow.db.flush()
    uow.audit("stage_link.made", "forum_session", session_id)
    return token


def revoke(uow: Uow, session_id: UUID, link_id: UUID) -> None:
    """End a stage link; screens that show it go dark within seconds. Raises NotFound."""
    link = uow.db.get(StageLink, link_id)
    if link is None or link.forum_session_id != session_id:
        raise NotFound
    link.revoked_at = link.revoked_at or uow.now
    uow.audit("stage_link.revoked", "forum_session", session_id)


def listed(uow: Uow, session_id: UUID) -> list[Shown]:
    """The links of a session that work, the oldest first."""
    links = _good(uow, session_id)
    names = names_of(uow, {link.made_by_id for link in links if link.made_by_id is not None})
    return [Shown(link.id, link.made_at, names.get(link.made_by_id, "") if link.made_by_id else "") for link in links]


def link_of(uow: Uow, token: str) -> StageLink:
    """The link of a token. Raises StageLinkEnded."""
    link = uow.db.scalar(select(StageLink).where(StageLink.token_hash == hash_token(token)))
    if link is None or not _works(link, uow.now):
        raise StageLinkEnded
    return link


def still_good(uow: Uow, link_ids: set[UUID]) -> set[UUID]:
    """Which of these links work now."""
    links = uow.db.scalars(select(StageLink).where(StageLink.id.in_(link_ids))) if link_ids else ()
    return {link.id for link in links if _works(link, uow.now)}


def code_of(uow: Uow, session_id: UUID) -> str:
    """The short code of a session: the same for as long as the installation's secret, and kept nowhere."""
    digest = hmac.new(uow.settings.secret_key.encode(), b"ask" + session_id.bytes, hashlib.sha256).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:CODE_LETTERS])


def session_of_code(uow: Uow, code: str) -> ForumSessionId:
    """The session near today that a short code means. Raises NoSuchCode."""
    near = select(ForumSession.id).where(
        ForumSession.starts_at.between(uow.now - _AROUND, uow.now + _AROUND),
        ForumSession.state.not_in(("cancelled", "archived")),
    )
    for session_id in uow.db.scalars(near):
        if hmac.compare_digest(code_of(uow, session_id).encode(), code.lower().encode()):
            return ForumSessionId(session_id)
    raise NoSuchCode


def _good(uow: Uow, session_id: UUID) -> list[StageLink]:
    query = select(StageLink).where(StageLink.forum_session_id == session_id).order_by(StageLink.made_at, StageLink.id)
    return [link for link in uow.db.scalars(query) if _works(link, uow.now)]


def _works(link: StageLink, now: datetime) -> bool:
    return link.revoked_at is None and now < link.expires_at
