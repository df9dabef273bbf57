"""Declarations as they are stored and as the journal learns of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from companion import purging
from companion.floor import errors
from companion.floor.journals import By, act
from companion.floor.rules import open_item
from companion.floor.service import ask
from companion.interests import deciding, rules, service, voting, wording
from companion.interests.tables import Declaration, InterestWords
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.tables import JournalEvent
from companion.kernel.uow import Uow
from companion.people.roles import Role
from tests.house import House
from tests.interests.conftest import Forum

SECRET = "my brother’s firm repairs our lifts"


def opens(forum: Forum, item: int = 0, **more: Any) -> None:
    item_id = forum.items[item]
    forum.as_(
        forum.chair,
        act,
        forum.session,
        lambda floor, _: open_item(floor, item_id, **more),
        by=By("chair"),
        key=f"open {item}",
    )


@pytest.mark.req("PP-40", "BX-39")
def test_a_registrant_declares_and_the_floor_knows_it_without_the_words(forum: Forum) -> None:
    declared = forum.declares("Ann", 1, "prejudicial", SECRET)
    assert [(one.id, one.is_undecided, one.nature) for one in forum.floor.declarations.values()] == [
        (declared, True, "prejudicial")
    ]
    words = forum.house.wiring.runner.read(wording.read, forum.session)
    assert words == {declared: {"concerns": SECRET}}


def test_case_50_the_words_are_sealed_and_nowhere_in_the_journal(forum: Forum) -> None:
    declared = forum.declares("Ann", 0, "personal", SECRET)
    forum.decides(declared, "no_speech", why=SECRET)

    def everything(uow: Uow) -> str:
        journal = [str(row.payload) for row in uow.db.scalars(select(JournalEvent))]
        return " ".join([*journal, *(repr(row.sealed) for row in uow.db.scalars(select(InterestWords)))])

    assert "brother" not in forum.house.wiring.runner.read(everything)


def test_saying_it_twice_is_one_declaration(forum: Forum) -> None:
    assert forum.declares("Ann") == forum.declares("Ann", concerns="and my sister")
    assert len(forum.floor.declarations) == 1
    assert forum.declares("Ann", 1) != forum.declares("Ann")


@pytest.mark.req("PP-40")
def test_nothing_is_declared_before_the_agenda_is_out(forum: Forum) -> None:
    house = forum.house
    session = house.forum_session(forum.programme, title="Next month")
    registration = house.registration(session, forum.people["Ann"], landlord_id=forum.linden)
    with pytest.raises(rules.NotWithoutAgenda):
        house.run(service.declare_own, registration, house.first_item(session), "personal")
    house.publish_agenda(session)
    house.run(service.declare_own, registration, house.first_item(session), "personal")


def test_an_item_of_another_session_is_none_of_theirs(forum: Forum) -> None:
    elsewhere = forum.house.forum_session(forum.programme, title="Elsewhere")
    with pytest.raises(rules.NoSuchItem):
        forum.house.run(service.declare_own, forum.registrations["Ann"], forum.house.first_item(elsewhere), "personal")


@pytest.mark.req("BX-40", "PP-42")
def test_the_chair_decides_and_the_floor_holds_to_it(forum: Forum) -> None:
    declared = forum.declares("Ann")
    opens(forum, knowingly=True)
    with pytest.raises(errors.NotAnsweredYet):
        forum.house.run(ask, forum.session, forum.registrations["Ann"], key="ask 1")
    forum.decides(declared, "no_speech", "no_vote")
    with pytest.raises(errors.HeldByInterest):
        forum.house.run(ask, forum.session, forum.registrations["Ann"], key="ask 2")
    assert forum.house.run(ask, forum.session, forum.registrations["Ben"], key="ask 3").waiting()
    row = forum.row(declared)
    assert (row.state, row.effects, row.decided_by_id) == ("decided", ["no_speech", "no_vote"], forum.chair)


@pytest.mark.req("BX-40")
def test_a_landlords_contact_declares_for_both_its_people(forum: Forum) -> None:
    forum.house.run(service.declare_for_landlord, forum.session, forum.linden, forum.items[0], "prejudicial")
    opens(forum, knowingly=True)
    for name in ("Ann", "Ben"):
        with pytest.raises(errors.NotAnsweredYet):
            forum.house.run(ask, forum.session, forum.registrations[name], key=f"ask {name}")
    assert forum.house.run(ask, forum.session, forum.registrations["Cara"], key="ask").waiting()


def test_the_declarer_takes_back_what_nobody_has_answered(forum: Forum) -> None:
    declared = forum.declares("Ann")
    with pytest.raises(NotFound):
        forum.house.run(deciding.withdraw, declared, person_id=forum.people["Ben"])
    forum.house.run(deciding.withdraw, declared, person_id=forum.people["Ann"])
    assert not any(one.is_standing for one in forum.floor.declarations.values())
    again = forum.declares("Ann")
    assert again != declared
    forum.decides(again)
    with pytest.raises(rules.AlreadyAnswered):
        forum.house.run(deciding.withdraw, again, person_id=forum.people["Ann"])


def test_nobody_decides_on_their_own(forum: Forum) -> None:
    person = forum.house.account(Role.CHAIR, programme_id=forum.programme, name="Chair who is a registrant")
    forum.people["Fay"] = person
    forum.registrations["Fay"] = forum.house.registration(
        forum.session, person, kind="member", seat_no=None, state="confirmed"
    )
    declared = forum.declares("Fay")
    with pytest.raises(rules.NotByYourself):
        forum.decides(declared, by=person)
    forum.decides(declared, by=forum.chair)


def test_a_claim_from_the_chat_is_confirmed_or_dismissed(forum: Forum) -> None:
    who = forum.house.participant(forum.session, "Zoom name", landlord_id=forum.linden)
    claimed = forum.house.run(service.claim, forum.session, who, forum.items[0], message_id="m1")
    assert forum.house.run(service.claim, forum.session, who, forum.items[0], message_id="m2") == claimed
    assert [one.is_claim for one in forum.floor.declarations.values()] == [True]
    forum.as_(forum.steward, service.confirm, claimed, role="steward")
    assert [one.is_undecided for one in forum.floor.declarations.values()] == [True]
    with pytest.raises(rules.AlreadyAnswered):
        forum.as_(forum.steward, service.confirm, claimed, role="steward")
    other = forum.house.run(service.claim, forum.session, who, forum.items[1], message_id="m3")
    forum.as_(forum.steward, deciding.lift, other, role="steward")
    assert forum.row(other).state == "dismissed"


def test_the_chair_notes_what_somebody_said_aloud(forum: Forum) -> None:
    who = forum.house.participant(forum.session, "Zoom name", landlord_id=forum.linden)
    forum.as_(
        forum.chair,
        service.declare_for,
        forum.session,
        who,
        forum.items[0],
        "personal",
        role="chair",
        is_landlords=True,
    )
    assert [(one.landlord_id, one.participant_id) for one in forum.floor.declarations.values()] == [
        (forum.linden, None)
    ]
    nobody = forum.house.participant(forum.session, "Caller")
    with pytest.raises(BadInput):
        forum.as_(
            forum.chair,
            service.declare_for,
            forum.session,
            nobody,
            forum.items[0],
            "personal",
            role="chair",
            is_landlords=True,
        )


def test_edge_120_declared_after_hands_were_counted_is_flagged_late(forum: Forum) -> None:
    in_time = forum.declares("Ann")
    forum.house.run(
        voting.record, forum.session, forum.items[0], "Write to the council?", voting.Counted(5, 1, 0), role="chair"
    )
    assert not forum.row(in_time).is_late
    assert forum.row(forum.declares("Ben")).is_late
    assert not forum.row(forum.declares("Ben", 1)).is_late


def test_declared_when_the_item_is_over_is_flagged_late(forum: Forum) -> None:
    opens(forum, 0)
    assert not forum.row(forum.declares("Ann", 0)).is_late
    opens_next = forum.items[1]

    def turn_over(floor: Any, _now_ms: int) -> Any:
        from companion.floor import rules as floor_rules
        from companion.floor.events import ItemOpened

        return (*floor_rules.close_item(floor), ItemOpened(opens_next))

    forum.as_(forum.chair, act, forum.session, turn_over, by=By("chair"), key="next")
    assert forum.row(forum.declares("Ben", 0)).is_late
    assert not forum.row(forum.declares("Ben", 1)).is_late


def test_case_52_the_chair_names_a_deputy_who_may_chair_here(forum: Forum) -> None:
    stranger = forum.house.account(Role.REVIEWER, programme_id=forum.programme, name="A reviewer")
    for nobody in (forum.chair, stranger):
        with pytest.raises(rules.NoDeputy):
            forum.as_(forum.chair, deciding.stand_aside, forum.session, forum.items[0], forum.chair, nobody)
    forum.as_(forum.chair, deciding.stand_aside, forum.session, forum.items[0], forum.chair, forum.steward, SECRET)
    assert [(one.chair_id, one.deputy_id) for one in forum.floor.declarations.values()] == [
        (forum.chair, forum.steward)
    ]


@pytest.mark.req("BX-40")
def test_a_statement_in_spite_is_told_to_the_journal(forum: Forum) -> None:
    declared = forum.declares("Ann")
    forum.decides(declared, "no_speech")
    ann = forum.row(declared).participant_id
    assert ann is not None
    forum.as_(forum.chair, deciding.allow_statement, declared, ann, role="chair")
    assert [one.statement_for for one in forum.floor.declarations.values()] == [(ann,)]


@pytest.mark.req("BX-41")
def test_a_show_of_hands_is_kept_corrected_and_told_as_numbers(forum: Forum) -> None:
    counted = voting.Counted(5, 2, 1, left_out=1)
    for _ in range(2):
        forum.house.run(
            voting.record, forum.session, forum.items[0], "Write to them?", counted, role="chair", key="one press"
        )
    (show,) = forum.floor.shows
    forum.house.run(voting.correct, show, voting.Counted(6, 2, 0), role="chair")
    kept = forum.house.wiring.runner.read(voting.shows, forum.session)
    assert [(one.question, one.counted, one.is_corrected) for one in kept] == [
        ("Write to them?", voting.Counted(6, 2, 0, left_out=1), True)
    ]
    assert [(one.in_favour, one.left_out) for one in forum.floor.shows.values()] == [(6, 1)]
    with pytest.raises(BadInput):
        forum.house.run(voting.record, forum.session, forum.items[0], "  ", counted, role="chair")


def test_nothing_to_declare_is_kept_once(forum: Forum) -> None:
    for _ in range(2):
        forum.house.run(service.nothing_to_declare, forum.registrations["Ann"])
    count = select(func.count()).select_from(Declaration)
    assert forum.house.wiring.runner.read(lambda uow: uow.db.scalar(count)) == 1
    assert forum.house.wiring.runner.read(service.said_nothing, forum.session, forum.people["Ann"])
    assert not forum.floor.declarations


def test_the_words_go_when_their_time_has_come(forum: Forum, clock: ManualClock) -> None:
    forum.declares("Ann", concerns=SECRET)
    clock.advance(wording.KEPT_AFTER)
    assert purging.purge(forum.house.wiring.runner)["words of interests"] == 0
    clock.advance(timedelta(hours=2))
    assert purging.purge(forum.house.wiring.runner)["words of interests"] == 1
    assert len(forum.floor.declarations) == 1


@pytest.mark.postgres
def test_on_each_database_the_declaration_is_one_transaction_with_its_journal(house_on_each: House) -> None:
    forum = Forum(house_on_each)
    declared = forum.declares("Ann", 0, "group", SECRET)
    forum.decides(declared, "leave_item")
    assert [one.effects for one in forum.floor.declarations.values()] == [("leave_item",)]
