"""The six orders, their reasons and their costs; ties by lot; the cap that compares by time alone."""

from __future__ import annotations

from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.floor import policies, rules, waits
from companion.floor.events import PolicyName
from companion.floor.ordering import order
from companion.floor.snapshots import attendee_snapshot, chair_snapshot
from tests.floor.evening import Evening, item, person


def a_room(policy: str) -> Evening:
    evening = Evening(policy=policy)
    for name, home in (("Ann", "Linden"), ("Ben", "Linden"), ("Cara", "Marram"), ("Dev", "Tern"), ("Eve", "Marram")):
        evening.home(name, home)
    return evening


def raised(evening: Evening, *names: str) -> Evening:
    for name in names:
        evening.later(1.5).raises(name)
    return evening


def spoke(evening: Evening, name: str, seconds: float) -> Evening:
    return evening.later(1).raises(name).speaks(name, seconds)


def test_every_order_has_words_for_all_and_its_cost_for_the_chair():
    assert set(policies.POLICY_WORDS) == set(policies.POLICY_NOTES) == set(get_args(PolicyName))
    frame = chair_snapshot(Evening().floor, Evening().all_names(), 0)
    assert [one["name"] for one in frame["policies"]] == list(get_args(PolicyName))
    assert "longest waits rise" in next(one["note"] for one in frame["policies"] if one["name"] == "new_landlords")
    assert "policies" not in attendee_snapshot(Evening().floor, 0)


@pytest.mark.req("BX-10", "BX-11")
def test_new_voices_people_who_have_not_spoken_go_first_whatever_their_landlord():
    evening = raised(spoke(a_room("new_voices"), "Ann", 60), "Ann", "Ben", "Cara")
    assert evening.queue() == ["Ben", "Cara", "Ann"]
    assert [evening.why(name)[0] for name in evening.queue()] == [
        "has not spoken yet",
        "has not spoken yet",
        "in the order hands went up",
    ]


def test_case_56_new_voices_with_everybody_heard_is_the_order_of_time():
    evening = a_room("new_voices")
    for name, seconds in (("Ann", 20), ("Ben", 5), ("Cara", 70)):
        spoke(evening, name, seconds)
    assert raised(evening, "Cara", "Ann", "Ben").queue() == ["Cara", "Ann", "Ben"]


def test_case_60_in_rotation_a_landlord_with_six_people_never_speaks_twice_running_while_others_wait():
    evening = Evening(policy="round_robin")
    for number in range(6):
        evening.home(f"six{number}", "Six").later(1).raises(f"six{number}")
    for number in range(3):
        evening.home(f"one{number}", f"One {number}").later(1).raises(f"one{number}")
    spoken: list[str] = []
    while evening.queue():
        home = evening.homes[evening.queue()[0]]
        others = {evening.homes[name] for name in evening.queue()} - {"Six"}
        assert not (spoken and spoken[-1] == home == "Six" and others)
        evening.speaks(None, 20).later(1)
        spoken.append(home)
        if len(spoken) in (4, 7):
            evening.raises("one0")
    assert spoken == ["Six", "One 0", "One 1", "One 2", "Six", "One 0", "Six", "One 0", "Six", "Six", "Six"]


def test_case_60_nor_when_whoever_else_waits_has_had_more_turns():
    evening = Evening(policy="round_robin").home("Dev", "Tern")
    for _ in range(3):
        spoke(evening, "Dev", 10)
    for number in range(3):
        evening.home(f"six{number}", "Six").later(1).raises(f"six{number}")
    assert raised(evening, "Dev").queue() == ["six0", "six1", "six2", "Dev"]
    evening.speaks(None, 10)
    assert evening.queue() == ["Dev", "six1", "six2"]


def test_in_rotation_whoever_had_fewer_turns_comes_first_and_ones_own_second_hand_later():
    evening = raised(spoke(spoke(a_room("round_robin"), "Ann", 10), "Dev", 10), "Ann", "Cara", "Eve", "Dev")
    assert evening.queue() == ["Cara", "Ann", "Eve", "Dev"]
    assert evening.why("Ann")[0] == "one turn per landlord in rotation"


