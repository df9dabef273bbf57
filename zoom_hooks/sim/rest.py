"""The simulated REST endpoints."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote

from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.recordings import transcript_file
from zoom_hooks.sim.registrations import PER_CALL, ApiError, Form, as_row
from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.sim.world import SimMeeting
from zoom_hooks.wire import Fields, read_object

_PAGE_DEFAULT, _PAGE_MOST = 30, 300
HOST_EMAIL = "host@sim.example"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. Header names are in lower case, the path is still encoded."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> Fields:
        return Fields(read_object(self.body))


def rest(stage: Stage, asked: Asked) -> Answered:
    """Zoom's answer; raises ApiError for a no, Malformed for a body that cannot be read."""
    for method, pattern, handle in _ROUTES:
        found = pattern.fullmatch(asked.path)
        if found and method == asked.method:
            return handle(stage, asked, *(unquote(part) for part in found.groups()))
    raise ApiError(404, 404, "not found")


def _meeting(stage: Stage, meeting_id: str) -> SimMeeting:
    try:
        return stage.meeting(meeting_id or "0")
    except NoSuchThing:
        raise ApiError(404, 3001, f"Meeting does not exist: {meeting_id}.") from None


def _meeting_row(meeting: SimMeeting) -> dict[str, object]:
    row: dict[str, object] = {
        "id": int(meeting.id),
        "uuid": meeting.uuid,
        "host_id": meeting.host_id,
        "host_email": HOST_EMAIL,
        "topic": meeting.topic,
        "type": 2,
        "status": meeting.state,
        "start_time": iso(meeting.start_ms),
        "duration": meeting.duration,
        "timezone": meeting.timezone,
        "join_url": f"https://zoom.example/j/{meeting.id}",
        "settings": meeting.settings,
    }
    if meeting.settings.get("approval_type") != 2:
        row["registration_url"] = f"https://zoom.example/meeting/register/{meeting.id}"
    return row


def _create(stage: Stage, asked: Asked, user: str) -> Answered:
    if user == "me":
        raise ApiError(400, 300, "Invalid user: me")
    f = asked.json()
    start = f.instant("start_time", timezone=f.text("timezone") or "UTC")
    meeting_id = stage.create_meeting(
        f.text("topic") or "Zoom Meeting",
        minutes=f.integer("duration") or 60,
        start_ms=None if start is None else (start - _EPOCH) // timedelta(milliseconds=1),
        settings={"approval_type": 2, "waiting_room": False, **_settings(f)},
    )
    return Answered.of(_meeting_row(stage.meeting(meeting_id)), 201)


def _settings(f: Fields) -> dict[str, object]:
    wanted = f.object("settings").plain()
    if wanted.get("approval_type", 2) not in (0, 1, 2):
        raise ApiError(400, 300, "Validation Failed: approval_type")
    return wanted


def _get_meeting(stage: Stage, _: Asked, meeting_id: str) -> Answered:
    return Answered.of(_meeting_row(_meeting(stage, meeting_id)))


