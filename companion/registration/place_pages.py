"""A registrant's own pages: agree to the code with one tap, join, ask to speak; or wait, and know why."""

from __future__ import annotations

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.people.gate import allow, read, run
from companion.registration import calendars, moving, offers, returning, service, views
from companion.registration.arrival_pages import agree_and_say
from companion.registration.blueprint import bp, my_registration


@bp.get("/forum-sessions/<uuid:session_id>/place")
@allow("registration.own")
def own(session_id: UUID) -> ResponseReturnValue:  # noqa: ARG001 (the gate has compared it with the link's)
    """My place at a forum session, whatever it is just now."""
    return render_template(
        "registration/place.html",
        page=read(views.place_page, my_registration()),
        is_asked=read(moving.owes_answer, my_registration()),
    )


@bp.post("/forum-sessions/<uuid:session_id>/place/agree")
@allow("registration.own")
def agree(session_id: UUID) -> ResponseReturnValue:
    """I agree to the forum's code; the way in is shown from then on."""
    agree_and_say(my_registration())
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/place/take")
@allow("registration.own")
def take(session_id: UUID) -> ResponseReturnValue:
    """I take the seat that is offered; an offer that ended shows where I now stand."""
    result = run(offers.take_offer, my_registration())
    if result.state == "confirmed":
        flash("The seat is yours.", "ok")
    else:
        flash("That offer has ended. You are still on the waiting list.", "care")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/place/swap-wanted")
@allow("registration.own")
def ask_for_swap(session_id: UUID) -> ResponseReturnValue:
    """I would like a colleague's seat: passed on to whoever manages our seats."""
    run(service.ask_for_swap, my_registration(), message=request.form.get("message", ""))
    flash("Passed on. If they swap somebody for you, you get an e-mail at once.", "ok")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/place/transcript-wanted")
@allow("registration.own")
def want_transcript(session_id: UUID) -> ResponseReturnValue:
    """I would like the transcript afterwards."""
    run(service.want_transcript, my_registration())
    flash("Noted. The transcript says what was discussed, not who said it.", "ok")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/place/apology")
@allow("registration.own")
def apologise(session_id: UUID) -> ResponseReturnValue:
    """I cannot come."""
    run(service.apologise, my_registration(), by="person", why=request.form.get("why", "")[:1000])
    flash("Your apology is noted. Thank you for telling us.", "ok")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/place/come-back")
@allow("registration.own")
def come_back(session_id: UUID) -> ResponseReturnValue:
    """I can come after all."""
    made = run(returning.come_back, my_registration())
    if made.is_seated or made.state == "confirmed":
        flash("Your place is yours again.", "ok")
    else:
        flash("The seat has gone to a colleague meanwhile. You are on the waiting list.", "care")
    return _back(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/place/leave-list")
@allow("registration.own")
def leave_list(session_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    """I wait no longer. The link dies with the place, so this says good-bye on a page of its own."""
    run(service.withdraw, my_registration(), by="person", told=False)
    page = read(views.place_page, my_registration())
    return render_template("registration/left.html", page=page)


@bp.get("/forum-sessions/<uuid:session_id>/place/calendar.ics")
@allow("registration.own")
def calendar(session_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    """The session as a calendar entry."""
    response = make_response(read(calendars.file_of, my_registration()))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="forum-session.ics"'
    return response


def _back(session_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".own", session_id=session_id), 303)
