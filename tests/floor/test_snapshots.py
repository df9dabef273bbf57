"""Snapshots: whole, small, JSON-ready; and nobody is sent what they may not see."""

from __future__ import annotations

import json
from typing import Any

import pytest

from companion.floor import rules
from companion.floor.pseudonyms import pseudonym
from companion.floor.snapshots import Names, attendee_snapshot, chair_snapshot, stage_snapshot
from tests.floor.evening import Evening, item, person, uid


def an_evening() -> Evening:
    evening = Evening(policy="new_landlords")
    for name, home in (("Ann", "Linden Quay"), ("Ben", "Linden Quay"), ("Cara", "Marram"), ("Dev", "Penhallow")):
        evening.home(name, home).joins(name)
    evening.act(rules.open_item, item("damp"), budget_ms=20 * 60_000)
    return evening.raises("Ann").calls().starts().later(40)


def chair(evening: Evening) -> dict[str, Any]:
    frame = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)
    return json.loads(json.dumps(frame))


def test_the_chair_sees_who_speaks_who_is_next_and_why():
    evening = an_evening().raises("Ben", note_id=uid("note")).later(1).raises("Cara", "chat").later(120)
    frame = chair(evening)
    assert (frame["now"]["name"], frame["now"]["landlord"]) == ("Ann", "Linden Quay")
    assert frame["now"]["clock"] == {
        "state": "over",
        "elapsed_ms": 161_000,
        "limit_ms": 120_000,
        "ticking": True,
        "warn_ms": 30_000,
        "grace_ms": 15_000,
    }
    assert frame["next"]["name"] == "Cara"
    assert frame["next"]["why"] == ["landlord not yet heard", "waiting 2 min", "goes before 1 who asked earlier"]
    assert [(row["pos"], row["name"], row["marks"]) for row in frame["queue"]] == [
        (1, "Cara", ["new"]),
        (2, "Ben", ["note"]),
    ]
    assert frame["heard"] == {"heard": 1, "present": 3, "waiting": 1, "silent": 1}
    assert frame["item"]["number"] == 1
    assert frame["undo"]["words"] == "Started Ann"


def test_the_undo_line_names_what_it_would_undo():
    evening = an_evening().raises("Cara")
    for words, do in (
        ("Paused Ann", lambda: evening.act(rules.pause)),
        ("Gave more time to Ann", lambda: evening.act(rules.extend, 30_000)),
        ("Ended Ann", lambda: evening.act(rules.end)),
        ("Called Cara", lambda: evening.calls()),
        ("Skipped Cara", lambda: evening.act(rules.skip)),
        ("Closed the list", lambda: evening.act(rules.close_list)),
        ("Closed the item", lambda: evening.act(rules.close_item)),
    ):
        do()
        assert chair(evening)["undo"]["words"] == words
    evening.undoes()
    assert chair(evening)["undo"]["words"] == "Closed the list"
    assert chair(evening)["undo"]["redo"]


def test_a_call_shows_the_limit_that_the_turn_will_have():
    evening = an_evening().raises("Cara").calls()
    assert chair(evening)["called"]["clock"]["state"] == "ready"
    assert chair(evening)["called"]["clock"]["limit_ms"] == 120_000


def test_everybody_in_the_meeting_gets_the_same_frame_with_opaque_ids_in_order():
    evening = an_evening().raises("Ben").later(1).raises("Cara").calls()
    frame = attendee_snapshot(evening.floor, evening.now_ms, names=evening.all_names())
    assert frame["called"] == str(evening.hand("Cara").id)
    assert frame["queue"] == [str(evening.hand("Ben").id)]
    assert frame["now"]["name"] == "Ann"
    assert frame["wait"]["rest_ms"] > 0


@pytest.mark.parametrize("mode", ["names", "landlords", "pseudonyms"])
def test_no_note_reason_or_waiting_persons_name_is_sent_to_attendees(mode: str):
    evening = an_evening().raises("Ben", note_id=uid("note")).raises("Cara")
    evening.act(rules.move_by, evening.hand("Ben").id, -1, reason="access_need").act(rules.set_stage, mode)
    frame = json.dumps(attendee_snapshot(evening.floor, evening.now_ms, names=evening.all_names(), seed=b"s"))
    for secret in (str(uid("note")), "access", "Ben", "Cara", "Marram", str(person("Ann")), "passes", "moved"):
        assert secret not in frame, secret
    assert ("Ann" in frame) == (mode == "names")
    assert ("Linden Quay" in frame) == (mode != "pseudonyms")


