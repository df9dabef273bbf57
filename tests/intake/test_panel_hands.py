"""Hands that go up in Zoom: one row for one person, whichever pages saw them and whatever else they did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from companion.floor import chairing, panel_beats, service
from companion.floor.feeds import feeds_of
from companion.floor.journals import By, floor_of
from companion.floor.state import Request
from companion.intake.panel import hearing
from companion.intake.panel.claims import Batch, Claim
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.ids import ForumSessionId, PersonId
from companion.people import service as people
from companion.people.roles import Role
from companion.registration import participants
from companion.registration.tables import Participant, ParticipantAlias
from companion.wiring import Wiring
from tests.house import House
from tests.intake import deliveries
from tests.intake.deliveries import OCCURRENCE
from tests.intake.test_events import apply

CHAIR = By("chair", "page")


@pytest.fixture
def wiring(wiring_on_each: Wiring) -> Wiring:
    return wiring_on_each


@pytest.fixture
def house(wiring: Wiring) -> House:
    return House(wiring)


class Evening:
    """A meeting that runs with an item open, and two people who have our page open inside Zoom."""

    def __init__(self, house: House, clock: ManualClock) -> None:
        self.house, self.clock = house, clock
        programme = house.programme()
        self.session_id = ForumSessionId(house.forum_session(programme, starts_in=timedelta(0)))
        self.panels = [
            PersonId(house.account(Role.CHAIR, programme_id=programme)),
            PersonId(house.account(Role.STEWARD, programme_id=programme, name="Sam Field")),
        ]
        self.start = to_ms(house.now)
        apply(house, deliveries.started(self.start))
        house.run(chairing.next_item, self.session_id, {}, CHAIR, "open")

    def joins(self, number: str, **more: Any) -> None:
        apply(self.house, deliveries.joined(to_ms(self.house.now), number, **more))

    def says(self, *claims: Claim, panel: int = 0, meeting: str = OCCURRENCE, begins: bool = False) -> list[int]:
        batch = Batch(begins, True, claims)
        return self.house.run(hearing.heard, self.session_id, self.panels[panel], meeting, batch)  # type: ignore[no-any-return]

    def at(self, kind: Any, who: str, seconds: float | None = 0, *, nth: int = 0, name: str = "Zoom's name") -> Claim:
        """A claim about so many seconds after the start; None for now."""
        at_ms = None if seconds is None else self.start + int(seconds * 1000)
        return Claim(kind, who, at_ms, name, nth)

    @property
    def queue(self) -> list[Request]:
        return self.house.run(lambda uow: floor_of(uow, self.session_id).waiting())  # type: ignore[no-any-return]

    @property
    def up(self) -> set[str]:
        """Whose hands are in the queue, by Zoom's id for their connection; each once."""

        def names(uow: Any) -> dict[UUID, str]:
            return {one.participant_id: one.value for one in uow.db.query(ParticipantAlias)}

        rows, aliases = self.queue, self.house.run(names)
        assert len({row.participant_id for row in rows}) == len(rows)
        return {aliases[row.participant_id] for row in rows}

    def participants(self) -> int:
        return self.house.run(lambda uow: uow.db.query(Participant).count())  # type: ignore[no-any-return]


@pytest.fixture
def evening(house: House, clock: ManualClock) -> Evening:
    return Evening(house, clock)


def test_a_hand_in_zoom_is_a_row_and_lowered_it_is_gone(evening: Evening) -> None:
    evening.joins("7")
    evening.clock.advance(timedelta(seconds=20))
    evening.says(evening.at("up", "C7", 15))
    [row] = evening.queue
    assert row.sources == ("zoom",)
    assert row.raised_at_ms == evening.start + 15_000
    evening.says(evening.at("down", "C7", 18))
    assert evening.queue == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_pages_that_saw_the_same_hand_make_one_row(evening: Evening, order: tuple[int, int]) -> None:
    evening.joins("7")
    for panel in order:
        evening.says(evening.at("up", "C7"), panel=panel)
    assert len(evening.queue) == 1
    for panel in order:
        evening.says(evening.at("down", "C7", 1), panel=panel)
    assert evening.queue == []


def test_a_page_that_is_slow_does_not_raise_a_hand_again_that_went_down(evening: Evening) -> None:
    evening.joins("7")
    up, down = evening.at("up", "C7", 1), evening.at("down", "C7", 2)
    evening.says(up, down, panel=0)
    evening.says(up, panel=1)
    assert evening.queue == []
    evening.says(down, panel=1)
    assert evening.queue == []


