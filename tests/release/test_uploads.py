"""What comes in by file: looked at first, with its table of registrants; and the file that belongs to no session."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.app import create_app
from companion.kernel.clocks import ManualClock
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import BadInput, NotFound
from companion.people.roles import Role
from companion.purging import purge
from companion.release import drafting, importing, one_off, reading, review, shredding, uploading
from companion.release.cues import open_cues, registrants_of, roster_of_draft
from companion.release.file_reading import widened
from companion.release.file_tables import DraftRegistrants, LookedAt, OneOff
from companion.release.standing import current, standing_of
from companion.release.tables import Draft
from tests.house import House
from tests.release.office import Office
from tests.release.test_pages import Pages

SAVED = b"[Priya Nandakumar] 14:02:11\nThank you, and we at Saltmarsh found the same.\n\n"
SAVED += b"[Ann Whitlock] 14:02:20\nPriya is right about damp.\n"
CHAT = b"14:02:11 From Priya Nandakumar to Everyone:\n\tWe found the same.\n"
CHAT += b"14:02:40 From Ann Whitlock to Priya Nandakumar (Direct Message):\n\tbetween us\n"
TABLE = b"First Name,Last Name,Email,Organization,Registration Time\n"
TABLE += b"Priya,Nandakumar,priya@saltmarsh.example,Saltmarsh Homes,2027-05-01\n"
TABLE += b"Priya,Nandakumar,priya@saltmarsh.example,Saltmarsh Homes,2027-05-02\n"


def advance(house: House, **by: Any) -> None:
    clock = house.wiring.runner.clock
    assert isinstance(clock, ManualClock)
    clock.advance(timedelta(**by))


@pytest.mark.req("LC-13")
def test_a_table_of_registrants_lets_their_names_and_landlord_be_found(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.edit(
        importing.start_from_upload, office.session_id, SAVED, name="meeting_saved_closed_caption.txt", table=TABLE
    )
    office.house.run(drafting.make_draft, office.session_id)
    cues = office.house.run(open_cues, draft_id)
    assert [(cue.text.split()[0], cue.name, cue.is_resolved) for cue in cues] == [
        ("Thank", None, True),
        ("Priya", None, True),
    ]
    hidden = {cues[span.cue_position].text[span.start : span.end] for span in office.spans(draft_id)}
    assert {"Saltmarsh", "Priya"} <= hidden
    roster = office.house.run(lambda uow: roster_of_draft(uow, uow.db.get_one(Draft, draft_id)))
    assert {"Priya Nandakumar", "Ann Whitlock"} <= {one.name for one in roster.participants}
    assert "Saltmarsh Homes" in {org.name for org in roster.orgs}


def test_the_table_changes_nothing_of_the_rosters_own_digest(office: Office) -> None:
    draft_id = office.edit(importing.start_from_upload, office.session_id, SAVED, name="a.txt", table=TABLE)
    office.house.run(drafting.make_draft, office.session_id)
    facts = office.house.run(lambda uow: standing_of(uow, uow.db.get_one(Draft, draft_id))).facts
    assert not facts.is_roster_changed
    office.participant("Somebody late")
    office.house.run(drafting.make_draft, office.session_id)
    assert office.house.run(registrants_of, draft_id) is not None
    roster = office.house.run(lambda uow: roster_of_draft(uow, uow.db.get_one(Draft, draft_id)))
    assert {"Priya Nandakumar", "Somebody late"} <= {one.name for one in roster.participants}


def test_a_landlord_of_the_roll_with_somebody_in_the_table_is_present() -> None:
    org = {"id": "1", "name": "Saltmarsh Homes", "aliases": ["SH"], "homes": 90, "domain": "saltmarsh.example"}
    plain = {"participants": [], "orgs": [], "roll": [org]}
    typed = {"id": "1", "name": "saltmarsh", "aliases": [], "homes": None, "domain": None}
    person = {"id": "table:r1", "name": "Priya Nandakumar", "email": None, "role": None, "org": "1"}
    seen = widened(plain, {"participants": [person], "orgs": [typed]})
    assert (seen["orgs"], seen["roll"]) == ([org], [])
    assert widened(plain, None) is plain


def test_a_broken_table_is_refused_with_its_line_and_nothing_is_kept(office: Office) -> None:
    with pytest.raises(BadInput, match="Line 4"):
        office.edit(uploading.look_at, office.session_id, "a.txt", SAVED, b"Name,Email\nAnn,a@b.example\n,c@b\n9,x\n")
    assert office.look(lambda uow: uow.db.scalars(select(LookedAt)).all()) == []


def test_what_is_looked_at_says_what_was_read_and_what_was_left_out(office: Office) -> None:
    office.edit(uploading.look_at, office.session_id, "chat.txt", CHAT, TABLE)
    seen = office.house.run(uploading.looked_at, office.session_id, office.editor)
    assert (seen.cues, seen.voices, seen.strangers) == (1, 1, 0)
    assert seen.dropped
    assert (seen.table_rows, seen.table_people, seen.table_landlords) == (2, 1, 1)
    assert seen.table_dropped == (("rows that repeat a person", 1),)
    assert office.house.run(current, office.session_id) is None, "nothing has begun"


def test_a_second_look_replaces_the_first_and_each_persons_is_their_own(office: Office) -> None:
    other = office.house.account(Role.REVIEWER, programme_id=office.programme_id, name="Sorcha Bell")
    office.edit(uploading.look_at, office.session_id, "chat.txt", CHAT)
    office.edit(uploading.look_at, office.session_id, "a.txt", SAVED)
    assert office.house.run(uploading.looked_at, office.session_id, office.editor).cues == 2
    with pytest.raises(uploading.NothingLookedAt):
        office.house.run(uploading.looked_at, office.session_id, other)
    assert len(office.look(lambda uow: uow.db.scalars(select(LookedAt)).all())) == 1


def test_what_was_looked_at_is_gone_after_a_day_and_when_it_has_begun(office: Office) -> None:
    office.edit(uploading.look_at, office.session_id, "a.txt", SAVED)
    advance(office.house, days=1)
    with pytest.raises(uploading.NothingLookedAt):
        office.edit(uploading.begin, office.session_id)
    office.edit(uploading.look_at, office.session_id, "a.txt", SAVED)
    office.edit(uploading.begin, office.session_id)
    assert office.look(lambda uow: uow.db.scalars(select(LookedAt)).all()) == []
    office.edit(uploading.look_at, office.session_id, "a.txt", SAVED)
    advance(office.house, days=1, seconds=1)
    assert purge(office.house.wiring.runner)["transcript files that were looked at"] == 1


def test_the_table_goes_with_the_raw_text(office: Office) -> None:
    office.edit(importing.start_from_upload, office.session_id, SAVED, name="a.txt", table=TABLE)
    advance(office.house, days=60)
    assert office.house.run(shredding.shred_raw, office.session_id)
    assert office.look(lambda uow: uow.db.scalars(select(DraftRegistrants)).all()) == []


def test_no_name_of_a_file_or_its_table_is_in_the_database_file(office: Office, tmp_path: Path) -> None:
    office.edit(uploading.look_at, office.session_id, "a.txt", SAVED, TABLE)
    office.edit(uploading.begin, office.session_id)
    office.house.run(drafting.make_draft, office.session_id)
    office.edit(one_off.start, "a.txt", SAVED, TABLE)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("companion.db*"))
    for secret in (b"Priya", b"Nandakumar", b"Saltmarsh", b"damp"):
        assert secret not in stored


@pytest.fixture
def pages(house: House) -> Pages:
    return Pages(house)


def test_a_file_with_its_table_is_looked_at_and_begun_on_the_page(pages: Pages) -> None:
    seen = pages.upload(SAVED, "meeting_saved_closed_caption.txt", registrants=(BytesIO(TABLE), "report.csv"))
    assert "2 names of speakers" not in seen
    assert "captions saved by a participant" in seen
    assert "2 rows: 1 name, 1 landlord" in seen
    assert "rows that repeat a person (1)" in seen
    assert "Nandakumar" not in seen
    assert "The text is in" in pages.post(pages.editor, f"{pages.stand}/new/look")
    assert "Choose the transcript file" in pages.post(pages.editor, f"{pages.stand}/new", **{"from": "file"})


def test_a_file_that_was_looked_at_can_be_dropped(pages: Pages) -> None:
    pages.upload(SAVED, "a.txt")
    assert "What was said" in pages.post(pages.editor, f"{pages.stand}/new/look", drop="yes")
    assert "not kept any more" in pages.post(pages.editor, f"{pages.stand}/new/look")


class Alone:
    """A reviewer with a file that belongs to no forum session."""

    def __init__(self, house: House) -> None:
        self.house, self.office = house, Office(house)
        self.app: Flask = create_app(house.wiring)
        self.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)

    def start(self, said: bytes = SAVED, table: bytes | None = TABLE) -> UUID:
        return self.office.edit(one_off.start, "a.txt", said, table)  # type: ignore[no-any-return]

    def done(self, job_id: UUID) -> one_off.Result:
        one_off.work(self.house.wiring.runner, job_id)
        result = self.house.run(one_off.job_of, job_id, self.office.editor).result
        assert result is not None
        return result  # type: ignore[no-any-return]


@pytest.fixture
def alone(house: House) -> Alone:
    return Alone(house)


@pytest.mark.req("LC-13")
def test_a_one_off_file_is_masked_audited_and_says_that_nobody_reviewed_it(alone: Alone) -> None:
    job_id = alone.start()
    result = alone.done(job_id)
    for fmt, _ in result.sizes:
        content = alone.house.run(one_off.file_of, job_id, alone.office.editor, fmt)
        assert not any(name in content for name in (b"Priya", b"Nandakumar", b"Saltmarsh"))
        assert fmt == "docx" or b"Nobody has reviewed this text" in content
    assert result.masked >= 2
    assert [one for one in result.left if one.is_hard] == []
    assert result.preview.table_people == 1


def test_a_one_off_files_audit_tells_what_is_left(alone: Alone) -> None:
    result = alone.done(alone.start(SAVED, None))
    assert result.unresolved == ("Priya Nandakumar", "Ann Whitlock")


def test_only_whoever_uploaded_it_sees_it(alone: Alone) -> None:
    job_id = alone.start()
    for use_case in (one_off.job_of, one_off.drop):
        with pytest.raises(NotFound):
            alone.house.run(use_case, job_id, alone.office.approver)
    alone.done(job_id)
    with pytest.raises(NotFound):
        alone.house.run(one_off.file_of, job_id, alone.office.approver, "txt")


def test_after_a_day_it_is_deleted_and_its_key_destroyed(alone: Alone) -> None:
    job_id = alone.start()
    alone.done(job_id)
    sealed = alone.office.look(lambda uow: uow.db.get_one(OneOff, job_id)).sealed_result
    advance(alone.house, days=1)
    with pytest.raises(NotFound):
        alone.house.run(one_off.job_of, job_id, alone.office.editor)
    assert purge(alone.house.wiring.runner)["one-off files"] == 1
    with pytest.raises(Unreadable):
        alone.house.wiring.keys.open(sealed, row=f"release_one_off:{job_id}:result")


def test_the_file_itself_is_not_kept_once_it_was_read_and_work_is_done_once(alone: Alone) -> None:
    job_id = alone.start()
    alone.done(job_id)
    row = alone.office.look(lambda uow: uow.db.get_one(OneOff, job_id))
    assert (row.sealed_file, row.sealed_table) == (b"", None)
    one_off.work(alone.house.wiring.runner, job_id)
    assert alone.office.look(lambda uow: uow.db.get_one(OneOff, job_id)).sealed_result == row.sealed_result


def test_nobody_keeps_many_at_once(alone: Alone) -> None:
    for _ in range(one_off.MOST_AT_ONCE):
        alone.start()
    with pytest.raises(one_off.TooMany):
        alone.start()


def test_a_one_off_file_goes_all_the_way_on_its_page(alone: Alone) -> None:
    browser = alone.house.signed_in(alone.app, alone.office.editor)
    assert "belongs to no forum session" in browser.get("/anonymise").text
    assert "Choose the transcript file" in browser.post("/anonymise", follow_redirects=True).text
    form = {"file": (BytesIO(b"WEBVTT\n\nnonsense\nx\n"), "a.vtt")}
    assert "Line 3" in browser.post("/anonymise", data=form, follow_redirects=True).text
    form = {"file": (BytesIO(SAVED), "a.txt"), "registrants": (BytesIO(TABLE), "r.csv")}
    page = browser.post("/anonymise", data=form, follow_redirects=True)
    assert "is being read" in page.text
    job_id = alone.house.run(one_off.mine, alone.office.editor)[0].job_id
    alone.done(job_id)
    page = browser.get(f"/anonymise?job={job_id}")
    assert "Nobody has reviewed this" in page.text
    assert "Nandakumar" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    answer = browser.post("/anonymise/file", data={"job": job_id, "format": "docx"})
    assert answer.status_code == 200
    assert browser.post("/anonymise/file", data={"job": job_id, "format": "exe"}).status_code == 404
    assert "key destroyed" in browser.post("/anonymise/drop", data={"job": job_id}, follow_redirects=True).text
    assert browser.get(f"/anonymise?job={job_id}").status_code == 303


def test_a_registrant_of_the_table_can_be_named_as_a_voice(office: Office) -> None:
    draft_id = office.edit(
        importing.start_from_upload, office.session_id, b"[iPad 4] 14:00:01\nHello all.\n", name="a.txt", table=TABLE
    )
    office.house.run(drafting.make_draft, office.session_id)
    page = office.look(lambda uow: reading.review_page(uow, draft_id))
    assert "Priya Nandakumar" in repr(page)
    roster = office.house.run(lambda uow: roster_of_draft(uow, uow.db.get_one(Draft, draft_id)))
    who = next(one.id for one in roster.participants if one.name == "Priya Nandakumar")
    speaker = office.house.run(open_cues, draft_id)[0].speaker
    assert office.edit(review.resolve_speaker, draft_id, speaker, who) == 1
