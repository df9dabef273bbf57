"""People who are not only in the meeting's main room: breakout rooms, the wait for the host, telephones, hosts."""

from __future__ import annotations

from itertools import permutations
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from companion.captions import asking
from companion.captions.streams import Claim
from companion.floor import chairing
from companion.floor.journals import By, floor_of
from companion.intake import elsewhere
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId, ParticipantId, new_id
from companion.people.roles import Role
from companion.registration import door_views
from companion.registration.host_waits import waiting_for_host
from companion.registration.participants import is_present, participant_by_alias
from companion.registration.tables import Participant
from tests.house import House
from tests.intake import deliveries
from tests.intake.telling import tell
from tests.intake.test_events import apply
from zoom_hooks.rtms import Caption


@pytest.fixture
def programme(house: House) -> UUID:
    return house.programme()


@pytest.fixture
def session_id(house: House, programme: UUID) -> ForumSessionId:
    return ForumSessionId(house.forum_session(programme))


@pytest.fixture
def start(house: House, session_id: ForumSessionId) -> int:
    at = to_ms(house.now)
    apply(house, deliveries.started(at))
    return at


def who_is(house: House, session_id: UUID, number: str) -> ParticipantId:
    found = house.run(participant_by_alias, session_id, deliveries.OCCURRENCE, "user_id", number)
    assert found is not None
    return found  # type: ignore[no-any-return]


def is_away(house: House, session_id: ForumSessionId, number: str) -> bool:
    return house.run(floor_of, session_id).is_away(who_is(house, session_id, number))  # type: ignore[no-any-return]


def door_of(house: House, session_id: UUID) -> door_views.DoorPage:
    return house.run(door_views.door_page, session_id)  # type: ignore[no-any-return]


def in_and_out(start: int, *, is_back: bool) -> list[bytes]:
    """One move as Zoom tells it: the rooms' own events, and a leave and a join of the same connection besides."""
    into = [
        deliveries.breakout(start + 60_000, "7", entered=True),
        deliveries.left(start + 60_000, "7"),
        deliveries.joined(start + 60_000, "7"),
    ]
    back = [deliveries.breakout(start + 120_000, "7", entered=False), deliveries.joined(start + 121_000, "7")]
    return [deliveries.joined(start, "7"), *into, *(back if is_back else [])]


@pytest.mark.parametrize("is_back", [False, True])
def test_who_is_in_a_breakout_room_is_away_from_the_floor_and_still_in_the_meeting(
    house: House, session_id: ForumSessionId, start: int, is_back: bool
) -> None:
    apply(house, *in_and_out(start, is_back=is_back))
    assert is_away(house, session_id, "7") is not is_back
    assert house.run(is_present, who_is(house, session_id, "7"))
    assert door_of(house, session_id).in_breakouts == (() if is_back else ("Guest 7",))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), is_back=st.booleans())
def test_property_moves_between_rooms_end_the_same_whatever_the_order(
    house: House, programme: UUID, data: st.DataObject, is_back: bool
) -> None:
    number = str(new_id().int)[:11]  # a meeting of its own for each history
    session_id = ForumSessionId(house.forum_session(programme, zoom_meeting_id=number))
    history = data.draw(st.permutations(in_and_out(to_ms(house.now), is_back=is_back)))
    often = [body for body in history for _ in range(data.draw(st.integers(1, 2)))]
    apply(house, *(body.replace(deliveries.MEETING.encode(), number.encode()) for body in often))
    assert is_away(house, session_id, "7") is not is_back


def test_who_is_heard_in_the_main_room_is_back_though_zoom_never_said_so(house: House, claim: Claim) -> None:
    start = to_ms(house.now)
    apply(house, deliveries.breakout(start + 60_000, "7", entered=True))
    assert is_away(house, claim.forum_session_id, "7")
    tell(house, claim, [Caption("7", "Guest 7", "of before", start + 61_000, start + 62_000)])
    assert is_away(house, claim.forum_session_id, "7"), "words of before the move are no sign"
    tell(house, claim, [Caption("7", "Guest 7", "I am back", start + 90_000, start + 91_000)])
    assert not is_away(house, claim.forum_session_id, "7")
    apply(house, deliveries.breakout(start + 200_000, "7", entered=True))
    assert is_away(house, claim.forum_session_id, "7"), "and may go again"


def test_one_press_brings_everybody_back_when_zoom_closes_the_rooms_in_silence(
    app: Flask, house: House, session_id: ForumSessionId, start: int
) -> None:
    for number in ("7", "8"):
        apply(house, deliveries.joined(start, number), deliveries.breakout(start + 1_000, number, entered=True))
    steward = house.signed_in(app, house.account(Role.STEWARD, programme_id=None))
    page = steward.get(f"/forum-sessions/{session_id}/waiting-room").text
    assert "Guest 7, Guest 8." in page
    answer = steward.post(f"/forum-sessions/{session_id}/waiting-room", data={"answer": "back"})
    assert answer.status_code == 303
    assert not is_away(house, session_id, "7")
    assert "In breakout rooms" not in steward.get(f"/forum-sessions/{session_id}/waiting-room").text
    apply(house, deliveries.left(start + 3_600_000, "7"))
    assert is_away(house, session_id, "7"), "who leaves afterwards has left"


