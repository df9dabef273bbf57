"""Names stay behind one door: in no journal, no audit entry, no queue and no log, and what Zoom told lies sealed."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, text

from companion.floor.events import AnyEvent
from companion.kernel import log as logs
from companion.kernel.clocks import to_ms
from companion.kernel.tables import AuditEntry, InboxEvent, JournalEvent, OutboxEffect
from companion.wiring import Wiring
from companion.worker import Worker
from tests.house import House
from tests.intake import deliveries

CANARIES = ("Guest", "Whitlock", "ann@lindenquay", "Speak up about mould")
WORD = re.compile(r"[A-Za-z0-9_.:=+/-]{0,64}")
#: fields of events that are text: opaque words of Zoom's or ours, never a name
OPAQUE = {
    ("PresenceJoined", "connection"): "Zoom's id of one joining",
    ("PresenceLeft", "connection"): "Zoom's id of one joining",
    ("Unrecognised", "name"): "another room's event type; read, never written",
}


def is_nameless(kind: Any) -> bool:
    """Whether a field of that type cannot hold a name: ids, numbers, state words from a list, and groups of these."""
    if kind in (int, bool, type(None), UUID):
        return True
    supertype = getattr(kind, "__supertype__", None)
    if supertype is not None:
        return supertype is UUID
    if get_origin(kind) is Literal:
        return True
    inner = [part for part in get_args(kind) if part is not ...]
    return bool(inner) and all(map(is_nameless, inner))


def test_no_event_has_a_field_that_could_hold_a_name() -> None:
    texts = [
        (event.__name__, field.name)
        for event in get_args(AnyEvent)
        for field in msgspec.structs.fields(event)
        if not is_nameless(field.type)
    ]
    assert sorted(texts) == sorted(OPAQUE)


@pytest.fixture
def evening(wiring: Wiring, house: House) -> str:
    """An evening with people in it, told by Zoom with their names; what was logged meanwhile comes with it."""
    stream = io.StringIO()
    logs.configure(strict=True, stream=stream)
    session_id = house.forum_session(house.programme(), state="closed", starts_in=timedelta(minutes=5))
    landlord = house.landlord()
    house.registration(session_id, house.person(), landlord_id=landlord)
    start = to_ms(house.now)
    told = [
        deliveries.started(start),
        deliveries.joined(start + 1_000, "1", email="ann@lindenquay.example"),
        deliveries.joined(start + 2_000, "2"),
        deliveries.registered(start + 3_000, "r1", "Ann", "Whitlock", "ann@lindenquay.example", "Linden Quay Homes"),
        deliveries.chat(start + 4_000, "1", "m1", "hand up"),
        deliveries.chat(start + 5_000, "2", "m2", "Speak up about mould"),
        deliveries.left(start + 6_000, "2"),
        deliveries.ended(start + 7_000),
    ]
    for body in told:
        wiring.inbox.store(body, source="zoom", now=house.now)
    Worker(wiring).drain()
    states = wiring.runner.read(lambda uow: set(uow.db.scalars(select(InboxEvent.state))))
    assert states == {"done"}
    return stream.getvalue()


def test_after_an_evening_no_journal_audit_or_queue_holds_a_name(wiring: Wiring, evening: str) -> None:
    rows = wiring.runner.run(
        lambda uow: [
            {column.name: getattr(row, column.name) for column in row.__table__.columns}
            for table in (JournalEvent, AuditEntry, OutboxEffect)
            for row in uow.db.scalars(select(table))
        ]
    )
    assert len(rows) > 5
    whole = json.dumps(rows, default=str, ensure_ascii=False)
    assert [canary for canary in CANARIES if canary.lower() in whole.lower()] == []


def test_the_journals_words_are_ids_and_state_words(wiring: Wiring, evening: str) -> None:
    payloads = wiring.runner.run(lambda uow: list(uow.db.scalars(select(JournalEvent.payload))))
    words = [value for payload in payloads for value in payload.values() if isinstance(value, str)]
    assert words
    assert [word for word in words if not WORD.fullmatch(word)] == []


def test_what_zoom_told_lies_sealed_in_the_database(wiring: Wiring, evening: str, tmp_path: Path) -> None:
    with wiring.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    for file in tmp_path.glob("companion.db*"):
        content = file.read_bytes()
        assert b"Guest" not in content, file.name
        assert b"Speak up about mould" not in content, file.name


def test_nothing_logged_names_anybody(wiring: Wiring, evening: str) -> None:
    assert [canary for canary in CANARIES if canary.lower() in evening.lower()] == []
