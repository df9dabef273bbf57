"""Turns: one voice at a time, calls that can go unanswered, and clocks that are right to the millisecond."""

from __future__ import annotations

import pytest

from companion.floor import clocks, errors, rules
from companion.floor.events import LimitsSet, TurnEnded, TurnStarted
from companion.floor.snapshots import chair_snapshot
from companion.floor.turns import cut_off
from tests.floor.evening import START_MS, Evening, item, landlord, person, uid


@pytest.mark.req("LC-18")
def test_a_speaker_is_called_started_and_ended():
    evening = Evening().raises("Ann").raises("Ben").calls()
    assert evening.floor.called_turn is not None
    assert evening.queue() == ["Ben"]
    evening.later(4).starts().later(90)
    assert evening.speaking.participant_id == person("Ann")
    assert evening.elapsed() == 90
    evening.act(rules.end)
    assert evening.floor.speaking is None
    assert evening.floor.people[person("Ann")].spent_ms == 90_000


def test_case_21_starting_while_another_speaks_ends_the_first_without_losing_a_millisecond():
    evening = Evening().raises("Ann").raises("Ben").calls().starts().later(61.234).calls().starts()
    ended, started = evening.floor.log[-2:]
    assert isinstance(ended.event, TurnEnded)
    assert isinstance(started.event, TurnStarted)
    first, second = evening.floor.turns.values()
    assert first.intervals[-1][1] == second.open_since_ms
    assert clocks.elapsed_ms(first, 0) == 61_234


def test_the_floor_is_taken_for_whoever_does_not_want_to_end_the_turn_before():
    evening = Evening().raises("Ann").raises("Ben").calls().starts().calls()
    with pytest.raises(errors.FloorTaken):
        evening.starts(end_running=False)


def test_case_22_in_a_dialogue_two_may_speak_and_a_third_is_refused():
    evening = Evening().act(rules.set_dialogue, True).raises("Ann").raises("Ben").raises("Cara")
    evening.calls().starts().later(10).calls().starts().later(5)
    assert [evening.elapsed(evening.floor.turns[turn]) for turn in evening.floor.active] == [15, 5]
    evening.calls()
    with pytest.raises(errors.FloorTaken):
        evening.starts()
    with pytest.raises(errors.FloorTaken):
        evening.act(rules.set_dialogue, False)


@pytest.mark.req("LC-20")
def test_case_23_sixty_pauses_with_fractions_of_seconds_are_exact_to_the_millisecond():
    evening = Evening().raises("Ann").calls().starts()
    expected = 0
    for number in range(60):
        evening.later(0.617 + number / 1000).act(rules.pause).later(0.333).act(rules.resume)
        expected += 617 + number
    assert clocks.elapsed_ms(evening.speaking, evening.now_ms) == expected


def test_q2_the_same_trace_is_a_minute_wrong_where_each_pause_cuts_the_time_to_whole_seconds():
    """What another product's formula makes of it: at each stop it keeps the seconds that are left, rounded down."""
    evening, by_seconds = Evening().raises("Ann").calls().starts(), 0
    for _ in range(60):
        evening.later(4.999).act(rules.pause).later(1).act(rules.resume)
        by_seconds += 4
    assert evening.elapsed() == 60 * 4.999
    assert evening.elapsed() - by_seconds > 59


def test_case_24_after_a_restart_the_running_clock_continues_from_the_log():
    evening = Evening().raises("Ann").calls().starts().later(30)
    again = evening.replayed()
    assert again == evening.floor
    assert again.speaking is not None
    assert clocks.elapsed_ms(again.speaking, evening.now_ms + 5_000) == 35_000


def test_case_25_changing_waiting_rows_leaves_the_running_clock_untouched():
    evening = Evening().raises("Ann").raises("Ben").raises("Cara").raises("Dev").calls().starts().later(20)
    before = evening.speaking
    evening.raises("Eve").lowers("Ben").act(rules.move_by, evening.hand("Dev").id, -1)
    evening.act(rules.defer, evening.hand("Cara").id).act(rules.decline, evening.hand("Dev").id, "off_topic")
    assert evening.speaking == before


def test_case_28_calling_somebody_again_charges_no_stale_pause():
    evening = Evening().raises("Ann").calls().starts().later(10).act(rules.pause).later(50).act(rules.end)
    evening.raises("Ann").later(100).calls().starts().later(7)
    assert evening.elapsed() == 7
    assert evening.floor.people[person("Ann")].spent_ms == 10_000


