"""What the outbox can do: letters by name, and effects in Zoom by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from companion.intake import effects as zoom_effects
from companion.invitations import letters as invitation_letters
from companion.kernel.ids import DraftId, ForumSessionId
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.registration import letters as registration_letters
from companion.release import announcing, drafting, publishing
from companion.release import letters as release_letters
from companion.wiring import Wiring

Compose = Callable[[Uow, dict[str, Any]], Letter | None]

LETTERS: dict[str, Compose] = {
    "people.sign_in": sign_in.compose_sign_in,
    "people.device_code": sign_in.compose_device_code,
    "invitations.invitation": invitation_letters.compose_invitation,
    "registration.day_link": registration_letters.compose_day_link,
    "registration.waiting": registration_letters.compose_waiting,
    "registration.offer": registration_letters.compose_offer,
    "registration.received": registration_letters.compose_received,
    "registration.ended": registration_letters.compose_ended,
    "registration.on_hold": registration_letters.compose_on_hold,
    "registration.joining": registration_letters.compose_joining,
    "registration.contact_notice": registration_letters.compose_contact_notice,
    "registration.swap_wanted": registration_letters.compose_swap_wanted,
    "release.withdrawn": release_letters.compose_withdrawn,
    "release.out": announcing.compose_out,
}


def _zoom_registrant(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_effects.make_registrant_so(wiring.runner, wiring.zoom, payload)


def _release_draft(wiring: Wiring, payload: dict[str, Any]) -> None:
    drafting.make_draft_beside(wiring.runner, ForumSessionId(UUID(payload["session_id"])))


def _release_publish(wiring: Wiring, payload: dict[str, Any]) -> None:
    wiring.runner.run(publishing.publish_held, DraftId(UUID(payload["draft_id"])))


#: kind of effect → what performs it; it may be called twice for one effect and must then do no harm
EFFECTS: dict[str, Callable[[Wiring, dict[str, Any]], None]] = {
    "zoom.registrant": _zoom_registrant,
    "release.draft": _release_draft,
    "release.publish": _release_publish,
}


def perform(wiring: Wiring, kind: str, payload: dict[str, Any]) -> None:
    """Perform an effect. Raises KeyError for a kind that nobody knows, and whatever performing it raises."""
    EFFECTS[kind](wiring, payload)
