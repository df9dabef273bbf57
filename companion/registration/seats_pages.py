"""A landlord's own pages: two numbered seats, named, swapped and given back from a phone, without a password.

The first change on a new device asks for a code sent to the invited address; `seats_deeds.py` sees to that.
"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.forms import FieldError
from companion.people import sign_in
from companion.people.gate import allow, run
from companion.registration import seats_deeds, service
from companion.registration.blueprint import bp
from companion.registration.seats_deeds import Deed, ask_or_do, own_entry, seats_page_of, typed

CODE_WRONG = "That is not the code we sent. Type the six digits of the newest e-mail."


@bp.get("/forum-sessions/<uuid:session_id>/seats")
@allow("registration.landlord")
def seats(session_id: UUID) -> ResponseReturnValue:
    """The landlord's two seats as they stand."""
    return render_template("registration/seats.html", page=seats_page_of(session_id))


@bp.get("/forum-sessions/<uuid:session_id>/seats/names")
@allow("registration.landlord")
def names_form(session_id: UUID) -> ResponseReturnValue:
    """Ask who is coming; with both seats held, say why a third person waits."""
    return seats_deeds.names_page(session_id, Deed("names", {}))


@bp.post("/forum-sessions/<uuid:session_id>/seats/names")
@allow("registration.landlord")
def name_people(session_id: UUID) -> ResponseReturnValue:
    """Hold the seats for whoever was named."""
    return ask_or_do(session_id, Deed("names", typed()))


@bp.get("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/swap")
@allow("registration.landlord")
def swap_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Ask who comes instead."""
    return seats_deeds.swap_page(session_id, _about("swap", registration_id, {}))


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/swap")
@allow("registration.landlord")
def swap(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Give a seat to a colleague."""
    return ask_or_do(session_id, _about("swap", registration_id))


@bp.get("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/asks")
@allow("registration.landlord")
def asks(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """A colleague who waits would like a seat: whose?"""
    entry = own_entry(session_id, registration_id)
    return render_template("registration/asks.html", page=seats_page_of(session_id), entry=entry)


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/give")
@allow("registration.landlord")
def give(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Give this seat to the colleague who asked for it."""
    return ask_or_do(session_id, _about("give", registration_id))


@bp.get("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/withdraw")
@allow("registration.landlord")
def withdraw_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Ask whether the seat is really given back, and how."""
    entry = own_entry(session_id, registration_id)
    return render_template("registration/withdraw.html", page=seats_page_of(session_id), entry=entry)


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/withdraw")
@allow("registration.landlord")
def withdraw(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Give a seat, or a place on the waiting list, back."""
    return ask_or_do(session_id, _about("withdraw", registration_id))


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/apology")
@allow("registration.landlord")
def apology(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Give a colleague's apology; the seat is free."""
    return ask_or_do(session_id, _about("apology", registration_id))


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/undo")
@allow("registration.landlord")
def undo(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Take up again what was given back."""
    return ask_or_do(session_id, _about("undo", registration_id))


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/send-again")
@allow("registration.landlord")
def send_again(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Send a colleague their letter once more; it goes to their address only, so no code is asked for."""
    run(service.send_day_link_again, registration_id)
    flash("The e-mail is on its way again.", "ok")
    return redirect(url_for(".seats", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/seats/decline")
@allow("registration.landlord")
def decline_form(session_id: UUID) -> ResponseReturnValue:
    """Ask whether really nobody comes."""
    return render_template("registration/decline.html", page=seats_page_of(session_id))


@bp.post("/forum-sessions/<uuid:session_id>/seats/decline")
@allow("registration.landlord")
def decline_invitation(session_id: UUID) -> ResponseReturnValue:
    """Nobody of this landlord comes this time."""
    return ask_or_do(session_id, Deed("decline", {}))


@bp.post("/forum-sessions/<uuid:session_id>/seats/code")
@allow("registration.landlord")
def check_code(session_id: UUID) -> ResponseReturnValue:
    """Verify this device by the code, then do what was asked for; or send a new code, or change what was typed."""
    deed = Deed(request.form.get("deed", ""), typed())
    if request.form.get("change"):
        return seats_deeds.change(session_id, deed)
    if request.form.get("again"):
        return seats_deeds.code_page(session_id, deed)
    try:
        verified = run(sign_in.check_code, seats_deeds.browser(), request.form.get("code", ""))
    except sign_in.CodeUsedUp as error:
        return seats_deeds.code_page(session_id, deed, FieldError("code", error.message), ask=False)
    if not verified:
        return seats_deeds.code_page(session_id, deed, FieldError("code", CODE_WRONG), ask=False)
    return seats_deeds.do(session_id, deed)


def _about(kind: str, registration_id: UUID, fields: dict[str, str] | None = None) -> Deed:
    chosen = typed() if fields is None else fields
    return Deed(kind, {**chosen, "registration_id": str(registration_id)})
