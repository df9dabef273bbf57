"""The stage's verbs as JSON: by name, with arguments checked before anything happens."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zoom_hooks.sim import (
    afterwards,
    captioning,
    deliveries,
    faults,
    hands,
    meetings,
    presence,
    registering,
    rooms,
    speech,
    waiting,
)
from zoom_hooks.sim.stage import Stage

_ACTS: tuple[Callable[..., object], ...] = (
    meetings.create_meeting,
    meetings.change_meeting,
    meetings.delete_meeting,
    meetings.start_meeting,
    meetings.end_meeting,
    registering.register,
    registering.withdraw,
    registering.withdraw_address,
    presence.participant_joins,
    presence.arrive,
    presence.participant_leaves,
    presence.rejoin,
    presence.remove_participant,
    presence.change_role,
    presence.bind_phone,
    presence.answer_survey,
    waiting.admit,
    waiting.put_in_waiting_room,
    waiting.wait_for_host,
    waiting.stop_waiting_for_host,
    waiting.join_before_host,
    rooms.enter_breakout_room,
    rooms.leave_breakout_room,
    hands.raise_hand,
    hands.lower_hand,
    hands.lower_all_hands,
    hands.react,
    hands.remove_reaction,
    speech.caption,
    speech.chat,
    speech.active_speaker,
    speech.chat_webhooks,
    speech.mute,
    speech.caption_quality,
    captioning.start_rtms,
    captioning.stop_rtms,
    captioning.pause_rtms,
    captioning.resume_rtms,
    captioning.cut_media,
    captioning.cut_stream,
    captioning.fail_over,
    captioning.limit_streams,
    captioning.nest_stream_events,
    afterwards.recording_ready,
    afterwards.transcript_ready,
    deliveries.repeat_webhooks,
    deliveries.hold_webhooks,
    deliveries.release_webhooks,
    deliveries.webhooks_at_once,
    deliveries.scatter_webhooks,
    deliveries.lose_webhooks,
    deliveries.send_raw,
    deliveries.sdk_line,
    faults.fault,
    faults.no_faults,
    faults.clock_skew,
)


class WrongUse(ValueError):
    """An unknown verb, or arguments that do not fit it. The message says which."""


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    act: Callable[..., object]
    parameters: Mapping[str, object]
    required: frozenset[str]
    promise: str


def check(name: object, arguments: Mapping[str, object]) -> Verb:
    """The verb of this name, when these arguments fit it; raises WrongUse otherwise."""
    verb = VERBS.get(name) if isinstance(name, str) else None
    if verb is None:
        raise WrongUse(f"unknown verb {name!r}; known are {', '.join(VERBS)}")
    unknown = sorted(set(arguments) - set(verb.parameters))
    if unknown:
        raise WrongUse(f"{verb.name} does not take {', '.join(unknown)}")
    missing = sorted(verb.required - set(arguments))
    if missing:
        raise WrongUse(f"{verb.name} needs {', '.join(missing)}")
    for key, value in arguments.items():
        if not _fits(value, verb.parameters[key]):
            raise WrongUse(f"{verb.name}: {key} has the wrong type")
    return verb


def perform(stage: Stage, name: object, arguments: Mapping[str, object]) -> object:
    """Check, then act; returns what the verb returns. Raises WrongUse, NoSuchThing or ApiError."""
    return check(name, arguments).act(stage, **arguments)


def _fits(value: object, wanted: object) -> bool:
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, choice) for choice in typing.get_args(wanted))
    if origin is typing.Literal:
        return value in typing.get_args(wanted)
    if wanted is type(None):
        return value is None
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15
    if isinstance(origin, type) and issubclass(origin, Mapping):
        of_values = typing.get_args(wanted)[1]
        return isinstance(value, dict) and (of_values is object or all(_fits(v, of_values) for v in value.values()))
    return isinstance(wanted, type) and isinstance(value, wanted)


def _verb(act: Callable[..., object]) -> Verb:
    signature = inspect.signature(act)
    hints = typing.get_type_hints(act)
    parameters = {key: hints[key] for key in signature.parameters if key != "stage"}
    required = frozenset(key for key in parameters if signature.parameters[key].default is inspect.Parameter.empty)
    return Verb(act.__name__, act, parameters, required, (act.__doc__ or act.__name__).strip().splitlines()[0])


VERBS: Mapping[str, Verb] = {act.__name__: _verb(act) for act in _ACTS}
