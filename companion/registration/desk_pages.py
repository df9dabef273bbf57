"""Somebody rang or wrote: found by a few letters, and done in one form; and the decisions that wait for staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.forms import FieldError, as_uuid
from companion.people.gate import allow, read, run
from companion.registration import deciding, desk, desk_forms, finding, naming, rules
from companion.registration.attendance_rules import WAY_WORDS
from companion.registration.blueprint import bp
from companion.registration.desk import Told
from companion.registration.list_pages import KIND_WORDS, REASON_WORDS
from companion.registration.naming import Named

ACT_WORDS = {
    "register": "Registered",
    "swap": "Swapped for a colleague",
    "apology": "Apology",
    "withdraw": "Withdrawn",
    "resend": "Link sent again",
    "present": "Marked present",
    "correct": "Attendance corrected",
    "move": "Moved here from another landlord",
}
NOTE_WORDS = {
    "apology": "Reason for the apology",
    "declined": "Why it was declined",
    "attendance": "Why attendance was corrected",
    "swap_wanted": "Wrote with the wish for a seat",
}


@bp.get("/forum-sessions/<uuid:session_id>/desk")
@allow("registration.decide")
def at_desk(session_id: UUID) -> ResponseReturnValue:
    """Somebody rang or wrote: find their landlord, or them."""
    typed = request.args.get("q", "")[:80]
    return render_template(
        "registration/desk.html",
        found=read(finding.find, session_id, typed),
        typed=typed,
        kind_words=KIND_WORDS,
    )


@bp.get("/forum-sessions/<uuid:session_id>/desk/register")
@allow("registration.decide")
def register_form(session_id: UUID) -> ResponseReturnValue:
    """Register somebody who rang or wrote, for a landlord or without one."""
    return _register(session_id, request.args)


@bp.post("/forum-sessions/<uuid:session_id>/registrations")
@allow("registration.decide")
def add(session_id: UUID) -> ResponseReturnValue:
    """Register somebody by hand; the rule of two holds here too."""
    typed = request.form
    landlord_id = as_uuid(typed.get("landlord", ""))
    kind = "landlord" if landlord_id else typed.get("kind", "")
    offered = rules.kinds_for(read(forums.session_of, session_id).forum_type)
    told, problems = _told(session_id)
    problems = _checked(typed) + problems
    if kind not in offered:
        problems.append(FieldError("kind", "Choose what they come as"))
    elif kind == "landlord" and landlord_id is None:
        problems.append(FieldError("landlord", rules.NoLandlord.message))
    if problems:
        return _register(session_id, typed, problems), 422
    try:
        made = run(
            desk.register,
            session_id,
            told,
            name=typed["name"],
            address=typed["email"],
            kind=kind,
            landlord_id=landlord_id,
        )
    except DomainError as error:
        return _register(session_id, typed, [FieldError("", error.message)]), 409
    flash(*said_of(made.state))
    return _one_again(session_id, made.registration_id)


@bp.get("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>")
@allow("registration.list")
def one(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """One registration: how it stands, what was done, and what can be done."""
    return _one(session_id, registration_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/approve")
@allow("registration.decide")
def approve(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Let a pending registration in, for the landlord chosen; the cap is looked at now (edge 29)."""
    kind = request.form.get("kind") or None
    if kind is not None and kind not in rules.kinds_for(read(forums.session_of, session_id).forum_type):
        raise BadInput("Choose what they come as")
    landlord_id = as_uuid(request.form.get("landlord", ""))
    if landlord_id is not None and kind is None:
        kind = "landlord"
    try:
        made = run(deciding.approve, registration_id, kind=kind, landlord_id=landlord_id)
    except DomainError as error:
        field = "landlord" if isinstance(error, rules.NoLandlord) else ""
        return _one(session_id, registration_id, [FieldError(field, error.message)]), 409
    flash(*said_of(made.state))
    return _one_again(session_id, registration_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/decline")
@allow("registration.decide")
def decline(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Refuse a pending or waiting registration."""
    run(deciding.decline, registration_id, why=request.form.get("why", ""))
    flash("Declined. They get an e-mail that says so.", "ok")
    return redirect(url_for(".people", session_id=session_id, show="needs"), 303)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/withdraw")
@allow("registration.decide")
def withdraw_by_staff(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Take a registration back for somebody."""
    done = "Withdrawn. If a colleague is waiting, they are offered the seat."
    return _do(session_id, registration_id, desk.withdraw, done)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/apology")
@allow("registration.decide")
def apologise_by_staff(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Note an apology that came by telephone, mail or letter; the time it was said counts."""
    return _do(session_id, registration_id, desk.apologise, "The apology is noted.", why=request.form.get("why", ""))


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/send-again")
@allow("registration.decide")
def send_again_by_staff(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Send somebody their letter once more."""
    return _do(session_id, registration_id, desk.resend, "The e-mail is on its way again.")


@bp.get("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/swap")
@allow("registration.decide")
def swap_by_staff_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Ask who comes instead."""
    return _swap(session_id, registration_id, request.args)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/swap")
@allow("registration.decide")
def swap_by_staff(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Give a seat to a colleague, until the session is over."""
    typed = request.form
    told, problems = _told(session_id)
    problems = _checked(typed) + problems
    if problems:
        return _swap(session_id, registration_id, typed, problems), 422
    try:
        made = run(desk.swap, registration_id, told, name=typed["name"], address=typed["email"])
    except DomainError as error:
        return _swap(session_id, registration_id, typed, [FieldError("name", error.message)]), 409
    flash("Swapped. The old link stopped working; the new person gets an e-mail.", "ok")
    return _one_again(session_id, made.registration_id)


@bp.get("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/landlord")
@allow("registration.decide")
def other_landlord_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """They stand under the wrong landlord: which one is it?"""
    return _other_landlord(session_id, registration_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/landlord")
@allow("registration.decide")
def other_landlord(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Move a registration to another landlord; its old seat is free, and the cap holds at the new one."""
    landlord_id = as_uuid(request.form.get("landlord", ""))
    if landlord_id is None:
        return _other_landlord(session_id, registration_id, [FieldError("landlord", "Choose the landlord")]), 422
    try:
        made = run(desk.move_to_landlord, registration_id, landlord_id)
    except DomainError as error:
        return _other_landlord(session_id, registration_id, [FieldError("landlord", error.message)]), 409
    flash(*said_of(made.state, done="Moved"))
    return _one_again(session_id, registration_id)


def said_of(state: str, *, done: str = "Registered") -> tuple[str, str]:
    """What to say on the next page about where somebody now stands."""
    return {
        "waitlisted": ("Both seats of this landlord are held, so they are on the waiting list.", "care"),
        "pending": (f"{done}, and waiting for your decision.", "info"),
        "attended": (f"{done}. They are in the meeting.", "ok"),
    }.get(state, (f"{done}. They get an e-mail with their own link.", "ok"))


def _do(
    session_id: UUID, registration_id: UUID, use_case: Callable[..., Any], done: str, **more: str
) -> ResponseReturnValue:
    told, problems = _told(session_id)
    if problems:
        return _one(session_id, registration_id, problems, request.form), 422
    try:
        run(use_case, registration_id, told, **more)
    except DomainError as error:
        return _one(session_id, registration_id, [FieldError("", error.message)], request.form), 409
    flash(done, "ok")
    return _one_again(session_id, registration_id)


def _told(session_id: UUID) -> tuple[Told, list[FieldError]]:
    now = read(lambda uow: forums.time_in(uow, forums.session_of(uow, session_id)))
    return desk_forms.read_told(request.form, now)


def _checked(typed: Mapping[str, str]) -> list[FieldError]:
    named = [Named(1, typed.get("name", ""), typed.get("email", ""))]
    return [
        FieldError(problem.field, problem.message.removeprefix("Seat 1: ").capitalize())
        for problem in naming.check_named(named)
    ]


def _register(session_id: UUID, values: Mapping[str, str], errors: list[FieldError] | None = None) -> str:
    landlord_id = as_uuid(values.get("landlord", ""))
    session = read(forums.session_of, session_id)
    return render_template(
        "registration/register.html",
        session=session,
        offered=_offered(session),
        landlord=read(finding.landlord_seats, session_id, landlord_id) if landlord_id else None,
        kind_words=KIND_WORDS,
        values=values,
        errors=errors or [],
    )


def _one(
    session_id: UUID,
    registration_id: UUID,
    errors: list[FieldError] | None = None,
    values: Mapping[str, str] | None = None,
) -> str:
    typed = request.args.get("q", "")[:80]
    page = read(finding.one_page, session_id, registration_id, typed)
    return render_template(
        "registration/one.html",
        page=page,
        offered=_offered(page.session),
        typed=typed,
        kind_words=KIND_WORDS,
        reason_words=REASON_WORDS,
        act_words=ACT_WORDS,
        way_words=WAY_WORDS,
        note_words=NOTE_WORDS,
        values=values or {},
        errors=errors or [],
    )


def _offered(session: ForumSession) -> list[tuple[str, str]]:
    """What somebody without a landlord's seat may come as, with its words."""
    return [(kind, KIND_WORDS[kind]) for kind in rules.kinds_for(session.forum_type) if kind != "landlord"]


def _swap(
    session_id: UUID, registration_id: UUID, values: Mapping[str, str], errors: list[FieldError] | None = None
) -> str:
    return render_template(
        "registration/swap_by_staff.html",
        session_id=session_id,
        page=read(finding.one_page, session_id, registration_id),
        values=values,
        errors=errors or [],
    )


def _other_landlord(session_id: UUID, registration_id: UUID, errors: list[FieldError] | None = None) -> str:
    typed = request.values.get("q", "")[:80]
    return render_template(
        "registration/other_landlord.html",
        page=read(finding.one_page, session_id, registration_id, typed),
        typed=typed,
        errors=errors or [],
    )


def _one_again(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".one", session_id=session_id, registration_id=registration_id), 303)
