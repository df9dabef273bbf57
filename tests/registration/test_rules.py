"""The decisions of registration, on values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.registration import rules
from companion.registration.tables import LIVE, SEATED, STATES

NOW = datetime(2027, 5, 20, 9, tzinfo=UTC)
START = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
FINE = rules.Request(
    kind="landlord",
    session_state="open",
    forum_type="OVER",
    closes_at=START - timedelta(hours=17),
    now=NOW,
    membership_state="member",
    band="OVER",
)


@pytest.mark.req("LC-06")
@pytest.mark.parametrize(("held", "free"), [((), 1), ((1,), 2), ((2,), 1), ((1, 2), None)])
def test_a_landlord_has_seat_one_and_seat_two_and_no_other(held: tuple[int, ...], free: int | None) -> None:
    assert rules.free_seat(held) == free


def test_a_member_of_the_right_band_may_register() -> None:
    assert rules.may_register(FINE) is None


@pytest.mark.req("LC-05")
@pytest.mark.parametrize("state", ["suspended", "left"])
def test_a_landlord_that_is_no_member_is_refused(state: str) -> None:
    with pytest.raises(rules.NotAMember):
        rules.may_register(replace(FINE, membership_state=state))


@pytest.mark.req("LC-10")
@pytest.mark.parametrize("band", ["UNDER", "LA"])
def test_a_landlord_of_another_band_is_sent_to_its_own_forum(band: str) -> None:
    with pytest.raises(rules.WrongForum):
        rules.may_register(replace(FINE, band=band))


@pytest.mark.req("LC-10")
def test_edge_5_an_unknown_size_goes_to_the_organiser_and_is_not_refused() -> None:
    assert rules.may_register(replace(FINE, band="REVIEW")) == "size_not_known"


def test_a_bar_refuses_in_words_that_name_no_case() -> None:
    with pytest.raises(rules.Unavailable) as refused:
        rules.may_register(replace(FINE, is_barred=True))
    for word in ("bar", "case", "conduct", "sanction", "concern"):
        assert word not in refused.value.message.lower().split()


@pytest.mark.parametrize("state", ["draft", "scheduled", "closed", "live", "ended", "cancelled"])
def test_landlords_name_people_only_while_registration_is_open(state: str) -> None:
    with pytest.raises(rules.NamesClosed):
        rules.may_register(replace(FINE, session_state=state))


def test_names_close_at_their_time() -> None:
    assert rules.may_register(replace(FINE, now=FINE.closes_at - timedelta(seconds=1))) is None
    with pytest.raises(rules.NamesClosed):
        rules.may_register(replace(FINE, now=FINE.closes_at))


@pytest.mark.parametrize("state", ["scheduled", "open", "closed", "live"])
def test_staff_register_until_the_session_is_over(state: str) -> None:
    assert rules.may_register(replace(FINE, session_state=state, now=START, by_staff=True)) is None


@pytest.mark.parametrize("state", ["draft", "ended", "archived", "cancelled"])
def test_staff_cannot_register_for_what_is_over(state: str) -> None:
    with pytest.raises(rules.NamesClosed):
        rules.may_register(replace(FINE, session_state=state, by_staff=True))


def test_edge_33_swaps_close_thirty_minutes_before_the_start_and_for_staff_they_do_not() -> None:
    last_moment = START - timedelta(minutes=30)
    rules.may_swap("closed", START, last_moment - timedelta(seconds=1), by_staff=False)
    with pytest.raises(rules.NamesClosed):
        rules.may_swap("closed", START, last_moment, by_staff=False)
    rules.may_swap("live", START, START + timedelta(minutes=5), by_staff=True)
    with pytest.raises(rules.NamesClosed):
        rules.may_swap("ended", START, START, by_staff=True)


def test_edge_36_an_offer_lasts_two_days_and_four_hours_in_the_last_two() -> None:
    assert rules.offer_until(START - timedelta(days=5), START) == START - timedelta(days=3)
    assert rules.offer_until(START - timedelta(days=2), START) == START - timedelta(hours=44), "the last two days begin"
    assert rules.offer_until(START - timedelta(hours=40), START) == START - timedelta(hours=36)
    assert rules.offer_until(START - timedelta(hours=1), START) == START, "never after the start"


def waiting(number: int, rank: int, **more: bool) -> rules.Waiting:
    return rules.Waiting(UUID(int=number), rank, **more)


def test_a_seat_goes_to_the_lowest_rank_that_is_not_barred_and_let_no_offer_lapse() -> None:
    line = [waiting(1, 5), waiting(2, 1, is_barred=True), waiting(3, 2, has_let_lapse=True), waiting(4, 4)]
    chosen = rules.next_for_seat(line)
    assert chosen is not None
    assert chosen.registration_id == UUID(int=4)
    assert rules.next_for_seat(line[1:3]) is None


@given(st.sampled_from([*rules.MOVES]))
def test_every_move_leads_from_a_state_to_a_state(move: tuple[str, str]) -> None:
    event, start = move
    assert start in STATES
    assert rules.moved(start, event) in STATES


@pytest.mark.parametrize("state", sorted(set(STATES) - set(LIVE) - {"no_show", "apology"}))
def test_what_is_over_stays_over_unless_it_is_taken_up_again(state: str) -> None:
    assert not [event for event, start in rules.MOVES if start == state and event != "return"]


def test_a_move_that_is_not_in_the_table_does_not_happen() -> None:
    with pytest.raises(rules.NotFromHere):
        rules.moved("declined", "approve")


@pytest.mark.req("LC-06")
@given(st.one_of(st.none(), st.integers(1, 30)))
def test_the_third_person_is_told_why_and_what_to_do_in_plain_words(place: int | None) -> None:
    words = " ".join(rules.explain_third(place))
    for said in ("Two colleagues already hold", "two seats", "swap", "wait", "transcript"):
        assert said in words
    assert ("You are" in words) == (place is not None)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("zoom_state", ["none", "pending", "approved", "cancelled", "denied"])
@pytest.mark.parametrize("registrant_id", [None, "zoom-1"])
def test_only_who_holds_a_place_is_wanted_in_zoom(state: str, zoom_state: str, registrant_id: str | None) -> None:
    wanted = rules.wanted_in_zoom(state, zoom_state, registrant_id)
    assert (wanted == "approved") == (state in ("confirmed", "attended", "no_show"))
    if state in ("waitlisted", "offered", "pending") and zoom_state == "pending":
        assert wanted == "pending", "denying would put them on a blocked list"
    if registrant_id is None and zoom_state == "none" and wanted != "approved":
        assert wanted == "none"


def test_the_states_that_hold_a_seat_are_those_of_the_constraint() -> None:
    assert {state for state in STATES if rules.holds_seat(state)} == set(SEATED)


@pytest.mark.parametrize(
    ("state", "reason", "minutes_to_go", "may"),
    [
        ("cancelled", "by_landlord", 31, True),
        ("apology", "by_person", 31, True),
        ("apology", "by_person", 30, False),
        ("apology", "late", 31, False),
        ("cancelled", "by_staff", 31, False),
        ("declined", "by_staff", 31, False),
        ("replaced", "by_landlord", 31, False),
    ],
)
def test_only_ones_own_giving_back_is_taken_up_again_and_until_swaps_close(
    state: str, reason: str, minutes_to_go: int, may: bool
) -> None:
    now = START - timedelta(minutes=minutes_to_go)
    assert rules.may_return(state, reason, "closed", START, now) is may
    assert not rules.may_return(state, reason, "ended", START, now)


def test_the_numbers_to_call_are_britains_where_zoom_lists_some() -> None:
    def row(country: str, number: str) -> dict[str, str]:
        return {"country": country, "number": number, "type": "toll"}

    listed = [row("US", "+1 646 558 8656"), row("GB", "+44 20 3481 5240"), row("GB", "+44  131 460 1196")]
    kept = rules.dial_in_of(listed)
    assert rules.phone_numbers(kept) == ("+44 20 3481 5240", "+44 131 460 1196")
    assert rules.dial_in_of(listed[:1]) == "+1 646 558 8656"
    for unknown in (None, [], "x", [{"number": 3}], [7]):
        assert rules.dial_in_of(unknown) is None
    assert rules.spaced("91234567890") == "912 3456 7890"