@pytest.mark.parametrize("at_left_s", [5, -5])
@pytest.mark.req("LC-20")
def test_case_29_more_time_before_or_after_the_end_puts_the_warnings_in_force_again_once(at_left_s: int):
    limits = LimitsSet(per_turn_ms=120_000, warn_at_ms=(60_000, 30_000, 10_000))
    evening = Evening(limits=limits).raises("Ann").calls().starts()
    began = evening.now_ms
    evening.later(120 - at_left_s).act(rules.extend, 30_000)
    extended = evening.now_ms
    assert evening.clock().left_ms == 30_000 + at_left_s * 1000
    told = clocks.crossed(evening.speaking, extended, extended + 60_000, limits)
    assert told == ((30_000, 10_000, 0) if at_left_s > 0 else (10_000, 0))
    assert clocks.crossed(evening.speaking, extended + 60_000, extended + 90_000, limits) == ()
    assert clocks.crossed(evening.speaking, began, began + 60_000, limits) == ()


def test_case_30_a_new_limit_does_not_touch_the_turn_that_runs():
    evening = Evening().raises("Ann").raises("Ben").calls().starts().later(10)
    evening.act(rules.set_limits, LimitsSet(per_turn_ms=60_000))
    assert evening.clock().limit_ms == 120_000
    assert evening.calls().starts().clock().limit_ms == 60_000


def test_case_31_an_item_with_40_seconds_left_limits_the_turn_and_says_so():
    evening = Evening().act(rules.open_item, item("damp"), budget_ms=100_000).raises("Ann").raises("Ben")
    evening.speaks("Ann", 60).calls().starts()
    assert evening.clock().limit_ms == 40_000
    assert evening.speaking.limit_cause == "item"


def test_case_32_a_landlord_whose_time_is_spent_is_a_question_to_the_chair_not_a_silent_skip():
    evening = Evening(limits=LimitsSet(per_landlord_ms=60_000)).home("Ann", "Linden").home("Ben", "Linden")
    evening.raises("Ann").raises("Ben").speaks("Ann", 55).calls()
    with pytest.raises(errors.LittleTimeLeft):
        evening.starts()
    evening.starts(despite_limit=True)
    assert (evening.clock().limit_ms, evening.speaking.limit_cause) == (5_000, "landlord")


def test_case_33_a_call_without_an_answer_keeps_the_place_and_lets_one_other_go():
    evening = Evening().raises("Ann").raises("Ben").raises("Cara").calls().later(20).act(rules.skip)
    assert evening.queue() == ["Ann", "Ben", "Cara"]
    assert evening.hand("Ann").state == "waiting"
    evening.calls()
    assert evening.queue() == ["Ann", "Cara"]
    assert evening.hand("Ann").passes == 0
    evening.starts().calls()
    assert evening.queue() == ["Cara"]


def test_case_34_a_speaker_who_drops_is_paused_and_goes_on_when_back():
    evening = Evening().joins("Ann", "a").raises("Ann").calls().starts().later(30).leaves("Ann", "a")
    assert evening.later(8).clock().state == "paused"
    evening.joins("Ann", "b").later(5)
    assert evening.clock().state == "running"
    assert evening.elapsed() == 35


def test_case_34_a_speaker_who_does_not_come_back_is_the_chairs_to_end():
    evening = Evening().joins("Ann").raises("Ann").calls().starts().later(30).leaves("Ann").later(60)
    evening.act(rules.end, "dropped")
    assert evening.floor.people[person("Ann")].spent_ms == 30_000


def dropped() -> Evening:
    """Ann lost the connection while speaking, and her turn was ended; Ben waits."""
    evening = Evening().joins("Ann").joins("Ben").raises("Ann").calls().starts().later(30).leaves("Ann").later(60)
    return evening.raises("Ben").act(rules.end).later(5)


def test_case_34_who_was_cut_off_goes_on_at_the_head_when_the_chair_says_so():
    evening = dropped()
    turn = next(iter(evening.floor.turns.values()))
    assert turn.end_reason == "dropped"
    assert cut_off(evening.floor) is None
    evening.joins("Ann")
    assert cut_off(evening.floor) == turn
    alert = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)["alert"]
    assert (alert["name"], alert["step"]) == ("cut_off", {"step": "bring_back", "turn_id": str(turn.id)})
    evening.act(rules.bring_back, turn.id, request_id=uid("again"))
    assert evening.queue() == ["Ann", "Ben"]
    assert evening.why("Ann")[0] == "moved by the chair: was cut off"
    assert cut_off(evening.floor) is None
    with pytest.raises(errors.NotCutOff):
        evening.act(rules.bring_back, turn.id, request_id=uid("twice"))
    assert evening.undoes().queue() == ["Ben"]


def test_that_somebody_was_cut_off_is_told_until_it_is_read_or_somebody_else_has_spoken():
    evening = dropped().joins("Ann").later(1)
    assert cut_off(evening.floor) is not None
    assert cut_off(evening.act(rules.snooze, "cut_off").floor) is None
    evening = dropped().joins("Ann").speaks("Ben", 5)
    assert cut_off(evening.floor) is None


