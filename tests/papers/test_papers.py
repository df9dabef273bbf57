"""Papers in versions, read by who may; the agenda sent to each once, by mail or by post; its clock watched."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from companion.codes import agreements, documents
from companion.forums import agendas
from companion.forums import service as forums
from companion.forums.tables import Agenda
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.mail import render
from companion.kernel.tables import AuditEntry, OutboxEffect
from companion.kernel.uow import Uow
from companion.papers import announcing, letters, reminding, rules, service
from companion.papers.tables import Delivery, Opening, PaperContent
from companion.people.roles import Role
from companion.purging import purge
from tests.house import House

SEATED = rules.Reader(has_place=True)
STAFF = rules.Reader(is_staff=True)


@pytest.fixture
def group(house: House) -> UUID:
    return house.programme("Customer Voice", "PP")


@pytest.fixture
def session_id(house: House, group: UUID) -> UUID:
    return house.forum_session(group, forum_type=None, starts_in=timedelta(days=30))


@pytest.fixture
def ann(house: House) -> UUID:
    return house.person()


def member(house: House, session_id: UUID, person_id: UUID) -> UUID:
    return house.registration(session_id, person_id, kind="member", seat_no=None)


def unread(house: House, session_id: UUID, person_id: UUID) -> list[bool]:
    return [one.is_unread for one in house.run(service.papers_of, session_id, person_id=person_id)]


def test_a_paper_is_sealed_and_read_back(house: House, session_id: UUID, ann: UUID) -> None:
    paper_id = house.paper(session_id, text="# Damp\n\nWhat we know.")
    sealed = house.run(lambda uow: uow.db.scalars(select(PaperContent.sealed)).one())
    assert b"What we know" not in sealed
    opened = house.run(service.open_paper, paper_id, reader=SEATED, person_id=ann)
    assert (opened.version.format, opened.content) == ("text", b"# Damp\n\nWhat we know.")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": " "}, "title"),
        ({"marking": "secret"}, "who may open"),
        ({"text": " "}, "Write the paper"),
        ({"text": "As in 202212345"}, "names case"),
        ({"title": "Case 202212345"}, "names case"),
    ],
)
def test_a_paper_that_cannot_go_out_is_refused(
    house: House, session_id: UUID, more: dict[str, str], words: str
) -> None:
    typed: dict[str, Any] = {"title": "Repairs", "marking": "open", "text": "What we know."}
    with pytest.raises(BadInput, match=words):
        house.run(service.add_paper, session_id, **typed | more)


def test_a_paper_goes_with_an_item_of_its_own_agenda(house: House, group: UUID, session_id: UUID) -> None:
    elsewhere = house.forum_session(group, forum_type=None, zoom_meeting_id=None)
    with pytest.raises(BadInput, match="this agenda"):
        house.paper(session_id, item_id=house.first_item(elsewhere))
    last = house.paper(session_id, "For nothing in particular")
    item = house.first_item(session_id)
    first = house.paper(session_id, "For the first item", item_id=item)
    found = house.run(service.papers_of, session_id)
    assert [shown.paper.id for shown in found] == [first, last]
    house.run(agendas.remove_item, item)
    assert len(house.run(service.papers_of, session_id)) == 2, "a paper outlives its item"


@pytest.mark.req("PP-33")
def test_a_new_version_is_unread_again_and_nobody_else_sees_who_read(house: House, session_id: UUID, ann: UUID) -> None:
    paper_id = house.paper(session_id)
    assert unread(house, session_id, ann) == [True]
    house.run(service.open_paper, paper_id, reader=SEATED, person_id=ann)
    assert unread(house, session_id, ann) == [False]
    assert unread(house, session_id, house.person("Ben", None)) == [True]
    assert house.run(service.openings_of, paper_id) == []
    assert house.run(service.add_version, paper_id, text="More.") == 2
    assert unread(house, session_id, ann) == [True]


@pytest.mark.req("PP-12", "PP-13")
def test_edge_121_a_withdrawn_agreement_closes_papers_and_past_openings_stay_known(
    house: House, group: UUID, session_id: UUID, ann: UUID
) -> None:
    registration = member(house, session_id, ann)
    house.document(group, agreements.KIND, "I keep it to myself.")
    paper_id = house.paper(session_id, marking="confidential")

    def open_it() -> None:
        reader = house.run(service.reader_of, session_id, person_id=ann, registration_id=registration, is_staff=False)
        house.run(service.open_paper, paper_id, reader=reader, person_id=ann)

    with pytest.raises(rules.SignFirst):
        open_it()
    digest = house.run(documents.in_force, group, agreements.KIND).sha256
    house.run(agreements.sign, ann, group, name="Ann Whitlock", sha256=digest)
    open_it()
    house.run(agreements.withdraw, ann, group)
    with pytest.raises(rules.SignFirst):
        open_it()
    ((number, who, _opening),) = house.run(service.openings_of, paper_id)
    assert (number, who) == (1, ann)


def test_a_paper_taken_back_is_gone_for_everybody(house: House, session_id: UUID, ann: UUID) -> None:
    paper_id = house.paper(session_id)
    house.run(service.withdraw_paper, paper_id)
    house.run(service.withdraw_paper, paper_id)
    assert house.run(service.papers_of, session_id) == []
    for reader in (SEATED, STAFF):
        with pytest.raises(NotFound):
            house.run(service.open_paper, paper_id, reader=reader, person_id=ann)


def test_papers_go_two_years_after_their_session_and_what_was_opened_stays(
    house: House, session_id: UUID, ann: UUID, clock: ManualClock
) -> None:
    paper_id = house.paper(session_id)
    house.run(service.open_paper, paper_id, reader=SEATED, person_id=ann)
    clock.advance(timedelta(days=731 + 31))
    assert purge(house.wiring.runner)["papers"] == 1
    with pytest.raises(NotFound):
        house.run(service.open_paper, paper_id, reader=STAFF, person_id=ann)
    assert house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(Opening))) == 1


def announce(house: House, session_id: UUID) -> int:
    query = select(Agenda.id).where(Agenda.forum_session_id == session_id).order_by(Agenda.number.desc())
    agenda_id = house.run(lambda uow: uow.db.scalars(query).first())
    return house.run(announcing.announce, agenda_id)  # type: ignore[no-any-return]


@pytest.mark.req("PP-32")
def test_everybody_concerned_is_sent_the_agenda_once(house: House) -> None:
    programme_id, landlord = house.programme(), house.landlord()
    session_id = house.forum_session(programme_id, starts_in=timedelta(days=30))
    house.invitation(session_id, landlord)
    ann, ben, cara = (house.person(name, f"{name}@lindenquay.example") for name in ("Ann", "Ben", "Cara"))
    house.registration(session_id, ann, landlord_id=landlord, seat_no=1)
    house.registration(session_id, ben, landlord_id=landlord, state="waitlisted", seat_no=None)
    house.run(agendas.add_item, session_id, title="A merger", kind="update", minutes=5, is_confidential=True)
    house.publish_agenda(session_id)
    assert announce(house, session_id) == 2, "Ann and the contact, not Ben who waits"
    assert announce(house, session_id) == 0
    found = house.run(lambda uow: list(uow.db.scalars(select(Delivery))))
    composed = [house.run(letters.compose_agenda_out, {"delivery_id": str(one.id)}) for one in found]
    assert {letter.to for letter in composed} == {"Ann@lindenquay.example", "contact@lindenquay.example"}
    for letter in composed:
        assert ("A confidential item", 5) in letter.context["items"]
        assert "merger" not in str(letter.context)
        assert letter.tokens[0] in letter.context["url"]
    house.registration(session_id, cara, landlord_id=landlord, seat_no=2)
    assert house.run(announcing.catch_up) == 0, "a landlord's colleague has it in their one letter"


@pytest.mark.req("PP-32")
def test_a_member_who_comes_later_is_sent_what_is_out(house: House, session_id: UUID, ann: UUID) -> None:
    house.publish_agenda(session_id)
    assert announce(house, session_id) == 0
    member(house, session_id, ann)
    assert house.run(announcing.catch_up) == 1
    assert house.run(announcing.catch_up) == 0
    house.publish_agenda(session_id)
    assert announce(house, session_id) == 1, "a new version is sent anew"
    old = house.run(lambda uow: uow.db.scalar(select(Delivery.id).where(Delivery.agenda_number == 1)))
    assert house.run(letters.compose_agenda_out, {"delivery_id": str(old)}) is None


@pytest.mark.req("PP-32")
def test_who_reads_on_paper_is_posted_theirs_with_its_day(
    house: House, session_id: UUID, ann: UUID, group: UUID, clock: ManualClock
) -> None:
    member(house, session_id, ann)
    house.run(announcing.prefer_post, group, ann, by_post=True)
    house.publish_agenda(session_id)
    assert announce(house, session_id) == 1
    queued = select(func.count()).select_from(OutboxEffect).where(OutboxEffect.kind == "letter")
    assert house.run(lambda uow: uow.db.scalar(queued)) == 0
    today = clock.now().date()
    for wrong in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(BadInput):
            house.run(announcing.posted, session_id, ann, wrong)
    clock.advance(timedelta(days=1))
    house.run(announcing.posted, session_id, ann, date(2027, 5, 26))
    (sent,) = house.run(announcing.sent_list, session_id)
    assert (sent.delivery.channel, sent.delivery.sent_at.date()) == ("post", date(2027, 5, 26))
    with pytest.raises(NotFound):
        house.run(announcing.posted, session_id, house.person("Ben", None), today)


@pytest.mark.req("PP-32")
def test_by_post_is_taken_back_and_what_was_not_posted_goes_by_e_mail(
    house: House, session_id: UUID, ann: UUID, clock: ManualClock
) -> None:
    member(house, session_id, ann)
    house.publish_agenda(session_id)
    announce(house, session_id)
    queued = select(func.count()).select_from(OutboxEffect).where(OutboxEffect.kind == "letter")
    before = house.run(lambda uow: uow.db.scalar(queued))
    house.run(announcing.post_instead, session_id, ann)
    clock.advance(timedelta(minutes=1))
    house.run(announcing.email_instead, session_id, ann)
    (sent,) = house.run(announcing.sent_list, session_id)
    assert sent.delivery.channel == "email"
    assert house.run(lambda uow: uow.db.scalar(queued)) == before + 1
    house.run(announcing.post_instead, session_id, ann)
    house.run(announcing.posted, session_id, ann, clock.now().date())
    house.run(announcing.email_instead, session_id, ann)
    (sent,) = house.run(announcing.sent_list, session_id)
    assert sent.delivery.channel == "post", "what was posted was posted"
    house.publish_agenda(session_id)
    announce(house, session_id)
    (sent,) = house.run(announcing.sent_list, session_id)
    assert sent.delivery.channel == "email", "and the next version is not"


@pytest.mark.req("LC-12")
def test_the_organiser_is_reminded_once_each_and_a_miss_is_put_on_record(house: House, clock: ManualClock) -> None:
    programme_id = house.programme()
    mine = house.account(Role.ORGANISER, programme_id=programme_id)
    house.account(Role.ORGANISER, programme_id=house.programme("Tenant Voice", "BX"), name="Elsewhere")
    session_id = house.forum_session(programme_id, starts_in=timedelta(days=35))  # Tuesday 29 June
    sent = []
    for _ in range(20):
        sent.append(house.run(reminding.watch))
        assert house.run(reminding.watch) == 0
        clock.advance(timedelta(days=1))
    # 1 June is 28 days before; 5 June is a Saturday, so the Friday; 7 June; and the day after the last, 9 June
    assert [n for n, count in enumerate(sent) if count] == [7, 10, 13, 15]
    recorded = select(AuditEntry.subject_id).where(AuditEntry.action == "agenda.missed")
    assert house.run(lambda uow: list(uow.db.scalars(recorded))) == [str(session_id)]
    payload = {"session_id": str(session_id), "person_id": str(mine)}
    letter = house.run(letters.compose_agenda_due, payload)
    assert letter.subject.startswith("Agenda overdue")
    house.publish_agenda(session_id)
    assert house.run(letters.compose_agenda_due, payload) is None


def test_letters_say_the_same_in_text_and_html(house: House, session_id: UUID, ann: UUID) -> None:
    member(house, session_id, ann)
    organiser = house.account(Role.ORGANISER)
    due = house.run(letters.compose_agenda_due, {"session_id": str(session_id), "person_id": str(organiser)})
    house.publish_agenda(session_id)
    announce(house, session_id)
    delivery = house.run(lambda uow: uow.db.scalar(select(Delivery.id)))
    out = house.run(letters.compose_agenda_out, {"delivery_id": str(delivery)})
    for letter, words in ((due, "Open the agenda"), (out, "Damp and mould")):
        rendered = render(letter)
        assert words in rendered.text
        assert words in rendered.html
        assert not any(token in rendered.redacted(letter.tokens) for token in letter.tokens)


@pytest.mark.req("LC-16")
def test_before_the_agenda_is_out_what_was_looked_over_is_told_without_what_is_confidential(
    house: House, session_id: UUID
) -> None:
    house.run(agendas.add_item, session_id, title="A merger", kind="update", minutes=5, is_confidential=True)
    assert house.run(agendas.shown, session_id) == [], "nobody has looked whether it names a case"
    assert len(house.run(agendas.planned, session_id)) == 4, "staff see their draft"
    house.run(agendas.review, session_id, not_a_case=True, words_looked_at=True)
    assert [line.title for line in house.run(agendas.shown, session_id)][2:] == ["What next", "A confidential item"]
    house.run(agendas.add_item, session_id, title="The case of Mrs Jones", kind="update", minutes=5)
    assert house.run(agendas.shown, session_id) == [], "and it was changed since"


def test_a_session_that_is_over_sends_no_agenda(house: House, session_id: UUID, ann: UUID) -> None:
    member(house, session_id, ann)
    house.publish_agenda(session_id)

    def cancel(uow: Uow) -> None:
        forums.move(uow, session_id, "cancel")

    house.run(cancel)
    assert announce(house, session_id) == 0
