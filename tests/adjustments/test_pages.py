"""The pages of adjustments: a registrant's own, a contact's for a colleague, the organiser's, the chair's."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from companion.adjustments import keeping, service
from companion.adjustments.rules import Wish
from companion.adjustments.tables import AdjustmentRequest
from companion.kernel.tables import AuditEntry
from companion.people.roles import Role
from tests.adjustments.conftest import Place
from tests.registration.post import collect

SEND = {
    "step": "send",
    "kinds": ["more_time", "other"],
    "minutes-more_time": "3",
    "words-other": "A quiet start, I have epilepsy",
}


def opened(place: Place) -> int:
    entries = select(AuditEntry).where(AuditEntry.action == "adjustment.opened")
    return len(place.house.run(lambda uow: uow.db.scalars(entries).all()))


@pytest.mark.req("LC-41")
def test_a_registrant_ticks_says_and_sends_and_sees_how_far_it_is(place: Place) -> None:
    browser = place.browser("ann")
    start = browser.get(place.path("place/support"))
    assert "Say what you need" in start.text
    assert "forum@companion.example" in start.text, "the mailbox is always another way"
    ask = place.path("place/support/ask")
    assert "What would help you take part?" in browser.get(ask).text
    details = browser.post(ask, data={"kinds": ["more_time", "other"]})
    assert "Minutes for each turn" in details.text
    refused = browser.post(ask, data=SEND | {"minutes-more_time": "99"})
    assert refused.status_code == 422
    assert 'href="#minutes-more_time"' in refused.text
    assert "A quiet start, I have epilepsy" in refused.text, "what was typed is kept"
    page = browser.post(ask, data=SEND | {"keep": "yes"}, follow_redirects=True)
    assert "3 minutes for each turn" in page.text
    assert "Asked for" in page.text
    assert "Kept for your next sessions" in page.text
    again = browser.get(ask)
    assert 'value="more_time"' not in again.text, "what is asked for is not offered again"
    gone = browser.post(place.path("place/support/forget"), follow_redirects=True)
    assert "Kept for your next sessions" not in gone.text
    assert place.house.run(keeping.kept_for, place.people["ann"]) is None


def test_what_was_kept_is_ticked_and_filled_in_next_time(place: Place) -> None:
    place.house.run(keeping.keep_for_next, place.people["ann"], [Wish("breaks", minutes=45)])
    browser, ask = place.browser("ann"), place.path("place/support/ask")
    assert 'value="breaks" checked' in browser.get(ask).text
    assert 'value="45"' in browser.post(ask, data={"kinds": "breaks"}).text


def test_nothing_ticked_is_said_with_a_link_to_the_first_box(place: Place) -> None:
    answer = place.browser("ann").post(place.path("place/support/ask"), data={})
    assert answer.status_code == 422
    assert 'href="#kinds"' in answer.text


@pytest.mark.req("LC-41")
def test_the_person_takes_what_is_suggested_and_says_whether_it_works(place: Place) -> None:
    adjustment_id = place.house.adjustment(place.ids["ann"], Wish("bsl"))
    place.house.run(service.step, adjustment_id, "offer", words="Would a captioner do?")
    browser = place.browser("ann")
    assert "Would a captioner do?" in browser.get(place.path("place/support")).text
    path = place.path(f"place/support/{adjustment_id}")
    assert browser.post(path, data={"event": "not_right"}).status_code == 422
    assert browser.post(path, data={"event": "accept"}).status_code == 303
    assert place.row(adjustment_id).state == "agreed"
    assert browser.post(path, data={"event": "agree"}).status_code == 422, "not the person's to say"
    assert place.browser("ben").post(path, data={"event": "withdraw"}).status_code == 404


def test_a_contact_writes_for_a_colleague_behind_a_code_and_reads_nothing(place: Place) -> None:
    contact = place.house.person("Contact Two", "two@lindenquay.example")
    link = {"landlord_id": place.landlord_id, "forum_session_id": place.session_id}
    browser = place.house.signed_in(place.app, contact, "landlord", **link)
    place.house.adjustment(place.ids["ann"], Wish("bsl"))
    path = place.path(f"seats/{place.ids['ann']}/support")
    form = browser.get(path)
    assert "What would help Ann Whitlock?" in form.text
    assert 'value="bsl"' in form.text, "it does not tell that Ann has asked for it"
    collect(place.house)
    code_page = browser.post(path, data=SEND)
    assert "Type the code we sent" in code_page.text
    assert "A quiet start" in code_page.text, "what was typed travels on"
    (letter,) = collect(place.house)
    wrong = browser.post(path, data=SEND | {"step": "code", "code": "000000"})
    assert wrong.status_code == 422
    sent = browser.post(path, data=SEND | {"step": "code", "code": letter.code}, follow_redirects=True)
    assert "Your colleague gets an e-mail" in sent.text
    assert "epilepsy" not in sent.text
    rows = place.house.run(lambda uow: uow.db.scalars(select(AdjustmentRequest)).all())
    assert sorted(row.asked_by for row in rows) == ["landlord", "landlord", "person"]


@pytest.mark.req("LC-41")
def test_the_organiser_opens_what_is_asked_for_and_that_is_recorded(place: Place) -> None:
    adjustment_id = place.house.adjustment(place.ids["ann"], Wish("other", words="I have epilepsy"))
    browser = place.staff(Role.ORGANISER)
    listed = browser.get(place.path("support"))
    assert "Ann Whitlock" in listed.text
    assert "epilepsy" not in listed.text
    hers = place.path(f"support/people/{place.ids['ann']}")
    assert "epilepsy" not in browser.get(hers).text
    assert opened(place) == 0
    assert "epilepsy" in browser.post(hers).text
    assert opened(place) == 1
    step = place.path(f"support/{adjustment_id}/step")
    refused = browser.post(step, data={"event": "offer"})
    assert refused.status_code == 422
    assert f'href="#words-{adjustment_id}"' in refused.text
    assert opened(place) == 2, "it was shown once more"
    said = {"event": "agree", "words": "Done", "for_chair": "No flashing slides"}
    assert browser.post(step, data=said).status_code == 303
    assert "Done" in place.browser("ann").get(place.path("place/support")).text
    seen = place.staff(Role.CHAIR).get(place.path("support/meeting"))
    assert "No flashing slides" in seen.text
    assert "epilepsy" not in seen.text
    assert "Done" not in seen.text


@pytest.mark.req("LC-41")
@pytest.mark.parametrize("role", [Role.ADMIN, Role.CHAIR, Role.STEWARD, Role.REVIEWER])
def test_nobody_but_the_organiser_of_the_programme_reads_it(place: Place, role: Role) -> None:
    adjustment_id = place.house.adjustment(place.ids["ann"])
    browser, hers = place.staff(role), place.path(f"support/people/{place.ids['ann']}")
    for path in (place.path("support"), hers):
        assert browser.get(path).status_code == 404
    assert browser.post(hers).status_code == 404
    assert browser.post(place.path(f"support/{adjustment_id}/step"), data={"event": "agree"}).status_code == 404
    elsewhere = place.house.account(Role.ORGANISER, programme_id=place.house.programme("Tenants Together", "BX"))
    stranger = place.house.signed_in(place.app, elsewhere)
    assert stranger.post(hers).status_code == 404
    assert opened(place) == 0


def test_a_steward_notes_it_for_somebody_who_rang_and_cannot_read_it_back(place: Place) -> None:
    browser = place.staff(Role.STEWARD)
    path = place.path(f"registrations/{place.ids['ann']}/support")
    page = browser.get(path).text
    assert "What would help Ann Whitlock?" in page
    assert "Somebody beside them" in page
    assert "my turn" not in page
    assert browser.post(path, data={"kinds": "phone", "step": "send"}).status_code == 303
    assert browser.get(place.path("support")).status_code == 404
    (row,) = place.house.run(lambda uow: uow.db.scalars(select(AdjustmentRequest)).all())
    assert row.asked_by == "staff"


def test_the_doors_to_it_stand_where_people_look(place: Place) -> None:
    place.house.adjustment(place.ids["ann"], Wish("bsl"))
    assert place.path("place/support") in place.browser("ben").get(place.path("place")).text
    contact = place.house.person("Contact Two", "two@lindenquay.example")
    link = {"landlord_id": place.landlord_id, "forum_session_id": place.session_id}
    seats = place.house.signed_in(place.app, contact, "landlord", **link).get(place.path("seats"))
    assert place.path(f"seats/{place.ids['ann']}/support") in seats.text
    organiser = place.staff(Role.ORGANISER)
    assert place.path("support") in organiser.get(f"/forum-sessions/{place.session_id}").text
    assert "somebody needs something" in organiser.get("/").text.lower()
    assert place.path("support/meeting") in place.staff(Role.CHAIR).get(f"/forum-sessions/{place.session_id}").text