def _patch_meeting(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = _meeting(stage, meeting_id)
    f = asked.json()
    meeting.settings.update(_settings(f))
    meeting.topic = f.text("topic") or meeting.topic
    meeting.duration = f.integer("duration") or meeting.duration
    start = f.instant("start_time", timezone=f.text("timezone") or "UTC")
    if start is not None:
        meeting.start_ms = (start - _EPOCH) // timedelta(milliseconds=1)
    return Answered(204)


def _put_status(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = _meeting(stage, meeting_id)
    if asked.json().text("action") != "end":
        raise ApiError(400, 300, "Validation Failed: action")
    if meeting.state == "started":
        stage.end_meeting(meeting_id=meeting.id)
    return Answered(204)


def _list(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = _meeting(stage, meeting_id)
    status = asked.query.get("status", "approved")
    if status not in ("pending", "approved", "denied"):
        raise ApiError(400, 300, "Validation Failed: status")
    rows = [as_row(person) for person in meeting.registrants.values() if person.state == status]
    return _page(asked, "registrants", rows)


def _page(asked: Asked, key: str, rows: list[dict[str, object]]) -> Answered:
    wanted, token = asked.query.get("page_size", str(_PAGE_DEFAULT)), asked.query.get("next_page_token", "")
    if not re.fullmatch("[0-9]{1,4}", wanted) or not re.fullmatch("(from-[0-9]{1,9})?", token):
        raise ApiError(400, 300, "The next page token is invalid or expired.")
    size, start = max(1, min(int(wanted), _PAGE_MOST)), int(token.removeprefix("from-") or 0)
    end = start + size
    return Answered.of(
        {
            "next_page_token": f"from-{end}" if end < len(rows) else "",
            "page_count": -(-len(rows) // size),
            "page_size": size,
            "total_records": len(rows),
            key: rows[start:end],
        }
    )


def _add(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = _meeting(stage, meeting_id)
    f = asked.json()
    answers = tuple((q.text("title") or "", q.text("value") or "") for q in f.objects("custom_questions"))
    form = Form(
        f.text("first_name") or "", f.text("last_name") or "", f.text("email") or "", f.text("org") or "", answers
    )
    person = stage.add_registrant(meeting, form, auto_approve=f.boolean("auto_approve"))
    return Answered.of(
        {
            "id": int(meeting.id),
            "registrant_id": person.id,
            "join_url": person.join_url,
            "start_time": iso(meeting.start_ms),
            "topic": meeting.topic,
            "participant_pin_code": person.pin,
        },
        201,
    )


def _batch(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = _meeting(stage, meeting_id)
    f = asked.json()
    people = f.objects("registrants")
    if not 1 <= len(people) <= PER_CALL:
        raise ApiError(400, 300, f"Validation Failed: registrants, at most {PER_CALL}")
    rows = []
    for p in people:
        form = Form(p.text("first_name") or "", p.text("last_name") or "", p.text("email") or "")
        person = stage.add_registrant(meeting, form, auto_approve=f.boolean("auto_approve"))
        rows.append({"email": person.email, "join_url": person.join_url, "registrant_id": person.id})
    return Answered.of({"registrants": rows}, 201)


def _status(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = _meeting(stage, meeting_id)
    f = asked.json()
    who = [(row.id("id") or "", row.text("email") or "") for row in f.objects("registrants")]
    stage.decide(meeting, f.text("action") or "", who)
    return Answered(204)


def _one(stage: Stage, _: Asked, meeting_id: str, registrant_id: str) -> Answered:
    person = _meeting(stage, meeting_id).registrants.get(registrant_id)
    if person is None:
        raise ApiError(404, 404, "Registrant was not found.")
    return Answered.of(as_row(person))


def _delete(stage: Stage, _: Asked, meeting_id: str, registrant_id: str) -> Answered:
    if _meeting(stage, meeting_id).registrants.pop(registrant_id, None) is None:
        raise ApiError(404, 404, "Registrant was not found.")
    return Answered(204)


def _get_questions(stage: Stage, _: Asked, meeting_id: str) -> Answered:
    meeting = _meeting(stage, meeting_id)
    return Answered.of({"questions": meeting.questions, "custom_questions": meeting.custom_questions})


def _patch_questions(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = _meeting(stage, meeting_id)
    f = asked.json()
    questions = [q.plain() for q in f.objects("questions")]
    custom = [q.plain() for q in f.objects("custom_questions")]
    if any(q.get("type") not in ("short", "single") or not q.get("title") for q in custom):
        raise ApiError(400, 300, "Validation Failed: custom_questions")
    meeting.questions, meeting.custom_questions = questions, custom
    return Answered(204)


def _rtms(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = _meeting(stage, meeting_id)
    action = asked.json().text("action")
    if meeting.state != "started":
        raise ApiError(400, 3000, "Cannot access meeting information.")
    try:
        if action == "start":
            stage.start_rtms(meeting_id=meeting.id)
        elif action == "stop":
            stage.stop_rtms(meeting_id=meeting.id)
        else:
            raise ApiError(400, 300, "Validation Failed: action")
    except NoSuchThing as error:
        raise ApiError(400, 300, str(error)) from error
    return Answered(202)


def _by_uuid(stage: Stage, key: str) -> SimMeeting:
    """A meeting by its number or uuid. A uuid that Zoom wants encoded twice still has one layer here."""
    for meeting in stage.meetings.values():
        twice = meeting.uuid.startswith("/") or "//" in meeting.uuid
        if key in (meeting.id, quote(meeting.uuid, safe="") if twice else meeting.uuid):
            return meeting
    raise ApiError(404, 3001, "Meeting does not exist.")


def _past(stage: Stage, asked: Asked, key: str) -> Answered:
    meeting = _by_uuid(stage, key)
    if meeting.state != "ended":
        raise ApiError(400, 3000, "Cannot access meeting information.")
    rows: list[dict[str, object]] = [
        {
            "id": "",
            "name": person.name,
            "user_id": str(person.user_id),
            "registrant_id": person.registrant_id,
            "user_email": person.email,
            "join_time": iso(person.joined_ms),
            "leave_time": iso(person.left_ms or meeting.ended_ms),
            "duration": ((person.left_ms or meeting.ended_ms) - person.joined_ms) // 1000,
            "failover": False,
            "status": "in_waiting_room" if person.is_waiting else "in_meeting",
            "internal_user": False,
        }
        for person in meeting.participants
    ]
    return _page(asked, "participants", rows)


def _recordings(stage: Stage, _: Asked, key: str) -> Answered:
    meeting = _by_uuid(stage, key)
    url = f"{stage.base_url}/rec/download/{meeting.id}"
    files = [transcript_file(meeting, url)] if meeting.state == "ended" else []
    return Answered.of({"uuid": meeting.uuid, "id": int(meeting.id), "recording_files": files})


def _transcript(stage: Stage, _: Asked, key: str) -> Answered:
    meeting = _by_uuid(stage, key)
    row: dict[str, object] = {"meeting_id": meeting.uuid, "meeting_topic": meeting.topic, "host_id": meeting.host_id}
    if meeting.state == "ended":
        row |= {"can_download": True, "download_url": f"{stage.base_url}/rec/download/{meeting.id}"}
    else:
        row |= {"can_download": False, "download_restriction_reason": "NOT_READY"}
    return Answered.of(row)


_M = "/v2/meetings/([^/]+)"
_Handler = Callable[..., Answered]
_ROUTES: tuple[tuple[str, re.Pattern[str], _Handler], ...] = tuple(
    (method, re.compile(pattern), handle)
    for method, pattern, handle in (
        ("POST", "/v2/users/([^/]+)/meetings", _create),
        ("GET", _M, _get_meeting),
        ("PATCH", _M, _patch_meeting),
        ("PUT", f"{_M}/status", _put_status),
        ("GET", f"{_M}/registrants", _list),
        ("POST", f"{_M}/registrants", _add),
        ("PUT", f"{_M}/registrants/status", _status),
        ("POST", f"{_M}/batch_registrants", _batch),
        ("GET", f"{_M}/registrants/questions", _get_questions),
        ("PATCH", f"{_M}/registrants/questions", _patch_questions),
        ("GET", f"{_M}/registrants/([^/]+)", _one),
        ("DELETE", f"{_M}/registrants/([^/]+)", _delete),
        ("GET", f"{_M}/recordings", _recordings),
        ("GET", f"{_M}/transcript", _transcript),
        ("PATCH", "/v2/live_meetings/([^/]+)/rtms_app/status", _rtms),
        ("GET", "/v2/past_meetings/([^/]+)/participants", _past),
    )
)
