"""The journal's own: taking back, what is not ours, and events as they are stored and read."""

from __future__ import annotations

from typing import Any, cast, get_args

import msgspec

from companion.floor.events.chairing import ChairingEvent
from companion.floor.events.hands import HandEvent
from companion.floor.events.interests import InterestEvent
from companion.floor.events.measured import MeasuredEvent
from companion.floor.events.meeting import MeetingEvent
from companion.floor.events.settings import SettingEvent
from companion.floor.events.turns import TurnEvent
from companion.floor.events.words import Event
from companion.kernel.ids import ParticipantId


class Undone(Event, frozen=True, tag="undone"):
    """The event numbered `target_seq` is taken as not having happened. Undoing an `undone` brings it back.

    When an end is undone, the time between the end and the undoing is not charged unless `charge_gap`.
    """

    target_seq: int
    charge_gap: bool = False


class Unrecognised(Event, frozen=True, tag="unrecognised"):
    """An event of another room, or of a later version. The floor takes no notice of it."""

    name: str = ""


AnyEvent = (
    HandEvent
    | TurnEvent
    | SettingEvent
    | ChairingEvent
    | MeetingEvent
    | MeasuredEvent
    | InterestEvent
    | Undone
    | Unrecognised
)


_TYPES: dict[str, type[Event]] = {kind.__struct_config__.tag: kind for kind in get_args(AnyEvent)}


class Recorded(msgspec.Struct, frozen=True):
    """An event as the journal holds it. `seq` has no gaps; `occurred_at_ms` is what its source says, `received_at_ms`
    is ours. Events of one command share the part of `idem_key` before its last slash."""

    seq: int
    idem_key: str
    occurred_at_ms: int
    received_at_ms: int
    event: AnyEvent
    actor_role: str = "chair"
    actor_id: ParticipantId | None = None
    source: str = "page"
    source_version: int | None = None

    @property
    def command(self) -> str:
        """What the events of one command have in common."""
        before, slash, _ = self.idem_key.rpartition("/")
        return before if slash else self.idem_key

    @property
    def version(self) -> int:
        """How new its source says it is: its own counter, or else its time."""
        return self.occurred_at_ms if self.source_version is None else self.source_version


def encode(event: Event) -> tuple[str, dict[str, Any]]:
    """The type and the JSON-ready payload under which the journal stores an event."""
    payload: dict[str, Any] = msgspec.to_builtins(event)
    return payload.pop("type"), payload


def decode(kind: str, payload: dict[str, Any]) -> AnyEvent:
    """The event stored under this type; `Unrecognised` for a type that is not the floor's.

    Raises msgspec.ValidationError when a known type has an impossible payload: the journal is damaged then.
    """
    known = _TYPES.get(kind)
    if known is None:
        return Unrecognised(name=kind)
    return cast(AnyEvent, msgspec.convert({**payload, "type": kind}, known))
