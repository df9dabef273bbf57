"""Links to click: as many as the play has got to."""

from __future__ import annotations

from companion.demo.cast import ADMINISTRATOR, cast
from companion.demo.showing import links_so_far
from companion.people import service as people
from tests.house import House


def test_a_play_that_was_cut_short_shows_the_links_it_has(house: House) -> None:
    assert house.run(links_so_far, cast()) == []
    house.run(people.create_account, ADMINISTRATOR.name, ADMINISTRATOR.email)
    ((who, path),) = house.run(links_so_far, cast())
    assert who == f"The administrator: {ADMINISTRATOR.name}"
    assert path.startswith("/sign-in/")
