"""What the items of a caption stream say about when its feeds reached us: from Zoom's language to ours. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from companion.captions.gaps import Feed
from companion.captions.listening import LOST, PAUSED, Break, Evidence, why_stopped
from zoom_hooks.rtms import (
    Caption,
    ChatMessage,
    Disconnected,
    Gap,
    Item,
    Paused,
    Resumed,
    StillConnected,
    StreamEnded,
)

FEEDS: tuple[Feed, ...] = ("transcript", "chat")
# A sentence is sent when it is over: one that was being said at a keep-alive may be lost with the line after it.
IN_FLIGHT_MS: dict[Feed, int] = {"transcript": 10_000, "chat": 0}


@dataclass
class Told:
    """What items told, feed by feed. `is_connected` is about captions; None when nothing was said about it."""

    is_paused: bool
    is_connected: bool | None = None
    happened: dict[Feed, list[Evidence | Break]] = field(default_factory=dict)

    def add(self, feed: Feed, *what: Evidence | Break) -> None:
        self.happened.setdefault(feed, []).extend(what)


def listened(items: Iterable[Item], *, is_paused: bool) -> Told:
    """Read items in order, from a stream that was paused before them or not.

    While a stream is paused its sockets stay open and keep-alives come; they are no sign that words would.
    """
    told = Told(is_paused)
    for item in items:
        if isinstance(item, Caption):
            told.is_paused, told.is_connected = False, True
            told.add("transcript", Evidence(item.start_ms, item.end_ms))
        elif isinstance(item, ChatMessage) and item.sent_ms is not None:
            told.add("chat", Evidence(item.sent_ms, item.sent_ms))
        elif isinstance(item, StillConnected) and not told.is_paused:
            told.is_connected = True if "transcript" in item.feeds else told.is_connected
            for feed in item.feeds:
                told.add(feed, Evidence(item.at_ms, item.at_ms - IN_FLIGHT_MS[feed]))
        elif isinstance(item, Gap):
            told.add(item.feed, Break(LOST))
            if item.to_ms is not None and not told.is_paused:
                told.add(item.feed, Evidence(item.to_ms, item.to_ms))
        elif isinstance(item, Disconnected):
            told.is_connected = False if "transcript" in item.feeds else told.is_connected
        else:
            _turned(told, item)
    return told


def _turned(told: Told, item: Item) -> None:
    """Somebody paused the stream, let it go on, or it ended."""
    if isinstance(item, Paused):
        told.is_paused = True
        for feed in FEEDS:
            told.add(feed, Break(PAUSED))  # not up to then: its media may have been lost, and not have come back yet
    elif isinstance(item, Resumed):
        told.is_paused = False
        for feed in FEEDS if item.at_ms is not None else ():
            told.add(feed, Evidence(item.at_ms or 0, item.at_ms or 0))
    elif isinstance(item, StreamEnded):
        until_ms = None if item.may_be_restarted else item.at_ms
        for feed in FEEDS:
            told.add(feed, Break(why_stopped(item.reason), until_ms))
