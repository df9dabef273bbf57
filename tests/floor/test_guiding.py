"""What the chair says to the meeting: individual cases that are marked, directions that are noted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.captions.liveness import Heard
from companion.floor import errors, rules
from companion.floor.events import LimitsSet
from companion.floor.feeds import feeds
from companion.floor.guiding import LOOK_BACK_MS, SETTLE_MS, SLACK_MS, case_passages
from companion.floor.sentences import DIRECTION_WORDS, SENTENCES
from companion.floor.snapshots import chair_snapshot
from tests.floor.evening import START_MS, Evening, person


def marked(evening: Evening) -> Evening:
    return evening.act(rules.mark_case, now_ms=evening.now_ms)


def seconds(evening: Evening) -> list[tuple[float, float]]:
    found = [(start + SLACK_MS, until - SLACK_MS) for start, until, _ in case_passages(evening.floor)]
    return [((start - START_MS) / 1000, (until - START_MS) / 1000) for start, until in found]


@pytest.mark.req("LC-16")
def test_a_case_raised_aloud_marks_the_turn_from_its_start_to_where_the_clock_stops():
    evening = Evening().raises("Ann").at(10).calls().starts()
    marked(evening.at(40))
    evening.at(52).act(rules.pause).at(300).act(rules.resume).at(310).act(rules.end)
    assert seconds(evening) == [(10, 52)]


@pytest.mark.req("LC-16")
def test_a_case_in_a_turn_that_nobody_stops_is_marked_for_half_a_minute_more():
    evening = Evening().raises("Ann").at(10).calls().starts()
    marked(evening.at(40))
    assert seconds(evening) == [(10, 70)]
    assert seconds(marked(evening.at(400)))[1] == (280, 430)


def test_a_case_that_nobody_in_particular_raised_is_marked_around_its_moment():
    evening = marked(Evening().at(200))
    assert seconds(evening) == [(80, 230)]


def test_a_second_press_is_the_same_case_and_undo_takes_it_back():
    evening = marked(marked(Evening().at(200)).later(5))
    assert len(evening.floor.cases) == 1
    assert len(marked(evening.later(20)).floor.cases) == 2
    assert len(evening.undoes().undoes().floor.cases) == 0
    assert evening.replayed().view() == evening.floor.view()


def test_nothing_is_marked_before_the_session_or_after_it():
    with pytest.raises(errors.NotOpen):
        marked(Evening(live=False))
    with pytest.raises(errors.SessionOver):
        marked(Evening().act(rules.end_session))


@given(st.lists(st.sampled_from(["mark", "pause", "resume", "end", "call", "raise"]), max_size=25))
def test_a_marked_passage_always_holds_its_moment_and_is_never_longer_than_it_may_be(acts: list[str]):
    evening = Evening(limits=LimitsSet())
    for name in acts:
        evening.later(7)
        try:
            {
                "mark": lambda: marked(evening),
                "pause": lambda: evening.act(rules.pause),
                "resume": lambda: evening.act(rules.resume),
                "end": lambda: evening.act(rules.end),
                "call": lambda: evening.calls().starts(),
                "raise": lambda: evening.raises("Ann"),
            }[name]()
        except errors.DomainError:
            continue
    for start, until, at in case_passages(evening.floor):
        assert start <= at <= until
        assert until - start <= LOOK_BACK_MS + SETTLE_MS + 2 * SLACK_MS


@pytest.mark.req("BX-27")
def test_a_direction_is_remembered_with_its_time_its_role_and_whom_it_was_for():
    evening = Evening().at(30)
    evening.act(rules.direct, "mute").later(5).act(rules.direct, "warning", person("Ann"), role="steward")
    assert [(one.direction, one.participant_id, one.by_role) for one in evening.floor.directions] == [
        ("mute", None, "chair"),
        ("warning", person("Ann"), "steward"),
    ]
    assert [one.at_ms - START_MS for one in evening.floor.directions] == [30_000, 35_000]
    assert evening.undoes().floor.directions[-1].direction == "mute"


def test_the_chairs_frame_shows_a_marked_case_as_long_as_its_turn_has_the_floor():
    evening = Evening().raises("Ann").at(10).calls().starts()
    frame = chair_snapshot(marked(evening.at(40)).floor, evening.all_names(), evening.now_ms)
    assert (frame["case"]["name"], frame["case"]["speaks"]) == ("Ann", True)
    evening.at(50).act(rules.end)
    assert chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)["case"] is None


def test_a_move_without_a_reason_asks_for_one_and_keeps_the_place_when_it_is_given():
    evening = Evening().raises("Ann").later(1).raises("Ben").later(1).raises("Cara")
    evening.act(rules.move_by, evening.hand("Cara").id, -1)
    asked = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)["moved"]
    assert (asked["name"], asked["pos"]) == ("Cara", 2)
    evening.act(rules.explain_move, evening.hand("Cara").id, "last_point")
    frame = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)
    assert frame["moved"] is None
    assert [row["name"] for row in frame["queue"]] == ["Ann", "Cara", "Ben"]
    assert frame["queue"][1]["moved_why"] == "relevant to the last point"


def test_what_was_never_moved_has_no_reason_to_give():
    evening = Evening().raises("Ann")
    with pytest.raises(errors.NotPinned):
        evening.act(rules.explain_move, evening.hand("Ann").id, "time")


def test_every_sentence_can_be_said_with_and_without_a_name():
    for one in SENTENCES:
        assert "{" not in one.said("Ann") + one.said(None)
        assert one.said(None) == one.plain
        assert one.direction is None or one.direction in DIRECTION_WORDS
    assert len({one.key for one in SENTENCES}) == len(SENTENCES)


def test_feeds_say_when_they_were_last_heard_and_which_do_not_reach_us():
    evening = Evening().at(100).joins("Ann").raises("Ann").later(1).calls().starts()
    nothing = Heard(None, None, None)

    def told(heard: Heard, after: float = 0, **more: bool) -> dict[str, tuple[str, str]]:
        found = feeds(evening.floor, heard, evening.now_ms + round(after * 1000), has_webhooks=True, **more)
        return {one.name: (one.state, one.words) for one in found}

    assert told(nothing)["captions"] == ("off", "Captions: off")
    assert told(nothing)["hands"] == ("off", "Zoom hands: not reaching us")
    assert told(nothing)["chat"] == ("off", "Chat: off")
    talking = Heard("following", evening.now_ms, evening.now_ms)
    assert told(talking, 5)["captions"] == ("on", "Captions: just now")
    assert told(talking, 30)["chat"] == ("on", "Chat: 30 s ago")
    assert told(talking, 120)["captions"] == ("quiet", "Captions: 2 min ago")
    assert told(Heard("interrupted", evening.now_ms, None))["captions"] == ("off", "Captions: cut off")
    evening.raises("Ben", "zoom")
    assert told(nothing)["hands"] == ("on", "Zoom hands: just now")
