"""Who is asked to do what beyond the meetings, and whether they have accepted what binds it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.codes import appointments, matrix
from companion.codes.blueprint import bp
from companion.forums import service as forums
from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.forms import FieldError, as_uuid
from companion.people import gate
from companion.people.gate import allow, read, run

DEEDS = {"appoint": appointments.appoint, "decline": appointments.decline, "end": appointments.end}
STATE_WORDS = {"asked": "Asked", "appointed": "Appointed", "declined": "Declined", "ended": "Ended"}


@bp.get("/programmes/<uuid:programme_id>/appointments")
@allow("codes.edit")
def appointed(programme_id: UUID) -> ResponseReturnValue:
    """The appointments of a programme."""
    return _page(programme_id)


@bp.post("/programmes/<uuid:programme_id>/appointments")
@allow("codes.edit")
def ask(programme_id: UUID) -> ResponseReturnValue:
    """Ask somebody."""
    typed = {name: request.form.get(name, "") for name in ("person", "activity", "what")}
    known = {str(person_id): person_id for person_id, _ in read(appointments.people_known, programme_id)}
    if typed["person"] not in known:
        return _page(programme_id, typed, [FieldError("person", "Choose whom you ask")]), 422
    try:
        run(appointments.ask, programme_id, known[typed["person"]], activity=typed["activity"], what=typed["what"])
    except BadInput as error:
        return _page(programme_id, typed, [FieldError("what", error.message)]), 422
    flash("Noted. It begins when they have accepted what binds it.", "ok")
    return redirect(url_for(".appointed", programme_id=programme_id), 303)


@bp.post("/programmes/<uuid:programme_id>/appointments/<uuid:appointment_id>")
@allow("codes.edit")
def settle(programme_id: UUID, appointment_id: UUID) -> ResponseReturnValue:
    """Let it begin, note that they declined, or end it."""
    deed = request.form.get("deed", "")
    try:
        if deed == "witnessed":
            run(appointments.appoint, appointment_id, witnessed=True)
        elif deed in DEEDS:
            run(DEEDS[deed], appointment_id)
    except DomainError as error:
        flash(error.message, "stop")
    return redirect(url_for(".appointed", programme_id=programme_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/place/asked")
@allow("registration.own")
def asked(session_id: UUID) -> ResponseReturnValue:
    """What I am asked to do beyond the meetings, with what I accept by taking it on."""
    session = read(forums.session_of, session_id)
    mine = read(appointments.asked_of, _me(), session.programme_id)
    return render_template("codes/asked.html", session=session, asked=mine)


@bp.post("/forum-sessions/<uuid:session_id>/place/asked")
@allow("registration.own")
def answer(session_id: UUID) -> ResponseReturnValue:
    """I accept what binds it and take it on; or I would rather not."""
    appointment_id, takes_it = as_uuid(request.form.get("appointment", "")), request.form.get("deed") == "take"
    shown = {one for one in map(as_uuid, request.form.getlist("version")) if one is not None}
    try:
        if appointment_id is not None:
            run(appointments.answer, appointment_id, _me(), takes_it=takes_it, shown=shown)
            flash("Thank you. It is yours." if takes_it else "Noted. Nobody asks you why.", "ok")
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        flash(error.message, "care")
    return redirect(url_for(".asked", session_id=session_id), 303)


def _me() -> UUID:
    person_id = gate.viewer().person_id
    assert person_id is not None, "the gate lets only registrants in here"
    return person_id


def _page(programme_id: UUID, values: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    programme = read(forums.programme_of, programme_id)
    return render_template(
        "codes/appointments.html",
        programme=programme,
        listed=read(appointments.of_programme, programme_id),
        known=read(appointments.people_known, programme_id),
        activities=[
            (activity, matrix.ACTIVITY_WORDS[activity]) for activity in matrix.activities_for(programme.conduct_profile)
        ],
        state_words=STATE_WORDS,
        values=values or {},
        errors=errors or [],
    )
