"""What may be asked for, how it goes on, when it is due, and what the meeting is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.adjustments import rules
from companion.adjustments.rules import Wish
from companion.kernel.working_days import Calendar

ENGLAND = Calendar("ENG")
WEDNESDAY = datetime(2027, 5, 26, 10, tzinfo=UTC)
START = datetime(2027, 6, 22, 9, 30, tzinfo=UTC)
FULL = {
    "minutes-more_time": "3",
    "minutes-breaks": "45",
    "form-papers": "post",
    "words-papers": "1 Quay Street",
    "name-supporter": "Sam Reid",
    "email-supporter": "sam@companion.example",
    "words-other": "A quiet start",
}


def test_every_kind_can_be_asked_for_and_read_back() -> None:
    wishes, problems = rules.read_wishes(list(rules.KINDS), FULL)
    assert problems == []
    assert [wish.kind for wish in wishes] == list(rules.KINDS)
    assert [Wish.from_record(wish.as_record()) for wish in wishes] == wishes
    assert all(wish.title for wish in wishes)


@pytest.mark.parametrize(
    ("kinds", "typed", "field"),
    [
        ([], {}, "kinds"),
        (["unheard_of"], {}, "kinds"),
        (["more_time"], {"minutes-more_time": "0"}, "minutes-more_time"),
        (["more_time"], {"minutes-more_time": "³"}, "minutes-more_time"),
        (["breaks"], {"minutes-breaks": "soon"}, "minutes-breaks"),
        (["papers"], {}, "form-papers"),
        (["papers"], {"form-papers": "post"}, "words-papers"),
        (["supporter"], {"email-supporter": "sam@companion.example"}, "name-supporter"),
        (["supporter"], {"name-supporter": "Sam"}, "email-supporter"),
        (["other"], {"words-other": "  "}, "words-other"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_field(kinds: list[str], typed: dict[str, str], field: str) -> None:
    assert [problem.field for problem in rules.read_wishes(kinds, typed)[1]] == [field]


@given(st.lists(st.sampled_from([*rules.BY_STAFF, *rules.BY_PERSON]), max_size=20))
def test_no_order_of_events_leaves_the_states_or_comes_back_from_withdrawn(events: list[str]) -> None:
    state = "requested"
    for event in events:
        try:
            after = rules.moved(state, event)
        except rules.NotFromHere:
            continue
        assert after in rules.STATES
        assert state != "withdrawn"
        state = after


def test_a_request_goes_from_asked_for_to_confirmed_by_the_person() -> None:
    state = "requested"
    for event, after in [
        ("acknowledge", "acknowledged"),
        ("offer", "alternative_offered"),
        ("accept", "agreed"),
        ("place", "in_place"),
        ("confirm", "confirmed_by_person"),
        ("not_right", "requested"),
    ]:
        state = rules.moved(state, event)
        assert state == after


@pytest.mark.req("LC-41")
def test_two_working_days_to_acknowledge_skip_the_bank_holiday() -> None:
    """Our own target: asked on the Wednesday before the spring bank holiday weekend, due on the Friday."""
    assert rules.last_moment(rules.acknowledge_by(WEDNESDAY, ENGLAND)).date().isoformat() == "2027-05-28"
    friday = WEDNESDAY + timedelta(days=2)
    assert rules.last_moment(rules.acknowledge_by(friday, ENGLAND)).date().isoformat() == "2027-06-02"


@pytest.mark.req("LC-41")
@pytest.mark.parametrize(
    ("state", "after", "is_over"),
    [
        ("requested", timedelta(days=2), False),
        ("requested", timedelta(days=3), True),
        ("acknowledged", timedelta(days=20), False),
        ("acknowledged", START - WEDNESDAY, True),
        ("agreed", START - WEDNESDAY, True),
        ("alternative_offered", START - WEDNESDAY, True),
        ("in_place", timedelta(days=60), False),
        ("withdrawn", timedelta(days=60), False),
    ],
)
def test_late_is_what_is_not_acknowledged_in_time_or_not_in_place_at_the_start(
    state: str, after: timedelta, is_over: bool
) -> None:
    now = WEDNESDAY + after
    due = rules.due(state, asked_at=WEDNESDAY, starts_at=START, now=now, session_now=now, calendar=ENGLAND)
    assert due.is_over is is_over


@pytest.mark.req("LC-41")
def test_the_run_sheet_has_numbers_and_no_names() -> None:
    wishes = [Wish("bsl"), Wish("phone"), Wish("phone"), Wish("breaks", minutes=60), Wish("breaks", minutes=45)]
    assert rules.summary(wishes) == "1 BSL interpreter, 2 by phone, break after 45 min"
    assert rules.summary([Wish("supporter", name="Sam")], 2) == "1 supporter, 2 not settled yet"
    assert rules.summary([]) == ""


def test_the_meeting_is_told_what_to_do_and_never_why() -> None:
    assert rules.meeting_words(Wish("more_time", minutes=3, words="I stammer")) == "More time for each turn: 3 min"
    assert rules.meeting_words(Wish("bsl", words="Deaf")) == "BSL interpreter"
    assert rules.meeting_words(Wish("papers", form="large_print")) is None
    assert rules.meeting_words(Wish("other", words="Epilepsy")) is None
    assert rules.meeting_words(Wish("other", words="Epilepsy"), "No flashing slides") == "No flashing slides"


def test_more_time_is_the_longest_that_was_granted() -> None:
    granted = [("ann", Wish("more_time", minutes=3)), ("ann", Wish("more_time", minutes=5)), ("ben", Wish("bsl"))]
    assert rules.longest_turns(granted) == {"ann": timedelta(minutes=5)}