def test_least_heard_counts_time_in_steps_of_half_a_minute_first_the_landlords_then_the_persons():
    evening = spoke(spoke(spoke(a_room("least_heard"), "Ann", 95), "Cara", 61), "Dev", 89)
    assert raised(evening, "Ann", "Ben", "Dev", "Cara", "Eve").queue() == ["Eve", "Dev", "Cara", "Ben", "Ann"]
    assert evening.why("Dev")[0] == "in the order of who has been heard least"


@pytest.mark.parametrize(
    ("policy", "queue"), [("round_robin", ["Hal", "Gus", "Ben"]), ("least_heard", ["Hal", "Ben", "Gus"])]
)
def test_somebody_without_a_landlord_is_measured_against_themselves_alone(policy: str, queue: list[str]):
    evening = spoke(spoke(a_room(policy), "Gus", 65), "Ann", 35)
    assert raised(evening, "Gus", "Hal", "Ben").queue() == queue


def test_the_chairs_own_order_begins_as_things_stand_and_nobody_moves_by_themselves():
    evening = raised(spoke(a_room("new_landlords"), "Ann", 60), "Ann", "Ben", "Cara")
    assert evening.queue() == ["Cara", "Ben", "Ann"]
    raised(evening.act(rules.set_policy, "manual"), "Dev")
    assert evening.queue() == ["Cara", "Ben", "Ann", "Dev"]
    evening.act(rules.move_by, evening.hand("Dev").id, -3, reason="time")
    assert evening.queue() == ["Dev", "Cara", "Ben", "Ann"]
    assert evening.why("Cara")[0] == "in the chair’s order"
    assert evening.undoes().undoes().queue() == ["Cara", "Dev", "Ben", "Ann"]


def test_in_the_chairs_own_order_nobody_is_lifted_for_having_been_passed():
    evening = raised(a_room("manual").act(rules.set_policy, "manual", 1), "Ann", "Cara", "Dev")
    for name in ("Cara", "Dev"):
        evening.act(rules.move, evening.hand(name).id, evening.hand("Ann").id)
    evening.speaks(None, 10)
    assert evening.hand("Ann").passes == 1
    assert evening.queue() == ["Dev", "Ann"]


def test_an_item_with_the_chairs_own_order_gives_way_to_the_usual_one_afterwards():
    evening = raised(spoke(a_room("new_landlords"), "Ann", 60), "Ann", "Cara")
    evening.act(rules.open_item, item("damp"), policy="manual")
    raised(evening, "Dev")
    assert evening.queue() == ["Cara", "Ann", "Dev"]
    evening.act(rules.close_item)
    assert evening.queue() == ["Cara", "Dev", "Ann"]


@pytest.mark.parametrize("policy", ["new_voices", "new_landlords", "round_robin", "least_heard"])
def test_rows_at_the_cap_compare_by_time_alone_or_the_policy_would_pass_them_again(policy: str):
    """An earlier design kept the policy's key among them and let nine pass."""
    evening = a_room(policy).act(rules.set_policy, policy, 2)
    spoke(spoke(evening, "Ann", 70), "Ann", 40)
    raised(evening, "Ann", "Ben")
    for number in range(2):
        evening.home(f"new{number}", f"new {number}").later(1).raises(f"new{number}").speaks(f"new{number}", 1)
    assert [evening.hand(name).passes for name in ("Ann", "Ben")] == [2, 2]
    assert raised(evening, "Dev").queue() == ["Ann", "Ben", "Dev"]


def test_a_reply_comes_first_only_while_its_turn_runs():
    evening = raised(a_room("first_come"), "Ann", "Ben").calls("Ann").starts()
    evening.later(2).raises("Cara", kind="reply")
    assert evening.queue() == ["Cara", "Ben"]
    assert evening.why("Cara")[0] == "reply to who is speaking"
    assert evening.act(rules.end).queue() == ["Ben", "Cara"]


# Ties


