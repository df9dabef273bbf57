"""The staff's pages: who is coming, who waits for a decision, and the list at the door."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import BadInput, DomainError
from companion.kernel.forms import FieldError
from companion.people.gate import allow, read, run
from companion.registration import deciding, naming, rules, service, views
from companion.registration.blueprint import bp
from companion.registration.naming import Named
from companion.registration.tables import KINDS

KIND_WORDS = {
    "landlord": "Landlord, on a seat",
    "member": "Member of the group",
    "speaker": "Speaker",
    "officer": "Officer",
    "supporter": "Supporter",
    "observer": "Observer",
}
REASON_WORDS = {
    "unknown_landlord": "We do not know the landlord of this address.",
    "several_landlords": "Several landlords use this address’s domain.",
    "address_elsewhere": "They name this landlord, but the address is not one of its own. Its contact has been told.",
    "size_not_known": "We do not know how many homes this landlord has.",
    "wrong_forum": "Their landlord belongs to another forum, or is not a member.",
    "names_closed": "They registered after names had closed.",
    "bar": "Ask the lead officer before you decide.",
    "by_person": "They asked to join the group.",
}


@bp.get("/forum-sessions/<uuid:session_id>/registrations")
@allow("registration.list")
def people(session_id: UUID) -> ResponseReturnValue:
    """Everybody of a session: decisions first, then seats by landlord."""
    return _list(session_id)


@bp.get("/forum-sessions/<uuid:session_id>/door")
@allow("registration.list")
def door(session_id: UUID) -> ResponseReturnValue:
    """Who may come in, to print or to keep beside the waiting room."""
    return render_template("registration/door.html", page=read(views.list_page, session_id), kind_words=KIND_WORDS)


@bp.post("/forum-sessions/<uuid:session_id>/registrations")
@allow("registration.decide")
def add(session_id: UUID) -> ResponseReturnValue:
    """Register somebody by hand; the rule of two holds here too."""
    typed = {name: request.form.get(name, "") for name in ("name", "email", "kind", "landlord")}
    problems = [
        FieldError(problem.field, problem.message.removeprefix("Seat 1: ").capitalize())
        for problem in naming.check_named([Named(1, typed["name"], typed["email"])])
    ]
    kind = typed["kind"] if typed["kind"] in KINDS else "landlord"
    landlord_id = _uuid(typed["landlord"]) if kind == "landlord" else None
    if kind == "landlord" and landlord_id is None:
        problems.append(FieldError("landlord", rules.NoLandlord.message))
    if problems:
        return _list(session_id, typed, problems), 422
    try:
        made = run(
            service.register,
            session_id,
            name=typed["name"],
            address=typed["email"],
            kind=kind,
            landlord_id=landlord_id,
            source="staff",
        )
    except DomainError as error:
        return _list(session_id, typed, [FieldError("", error.message)]), 409
    flash(*_said(made.state))
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/approve")
@allow("registration.decide")
def approve(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Let a pending registration in, for the landlord chosen."""
    kind = request.form.get("kind") or None
    if kind is not None and kind not in KINDS:
        raise BadInput("Choose what they come as")
    landlord_id = _uuid(request.form.get("landlord", ""))
    try:
        made = run(deciding.approve, registration_id, kind=kind, landlord_id=landlord_id)
    except DomainError as error:
        return _list(session_id, {}, [FieldError("", error.message)]), 409
    flash(*_said(made.state))
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/decline")
@allow("registration.decide")
def decline(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Refuse a pending or waiting registration."""
    run(deciding.decline, registration_id, why=request.form.get("why", ""))
    flash("Declined. They get an e-mail that says so.", "ok")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/withdraw")
@allow("registration.decide")
def withdraw_by_staff(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Take a registration back for somebody."""
    run(service.withdraw, registration_id, by="staff")
    flash("Withdrawn. If a colleague is waiting, they are offered the seat.", "ok")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/apology")
@allow("registration.decide")
def apologise_by_staff(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Note an apology that came by telephone or mail."""
    run(service.apologise, registration_id, by="staff")
    flash("The apology is noted.", "ok")
    return _back(session_id)


@bp.get("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/swap")
@allow("registration.decide")
def swap_by_staff_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Ask who comes instead."""
    return _swap(session_id, registration_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/swap")
@allow("registration.decide")
def swap_by_staff(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Give a seat to a colleague, until the session is over."""
    typed = {name: request.form.get(name, "") for name in ("name", "email")}
    problems = naming.check_named([Named(1, typed["name"], typed["email"])])
    if problems:
        errors = [FieldError(one.field, one.message.removeprefix("Seat 1: ").capitalize()) for one in problems]
        return _swap(session_id, registration_id, typed, errors), 422
    try:
        run(service.substitute, registration_id, name=typed["name"], address=typed["email"], by="staff")
    except DomainError as error:
        return _swap(session_id, registration_id, typed, [FieldError("name", error.message)]), 409
    flash("Swapped. The old link stopped working; the new person gets an e-mail.", "ok")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/send-again")
@allow("registration.decide")
def send_again_by_staff(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Send somebody their letter once more."""
    run(service.send_day_link_again, registration_id)
    flash("The e-mail is on its way again.", "ok")
    return _back(session_id)


def _list(session_id: UUID, values: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "registration/list.html",
        page=read(views.list_page, session_id),
        kind_words=KIND_WORDS,
        reason_words=REASON_WORDS,
        values=values or {},
        errors=errors or [],
    )


def _swap(
    session_id: UUID,
    registration_id: UUID,
    values: dict[str, str] | None = None,
    errors: list[FieldError] | None = None,
) -> str:
    return render_template(
        "registration/swap_by_staff.html",
        session_id=session_id,
        entry=read(views.seat_entry, session_id, registration_id),
        values=values or {},
        errors=errors or [],
    )


def _said(state: str) -> tuple[str, str]:
    return {
        "confirmed": ("Registered. They get an e-mail with their own link.", "ok"),
        "waitlisted": ("Both seats of this landlord are held, so they are on the waiting list.", "care"),
        "pending": ("Registered, and waiting for your decision.", "info"),
    }[state]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(session_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".people", session_id=session_id), 303)
