"""Hands: one wish per person from many sources, in order of asking, whatever arrives twice or late."""

from __future__ import annotations

import pytest

from companion.floor import errors, rules
from companion.floor.events import HandRaised
from companion.floor.reducer import reduce
from tests.floor.evening import START_MS, Evening, item, person, uid


@pytest.mark.req("LC-18")
def test_case_01_the_same_hand_delivered_twice_is_one_row_in_the_same_place():
    evening = Evening().raises("Ann", "zoom", occurred=0).raises("Ben", "zoom", occurred=0)
    before = evening.floor
    assert reduce(before, before.log[-1]) == before
    evening.later(2).raises("Ann", "zoom", occurred=0)
    assert evening.queue() == ["Ann", "Ben"]
    assert evening.hand("Ann").raised_at_ms == START_MS


@pytest.mark.req("LC-18", "LC-19")
def test_case_02_zoom_then_button_then_chat_by_one_person_is_one_row_with_the_earliest_time():
    evening = Evening().at(1).raises("Ann", "zoom").at(3).raises("Ann", "page").at(5).raises("Ann", "chat")
    hand = evening.hand("Ann")
    assert evening.queue() == ["Ann"]
    assert hand.raised_at_ms == START_MS + 1000
    assert set(hand.sources) == {"zoom", "page", "chat"}


def test_case_03_lowering_in_zoom_while_the_pages_hand_stands_keeps_waiting():
    evening = Evening().at(1).raises("Ann", "zoom").at(3).raises("Ann", "page").at(5).lowers("Ann", "zoom")
    assert evening.queue() == ["Ann"]
    assert evening.hand("Ann").sources == ("page",)
    assert evening.hand("Ann").raised_at_ms == START_MS + 1000


def test_case_04_with_all_sources_lowered_the_hand_is_withdrawn_and_a_receipt_stays():
    evening = Evening().raises("Ann", "zoom").raises("Ann", "chat").lowers("Ann", "zoom").lowers("Ann", "chat")
    assert evening.queue() == []
    [receipt] = evening.floor.requests.values()
    assert (receipt.state, receipt.reason) == ("withdrawn", "lowered")
    assert receipt.raised_at_ms == START_MS


def test_case_05_a_lowering_that_arrives_before_its_raise_leaves_the_hand_down():
    evening = Evening().at(11).lowers("Ann", "zoom", occurred=10).raises("Ann", "zoom", occurred=9)
    assert evening.queue() == []


def test_case_06_a_retry_five_minutes_late_of_a_served_hand_goes_to_the_late_tray():
    evening = Evening().raises("Ann", "zoom").speaks("Ann", 60).at(300).raises("Ann", "zoom", occurred=0)
    assert evening.queue() == []
    [late] = evening.floor.tray
    assert late.participant_id == person("Ann")


def test_a_retry_within_the_minute_of_a_served_hand_does_not_raise_it_again():
    evening = Evening().raises("Ann", "page").calls().starts().later(5).act(rules.end)
    evening.later(3).raises("Ann", "zoom", occurred=0)
    assert evening.queue() == []
    assert len(evening.floor.tray) == 1


def test_case_07_a_retry_85_minutes_late_never_enters_the_present_item():
    evening = Evening().act(rules.open_item, item("damp")).raises("Ben")
    evening.at(60).act(rules.close_item).act(rules.open_item, item("rents"))
    evening.at(85 * 60).raises("Ann", "zoom", occurred=0)
    assert evening.queue() == ["Ben"]
    assert [hand.participant_id for hand in evening.floor.tray] == [person("Ann")]


def test_staff_can_put_a_late_hand_at_its_true_place():
    evening = Evening().at(30).raises("Ben").at(300).raises("Ann", "zoom", occurred=10)
    evening.act(rules.admit_late, evening.floor.tray[0].seq, request_id=uid("late"))
    assert evening.queue() == ["Ann", "Ben"]
    assert evening.floor.tray == ()
    with pytest.raises(errors.NotInTray):
        rules.dismiss_late(evening.floor, 4)


