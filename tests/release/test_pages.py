"""Review, approval and download through the browser's door."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.app import create_app
from companion.kernel.ids import DraftId
from companion.people.roles import Role
from companion.release import drafting
from companion.release.tables import Draft, ReleasedFile
from tests.house import House
from tests.release.conftest import without_hold
from tests.release.office import SAID, Office


class Pages:
    """The office, and a browser for each of its people."""

    def __init__(self, house: House) -> None:
        self.house = House(without_hold(house.wiring))
        self.office = Office(self.house)
        self.app: Flask = create_app(self.house.wiring)
        self.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        self.editor = self.browser(self.office.editor)
        self.approver = self.browser(self.office.approver)

    def browser(self, person_id: UUID, kind: str = "sign_in", **link: Any) -> FlaskClient:
        return self.house.signed_in(self.app, person_id, kind, **link)

    def staff(self, *roles: Role) -> FlaskClient:
        return self.browser(self.house.account(*roles, programme_id=self.office.programme_id))

    def get(self, browser: FlaskClient, path: str) -> str:
        answer = browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
        return answer.get_data(as_text=True)

    def post(self, browser: FlaskClient, path: str, **form: Any) -> str:
        """Post a form and read the page it leads to."""
        answer = browser.post(path, data=form, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.get_data(as_text=True)

    def upload(self, said: bytes, name: str = "zoom.vtt", **more: Any) -> str:
        """Choose a file, and read the page that says what is in it."""
        form = {"file": (BytesIO(said), name), **more}
        answer = self.editor.post(f"{self.stand}/new", data=form, follow_redirects=True)
        return answer.get_data(as_text=True)

    @property
    def stand(self) -> str:
        return f"/forum-sessions/{self.office.session_id}/release"

    @property
    def shelf(self) -> str:
        return f"/forum-sessions/{self.office.session_id}/transcript"

    def release(self) -> DraftId:
        draft_id = self.office.drafted()
        self.office.reviewed(draft_id)
        self.office.approve(draft_id)
        return draft_id

    def files(self) -> dict[str, UUID]:
        rows = self.house.run(lambda uow: uow.db.execute(select(ReleasedFile.format, ReleasedFile.id)).all())
        return {row.format: row.id for row in rows}

    def landlord(self) -> FlaskClient:
        landlord_id = self.house.landlord("Marram Homes", domain="marram.example", contact=None)
        person_id = self.house.person("Olu Bright", "olu@marram.example")
        return self.browser(person_id, "landlord", landlord_id=landlord_id, forum_session_id=self.office.session_id)

    def registrant(self) -> FlaskClient:
        person_id = self.house.person("Farida Khan", "farida@lindenquay.example")
        landlord_id = self.house.landlord("Marram Homes", domain="marram.example", contact=None)
        registration_id = self.house.registration(self.office.session_id, person_id, landlord_id=landlord_id)
        return self.browser(person_id, "day", forum_session_id=self.office.session_id, registration_id=registration_id)


@pytest.fixture
def pages(house: House) -> Pages:
    return Pages(house)


def test_a_transcript_goes_all_the_way_through_forms(pages: Pages) -> None:
    pages.office.hear()
    assert "There is no transcript yet" in pages.get(pages.editor, pages.stand)
    assert f"{len(SAID)} captions were kept" in pages.get(pages.editor, f"{pages.stand}/new")
    assert "proposals are being made" in pages.post(pages.editor, f"{pages.stand}/new")
    pages.house.run(drafting.make_draft, pages.office.session_id)
    draft_id = pages.house.run(lambda uow: uow.db.scalar(select(Draft.id)))
    review = f"/release/{draft_id}/review"
    assert "Linden Quay" in pages.get(pages.editor, review)
    for _ in range(len(pages.office.spans(draft_id))):
        action = re.search(r'action="(/release/[^"]*/spans/[^"]*)"', pages.get(pages.editor, review))
        assert action is not None
        pages.post(pages.editor, action.group(1), decision="hide")
    assert "Every proposal is decided" in pages.get(pages.editor, review)
    assert "nothing that must go" in pages.post(pages.editor, f"/release/{draft_id}/audit")
    assert "Somebody else reads and approves" in pages.post(pages.editor, f"/release/{draft_id}/finish", seen="yes")
    page = pages.get(pages.approver, f"/release/{draft_id}/approve")
    manifest = re.search(r'name="manifest" value="([0-9a-f]{64})"', page)
    assert manifest is not None
    assert "Linden Quay" not in page
    assert "Approved and released" in pages.post(
        pages.approver, f"/release/{draft_id}/approve", manifest=manifest.group(1), read="yes"
    )
    assert "Download: Web page" in pages.get(pages.editor, pages.shelf)


@pytest.mark.req("LC-13")
def test_the_readers_side_shows_labels_where_the_reviewers_side_shows_words(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    page = pages.get(pages.editor, f"/release/{draft_id}/review")
    heard, read = page.split('<div class="read">', 1)
    assert "Linden Quay</a></mark>" in heard
    assert '<b class="gone">[landlord]</b>' in read
    assert "1 of 3" in page


def test_deciding_leads_on_to_the_next_and_undo_leads_back(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    first, second, *_ = pages.office.spans(draft_id)
    answer = pages.editor.post(f"/release/{draft_id}/spans/{first.id}", data={"decision": "keep"})
    assert (answer.status_code, f"span={second.id}" in answer.location) == (303, True)
    answer = pages.editor.post(f"/release/{draft_id}/undo")
    assert f"span={first.id}" in answer.location
    answer = pages.editor.get(f"/release/{draft_id}/spans/{first.id}/next")
    assert f"span={second.id}" in answer.location


def test_words_are_hidden_by_the_form_and_a_slip_is_told(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    form = {"position": "2", "words": "five days", "hidden_as": "something else"}
    assert "Hidden." in pages.post(pages.editor, f"/release/{draft_id}/hide", **form)
    assert "[removed]" in pages.get(pages.editor, f"/release/{draft_id}/review")
    slip = pages.post(pages.editor, f"/release/{draft_id}/hide", **{**form, "words": "six days"})
    assert "These words are not in that part" in slip


def test_many_are_hidden_only_after_the_number_was_confirmed(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    asked = pages.get(pages.editor, f"/release/{draft_id}/many?per_cent=95")
    expected = re.search(r'name="expected" value="(\d+)"', asked)
    assert expected is not None
    wrong = pages.post(pages.editor, f"/release/{draft_id}/many", per_cent="95", expected="77")
    assert "number of proposals changed" in wrong
    done = pages.post(pages.editor, f"/release/{draft_id}/many", per_cent="95", expected=expected.group(1))
    assert "are hidden" in done


def test_a_voice_is_named_on_the_page(pages: Pages) -> None:
    draft_id = pages.office.drafted((*SAID, ("zoom-17", "I am on the telephone.")))
    page = pages.get(pages.editor, f"/release/{draft_id}/review")
    assert "1 voice that nobody knows" in page
    assert "Ben Adeyemi, Linden Quay Homes" in page
    assert "Choose who it is first" in pages.post(pages.editor, f"/release/{draft_id}/speakers", speaker="zoom-17")
    named = pages.post(pages.editor, f"/release/{draft_id}/speakers", speaker="zoom-17", who="nobody")
    assert "voice that nobody knows" not in named


def test_finding_words_leads_to_where_they_were_said_and_leaves_no_name_in_an_address(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    page = pages.post(pages.editor, f"/release/{draft_id}/find", find="Two  Hours")
    assert "#cue-1" in page
    assert "Nobody said" in pages.post(pages.editor, f"/release/{draft_id}/find", find="never")
    assert not re.search(r"(href|action)=\"[^\"]*(Whitlock|Hours)", page)


def test_a_file_is_uploaded_or_refused_with_its_line(pages: Pages) -> None:
    refused = pages.upload(b"WEBVTT\n\nnot a time\nHello\n")
    assert "Line 3" in refused
    seen = pages.upload(b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnn Whitlock: hello\n")
    assert "Begin with this file" in seen
    assert "The text is in" in pages.post(pages.editor, f"{pages.stand}/new/look")


@pytest.mark.req("LC-13")
def test_the_editor_cannot_approve_and_a_stale_digest_is_refused(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    manifest = pages.office.reviewed(draft_id)
    own = pages.post(pages.editor, f"/release/{draft_id}/approve", manifest=manifest, read="yes")
    assert "Somebody else has to approve it" in own
    stale = pages.post(pages.approver, f"/release/{draft_id}/approve", manifest="0" * 64, read="yes")
    assert "has changed since you opened it" in stale
    unread = pages.post(pages.approver, f"/release/{draft_id}/approve", manifest=manifest)
    assert "Read the text first" in unread
    assert pages.office.draft(draft_id).state == "reviewed"


@pytest.mark.req("LC-13")
def test_the_approver_fetches_the_very_bytes_that_wait(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    pages.office.reviewed(draft_id)
    page = pages.get(pages.approver, f"/release/{draft_id}/approve")
    for fmt, file_id in pages.files().items():
        answer = pages.approver.get(f"/release/{draft_id}/files/{file_id}")
        digest = hashlib.sha256(answer.data).hexdigest()
        assert answer.status_code == 200, fmt
        assert digest in page.replace(" ", "")
    assert pages.approver.get(f"/release/{draft_id}/files/{uuid4()}").status_code == 404


@pytest.mark.req("LC-15")
@pytest.mark.parametrize("reader", ["landlord", "registrant"])
def test_whoever_took_part_downloads_reading_formats_and_no_others(pages: Pages, reader: str) -> None:
    pages.release()
    browser: FlaskClient = getattr(pages, reader)()
    page = pages.get(browser, pages.shelf)
    assert ("Web page" in page, "Word document" in page, "Data" in page) == (True, True, False)
    files = pages.files()
    answer = browser.post(f"/transcript/{files['docx']}/download")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "wordprocessingml" in answer.content_type
    assert browser.post(f"/transcript/{files['json']}/download").status_code == 404


@pytest.mark.req("LC-13")
def test_before_release_and_after_withdrawal_there_is_nothing_to_download(pages: Pages) -> None:
    reader = pages.landlord()
    draft_id = pages.office.drafted()
    pages.office.reviewed(draft_id)
    file_id = pages.files()["html"]
    assert "There is no transcript here yet" in pages.get(reader, pages.shelf)
    for browser in (reader, pages.editor):
        assert browser.post(f"/transcript/{file_id}/download").status_code == 404
    pages.office.approve(draft_id)
    assert reader.post(f"/transcript/{file_id}/download").status_code == 200
    assert "you are sure" in pages.post(pages.editor, f"/release/{draft_id}/withdraw")
    assert "one person who downloaded it" in pages.post(pages.editor, f"/release/{draft_id}/withdraw", sure="yes")
    assert reader.post(f"/transcript/{file_id}/download").status_code == 404
    assert "delete your copy" in pages.get(reader, pages.shelf)


@pytest.mark.req("LC-13")
@pytest.mark.parametrize("role", [Role.APPROVER, Role.ORGANISER, Role.CHAIR, Role.ADMIN, Role.LEAD_OFFICER])
def test_only_reviewers_see_what_was_said(pages: Pages, role: Role) -> None:
    draft_id = pages.office.drafted()
    span_id = pages.office.spans(draft_id)[0].id
    browser = pages.staff(role)
    assert browser.get(f"/release/{draft_id}/review").status_code == 404
    assert browser.post(f"/release/{draft_id}/spans/{span_id}", data={"decision": "keep"}).status_code == 404
    assert "Linden Quay" not in browser.get(pages.stand).get_data(as_text=True)


def test_a_reviewer_of_another_programme_finds_nothing(pages: Pages) -> None:
    draft_id = pages.release()
    other = pages.house.programme("Peaks & Plains", "PP")
    stranger = pages.browser(pages.house.account(Role.REVIEWER, programme_id=other))
    file_id = pages.files()["html"]
    for path in (pages.stand, pages.shelf, f"/release/{draft_id}/review", f"/release/{draft_id}/approve"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/transcript/{file_id}/download").status_code == 404


def test_a_landlord_of_another_session_finds_nothing(pages: Pages) -> None:
    pages.release()
    elsewhere = pages.house.forum_session(pages.office.programme_id)
    landlord_id = pages.house.landlord("Marram Homes", domain="marram.example", contact=None)
    person_id = pages.house.person("Olu Bright", "olu@marram.example")
    browser = pages.browser(person_id, "landlord", landlord_id=landlord_id, forum_session_id=elsewhere)
    assert browser.get(pages.shelf).status_code == 404
    assert browser.post(f"/transcript/{pages.files()['html']}/download").status_code == 404


@pytest.mark.req("LC-13")
def test_hostile_words_are_shown_as_words(pages: Pages) -> None:
    draft_id = pages.office.drafted((("ann", 'Thanks <script>alert(1)</script> & "Ann Whitlock" {{7*7}}'),))
    page = pages.get(pages.editor, f"/release/{draft_id}/review")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_long_evening_is_shown_in_parts_that_stay_small(pages: Pages) -> None:
    said = tuple(
        ("ann" if n % 3 else "ben", f"Number {n}: I agree with Ann Whitlock of Linden Quay.") for n in range(180)
    )
    draft_id = pages.office.drafted(said)
    page = pages.get(pages.editor, f"/release/{draft_id}/review?page=3")
    assert "Part 3 of 4" in page
    assert page.count('class="as-heard"') == 50
    assert "Number 100:" in page


def test_what_is_shown_survives_a_page_that_does_not_exist(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    assert "Part" not in pages.get(pages.editor, f"/release/{draft_id}/review?page=99&span={uuid4()}")
    assert pages.editor.get(f"/release/{uuid4()}/review").status_code == 404


def test_while_it_is_held_the_page_says_until_when(house: House) -> None:
    office = Office(house)
    draft_id = office.drafted()
    office.reviewed(draft_id)
    office.approve(draft_id)
    app = create_app(house.wiring)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    page = (
        house.signed_in(app, office.editor).get(f"/forum-sessions/{office.session_id}/release").get_data(as_text=True)
    )
    assert "Until Tuesday 1 June 2027" in page
    assert "Delyth Rowe" in page
