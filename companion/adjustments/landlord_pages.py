"""A landlord's contact asks for a named colleague. They may write and not read: the colleague is told, and answers.

As with the seats, the first change on a new device asks for a code; what was typed travels in hidden fields meanwhile.
"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.adjustments import rules, service, views
from companion.adjustments.blueprint import bp, kinds, read_form, typed
from companion.forums import service as forums
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.ids import BrowserSessionId
from companion.people import sign_in
from companion.people.gate import allow, read, run, viewer

CODE_WRONG = "That is not the code we sent. Type the six digits of the newest e-mail."


@bp.get("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/support")
@allow("adjustments.landlord")
def for_colleague_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """What would help this colleague?"""
    return _tick(session_id, registration_id)


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/support")
@allow("adjustments.landlord")
def for_colleague(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """What was ticked, then its details, then (on a new device) the code, then it is sent."""
    if not kinds() or request.form.get("step") == "change":
        errors = [] if request.form.get("step") == "change" else [FieldError("kinds", "Tick at least one")]
        return _tick(session_id, registration_id, errors), 422 if errors else 200
    step = request.form.get("step")
    if step not in ("send", "code"):
        return _details(session_id, registration_id)
    wishes, errors = read_form()
    if errors:
        return _details(session_id, registration_id, errors), 422
    if not viewer().is_verified:
        problem = _check_code() if step == "code" and not request.form.get("again") else FieldError("", "")
        if problem is not None:
            ask_anew = step == "send" or bool(request.form.get("again"))
            return _code(session_id, registration_id, problem if problem.message else None, ask=ask_anew)
    try:
        run(service.ask, registration_id, wishes, by="landlord")
    except DomainError as error:
        return _details(session_id, registration_id, [FieldError("", error.message)]), 409
    flash("We have it. Your colleague gets an e-mail and sees it on their own page.", "ok")
    return redirect(url_for("registration.seats", session_id=session_id), 303)


def _check_code() -> FieldError | None:
    """Verify this device by what was typed; what is wrong with it, or None."""
    try:
        verified = run(sign_in.check_code, _browser(), request.form.get("code", ""))
    except sign_in.CodeUsedUp as error:
        return FieldError("code", error.message)
    return None if verified else FieldError("code", CODE_WRONG)


def _code(session_id: UUID, registration_id: UUID, error: FieldError | None, *, ask: bool) -> ResponseReturnValue:
    if ask:
        run(sign_in.ask_for_code, _browser())
    body = render_template(
        "adjustments/code.html",
        action=url_for(".for_colleague", session_id=session_id, registration_id=registration_id),
        values=typed(),
        ticked=kinds(),
        errors=[error] if error else [],
    )
    return body, 422 if error else 200


def _tick(session_id: UUID, registration_id: UUID, errors: list[FieldError] | None = None) -> str:
    session = read(forums.session_of, session_id)
    return render_template(
        "adjustments/ask.html",
        page=None,
        session=session,
        whose=read(views.person_name, registration_id),
        action=url_for(".for_colleague", session_id=session_id, registration_id=registration_id),
        back=url_for("registration.seats", session_id=session_id),
        kinds=rules.KINDS_FOR_ANOTHER,
        ticked=kinds(),
        errors=errors or [],
    )


def _details(session_id: UUID, registration_id: UUID, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "adjustments/details.html",
        page=None,
        whose=read(views.person_name, registration_id),
        action=url_for(".for_colleague", session_id=session_id, registration_id=registration_id),
        ticked=[kind for kind in rules.KINDS if kind in kinds()],
        all_kinds=rules.KINDS_FOR_ANOTHER,
        paper_forms=rules.PAPER_FORMS,
        values=typed(),
        keep=False,
        asks_keep=False,
        errors=errors or [],
    )


def _browser() -> BrowserSessionId:
    browser_session_id = viewer().browser_session_id
    assert browser_session_id is not None
    return BrowserSessionId(browser_session_id)