def test_a_second_device_that_goes_does_not_stop_the_clock():
    evening = Evening().joins("Ann", "laptop").joins("Ann", "phone").raises("Ann").calls().starts()
    evening.later(10).leaves("Ann", "phone").later(10)
    assert evening.clock().state == "running"
    assert not evening.floor.is_away(person("Ann"))


def test_case_36_a_device_clock_seven_minutes_ahead_does_not_lengthen_a_turn():
    evening = Evening().raises("Ann").calls().starts().later(30)
    evening.record(*rules.end(evening.floor), occurred=30 + 7 * 60)
    assert evening.floor.people[person("Ann")].spent_ms == 30_000


def test_case_36_a_server_clock_that_is_set_back_gives_no_negative_time():
    evening = Evening().at(100).raises("Ann").raises("Ben").calls().starts().at(40)
    evening.act(rules.pause)
    assert clocks.elapsed_ms(evening.speaking, evening.now_ms) == 0
    evening.at(50).act(rules.resume).at(130).act(rules.end).calls().starts()
    first, second = evening.floor.turns.values()
    assert first.intervals[-1][1] <= (second.open_since_ms or 0)
    assert all(start <= end for start, end in first.intervals)


def test_case_38_an_officers_answer_is_charged_to_the_item_and_to_no_landlord():
    evening = Evening().act(rules.open_item, item("damp"), budget_ms=600_000).home("Ann", "Linden")
    evening.act(
        rules.start_for,
        person("Ann"),
        turn_id=evening.turn_id(),
        now_ms=evening.now_ms,
        landlord_id=landlord("Linden"),
        kind="answer",
    )
    evening.later(45).act(rules.end)
    assert clocks.item_spent_ms(evening.floor, item("damp"), evening.now_ms) == 45_000
    assert evening.floor.heard == {}


@pytest.mark.parametrize("choice", ["end", "carry"])
def test_case_39_closing_an_item_with_a_turn_running_asks_and_the_sums_hold(choice: str):
    evening = Evening().act(rules.open_item, item("damp")).raises("Ann").calls().starts().later(30)
    with pytest.raises(errors.TurnStillRunning):
        evening.act(rules.close_item)
    evening.act(rules.close_item, running=choice).later(10)
    spent = clocks.item_spent_ms(evening.floor, item("damp"), evening.now_ms)
    assert spent == (30_000 if choice == "end" else 40_000)


def test_case_40_a_break_stops_every_clock_and_only_those_it_stopped_run_again():
    evening = Evening().raises("Ann").calls().starts().later(30).act(rules.pause_session).later(600)
    assert evening.elapsed() == 30
    evening.act(rules.resume_session).later(10)
    assert evening.elapsed() == 40
    evening.act(rules.pause).act(rules.pause_session).act(rules.resume_session).later(10)
    assert evening.elapsed() == 40


def test_case_40_what_waits_and_what_was_put_off_does_not_age_in_a_break():
    evening = Evening().raises("Ann").later(60).act(rules.pause_session).later(600)
    assert "waiting 1 min" in evening.why("Ann")
    assert "waiting 2 min" in evening.act(rules.resume_session).later(60).why("Ann")


def test_case_63_of_two_chairs_who_call_at_once_the_second_sees_that_somebody_is_called():
    evening = Evening().raises("Ann").raises("Ben").calls()
    with pytest.raises(errors.AlreadyCalled):
        evening.calls()
    assert len(evening.floor.turns) == 1


@pytest.mark.parametrize(
    ("seconds", "state"),
    [(0, "running"), (89.9, "running"), (90, "warning"), (119.9, "warning"), (120, "over"), (140, "over")],
)
@pytest.mark.req("LC-20")
def test_the_clock_says_running_warning_and_over(seconds: float, state: str):
    evening = Evening().raises("Ann").calls().starts().later(seconds)
    assert evening.clock().state == state
    assert evening.clock().is_past_grace == (seconds >= 135)


def test_the_clock_of_a_call_is_ready_and_of_a_pause_paused():
    evening = Evening().raises("Ann").calls()
    assert evening.floor.called_turn is not None
    ready = clocks.clock_of(evening.floor.called_turn, evening.now_ms, evening.floor.limits)
    assert (ready.state, ready.elapsed_ms) == ("ready", 0)
    assert evening.starts().later(130).act(rules.pause).clock().state == "paused"


