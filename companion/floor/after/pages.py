"""The pages after the meeting: minutes, speaking time, timeline and log for staff; one's own part for a registrant."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.floor import errors
from companion.floor.after import leaving, paper, viewing
from companion.floor.after.minutes import minutes_of
from companion.forums import outcomes
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.forms import FieldError, as_uuid
from companion.kernel.listing import page_number
from companion.people import gate
from companion.people.gate import allow, can, read, run

bp = Blueprint("after", __name__, url_prefix="/forum-sessions/<uuid:session_id>/floor")


@bp.get("/minutes")
@allow("floor.after")
def minutes(session_id: UUID) -> ResponseReturnValue:
    """The minutes, to read, to print and to write decisions and actions into."""
    return _minutes(session_id)


@bp.post("/minutes")
@allow("floor.after")
def write_minutes(session_id: UUID) -> ResponseReturnValue:
    """Write a decision or action down, or take one out."""
    form = request.form
    try:
        if form.get("step") == "remove":
            run(outcomes.remove, session_id, as_uuid(form.get("outcome", "")) or UUID(int=0))
            flash("It is out of the minutes.", "ok")
        else:
            run(
                outcomes.write,
                session_id,
                item_id=as_uuid(form.get("item", "")),
                kind=form.get("kind", ""),
                words=form.get("words", ""),
                who=form.get("who", ""),
                due_on=_day(form.get("due", "")),
                by=gate.viewer().person_id,
            )
            flash("It is in the minutes.", "ok")
    except DomainError as refused:
        field = f"words-{form.get('item', '')}"
        return _minutes(session_id, [FieldError(field, refused.message)]), 422
    return redirect(url_for(".minutes", session_id=session_id), 303)


@bp.get("/minutes.docx")
@allow("floor.after")
def minutes_file(session_id: UUID) -> ResponseReturnValue:
    """The minutes as a Word document; with names only for who asks for them and may see them."""
    found = read(minutes_of, session_id, names=_names())
    words = "minutes-with-names" if found.has_names else "minutes"
    return _file(f"{words}-{found.held_at:%Y-%m-%d}.docx", paper.DOCX, paper.as_docx(found))


@bp.get("/speaking-time")
@allow("floor.after")
def speaking_time(session_id: UUID) -> ResponseReturnValue:
    """Charts with tables: items against their time, waits, and for chair and officers landlord by landlord."""
    return render_template(
        "floor/after/speaking.html", page=read(viewing.times_page, session_id, landlords=can("floor.shares"))
    )


@bp.get("/timeline")
@allow("floor.after")
def timeline(session_id: UUID) -> ResponseReturnValue:
    """Everything that happened, or one person's part of it, with who did it and why; whole, to be printed."""
    whose = as_uuid(request.args.get("who", ""))
    number = None if request.args.get("all") == "yes" else page_number(request.args.get("page", ""))
    return render_template("floor/after/timeline.html", page=read(viewing.timeline_page, session_id, whose, number))


@bp.post("/log")
@allow("floor.after")
def log(session_id: UUID) -> ResponseReturnValue:
    """Hand out the log as a file of ids; it is an act, and stands in the audit log."""
    name, data = run(viewing.log_file, session_id)
    return _file(name, "application/jsonl", data)


@bp.get("/me/record")
@allow("floor.take_part")
def own(session_id: UUID) -> ResponseReturnValue:
    """What became of one's own hands, and a place to send in writing what there was no time for."""
    return _own(session_id)


@bp.post("/me/record")
@allow("floor.take_part")
def send(session_id: UUID) -> ResponseReturnValue:
    """Send it in writing."""
    try:
        run(leaving.send, session_id, gate.viewer().registration_id, request.form.get("words", ""))
    except errors.NoPlace:
        return redirect(url_for("registration.own", session_id=session_id), 303)
    except DomainError as refused:
        answer = make_response(_own(session_id, [FieldError("words", refused.message)], request.form.get("words", "")))
        answer.status_code = 422
        return answer
    flash("Thank you. Whoever runs the forum reads it.", "ok")
    return redirect(url_for(".own", session_id=session_id), 303)


def _minutes(session_id: UUID, wrong: list[FieldError] | None = None) -> str:
    return render_template(
        "floor/after/minutes.html",
        page=read(minutes_of, session_id, names=_names()),
        left=read(viewing.left_page, session_id),
        may_name=can("registration.list"),
        kinds=list(outcomes.KIND_WORDS.items()),
        errors=wrong or [],
        values=request.form,
    )


def _own(session_id: UUID, wrong: list[FieldError] | None = None, typed: str = "") -> ResponseReturnValue:
    try:
        page = read(viewing.own_page, session_id, gate.viewer().registration_id)
    except errors.NoPlace:
        return redirect(url_for("registration.own", session_id=session_id), 303)
    return render_template("floor/after/own.html", page=page, errors=wrong or [], typed=typed)


def _names() -> bool:
    return request.args.get("names") == "yes" and can("registration.list")


def _day(text: str) -> date | None:
    """A day as a browser's date field sends it; None when it is left empty. Raises BadInput."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput("Write the day as year, month, day, such as 2027-06-03.") from error


def _file(name: str, content_type: str, data: bytes) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
