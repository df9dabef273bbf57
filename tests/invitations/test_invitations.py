"""Whom a session is for, when letters leave, and one invitation per landlord."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.forums import agendas
from companion.invitations import rules, runs, service
from companion.invitations.tables import Invitation
from companion.kernel.uow import Uow
from companion.people.tables import Bar
from companion.registration import service as registration
from companion.roll.tables import LandlordContact
from tests.house import House
from tests.registration.post import collect


def candidate(number: int, band: str = "OVER", contact: int | None = 1) -> rules.Candidate:
    return rules.Candidate(UUID(int=number), f"Landlord {number}", band, UUID(int=contact) if contact else None)


@pytest.mark.req("LC-10")
def test_only_landlords_of_the_right_band_are_invited() -> None:
    found = rules.preview(
        "OVER",
        [candidate(1), candidate(2, "UNDER"), candidate(3, "LA"), candidate(4, "REVIEW"), candidate(5, contact=None)],
        {},
    )
    assert [one.landlord_id for one in found.to_invite] == [UUID(int=1)]
    assert [one.landlord_id for one in found.without_contact] == [UUID(int=5)]
    assert [one.landlord_id for one in found.in_review] == [UUID(int=4)]


def test_who_was_invited_is_not_invited_again() -> None:
    found = rules.preview("OVER", [candidate(1), candidate(2)], {UUID(int=1): "sent"})
    assert [one.landlord_id for one in found.to_invite] == [UUID(int=2)]
    assert found.already == 1


@pytest.mark.req("LC-11")
@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (date(2026, 5, 31), date(2026, 2, 28), date(2026, 3, 31)),  # edge 71
        (date(2028, 4, 29), date(2028, 1, 29), date(2028, 2, 29)),  # edge 80
        (date(2027, 2, 15), date(2026, 11, 15), date(2026, 12, 15)),
        (date(2027, 1, 31), date(2026, 10, 31), date(2026, 11, 30)),
        (date(2027, 12, 1), date(2027, 9, 1), date(2027, 10, 1)),
    ],
)
def test_letters_leave_three_to_two_calendar_months_before(day: date, opens: date, closes: date) -> None:
    starts_at = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
    assert rules.window(starts_at) == (opens, closes)
    assert not rules.is_late(starts_at, datetime(closes.year, closes.month, closes.day, 12, tzinfo=UTC))
    assert rules.is_late(starts_at, datetime(closes.year, closes.month, closes.day, 12, tzinfo=UTC) + timedelta(days=1))


def states(house: House) -> dict[UUID, tuple[str, bool]]:
    def read(uow: Uow) -> dict[UUID, tuple[str, bool]]:
        return {entry.landlord_id: (entry.state, entry.is_late) for entry in uow.db.scalars(select(Invitation))}

    return house.run(read)  # type: ignore[no-any-return]


@pytest.mark.req("LC-11", "LC-06")
def test_one_letter_goes_to_each_nominating_contact_with_the_landlords_own_link(house_on_each: House) -> None:
    house = house_on_each
    session_id = house.forum_session(house.programme(), starts_in=timedelta(days=75))
    house.run(agendas.review, session_id, not_a_case=True, words_looked_at=True)
    linden = house.landlord()
    house.landlord("Thornbeck Homes", domain="thornbeck.example", band="LA")
    assert house.run(runs.approve, session_id) == 1
    assert house.run(runs.approve, session_id) == 0, "the same landlord is not asked twice"
    assert states(house) == {linden: ("queued", False)}, "a letter is not sent before the mail server took it"
    (letter,) = collect(house)
    assert letter.to == "contact@lindenquay.example"
    assert "Linden Quay Homes has two seats" in letter.text
    assert "Damp and mould" in letter.text
    assert letter.link.startswith("/landlord-link/")
    assert states(house) == {linden: ("sent", False)}


@pytest.mark.req("LC-16")
def test_a_draft_of_the_agenda_that_nobody_looked_over_is_in_no_letter(house: House) -> None:
    session_id = house.forum_session(house.programme(), items=("The case of Mrs Jones at 12 Hill Road",))
    house.landlord()
    house.run(runs.approve, session_id)
    (letter,) = collect(house)
    assert "Mrs Jones" not in letter.text + letter.html
    assert "On the agenda" not in letter.text + letter.html


def test_a_barred_contact_gets_no_letter(house: House) -> None:
    session_id = house.forum_session(house.programme())
    house.landlord()

    def bar(uow: Uow) -> None:
        contact = uow.db.scalars(select(LandlordContact)).one()
        person_id = contact.person_id
        uow.db.add(Bar(id=contact.id, person_id=person_id, scope="all", source_id=contact.id, starts_at=uow.now))

    house.run(bar)
    assert len(house.run(service.preview, session_id).held_back) == 1
    assert house.run(runs.approve, session_id) == 0


def test_a_registration_and_a_refusal_answer_the_invitation(house: House) -> None:
    session_id = house.forum_session(house.programme())
    linden = house.landlord()
    house.run(runs.approve, session_id)
    house.run(service.answered, session_id, linden, "declined")
    assert states(house)[linden][0] == "declined"
    house.run(registration.register, session_id, name="Ann", address="ann@lindenquay.example", landlord_id=linden)
    assert states(house)[linden][0] == "accepted"
    collect(house)
    assert states(house)[linden][0] == "accepted", "a letter that is sent late does not undo the answer"


def test_no_letter_leaves_for_a_session_that_was_called_off(house: House) -> None:
    from companion.forums import service as forums

    session_id = house.forum_session(house.programme())
    house.landlord()
    house.run(runs.approve, session_id)
    house.run(forums.move, session_id, "cancel")
    assert collect(house) == []
