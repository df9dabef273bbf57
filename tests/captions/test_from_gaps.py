"""An installation that kept gaps keeps, from 0014 on, what lay between them; the gaps come out as they were."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text

from companion import migrations
from companion.captions import gaps
from tests.captions.test_service import T0, Evening, cue
from tests.house import House


@pytest.mark.req("LC-14")
def test_gaps_that_were_kept_before_are_gaps_still(house: House) -> None:
    evening = Evening(house)
    evening.hear(cue(0, "first"), cue(600_000, "last"))
    engine = house.wiring.engine
    migrations.downgrade(engine, "0013")
    with engine.begin() as connection:
        insert = text("INSERT INTO captions_gap VALUES (:id, :session, :since, :until, 'interrupted', NULL)")
        for since, until in ((60_000, 120_000), (300_000, 330_000)):
            values = {"id": uuid4().hex, "session": evening.session_id.hex, "since": T0 + since, "until": T0 + until}
            connection.execute(insert, values)
    migrations.upgrade(engine)
    found = house.run(gaps.gaps_of, evening.session_id)
    assert [(gap.from_ms - T0, (gap.until_ms or 0) - T0) for gap in found[:2]] == [
        (60_000, 120_000),
        (300_000, 330_000),
    ]
