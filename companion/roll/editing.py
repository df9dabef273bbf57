"""What staff change about one landlord: size, band, domains, other names, contacts, membership."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from companion.kernel.clocks import LONDON
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import LandlordId
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.roll import rules, service
from companion.roll.domains import is_nobodys, read_domain
from companion.roll.tables import Landlord, LandlordAlias, LandlordContact, LandlordDomain

MOST_HOMES = 9_999_999


class BadDomain(BadInput):
    message = "Enter the part of their addresses after the @, like lindenquay.example"


class NobodysDomain(BadInput):
    message = "Anybody can have an address there, so it cannot be one landlord’s"


class BadHomes(BadInput):
    message = "Enter how many homes as a whole number, like 980"


class BadAlias(BadInput):
    message = "Enter another name that people use for this landlord"


def settle_size(uow: Uow, landlord_id: UUID, *, homes: str, band: str) -> Landlord:
    """Settle a landlord's forum by its size, or by a choice where no size is typed.

    Raises BadHomes, NotYoursToChoose, UnknownBand.
    """
    return choose_band(uow, landlord_id, band) if band and not homes.strip() else set_homes(uow, landlord_id, homes)


def set_homes(uow: Uow, landlord_id: UUID, typed: str) -> Landlord:
    """Enter a landlord's size; its band follows. Raises BadHomes."""
    landlord = service.landlord_of(uow, landlord_id)
    text = typed.strip().replace(",", "").replace(" ", "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_HOMES))):
        raise BadHomes
    landlord.homes, landlord.homes_as_at = int(text), uow.now.astimezone(LONDON).date()
    band = rules.band_of(landlord.kind, landlord.homes, boundary=uow.settings.boundary_band)
    return _with_band(uow, landlord, band, "landlord.sized")


def choose_band(uow: Uow, landlord_id: UUID, band: str) -> Landlord:
    """Choose a landlord's forum where neither type nor size decides. Raises NotYoursToChoose, UnknownBand."""
    landlord = service.landlord_of(uow, landlord_id)
    return _with_band(uow, landlord, rules.chosen_band(landlord.kind, landlord.homes, band), "landlord.band_chosen")


def add_domain(uow: Uow, landlord_id: UUID, typed: str) -> None:
    """Let addresses of a domain stand for a landlord. Raises BadDomain, NobodysDomain."""
    service.landlord_of(uow, landlord_id)
    domain = read_domain(typed.rpartition("@")[2])
    if domain is None:
        raise BadDomain
    if is_nobodys(domain):
        raise NobodysDomain
    held = uow.db.get(LandlordDomain, (landlord_id, domain))
    if held is None:
        uow.db.add(LandlordDomain(landlord_id=landlord_id, domain=domain, source="staff", verified=True))
    else:
        held.verified = True
    uow.audit("landlord.domain_added", "landlord", landlord_id)


def remove_domain(uow: Uow, landlord_id: UUID, domain: str) -> None:
    """Let a domain stand for a landlord no more. One from the roll's file stays, switched off, so that the next file
    does not bring it back. Raises NotFound."""
    held = uow.db.get(LandlordDomain, (landlord_id, domain))
    if held is None:
        raise NotFound
    if held.source == "roll":
        held.verified = False
    else:
        uow.db.delete(held)
    uow.audit("landlord.domain_removed", "landlord", landlord_id)


def add_alias(uow: Uow, landlord_id: UUID, typed: str) -> None:
    """Note another name of a landlord; the transcript masks it too. Raises BadAlias."""
    service.landlord_of(uow, landlord_id)
    alias = clean_line(typed, most=200)
    if not any(character.isalnum() for character in alias):
        raise BadAlias
    if uow.db.get(LandlordAlias, (landlord_id, alias)) is None:
        uow.db.add(LandlordAlias(landlord_id=landlord_id, alias=alias, source="staff"))
    uow.audit("landlord.alias_added", "landlord", landlord_id)


def remove_alias(uow: Uow, landlord_id: UUID, alias: str) -> None:
    """Forget another name. Raises NotFound."""
    held = uow.db.get(LandlordAlias, (landlord_id, alias))
    if held is None:
        raise NotFound
    uow.db.delete(held)
    uow.audit("landlord.alias_removed", "landlord", landlord_id)


def set_contact(uow: Uow, landlord_id: UUID, *, name: str, address: str, role: str) -> None:
    """Make somebody the nominating contact, or a deputy. Raises BadName, BadAddress."""
    service.name_contact(uow, LandlordId(landlord_id), name, address, "deputy" if role == "deputy" else "nominating")


def promote_contact(uow: Uow, landlord_id: UUID, contact_id: UUID) -> None:
    """Make a deputy the nominating contact; who was it before is the deputy then. Raises NotFound."""
    entry = _contact(uow, landlord_id, contact_id)
    before = uow.db.scalar(
        select(LandlordContact).where(LandlordContact.landlord_id == landlord_id, LandlordContact.role == "nominating")
    )
    if before is not None and before.id != entry.id:
        service.remember_file_contact(uow, landlord_id, before.person_id)
        before.role = "deputy"
        service.end_landlord_links(uow, landlord_id)
    entry.role = "nominating"
    uow.audit("landlord.contact_set", "landlord", landlord_id, role="nominating")


def remove_contact(uow: Uow, landlord_id: UUID, contact_id: UUID) -> None:
    """Let somebody speak for a landlord no more; with them go the landlord's links they hold. Raises NotFound."""
    entry = _contact(uow, landlord_id, contact_id)
    if entry.role == "nominating":
        service.remember_file_contact(uow, landlord_id, entry.person_id)
        service.end_landlord_links(uow, landlord_id)
    uow.db.delete(entry)
    uow.audit("landlord.contact_removed", "landlord", landlord_id)


def change_membership(uow: Uow, landlord_id: UUID, event: str) -> Landlord:
    """Suspend a landlord's membership, end it, or bring it back. Who is registered stays registered (edge 7).

    Raises NotFromThisState.
    """
    landlord = service.landlord_of(uow, landlord_id)
    if landlord.merged_into_id is not None:
        raise rules.NotFromThisState
    landlord.membership_state = rules.membership_after(landlord.membership_state, event)
    today = uow.now.astimezone(LONDON).date()
    landlord.left_on = today if landlord.membership_state == "left" else None
    landlord.updated_at = uow.now
    uow.audit("landlord.membership", "landlord", landlord_id, state=landlord.membership_state)
    return landlord


def _contact(uow: Uow, landlord_id: UUID, contact_id: UUID) -> LandlordContact:
    entry = uow.db.get(LandlordContact, contact_id)
    if entry is None or entry.landlord_id != landlord_id:
        raise NotFound
    return entry


def _with_band(uow: Uow, landlord: Landlord, band: rules.Band, action: str) -> Landlord:
    landlord.band, landlord.band_reason = band
    landlord.updated_at = uow.now
    uow.audit(action, "landlord", landlord.id, band=band.band, reason=band.reason)
    return landlord
