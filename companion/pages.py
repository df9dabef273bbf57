"""Which rooms have pages, and how the ids in their URLs resolve to the place they belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from companion.floor import pages as floor_pages
from companion.forums import service as forums
from companion.intake import pages as zoom_pages
from companion.people import accounts
from companion.people import pages as people_pages
from companion.people.gate import Resolver
from companion.web import health, staff, system
from companion.web import pages as web_pages

#: every room's blueprint, in the order of the house
BLUEPRINTS: tuple[Blueprint, ...] = (
    people_pages.bp,
    web_pages.bp,
    staff.bp,
    system.bp,
    health.bp,
    zoom_pages.bp,
    floor_pages.bp,
)

#: (label, endpoint, action): where people may go; shown to those whom the access table allows
NAVIGATION: tuple[tuple[str, str, str], ...] = (
    ("Now", "web.home", "account"),
    ("People", "staff.everybody", "people.manage"),
    ("System", "system.show", "system.health"),
)

#: URL variable → where such an object belongs. A view with another UUID variable fails its test.
RESOLVERS: dict[str, Resolver] = {
    "session_id": forums.scope_of_session,
    "programme_id": forums.scope_of_programme,
    "person_id": accounts.scope_of_person,
}

#: views without a form token: they are authenticated by a signature instead
UNSIGNED_BY_FORM: tuple[Callable[..., Any], ...] = (zoom_pages.webhook,)
