"""What is remembered of a floor between transactions: only what is committed, for a reader only what it may see."""

from __future__ import annotations

from typing import Any

import pytest

from companion.floor import journals, rules
from companion.floor.journals import By, act, floor_of, look
from companion.floor.participants import add
from companion.kernel.ids import ForumSessionId, ParticipantId
from companion.kernel.uow import Uow
from companion.wiring import Wiring
from tests.floor.evening import uid
from tests.house import House

CHAIR = By("chair")


@pytest.fixture
def session_id(wiring_on_each: Wiring) -> ForumSessionId:
    house = House(wiring_on_each)
    made = ForumSessionId(house.forum_session(house.programme(), state="open"))
    house.run(press, made, "start", rules.start_session)
    return made


def press(uow: Uow, session_id: ForumSessionId, key: str, rule: Any) -> int:
    return act(uow, session_id, lambda floor, _: rule(floor), by=CHAIR, key=key).seq


def test_what_was_rolled_back_is_not_remembered(wiring_on_each: Wiring, session_id: ForumSessionId) -> None:
    def fails(uow: Uow) -> None:
        press(uow, session_id, "close", rules.close_list)
        assert not look(uow, session_id).is_list_open
        raise RuntimeError("the use-case failed afterwards")

    with pytest.raises(RuntimeError):
        wiring_on_each.runner.run(fails)
    wiring_on_each.runner.run(press, session_id, "pause", rules.pause_session)
    floor = wiring_on_each.runner.read(look, session_id)
    assert (floor.is_list_open, floor.state) == (True, "paused")


def test_a_reader_from_before_the_last_change_reads_no_event_again(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(wiring)
    session_id = ForumSessionId(house.forum_session(house.programme(), state="open"))
    house.run(press, session_id, "start", rules.start_session)
    wiring.runner.read(look, session_id)
    with wiring.runner.reading() as early:
        early.db.connection()
        assert journals.journals.head(early.db, session_id) == 1  # the snapshot that it reads from stands
        house.run(press, session_id, "close", rules.close_list)
        assert wiring.runner.read(look, session_id).seq == 2
        monkeypatch.setattr(journals, "replay", lambda _: pytest.fail("the whole journal was read again"))
        assert look(early, session_id).is_list_open
    assert not wiring.runner.read(look, session_id).is_list_open


def test_an_act_sees_what_this_transaction_did_before(wiring_on_each: Wiring, session_id: ForumSessionId) -> None:
    def both(uow: Uow) -> list[int]:
        known = ParticipantId(add(uow, session_id, "A caller"))
        first = act(
            uow,
            session_id,
            lambda floor, now_ms: rules.raise_hand(
                floor, known, request_id=uid("r"), source="page", occurred_at_ms=now_ms, received_at_ms=now_ms
            ),
            by=CHAIR,
            key="hand",
        )
        again = act(uow, session_id, lambda *_: pytest.fail("decided twice"), by=CHAIR, key="hand")
        closed = press(uow, session_id, "close", rules.close_list)
        return [first.seq, again.seq, closed, floor_of(uow, session_id).seq]

    assert wiring_on_each.runner.run(both) == [2, 2, 3, 3]
    assert wiring_on_each.runner.read(look, session_id).seq == 3
