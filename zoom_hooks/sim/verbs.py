"""The stage's verbs as JSON: by name, with arguments checked before anything happens."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zoom_hooks.sim.stage import Stage

_NAMES = (
    "create_meeting",
    "change_meeting",
    "delete_meeting",
    "start_meeting",
    "end_meeting",
    "register",
    "withdraw",
    "participant_joins",
    "admit",
    "participant_leaves",
    "caption",
    "chat",
    "active_speaker",
    "start_rtms",
    "stop_rtms",
    "pause_rtms",
    "resume_rtms",
    "cut_media",
    "cut_stream",
    "fail_over",
    "transcript_ready",
    "repeat_webhooks",
    "hold_webhooks",
    "release_webhooks",
    "send_raw",
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


def _verb(name: str) -> Verb:
    act = getattr(Stage, name)
    signature = inspect.signature(act)
    hints = typing.get_type_hints(act)
    parameters = {key: hints[key] for key in signature.parameters if key != "self"}
    required = frozenset(key for key in parameters if signature.parameters[key].default is inspect.Parameter.empty)
    return Verb(name, act, parameters, required, (act.__doc__ or name).strip().splitlines()[0])


VERBS: Mapping[str, Verb] = {name: _verb(name) for name in _NAMES}