def test_a_hand_up_down_and_up_within_one_second_stands(evening: Evening) -> None:
    """Zoom's times are whole seconds."""
    evening.joins("7")
    sent = (evening.at("up", "C7"), evening.at("down", "C7", nth=1), evening.at("up", "C7", nth=2))
    for panel in (0, 1):
        evening.says(*sent, panel=panel)
    assert len(evening.queue) == 1


def test_zoom_chat_and_the_button_are_one_hand_and_lowering_zooms_leaves_the_others(evening: Evening) -> None:
    evening.joins("7")
    evening.says(evening.at("up", "C7"))
    apply(evening.house, deliveries.chat(evening.start + 1000, "7", "m1", "hand"))
    [row] = evening.queue
    assert set(row.sources) == {"zoom", "chat"}
    evening.says(evening.at("down", "C7", 2))
    [row] = evening.queue
    assert row.sources == ("chat",)


def test_what_went_down_without_a_hand_was_another_reaction(evening: Evening) -> None:
    evening.joins("7")
    apply(evening.house, deliveries.chat(evening.start, "7", "m1", "hand"))
    before = evening.house.run(lambda uow: floor_of(uow, evening.session_id).seq)
    evening.says(evening.at("down", "C7", 1), evening.at("down", "C-nobody", 1))
    assert len(evening.queue) == 1
    assert evening.house.run(lambda uow: floor_of(uow, evening.session_id).seq) == before
    assert evening.participants() == 1


def test_a_registrants_two_devices_are_one_hand(evening: Evening, house: House) -> None:
    ann = house.person("Ann Whitlock", "ann@quay.example")
    house.registration(evening.session_id, ann, landlord_id=house.landlord())
    evening.joins("7", email="ann@quay.example")
    evening.joins("8", email="ann@quay.example")
    evening.says(evening.at("up", "C7"), evening.at("up", "C8", 1))
    assert len(evening.queue) == 1


def test_somebody_nobody_registered_has_a_hand_under_zooms_name_and_one_when_the_join_is_late(
    evening: Evening, house: House
) -> None:
    ann = house.person("Ann Whitlock", "ann@quay.example")
    house.registration(evening.session_id, ann, landlord_id=house.landlord())
    evening.says(evening.at("up", "C7", name="iPad of Ann"))
    assert len(evening.queue) == 1
    evening.joins("7", email="ann@quay.example")
    evening.says(evening.at("up", "C7", 1), panel=1)
    assert len(evening.queue) == 1
    assert evening.participants() == 1


def test_the_chairs_own_hand_waits_in_its_order(evening: Evening, house: House) -> None:
    evening.joins("7")
    evening.joins("1", email=house.run(people.sign_in_address, evening.panels[0]))
    evening.clock.advance(timedelta(seconds=5))
    evening.says(evening.at("up", "C7", 0), evening.at("up", "C1", 1))
    assert [row.raised_at_ms - evening.start for row in evening.queue] == [0, 1000]


def test_a_note_taking_program_has_no_hand(evening: Evening) -> None:
    join = deliveries.joined(evening.start, "9").replace(b"Guest 9", b"Otter.ai Notetaker")
    apply(evening.house, join)
    evening.says(evening.at("up", "C9"))
    assert evening.queue == []


def test_a_closed_list_holds_the_hand_and_it_is_told_again_when_it_opens(evening: Evening, house: House) -> None:
    evening.joins("7")
    house.run(chairing.perform, evening.session_id, "close_list", {}, by=CHAIR, key="close")
    assert evening.says(evening.at("speaks", "C7"), evening.at("up", "C7")) == [1]
    assert evening.queue == []
    house.run(chairing.perform, evening.session_id, "open_list", {}, by=CHAIR, key="open-again")
    assert evening.says(evening.at("up", "C7", None)) == []
    assert evening.says(evening.at("up", "C7", None), panel=1) == []
    assert len(evening.queue) == 1


def test_after_a_lost_line_what_is_sent_again_counts_once_and_what_is_old_waits_for_a_person(evening: Evening) -> None:
    evening.joins("7")
    evening.joins("8")
    first, second = evening.at("up", "C7", 1), evening.at("up", "C8", 2)
    evening.says(first)
    evening.clock.advance(timedelta(minutes=3))
    evening.says(first, second)
    assert len(evening.queue) == 1
    tray = evening.house.run(lambda uow: floor_of(uow, evening.session_id).tray)
    assert len(tray) == 1


def test_no_clock_of_the_clients_puts_anybody_in_front(evening: Evening) -> None:
    evening.joins("7")
    evening.joins("8")
    evening.clock.advance(timedelta(seconds=60))
    evening.says(evening.at("up", "C7", 60))
    evening.says(evening.at("up", "C8", 10_000))
    rows = {row.raised_at_ms - evening.start for row in evening.queue}
    assert rows == {60_000}
    assert evening.says(evening.at("down", "C8", 10_001)) == []
    assert len(evening.queue) == 1, "a time in the future is now, so what follows it is not old news"