def test_a_late_hand_can_be_dismissed():
    evening = Evening().at(300).raises("Ann", "zoom", occurred=10)
    evening.act(rules.dismiss_late, evening.floor.tray[0].seq)
    assert evening.floor.tray == ()
    assert evening.queue() == []


def test_case_08_a_source_clock_three_hours_ahead_neither_jumps_the_queue_nor_sits_in_the_future():
    evening = Evening().at(1).raises("Ann").at(2).raises("Ben", "zoom", occurred=3 * 3600).at(3).raises("Cara")
    assert evening.queue() == ["Ann", "Ben", "Cara"]
    assert evening.hand("Ben").raised_at_ms == START_MS + 2000


def test_a_source_clock_a_minute_behind_gains_no_more_than_the_clamp():
    evening = Evening().at(40).raises("Ann").at(55).raises("Ben", "zoom", occurred=-5)
    assert evening.queue() == ["Ann", "Ben"]
    assert evening.hand("Ben").raised_at_ms == START_MS + 45_000


@pytest.mark.parametrize("case", ["case 9: a new id after rejoining", "case 10: to a breakout room and back"])
def test_case_09_and_10_rejoining_under_a_new_id_keeps_place_passes_and_time(case: str):
    evening = Evening().home("Ann", "Linden").joins("Ann", "first").raises("Ann").speaks("Ann", 30)
    evening.raises("Ann").later(1).raises("Ben").calls("Ben").act(rules.skip)
    before = evening.hand("Ann")
    assert before.passes == 1
    evening.leaves("Ann", "first")
    assert evening.floor.is_away(person("Ann"))
    evening.later(20).joins("Ann", "second")
    assert not evening.floor.is_away(person("Ann"))
    assert evening.hand("Ann") == before
    assert evening.floor.people[person("Ann")].spent_ms == 30_000


def test_case_19_a_double_click_offline_is_one_request_at_its_own_time_up_to_the_clamp():
    evening = Evening().at(6).raises("Ben").at(12)
    evening.raises("Ann", occurred=5).raises("Ann", occurred=5.2)
    assert evening.queue() == ["Ann", "Ben"]
    assert len(evening.floor.requests) == 2


def test_case_20_the_chairs_own_hand_stands_in_order_like_others():
    evening = Evening().at(1).raises("Ann").at(2).raises("chair", role="chair").at(3).raises("Ben")
    assert evening.queue() == ["Ann", "chair", "Ben"]


def test_the_persons_plain_wish_to_withdraw_lowers_every_source():
    evening = Evening().raises("Ann", "chat").raises("Ann", "page").lowers("Ann", "page", everywhere=True)
    assert evening.queue() == []


def test_lowering_a_hand_after_the_call_does_not_withdraw_it():
    evening = Evening().raises("Ann", "zoom").calls().lowers("Ann", "zoom")
    assert evening.floor.called_turn is not None
    assert evening.starts().speaking.participant_id == person("Ann")


def test_a_person_may_have_a_point_of_order_beside_an_ordinary_hand():
    evening = Evening().raises("Ann").raises("Ann", kind="point_of_order").raises("Ann", kind="access")
    assert len(evening.floor.waiting()) == 2


def test_letting_others_go_first_moves_behind_everybody_who_waits_and_keeps_the_time_of_asking():
    evening = Evening().at(1).raises("Ann").at(2).raises("Ben").at(3).raises("Cara")
    evening.at(4).act(rules.defer, evening.hand("Ann").id).at(5).raises("Dev")
    assert evening.queue() == ["Ben", "Cara", "Ann", "Dev"]
    assert evening.hand("Ann").raised_at_ms == START_MS + 1000


