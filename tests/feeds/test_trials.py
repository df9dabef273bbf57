"""A guided connection test: each step as it is heard, what to look at when it is not, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from companion.feeds import practice, rights, steps, trials
from companion.feeds.steps import NO, OFF, WAIT, YES, Trial
from companion.feeds.tables import ConnectionTest
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.settings import Settings
from companion.people.roles import Role
from companion.registration import zoom_settings
from companion.ticks import TICKS
from tests.conftest import NOW
from tests.feeds.test_early_meetings import a_whole_meeting, deliver, state, traces
from tests.house import House
from zoom_hooks.scopes import needed

BEFORE = NOW - timedelta(minutes=1)
HEARD = Trial(
    started_at=BEFORE, read_at=NOW, meetings=1, people=2, stream="ended", captions=3, chat=1, panel_at=NOW, hands=1
)


def states(trial: Trial) -> dict[str, str]:
    return steps.result_of(steps.steps(trial))


def test_everything_heard_is_yes_at_every_step() -> None:
    assert set(states(HEARD).values()) == {YES}
    assert steps.in_words(states(HEARD)) == (
        "Zoom account yes, events yes, people yes, captions yes, chat yes, hands yes, end yes"
    )


def test_nothing_heard_waits_and_every_step_says_what_to_look_at() -> None:
    found = steps.steps(Trial(started_at=BEFORE))
    assert {step.state for step in found} == {WAIT}
    assert all(step.remedy for step in found)


def test_what_is_not_connected_is_off_and_no_failure() -> None:
    found = states(Trial(started_at=BEFORE, has_rest=False, has_app=False))
    assert [key for key, at in found.items() if at == OFF] == ["account", "captions", "chat", "hands"]


def test_chat_by_an_event_is_heard_without_an_app() -> None:
    assert states(replace(HEARD, has_app=False, captions=0, hands=0))["chat"] == YES


@pytest.mark.parametrize(
    ("changes", "step", "words"),
    [
        ({"has_secret": False, "meetings": 0}, "start", "No Secret Token"),
        ({"meetings": 0, "refused_at": NOW, "refused_why": "bad_signature"}, "start", "Secret Token"),
        ({"meetings": 0, "refused_at": NOW, "refused_why": "stale"}, "start", "clock is wrong"),
        ({"read_problem": "Zoom has no such meeting any more."}, "account", "no such meeting"),
        ({"missing_scopes": ("meeting:read:meeting:admin",)}, "account", "meeting:read:meeting:admin"),
        ({"captions": 0, "stream_trouble": "refused"}, "captions", "client id or secret"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], step: str, words: str) -> None:
    (found,) = [one for one in steps.steps(replace(HEARD, **changes)) if one.key == step]
    assert found.state == NO
    assert words in found.remedy


def test_a_refusal_of_before_the_test_is_none_of_it() -> None:
    old = replace(HEARD, meetings=0, refused_at=BEFORE - timedelta(seconds=1), refused_why="bad_signature")
    assert states(old)["start"] == WAIT


@given(st.builds(Trial, started_at=st.just(NOW)))
def test_a_result_is_always_told_in_full(trial: Trial) -> None:
    words = steps.in_words(states(trial))
    assert all(short in words for short in steps.SHORT.values())


@pytest.fixture
def programme(house: House) -> UUID:
    return house.programme()


@pytest.fixture
def session_id(house: House, programme: UUID) -> UUID:
    return house.forum_session(programme, starts_in=timedelta(days=7))


@pytest.mark.req("LC-14")
def test_a_test_a_week_before_shows_what_was_heard_and_leaves_the_session_as_it_was(
    app: Flask, house: House, programme: UUID, session_id: UUID, clock: ManualClock
) -> None:
    organiser = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme, name="Col Barker"))
    here = f"/forum-sessions/{session_id}/feeds"
    assert "These feeds have not been tested yet." in organiser.get(here).text
    assert organiser.post(here).location.endswith(f"{here}/test")
    waiting = organiser.get(f"{here}/test").text
    assert waiting.count('data-state="wait"') == 3  # start, people, end; the rest is not connected here
    clock.advance(timedelta(seconds=30))
    deliver(house, *a_whole_meeting(to_ms(house.now))[:4])
    running = organiser.get(f"{here}/test").text
    assert "It is a try-out: the session has not begun." in running
    assert "1 person has come in. Nobody’s name was kept." in running
    assert "1 message to everyone heard. Counted, and none kept." in running
    deliver(house, *a_whole_meeting(to_ms(house.now))[4:])
    assert organiser.post(f"{here}/test").status_code == 303
    kept = organiser.get(here).text
    assert (
        "by Col Barker: events yes, people yes, chat yes, end yes, Zoom account off, captions off, hands off." in kept
    )
    assert organiser.get(f"{here}/test").status_code == 303, "nothing is open any more"
    assert "Tried, and heard" in kept
    assert state(house, session_id) == "open"
    assert set(traces(house).values()) == {0}
    assert "tested Tuesday 25 May 2027" in organiser.get(f"/forum-sessions/{session_id}").text


def test_pressing_twice_goes_on_with_the_same_test(house: House, session_id: UUID) -> None:
    assert house.run(trials.begin, session_id, None) == house.run(trials.begin, session_id, None)


def test_a_test_needs_a_meeting_and_time(house: House, programme: UUID) -> None:
    with pytest.raises(zoom_settings.NotLinked):
        house.run(trials.begin, house.forum_session(programme, zoom_meeting_id=None), None)
    soon = house.forum_session(programme, starts_in=timedelta(minutes=59), zoom_meeting_id="92222222222")
    with pytest.raises(trials.TooLate):
        house.run(trials.begin, soon, None)
    over = house.forum_session(programme, state="ended", zoom_meeting_id="93333333333")
    with pytest.raises(trials.TooLate):
        house.run(trials.begin, over, None)


def test_a_forgotten_test_finishes_by_itself(house: House, session_id: UUID, clock: ManualClock) -> None:
    house.run(trials.begin, session_id, None)
    (tick,) = [tick for tick in TICKS if tick.name == "connection tests"]
    assert tick.work(house.wiring) == 0
    clock.advance(trials.LASTS_AT_MOST + timedelta(seconds=1))
    assert tick.work(house.wiring) == 1
    assert tick.work(house.wiring) == 0
    (shown,) = house.run(trials.history, session_id)
    assert shown.by == "somebody who has left"


def test_a_meeting_of_long_before_the_test_is_no_evidence(house: House, session_id: UUID, clock: ManualClock) -> None:
    deliver(house, *a_whole_meeting(to_ms(house.now)))
    clock.advance(timedelta(hours=2))
    house.run(trials.begin, session_id, None)
    shown = house.run(trials.latest, session_id)
    assert {step.key: step.state for step in shown.steps}["start"] == WAIT


def test_hands_of_a_try_out_are_counted(house: House, session_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "has_zoom_app", True)
    house.run(trials.begin, session_id, None)
    deliver(house, *a_whole_meeting(to_ms(house.now))[:2])
    tryout = house.run(practice.tryouts_of, session_id)[0]
    house.run(lambda uow: practice.note(uow, practice.running(uow, tryout.meeting_uuid), "hands"))
    shown = house.run(trials.latest, session_id)
    assert {step.key: step.state for step in shown.steps}["hands"] == YES


def test_a_wrong_token_shows_at_the_step_and_on_the_page(
    app: Flask, house: House, programme: UUID, session_id: UUID
) -> None:
    organiser = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme))
    here = f"/forum-sessions/{session_id}/feeds"
    organiser.post(here)
    forged = {"x-zm-signature": "v0=" + "0" * 64, "x-zm-request-timestamp": str(to_ms(house.now) // 1000)}
    assert app.test_client().post("/zoom/webhook", data=b"{}", headers=forged).status_code in (401, 403)
    for page in (here, f"{here}/test"):
        assert "with a signature that does not fit" in organiser.get(page).text


def test_scopes_that_zoom_did_not_give_are_named(house: House, session_id: UUID) -> None:
    assert house.run(rights.missing, session_id) == (), "nothing is said before Zoom has said something"
    wanted, lacking = needed(("meeting", "registrants")), "meeting:read:meeting:admin"
    house.run(rights.answered, set(wanted) - {lacking})
    assert house.run(rights.missing, session_id) == (lacking,)
    house.run(rights.answered, (), "away")
    assert house.run(rights.missing, session_id) == (lacking,), "what Zoom said before stays"
    house.run(rights.answered, wanted)
    assert house.run(rights.missing, session_id) == ()


def test_the_chair_is_told_of_an_early_meeting_and_may_say_that_it_is_the_session(
    app: Flask, house: House, programme: UUID, session_id: UUID
) -> None:
    chair = house.signed_in(app, house.account(Role.CHAIR, programme_id=programme))
    floor = f"/forum-sessions/{session_id}/floor"
    assert "before its time" not in chair.get(floor).text
    deliver(house, *a_whole_meeting(to_ms(house.now))[:2])
    assert "A meeting runs in Zoom before its time</b>, since 10:30" in chair.get(floor).text
    tryout = house.run(practice.tryouts_of, session_id)[0]
    answer = chair.post(f"/forum-sessions/{session_id}/feeds/early", data={"tryout": str(tryout.id)})
    assert answer.location.endswith(floor)
    deliver(house)
    assert state(house, session_id) == "live"
    assert traces(house)["registration_participant"] == 1
    assert "before its time" not in chair.get(floor).text
    again = chair.post(f"/forum-sessions/{session_id}/feeds/early", data={"tryout": str(tryout.id)})
    assert again.status_code == 409


def test_a_finished_test_holds_states_only(house: House, session_id: UUID) -> None:
    house.run(trials.begin, session_id, None)
    deliver(house, *a_whole_meeting(to_ms(house.now)))
    house.run(trials.finish, session_id)
    (row,) = house.run(lambda uow: list(uow.db.query(ConnectionTest)))
    assert set(row.result) == set(steps.TITLES)
    assert set(row.result.values()) <= set(steps.RESULTS)