def test_a_page_of_another_meeting_raises_no_hand(evening: Evening) -> None:
    evening.joins("7")
    with pytest.raises(hearing.OtherMeeting):
        evening.says(evening.at("up", "C7"), meeting="another==")
    assert evening.queue == []


def test_after_the_end_nothing_happens(evening: Evening) -> None:
    evening.joins("7")
    evening.house.run(service.session_ended, evening.session_id)
    assert evening.says(evening.at("up", "C7")) == []
    assert evening.queue == []


def test_who_comes_and_goes_is_for_webhooks_where_there_are_any(evening: Evening) -> None:
    evening.says(evening.at("joined", "C7"), evening.at("left", "C7", 1), evening.at("waits", "C8"))
    assert evening.participants() == 0


def test_without_webhooks_the_page_says_who_comes_and_goes(evening: Evening, wiring: Wiring) -> None:
    bare = replace(wiring.settings, webhook_secrets=())
    evening.house = House(replace(wiring, settings=bare, runner=replace(wiring.runner, settings=bare)))
    evening.says(evening.at("joined", "C7", 0, name="Sam Okoro"), evening.at("waits", "C8", 0, name="Jo Vale"))
    floor = evening.house.run(lambda uow: floor_of(uow, evening.session_id))
    assert [presence.is_here for presence in floor.presences.values()] == [True]
    evening.says(evening.at("left", "C7", 5))
    floor = evening.house.run(lambda uow: floor_of(uow, evening.session_id))
    assert [presence.is_here for presence in floor.presences.values()] == [False]


def test_the_chair_sees_whether_zooms_hands_reach_us(evening: Evening, house: House) -> None:
    def words() -> tuple[str, str]:
        feed = next(one for one in house.run(feeds_of, evening.session_id) if one.name == "hands")
        return feed.state, feed.words

    assert words() == ("off", "Zoom hands: not reaching us")
    evening.says(begins=True)
    assert words() == ("on", "Zoom hands: on")
    evening.joins("7")
    evening.says(evening.at("up", "C7"))
    assert words() == ("on", "Zoom hands: just now")
    evening.clock.advance(panel_beats.SILENT_AFTER + timedelta(seconds=5))
    assert words() == ("off", "Zoom hands: lost 40 s ago")
    evening.says(panel=1)
    assert words()[0] == "on"


def test_naming_nobody_the_highlight_is_measured_only_where_no_caption_stream_does_it(evening: Evening) -> None:
    evening.joins("7")
    evening.says(evening.at("speaks", "C7", 0))
    voices = evening.house.run(lambda uow: floor_of(uow, evening.session_id).voices)
    assert len(voices.changes) == 1


@pytest.mark.parametrize("seed", range(12))
def test_however_two_pages_send_it_zooms_hands_end_as_zoom_has_them(evening: Evening, seed: int) -> None:
    """One page saw all of it, the other from some moment on; each sends in order, in any batches, and again."""
    chance = Random(seed)
    sent: list[Claim] = []
    up: set[str] = set()
    for number in range(14):
        who, kind = chance.choice(("C1", "C2", "C3")), chance.choice(("up", "down"))
        sent.append(evening.at(kind, who, number // 3, nth=number))
        up = up | {who} if kind == "up" else up - {who}
    evening.clock.advance(timedelta(seconds=6))
    queues = [list(sent), sent[chance.randrange(14) :]]
    while any(queues):
        panel = chance.choice([number for number, queue in enumerate(queues) if queue])
        size = chance.randint(1, 4)
        batch, queues[panel] = queues[panel][:size], queues[panel][size:]
        for _ in range(chance.randint(1, 2)):
            evening.says(*batch, panel=panel)
    assert evening.up == up


def test_a_page_that_names_people_without_end_fills_no_database(
    evening: Evening, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.joins("1")
    monkeypatch.setattr(hearing, "MOST_PEOPLE", 3)
    evening.says(*(evening.at(kind, f"X{n}") for n in range(9) for kind in ("up", "speaks")))
    alone = replace(wiring.runner, settings=replace(wiring.settings, webhook_secrets=()))
    batch = Batch(False, True, tuple(evening.at("joined", f"Y{n}") for n in range(9)))
    alone.run(hearing.heard, evening.session_id, evening.panels[0], OCCURRENCE, batch)
    assert evening.house.run(participants.how_many, evening.session_id) == 3
    evening.says(evening.at("up", "C1"))
    assert len(evening.queue) == 3, "who is known is heard all the same"
