"""After the meeting, through HTTP: minutes with and without names, charts, timeline, log, and what was left unsaid."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import docx
import pytest
from flask import Flask
from sqlalchemy import select

from companion.app import create_app
from companion.floor.after import export, leaving
from companion.floor.tables import FloorNote
from companion.kernel.clocks import ManualClock
from companion.kernel.tables import AuditEntry, OutboxEffect
from companion.people.roles import Role
from companion.worker import Worker
from tests.floor.meeting import Meeting
from tests.house import House


def text_of(meeting: Meeting, path: str, client=None) -> str:
    answer = (client or meeting.chair).get(meeting.url + path)
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.split("<main")[1]))


def words_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.req("LC-20", "BX-28")
def test_minutes_have_items_times_and_counts_and_nobodys_name(meeting: Meeting):
    meeting.step("end_session")
    page = text_of(meeting, "/minutes").split("Left unsaid")[0]
    assert "1. Welcome" in page
    assert "1:00 min of 20:00 min" in page
    assert "1 turn by 1 landlord; 2 hands went up" in page
    assert "1 still waiting at the end" in page
    for name in ("Ann", "Whitlock", "Cara", "Linden", "Marram"):
        assert name not in page


def test_names_are_in_the_minutes_only_for_who_asks_and_may(meeting: Meeting):
    page = text_of(meeting, "/minutes?names=yes")
    assert "Ann Whitlock, Linden Quay Homes (1:00 min)" in page
    assert "Not to be passed on" in page
    assert meeting.ann.get(f"{meeting.url}/minutes").status_code == 404


def test_a_decision_is_in_the_minutes_and_in_the_word_document(meeting: Meeting, house: House):
    item = str(house.first_item(meeting.session_id))
    form = {"item": item, "kind": "action", "words": "Send the figures", "who": "Robin Marsh", "due": "2027-06-03"}
    assert meeting.chair.post(f"{meeting.url}/minutes", data=form).status_code == 303
    plain = words_of(meeting.chair.get(f"{meeting.url}/minutes.docx").data)
    assert "Action: Send the figures, by 3 June 2027" in plain
    assert "Robin" not in plain
    assert "Chatham House Rule" in plain
    named = meeting.chair.get(f"{meeting.url}/minutes.docx?names=yes")
    assert "Action: Send the figures (Robin Marsh), by 3 June 2027" in words_of(named.data)
    assert "minutes-with-names" in named.headers["Content-Disposition"]
    outcome = re.search(r'name="outcome" value="([0-9a-f-]+)"', meeting.chair.get(f"{meeting.url}/minutes").text)
    assert outcome is not None
    meeting.chair.post(f"{meeting.url}/minutes", data={"step": "remove", "outcome": outcome[1]})
    assert "Send the figures" not in text_of(meeting, "/minutes")


@pytest.mark.req("LC-16")
def test_what_names_a_case_is_refused_and_what_was_typed_stays(meeting: Meeting, house: House):
    item = str(house.first_item(meeting.session_id))
    form = {"item": item, "kind": "point", "words": "Complaint 202312345 was raised", "due": ""}
    answer = meeting.chair.post(f"{meeting.url}/minutes", data=form)
    assert answer.status_code == 422
    assert "take “202312345” out" in answer.text
    assert "Complaint 202312345 was raised</textarea>" in answer.text
    form |= {"words": "Fine", "due": "in June"}
    assert "Write the day as" in meeting.chair.post(f"{meeting.url}/minutes", data=form).text


@pytest.mark.req("LC-36")
def test_time_by_landlord_is_for_chair_and_officers_only(meeting: Meeting, house: House, app: Flask):
    assert "Speaking time by landlord" in text_of(meeting, "/speaking-time")
    steward = house.signed_in(app, house.account(Role.STEWARD))
    page = text_of(meeting, "/speaking-time", steward)
    assert "Items against their time" in page
    assert "by landlord" not in page
    assert "Linden" not in page


def test_the_timeline_says_who_did_what_and_can_be_one_persons(meeting: Meeting):
    page = text_of(meeting, "/timeline")
    assert "Ann Whitlock finished after 1 minute, by the chair (Robin Marsh)." in page
    everybody = meeting.chair.get(f"{meeting.url}/timeline").text
    cara = re.search(r'value="([0-9a-f-]{36})">Cara Obi', everybody)
    assert cara is not None
    part = text_of(meeting, f"/timeline?who={cara[1]}").split("Show")[1]
    assert "Cara Obi asked to speak on the page." in part
    assert "Ann" not in part


def test_a_long_timeline_comes_in_parts_and_whole_where_it_is_to_be_printed(meeting: Meeting):
    for _ in range(60):
        meeting.step("close_list")
        meeting.step("open_list")
    first = meeting.chair.get(f"{meeting.url}/timeline").text
    assert first.count("<li><time>") == 100
    assert "The session started" in first
    second = meeting.chair.get(f"{meeting.url}/timeline?page=2").text
    whole = meeting.chair.get(f"{meeting.url}/timeline?all=yes").text
    assert first.count("<li><time>") + second.count("<li><time>") == whole.count("<li><time>") > 120
    assert "All on one page, to print" in first
    assert "All on one page" not in whole
    cara = re.search(r'value="([0-9a-f-]{36})">Cara Obi', first)
    assert cara is not None
    assert meeting.chair.get(f"{meeting.url}/timeline?who={cara[1]}&page=9").text.count("<li><time>") < 10


def test_case_78_the_log_that_is_handed_out_replays_and_is_in_the_audit_log(meeting: Meeting):
    data = meeting.chair.post(f"{meeting.url}/log").data
    assert export.read(data).is_same
    for name in (b"Ann", b"Whitlock", b"Linden", b"Robin"):
        assert name not in data
    acts = meeting.house.run(lambda uow: set(uow.db.scalars(select(AuditEntry.action))))
    assert "floor.log_exported" in acts


def letters_due(meeting: Meeting) -> list[OutboxEffect]:
    kinds = meeting.house.run(
        lambda uow: uow.db.scalars(select(OutboxEffect).where(OutboxEffect.kind == "letter")).all()
    )
    return [effect for effect in kinds if effect.payload["letter"] == "floor.left_waiting"]


def mails(meeting: Meeting) -> str:
    folder = meeting.house.wiring.settings.mail_url.removeprefix("file:")
    return "\n".join(file.read_text() for file in Path(folder).glob("*.eml"))


def test_case_76_whoever_still_waits_at_the_end_has_a_receipt_and_may_send_it_in_writing(
    meeting: Meeting, clock: ManualClock, house: House, tmp_path
):
    meeting.step("end_session")
    (letter,) = letters_due(meeting)
    worker = Worker(house.wiring)
    worker.drain()
    assert "still waiting" not in mails(meeting)
    clock.advance(timedelta(minutes=11))
    worker.drain()
    sent = mails(meeting).replace("=\n", "")
    assert "you asked to speak at" in sent
    assert "Cara Obi" in sent
    page = text_of(meeting, "/me/record", meeting.cara)
    assert "The session ended at 10:31 before your turn. You can send it in writing." in page
    assert "Send it in writing" in page
    said = "We found that early visits halve the repeat repairs."
    assert meeting.cara.post(f"{meeting.url}/me/record", data={"words": said}).status_code == 303
    assert said in text_of(meeting, "/minutes")
    assert said not in text_of(meeting, "/me/record", meeting.ann)
    assert "There was no time left for you" not in text_of(meeting, "/me/record", meeting.ann)
    for file in tmp_path.glob("companion.db*"):
        assert b"early visits" not in file.read_bytes()
    again = meeting.cara.post(f"{meeting.url}/me/record", data={"words": "Shorter."})
    assert again.status_code == 303
    rows = house.run(lambda uow: uow.db.scalars(select(FloorNote).where(FloorNote.kind == leaving.KIND)).all())
    assert len(rows) == 1
    assert rows[0].keep_until == clock.now() + leaving.KEPT_FOR
    assert isinstance(letter.id, UUID)


def test_nothing_is_sent_in_writing_while_there_is_time_and_a_case_is_not_taken(meeting: Meeting):
    early = meeting.ann.post(f"{meeting.url}/me/record", data={"words": "One thing more"})
    assert early.status_code == 422
    assert "ask to speak" in early.text
    meeting.step("end_session")
    case = meeting.cara.post(f"{meeting.url}/me/record", data={"words": "My complaint no 4711 is open"})
    assert case.status_code == 422
    assert "individual cases" in case.text
    assert "My complaint no 4711 is open</textarea>" in case.text
    meeting.ann.post(f"{meeting.url}/me/record", data={"words": "One thing more"})
    assert "Linden Quay Homes One thing more sent" in text_of(meeting, "/minutes")


def test_no_letter_leaves_when_the_end_is_taken_back(meeting: Meeting, clock: ManualClock, house: House):
    meeting.step("end_session")
    meeting.later(20)
    meeting.step("undo")
    clock.advance(timedelta(minutes=9))
    meeting.step("end_session")
    clock.advance(timedelta(minutes=2))
    Worker(house.wiring).drain()
    assert "still waiting" not in mails(meeting)
    clock.advance(timedelta(minutes=9))
    Worker(house.wiring).drain()
    assert mails(meeting).count("Subject: You were still waiting") == 1


def test_case_76_whoever_waited_when_their_item_closed_gets_the_letter_too_unless_it_is_opened_again(
    meeting: Meeting, clock: ManualClock, house: House
):
    meeting.step("next_item")
    meeting.own(meeting.ann, "ask")
    assert meeting.step("limits", on_item_close="expire")["limits"]["on_item_close"] == "expire"
    assert [row["name"] for row in meeting.step("next_item", running="end")["queue"]] == []
    assert len(letters_due(meeting)) == 2  # Cara was carried over from the item before
    meeting.later(20)
    assert len(meeting.step("undo")["queue"]) == 2
    clock.advance(timedelta(minutes=11))
    Worker(house.wiring).drain()
    assert "still waiting" not in mails(meeting)
    meeting.step("next_item", running="end")
    clock.advance(timedelta(minutes=11))
    Worker(house.wiring).drain()
    sent = mails(meeting).replace("=\n", "")
    assert sent.count("Subject: You were still waiting") == 2
    assert "were still waiting when its item was closed" in sent
    assert "Linden Quay Homes · was waiting since" in text_of(meeting, "/minutes")
    assert "Send it in writing" in text_of(meeting, "/me/record", meeting.ann)


def test_who_is_declined_for_want_of_time_may_write_and_who_is_off_topic_is_not_asked_to(meeting: Meeting):
    meeting.own(meeting.ann, "ask")
    rows = {row["name"]: row["id"] for row in meeting.step("policy", policy="first_come")["queue"]}
    meeting.step("decline", request_id=rows["Ann Whitlock"], reason="off_topic")
    assert letters_due(meeting) == []
    meeting.step("decline", request_id=rows["Cara Obi"], reason="out_of_time")
    assert len(letters_due(meeting)) == 1


def test_every_page_opens_before_anything_has_happened(house: House, app: Flask, clock: ManualClock):
    meeting = Meeting(house, app, clock)
    for path in ("/minutes", "/minutes.docx", "/speaking-time", "/timeline"):
        assert meeting.chair.get(meeting.url + path).status_code == 200
    assert "You did not ask to speak so far" in text_of(meeting, "/me/record", meeting.ann)


def test_ones_own_part_has_no_other_name_byte_by_byte(meeting: Meeting):
    page = meeting.cara.get(f"{meeting.url}/me/record").text
    for name in ("Ann", "Whitlock", "Linden", "Robin Marsh"):
        assert name not in page


def test_case_76_on_each_database_a_text_is_sealed_replaced_and_read(house_on_each: House, clock: ManualClock):
    app = create_app(house_on_each.wiring)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    meeting = Meeting(house_on_each, app, clock)
    meeting.step("start_session")
    meeting.own(meeting.cara, "ask")
    meeting.step("end_session")
    assert len(letters_due(meeting)) == 1
    for words in ("Too long a text", "Early visits help"):
        meeting.cara.post(f"{meeting.url}/me/record", data={"words": words})
    sent = house_on_each.run(leaving.written, meeting.session_id)
    assert [one.words for one in sent.values()] == ["Early visits help"]
    form = {"kind": "decision", "words": "Meet again", "item": ""}
    assert meeting.chair.post(f"{meeting.url}/minutes", data=form).status_code == 303
    assert "Decision: Meet again" in text_of(meeting, "/minutes")


def test_case_50_case_51_notes_are_in_nothing_that_leaves(meeting: Meeting):
    meeting.own(meeting.ann, "ask", about="Mould in the lofts")
    meeting.step("end_session")
    leaving_files = [
        meeting.chair.post(f"{meeting.url}/log").data,
        meeting.chair.get(f"{meeting.url}/minutes").data,
        words_of(meeting.chair.get(f"{meeting.url}/minutes.docx?names=yes").data).encode(),
        meeting.chair.get(f"{meeting.url}/timeline").data,
        meeting.cara.get(f"{meeting.url}/me/record").data,
    ]
    assert [number for number, data in enumerate(leaving_files) if b"lofts" in data] == []
