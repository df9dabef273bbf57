"""Goals are plain sentences; each says what it saw, and is open until it can be told."""

from __future__ import annotations

import pytest

from companion.floor import rules
from companion.floor.snapshots import Names
from companion.rehearsal.debrief import debrief_of, handovers
from companion.rehearsal.facts import Facts
from companion.rehearsal.goals import EXAMPLES, minutes, read_goals
from tests.floor.evening import START_MS, Evening, item, person

PEOPLE = {"Ann": "Ann Able", "Ben": "Ben Bold", "Cara": "Cara Cole", "Dev": "Dev Dale"}


def facts(evening: Evening, **more: object) -> Facts:
    names = Names({person(short): whole for short, whole in PEOPLE.items()}, items={item("Damp"): "Damp"})
    return Facts(evening.floor, names, evening.now_ms, START_MS + 600_000, (item("Damp"),), **more)  # type: ignore[arg-type]


def met(evening: Evening, words: str, **more: object) -> bool | None:
    (goal,) = read_goals([words])
    assert not goal.is_judged
    return goal.check(facts(evening, **more)).is_met


@pytest.fixture
def evening() -> Evening:
    """Ann asks at once and speaks for 70 s after 20; Ben asks at 100 s and waits for 250; then Cara, who is left."""
    evening = Evening()
    for name in ("Ann", "Ben", "Cara"):
        evening.home(name, f"{name}s").joins(name)
    evening.act(rules.open_item, item("Damp"), budget_ms=None)
    evening.raises("Ann").later(20).speaks("Ann", 70)
    evening.at(100).raises("Ben").at(350).calls().starts().later(10).act(rules.pause).later(30).act(rules.resume)
    return evening.later(20).act(rules.end).raises("Cara")


def test_who_is_heard_is_told_at_once_and_who_is_not_at_the_end(evening: Evening):
    assert met(evening, "Ann is heard.") is True
    assert met(evening, "ben bold is heard") is True
    assert met(evening, "Cara is heard") is None
    assert met(evening, "everybody who asks is heard") is None
    evening.act(rules.end_session)
    assert met(evening, "Cara is heard") is False
    assert met(evening, "Everybody who asks is heard.") is False
    assert met(evening, "Ann is heard before Ben") is True
    assert met(evening, "Ben is heard before Ann") is False


def test_waits_and_turns_are_measured_to_the_second(evening: Evening):
    evening.act(rules.end_session)
    assert met(evening, "nobody waits longer than 250 seconds") is True
    assert met(evening, "nobody waits longer than 249 seconds") is False
    assert met(evening, "no turn is longer than 70 seconds") is True
    assert met(evening, "no turn is longer than 1 minute") is False
    assert met(evening, "Ann speaks at most 69 seconds") is False
    assert met(evening, "Ben speaks at most 30 seconds") is True


def test_a_wait_that_is_too_long_already_is_told_before_the_end():
    evening = Evening().raises("Ann").later(400)
    assert met(evening, "nobody waits longer than 6 minutes") is False
    assert met(evening, "nobody waits longer than 7 minutes") is None


def test_counting_people_landlords_and_items(evening: Evening):
    assert met(evening, "at least 2 people are heard") is True
    assert met(evening, "at least 2 landlords are heard") is True
    assert met(evening, "at least 3 people are heard") is None
    assert met(evening, "every item is opened") is True
    assert met(Evening(), "every item is opened") is None
    assert met(Evening().act(rules.end_session), "every item is opened") is False


def test_the_chair_s_own_acts(evening: Evening):
    assert met(evening, "the clock of Ben is stopped") is True
    assert met(evening, "the clock of Ann is stopped") is None
    assert met(evening, "Cara is spoken to") is None
    evening.act(rules.direct, "warning", person("Cara"))
    assert met(evening, "Cara is spoken to") is True
    assert met(evening, "Ann is spoken to") is None
    assert met(evening.act(rules.direct, "no_interruption"), "Ann is spoken to") is True  # said to all who interrupt
    assert met(evening, "an individual case is marked") is None


