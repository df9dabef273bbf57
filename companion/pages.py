"""Which rooms have pages, and how the ids in their URLs resolve to the place they belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from companion.forums import service as forums
from companion.people.gate import Resolver

#: every room's blueprint, in the order of the house
BLUEPRINTS: tuple[Blueprint, ...] = ()

#: (label, endpoint, action): where people may go; shown to those whom the access table allows
NAVIGATION: tuple[tuple[str, str, str], ...] = ()

#: URL variable → where such an object belongs. A view with another UUID variable fails its test.
RESOLVERS: dict[str, Resolver] = {
    "session_id": forums.scope_of_session,
    "programme_id": forums.scope_of_programme,
}

#: views without a form token: they are authenticated by a signature instead
UNSIGNED_BY_FORM: tuple[Callable[..., Any], ...] = ()
