"""What should be so in Zoom is made so; looked up when it is performed, so that repeating an effect does no harm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.kernel.ids import RegistrationId
from companion.kernel.uow import Runner
from companion.registration import zoom as wishes
from zoom_hooks.errors import ZoomNotFound
from zoom_hooks.rest import NewRegistrant, ZoomApi

ACTIONS = {"approved": "approve", "cancelled": "cancel", "denied": "deny"}


def make_registrant_so(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Bring one registrant of Zoom to the state that we want. Without a Zoom account there is nothing to do.

    Raises ZoomError when Zoom does not answer or refuses; the outbox tries again, at Zoom's time where it gave one.
    """
    registration_id = RegistrationId(UUID(payload["registration_id"]))
    wish = runner.read(wishes.wanted, registration_id)
    if zoom is None or wish is None or wish.wanted == wish.state or wish.wanted == "pending":
        return
    if wish.zoom_registrant_id is None:
        if wish.wanted == "approved":
            _add(runner, zoom, registration_id, wish)
        return
    try:
        zoom.set_registrant_status(
            wish.meeting_id,
            ACTIONS[wish.wanted],  # type: ignore[arg-type]
            [(wish.zoom_registrant_id, wish.email)],
        )
    except ZoomNotFound:
        if wish.wanted == "approved":
            raise
    join_url = _join_url(zoom, wish) if wish.wanted == "approved" else None
    runner.run(wishes.told, registration_id, state=wish.wanted, join_url=join_url)


def _add(runner: Runner, zoom: ZoomApi, registration_id: RegistrationId, wish: wishes.ZoomWish) -> None:
    """Register somebody in Zoom. An earlier try may have reached Zoom unheard, so the lists are read first."""
    for status in ("approved", "pending"):
        for known in zoom.registrants(wish.meeting_id, status):
            if (known.email or "").casefold() == wish.email.casefold() and known.id is not None:
                if status == "pending":
                    zoom.set_registrant_status(wish.meeting_id, "approve", [(known.id, wish.email)])
                    known_url = _join_url(zoom, wish, known.id)
                else:
                    known_url = known.join_url
                runner.run(wishes.told, registration_id, state="approved", registrant_id=known.id, join_url=known_url)
                return
    added = zoom.add_registrant(
        wish.meeting_id,
        NewRegistrant(
            first_name=wish.first_name,
            last_name=wish.last_name,
            email=wish.email,
            org=wish.landlord_name or "",
            auto_approve=True,
        ),
    )
    runner.run(
        wishes.told, registration_id, state="approved", registrant_id=added.registrant_id, join_url=added.join_url
    )


def _join_url(zoom: ZoomApi, wish: wishes.ZoomWish, registrant_id: str | None = None) -> str | None:
    """The personal link of an approved registrant, which Zoom shows in its list."""
    wanted = registrant_id or wish.zoom_registrant_id
    return next((row.join_url for row in zoom.registrants(wish.meeting_id, "approved") if row.id == wanted), None)