def test_case_54_ties_within_a_second_are_drawn_by_a_seed_that_is_logged_where_the_chair_wants_it():
    names = [f"p{number}" for number in range(8)]
    evening = Evening().at(0.2)
    for name in names:
        evening.home(name, f"home of {name}").later(0.05).raises(name)
    evening.home("late", "home of late").at(1.5).raises("late")
    assert evening.queue() == [*names, "late"]
    orders = []
    for seed in range(6):
        evening.act(rules.draw_ties, seed)
        orders.append(evening.queue())
        assert sorted(evening.queue()[:-1]) == names
        assert evening.queue()[-1] == "late"
        assert order(evening.replayed()) == order(evening.floor)
    assert len({tuple(one) for one in orders}) > 1
    assert evening.act(rules.draw_ties, None).queue() == [*names, "late"]


def test_who_lets_others_go_first_does_not_draw_against_them():
    evening = Evening().act(rules.draw_ties, 3).at(0.1)
    for name in ("Ann", "Ben", "Cara"):
        evening.later(0.1).raises(name)
    first = evening.queue()[0]
    evening.later(0.1).act(rules.defer, evening.hand(first).id)
    assert evening.queue()[-1] == first


# Waits


@pytest.mark.parametrize("policy", ["new_voices", "new_landlords", "round_robin", "least_heard"])
def test_a_wait_is_told_only_where_no_later_hand_can_go_before(policy: str):
    evening = raised(spoke(a_room(policy), "Ann", 65), "Ann", "Cara")
    assert waits.is_firm(evening.floor, evening.hand("Cara"))
    assert not waits.is_firm(evening.floor, evening.hand("Ann"))


def test_p7_a_frame_compares_those_who_wait_once_and_not_once_for_each(monkeypatch: pytest.MonkeyPatch):
    evening = raised(a_room("round_robin"), *(f"p{number}" for number in range(12)))
    compared: list[int] = []
    once = policies.keys
    monkeypatch.setattr(policies, "keys", lambda floor, rows: compared.append(len(rows)) or once(floor, rows))
    attendee_snapshot(evening.floor, evening.now_ms, names=evening.all_names())
    assert compared == [12]


def test_a_wait_is_told_once_the_policy_can_pass_somebody_twice_more_and_no_oftener():
    evening = raised(spoke(a_room("new_voices").act(rules.set_policy, "new_voices", 5), "Ann", 65), "Ann")
    told = []
    for number in range(5):
        raised(evening, f"new {number}").speaks(None, 20)
        told.append(waits.is_firm(evening.floor, evening.hand("Ann")))
    assert told == [False, False, True, True, True]


@given(st.integers(0, 2**32), st.sampled_from(get_args(PolicyName)), st.integers(1, 5))
def test_a_wait_that_is_told_is_longer_by_two_later_hands_at_most(seed: int, policy: str, cap: int):
    """Ten people of four landlords ask, or the next is served. Whoever has the best key is not passed by the
    next hand, and may lose it when a colleague is heard; whom the cap protects it protects to the end."""
    chance = Random(seed)
    evening = Evening().act(rules.set_policy, policy, cap)
    since: dict[str, dict[str, int]] = {}  # of each who was told a wait: how often each later hand went first
    for _ in range(chance.randint(10, 60)):
        name = f"p{chance.randrange(10)}"
        evening.home(name, f"l{int(name[1:]) % 4}").later(2)
        if chance.random() < 0.6:
            if evening.floor.live_of(person(name)) is None:
                rows = [row for row in order(evening.floor) if cap - row.passes > waits.MOST_PASSING]
                best = [row.id for row in rows if waits.is_firm(evening.floor, row)]
                evening.raises(name)
                ids = [row.id for row in order(evening.floor)]
                assert all(ids.index(one) < ids.index(evening.hand(name).id) for one in best)
                for later in since.values():
                    later[name] = 0
        elif evening.queue():
            evening.speaks(None, chance.choice([10, 40, 90]))
            waiting = set(evening.queue())
            since = {one: later for one, later in since.items() if one in waiting}
            for later in since.values():
                later.update({gone: 1 for gone in later if gone not in waiting})
                assert sum(later.values()) <= waits.MOST_PASSING
        for one in evening.queue():
            if cap - evening.hand(one).passes <= waits.MOST_PASSING:
                assert waits.is_firm(evening.floor, evening.hand(one))
                since.setdefault(one, {})
