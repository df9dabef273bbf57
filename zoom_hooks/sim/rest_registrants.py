"""The REST endpoints for registrants and their form."""

from __future__ import annotations

from zoom_hooks.sim import registering
from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.asking import MEETING, Asked, find_meeting, page, routes
from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.registrations import PER_CALL, ApiError, Form, as_row
from zoom_hooks.sim.stage import Stage


def _list(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = find_meeting(stage, meeting_id)
    status = asked.query.get("status", "approved")
    if status not in ("pending", "approved", "denied"):
        raise ApiError(400, 300, "Validation Failed: status")
    rows = [as_row(person) for person in meeting.registrants.values() if person.state == status]
    return page(asked, "registrants", rows)


def _add(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = find_meeting(stage, meeting_id)
    f = asked.json()
    answers = tuple((q.text("title") or "", q.text("value") or "") for q in f.objects("custom_questions"))
    form = Form(
        f.text("first_name") or "", f.text("last_name") or "", f.text("email") or "", f.text("org") or "", answers
    )
    person = registering.add_registrant(stage, meeting, form, auto_approve=f.boolean("auto_approve"))
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
    meeting = find_meeting(stage, meeting_id)
    f = asked.json()
    people = f.objects("registrants")
    if not 1 <= len(people) <= PER_CALL:
        raise ApiError(400, 300, f"Validation Failed: registrants, at most {PER_CALL}")
    rows = []
    for p in people:
        form = Form(p.text("first_name") or "", p.text("last_name") or "", p.text("email") or "")
        person = registering.add_registrant(stage, meeting, form, auto_approve=f.boolean("auto_approve"))
        rows.append({"email": person.email, "join_url": person.join_url, "registrant_id": person.id})
    return Answered.of({"registrants": rows}, 201)


def _status(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = find_meeting(stage, meeting_id)
    f = asked.json()
    who = [(row.id("id") or "", row.text("email") or "") for row in f.objects("registrants")]
    registering.decide(stage, meeting, f.text("action") or "", who)
    return Answered(204)


def _one(stage: Stage, _: Asked, meeting_id: str, registrant_id: str) -> Answered:
    person = find_meeting(stage, meeting_id).registrants.get(registrant_id)
    if person is None:
        raise ApiError(404, 404, "Registrant was not found.")
    return Answered.of(as_row(person))


def _delete(stage: Stage, _: Asked, meeting_id: str, registrant_id: str) -> Answered:
    if find_meeting(stage, meeting_id).registrants.pop(registrant_id, None) is None:
        raise ApiError(404, 404, "Registrant was not found.")
    return Answered(204)


def _get_questions(stage: Stage, _: Asked, meeting_id: str) -> Answered:
    meeting = find_meeting(stage, meeting_id)
    return Answered.of({"questions": meeting.questions, "custom_questions": meeting.custom_questions})


def _patch_questions(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = find_meeting(stage, meeting_id)
    f = asked.json()
    questions = [q.plain() for q in f.objects("questions")]
    custom = [q.plain() for q in f.objects("custom_questions")]
    if any(q.get("type") not in ("short", "single") or not q.get("title") for q in custom):
        raise ApiError(400, 300, "Validation Failed: custom_questions")
    meeting.questions, meeting.custom_questions = questions, custom
    return Answered(204)


ROUTES = routes(
    (
        ("GET", f"{MEETING}/registrants", _list),
        ("POST", f"{MEETING}/registrants", _add),
        ("PUT", f"{MEETING}/registrants/status", _status),
        ("POST", f"{MEETING}/batch_registrants", _batch),
        ("GET", f"{MEETING}/registrants/questions", _get_questions),
        ("PATCH", f"{MEETING}/registrants/questions", _patch_questions),
        ("GET", f"{MEETING}/registrants/([^/]+)", _one),
        ("DELETE", f"{MEETING}/registrants/([^/]+)", _delete),
    )
)
