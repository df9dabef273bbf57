"""Programmes and forum sessions, planned and run, on each database."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from companion.codes import service as codes
from companion.forums import agendas, rules, service
from companion.forums.tables import ForumSession
from companion.kernel.errors import BadInput
from companion.people.access import Scope
from tests.house import House


def programme(house: House, profile: str = "LC") -> UUID:
    return house.run(  # type: ignore[no-any-return]
        service.create_programme, name=f"Programme {profile}", profile=profile, mailbox="Forum@companion.example"
    )


def plan(house: House, programme_id: UUID, forum_type: str | None = "OVER", days: int = 40) -> UUID:
    return house.run(  # type: ignore[no-any-return]
        service.plan_session, programme_id, forum_type=forum_type, title="", starts_at=house.now + timedelta(days=days)
    )


def row(house: House, session_id: UUID) -> ForumSession:
    return house.run(service.session_of, session_id)  # type: ignore[no-any-return]


@pytest.mark.parametrize("profile", ["LC", "PP", "BX"])
def test_each_profile_makes_a_programme_with_sessions(house_on_each: House, profile: str) -> None:
    programme_id = programme(house_on_each, profile)
    session_id = plan(house_on_each, programme_id, "LA" if profile == "LC" else None)
    assert row(house_on_each, session_id).state == "scheduled"
    assert house_on_each.run(service.scope_of_session, session_id) == Scope(
        programme_id=programme_id, forum_session_id=session_id
    )


def test_a_session_is_called_after_its_landlords(house: House) -> None:
    assert row(house, plan(house, programme(house))).title == "Landlord forum, over 1,000 homes"


def test_a_programmes_name_is_taken_once(house: House) -> None:
    programme(house)
    with pytest.raises(service.NameTaken):
        programme(house)


@pytest.mark.req("LC-02", "BX-66")
def test_registration_opens_only_with_a_code_in_force(house_on_each: House) -> None:
    programme_id = programme(house_on_each)
    session_id = plan(house_on_each, programme_id)
    house_on_each.run(codes.ensure_code, programme_id)
    with pytest.raises(rules.NoCodeYet):
        house_on_each.run(codes.open_registration, session_id)
    house_on_each.run(codes.ensure_code, programme_id, agreed_by="Named officer")
    assert house_on_each.run(codes.open_registration, session_id) == "open"


def test_a_meeting_that_starts_twice_or_late_starts_once(house: House) -> None:
    session_id = plan(house, programme(house))
    assert house.run(service.meeting_started, session_id)
    assert not house.run(service.meeting_started, session_id)
    assert house.run(service.meeting_ended, session_id)
    assert not house.run(service.meeting_ended, session_id)
    assert not house.run(service.meeting_started, session_id), "a late start does not bring it back"
    assert row(house, session_id).state == "ended"


@pytest.mark.req("LC-07")
def test_a_zoom_meeting_belongs_to_one_session_that_is_still_to_come(house: House) -> None:
    programme_id = programme(house)
    first, second = plan(house, programme_id), plan(house, programme_id, "LA", days=50)
    house.run(service.set_meeting, first, "912-3456-7890")
    assert row(house, first).zoom_meeting_id == "91234567890"
    with pytest.raises(service.MeetingTaken):
        house.run(service.set_meeting, second, "91234567890")
    for event in ("start", "end"):
        house.run(service.move, first, event)
    house.run(service.set_meeting, second, "91234567890")
    assert house.run(service.session_of_meeting, "91234567890").id == second


@pytest.mark.parametrize("typed", ["12", "not a number", "9123456789012345", "91234٥67890"])
def test_what_is_no_meeting_number_is_refused(house: House, typed: str) -> None:
    session_id = plan(house, programme(house))
    with pytest.raises(BadInput):
        house.run(service.set_meeting, session_id, typed)


def test_the_agenda_keeps_its_order_and_is_fixed_once_the_session_runs(house: House) -> None:
    session_id = plan(house, programme(house))
    items = [
        house.run(agendas.add_item, session_id, title=title, kind="feedback", minutes=20)
        for title in ("Welcome", "Damp and mould", "What next")
    ]
    house.run(agendas.remove_item, items[1])
    assert [item.title for item in house.run(service.agenda, session_id)] == ["Welcome", "What next"]
    house.run(agendas.add_item, session_id, title="Questions", kind="other", minutes=5)
    assert [item.position for item in house.run(service.agenda, session_id)] == [1, 3, 4]
    house.run(service.move, session_id, "start")
    with pytest.raises(rules.NotFromHere):
        house.run(agendas.remove_item, items[0])


@pytest.mark.parametrize(("title", "kind", "minutes"), [("", "other", 5), ("A", "party", 5), ("A", "other", 0)])
def test_an_item_that_makes_no_sense_is_refused(house: House, title: str, kind: str, minutes: int) -> None:
    session_id = plan(house, programme(house))
    with pytest.raises(BadInput):
        house.run(agendas.add_item, session_id, title=title, kind=kind, minutes=minutes)


@pytest.mark.req("LC-09")
def test_sessions_are_counted_per_type_without_those_called_off(house: House) -> None:
    programme_id = programme(house)
    plan(house, programme_id)
    off = plan(house, programme_id, days=90)
    house.run(service.move, off, "cancel")
    assert service.types_planned(house.run(service.sessions)) == {"OVER": 1}


def test_links_outlive_a_session_that_runs_over_also_on_a_scaled_clock(house: House) -> None:
    session_id = plan(house, programme(house))
    session = row(house, session_id)
    assert service.links_end_at(session) == session.ends_at + rules.OVERRUN
    session.pace_anchor_real, session.pace_anchor_domain, session.pace_rate = house.now, session.starts_at, 30.0
    assert service.links_end_at(session) == house.now + timedelta(minutes=3) + rules.OVERRUN
