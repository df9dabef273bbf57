"""Events about caption streams: RTMS, whose payloads come flat or nested."""

from __future__ import annotations

from zoom_hooks.envelope import Envelope
from zoom_hooks.events import Event, StreamInterrupted, StreamsLimited, StreamStarted, StreamStopped
from zoom_hooks.reading_people import Reader
from zoom_hooks.wire import Fields


def _fields(e: Envelope) -> Fields:
    """RTMS payloads are flat in the reference, nested in some of Zoom's prose, or half of each: read all."""
    nested = {key: value for key, value in e.object.plain().items() if value is not None}
    return Fields({**e.payload.plain(), **nested}, "payload.")


def stream_started(e: Envelope) -> Event:
    f = _fields(e)
    return StreamStarted(
        e.occurred_at,
        e.account_id or f.id("account_id"),
        meeting_id=f.id("meeting_id"),
        meeting_uuid=f.required_id("meeting_uuid"),
        stream_id=f.required_id("rtms_stream_id"),
        server_url=_one_address(f.required_id("server_urls")),
        is_original_host=f.boolean("is_original_host"),
    )


def stream_interrupted(e: Envelope) -> Event:
    f = _fields(e)
    address = f.text("server_urls")
    return StreamInterrupted(
        e.occurred_at,
        e.account_id or f.id("account_id"),
        meeting_uuid=f.id("meeting_uuid"),
        stream_id=f.required_id("rtms_stream_id"),
        server_url=_one_address(address) if address is not None else None,
    )


def stream_stopped(e: Envelope) -> Event:
    f = _fields(e)
    return StreamStopped(
        e.occurred_at,
        e.account_id or f.id("account_id"),
        meeting_uuid=f.id("meeting_uuid"),
        stream_id=f.required_id("rtms_stream_id"),
        stop_reason=f.integer("stop_reason") if "stop_reason" in f else f.integer("reason"),
    )


def streams_limited(*, is_reached: bool) -> Reader:
    def read(e: Envelope) -> Event:
        f = _fields(e)
        return StreamsLimited(
            e.occurred_at,
            e.account_id or f.id("account_id"),
            is_reached=is_reached,
            streams=f.integer("concurrency_number"),
            meeting_uuid=f.object("id_field").id("meeting_uuid") or f.id("meeting_uuid"),
        )

    return read


def _one_address(addresses: str) -> str:
    """The address to connect to: Zoom's reference allows several, for different protocols, with commas between."""
    several = [one.strip() for one in addresses.split(",") if one.strip()]
    return next((one for one in several if one.startswith("wss://")), several[0] if several else addresses)
