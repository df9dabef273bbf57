"""Arriving by a link: the landlord's, a registrant's own, a colleague's. Each says what it is about before the button.

A GET changes nothing, since mail scanners follow links. The button opens a browser session and does the one thing that
most people came for: it leads to the names, or agrees to the code.
"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError, as_uuid
from companion.kernel.ids import BrowserSessionId
from companion.kernel.uow import Uow
from companion.people import gate, sign_in
from companion.people.addresses import BadAddress
from companion.people.gate import allow, read, run
from companion.people.service import BadName
from companion.people.sign_in import LinkDoesNotWork
from companion.registration import claims, service, views
from companion.registration.blueprint import bp

ENDED = {
    "landlord": "A landlord’s link ends with its forum session, or when a newer one was sent. "
    "The newest invitation has the one that works.",
    "day": "Your link ends with its forum session, or when your seat went to a colleague. "
    "The newest e-mail from us has the one that works.",
    "colleague": "This button works once, for a day. Open your landlord’s link again and ask for a new one.",
}
#: where a landlord's button may lead
GOALS = {"names": "names_form", "decline": "decline_form"}


@bp.get("/landlord-link/<token>")
@allow("public")
def look_at_landlord_link(token: str) -> ResponseReturnValue:
    """The invitation: what, when, what is left, for which landlord."""
    try:
        facts = read(sign_in.look_at_link, token, "landlord")
    except LinkDoesNotWork:
        return _ended("landlord")
    page = _seats(facts)
    asks = as_uuid(request.args.get("asks"))
    return render_template("registration/arrive_landlord.html", page=page, facts=facts, token=token, asks=asks)


@bp.post("/landlord-link/<token>")
@allow("public")
def use_landlord_link(token: str) -> ResponseReturnValue:
    """Open a landlord's browser session, and go where the button says."""
    try:
        opened = run(sign_in.use_link, token, "landlord", instead_of=_here())
    except LinkDoesNotWork:
        return _ended("landlord")
    gate.open_browser_session(opened)
    session_id = opened.link.forum_session_id
    asks = as_uuid(request.form.get("asks"))
    if asks is not None:
        return redirect(url_for(".asks", session_id=session_id, registration_id=asks), 303)
    return redirect(url_for(f".{GOALS.get(request.form.get('to', ''), 'seats')}", session_id=session_id), 303)


@bp.get("/day-link/<token>")
@allow("public")
def look_at_day_link(token: str) -> ResponseReturnValue:
    """A registrant's own link: with the code to agree to, while they have not; or, from a reminder, the way out."""
    try:
        facts = read(sign_in.look_at_link, token, "day")
    except LinkDoesNotWork:
        return _ended("day")
    assert facts.registration_id is not None, "a day link is for a registration"
    page = read(views.place_page, facts.registration_id)
    if request.args.get("to") == "cannot" and page.may_apologise:
        return render_template("registration/arrive_cannot.html", page=page)
    return render_template("registration/arrive_day.html", page=page)


@bp.post("/day-link/<token>")
@allow("public")
def use_day_link(token: str) -> ResponseReturnValue:
    """Open a registrant's browser session, agreeing to the code by the same press where the button says so."""
    try:
        opened = run(sign_in.use_link, token, "day", instead_of=_here())
    except LinkDoesNotWork:
        return _ended("day")
    gate.open_browser_session(opened)
    registration_id = opened.link.registration_id
    if request.form.get("deed") == "agree" and registration_id is not None:
        agree_and_say(registration_id)
    elif request.form.get("deed") == "cannot" and registration_id is not None:
        apologise_and_say(registration_id)
    return redirect(url_for(".own", session_id=opened.link.forum_session_id), 303)


def agree_and_say(registration_id: UUID) -> None:
    """Agree to the code that was on the page; the next page says how that went."""
    shown = [found for found in map(as_uuid, request.form.getlist("version")) if found is not None]
    try:
        run(service.accept_code, registration_id, shown=shown or None)
        flash("Thank you. You are ready to join.", "ok")
    except DomainError as error:
        flash(error.message, "care")


def apologise_and_say(registration_id: UUID) -> None:
    """Note that they cannot come, with the reason that was typed, if any; the next page says how that went."""
    try:
        run(service.apologise, registration_id, by="person", why=request.form.get("why", "")[:1000])
        flash("Your apology is noted. Thank you for telling us.", "ok")
    except DomainError as error:
        flash(error.message, "care")


@bp.get("/landlord-link/<token>/colleague")
@allow("public")
def colleague_form(token: str) -> ResponseReturnValue:
    """A colleague whom the link was forwarded to: who are you?"""
    return _colleague_page(token, {})


@bp.post("/landlord-link/<token>/colleague")
@allow("public")
def claim_place(token: str) -> ResponseReturnValue:
    """Send the colleague a button to their own mailbox."""
    typed = {name: request.form.get(name, "")[:400] for name in ("name", "email")}
    errors = []
    try:
        run(claims.ask, token, name=typed["name"], address=typed["email"])
    except LinkDoesNotWork:
        return _ended("landlord")
    except BadName as error:
        errors = [FieldError("name", error.message)]
    except (BadAddress, service.AddressElsewhere) as error:
        errors = [FieldError("email", error.message)]
    except claims.TooManyClaims as error:
        errors = [FieldError("", error.message)]
    if errors:
        return _colleague_page(token, typed, errors)
    return render_template("registration/colleague_sent.html", token=token)


@bp.get("/colleague-link/<token>")
@allow("public")
def look_at_colleague_link(token: str) -> ResponseReturnValue:
    """Show the button that registers a colleague."""
    try:
        return render_template("registration/colleague_confirm.html", claim=read(claims.look, token))
    except LinkDoesNotWork:
        return _ended("colleague")


@bp.post("/colleague-link/<token>")
@allow("public")
def use_colleague_link(token: str) -> ResponseReturnValue:
    """Register the colleague and let them in."""
    try:
        opened = run(_confirmed, token, _here())
    except LinkDoesNotWork:
        return _ended("colleague")
    gate.open_browser_session(opened)
    return redirect(url_for(".own", session_id=opened.link.forum_session_id), 303)


def _confirmed(uow: Uow, token: str, instead_of: BrowserSessionId | None) -> sign_in.Opened:
    return sign_in.use_link(uow, claims.confirm(uow, token), "day", instead_of=instead_of)


def _colleague_page(token: str, values: dict[str, str], errors: list[FieldError] | None = None) -> ResponseReturnValue:
    try:
        facts = read(sign_in.look_at_link, token, "landlord")
    except LinkDoesNotWork:
        return _ended("landlord")
    page = _seats(facts)
    body = render_template("registration/colleague.html", page=page, token=token, values=values, errors=errors or [])
    return body, 422 if errors else 200


def _seats(facts: sign_in.LinkFacts) -> views.SeatsPage:
    assert facts.forum_session_id is not None, "a landlord's link is for one forum session"
    assert facts.landlord_id is not None, "a landlord's link is for a landlord"
    return read(views.seats_page, facts.forum_session_id, facts.landlord_id)


def _ended(kind: str) -> ResponseReturnValue:
    return render_template("people/link_ended.html", words={"ended": ENDED[kind]}, kind=kind), 410


def _here() -> BrowserSessionId | None:
    browser_session_id = gate.viewer().browser_session_id
    return BrowserSessionId(browser_session_id) if browser_session_id is not None else None
