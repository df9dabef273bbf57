"""A colleague with their landlord's forwarded link registers as themselves, once they have proved their own mailbox.

The link proves the landlord; the letter to the address they typed proves the person (edge 40).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel import outbox
from companion.kernel.clocks import london_date, london_time
from companion.kernel.errors import DomainError
from companion.kernel.ids import PersonId, new_id
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.addresses import read_address
from companion.people.service import read_name
from companion.people.sign_in import LinkDoesNotWork
from companion.people.tables import Link
from companion.people.tokens import hash_token, new_token
from companion.registration import records, service
from companion.registration.tables import ColleagueClaim, Registration
from companion.roll import service as roll

LIVES = timedelta(hours=24)
MOST_AN_HOUR = 6
WHY = "You get this because somebody typed your address to register for a forum session."


class TooManyClaims(DomainError):
    message = "This link was used for too many e-mails in the last hour. Try again later, or write to us."


@dataclass(frozen=True)
class Claim:
    """Who wants a place, as they typed it, and where."""

    claim_id: UUID
    session: ForumSession
    landlord_id: UUID
    landlord: str
    name: str = field(repr=False)
    address: str = field(repr=False)


def ask(uow: Uow, token: str, *, name: str, address: str) -> None:
    """Send a button to the typed address. Raises LinkDoesNotWork, BadName, BadAddress, AddressElsewhere, TooManyClaims.

    Nothing is registered, and nothing here tells whether the address is known.
    """
    link = sign_in.look_at_link(uow, token, "landlord")
    if link.landlord_id is None or link.forum_session_id is None:
        raise LinkDoesNotWork
    typed = {"name": read_name(name), "address": read_address(address)}
    service.same_landlord(uow, link.landlord_id, typed["address"])
    recent = select(func.count()).where(
        ColleagueClaim.link_id == link.link_id, ColleagueClaim.created_at > uow.now - timedelta(hours=1)
    )
    if (uow.db.scalar(recent) or 0) >= MOST_AN_HOUR:
        raise TooManyClaims
    claim_id = new_id()
    uow.db.add(
        ColleagueClaim(
            id=claim_id,
            forum_session_id=link.forum_session_id,
            landlord_id=link.landlord_id,
            link_id=link.link_id,
            sealed=uow.keys.seal(
                json.dumps(typed), purpose="forum_session", subject=link.forum_session_id, row=_row(claim_id)
            ),
            created_at=uow.now,
            keep_until=uow.now + LIVES,
        )
    )
    uow.db.flush()
    outbox.queue_letter(uow, "registration.colleague", key=str(claim_id), claim_id=str(claim_id))
    uow.audit("registration.claimed", "registration_claim", claim_id)


def compose_colleague(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To the typed address: the button that registers, minted now."""
    row = uow.db.get(ColleagueClaim, UUID(payload["claim_id"]))
    if row is None or row.spent_at is not None or not _link_works(uow, row):
        return None
    token = new_token()
    row.token_hash = hash_token(token)
    claim = _claim(uow, row)
    programme = forums.programme_of(uow, claim.session.programme_id)
    starts_at, ends_at = claim.session.starts_at, claim.session.ends_at
    context = {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "why": WHY,
        "preview": f"{claim.session.title}, {london_date(starts_at)}",
        "name": claim.name,
        "landlord": claim.landlord,
        "title": claim.session.title,
        "date": london_date(starts_at),
        "time": f"{london_time(starts_at)} to {london_time(ends_at)}",
        "url": f"{uow.settings.public_url}/colleague-link/{token}",
    }
    return Letter(
        to=claim.address,
        subject=f"Confirm your place at {claim.session.title}",
        template="registration/colleague",
        context=context,
        tokens=(token,),
    )


def look(uow: Uow, token: str) -> Claim:
    """What a claim's link is for, without using it. Raises LinkDoesNotWork."""
    row = uow.db.scalar(select(ColleagueClaim).where(ColleagueClaim.token_hash == hash_token(token)))
    if row is None or row.spent_at is not None or row.keep_until <= uow.now or not _link_works(uow, row):
        raise LinkDoesNotWork
    return _claim(uow, row)


def confirm(uow: Uow, token: str) -> str:
    """Register the colleague and return the token of their own link; whoever is in already gets theirs just so.

    Raises LinkDoesNotWork, and whatever registering raises: then nothing happened and the link still works.
    """
    claim = look(uow, token)
    spent = uow.db.execute(
        update(ColleagueClaim)
        .where(ColleagueClaim.id == claim.claim_id, ColleagueClaim.spent_at.is_(None))
        .values(spent_at=uow.now)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkDoesNotWork
    registration = _registered(uow, claim)
    return sign_in.make_link(
        uow,
        "day",
        person_id=PersonId(registration.person_id),
        address=claim.address,
        expires_at=forums.links_end_at(claim.session),
        forum_session_id=claim.session.id,
        registration_id=registration.id,
    )


def _registered(uow: Uow, claim: Claim) -> Registration:
    person, email = records.person_for(uow, claim.name, claim.address)
    email.verified_at = uow.now
    known = records.live_registration(uow, claim.session.id, person.id)
    if known is not None and known.landlord_id == claim.landlord_id and known.state != "suspended":
        return known
    made = service.register(
        uow, claim.session.id, name=claim.name, address=claim.address, landlord_id=claim.landlord_id
    )
    registration = records.registration_of(uow, made.registration_id)
    service.tell_contact(uow, registration, "colleague")
    return registration


def _claim(uow: Uow, row: ColleagueClaim) -> Claim:
    typed = json.loads(uow.keys.open_text(row.sealed, row=_row(row.id)))
    return Claim(
        claim_id=row.id,
        session=forums.session_of(uow, row.forum_session_id),
        landlord_id=row.landlord_id,
        landlord=roll.landlord_of(uow, row.landlord_id).name,
        name=typed["name"],
        address=typed["address"],
    )


def _link_works(uow: Uow, row: ColleagueClaim) -> bool:
    """A claim ends with the landlord's link it came by."""
    link = uow.db.get_one(Link, row.link_id)
    return link.revoked_at is None and link.expires_at > uow.now


def _row(claim_id: UUID) -> str:
    return f"registration_colleague_claim:{claim_id}"
