"""A registrant's own pages: agree to the code with one tap, join, ask to speak; or wait, and know why."""

from __future__ import annotations

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums.calendar import calendar_entry
from companion.people.gate import allow, doors, read, run
from companion.registration import offers, service, views
from companion.registration.blueprint import bp, my_registration


@bp.get("/forum-sessions/<uuid:session_id>/place")
@allow("registration.own")
def own(session_id: UUID) -> ResponseReturnValue:  # noqa: ARG001 (the gate has compared it with the link's)
    """My place at a forum session, whatever it is just now."""
    return render_template("registration/place.html", page=read(views.place_page, my_registration()))


@bp.post("/forum-sessions/<uuid:session_id>/place/agree")
@allow("registration.own")
def agree(session_id: UUID) -> ResponseReturnValue:
    """I agree to the forum's code; the way in is shown from then on."""
    run(service.accept_code, my_registration())
    flash("Thank you. You are ready to join.", "ok")
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
    run(service.apologise, my_registration(), by="person", why=request.form.get("why", ""))
    flash("Your apology is noted. Thank you for telling us.", "ok")
    return _back(session_id)


@bp.get("/forum-sessions/<uuid:session_id>/place/calendar.ics")
@allow("registration.own")
def calendar(session_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    """The session as a calendar entry."""
    page = read(views.place_page, my_registration())
    data = calendar_entry(
        session_id=page.session.id,
        title=page.session.title,
        starts_at=page.session.starts_at,
        ends_at=page.session.ends_at,
        sequence=page.session.sequence,
        made_at=doors().runner.clock.now(),
        description="Your own link is in our e-mail to you.",
    )
    response = make_response(data)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="forum-session.ics"'
    return response


def _back(session_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".own", session_id=session_id), 303)
