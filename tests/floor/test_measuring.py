"""Who is heard is measured: near the truth, kept apart from the clock, and without any effect on the floor."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from companion.floor import events, rules
from companion.floor.events import Recorded, SpeakerChanged, VoiceCaptioned
from companion.floor.measuring import joined, overlaps, shared_ms, stretches, turn_measured, without_floor
from companion.floor.reducer import reduce, replay
from companion.floor.snapshots import Names, attendee_snapshot, chair_snapshot, stage_snapshot
from companion.floor.state import Floor, Voices
from tests.floor.evening import START_MS, Evening, item, person
from tests.floor.logs import journals
from tests.floor.traces import Trace, trace


def lit(evening: Evening, name: str | None, at: float) -> Evening:
    """Zoom's highlight moves to somebody."""
    told = SpeakerChanged(START_MS + round(at * 1000), person(name) if name else None)
    return evening.record(*rules.hear(evening.floor, [told]), source="zoom", role="zoom")


def words(evening: Evening, name: str, since: float, until: float) -> Evening:
    """A caption of somebody's arrives."""
    told = VoiceCaptioned(person(name), START_MS + round(since * 1000), START_MS + round(until * 1000))
    return evening.record(*rules.hear(evening.floor, [told]), source="zoom", role="zoom")


def heard(evening: Evening, since: float = 0, until: float = 600) -> list[tuple[str, float, float]]:
    found = stretches(evening.floor.voices, START_MS + round(since * 1000), START_MS + round(until * 1000))
    return [
        (evening.name_of(one.participant_id), (one.from_ms - START_MS) / 1000, (one.until_ms - START_MS) / 1000)
        for one in found
    ]


def played(made: Trace) -> Floor:
    return replay(Recorded(seq, f"key {seq}", at, at, event) for seq, (at, event) in enumerate(made.happened, 1))


@pytest.mark.parametrize("seed", range(12))
def test_voice_time_is_within_three_seconds_or_a_twentieth_of_the_truth(seed: int):
    made = trace(seed)
    floor = played(made)
    for turn_id, speaker, since_ms, until_ms in made.turns:
        truth_ms = made.truth_ms(speaker, since_ms, until_ms)
        measured = turn_measured(floor, floor.turns[turn_id], made.at_ms)
        assert abs(measured.voice_ms - truth_ms) <= max(3_000, truth_ms * 0.05)
        assert not measured.is_bound
        assert measured.floor_ms == until_ms - since_ms


@pytest.mark.parametrize("seed", range(3))
def test_without_captions_voice_time_is_an_upper_bound_and_says_so(seed: int):
    made = trace(seed, has_captions=False)
    floor = played(made)
    for turn_id, speaker, since_ms, until_ms in made.turns:
        measured = turn_measured(floor, floor.turns[turn_id], made.at_ms)
        assert measured.is_bound
        assert measured.caption_ms == 0
        assert measured.voice_ms >= made.truth_ms(speaker, since_ms, until_ms) - 4_000


def test_a_stretch_lasts_until_the_next_change_and_five_seconds_after_the_last_words():
    evening = Evening().at(100)
    lit(lit(evening, "Ann", 10), "Ben", 20)
    assert heard(evening, until=30) == [("Ann", 10, 20), ("Ben", 20, 30)]
    words(words(evening, "Ann", 10, 14), "Ben", 20, 22)
    assert heard(evening, until=40) == [("Ann", 10, 14), ("Ben", 20, 27)]


def test_a_cough_is_nothing_and_a_breath_ends_nothing():
    evening = Evening().at(100)
    lit(lit(lit(lit(evening, "Ann", 10), "Ben", 20), "Ann", 20.5), None, 30)
    assert heard(evening) == [("Ann", 10, 30)]
    words(words(words(evening, "Cara", 40, 42), "Cara", 43.9, 45), "Cara", 47.1, 48)
    spans = evening.floor.voices.captions[person("Cara")]
    assert [((start - START_MS) / 1000, (end - START_MS) / 1000) for start, end in spans] == [(40, 45), (47.1, 48)]


def test_the_three_clocks_are_kept_apart():
    evening = Evening().raises("Ann").at(10).calls().starts()
    lit(words(evening.at(40), "Ann", 12, 30), "Ann", 11)
    lit(words(evening, "Ben", 31, 39), "Ben", 31)
    measured = turn_measured(evening.floor, evening.speaking, evening.now_ms)
    assert (measured.floor_ms, measured.voice_ms, measured.caption_ms) == (30_000, 19_000, 18_000)


def test_what_was_said_in_a_pause_is_not_the_turns():
    evening = Evening().raises("Ann").at(10).calls().starts().at(20).act(rules.pause).at(40).act(rules.resume).at(50)
    lit(words(evening, "Ann", 10, 50), "Ann", 10)
    measured = turn_measured(evening.floor, evening.speaking, evening.now_ms)
    assert (measured.voice_ms, measured.caption_ms) == (20_000, 20_000)


def test_time_without_the_floor_is_estimated_and_the_hosts_left_out():
    evening = Evening().raises("Ann").at(60).calls().starts().at(90).act(rules.end).at(200)
    for name, at in (("Ben", 10), ("chair", 40), ("Ann", 60), ("Cara", 90), ("chair", 120)):
        lit(evening, name, at)
    found = without_floor(evening.floor, START_MS, START_MS + 200_000, frozenset({person("chair")}))
    assert found == {person("Ben"): 30_000, person("Cara"): 30_000}


