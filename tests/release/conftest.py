"""The office of these tests, on SQLite and on each database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.wiring import Wiring
from tests.house import House
from tests.release.office import Office


def without_hold(wiring: Wiring) -> Wiring:
    """The same installation, where nothing is held after approval."""
    settings = replace(wiring.settings, correction_days=0)
    return replace(wiring, settings=settings, runner=replace(wiring.runner, settings=settings))


@pytest.fixture
def office(house: House) -> Office:
    return Office(house)


@pytest.fixture
def office_on_each(house_on_each: House) -> Office:
    return Office(house_on_each)
