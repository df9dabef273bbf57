"""Decisions and actions: sealed, without a case or a name in them, with an end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from companion import purging
from companion.floor.tables import FloorNote
from companion.forums import outcomes
from companion.forums.tables import Outcome
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import BadInput, NotFound
from tests.house import House


@pytest.mark.req("BX-28")
def test_a_decision_is_kept_sealed_and_read_back_in_order(house: House, clock: ManualClock, tmp_path):
    session = house.forum_session(house.programme())
    item = house.first_item(session)
    house.run(outcomes.write, session, item_id=item, kind="decision", words="Publish the repairs figures monthly")
    clock.advance(timedelta(seconds=1))
    more = {"who": "Robin", "due_on": date(2027, 6, 3)}
    house.run(outcomes.write, session, item_id=None, kind="action", words="Send the figures", **more)
    first, second = house.run(outcomes.of_session, session)
    assert (first.kind, first.item_id, first.words) == ("decision", item, "Publish the repairs figures monthly")
    assert (second.who, second.due_on) == ("Robin", date(2027, 6, 3))
    for file in tmp_path.glob("companion.db*"):
        assert b"repairs figures" not in file.read_bytes()


@pytest.mark.req("LC-16")
@pytest.mark.parametrize("words", ["Look into complaint 202312345", "Mrs Khan writes", "Visit 12 Hill Road", "  "])
def test_minutes_name_no_case_and_nobody(house: House, words):
    session = house.forum_session(house.programme())
    with pytest.raises(BadInput):
        house.run(outcomes.write, session, item_id=None, kind="point", words=words)


def test_an_outcome_of_another_session_is_not_there(house: House):
    session, other = (house.forum_session(house.programme(name)) for name in ("One", "Two"))
    outcome = house.run(outcomes.write, session, item_id=None, kind="point", words="Good talk")
    with pytest.raises(NotFound):
        house.run(outcomes.remove, other, outcome)
    with pytest.raises(NotFound):
        house.run(outcomes.write, other, item_id=house.first_item(session), kind="point", words="Good talk")
    house.run(outcomes.remove, session, outcome)
    assert house.run(outcomes.of_session, session) == []


def test_outcomes_go_when_their_time_has_come(house: House, clock: ManualClock):
    session = house.forum_session(house.programme())
    house.run(outcomes.write, session, item_id=None, kind="point", words="Good talk")
    clock.advance(outcomes.KEPT + timedelta(days=6))
    assert purging.purge(house.wiring.runner)["decisions and actions"] == 0
    clock.advance(timedelta(days=2))
    assert purging.purge(house.wiring.runner)["decisions and actions"] == 1
    assert house.run(lambda uow: uow.db.scalars(select(Outcome)).all()) == []
    assert house.run(lambda uow: uow.db.scalars(select(FloorNote)).all()) == []
