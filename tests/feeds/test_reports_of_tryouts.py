"""Zoom's report of a meeting's number may be that of a try-out: its people were not in the session."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import func, select

from companion.forums.tables import ForumSession
from companion.intake.reporting import read_report
from companion.kernel.clocks import ManualClock
from companion.kernel.uow import Uow
from companion.registration.desk_tables import Report
from companion.registration.tables import Registration, Stay
from tests.house import House
from zoom_hooks import rest
from zoom_hooks.rest import ZoomApi


def report_of(joined_at: datetime) -> ZoomApi:
    stay = rest.Stay("7", "R7", joined_at, joined_at + timedelta(minutes=10), "Ann Whitlock", None)
    return cast(ZoomApi, SimpleNamespace(reported_participants=lambda _meeting: (stay,)))


@pytest.mark.req("PP-05")
@pytest.mark.parametrize(("hours_before", "stays"), [(5.0, 0), (0.5, 1)])
def test_by_the_meetings_number_only_who_was_there_from_the_doors_on_is_taken_in(
    house: House, clock: ManualClock, hours_before: float, stays: int
) -> None:
    session_id = house.forum_session(house.programme(), state="ended", starts_in=timedelta(hours=6))
    ann = house.registration(session_id, house.person(), landlord_id=house.landlord())

    def known(uow: Uow) -> datetime:
        uow.db.get_one(Registration, ann).zoom_registrant_id = "R7"
        uow.db.add(Report(forum_session_id=session_id, asks=1, listed=0, added=0, asked_at=uow.now))
        return uow.db.get_one(ForumSession, session_id).starts_at

    starts_at = house.run(known)
    clock.advance(timedelta(hours=8))
    zoom = report_of(starts_at - timedelta(hours=hours_before))
    read_report(house.wiring.runner, zoom, {"session_id": str(session_id)})
    assert house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(Stay))) == stays
