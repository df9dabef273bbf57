"""Undo takes back what the chair did, as if it had not happened, while everything that came later stays."""

from __future__ import annotations

import pytest

from companion.floor import clocks, errors, rules
from companion.floor.events import Undone
from companion.floor.reducer import reduce
from tests.floor.evening import Evening, item, person


def test_case_26_undoing_a_wrong_start_after_40_seconds_puts_everything_back():
    evening = Evening().home("Ann", "Linden").home("Ben", "Marram").raises("Ann").later(1).raises("Ben")
    before = evening.floor
    evening.calls("Ben", reason="time").later(2).starts().later(40).raises("Cara")
    evening.undoes().undoes()
    assert evening.queue() == ["Ann", "Ben", "Cara"]
    assert evening.hand("Ben") == before.live_of(person("Ben"))
    assert evening.hand("Ann").passes == 0
    assert evening.floor.people == before.people
    assert evening.floor.heard == before.heard


def test_case_27_undoing_an_end_goes_on_with_the_same_turn_and_does_not_charge_the_gap():
    evening = Evening().raises("Ann").calls().starts().later(30).act(rules.end).later(12).undoes().later(5)
    assert evening.speaking.participant_id == person("Ann")
    assert evening.elapsed() == 35
    assert evening.hand("Ann").state == "speaking"


def test_case_27_the_chair_may_choose_to_charge_the_gap():
    evening = Evening().raises("Ann").calls().starts().later(30).act(rules.end).later(12)
    evening.undoes(charge_gap=True).later(5)
    assert evening.elapsed() == 47


def test_a_paused_turn_whose_end_is_undone_stays_paused():
    evening = Evening().raises("Ann").calls().starts().later(30).act(rules.pause).later(5).act(rules.end)
    evening.later(10).undoes().later(60)
    assert evening.clock().state == "paused"
    assert evening.elapsed() == 30


def test_what_attendees_did_is_not_the_chairs_to_undo():
    evening = Evening().act(rules.open_item, item("damp")).raises("Ann").undoes()
    assert evening.queue() == ["Ann"]
    assert evening.floor.item_id is None
    evening.raises("Ben", role="steward").undoes()
    assert evening.queue() == ["Ann"]


def test_redo_brings_back_what_undo_took_in_reverse():
    evening = Evening().raises("Ann").calls().starts().later(20)
    with_both = evening.floor.view()
    evening.undoes().undoes()
    assert evening.queue() == ["Ann"]
    evening.redoes().redoes()
    assert evening.floor.view() == with_both
    with pytest.raises(errors.NothingToUndo):
        evening.redoes()


def test_redo_is_refused_once_something_new_has_been_done():
    evening = Evening().raises("Ann").calls().undoes().act(rules.close_list)
    with pytest.raises(errors.NothingToUndo):
        evening.redoes()


def test_one_key_press_is_undone_as_one():
    evening = Evening().raises("Ann").raises("Ben").calls().starts().later(30).calls().starts().later(10).undoes()
    assert evening.speaking.participant_id == person("Ann")
    assert evening.elapsed() == 30
    assert evening.floor.called_turn is not None
    assert evening.floor.called_turn.participant_id == person("Ben")


def test_later_acts_that_build_on_it_are_listed_and_undone_together_when_agreed():
    evening = Evening().raises("Ann").calls()
    called = evening.floor.seq
    evening.starts().later(5).act(rules.pause)
    with pytest.raises(errors.OthersDepend) as refused:
        evening.undoes(seq=called)
    assert refused.value.seqs == (called + 2, called + 1)
    evening.undoes(seq=called, agreed=True)
    assert evening.queue() == ["Ann"]
    assert evening.floor.speaking is None


def test_an_end_is_not_undone_under_the_feet_of_the_next_speaker():
    evening = Evening().raises("Ann").raises("Ben").speaks("Ann", 30)
    ended = evening.floor.seq
    evening.calls().starts().later(10)
    with pytest.raises(errors.OthersDepend):
        evening.undoes(seq=ended)


def test_the_reducer_keeps_one_voice_even_where_such_an_undoing_was_written():
    evening = Evening().raises("Ann").raises("Ben").speaks("Ann", 30)
    ended = evening.floor.seq
    evening.calls().starts().later(10).record(Undone(ended)).later(5)
    assert evening.speaking.participant_id == person("Ben")
    assert evening.elapsed() == 15
    assert evening.floor.people[person("Ann")].spent_ms == 30_000


def test_nothing_is_undone_after_ten_minutes_or_twice():
    evening = Evening().raises("Ann").calls()
    seq = evening.floor.seq
    evening.later(601)
    with pytest.raises(errors.TooLateToUndo):
        evening.undoes()
    evening.later(-300).undoes(seq=seq)
    with pytest.raises(errors.NothingToUndo):
        evening.undoes(seq=seq)
    with pytest.raises(errors.NothingToUndo):
        evening.undoes(seq=99)


def test_undoing_the_close_of_a_session_opens_it_again_with_everybody_in_place():
    evening = Evening().act(rules.open_item, item("damp")).raises("Ann").raises("Ben").calls().starts().later(10)
    before = evening.queue()
    evening.act(rules.end_session).later(5).undoes().later(5)
    assert evening.floor.state == "live"
    assert evening.queue() == before
    assert clocks.elapsed_ms(evening.speaking, evening.now_ms) == 15_000


def test_an_undoing_of_something_in_the_future_or_of_itself_changes_nothing():
    evening = Evening().raises("Ann")
    view = evening.floor.view()
    for target in (evening.floor.seq + 1, evening.floor.seq + 50, 0, -3):
        evening.record(Undone(target))
        assert evening.floor.view() == view
    assert reduce(evening.floor, evening.floor.log[0]) == evening.floor
