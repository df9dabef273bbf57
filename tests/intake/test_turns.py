"""Two processes that write to one meeting: one after the other, by the database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from companion.intake import turns as meeting_turns
from companion.intake.turns import LASTS, MeetingTurns
from companion.kernel import turns
from companion.kernel.clocks import ManualClock
from tests.house import House
from zoom_hooks.errors import ZoomUnavailable

MEETING = "91234567890"


def test_writes_of_several_processes_follow_one_another(house_on_each: House) -> None:
    """Each has a `MeetingTurns` of its own, as each process has; only the database is common to them."""
    inside = most = 0
    guard = threading.Lock()

    def write(_: int) -> None:
        nonlocal inside, most
        with MeetingTurns(house_on_each.wiring.runner).turn(MEETING):
            with guard:
                inside += 1
                most = max(most, inside)
            threading.Event().wait(0.01)
            with guard:
                inside -= 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    assert most == 1
    assert house_on_each.run(turns.take, "other", "me", lasts=LASTS), "nothing is left behind"


def test_another_meeting_is_not_waited_for(house: House) -> None:
    one, other = MeetingTurns(house.wiring.runner), MeetingTurns(house.wiring.runner)
    with one.turn(MEETING), other.turn("92222222222"):
        pass


def test_whoever_died_holds_up_nobody_for_long(house_on_each: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_turns, "_TRIES", 2)
    clock: ManualClock = house_on_each.wiring.runner.clock  # type: ignore[assignment]
    dead = MeetingTurns(house_on_each.wiring.runner).turn(MEETING)
    dead.__enter__()
    with pytest.raises(ZoomUnavailable) as caught, MeetingTurns(house_on_each.wiring.runner).turn(MEETING):
        pass
    assert not caught.value.outcome_unknown, "nothing was asked of Zoom"
    clock.advance(LASTS + timedelta(seconds=1))
    with MeetingTurns(house_on_each.wiring.runner).turn(MEETING):
        dead.__exit__(None, None, None)
        assert not house_on_each.run(turns.take, _only_name(house_on_each), "third", lasts=LASTS), (
            "the dead one's late word does not end another's turn"
        )


def _only_name(house: House) -> str:
    from sqlalchemy import select

    from companion.kernel.tables import Turn

    return str(house.run(lambda uow: uow.db.scalars(select(Turn.name)).one()))
