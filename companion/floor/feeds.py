"""Which feeds of a meeting are alive and when each was last heard, in words for the chair and the steward."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from companion.captions.liveness import Heard, heard_of
from companion.floor.events import HandLowered, HandRaised, PresenceJoined, PresenceLeft
from companion.floor.journals import look, now_ms
from companion.floor.panel_beats import SILENT_AFTER, panel_heard
from companion.floor.state import Floor
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow

SILENT_MS = 60_000  # without captions for so long, while somebody has the floor, something is wrong
JUST_NOW_MS = 10_000
NOT_HEARD = {
    "interrupted": "cut off",
    "paused": "paused in Zoom",
    "refused": "refused by Zoom",
    "revoked": "stopped in Zoom",
}


class Feed(Struct, frozen=True):
    """One feed. `state` is `on`, `quiet` (known, and nothing lately) or `off`; `words` are short, for one line."""

    name: str
    state: str
    words: str


def feeds_of(uow: Uow, session_id: UUID) -> tuple[Feed, ...]:
    """The feeds of a forum session as they stand now. Raises NotFound."""
    floor = look(uow, session_id)
    heard = heard_of(uow, ForumSessionId(session_id))
    settings = uow.settings
    panel = panel_heard(uow, session_id)
    return feeds(
        floor,
        heard,
        now_ms(uow, session_id),
        has_webhooks=bool(settings.webhook_secrets),
        panel_silent=None if panel is None else max(uow.now - panel, timedelta()),
    )


def feeds(
    floor: Floor, heard: Heard, at_ms: int, *, has_webhooks: bool, panel_silent: timedelta | None = None
) -> tuple[Feed, ...]:
    """Zoom's own events, captions, chat and Zoom's hands, in this order.

    `panel_silent` is for how long no page inside Zoom has been heard; None when there was none.
    """
    comings = _last(floor, (PresenceJoined, PresenceLeft))
    hands = _last(floor, (HandRaised, HandLowered))
    zoom = Feed("zoom", "on", f"Zoom: {_ago(at_ms, comings)}") if comings is not None else None
    return (
        zoom or (Feed("zoom", "quiet", "Zoom: quiet") if has_webhooks else Feed("zoom", "off", "Zoom: off")),
        _captions(floor, heard, at_ms),
        Feed("chat", "on", f"Chat: {_ago(at_ms, heard.chat_ms)}")
        if heard.chat_ms is not None
        else Feed("chat", "quiet" if heard.stream else "off", "Chat: quiet" if heard.stream else "Chat: off"),
        _hands(at_ms, hands, panel_silent),
    )


def _hands(at_ms: int, last_ms: int | None, panel_silent: timedelta | None) -> Feed:
    """A page inside Zoom that is open hears hands whether one goes up or not; once it was, its silence is a loss."""
    if panel_silent is not None and panel_silent <= SILENT_AFTER:
        return Feed("hands", "on", "Zoom hands: on" if last_ms is None else f"Zoom hands: {_ago(at_ms, last_ms)}")
    if panel_silent is not None:
        return Feed("hands", "off", f"Zoom hands: lost {_ago(int(panel_silent / timedelta(milliseconds=1)), 0)}")
    if last_ms is not None:
        return Feed("hands", "on", f"Zoom hands: {_ago(at_ms, last_ms)}")
    return Feed("hands", "off", "Zoom hands: not reaching us")


def _captions(floor: Floor, heard: Heard, at_ms: int) -> Feed:
    if heard.stream is None and heard.caption_ms is None:
        return Feed("captions", "off", "Captions: off")
    if heard.stream == "ended" and floor.state in ("live", "paused"):
        return Feed("captions", "off", "Captions: stopped")
    if heard.stream in NOT_HEARD:
        return Feed("captions", "off", f"Captions: {NOT_HEARD[heard.stream]}")
    if heard.caption_ms is None:
        return Feed("captions", "quiet", "Captions: quiet")
    turn = floor.speaking
    talks = turn is not None and turn.open_since_ms is not None and at_ms - turn.open_since_ms > SILENT_MS
    is_quiet = talks and at_ms - heard.caption_ms > SILENT_MS
    return Feed("captions", "quiet" if is_quiet else "on", f"Captions: {_ago(at_ms, heard.caption_ms)}")


def _last(floor: Floor, kinds: tuple[type, ...]) -> int | None:
    """When Zoom last told us something of these kinds."""
    told = (one for one in reversed(floor.log) if one.source == "zoom" and isinstance(one.event, kinds))
    return next((one.received_at_ms for one in told), None)


def _ago(at_ms: int, then_ms: int | None) -> str:
    gone = max(at_ms - (then_ms or 0), 0)
    if gone < JUST_NOW_MS:
        return "just now"
    return f"{gone // 1000} s ago" if gone < 90_000 else f"{gone // 60_000} min ago"