def test_verbs_are_refused_where_they_make_no_sense():
    evening = Evening(live=False).raises("Ann")
    for verb, error in [
        (lambda: evening.calls(), errors.NotOpen),
        (lambda: evening.act(rules.skip), errors.NobodyCalled),
        (lambda: evening.act(rules.pause), errors.NobodySpeaking),
        (lambda: evening.act(rules.end), errors.NobodySpeaking),
        (lambda: evening.act(rules.resume_session), errors.NotOpen),
        (lambda: evening.act(rules.close_item), errors.ItemNotOpen),
        (lambda: evening.act(rules.unpin, evening.hand("Ann").id), errors.NotPinned),
    ]:
        with pytest.raises(error):
            verb()
    evening.act(rules.start_session)
    with pytest.raises(errors.AlreadyRunning):
        evening.act(rules.start_session)
    with pytest.raises(errors.NobodyCalled):
        evening.starts()
    evening.calls().starts().act(rules.pause)
    with pytest.raises(errors.AlreadyPaused):
        evening.act(rules.pause)
    evening.act(rules.resume)
    with pytest.raises(errors.NotPaused):
        evening.act(rules.resume)
    evening.act(rules.end)
    with pytest.raises(errors.NobodyWaiting):
        evening.calls()


def test_somebody_can_be_given_the_floor_directly_and_their_hand_is_used():
    evening = Evening().raises("Ann").raises("Ben")
    evening.act(rules.start_for, person("Ben"), turn_id=evening.turn_id(), now_ms=evening.now_ms)
    assert evening.queue() == ["Ann"]
    assert evening.speaking.request_id is not None
    assert evening.speaking.started_at_ms == START_MS


@pytest.mark.req("LC-41")
def test_who_was_granted_more_time_has_a_longer_turn_of_their_own_and_never_a_shorter_one():
    lengths = {person("Ann"): 300_000, person("Ben"): 60_000}
    evening = Evening(limits=LimitsSet(per_turn_ms=120_000)).act(rules.open_item, item("damp"), budget_ms=400_000)
    for name, limit in (("Ann", 300_000), ("Ben", 120_000), ("Cara", 120_000)):
        evening.raises(name).calls(name, lengths=lengths).starts()
        assert (evening.speaking.limit_ms, evening.speaking.limit_cause) == (limit, "turn")
        evening.act(rules.end)
    evening.later(1).raises("Ann").act(rules.call_next, turn_id=uid("again"), lengths=lengths).starts().later(200).act(
        rules.end
    )
    evening.later(1).raises("Ann").calls("Ann", lengths=lengths).starts()
    assert (evening.speaking.limit_ms, evening.speaking.limit_cause) == (200_000, "item")


def test_a_length_of_ones_own_holds_for_a_turn_without_a_call_too():
    evening = Evening(limits=LimitsSet(per_turn_ms=60_000))
    more = {"turn_id": uid("direct"), "now_ms": evening.now_ms, "own_limit_ms": 90_000}
    assert evening.act(rules.start_for, person("Ann"), **more).speaking.limit_ms == 90_000


def test_more_time_can_be_given_to_everybody_alike_and_is_taken_back_in_one():
    evening = Evening(limits=LimitsSet(per_turn_ms=60_000)).raises("Ann").raises("Ben").calls().starts()
    evening.act(rules.extend, 30_000, everyone=True)
    assert clocks.limit_ms(evening.speaking) == 90_000
    assert evening.calls().starts().speaking.limit_ms == 90_000
    evening.undoes().undoes().undoes()
    assert clocks.limit_ms(evening.speaking) == evening.floor.limits.per_turn_ms == 60_000


def test_only_a_row_that_waits_is_called_moved_deferred_or_answered():
    """A press on a row that has just been called, speaks, or is over comes too late, whatever the page still shows."""
    evening = Evening().raises("Ann").raises("Ben").raises("Cara").raises("Dev")
    done, speaking = evening.hand("Ann"), evening.hand("Ben")
    evening.speaks("Ann").calls("Ben").starts()
    called = evening.hand("Cara")
    evening.calls("Cara")
    for row in (done, speaking, called):
        for late in (
            lambda row=row: rules.move(evening.floor, row.id, evening.hand("Dev").id),
            lambda row=row: rules.move_by(evening.floor, row.id, -1),
            lambda row=row: rules.unpin(evening.floor, row.id),
            lambda row=row: rules.defer(evening.floor, row.id),
            lambda row=row: rules.accept(evening.floor, row.id),
            lambda row=row: rules.decline(evening.floor, row.id, "other"),
            lambda row=row: rules.lower_row(evening.floor, row.id),
        ):
            with pytest.raises(errors.NotWaiting):
                late()
    evening.act(rules.skip, "chair")
    for row in (done, speaking):
        with pytest.raises(errors.NotWaiting):
            evening.act(rules.call, row.id, turn_id=evening.turn_id())
