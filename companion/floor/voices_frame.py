"""What the chair's frame says of the measurements: suggestions with the step each offers, and estimates, called so."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from companion.floor import flagging, measuring
from companion.floor.flagging import Flag
from companion.floor.state import Floor
from companion.kernel.ids import ParticipantId

Frame = dict[str, Any]
Named = Callable[[ParticipantId], str]
HALF_AN_HOUR_MS = 30 * 60_000
WORTH_TELLING_MS = 30_000


def voices_frame(floor: Floor, named: Named, hosts: Container[ParticipantId], now_ms: int) -> Frame:
    """`flags`, each from a moment on that may be ahead; `estimated`, of this item or of the last half hour of it."""
    return {
        "flags": [_flag(floor, named, flag) for flag in flagging.flags(floor, now_ms, hosts)],
        "estimated": _estimated(floor, hosts, now_ms),
    }


def _flag(floor: Floor, named: Named, flag: Flag) -> Frame:
    name = named(flag.participant_id)
    turn = floor.turns.get(flag.turn_id) if flag.turn_id is not None else None
    holder = named(turn.participant_id) if turn is not None else ""
    since = str(flag.since_ms)
    step: dict[str, str] | None = None
    label = ""
    if flag.name == "first_words":
        words, label = f"{name} is speaking already.", "Start from the first word"
        step = {"step": "start", "since_ms": since}
    elif flag.name == "other_voice":
        words = f"{holder} has the floor, and {name} is speaking."
    elif flag.name == "silent":
        words = f"{holder} has not been heard for a while, and {name} is speaking."
        step, label = {"step": "end"}, "End the turn"
    else:
        words, label = f"{name} is speaking without the floor.", f"Give {name.split(' ')[0]} the floor"
        step = {"step": "give_floor", "participant_id": str(flag.participant_id), "since_ms": since}
    return {
        "name": flag.name,
        "words": words,
        "step": step,
        "label": label,
        "from_ms": flag.from_ms,
        "until_ms": flag.until_ms,
    }


def _estimated(floor: Floor, hosts: Container[ParticipantId], now_ms: int) -> Frame | None:
    """What was said without the floor and how often people spoke at once, of nobody in particular; None for little."""
    item = floor.items.get(floor.item_id) if floor.item_id is not None else None
    if item is None or (not floor.voices.changes and not floor.voices.captions):
        return None
    since_ms = max(item.openings[-1][0], now_ms - HALF_AN_HOUR_MS)
    spoken = measuring.without_floor(floor, since_ms, now_ms, hosts)
    total_ms = sum(spoken.values())
    overlaps = measuring.overlaps(floor.voices, since_ms, now_ms)
    landlords = len({home for who in spoken if (home := floor.known.get(who)) is not None})
    parts = []
    if total_ms >= WORTH_TELLING_MS:
        minutes = max(round(total_ms / 60_000), 1)
        by = f" by {landlords} landlord{'s' if landlords != 1 else ''}" if landlords else ""
        parts.append(f"about {minutes} min spoken without the floor{by}")
    if overlaps:
        parts.append(f"{overlaps} time{'s' if overlaps != 1 else ''} two people at once")
    if not parts:
        return None
    return {
        "ms": total_ms,
        "landlords": landlords,
        "overlaps": overlaps,
        "words": f"Estimated: {' · '.join(parts)}",
    }