@pytest.mark.req("LC-29")
def test_voices_over_one_another_are_counted_and_nobody_is_named():
    evening = Evening().at(100)
    words(words(evening, "Ann", 10, 20), "Ben", 20.5, 25)
    assert overlaps(evening.floor.voices, START_MS, evening.now_ms) == 0
    words(words(evening, "Cara", 24.5, 30), "Dev", 15, 18)
    assert overlaps(evening.floor.voices, START_MS, evening.now_ms) == 1


def test_zooms_clock_is_not_believed_in_our_future_and_nothing_counts_twice():
    evening = Evening().at(20)
    words(words(evening, "Ann", 18, 22), "Ann", 18, 22)
    assert evening.floor.voices.captions[person("Ann")] == ((START_MS + 16_000, START_MS + 20_000),)
    lit(lit(evening, "Ann", 25), "Ann", 26)
    assert evening.floor.voices.changes == ((START_MS + 20_000, person("Ann")),)


def test_a_caller_who_is_recognised_has_one_voice_from_the_beginning():
    evening = Evening().at(100)
    lit(lit(words(words(evening, "Kit", 10, 14), "Ann", 15, 20), "Kit", 10), "Ann", 15)
    evening.record(events.PresenceRecognised(person("Kit"), person("Ann")))
    assert heard(evening, until=30) == [("Ann", 10, 25)]
    assert list(evening.floor.voices.captions) == [person("Ann")]


def test_nothing_is_measured_before_the_session_or_after_it():
    assert rules.hear(Evening(live=False).floor, [SpeakerChanged(START_MS, person("Ann"))]) == ()
    assert rules.hear(Evening().act(rules.end_session).floor, [SpeakerChanged(START_MS, person("Ann"))]) == ()


NAMES = Names(
    {person(name): f"{name} Whitlock" for name in ("p0", "p1", "p2", "p3", "p4", "p5")}, {}, {item("damp"): "Damp"}
)


def measurements() -> st.SearchStrategy[events.SpeakerChanged | events.VoiceCaptioned]:
    who = st.sampled_from([person(f"p{number}") for number in range(6)])
    moment = st.integers(START_MS - 30_000, START_MS + 900_000)
    lengths = st.integers(-5_000, 60_000)
    return st.one_of(
        st.builds(SpeakerChanged, moment, st.none() | who),
        st.builds(lambda one, at, ms: VoiceCaptioned(one, at, at + ms), who, moment, lengths),
    )


@pytest.mark.req("LC-29")
@given(journals(most=25), measurements(), st.integers(0, 120_000))
def test_case_35_no_measurement_changes_anything_but_the_measurements(log, measured, later_ms):
    before = replay(log)
    now_ms = (log[-1].received_at_ms if log else START_MS) + later_ms
    after = reduce(before, Recorded(before.seq + 1, "measured", now_ms, now_ms, measured, "zoom", source="zoom"))
    assert replace(after.view(), voices=before.voices) == before.view()
    for snapshot in (attendee_snapshot, stage_snapshot, chair_snapshot):
        was, is_now = (
            snapshot(floor, names=NAMES, now_ms=now_ms) | dict.fromkeys(("seq", "flags", "estimated"))
            for floor in (before, after)
        )
        assert msgspec.json.encode(was) == msgspec.json.encode(is_now)


def test_case_35_what_was_undone_can_be_done_again_though_somebody_was_heard_since():
    evening = Evening().raises("Ann").at(10).calls().starts().at(20).undoes()
    lit(evening.at(22), "Ann", 21)
    undo = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)["undo"]
    assert undo["redo"]
    assert evening.redoes().speaking.participant_id == person("Ann")


@given(st.lists(measurements(), max_size=30), st.permutations(range(30)))
def test_measurements_in_any_order_come_to_the_same_captions_and_never_overlap_in_one_person(told, order):
    now_ms = START_MS + 1_000_000
    shuffled = [told[place] for place in order if place < len(told)]
    one, other = (
        replay(Recorded(seq, f"key {seq}", now_ms, now_ms, event) for seq, event in enumerate(each, 1)).voices
        for each in (told, shuffled)
    )
    assert one.captions == other.captions
    assert [at for at, _ in one.changes] == sorted(at for at, _ in one.changes)
    for spans in one.captions.values():
        assert all(until < start for (_, until), (start, _) in pairwise(spans))
    own: dict[object, list[tuple[int, int]]] = {}
    for stretch in stretches(one, START_MS - 60_000, now_ms):
        assert stretch.until_ms - stretch.from_ms >= 700
        own.setdefault(stretch.participant_id, []).append((stretch.from_ms, stretch.until_ms))


SPANS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=8)


@given(SPANS, SPANS)
def test_shared_time_is_counted_once_and_the_same_both_ways(some, others):
    told = sum(
        any(start <= ms < end for start, end in some) and any(start <= ms < end for start, end in others)
        for ms in range(300)
    )
    assert shared_ms(some, others) == shared_ms(others, some) == told
    assert joined(joined(some, 5), 5) == joined(some, 5)


def test_nothing_heard_is_no_error():
    assert stretches(Voices(), 0, 10) == []
    assert overlaps(Voices(), 0, 10) == 0
    assert without_floor(Floor(), 0, 10, frozenset()) == {}