def told_about_phone(start: int) -> list[bytes]:
    return [
        deliveries.joined(start, "7", registrant_id="R7"),
        deliveries.by_phone(start + 1_000, "9"),
        deliveries.bound(start + 2_000, "9", to="7"),
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_telephone_that_is_somebodys_is_one_person_with_them_whatever_the_order(
    house: House, session_id: ForumSessionId, start: int, order: tuple[int, ...]
) -> None:
    landlord = house.landlord()
    house.registration(session_id, house.person(), landlord_id=landlord, zoom_registrant_id="R7")
    told = told_about_phone(start)
    apply(house, *(told[number] for number in order), told[2])
    one = who_is(house, session_id, "7")
    assert who_is(house, session_id, "9") == one
    assert not door_of(house, session_id).cases, "nobody has to be asked who the telephone is"
    floor = house.run(floor_of, session_id)
    assert not floor.is_away(one)
    assert {connection for connection, _ in floor.presences[one].connections} == {"C7", "C9"}
    house.run(chairing.next_item, session_id, {}, By("chair"), "open")
    apply(house, deliveries.chat(start + 5_000, "7", "M1", "hand up"), deliveries.chat(start + 6_000, "9", "M2", "q+"))
    waiting = [row for row in house.run(floor_of, session_id).requests.values() if row.state == "waiting"]
    assert [row.participant_id for row in waiting] == [one], "one person, one hand"


def test_zooms_word_about_a_telephone_does_not_undo_what_a_person_said(
    house: House, session_id: ForumSessionId, start: int
) -> None:
    landlord = house.landlord()
    for seat_no, number in enumerate(("7", "9"), 1):
        person, its = house.person(), {"seat_no": seat_no, "zoom_registrant_id": f"R{number}"}
        house.registration(session_id, person, landlord_id=landlord, **its)  # type: ignore[arg-type]
        apply(house, deliveries.joined(start, number, registrant_id=f"R{number}"))
    apply(house, deliveries.bound(start + 1_000, "9", to="7"))
    assert who_is(house, session_id, "9") != who_is(house, session_id, "7")


def roles(house: House) -> list[str]:
    return house.run(lambda uow: list(uow.db.scalars(select(Participant.role))))  # type: ignore[no-any-return]


@pytest.mark.parametrize("role", ["host", "co-host"])
def test_who_runs_the_meeting_is_not_asked_at_the_door_who_they_are(
    house: House, session_id: ForumSessionId, start: int, role: str
) -> None:
    apply(house, deliveries.joined(start, "7"))
    assert len(door_of(house, session_id).cases) == 1
    apply(house, deliveries.role(start + 1_000, "7", role))
    assert not door_of(house, session_id).cases
    assert roles(house) == ["host"]
    apply(house, deliveries.role(start + 2_000, "7", "attendee"))
    assert len(door_of(house, session_id).cases) == 1
    apply(house, deliveries.role(start + 1_500, "7", role))
    assert len(door_of(house, session_id).cases) == 1, "a late word does not undo a later one"


def test_a_role_that_is_told_before_the_join_is_known_at_the_join(
    house: House, session_id: ForumSessionId, start: int
) -> None:
    apply(house, deliveries.role(start + 1_000, "7", "co-host"), deliveries.joined(start, "7"))
    assert not door_of(house, session_id).cases
    apply(house, deliveries.role(start + 2_000, "7", "attendee"))
    assert len(door_of(house, session_id).cases) == 1


def test_a_registrant_who_hosts_stays_who_they_are(house: House, session_id: ForumSessionId, start: int) -> None:
    landlord = house.landlord()
    house.registration(session_id, house.person(), landlord_id=landlord, zoom_registrant_id="R7")
    joined = deliveries.joined(start, "7", registrant_id="R7")
    apply(house, joined, deliveries.role(start + 1_000, "7", "co-host"))
    assert roles(house) == ["attendee"]
    assert house.run(lambda uow: uow.db.scalars(select(Participant.registration_id)).one()) is not None


def test_a_recorder_that_is_made_co_host_is_still_shown(house: House, session_id: ForumSessionId, start: int) -> None:
    joined = deliveries.joined(start, "7").replace(b"Guest 7", b"Otter.ai")
    apply(house, joined, deliveries.role(start + 1_000, "7", "co-host"))
    assert len(door_of(house, session_id).recorders) == 1


def test_who_waits_for_the_host_is_shown_until_the_host_comes(
    app: Flask, house: House, session_id: ForumSessionId
) -> None:
    start = to_ms(house.now)
    apply(
        house,
        deliveries.host_awaited(start, "waiting", "Ann Able", id="ACCOUNT1"),
        deliveries.host_awaited(start + 1_000, "waiting", "Ben Baker"),
        deliveries.host_awaited(start + 2_000, "waiting", "Cy Cole", registrant_id="R3"),
    )
    steward = house.signed_in(app, house.account(Role.STEWARD, programme_id=None))
    page = steward.get(f"/forum-sessions/{session_id}/waiting-room").text
    assert "3 people wait" in page
    assert "“Ann Able” since" in page
    apply(
        house,
        deliveries.host_awaited(start + 3_000, "waiting_left", "ben baker"),
        deliveries.host_awaited(start + 4_000, "joined", "Cy", registrant_id="R3"),
        deliveries.host_awaited(start + 4_000, "waiting_left", "Ann Able", id="ACCOUNT2"),
    )
    assert [one.name for one in house.run(waiting_for_host, session_id)] == ["Ann Able"]
    apply(house, deliveries.started(start + 60_000))
    assert house.run(waiting_for_host, session_id) == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_wait_for_the_host_ends_the_same_whatever_the_order(
    house: House, session_id: ForumSessionId, order: tuple[int, ...]
) -> None:
    start = to_ms(house.now)
    told = [
        deliveries.host_awaited(start, "waiting", "Ann Able"),
        deliveries.host_awaited(start + 1_000, "waiting_left", "Ann Able"),
        deliveries.host_awaited(start + 2_000, "waiting", "Ann Able"),
    ]
    apply(house, *(told[number] for number in order))
    assert [to_ms(one.since) for one in house.run(waiting_for_host, session_id)] == [start + 2_000]
    apply(house, told[1], deliveries.host_awaited(start + 2_000, "waiting_left", "Ann Able"))
    assert house.run(waiting_for_host, session_id) == []


def test_no_name_of_who_waits_for_the_host_lies_open(house: House, session_id: ForumSessionId) -> None:
    apply(house, deliveries.host_awaited(to_ms(house.now), "waiting", "Ann Able"))
    rows = house.run(lambda uow: [tuple(row) for row in uow.db.execute(text("SELECT * FROM registration_host_wait"))])
    assert len(rows) == 1
    assert "Ann" not in repr(rows)


def test_the_limit_of_streams_is_told_to_who_runs_the_session(
    house: House, session_id: ForumSessionId, start: int
) -> None:
    apply(house, deliveries.streams_limited(start, is_reached=False))
    assert house.run(asking.caption_state, session_id).trouble is None
    apply(house, deliveries.streams_limited(start))
    assert "as many caption streams as it may" in (house.run(asking.caption_state, session_id).trouble or "")


def test_a_survey_and_a_finished_recording_change_nothing_by_themselves(
    house: House, session_id: ForumSessionId, start: int
) -> None:
    before = house.run(floor_of, session_id)
    apply(
        house,
        deliveries.body("meeting.participant_feedback", start, participant={"feedback": {"satisfied": False}}),
        deliveries.body("recording.completed", start, recording_files=[]),
        deliveries.body("meeting.never_heard_of", start),
    )
    assert house.run(floor_of, session_id) == before


def test_events_of_a_meeting_that_is_not_ours_change_nothing(
    house: House, session_id: ForumSessionId, start: int
) -> None:
    told = [*told_about_phone(start), *in_and_out(start, is_back=False), deliveries.role(start, "7", "host")]
    others = [body.replace(deliveries.MEETING.encode(), b"99999999999") for body in told]
    apply(house, *(body.replace(deliveries.OCCURRENCE.encode(), b"another==") for body in others))
    assert roles(house) == []
    assert house.run(elsewhere.everybody_is_back, session_id) == 0


def test_two_people_whose_number_is_nobodys_stay_two(house: House, session_id: ForumSessionId, start: int) -> None:
    """0 says that Zoom has no number for somebody; whatever else it tells of 0 is about nobody in particular."""
    for at, name in ((start, "Ann"), (start + 1_000, "Ben")):
        person = {"user_id": 0, "user_name": name, "join_time": deliveries.iso(at)}
        apply(house, deliveries.body("meeting.participant_joined", at, participant=person))
    made = {"user_id": "0", "user_name": "Cat", "new_role": "host", "date_time": deliveries.iso(start + 2_000)}
    apply(house, deliveries.body("meeting.participant_role_changed", start + 2_000, participant=made))
    bound = {
        "phone_number": "+441",
        "user_name": "441",
        "bind_user_id": "0",
        "date_time": deliveries.iso(start + 3_000),
    }
    apply(house, deliveries.body("meeting.participant_bind", start + 3_000, participant=bound))
    assert house.run(lambda uow: len(list(uow.db.scalars(select(Participant))))) == 2
    assert house.run(participant_by_alias, session_id, deliveries.OCCURRENCE, "user_id", "0") is None
