"""Zoom's caption stream (RTMS): what is said, written and who speaks, as it happens."""

from zoom_hooks.rtms.follow import Signal, follow
from zoom_hooks.rtms.items import (
    ActiveSpeaker,
    Caption,
    ChatMessage,
    Connected,
    Disconnected,
    Feed,
    FeedRefused,
    Gap,
    Item,
    Joined,
    Left,
    Paused,
    Resumed,
    Sink,
    StillConnected,
    StreamEnded,
    StreamRefused,
)
from zoom_hooks.rtms.messages import AppCredentials
from zoom_hooks.rtms.sockets import Timings

__all__ = [
    "ActiveSpeaker",
    "AppCredentials",
    "Caption",
    "ChatMessage",
    "Connected",
    "Disconnected",
    "Feed",
    "FeedRefused",
    "Gap",
    "Item",
    "Joined",
    "Left",
    "Paused",
    "Resumed",
    "Signal",
    "Sink",
    "StillConnected",
    "StreamEnded",
    "StreamRefused",
    "Timings",
    "follow",
]
