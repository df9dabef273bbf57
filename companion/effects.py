"""What the outbox can do: letters by name, and effects in Zoom by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import sign_in

Compose = Callable[[Uow, dict[str, Any]], Letter | None]

LETTERS: dict[str, Compose] = {
    "people.sign_in": sign_in.compose_sign_in,
    "people.device_code": sign_in.compose_device_code,
}
