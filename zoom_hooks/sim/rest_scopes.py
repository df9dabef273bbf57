"""What the account's app may do: a call whose scope its token lacks is refused, and the scope named."""

from __future__ import annotations

import re
from collections.abc import Collection

from zoom_hooks import scopes
from zoom_hooks.sim.registrations import ApiError

EVERY_SCOPE = frozenset(scopes.needed())
_PATTERNS = tuple((call, re.compile("/v2" + call.path.replace("{}", "[^/]+"))) for call in scopes.CALLS)


def check(granted: Collection[str], method: str, path: str) -> None:
    """Raises ApiError 4711 when the first call of the table that fits needs a scope that is not granted."""
    call = next((call for call, at in _PATTERNS if call.method == method and at.fullmatch(path)), None)
    if call is not None and not scopes.covers(granted, call.scope):
        user_level = call.scope.removesuffix(":admin")
        raise ApiError(400, 4711, f"Invalid access token, does not contain scopes:[{user_level}, {call.scope}].")
