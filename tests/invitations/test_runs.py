"""A run: approved once, then letters leave by themselves, come back, are reminded of, and end."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.rules import NoCodeYet
from companion.forums.tables import ForumSession
from companion.invitations import returned, returns, runs, service
from companion.invitations.tables import Invitation
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import BadInput
from companion.kernel.mail import LetterRefused, RenderedLetter
from companion.kernel.tables import MailCopy
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.sign_in import LinkDoesNotWork
from companion.people.tables import Bar
from companion.registration import naming
from companion.roll.tables import LandlordContact
from companion.wiring import Wiring
from companion.worker import Worker
from tests.house import House
from tests.registration.post import collect

STARTS = datetime(2027, 9, 15, 9, 30, tzinfo=UTC)  # a Wednesday; the window is 15 June to 15 July


def planned(house: House, state: str = "open", **more: object) -> UUID:
    """A session of 15 September, seen from 25 May."""
    return house.forum_session(house.programme(), state=state, starts_in=STARTS - house.now, **more)


def one(house: House) -> Invitation:
    return house.run(lambda uow: uow.db.scalars(select(Invitation)).one())  # type: ignore[no-any-return]


def look(house: House, clock: ManualClock, at: datetime) -> int:
    """Let the worker look at that time; how much it touched."""
    clock.set(at)
    return runs.tick(house.wiring.runner)


@pytest.mark.req("LC-11")
def test_an_approved_run_leaves_by_itself_in_its_window_and_opens_registration(
    house: House, clock: ManualClock
) -> None:
    session_id = planned(house, state="scheduled")
    house.landlord()
    assert house.run(runs.approve, session_id) == 0
    assert look(house, clock, datetime(2027, 6, 15, 8, 29, tzinfo=UTC)) == 0
    assert look(house, clock, datetime(2027, 6, 15, 8, 30, tzinfo=UTC)) == 1, "half past nine in London"
    assert look(house, clock, datetime(2027, 6, 15, 8, 31, tzinfo=UTC)) == 0, "nobody is asked twice"
    assert house.run(forums.session_of, session_id).state == "open"
    (letter,) = collect(house)
    assert (letter.to, one(house).late_reason) == ("contact@lindenquay.example", None)


@pytest.mark.req("LC-11")
def test_with_less_than_two_months_left_letters_leave_at_once_and_are_marked_late(house: House) -> None:
    session_id = house.forum_session(house.programme(), starts_in=timedelta(days=30))
    house.landlord()
    assert house.run(runs.approve, session_id) == 1
    assert (one(house).is_late, one(house).late_reason) == (True, "short_notice")


@pytest.mark.req("LC-11")
def test_edge_8_a_landlord_that_joins_after_the_letters_went_is_invited_at_once_and_marked_late(
    house: House, clock: ManualClock
) -> None:
    session_id = planned(house)
    house.landlord()
    house.run(runs.approve, session_id)
    look(house, clock, datetime(2027, 6, 15, 9, tzinfo=UTC))
    clock.set(datetime(2027, 6, 20, 20, tzinfo=UTC))
    late = house.landlord("Thornbeck Homes", domain="thornbeck.example")
    assert runs.tick(house.wiring.runner) == 1
    (line,) = [line for line in house.run(service.lines, session_id) if line.landlord_id == late]
    assert line.late_reason == "new_member"
    assert [letter.to for letter in collect(house)][-1] == "contact@thornbeck.example"


def test_letters_leave_a_few_at_a_time_and_a_worker_that_died_leaves_nobody_out_or_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    session_id = house.forum_session(house.programme())
    for number in range(5):
        house.landlord(f"Landlord {number}", domain=f"landlord{number}.example")
    took = [house.run(runs.approve, session_id)]
    took += [runs.tick(house.wiring.runner) for _ in range(4)]
    assert took == [2, 2, 1, 0, 0]
    assert len({letter.to for letter in collect(house)}) == 5
    counts = house.run(service.counts, session_id)
    assert (counts.planned, counts.on_its_way, counts.sent) == (0, 0, 5)


def test_a_stopped_run_holds_back_what_has_not_left(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 1)
    session_id = house.forum_session(house.programme())
    house.landlord()
    house.landlord("Thornbeck Homes", domain="thornbeck.example")
    house.run(runs.approve, session_id)
    house.run(runs.stop, session_id)
    assert runs.tick(house.wiring.runner) == 0
    with pytest.raises(runs.NothingToStop):
        house.run(runs.stop, session_id)
    assert house.run(runs.approve, session_id) == 1


def test_a_run_is_not_approved_without_a_code_or_for_a_group_of_residents(house: House) -> None:
    programme_id = house.programme()
    closed = house.forum_session(programme_id, state="closed")
    group = house.forum_session(house.programme("Tenants", "PP"), forum_type=None, zoom_meeting_id=None)

    def without_code(uow: Uow) -> UUID:
        return forums.create_programme(uow, name="New", profile="LC", mailbox="forum@companion.example")

    bare = house.forum_session(house.run(without_code), zoom_meeting_id=None)
    for session_id, error in ((closed, runs.NamesAreClosed), (group, runs.NotAForumOfLandlords), (bare, NoCodeYet)):
        with pytest.raises(error):
            house.run(runs.approve, session_id)


def test_a_session_that_was_moved_takes_its_window_along(house: House, clock: ManualClock) -> None:
    session_id = planned(house)
    house.landlord()
    house.run(runs.approve, session_id)

    def move(uow: Uow) -> None:
        session = uow.db.get_one(ForumSession, session_id)
        session.starts_at += timedelta(days=60)
        session.ends_at += timedelta(days=60)
        session.registration_closes_at += timedelta(days=60)

    house.run(move)
    assert look(house, clock, datetime(2027, 6, 15, 9, tzinfo=UTC)) == 0
    assert look(house, clock, datetime(2027, 8, 16, 9, tzinfo=UTC)) == 1


def bar_contact(uow: Uow) -> None:
    contact = uow.db.scalars(select(LandlordContact)).one()
    uow.db.add(Bar(id=contact.id, person_id=contact.person_id, scope="all", source_id=contact.id, starts_at=uow.now))


def test_a_bar_is_looked_at_when_the_letter_leaves(house: House) -> None:
    session_id = house.forum_session(house.programme())
    house.landlord()
    house.run(runs.approve, session_id)
    house.run(bar_contact)
    assert collect(house) == []
    assert (one(house).state, one(house).returned_reason) == ("bounced", "not_available")


class Refusing:
    """A mail server that says no to everybody."""

    def send(self, letter: RenderedLetter, *, sender: str) -> None:
        raise LetterRefused("no_such_mailbox", f"550 5.1.1 {letter.to}")


@pytest.mark.req("X-05")
def test_an_invitation_is_sent_once_the_mail_server_took_it_and_kept_without_its_token(
    house: House, wiring: Wiring
) -> None:
    session_id = house.forum_session(house.programme())
    house.landlord()
    house.run(service.write_words, session_id, "Bring your damp figures.\n\nTea is on us.")
    house.run(runs.approve, session_id)
    assert one(house).sent_at is None
    Worker(wiring).drain()
    assert (one(house).state, one(house).words_number) == ("sent", 1)
    copy = house.run(lambda uow: uow.db.scalars(select(MailCopy)).one())
    assert copy.template.startswith("invitations/invitation@")
    assert copy.template.endswith(" words 1")
    for sealed, row in ((copy.sealed, ""), (copy.sealed_html, ":html")):
        text = wiring.runner.keys.open_text(sealed, row=f"kernel_mail_copy:{copy.id}{row}")
        assert "Bring your damp figures." in text
        assert "/landlord-link/[link removed]" in text


def test_a_letter_that_the_mail_server_refuses_has_come_back_and_is_not_tried_again(
    house: House, wiring: Wiring
) -> None:
    session_id = house.forum_session(house.programme())
    house.landlord()
    house.run(runs.approve, session_id)
    worker = Worker(dataclasses.replace(wiring, mailer=Refusing()))
    assert worker.drain() == 1
    assert (one(house).state, one(house).returned_reason) == ("bounced", "no_such_mailbox")
    assert house.run(service.counts, session_id).came_back == 1


def test_a_letter_that_came_back_goes_to_another_contact_and_the_old_link_is_dead(house: House) -> None:
    session_id = house.forum_session(house.programme())
    landlord_id = house.landlord()
    house.run(runs.approve, session_id)
    (first,) = collect(house)
    with pytest.raises(BadInput):
        house.run(returns.came_back, one(house).id, "because")
    house.run(returns.came_back, one(house).id, "said_so")
    house.run(returns.readdress, one(house).id, name="Dora Peel", address="dora@lindenquay.example")
    (second,) = collect(house)
    assert second.to == "dora@lindenquay.example"
    assert one(house).state == "sent"
    with pytest.raises(LinkDoesNotWork):
        house.run(sign_in.look_at_link, first.link.rsplit("/", 1)[1], "landlord")
    assert house.run(sign_in.look_at_link, second.link.rsplit("/", 1)[1], "landlord").landlord_id == landlord_id
    assert house.run(returns.choices, one(house).id) == []


def test_a_report_finds_the_invitation_by_its_address_and_an_answer_outlives_it(house: House) -> None:
    session_id = house.forum_session(house.programme())
    landlord_id = house.landlord()
    house.run(runs.approve, session_id)
    collect(house)
    report = returned.Returned("Contact@lindenquay.example", "mailbox_full")
    assert house.run(returns.read_returned, session_id, report) is not None
    assert one(house).state == "bounced"
    house.run(service.answered, session_id, landlord_id, "declined")
    house.run(returns.read_returned, session_id, report)
    assert one(house).state == "declined"


def test_a_withdrawn_invitation_has_no_working_link_and_is_not_sent_again_by_itself(house: House) -> None:
    session_id = house.forum_session(house.programme())
    house.landlord()
    house.run(runs.approve, session_id)
    (letter,) = collect(house)
    house.run(returns.revoke, one(house).id)
    with pytest.raises(LinkDoesNotWork):
        house.run(sign_in.look_at_link, letter.link.rsplit("/", 1)[1], "landlord")
    assert runs.tick(house.wiring.runner) == 0


@pytest.mark.req("LC-11")
def test_reminders_go_to_who_has_not_answered_and_stop_with_nobody_comes_this_time(
    house: House, clock: ManualClock
) -> None:
    session_id = planned(house, registration_closes_at=STARTS - timedelta(hours=16))
    names = ("linden", "thorn", "moor", "vale")
    linden, thorn, _moor, vale = (house.landlord(name, domain=f"{name}.example") for name in names)
    house.run(runs.approve, session_id)
    look(house, clock, datetime(2027, 6, 15, 9, tzinfo=UTC))
    collect(house)
    house.run(naming.decline_invitation, session_id, thorn)
    by_landlord = {line.landlord_id: line.invitation_id for line in house.run(service.lines, session_id)}
    house.run(returns.came_back, by_landlord[vale], "said_so")
    assert look(house, clock, datetime(2027, 8, 17, 8, tzinfo=UTC)) == 0, "nine in the morning is too early"
    assert look(house, clock, datetime(2027, 8, 18, 8, 30, tzinfo=UTC)) == 2
    assert look(house, clock, datetime(2027, 8, 18, 8, 31, tzinfo=UTC)) == 0
    house.run(naming.decline_invitation, session_id, linden)
    letters = collect(house)
    assert [letter.to for letter in letters] == ["contact@moor.example"], "who answered meanwhile gets none"
    assert "stop reminding you" in letters[0].text
    assert look(house, clock, datetime(2027, 9, 8, 8, 30, tzinfo=UTC)) == 1
    assert [letter.to for letter in collect(house)] == ["contact@moor.example"]
    assert look(house, clock, STARTS - timedelta(hours=16)) == 1, "names are closed: over"
    by_state = {line.landlord: line.state for line in house.run(service.lines, session_id)}
    assert by_state == {"linden": "declined", "thorn": "declined", "moor": "expired", "vale": "bounced"}
