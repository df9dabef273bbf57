"""Declared interests on the floor: cases 41 to 49 and 52 of the live queue, and I3 over random evenings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.floor import barring, clocks, errors, ordering, rules
from companion.floor.events import (
    ChairStoodAside,
    HandsCounted,
    InterestClaimed,
    InterestDecided,
    InterestDeclared,
    InterestLifted,
    StatementAllowed,
)
from companion.kernel.errors import DomainError
from companion.kernel.ids import DeclarationId, PersonId, ShowOfHandsId
from tests.floor.evening import Evening, item, landlord, person, uid
from tests.floor.test_journals import assert_i3_nobody_held_back_has_the_floor


def declaration(name: str) -> DeclarationId:
    return DeclarationId(uid(f"declaration {name}"))


def evening(**more) -> Evening:
    """Damp is open; Ann and Ben are of Linden, Cara of Marram."""
    made = Evening(**more).home("Ann", "Linden").home("Ben", "Linden").home("Cara", "Marram")
    for name in ("Ann", "Ben", "Cara"):
        made.joins(name)
    return made.act(rules.open_item, item("damp"))


def declares(made: Evening, name: str, about: str = "damp") -> Evening:
    return made.record(InterestDeclared(declaration(name), item(about), person(name)), role="registrant")


def decides(made: Evening, name: str, *effects: str) -> Evening:
    return made.record(InterestDecided(declaration(name), effects))


@pytest.mark.req("BX-40", "BX-39")
def test_case_41_declared_before_the_item_raising_is_refused_kindly():
    made = evening()
    declares(made, "Ann", "rents")
    made.raises("Ann").speaks("Ann")
    made.act(rules.close_item)
    with pytest.raises(errors.InterestsUndecided):
        made.act(rules.open_item, item("rents"))
    decides(made, "Ann", "no_speech")
    made.act(rules.open_item, item("rents"))
    with pytest.raises(errors.HeldByInterest, match="until the item is over"):
        made.raises("Ann")
    made.raises("Cara")
    assert made.queue() == ["Cara"]


def test_an_access_need_reaches_the_chair_even_from_who_is_held_back():
    made = decides(declares(evening(), "Ann"), "Ann", "no_speech").raises("Ann", kind="access")
    assert made.hand("Ann").state == "blocked"
    assert made.queue() == []


def test_a_hand_that_zoom_reports_is_not_lost_but_held_back():
    made = decides(declares(evening(), "Ann"), "Ann", "no_speech").raises("Ann", "zoom")
    assert made.hand("Ann").state == "blocked"


@pytest.mark.req("BX-40")
def test_case_42_declared_while_waiting_is_held_back_and_lifted_to_the_original_place():
    made = evening().raises("Cara").later(1).raises("Ann").later(1).raises("Ben")
    asked = made.hand("Ann").asked
    declares(made, "Ann")
    assert made.queue() == ["Cara", "Ben"]
    assert made.hand("Ann").state == "blocked"
    with pytest.raises(errors.NotAnsweredYet):
        made.calls("Ann")
    made.record(InterestLifted(declaration("Ann")))
    assert made.queue() == ["Cara", "Ann", "Ben"]
    assert made.hand("Ann").asked == asked


def test_who_is_held_back_can_still_take_the_hand_down():
    made = declares(evening().raises("Ann"), "Ann").lowers("Ann", everywhere=True)
    assert [row.state for row in made.floor.requests.values()] == ["withdrawn"]


def test_held_back_hands_expire_with_the_session_like_all_others():
    made = declares(evening().raises("Ann"), "Ann").act(rules.end_session)
    assert [(row.state, row.reason) for row in made.floor.requests.values()] == [("expired", "session_ended")]


@pytest.mark.req("BX-40", "PP-42")
def test_case_43_declared_while_speaking_pauses_and_asks_and_never_cuts():
    made = declares(evening().raises("Ann").calls().starts().later(30), "Ann")
    assert (made.speaking.state, made.speaking.paused_by) == ("paused", "interest")
    with pytest.raises(errors.NotAnsweredYet):
        made.act(rules.resume)
    decides(made.later(12), "Ann")
    assert made.speaking.state == "running"
    assert made.later(5).elapsed() == 35


def test_the_chairs_answer_to_a_voice_may_be_no_and_then_only_the_chair_ends_it():
    made = decides(declares(evening().raises("Ann").calls().starts().later(30), "Ann"), "Ann", "no_speech")
    assert made.speaking.state == "paused"
    with pytest.raises(errors.HeldByInterest):
        made.act(rules.resume)
    assert made.act(rules.end).floor.active == ()


def test_declared_in_a_break_the_clock_does_not_go_on_with_the_session():
    made = declares(evening().raises("Ann").calls().starts().act(rules.pause_session), "Ann")
    made.later(60).act(rules.resume_session)
    assert (made.speaking.state, made.speaking.paused_by) == ("paused", "interest")


def test_declared_when_called_gives_the_call_back_and_keeps_the_place():
    made = declares(evening().raises("Ann").calls(), "Ann")
    assert made.floor.called is None
    assert made.hand("Ann").state == "blocked"
    made.record(InterestLifted(declaration("Ann")))
    assert ordering.next_up(made.floor) == made.hand("Ann")


@pytest.mark.req("BX-40")
def test_case_44_a_persons_interest_does_not_hold_back_a_colleague_a_landlords_does():
    made = declares(evening().raises("Ann").raises("Ben").raises("Cara"), "Ann")
    assert made.queue() == ["Ben", "Cara"]
    made.record(InterestDeclared(declaration("Linden"), item("damp"), landlord_id=landlord("Linden")))
    assert made.queue() == ["Cara"]
    made.record(InterestLifted(declaration("Ann")))
    assert made.queue() == ["Cara"]


@pytest.mark.req("BX-41")
def test_case_46_no_vote_alone_may_still_speak():
    made = decides(declares(evening(), "Ann"), "Ann", "no_vote").raises("Ann").calls().starts()
    assert made.speaking.state == "running"
    assert [one.id for one in barring.may_not_vote(made.floor)] == [declaration("Ann")]


def test_case_47_the_next_item_opens_without_it():
    made = decides(declares(evening().raises("Ann"), "Ann"), "Ann", "no_speech", "leave_item")
    assert made.queue() == []
    made.act(rules.close_item).act(rules.open_item, item("rents"))
    assert made.queue() == ["Ann"]
    assert barring.may_not_vote(made.floor) == ()


def test_case_48_rejoining_under_a_new_id_does_not_shed_it():
    made = decides(declares(evening().raises("Ann"), "Ann"), "Ann", "no_speech")
    made.leaves("Ann").later(30).joins("Ann", "another")
    assert made.hand("Ann").state == "blocked"
    with pytest.raises(errors.HeldByInterest):
        made.act(rules.start_for, person("Ann"), turn_id=made.turn_id(), now_ms=made.now_ms)


@pytest.mark.req("BX-40")
def test_case_49_a_statement_in_spite_of_it_is_recorded_timed_and_made_once():
    made = decides(declares(evening().raises("Ann"), "Ann"), "Ann", "no_speech")
    made.record(StatementAllowed(declaration("Ann"), person("Ann")))
    assert made.queue() == ["Ann"]
    made.calls().starts()
    assert made.speaking.is_statement
    assert made.speaking.limit_ms == 120_000
    made.later(40).act(rules.end)
    assert clocks.elapsed_ms(next(iter(made.floor.turns.values())), made.now_ms) == 40_000
    with pytest.raises(errors.HeldByInterest):
        made.later(1).raises("Ann")


def test_undoing_the_end_of_a_statement_lets_it_go_on():
    made = decides(declares(evening().raises("Ann"), "Ann"), "Ann", "no_speech")
    made.record(StatementAllowed(declaration("Ann"), person("Ann"))).calls().starts().later(5).act(rules.end)
    made.later(3).undoes()
    assert (made.speaking.state, made.elapsed()) == ("running", 5)


def test_undoing_an_end_does_not_start_the_clock_of_who_is_held_back_by_now():
    made = evening().raises("Ann").calls().starts().later(5).act(rules.end)
    declares(made.later(1), "Ann").undoes()
    assert (made.speaking.state, made.speaking.paused_by) == ("paused", "interest")


@pytest.mark.req("PP-42")
def test_an_item_with_an_unanswered_interest_is_opened_only_knowingly():
    made = declares(evening(), "Ann", "rents").act(rules.close_item)
    with pytest.raises(errors.InterestsUndecided):
        made.act(rules.open_item, item("rents"))
    made.act(rules.open_item, item("rents"), knowingly=True)
    assert made.floor.log[-1].event.knowingly
    with pytest.raises(errors.NotAnsweredYet):
        made.raises("Ann")


def test_a_claim_from_the_chat_holds_nobody_back_until_it_is_confirmed():
    made = evening().raises("Ann").record(InterestClaimed(declaration("Ann"), item("damp"), person("Ann")))
    assert made.queue() == ["Ann"]
    declares(made, "Ann")
    assert made.queue() == []


def test_a_later_decision_takes_the_place_of_an_earlier_one():
    made = decides(declares(evening(), "Ann"), "Ann", "leave_item")
    decides(made, "Ann", "no_vote").raises("Ann")
    assert made.queue() == ["Ann"]


def test_case_52_the_chairs_own_interest_passes_the_controls_for_that_item_only():
    chair, deputy = PersonId(uid("chair person")), PersonId(uid("deputy person"))
    made = evening().record(ChairStoodAside(declaration("chair"), item("damp"), chair, deputy))
    assert barring.stands_aside(made.floor, chair).deputy_id == deputy
    assert barring.stands_aside(made.floor, deputy) is None
    made.act(rules.close_item).act(rules.open_item, item("rents"))
    assert barring.stands_aside(made.floor, chair) is None


@pytest.mark.req("BX-41")
def test_a_show_of_hands_counted_again_is_corrected():
    show = ShowOfHandsId(uid("show"))
    made = evening().record(HandsCounted(show, item("damp"), 5, 2, 1, 1))
    made.record(HandsCounted(show, item("damp"), 6, 2, 0, 1))
    assert [(one.in_favour, one.against, one.abstained) for one in made.floor.shows.values()] == [(6, 2, 0)]


ACTS = st.sampled_from(
    ["declare", "declare landlord", "noted", "no_speech", "leave_item", "no_vote", "lift", "statement", "raise",
     "zoom", "call", "start", "start_for", "end", "pause", "resume", "break", "go on", "next item", "skip", "rejoin"]
)  # fmt: skip


@pytest.mark.req("BX-40")
@given(st.lists(st.tuples(ACTS, st.sampled_from(["Ann", "Ben", "Cara"])), max_size=40))
def test_i3_nobody_whom_an_interest_holds_back_is_called_or_on_the_clock(acts):
    made = evening()
    at = 0
    for act, name in acts:
        made.later(1)
        try:
            if act == "declare":
                declares(made, name, ("damp", "rents")[at])
            elif act == "declare landlord":
                made.record(InterestDeclared(declaration(name), item("damp"), landlord_id=landlord("Linden")))
            elif act in ("noted", "no_speech", "leave_item", "no_vote"):
                decides(made, name, *(() if act == "noted" else (act,)))
            elif act == "lift":
                made.record(InterestLifted(declaration(name)))
            elif act == "statement":
                made.record(StatementAllowed(declaration(name), person(name)))
            elif act in ("raise", "zoom"):
                made.raises(name, "page" if act == "raise" else "zoom")
            elif act == "call":
                made.calls(name if made.floor.live_of(person(name)) else None)
            elif act == "start":
                made.starts()
            elif act == "start_for":
                made.act(rules.start_for, person(name), turn_id=made.turn_id(), now_ms=made.now_ms)
            elif act == "next item":
                at = 1 - at
                made.act(rules.close_item, running="carry")
                made.act(rules.open_item, item(("damp", "rents")[at]), knowingly=True)
            elif act == "rejoin":
                made.leaves(name).joins(name, f"c{at}")
            else:
                made.act({"end": rules.end, "pause": rules.pause, "resume": rules.resume, "skip": rules.skip,
                          "break": rules.pause_session, "go on": rules.resume_session}[act])  # fmt: skip
        except DomainError:
            pass
        assert_i3_nobody_held_back_has_the_floor(made.floor)
    assert made.replayed() == made.floor


def test_neither_an_invitation_nor_being_brought_back_gets_round_an_interest():
    evening = Evening().home("Ann", "Linden").joins("Ann", "a").joins("Ben", "b")
    evening.act(rules.open_item, item("damp")).act(rules.invite, landlord("Linden"))
    evening.raises("Ben").calls().starts().later(5).leaves("Ben", "b").act(rules.end).joins("Ben", "c")
    turn = next(iter(evening.floor.turns.values()))
    assert turn.end_reason == "dropped"
    for name in ("Ann", "Ben"):
        evening.record(InterestDeclared(uid(f"of {name}"), item("damp"), person(name)))
    with pytest.raises(errors.NotAnsweredYet):
        rules.accept_invitation(evening.floor, person("Ann"), request_id=uid("new"), landlord_id=landlord("Linden"))
    with pytest.raises(errors.NotAnsweredYet):
        rules.bring_back(evening.floor, turn.id, request_id=uid("again"))
