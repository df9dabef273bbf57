"""Order: total, explained, fair to those not yet heard, and nobody passed more than the cap by policy."""

from __future__ import annotations

import pytest

from companion.floor import errors, rules, waits
from companion.floor.ordering import next_up
from tests.floor.evening import START_MS, Evening, item


def two_landlords(policy: str = "new_landlords") -> Evening:
    return (
        Evening(policy=policy)
        .home("Ann", "Linden")
        .home("Ben", "Linden")
        .home("Cara", "Marram")
        .home("Dev", "Penhallow")
        .home("Eve", "Marram")
    )


@pytest.mark.req("BX-10", "BX-11")
def test_landlords_not_yet_heard_go_first_then_people_who_have_not_spoken():
    evening = two_landlords().raises("Ann").speaks("Ann", 60)
    evening.later(1).raises("Ann").later(1).raises("Ben").later(1).raises("Cara").later(1).raises("Dev")
    assert evening.queue() == ["Cara", "Dev", "Ben", "Ann"]


def test_the_reasons_can_be_repeated_aloud():
    evening = two_landlords().raises("Ann").speaks("Ann", 60)
    evening.raises("Ann").later(1).raises("Ben").later(1).raises("Cara").later(240)
    assert evening.why("Cara") == ("landlord not yet heard", "waiting 4 min", "goes before 2 who asked earlier")
    assert evening.why("Ben") == ("has not spoken yet", "waiting 4 min", "goes before 1 who asked earlier")
    assert evening.why("Ann") == ("in the order hands went up", "waiting 4 min")


def test_the_reason_says_that_the_one_before_is_away():
    evening = two_landlords("first_come").joins("Ann").raises("Ann").later(1).raises("Cara").leaves("Ann")
    assert evening.why("Cara") == (
        "in the order hands went up",
        "1 before is away, place kept",
        "waiting less than a minute",
    )


def test_case_55_a_policy_changed_and_undone_gives_the_exact_earlier_order():
    evening = two_landlords("first_come").raises("Ann").speaks("Ann", 60)
    evening.raises("Ann").later(1).raises("Ben").later(1).raises("Cara")
    before = evening.floor.view()
    evening.act(rules.set_policy, "new_landlords")
    assert evening.queue() == ["Cara", "Ben", "Ann"]
    evening.undoes()
    assert evening.queue() == ["Ann", "Ben", "Cara"]
    assert evening.floor.view() == before


def test_case_56_when_everybody_has_been_heard_the_order_is_by_time():
    evening = two_landlords()
    for name in ("Ann", "Ben", "Cara", "Dev"):
        evening.raises(name).speaks(name, 30)
    for name in ("Dev", "Ann", "Cara", "Ben"):
        evening.later(1).raises(name)
    assert evening.queue() == ["Dev", "Ann", "Cara", "Ben"]


def test_case_57_nobody_is_passed_more_often_than_the_cap_by_policy():
    evening = two_landlords().raises("Ann").speaks("Ann", 30).raises("Ann").later(1)
    for number in range(12):
        evening.home(f"new{number}", f"landlord{number}").later(1).raises(f"new{number}")
    for _ in range(5):
        assert evening.queue()[0] != "Ann"
        evening.speaks(None, 10)
    assert evening.hand("Ann").passes == 5
    assert evening.queue()[0] == "Ann"
    assert evening.why("Ann")[0] == "passed 5 times, so comes first now"


def test_among_rows_at_the_cap_time_alone_counts():
    """An earlier design compared them by policy and let nine pass."""
    evening = two_landlords().act(rules.set_policy, "new_landlords", 2)
    evening.raises("Ann").speaks("Ann", 10).raises("Ann").later(1).raises("Ben").later(1)
    for name in ("Cara", "Dev"):
        evening.later(1).raises(name).speaks(name, 10)
    assert [evening.hand(name).passes for name in ("Ann", "Ben")] == [2, 2]
    assert evening.queue() == ["Ann", "Ben"]


def test_case_58_a_pin_before_somebody_who_withdraws_keeps_its_place_among_the_others():
    evening = Evening()
    for name in ("Ann", "Ben", "Cara", "Dev"):
        evening.later(1).raises(name)
    evening.act(rules.move, evening.hand("Dev").id, evening.hand("Ben").id, reason="last_point")
    assert evening.queue() == ["Ann", "Dev", "Ben", "Cara"]
    evening.lowers("Ben")
    assert evening.queue() == ["Ann", "Dev", "Cara"]
    evening.lowers("Cara").later(1).raises("Eve")
    assert evening.queue() == ["Ann", "Dev", "Eve"]
    evening.lowers("Ann").lowers("Eve")
    assert evening.queue() == ["Dev"]
    assert evening.hand("Dev").pin is None