def test_what_is_done_in_zoom_is_known_from_its_window(evening: Evening):
    marks = {("muted", "Cara Cole"): 1, ("let in", "Otto Notetaker"): 2}
    assert met(evening, "Cara is muted", marks=marks) is True
    assert met(evening, "Ann is muted", marks=marks) is None
    assert met(evening, "Otto is not let in", marks=marks) is False
    assert met(evening, "Otto is not removed", marks=marks) is None
    assert met(evening.act(rules.end_session), "Otto is not removed", marks=marks) is True


def test_the_end_of_the_meeting(evening: Evening):
    assert met(evening, "the meeting ends on time") is None
    assert met(evening.at(630).act(rules.end_session), "the meeting ends on time") is True
    assert met(evening.at(700), "the meeting ends on time") is False


def test_who_drops_out_keeps_the_place(evening: Evening):
    evening.leaves("Cara").later(5).joins("Cara")
    assert met(evening, "Cara keeps the place") is None
    assert met(evening.act(rules.end_session), "Cara keeps the place") is True
    lost = Evening().raises("Cara").lowers("Cara", everywhere=True)
    assert met(lost, "Cara keeps the place") is False


def test_every_example_is_a_goal_and_any_other_sentence_is_for_a_person_to_judge():
    assert not [goal.words for goal in read_goals(EXAMPLES) if goal.is_judged]
    (goal,) = read_goals(["The tone was warm. -- Smile."])
    assert (goal.is_judged, goal.tip, goal.check(facts(Evening())).is_met) == (True, "Smile.", None)


def test_the_debrief_names_who_was_passed_who_waited_and_what_was_missed(evening: Evening):
    evening.later(5).raises("Dev").later(60).calls("Dev").starts().later(200).act(rules.end).act(rules.end_session)
    found = debrief_of(facts(evening), read_goals(["Ann is heard", "Cara is heard"]))
    assert (found.is_over, found.met, found.unheard) == (True, 1, ("Cara Cole",))
    assert [(one.name, one.spoken_ms // 1000, one.over_ms // 1000) for one in found.speakers] == [
        ("Dev Dale", 200, 80),
        ("Ann Able", 70, 0),
        ("Ben Bold", 30, 0),
    ]
    assert [(one.name, one.by) for one in found.passed] == [("Cara Cole", "Dev Dale")]
    assert (found.waits.longest_ms, found.longest_ms, found.longest) == (250_000, 265_000, "Cara Cole")
    looks = [note.words for note in found.notes if note.kind == "look"]
    assert any("Dev Dale spoke 1 min 20 s beyond" in words for words in looks)
    assert "Cara Cole asked and was not heard." in looks


def test_only_time_in_which_somebody_waited_counts_against_a_chair(evening: Evening):
    # Ann ended at 90 s and nobody waited before Ben asked at 100; Cara waits on
    assert handovers(facts(evening)) == [250_000, 0]
    assert handovers(facts(evening.later(90))) == [250_000, 90_000]
    alone = Evening().raises("Ann").speaks("Ann", 10).later(500).raises("Ben").later(3).speaks("Ben", 10)
    assert handovers(facts(alone)) == [3_000, 0]
    rested = Evening().raises("Ann").raises("Ben").speaks("Ann", 10).act(rules.pause_session).later(300)
    rested.act(rules.resume_session).later(4).speaks("Ben", 10)
    assert handovers(facts(rested)) == [4_000, 0]


def test_nothing_has_happened_yet():
    found = debrief_of(facts(Evening(live=False)), read_goals(EXAMPLES))
    assert (found.met, found.speakers, found.passed, found.notes) == (0, (), (), ())


def test_lengths_as_one_says_them():
    assert [minutes(ms) for ms in (0, 45_000, 59_600, 125_000)] == [
        "0 seconds",
        "45 seconds",
        "1 min 00 s",
        "2 min 05 s",
    ]
