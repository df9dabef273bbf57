"""I13 and case 50 in the bytes that leave the server: what a registrant, the stage and a file can learn of others.

An evening with a secret in every corner, looked at by somebody else in every mode of the stage.
"""

from __future__ import annotations

import io
import zipfile
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.floor.journals import floor_of
from companion.kernel.clocks import Clock
from companion.people.tables import Person
from companion.registration.tables import Participant, Registration
from tests.floor.meeting import JSON, Meeting
from tests.floor.test_stage import made
from tests.house import House

NOTE = "quillwort note about lifts"
CONCERN = "sedgefield concern of mine"
ANSWER = "tamarisk answer to it"
SECRETS = (NOTE, CONCERN, ANSWER, "quillwort", "sedgefield", "tamarisk", "access_need", "no_speech")


@pytest.fixture
def meeting(house: House, app: Flask, clock: Clock) -> Meeting:
    """Ann speaks; Dee waits with a note, was moved for an access need, and passed; Eve is held back by an interest."""
    meeting = Meeting(house, app, clock)
    for name, landlord in (("Dee Farrow", meeting.linden), ("Eve Garrick", meeting.marram)):
        address = f"{name.split()[0].lower()}@lindenquay.example"
        person = house.person(name, address)
        place = house.registration(meeting.session_id, person, landlord_id=landlord, seat_no=2)
        client = house.signed_in(app, person, "day", forum_session_id=meeting.session_id, registration_id=place)
        setattr(meeting, name.split()[0].lower(), client)
    meeting.step("start_session")
    meeting.step("next_item")
    meeting.own(meeting.ann, "ask", about=f"{NOTE} of Ann")
    meeting.later(3)
    meeting.own(meeting.dee, "ask", about=NOTE, kind="access")  # type: ignore[attr-defined]
    meeting.later(3)
    meeting.own(meeting.eve, "ask")  # type: ignore[attr-defined]
    meeting.own(meeting.eve, "interest", nature="prejudicial", concerns=CONCERN)  # type: ignore[attr-defined]
    [declared] = floor(meeting).declarations
    meeting.step("interest_decide", declaration_id=str(declared), effects="no_speech", why=ANSWER)
    ann = next(row for row in floor(meeting).waiting() if row.kind == "comment")
    meeting.step("call", request_id=str(ann.id), reason="access_need")
    meeting.step("start")
    meeting.later(20)
    return meeting


def floor(meeting: Meeting):  # type: ignore[no-untyped-def]
    return meeting.house.wiring.runner.read(floor_of, meeting.session_id)


def ids_of_others(meeting: Meeting, own: str) -> set[str]:
    """Every id that names somebody else, here or elsewhere: of participants, registrations, persons and landlords."""
    with meeting.house.wiring.runner.reading() as uow:
        found: set[UUID] = set()
        for row in uow.db.scalars(select(Registration)):
            person = uow.db.get_one(Person, row.person_id)
            if not person.name.startswith(own):
                found |= {row.id, row.person_id}
        own_ids = {row.id for row in uow.db.scalars(select(Participant)) if row.person_id not in found}
        found |= {row.id for row in uow.db.scalars(select(Participant))} - own_ids
    found |= set(floor(meeting).declarations)
    return {text for one in found for text in (str(one), one.hex)}


def seen_by(meeting: Meeting, client) -> dict[str, bytes]:  # type: ignore[no-untyped-def]
    """Whatever a registrant's browser can be sent, answers to presses and refusals included."""
    link = made(meeting)
    nobody = meeting.app.test_client()
    answers = {
        "page": client.get(f"{meeting.url}/me"),
        "state": client.get(f"{meeting.url}/me/state"),
        "record": client.get(f"{meeting.url}/me/record"),
        "stage": nobody.get(link),
        "stage state": nobody.get(f"{link}/state"),
        "stage ticket": nobody.get(f"{link}/ticket"),
        "ask": client.post(f"{meeting.url}/me", data={"step": "ask"}, headers=JSON),
        "again": client.post(f"{meeting.url}/me", data={"step": "come_in"}, headers=JSON),
        "lower": client.post(f"{meeting.url}/me", data={"step": "take_back"}, headers=JSON),
        "odd": client.post(f"{meeting.url}/me", data={"step": "call", "request_id": "x"}, headers=JSON),
        "another's interest": client.post(
            f"{meeting.url}/me",
            data={"step": "interest_back", "declaration_id": str(next(iter(floor(meeting).declarations)))},
            headers=JSON,
        ),
        "chair's": client.get(f"{meeting.url}/state", headers=JSON),
        "notes": client.get(f"{meeting.url}/notes", headers=JSON),
        "log": client.post(f"{meeting.url}/log", headers=JSON),
    }
    return {name: answer.data + str(answer.headers).encode() for name, answer in answers.items()}