def test_case_53_a_hundred_hands_in_one_second_have_one_order():
    evening = Evening()
    names = [f"p{number}" for number in range(100)]
    for number, name in enumerate(names):
        evening.home(name, f"l{number % 20}").at(number / 100).raises(name)
    assert evening.queue() == names
    assert evening.replayed() == evening.floor


def test_case_54_equal_times_are_ordered_by_arrival_and_not_by_the_alphabet():
    evening = Evening().raises("Kit").raises("Ann").raises("Jo")
    assert evening.queue() == ["Kit", "Ann", "Jo"]


def test_case_61_a_closed_list_refuses_a_comment_and_lets_access_needs_and_points_of_order_through():
    evening = Evening().raises("Ann").act(rules.close_list)
    with pytest.raises(errors.ListClosed):
        evening.raises("Ben")
    evening.raises("Cara", kind="access").raises("Dev", kind="point_of_order")
    assert evening.queue() == ["Cara", "Ann", "Dev"]
    evening.act(rules.accept, evening.hand("Dev").id)
    assert evening.queue() == ["Cara", "Dev", "Ann"]


def test_case_62_the_fourth_of_the_last_three_is_refused_and_a_withdrawal_opens_no_place_by_itself():
    evening = Evening().act(rules.open_list, 3).raises("Ann").raises("Ben").raises("Cara")
    with pytest.raises(errors.ListClosed):
        evening.raises("Dev")
    evening.lowers("Ben")
    with pytest.raises(errors.ListClosed):
        evening.raises("Dev")
    evening.act(rules.open_list, 1).raises("Dev")
    assert evening.queue() == ["Ann", "Cara", "Dev"]


def test_case_76_whoever_waits_when_the_session_ends_has_a_receipt_with_the_reason():
    evening = Evening().raises("Ann").raises("Ben").raises("Cara").calls().act(rules.end_session)
    assert {row.state for row in evening.floor.requests.values()} == {"expired"}
    assert {row.reason for row in evening.floor.requests.values()} == {"session_ended"}
    with pytest.raises(errors.SessionOver):
        evening.raises("Dev")


def test_hands_are_carried_to_the_next_item_or_expire_as_the_chair_says():
    evening = Evening().act(rules.open_item, item("damp")).raises("Ann")
    evening.act(rules.close_item, hands="carry").act(rules.open_item, item("rents"))
    assert evening.hand("Ann").item_id == item("rents")
    evening.act(rules.close_item, hands="expire")
    assert evening.queue() == []
    assert evening.floor.requests[next(iter(evening.floor.requests))].reason == "item_closed"


def test_taking_back_a_hand_that_is_not_up_is_refused_except_to_a_feed():
    evening = Evening()
    with pytest.raises(errors.NotWaiting):
        evening.lowers("Ann", "page")
    evening.lowers("Ann", "zoom")
    assert evening.floor.requests == {}


def test_a_hand_declined_by_the_chair_has_a_reason_and_needs_a_new_raise():
    evening = Evening().raises("Ann", "zoom").act(rules.decline, uid("request Ann 2 zoom"), "off_topic")
    assert next(iter(evening.floor.requests.values())).reason == "off_topic"
    evening.later(5).raises("Ann", "page")
    assert evening.queue() == ["Ann"]
    assert evening.hand("Ann").raised_at_ms == START_MS + 5000


def test_a_note_is_known_by_its_id_alone():
    evening = Evening().raises("Ann", note_id=uid("note"))
    event = evening.floor.log[-1].event
    assert isinstance(event, HandRaised)
    assert event.note_id == uid("note")
    evening.act(rules.note, evening.hand("Ann").id, uid("other note"))
    assert evening.hand("Ann").note_id == uid("other note")


def test_asking_and_stepping_back_again_and_again_is_slowed_down():
    evening = Evening().raises("Ben")
    for _ in range(6):
        evening.later(1).raises("Ann").lowers("Ann")
    with pytest.raises(errors.TooOften):
        evening.raises("Ann")
    assert evening.later(61).raises("Ann").queue() == ["Ben", "Ann"]
