"""Wires that break, processes that are killed: every word of the meeting is stored once, or lies in a recorded gap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.captions import gaps
from companion.kernel.clocks import SystemClock
from companion.wiring import Wiring, wire
from tests import patience
from tests.conftest import empty, settings_in
from tests.intake.cut_evening import CutEvening

pytestmark = pytest.mark.req("LC-14")
CUTS, KILLS, ENOUGH = 100, 2, 50


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Wiring]:
    """An installation on each database, at the wall's time."""
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    wiring = wire(settings_in(tmp_path, url), clock=SystemClock())
    if request.param == "postgres":
        empty(wiring.engine)
    yield wiring
    wiring.close()


def check(evening: CutEvening) -> None:
    """Nothing is missing in silence, nothing is there twice, and it was put to the test."""
    stored = evening.words_stored()
    missing = [word for word in evening.said if word.number not in stored]
    assert evening.silent_holes() == []
    assert set(stored.values()) == {1}
    assert stored.keys() <= {word.number for word in evening.said}
    assert missing, "no word was ever lost, so nothing was proved"
    assert len(stored) > ENOUGH


@pytest.mark.parametrize("running", ["sqlite"], indirect=True)
def test_a_hundred_random_cuts_leave_no_silent_hole(running: Wiring) -> None:
    with CutEvening(running) as evening:
        evening.follow()
        evening.wait_until_heard()
        evening.cut_at_random(CUTS, seed=14)
        evening.end()
        check(evening)
        assert evening.false_gaps() == []
        assert len(evening.house.run(gaps.gaps_of, evening.session_id)) > CUTS / 10


def test_killed_followers_are_taken_over_from_and_leave_no_silent_hole(running: Wiring) -> None:
    """A gap may say too much here: words that were stored just before the kill, and not yet noted as heard."""
    with CutEvening(running) as evening:
        for _ in range(2):
            evening.follow()
        evening.wait_until_heard()
        for _ in range(KILLS):
            owner = evening.owner()
            evening.kill_whoever_follows()
            evening.follow()
            evening.wait_until_heard(more=ENOUGH // KILLS)
            patience.until(lambda owner=owner: evening.owner() not in (None, owner))  # type: ignore[misc]
        evening.end()
        check(evening)
