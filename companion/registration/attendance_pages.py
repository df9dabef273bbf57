"""Who came: the organiser's page of attendance, marking somebody present, and corrections with their reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import BadInput, DomainError
from companion.kernel.forms import FieldError, as_uuid
from companion.kernel.listing import MOST_UNSEARCHED, matches, page_number, part_of
from companion.people.gate import allow, read, run
from companion.registration import attendance, finding, reported
from companion.registration.attendance import Attendee
from companion.registration.attendance_rules import NoReason
from companion.registration.blueprint import bp
from companion.registration.list_pages import KIND_WORDS

APOLOGY_WORDS = {"before": "Apology", "late": "Apology, after the start", "after": "Apology, afterwards"}

#: what the list can be narrowed to: its name in the address, its words, and who is on it
SHOWN: dict[str, tuple[str, Callable[[Attendee], bool]]] = {
    "everybody": ("Everybody", lambda _one: True),
    "not-seen": ("Not seen", lambda one: one.state in ("confirmed", "no_show")),
    "came": ("Came", lambda one: one.state == "attended"),
    "late": ("Late", lambda one: one.state == "attended" and one.is_late),
    "apology": ("Apologies", lambda one: one.state == "apology"),
}


@bp.get("/forum-sessions/<uuid:session_id>/attendance")
@allow("registration.list")
def attended(session_id: UUID) -> ResponseReturnValue:
    """Who came, how long, who gave an apology, and who did not come; searched and narrowed, a page at a time."""
    return _page(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/attendance/close")
@allow("registration.decide")
def close_attendance(session_id: UUID) -> ResponseReturnValue:
    """Close a session's attendance now: who was expected and never came is marked."""
    try:
        absent = run(attendance.close_out, session_id)
    except DomainError as error:
        return _page(session_id, [FieldError("", error.message)]), 409
    flash("Attendance is closed. " + ("Everybody came." if not absent else f"{absent} did not come."), "ok")
    return redirect(url_for(".attended", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/present")
@allow("registration.decide")
def mark_present(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """They are here though Zoom does not say so: at a colleague's screen, or by telephone (edge 62)."""
    beside_id = as_uuid(request.form.get("beside", ""))
    try:
        run(attendance.mark_present, registration_id, beside_id=beside_id)
    except DomainError as error:
        flash(error.message, "stop")
    else:
        flash("Marked present.", "ok")
    return _back(session_id)


@bp.get("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/attendance")
@allow("registration.decide")
def correct_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Put right what attendance says about somebody."""
    return _correct(session_id, registration_id)


@bp.post("/forum-sessions/<uuid:session_id>/registrations/<uuid:registration_id>/attendance")
@allow("registration.decide")
def correct(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Keep the correction, its reason and who made it."""
    typed = request.form
    try:
        run(attendance.correct, registration_id, to=typed.get("to", ""), why=typed.get("why", ""))
    except BadInput as error:
        field = "why" if isinstance(error, NoReason) else "to"
        return _correct(session_id, registration_id, typed, [FieldError(field, error.message)]), 422
    except DomainError as error:
        return _correct(session_id, registration_id, typed, [FieldError("", error.message)]), 409
    flash("Corrected. The reason is kept with it.", "ok")
    return _back(session_id)


def _page(session_id: UUID, errors: list[FieldError] | None = None) -> str:
    page = read(attendance.attendance_page, session_id)
    kept = _kept()
    typed = kept.get("q", "")
    show = kept["show"] if kept.get("show") in SHOWN else "everybody"
    fits = SHOWN[show][1]
    found = [one for one in page.people if fits(one) and matches(typed, one.name, one.landlord)]
    return render_template(
        "registration/attendance.html",
        page=page,
        part=part_of(found, page_number(kept.get("page", ""))),
        typed=typed,
        show=show,
        kept=kept,
        filters=[(name, words, sum(map(on, page.people))) for name, (words, on) in SHOWN.items()],
        is_long=len(page.people) > MOST_UNSEARCHED,
        kind_words=KIND_WORDS,
        apology_words=APOLOGY_WORDS,
        report_troubles=reported.TROUBLES,
        errors=errors or [],
    )


def _correct(
    session_id: UUID,
    registration_id: UUID,
    values: Mapping[str, str] | None = None,
    errors: list[FieldError] | None = None,
) -> str:
    return render_template(
        "registration/correct.html",
        page=read(finding.one_page, session_id, registration_id),
        kept=_kept(),
        values=values or {},
        errors=errors or [],
    )


def _kept() -> dict[str, Any]:
    """Which part of the list somebody looks at: it goes with every button and comes back with them."""
    return {name: request.args[name][:80].strip() for name in ("q", "show", "page") if name in request.args}


def _back(session_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".attended", session_id=session_id, **_kept()), 303)