def test_a_moved_row_says_so_with_its_reason_and_can_be_put_back():
    evening = Evening().raises("Ann").later(1).raises("Ben").later(1).raises("Cara")
    evening.act(rules.move_by, evening.hand("Cara").id, -2, reason="access_need")
    assert evening.queue() == ["Cara", "Ann", "Ben"]
    assert evening.why("Cara")[0] == "moved by the chair: access need"
    evening.act(rules.unpin, evening.hand("Cara").id)
    assert evening.queue() == ["Ann", "Ben", "Cara"]


def test_moving_step_by_step_walks_the_whole_list_and_stops_at_its_ends():
    evening = Evening().raises("Ann").later(1).raises("Ben").later(1).raises("Cara")
    for expected in (["Ben", "Ann", "Cara"], ["Ben", "Cara", "Ann"], ["Ben", "Cara", "Ann"]):
        evening.act(rules.move_by, evening.hand("Ann").id, 1)
        assert evening.queue() == expected
    with pytest.raises(errors.BadAnchor):
        evening.act(rules.move, evening.hand("Ann").id, evening.hand("Ann").id)


def test_case_59_somebody_away_at_the_head_is_passed_without_being_charged_and_returns_to_the_head():
    evening = Evening().joins("Ann").joins("Ben").raises("Ann").later(1).raises("Ben").later(1).raises("Cara")
    evening.leaves("Ann")
    assert evening.queue() == ["Ann", "Ben", "Cara"]
    evening.speaks(None, 20)
    assert evening.hand("Ann").passes == 0
    with pytest.raises(errors.PersonAway):
        evening.calls("Ann")
    evening.joins("Ann")
    following = next_up(evening.floor)
    assert following is not None
    assert following.id == evening.hand("Ann").id


def test_somebody_without_a_landlord_is_a_group_of_their_own():
    evening = two_landlords().raises("Ann").speaks("Ann", 20).raises("Gus").speaks("Gus", 20)
    evening.raises("Gus").later(1).raises("Hal").later(1).raises("Cara")
    assert evening.queue() == ["Hal", "Cara", "Gus"]


def test_an_item_may_have_its_own_policy_and_the_usual_one_returns_after_it():
    evening = two_landlords().act(rules.open_item, item("damp"), policy="first_come")
    assert evening.floor.policy == "first_come"
    evening.act(rules.close_item)
    assert evening.floor.policy == "new_landlords"


def test_who_lets_others_go_first_is_not_lifted_again_by_policy():
    evening = two_landlords().raises("Ann").speaks("Ann", 20).raises("Ann").later(1).raises("Cara")
    assert evening.queue() == ["Cara", "Ann"]
    evening.later(1).act(rules.defer, evening.hand("Cara").id)
    assert evening.queue() == ["Ann", "Cara"]


def test_case_74_an_empty_floor_has_an_order_and_no_next():
    evening = Evening()
    assert evening.queue() == []
    assert next_up(evening.floor) is None
    low_ms, high_ms = waits.per_turn_ms(evening.floor)
    assert 0 < low_ms <= high_ms


def test_the_wait_may_be_told_only_where_no_later_hand_can_go_before():
    evening = two_landlords().raises("Ann").speaks("Ann", 20).raises("Ann").raises("Cara")
    assert not waits.is_firm(evening.floor, evening.hand("Ann"))
    assert waits.is_firm(evening.floor, evening.hand("Cara"))
    evening.act(rules.set_policy, "first_come")
    assert waits.is_firm(evening.floor, evening.hand("Ann"))


def test_the_wait_leans_on_the_limit_until_there_are_enough_turns():
    evening = Evening()
    assert waits.per_turn_ms(evening.floor) == (98_000, 128_000)
    for name in ("Ann", "Ben", "Cara", "Dev", "Eve"):
        evening.raises(name).speaks(name, 40)
    assert waits.per_turn_ms(evening.floor) == (30_000, 120_000)  # nothing lay between these turns
    evening.raises("Fay").calls().starts().later(50)
    assert waits.rest_ms(evening.floor, evening.now_ms) == 70_000
    assert evening.speaking.started_at_ms == START_MS + 200_000
