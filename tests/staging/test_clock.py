"""The evening's clock and pace say the same time, before and after it is put forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from companion.kernel.clocks import to_ms
from companion.staging.clock import EveningClock


def test_it_runs_with_the_wall_until_it_is_put_forward() -> None:
    wall = [1_800_000_000.0]
    clock = EveningClock(lambda: wall[0])
    wall[0] += 5
    assert clock.now() == datetime.fromtimestamp(1_800_000_005, UTC)


def test_put_forward_it_stands_there_and_runs_faster_as_the_pace_says() -> None:
    wall = [1_800_000_000.0]
    clock = EveningClock(lambda: wall[0])
    start = datetime(2027, 5, 25, 9, 57, tzinfo=UTC)
    pace = clock.put_forward(start, rate=30)
    assert clock.now() == start
    wall[0] += 2
    assert clock.now() == start + timedelta(minutes=1) == pace.at(datetime.fromtimestamp(wall[0], UTC))
    assert clock.real_at(to_ms(start + timedelta(minutes=90))) == 1_800_000_000.0 + 180