@pytest.mark.parametrize("mode", ["names", "landlords", "pseudonyms"])
def test_the_stage_shows_names_landlords_or_pseudonyms_and_never_more(mode: str):
    evening = an_evening().raises("Ben", note_id=uid("note")).raises("Cara").act(rules.set_stage, mode)
    frame = json.dumps(stage_snapshot(evening.floor, evening.now_ms, names=evening.all_names(), seed=b"s"))
    for secret in (str(uid("note")), "why", "marks", str(person("Ben"))):
        assert secret not in frame, secret
    assert all((name in frame) == (mode == "names") for name in ("Ann", "Ben", "Cara"))
    assert ("Marram" in frame) == (mode != "pseudonyms")


def test_the_stage_shows_at_most_three_who_are_next_and_nobody_who_is_away():
    evening = an_evening().raises("Ben").raises("Cara").raises("Dev").raises("Eve").leaves("Cara")
    frame = stage_snapshot(evening.floor, evening.now_ms, names=evening.all_names())
    assert [one["name"] for one in frame["next"]] == ["Dev", "Eve", "Ben"]


def test_case_67_a_pseudonym_stays_through_rejoining_and_does_not_follow_the_order_of_joining():
    evening = Evening()
    names = [f"person{number}" for number in range(12)]
    for number, name in enumerate(names):
        evening.home(name, f"landlord {number:02}").joins(name, "a")
    before = [pseudonym(evening.floor, person(name), b"secret") for name in names]
    numbers = [int(one.removeprefix("Landlord ")) for one in before]
    assert len(set(numbers)) == 12
    assert numbers != sorted(numbers)
    assert before != [pseudonym(evening.floor, person(name), b"another secret") for name in names]
    evening.leaves(names[3], "a").home("late", "zz").joins("late").joins(names[3], "b").raises(names[3])
    assert [pseudonym(evening.floor, person(name), b"secret") for name in names] == before


def test_somebody_without_a_landlord_has_a_pseudonym_of_their_own_that_stays():
    evening = Evening().joins("Gus").joins("Hal")
    before = pseudonym(evening.floor, person("Hal"), b"s")
    assert before != pseudonym(evening.floor, person("Gus"), b"s")
    evening.home("Gus", "Linden").joins("Gus")
    assert pseudonym(evening.floor, person("Hal"), b"s") == before
    assert before.startswith("Speaker ")


def test_case_67_undoing_the_first_thing_that_somebody_did_moves_nobody_elses_pseudonym():
    """A hand that a steward adds by mistake and takes back again must not turn one landlord into another."""
    evening = Evening().home("Zoe", "Zeta").home("Ann", "Alpha").home("Ben", "Beta")
    evening.raises("Zoe", "staff", role="steward").raises("Hal", "staff", role="steward").raises("Ann").raises("Gus")
    shown = ("Ann", "Gus", "Ben", "Ida")
    before = [pseudonym(evening.floor, person(name), b"s") for name in shown[:2]]
    evening.undoes().undoes()
    assert [pseudonym(evening.floor, person(name), b"s") for name in shown[:2]] == before
    evening.raises("Ben").raises("Ida")
    assert len({pseudonym(evening.floor, person(name), b"s") for name in shown}) == 4
    assert evening.replayed() == evening.floor


def test_case_67_no_number_tells_who_came_after_the_first_hundred():
    evening = Evening()
    names = [f"guest {number}" for number in range(150)]
    for name in names:
        evening.joins(name)
    numbers = [int(pseudonym(evening.floor, person(name), b"s").removeprefix("Speaker ")) for name in names]
    assert len(set(numbers)) == 150
    assert min(numbers[100:]) < 99 < max(numbers[:100])


def test_case_74_an_empty_floor_has_frames_for_everybody():
    evening = Evening(live=False)
    frame = chair(evening)
    assert (frame["now"], frame["next"], frame["queue"], frame["item"]) == (None, None, [], None)
    assert frame["heard"] == {"heard": 0, "present": 0, "waiting": 0, "silent": 0}
    assert attendee_snapshot(evening.floor, evening.now_ms)["queue"] == []
    assert stage_snapshot(evening.floor, evening.now_ms)["next"] == []


def test_a_name_that_is_not_known_is_said_to_be_unknown():
    evening = Evening().raises("stranger")
    frame = chair_snapshot(evening.floor, Names(), evening.now_ms)
    assert frame["queue"][0]["name"] == "Somebody we don’t know"
