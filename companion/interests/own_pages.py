"""Declaring before the meeting: a registrant for themselves, a landlord's contact for the landlord as a whole.

As with the seats, a landlord's first change on a new device asks for a code; what was typed stays in the form.
"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.interests import deciding, rules, service, views
from companion.interests.blueprint import bp
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError, as_uuid
from companion.kernel.ids import BrowserSessionId
from companion.people import gate, sign_in
from companion.people.gate import allow, read, run
from companion.registration.blueprint import my_landlord, my_registration

CODE_WRONG = "That is not the code we sent. Type the six digits of the newest e-mail."


@bp.get("/forum-sessions/<uuid:session_id>/interests/me")
@allow("interests.own")
def own(session_id: UUID) -> ResponseReturnValue:  # noqa: ARG001 (the gate has compared it with the link's)
    """What I declared, and a form for one more."""
    return _own([])


@bp.post("/forum-sessions/<uuid:session_id>/interests/me")
@allow("interests.own")
def declare_own(session_id: UUID) -> ResponseReturnValue:
    """I declare an interest in an item, take one back, or have nothing to declare."""
    form = request.form
    step = form.get("step", "declare")
    item_id, declaration_id = as_uuid(form.get("item_id")), as_uuid(form.get("declaration_id"))
    if step == "declare" and item_id is None:
        return _own([FieldError("item_id", "Choose the item")]), 422
    if step == "declare" and form.get("nature") not in rules.NATURES:
        return _own([FieldError("nature", "Choose what kind of interest it is")]), 422
    try:
        if step == "nothing":
            run(service.nothing_to_declare, my_registration())
            flash("Noted. If something occurs to you later, declare it here or in the meeting.", "ok")
        elif step == "take_back" and declaration_id is not None:
            run(deciding.withdraw, declaration_id, person_id=gate.viewer().person_id)
            flash("Taken back.", "ok")
        elif item_id is not None:
            run(service.declare_own, my_registration(), item_id, form["nature"], form.get("concerns", ""))
            flash("Declared. The chair or the officer answers before the item begins.", "ok")
    except DomainError as refused:
        flash(refused.message, "care")
    return redirect(url_for(".own", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/interests/landlord")
@allow("interests.landlord")
def landlords(session_id: UUID) -> ResponseReturnValue:
    """What our landlord as a whole declared."""
    return _landlords(session_id, [])


@bp.post("/forum-sessions/<uuid:session_id>/interests/landlord")
@allow("interests.landlord")
def declare_for_landlord(session_id: UUID) -> ResponseReturnValue:
    """Our landlord has an interest in an item; or no longer."""
    form = request.form
    item_id, declaration_id = as_uuid(form.get("item_id")), as_uuid(form.get("declaration_id"))
    is_taking_back = form.get("step") == "take_back" and declaration_id is not None
    if not is_taking_back and (item_id is None or form.get("nature") not in rules.NATURES):
        return _landlords(session_id, [FieldError("item_id", "Choose the item and what kind of interest it is")]), 422
    if not gate.viewer().is_verified:
        problem = _check_code()
        if problem is not None:
            return _landlords(session_id, [problem] if problem.message else [], asks_code=True), 422
    try:
        if is_taking_back and declaration_id is not None:
            run(deciding.withdraw, declaration_id, landlord_id=my_landlord())
            flash("Taken back.", "ok")
        elif item_id is not None:
            nature, concerns = form["nature"], form.get("concerns", "")
            run(service.declare_for_landlord, session_id, my_landlord(), item_id, nature, concerns)
            flash("Declared. The chair or the officer answers before the item begins.", "ok")
    except DomainError as refused:
        flash(refused.message, "care")
    return redirect(url_for(".landlords", session_id=session_id), 303)


def _check_code() -> FieldError | None:
    """Verify this device by what was typed; without a code one is sent, and the error has no words. None when done."""
    browser_session_id = gate.viewer().browser_session_id
    assert browser_session_id is not None
    if not request.form.get("code"):
        run(sign_in.ask_for_code, BrowserSessionId(browser_session_id))
        return FieldError("", "")
    try:
        verified = run(sign_in.check_code, BrowserSessionId(browser_session_id), request.form["code"][:40])
    except sign_in.CodeUsedUp as error:
        return FieldError("code", error.message)
    return None if verified else FieldError("code", CODE_WRONG)


def _own(errors: list[FieldError]) -> str:
    return _shown(read(views.own_page, my_registration()), errors, is_own=True)


def _landlords(session_id: UUID, errors: list[FieldError], *, asks_code: bool = False) -> str:
    page = read(views.landlord_page, session_id, my_landlord())
    return _shown(page, errors, is_own=False, asks_code=asks_code)


def _shown(page: views.OwnPage, errors: list[FieldError], *, is_own: bool, asks_code: bool = False) -> str:
    return render_template(
        "interests/own.html",
        page=page,
        errors=errors,
        is_own=is_own,
        asks_code=asks_code,
        natures=[(word, *words) for word, words in rules.NATURES.items()],
        typed={
            name: request.form.get(name, "") for name in ("item_id", "nature", "concerns", "step", "declaration_id")
        },
    )
