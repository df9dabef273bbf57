"""The organiser's pages: what is asked for and due, one request at a time, and what the meeting has to know.

Opening a request is a POST, because it leaves an entry in the audit log; the list names nobody's need.
"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.adjustments import keeping, rules, service, views
from companion.adjustments.blueprint import bp, kinds, read_form, typed
from companion.adjustments.rules import Wish
from companion.forums import service as forums
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, can, read, run
from companion.registration.records import registration_of

ASKED_BY = {"person": "by themselves", "landlord": "by their landlord’s contact", "staff": "through you"}
SAID = {
    "acknowledge": "Acknowledged. They get an e-mail that says so.",
    "agree": "Agreed. They get an e-mail.",
    "offer": "Suggested. They get an e-mail and answer on their page.",
    "place": "In place. They are asked whether it works.",
    "withdraw": "Taken back.",
}


@bp.get("/forum-sessions/<uuid:session_id>/support")
@allow("adjustments.manage")
def requests(session_id: UUID) -> ResponseReturnValue:
    """What is asked for at a session, what is due, and the line for the run sheet."""
    page = read(views.list_page, session_id)
    return render_template(
        "adjustments/list.html",
        page=page,
        state_words=rules.STATE_WORDS,
        asked_by=ASKED_BY,
        keep_days=rules.KEEP_AFTER.days,
    )


@bp.get("/forum-sessions/<uuid:session_id>/support/meeting")
@allow("adjustments.meeting")
def meeting(session_id: UUID) -> ResponseReturnValue:
    """What the chair and the steward have to know, and no more."""
    return render_template("adjustments/meeting.html", page=read(views.meeting_page, session_id))


@bp.get("/forum-sessions/<uuid:session_id>/support/people/<uuid:registration_id>")
@allow("adjustments.manage")
def closed(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """What one person asked for, not opened: how far each is, and the button that opens it."""
    if not read(_has_asked, registration_id):
        return redirect(url_for(".requests", session_id=session_id), 303)
    page = read(views.person_page, registration_id)
    return render_template("adjustments/closed.html", page=page, state_words=rules.STATE_WORDS, asked_by=ASKED_BY)


@bp.post("/forum-sessions/<uuid:session_id>/support/people/<uuid:registration_id>")
@allow("adjustments.manage")
def open_one(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Open it: read what is needed, and answer. That it was opened is recorded."""
    if not read(_has_asked, registration_id):
        return redirect(url_for(".requests", session_id=session_id), 303)
    return _one(registration_id)


@bp.post("/forum-sessions/<uuid:session_id>/support/<uuid:adjustment_id>/step")
@allow("adjustments.manage")
def take_step(session_id: UUID, adjustment_id: UUID) -> ResponseReturnValue:
    """Acknowledge, agree, suggest another way, say that it is in place, or take it back for them."""
    event = request.form.get("event", "")
    if event not in rules.BY_STAFF:
        raise BadInput("Choose one of the steps on the page")
    said, for_chair = request.form.get("words", ""), request.form.get("for_chair", "")
    registration_id = read(service.request_of, adjustment_id).registration_id
    typed_so_far = {f"words-{adjustment_id}": said, f"for_chair-{adjustment_id}": for_chair}
    try:
        run(service.step, adjustment_id, event, words=said, for_chair=for_chair)
    except rules.WishProblem as problem:
        field = f"{problem.field}-{adjustment_id}"
        return _one(registration_id, [FieldError(field, problem.message)], typed_so_far), 422
    except DomainError as error:
        return _one(registration_id, [FieldError("", error.message)], typed_so_far), 409
    flash(SAID[event], "ok")
    return redirect(url_for(".closed", session_id=session_id, registration_id=registration_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/support/acknowledge")
@allow("adjustments.manage")
def acknowledge(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Acknowledge everything that one person asked for."""
    number = run(service.acknowledge_all, registration_id)
    flash(SAID["acknowledge"] if number else "Nothing was waiting to be acknowledged.", "ok" if number else "info")
    return redirect(url_for(".requests", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/support")
@allow("adjustments.ask_for")
def for_caller_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Somebody rang or wrote: what would help them?"""
    return _tick(session_id, registration_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/support")
@allow("adjustments.ask_for")
def for_caller(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Note it for them: what was ticked, its details, and it is asked for."""
    if not kinds() or request.form.get("step") == "change":
        errors = [] if request.form.get("step") == "change" else [FieldError("kinds", "Tick at least one")]
        return _tick(session_id, registration_id, errors), 422 if errors else 200
    if request.form.get("step") != "send":
        return _details(session_id, registration_id)
    wishes, errors = read_form()
    if errors:
        return _details(session_id, registration_id, errors), 422
    try:
        run(_ask_for, registration_id, wishes, request.form.get("keep") == "yes")
    except DomainError as error:
        return _details(session_id, registration_id, [FieldError("", error.message)]), 409
    flash("Noted. They get an e-mail and see it on their own page.", "ok")
    target = "adjustments.requests" if can("adjustments.manage") else "registration.people"
    return redirect(url_for(target, session_id=session_id), 303)


@bp.app_template_global("support_summary")
def support_summary(session_id: UUID) -> str:
    """The line without names for a run sheet: "1 BSL interpreter, 2 by phone"; empty for who may not know it."""
    return read(service.summary, session_id) if can("adjustments.meeting") else ""


def _ask_for(uow: Uow, registration_id: UUID, wishes: list[Wish], keep: bool) -> None:
    service.ask(uow, registration_id, wishes, by="staff")
    if keep:
        keeping.keep_for_next(uow, registration_of(uow, registration_id).person_id, wishes)


def _has_asked(uow: Uow, registration_id: UUID) -> bool:
    return bool(service.requests_of(uow, registration_id))


def _opened(uow: Uow, registration_id: UUID) -> views.PersonPage:
    service.opened(uow, registration_id)
    return views.person_page(uow, registration_id, opened=True)


def _one(registration_id: UUID, errors: list[FieldError] | None = None, values: dict[str, str] | None = None) -> str:
    return render_template(
        "adjustments/one.html",
        page=run(_opened, registration_id),
        state_words=rules.STATE_WORDS,
        asked_by=ASKED_BY,
        errors=errors or [],
        values=values or {},
    )


def _tick(session_id: UUID, registration_id: UUID, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "adjustments/ask.html",
        page=None,
        session=read(forums.session_of, session_id),
        whose=read(views.person_name, registration_id),
        action=url_for(".for_caller", session_id=session_id, registration_id=registration_id),
        back=url_for("registration.people", session_id=session_id),
        kinds=rules.KINDS_FOR_ANOTHER,
        ticked=kinds(),
        errors=errors or [],
    )


def _details(session_id: UUID, registration_id: UUID, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "adjustments/details.html",
        page=None,
        whose=read(views.person_name, registration_id),
        action=url_for(".for_caller", session_id=session_id, registration_id=registration_id),
        ticked=[kind for kind in rules.KINDS if kind in kinds()],
        all_kinds=rules.KINDS_FOR_ANOTHER,
        paper_forms=rules.PAPER_FORMS,
        values=typed(),
        keep=request.form.get("keep") == "yes",
        asks_keep=True,
        errors=errors or [],
    )
