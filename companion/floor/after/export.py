"""The journal of a forum session as a file: JSON lines of ids, numbers and state words, with a digest (I13, case 51).

Replayed anywhere by the same reducer it gives the same state, and a short hash says so (case 78). Notes and names are
not in the journal and so not in the file; the keys of commands are replaced by numbers, for some of them hold ids of
Zoom's messages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from companion.floor.events import Recorded, decode, encode
from companion.floor.reducer import replay
from companion.floor.state import Floor
from companion.kernel.ids import ParticipantId

FORMAT = "forum-companion floor log"
VERSION = 1


class UnreadableLog(ValueError):
    """A file that is no log of ours, or was altered. The message is one sentence that says where."""


class Checked(msgspec.Struct, frozen=True):
    """A log as it was replayed: whose it is, how many events, its state's hash and the one that the file states."""

    session_id: str
    events: int
    state: str
    stated: str
    floor: Floor

    @property
    def is_same(self) -> bool:
        return self.state == self.stated


def export(session_id: UUID, log: Iterable[Recorded]) -> bytes:
    """The file: a head, one line per event in order, and a last line with the digest of all before it."""
    records = tuple(log)
    commands: dict[str, int] = {}
    lines = [_line({"format": FORMAT, "version": VERSION, "forum_session": str(session_id), "events": len(records)})]
    for one in records:
        kind, payload = encode(one.event)
        number = commands.setdefault(one.command, len(commands) + 1)
        lines.append(
            _line(
                {
                    "seq": one.seq,
                    "command": number,
                    "type": kind,
                    "occurred_at_ms": one.occurred_at_ms,
                    "received_at_ms": one.received_at_ms,
                    "by": one.actor_role,
                    "by_id": str(one.actor_id) if one.actor_id else None,
                    "source": one.source,
                    "source_version": one.source_version,
                    "payload": payload,
                }
            )
        )
    body = "".join(lines)
    return (body + _line({"sha256": sha256(body.encode()).hexdigest(), "state": state_hash(replay(records))})).encode()


def read(data: bytes) -> Checked:
    """Replay a file. Raises UnreadableLog when it is none of ours, is cut short, or was altered."""
    try:
        lines = data.decode("utf-8").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        raise UnreadableLog("This is not a text file in UTF-8.") from error
    if len(lines) < 2:
        raise UnreadableLog("This file is too short to be a log of the floor.")
    head, tail = _object(lines[0], 1), _object(lines[-1], len(lines))
    if head.get("format") != FORMAT or head.get("version") != VERSION:
        raise UnreadableLog("Line 1: this is not a log of the floor, or one of a later version.")
    if tail.get("sha256") != sha256("".join(lines[:-1]).encode()).hexdigest():
        raise UnreadableLog(f"Line {len(lines)}: the digest does not fit; the file was altered or cut short.")
    records = tuple(_recorded(_object(line, number), number) for number, line in enumerate(lines[1:-1], start=2))
    if [one.seq for one in records] != list(range(1, len(records) + 1)) or head.get("events") != len(records):
        raise UnreadableLog("The events are not numbered from 1 without a gap.")
    floor = replay(records)
    return Checked(str(head.get("forum_session")), len(records), state_hash(floor), str(tail.get("state")), floor)


def state_hash(floor: Floor) -> str:
    """A short name for everything the screens may depend on: equal exactly when the states are."""
    return sha256(json.dumps(_plain(floor.view()), separators=(",", ":")).encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    """The value as JSON, the same for equal values whatever the order in which a mapping was filled."""
    if isinstance(value, msgspec.Struct):
        fields = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
        return [type(value).__name__, fields]
    if isinstance(value, Mapping):
        pairs = [[_plain(key), _plain(inner)] for key, inner in value.items()]
        return sorted(pairs, key=lambda pair: json.dumps(pair[0]))
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(inner) for inner in value), key=json.dumps)
    return str(value) if isinstance(value, UUID) else value


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=True) + "\n"


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise UnreadableLog(f"Line {number}: this is not JSON.") from error
    if not isinstance(found, dict):
        raise UnreadableLog(f"Line {number}: this is not a JSON object.")
    return found


def _recorded(line: dict[str, Any], number: int) -> Recorded:
    try:
        by_id = line["by_id"]
        return Recorded(
            _number(line["seq"]),
            f"{_number(line['command'])}/{number}",
            _number(line["occurred_at_ms"]),
            _number(line["received_at_ms"]),
            decode(str(line["type"]), dict(line["payload"])),
            actor_role=str(line["by"]),
            actor_id=ParticipantId(UUID(by_id)) if by_id else None,
            source=str(line["source"]),
            source_version=None if line["source_version"] is None else _number(line["source_version"]),
        )
    except (KeyError, TypeError, ValueError, msgspec.ValidationError) as error:
        raise UnreadableLog(f"Line {number}: this is not an event of the floor.") from error


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value
