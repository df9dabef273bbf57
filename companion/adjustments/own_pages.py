"""A registrant's own adjustments: tick, say the details, send; then see how far each one is."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.adjustments import keeping, rules, service, views
from companion.adjustments.blueprint import bp, kinds, my_registration, read_form, typed
from companion.adjustments.rules import Wish
from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run
from companion.registration.records import registration_of

SAID = {
    "accept": "Agreed. The organiser sees to it.",
    "confirm": "Thank you. The organiser knows that it works.",
    "not_right": "The organiser hears of it and answers within two working days.",
    "withdraw": "Taken back.",
}


@bp.get("/forum-sessions/<uuid:session_id>/place/support")
@allow("adjustments.own")
def own(session_id: UUID) -> ResponseReturnValue:  # noqa: ARG001 (the gate has compared it with the link's)
    """What I asked for, and how far it is."""
    return _own()


@bp.get("/forum-sessions/<uuid:session_id>/place/support/ask")
@allow("adjustments.own")
def ask_form(session_id: UUID) -> ResponseReturnValue:
    """What would help me? Pre-ticked with what I asked to have kept."""
    page = read(views.own_page, my_registration())
    kept = [wish.kind for wish in page.kept or ()]
    return _tick(session_id, [kind for kind in kept if kind not in page.known])


@bp.post("/forum-sessions/<uuid:session_id>/place/support/ask")
@allow("adjustments.own")
def ask(session_id: UUID) -> ResponseReturnValue:
    """First what was ticked, then its details on the next page, then it is sent."""
    if not kinds() or request.form.get("step") == "change":
        errors = [] if request.form.get("step") == "change" else [FieldError("kinds", "Tick at least one")]
        return _tick(session_id, kinds(), errors), 422 if errors else 200
    if request.form.get("step") != "send":
        return _details(session_id, _kept_fields())
    wishes, errors = read_form()
    if errors:
        return _details(session_id, typed(), errors), 422
    try:
        run(_ask, my_registration(), wishes, request.form.get("keep") == "yes")
    except DomainError as error:
        return _details(session_id, typed(), [FieldError("", error.message)]), 409
    flash("We have it. The organiser answers within two working days.", "ok")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/place/support/<uuid:adjustment_id>")
@allow("adjustments.own")
def answer(session_id: UUID, adjustment_id: UUID) -> ResponseReturnValue:
    """I take what is suggested, say that it works, that it does not yet, or take it back."""
    event = request.form.get("event", "")
    if event not in rules.BY_PERSON:
        raise BadInput("Choose one of the answers on the page")
    said = request.form.get("words", "")
    try:
        run(service.step, adjustment_id, event, words=said)
    except rules.WishProblem as problem:
        return _own([FieldError(f"words-{adjustment_id}", problem.message)]), 422
    flash(SAID[event], "ok")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/place/support/forget")
@allow("adjustments.own")
def forget(session_id: UUID) -> ResponseReturnValue:
    """Do not keep what I need for my next sessions any more."""
    run(_forget, my_registration())
    flash("Deleted. What you asked for at this session stays until a week after it.", "ok")
    return _back(session_id)


def _ask(uow: Uow, registration_id: UUID, wishes: list[Wish], keep: bool) -> None:
    service.ask(uow, registration_id, wishes, by="person")
    if keep:
        keeping.keep_for_next(uow, registration_of(uow, registration_id).person_id, wishes)


def _forget(uow: Uow, registration_id: UUID) -> None:
    keeping.forget_kept(uow, registration_of(uow, registration_id).person_id)


def _own(errors: list[FieldError] | None = None) -> str:
    return render_template(
        "adjustments/own.html",
        page=read(views.own_page, my_registration()),
        state_words=OWN_WORDS,
        errors=errors or [],
    )


OWN_WORDS = {
    "requested": "Asked for",
    "acknowledged": "Being arranged",
    "agreed": "Agreed",
    "alternative_offered": "Another way suggested",
    "in_place": "In place",
    "confirmed_by_person": "Works for you",
    "withdrawn": "Taken back",
}


def _tick(session_id: UUID, ticked: list[str], errors: list[FieldError] | None = None) -> str:
    page = read(views.own_page, my_registration())
    if not page.takes_more:
        raise NotFound
    return render_template(
        "adjustments/ask.html",
        page=page,
        whose=None,
        action=url_for(".ask", session_id=session_id),
        back=url_for(".own", session_id=session_id),
        kinds={kind: words for kind, words in rules.KINDS.items() if kind not in page.known},
        ticked=ticked,
        errors=errors or [],
    )


def _details(session_id: UUID, values: dict[str, str], errors: list[FieldError] | None = None) -> str:
    page = read(views.own_page, my_registration())
    return render_template(
        "adjustments/details.html",
        page=page,
        whose=None,
        action=url_for(".ask", session_id=session_id),
        ticked=[kind for kind in rules.KINDS if kind in kinds()],
        all_kinds=rules.KINDS,
        paper_forms=rules.PAPER_FORMS,
        values=values,
        keep=request.form.get("keep") == "yes" or page.kept is not None,
        asks_keep=True,
        errors=errors or [],
    )


def _kept_fields() -> dict[str, str]:
    """The details as they were kept, to start from; what was typed on this form counts more."""
    page = read(views.own_page, my_registration())
    fields: dict[str, str] = {}
    for wish in page.kept or ():
        fields |= {f"words-{wish.kind}": wish.words}
        if wish.minutes:
            fields[f"minutes-{wish.kind}"] = str(wish.minutes)
        if wish.form:
            fields[f"form-{wish.kind}"] = wish.form
    return fields | typed()


def _back(session_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".own", session_id=session_id), 303)
