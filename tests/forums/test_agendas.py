"""An agenda is changed, looked over, published in versions, and held against its clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from companion.forums import agenda_rules, agendas, rules, service
from companion.forums.agenda_rules import Line
from companion.forums.rules import NotFromHere
from companion.forums.tables import ForumSession
from companion.kernel.clocks import LONDON, ManualClock
from companion.kernel.errors import BadInput
from companion.kernel.tables import AuditEntry, OutboxEffect
from companion.kernel.uow import Uow
from companion.kernel.working_days import Calendar, Lead, Limit, OneWordingOnly, day_of
from companion.people.roles import Role
from tests.house import House

ENGLAND = Calendar("ENG")
LENGTH = timedelta(minutes=90)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[misc,arg-type]


def line(name: str, minutes: int = 20, **more: bool) -> Line:
    return Line(name, name, "feedback", minutes, **more)


def stands(profile: str, starts_at: datetime, out: datetime | None, now: datetime) -> agenda_rules.Standing:
    return agenda_rules.standing(profile, starts_at, ENGLAND, first_out_at=out, now=now)


@pytest.mark.req("LC-12")
def test_edge_72_out_at_the_last_minute_of_the_21st_day_before_is_in_time() -> None:
    start = london(2027, 6, 15, 10, 30)
    last = london(2027, 5, 25, 23, 59)
    assert stands("LC", start, last, last).in_time
    late = stands("LC", start, last + timedelta(minutes=2), last + timedelta(minutes=2))
    assert (late.in_time, late.days_late, late.last_day) == (False, 1, date(2027, 5, 25))
    assert stands("LC", start, None, last).in_time is None
    assert stands("LC", start, None, last + timedelta(days=3)).days_late == 3


@pytest.mark.req("PP-32")
@pytest.mark.parametrize(
    ("start", "last"), [(london(2026, 4, 9, 18), date(2026, 3, 31)), (london(2027, 1, 5, 18), date(2026, 12, 24))]
)
def test_edge_75_papers_of_a_residents_group_leave_five_working_days_before(start: datetime, last: date) -> None:
    on_time = datetime.combine(last, datetime.min.time().replace(hour=23), tzinfo=LONDON)
    assert stands("PP", start, on_time, on_time).in_time
    assert stands("PP", start, on_time, on_time).last_day == last
    assert stands("PP", start, on_time + timedelta(hours=2), on_time).in_time is False


@pytest.mark.req("LC-12")
def test_reminders_come_28_24_and_22_days_before_moved_back_to_a_working_day() -> None:
    last = date(2027, 5, 25)  # for a forum on Tuesday 15 June
    days = {date(2027, 5, 17) + timedelta(days=n): None for n in range(12)}
    found = {day: agenda_rules.reminder_due(last, day, ENGLAND) for day in days}
    assert [found[date(2027, 5, day)] for day in (17, 18, 20, 21, 23, 24, 25, 26)] == [None, 7, 7, 3, 3, 1, 1, None]


@given(st.lists(st.integers(1, 240), max_size=8))
def test_an_agenda_goes_out_only_if_it_fits(minutes: list[int]) -> None:
    lines = [line(f"Item number {n}", m) for n, m in enumerate(minutes)]
    fits = bool(minutes) and sum(minutes) <= 90
    try:
        agenda_rules.check_ready(lines, LENGTH, not_a_case=True, words_looked_at=True)
    except agenda_rules.NotReady:
        assert not fits
    else:
        assert fits


@pytest.mark.req("LC-16", "BX-32")
def test_cases_are_taken_out_and_doubts_and_short_forms_are_looked_at() -> None:
    def check(title: str, *, not_a_case: bool = False, words: bool = False) -> None:
        agenda_rules.check_ready([line(title)], LENGTH, not_a_case=not_a_case, words_looked_at=words)

    with pytest.raises(agenda_rules.NotReady, match="take it out"):
        check("Lessons of 202212345", not_a_case=True, words=True)
    with pytest.raises(agenda_rules.NotReady, match="no individual case is meant"):
        check("Complaint 4711")
    check("Complaint 4711", not_a_case=True)
    with pytest.raises(agenda_rules.NotReady, match="short forms"):
        check("ASB")
    check("ASB", words=True)
    check("Antisocial behaviour (ASB)")


def test_changes_name_what_is_new_gone_moved_or_other() -> None:
    before = [line("a"), line("b"), line("c")]
    after = [line("b"), line("a", 25), Line("c", "see", "update", 20), line("d")]
    assert [(change.title, change.words) for change in agenda_rules.changes(before, after)] == [
        ("b", "moved"), ("a", "25 minutes instead of 20"), ("see", "was “c”"), ("d", "new"),
    ]  # fmt: skip
    assert [change.words for change in agenda_rules.changes(before, before[1:])] == ["taken off"]
    assert agenda_rules.changes(before, before) == []


@given(st.permutations(range(5)), st.permutations(range(5)))
def test_an_agenda_unchanged_has_no_changes(one: list[int], other: list[int]) -> None:
    first, second = [line(str(n)) for n in one], [line(str(n)) for n in other]
    assert bool(agenda_rules.changes(first, second)) == (one != other)


def test_what_is_stored_reads_back() -> None:
    found = Line("id", "Title", "update", 5, is_early_sight=True, is_confidential=True)
    assert agenda_rules.line_from(found.stored()) == found


@pytest.fixture
def programme_id(house: House) -> UUID:
    return house.programme()


@pytest.fixture
def session_id(house: House, programme_id: UUID) -> UUID:
    return house.forum_session(programme_id, starts_in=timedelta(days=30))


def titles(house: House, session_id: UUID) -> list[str]:
    return [item.title for item in house.run(service.agenda, session_id)]


def test_items_move_by_one_and_no_further_than_the_ends(house: House, session_id: UUID) -> None:
    first, second, third = (item.id for item in house.run(service.agenda, session_id))
    house.run(agendas.move_item, first, up=True)
    house.run(agendas.move_item, third, up=False)
    assert titles(house, session_id) == ["Welcome", "Damp and mould", "What next"]
    house.run(agendas.move_item, second, up=True)
    assert titles(house, session_id) == ["Damp and mould", "Welcome", "What next"]
    house.run(agendas.move_item, second, up=False)
    house.run(agendas.move_item, second, up=False)
    assert titles(house, session_id) == ["Welcome", "What next", "Damp and mould"]


@pytest.mark.req("LC-12")
def test_what_is_out_stays_as_it_was_until_the_next_version(house: House, session_id: UUID, clock: ManualClock) -> None:
    item = house.run(service.agenda, session_id)[1]
    with pytest.raises(agenda_rules.LookFirst):
        house.run(agendas.publish, session_id)
    house.publish_agenda(session_id)
    clock.advance(timedelta(days=20))  # the last day is past
    house.run(agendas.change_item, item.id, agendas.Typed("Damp, mould and heat", "feedback", 25))
    with pytest.raises(agenda_rules.LookFirst):
        house.run(agendas.publish, session_id)
    assert [one.title for one in house.run(agendas.shown, session_id)][1] == "Damp and mould"
    house.publish_agenda(session_id)
    found = house.run(agendas.versions, session_id)
    assert [(one.number, one.state) for one in found] == [(2, "published"), (1, "superseded")]
    assert [one.title for one in house.run(agendas.shown, session_id)][1] == "Damp, mould and heat"
    standing = house.run(lambda uow: agendas.standing_of(uow, service.session_of(uow, session_id)))
    assert standing.in_time, "a later version does not start the clock again"
    effects = house.run(lambda uow: list(uow.db.scalars(select(OutboxEffect.kind))))
    assert effects == ["papers.announce"] * 2


@pytest.mark.req("LC-12", "PP-32")
@pytest.mark.parametrize(("profile", "by"), [("LC", 21), ("PP", 7), ("BX", 7)])
def test_edge_79_a_session_goes_by_at_least_or_by_at_most_and_never_by_both(
    house: House, monkeypatch: pytest.MonkeyPatch, profile: str, by: int
) -> None:
    programme_id = house.programme(f"Programme {profile}", profile)
    forum_type = "OVER" if profile == "LC" else None
    session_id = house.forum_session(programme_id, forum_type=forum_type, starts_in=timedelta(days=30))

    def standing() -> agenda_rules.Standing:
        return house.run(lambda uow: agendas.standing_of(uow, service.session_of(uow, session_id)))  # type: ignore[no-any-return]

    first = house.run(service.agenda, session_id)[0]
    house.run(agendas.change_item, first.id, agendas.Typed("Ground rules", "other", 20))
    starts_on = day_of(house.run(service.session_of, session_id).starts_at)
    assert (starts_on - standing().last_day).days == by
    assert standing().in_time is None, "there is time"
    house.publish_agenda(session_id)
    assert standing().in_time, "the earlier the better"

    with pytest.raises(OneWordingOnly):
        Lead(at_least=rules.AGENDA_LEADS[profile].at_least, at_most=Limit(5, "working days"))
    monkeypatch.setitem(rules.AGENDA_LEADS, profile, Lead(at_most=Limit(5, "working days")))
    assert standing().in_time is False, "read literally, this was too early; the other reading is gone"
    other_id = house.forum_session(programme_id, forum_type=forum_type, starts_in=timedelta(days=30))
    waits = house.run(lambda uow: agendas.standing_of(uow, service.session_of(uow, other_id)))
    assert waits.in_time is None, "nothing is late before its day"


@pytest.mark.req("LC-12")
def test_a_late_agenda_is_on_record_and_stops_nothing(house: House, programme_id: UUID) -> None:
    session_id = house.forum_session(programme_id, starts_in=timedelta(days=19))
    house.publish_agenda(session_id)
    query = select(AuditEntry.details).where(AuditEntry.action == "agenda.published")
    (details,) = house.run(lambda uow: list(uow.db.scalars(query)))
    assert (details["in_time"], details["days_late"]) == (False, 2)
    assert house.run(service.move, session_id, "start") == "live"
    with pytest.raises(NotFromHere):
        house.run(agendas.review, session_id, not_a_case=True, words_looked_at=True)


def test_a_session_that_is_moved_has_its_agenda_counted_from_the_new_date(house: House, session_id: UUID) -> None:
    def move(uow: Uow) -> bool | None:
        held = uow.db.get_one(ForumSession, session_id)
        held.starts_at, held.ends_at = uow.now + timedelta(days=5), uow.now + timedelta(days=5, hours=1)
        return agendas.standing_of(uow, held).in_time

    house.publish_agenda(session_id)
    assert house.run(move) is False


def test_an_agenda_has_an_end(house: House, session_id: UUID) -> None:
    for number in range(agendas.MOST_ITEMS - 3):
        house.run(agendas.add_item, session_id, title=f"Item {number}", kind="other", minutes=1)
    with pytest.raises(BadInput, match="at most"):
        house.run(agendas.add_item, session_id, title="One more", kind="other", minutes=1)


@pytest.fixture
def organiser(house: House, app: Flask, programme_id: UUID) -> FlaskClient:
    return house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme_id))


def test_an_organiser_changes_moves_looks_over_and_publishes(
    house: House, organiser: FlaskClient, session_id: UUID
) -> None:
    path = f"/forum-sessions/{session_id}/agenda"
    item = house.run(service.agenda, session_id)[1]
    assert organiser.post(f"{path}/{item.id}/move", data={"to": "up"}).status_code == 303
    assert titles(house, session_id)[0] == "Damp and mould"
    assert 'value="Damp and mould"' in organiser.get(f"{path}/{item.id}/change").get_data(as_text=True)
    wrong = organiser.post(f"{path}/{item.id}/change", data={"title": " ", "kind": "nonsense", "minutes": "0"})
    assert wrong.status_code == 422
    assert wrong.get_data(as_text=True).count("Error:") >= 3
    fields = {"title": "ASB in figures", "kind": "feedback", "minutes": "30", "early_sight": "yes"}
    page = organiser.post(f"{path}/{item.id}/change", data=fields, follow_redirects=True).get_data(as_text=True)
    assert "Early sight" in page
    page = organiser.get(f"{path}/review").get_data(as_text=True)
    assert "antisocial behaviour" in page
    refused = organiser.post(f"{path}/review")
    assert refused.status_code == 422
    assert 'href="#words_looked_at"' in refused.get_data(as_text=True)
    page = organiser.post(f"{path}/review", data={"words_looked_at": "yes"}, follow_redirects=True)
    assert "Publish version 1" in page.get_data(as_text=True)
    page = organiser.post(f"{path}/publish", follow_redirects=True).get_data(as_text=True)
    assert "in time: the last day was Thursday 3 June 2027" in page
    organiser.post(f"{path}/{item.id}/remove")
    page = organiser.get(path).get_data(as_text=True)
    assert "<b>ASB in figures</b>: taken off" in page
    assert "10:30" in organiser.get(f"{path}/print").get_data(as_text=True)


def test_an_agenda_that_names_a_case_is_not_published(house: House, organiser: FlaskClient, session_id: UUID) -> None:
    house.run(agendas.add_item, session_id, title="Lessons of 202212345", kind="sharing", minutes=5)
    page = organiser.post(f"/forum-sessions/{session_id}/agenda/review")
    assert page.status_code == 422
    assert "names case 202212345" in page.get_data(as_text=True)
    page = organiser.post(f"/forum-sessions/{session_id}/agenda/publish", follow_redirects=True)
    assert "Look it over first" in page.get_data(as_text=True)


@pytest.mark.req("BX-26")
def test_an_agenda_under_the_engagement_code_begins_with_the_ground_rules(house: House) -> None:
    programme_id = house.programme("Engagement", "BX")
    starts_at = house.now + timedelta(days=30)
    session_id = house.run(service.plan_session, programme_id, forum_type=None, title="Panel", starts_at=starts_at)
    (opening,) = house.run(agendas.lines, session_id)
    assert (opening.title, opening.minutes) == ("Welcome and ground rules", 5)
    repairs = house.run(agendas.add_item, session_id, title="Repairs", kind="feedback", minutes=20)
    house.publish_agenda(session_id)
    house.run(agendas.move_item, repairs, up=True)
    with pytest.raises(agenda_rules.NotReady, match="ground rules"):
        house.publish_agenda(session_id)
    landlords = house.programme()
    held = house.run(service.plan_session, landlords, forum_type="LA", title="", starts_at=starts_at)
    assert house.run(agendas.lines, held) == [], "other codes do not ask for it"


@pytest.mark.req("BX-26")
@pytest.mark.parametrize(
    ("titles", "hidden", "kept"),
    [
        (["Welcome and GROUND  rules", "Repairs"], False, True),
        (["Repairs", "Ground rules"], False, False),
        (["Ground rules"], True, False),
        ([], False, False),
    ],
)
def test_the_ground_rules_are_first_and_for_everybody_to_see(titles: list[str], hidden: bool, kept: bool) -> None:
    lines = [agenda_rules.Line(str(n), title, "other", 5, is_confidential=hidden) for n, title in enumerate(titles)]
    assert agenda_rules.opens_with_ground_rules(lines) is kept
