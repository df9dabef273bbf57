"""Structured logs that outlive consent: an event is a constant phrase, its fields are ids and numbers.

Only field names on the list below are written. Anything else is dropped and counted; with `strict` (tests) it raises,
so that a name, an address or a caption never reaches a log by way of a new field.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

ALLOWED = frozenset(
    (
        "event",
        "level",
        "timestamp",
        "logger",
        "request_id",
        "event_id",
        "event_type",
        "effect_id",
        "effect_kind",
        "forum_session_id",
        "landlord_id",
        "person_id",
        "registration_id",
        "participant_id",
        "programme_id",
        "draft_id",
        "release_id",
        "stream_id",
        "meeting_id",
        "method",
        "route",
        "status",
        "duration_ms",
        "attempts",
        "count",
        "code",
        "error_type",
        "seq",
        "fence",
        "reason",
        "worker",
        "kind",
        "state",
        "dropped_fields",
        "port",
        "database",
        "role",
        "action",
    )
)


class PersonalField(Exception):
    """A log call used a field that is not on the list (raised in tests only)."""


def configure(*, strict: bool = False, stream: TextIO | None = None) -> None:
    """Log JSON lines to stderr (or `stream`)."""

    def only_allowed(_logger: Any, _name: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        foreign = [key for key in fields if key not in ALLOWED]
        if foreign and strict:
            raise PersonalField(f"log fields not on the list: {sorted(foreign)}")
        for key in foreign:
            del fields[key]
        if foreign:
            fields["dropped_fields"] = len(foreign)
        return {key: _plain(value) for key, value in fields.items()}

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries log URLs and addresses; only their warnings pass, and not their arguments' values at debug level.
    logging.basicConfig(level=logging.WARNING, force=True, stream=stream or sys.stderr)


def _plain(value: Any) -> Any:
    """Numbers and short words as they are; anything else as text without control characters (log injection)."""
    if isinstance(value, bool | int | float) or value is None:
        return value
    return "".join(character if character.isprintable() else "�" for character in str(value))[:200]


log: structlog.stdlib.BoundLogger = structlog.get_logger()