@pytest.mark.parametrize("mode", ["names", "landlords", "pseudonyms", "counts"])
def test_i13_nothing_that_another_browser_or_the_stage_is_sent_tells_more_than_the_stage_shows(
    meeting: Meeting, mode: str
):
    meeting.step("stage", mode=mode)
    hidden = [*SECRETS, "Eve G", "Garrick", *ids_of_others(meeting, "Cara")]
    if mode != "names":
        hidden += ["Whitlock", "Farrow"]
    if mode in ("pseudonyms", "counts"):
        hidden += ["Linden"]
    for name, sent in seen_by(meeting, meeting.cara).items():
        for secret in hidden:
            assert secret.encode() not in sent, (name, secret)


def test_i13_after_the_meeting_each_reads_of_themselves_only(meeting: Meeting):
    meeting.step("stage", mode="pseudonyms")
    meeting.step("end")
    meeting.step("end_session")
    hidden = [*SECRETS, "Whitlock", "Garrick", "Farrow", "Linden", *ids_of_others(meeting, "Cara")]
    for name, sent in seen_by(meeting, meeting.cara).items():
        for secret in hidden:
            assert secret.encode() not in sent, (name, secret)
    told = meeting.dee.get(f"{meeting.url}/me/record").get_data(as_text=True)  # type: ignore[attr-defined]
    assert "Whitlock" not in told


def test_case_51_minutes_and_the_log_hold_no_name_note_or_reason_unless_names_are_asked_for(meeting: Meeting):
    meeting.step("end")
    meeting.step("end_session")
    for path in ("minutes.docx", "minutes"):
        sent = meeting.chair.get(f"{meeting.url}/{path}")
        assert sent.status_code == 200
        text = _unpacked(sent.data) if path.endswith("docx") else sent.data
        hidden = [*SECRETS, "Whitlock", "Garrick", "Farrow"] if path.endswith("docx") else SECRETS
        for secret in hidden:
            assert secret.encode() not in text, (path, secret)
    log = meeting.chair.post(f"{meeting.url}/log").data
    words = ("quillwort", "sedgefield", "tamarisk", "Whitlock", "Farrow", "Garrick", "Linden")
    assert [word for word in words if word.encode() in log] == []


def _unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist()) + " ".join(packed.namelist()).encode()


#: what Zoom may bring as the name of somebody whom nobody knows
HOSTILE = (
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "{{7*7}}",
    "]]></w:t><w:t>x",
    "&#x0;\u202egnp.exe",
    "A" * 5_000,
    "\x0b\x0c\x1b[31m red",
    "\ufffe\uffff ends",
    "👩‍👩‍👧‍👦 family",
)


def test_case_68_whatever_zoom_calls_somebody_is_text_on_every_page_and_in_the_document(meeting: Meeting):
    for number, name in enumerate(HOSTILE):
        meeting.later(2)
        meeting.step("add", who=f"{number} {name}", new="yes")
    for _ in HOSTILE:
        meeting.step("call_next")
        meeting.step("start")
        meeting.later(30)
    pages = ["", "/state", "/steward", "/paper", "/stage", "/stage/state", "/minutes?names=yes", "/timeline"]
    for path in (*pages, "/speaking-time", "/people", "/minutes.docx?names=yes"):
        answer = meeting.chair.get(meeting.url + path)
        assert answer.status_code == 200, path
        if answer.mimetype == "text/html":
            assert b"<script>alert" not in answer.data, path
    import docx

    document = docx.Document(io.BytesIO(meeting.chair.get(f"{meeting.url}/minutes.docx?names=yes").data))
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "<script>alert(1)</script>" in cells
    assert "]]></w:t><w:t>x" in cells
