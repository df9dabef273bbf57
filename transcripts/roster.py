"""Who is in the room: the roster file, typed, refused as a whole when anything in it is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

import msgspec

_Entry = TypeVar("_Entry")

MAX_BYTES = 5 * 1024 * 1024


class RosterError(ValueError):
    """The roster cannot be used; the message is one sentence that names the entry."""


class Participant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody present. `org` is the id or the name of one of the roster's organisations."""

    id: str
    name: str
    email: str | None = None
    role: str | None = None
    org: str | None = None


class Org(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A landlord, with everything by which it could be recognised."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    homes: int | None = None
    domain: str | None = None
    districts: tuple[str, ...] = ()


class Roster(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`orgs` are present in the meeting, `roll` is every other member landlord."""

    participants: tuple[Participant, ...]
    orgs: tuple[Org, ...] = ()
    roll: tuple[Org, ...] = ()


def read_roster(data: bytes) -> Roster:
    """Read a roster file (JSON, UTF-8). Raises RosterError naming the first wrong entry."""
    if len(data) > MAX_BYTES:
        raise RosterError(f"The roster is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        roster = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Roster)
    except msgspec.ValidationError as error:
        raise RosterError(f"The roster has an entry that cannot be used: {_plainly(str(error))}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RosterError(f"The roster is not JSON that can be read: {error}.") from error
    check_roster(roster)
    return roster


def check_roster(roster: Roster) -> None:
    """Raise RosterError for empty names, ids used twice, and organisations that nobody listed."""
    _check_named("participants", roster.participants)
    _check_named("orgs", roster.orgs)
    _check_named("roll", roster.roll)
    _check_unique("participants", [p.id for p in roster.participants])
    _check_unique("orgs and roll", [o.id for o in (*roster.orgs, *roster.roll)])
    for place, org in (*_numbered("orgs", roster.orgs), *_numbered("roll", roster.roll)):
        if org.homes is not None and org.homes < 0:
            raise RosterError(f"{place}.homes is negative.")
    known = {org.id for org in (*roster.orgs, *roster.roll)}
    known |= {org.name.strip().casefold() for org in (*roster.orgs, *roster.roll)}
    for place, person in _numbered("participants", roster.participants):
        if person.org and person.org not in known and person.org.strip().casefold() not in known:
            raise RosterError(f"{place}.org names {person.org!r}, which is neither in orgs nor in roll.")


def org_of(roster: Roster, person: Participant) -> Org | None:
    """The organisation a participant belongs to, whether it is given by id or by name."""
    orgs = (*roster.orgs, *roster.roll)
    by_id = next((org for org in orgs if org.id == person.org), None)
    if by_id is not None or person.org is None:
        return by_id
    wanted = person.org.strip().casefold()
    return next((org for org in orgs if org.name.strip().casefold() == wanted), None)


def _numbered(where: str, entries: Iterable[_Entry]) -> list[tuple[str, _Entry]]:
    return [(f"{where}[{number}]", entry) for number, entry in enumerate(entries)]


def _check_named(where: str, entries: Iterable[Participant | Org]) -> None:
    for place, entry in _numbered(where, entries):
        if not entry.id.strip():
            raise RosterError(f"{place}.id is empty.")
        if not any(char.isalnum() for char in entry.name):
            raise RosterError(f"{place}.name is missing or empty.")


def _check_unique(where: str, ids: list[str]) -> None:
    for repeated, times in Counter(ids).items():
        if times > 1:
            raise RosterError(f"The id {repeated!r} is used {times} times in {where}.")


def _plainly(message: str) -> str:
    return re.sub(r" - at `\$\.?(.*)`$", lambda at: f" (at {at.group(1) or 'the top'})", message)
