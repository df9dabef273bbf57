"""One landlord's invitation: what became of its letter, sending it again or elsewhere, withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations import returns, rules, service
from companion.invitations.blueprint import bp
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.addresses import BadAddress, read_address
from companion.people.gate import allow, read, run
from companion.people.service import BadName, read_name
from companion.roll import service as roll

SOMEBODY_ELSE = "else"


@dataclass(frozen=True)
class OnePage:
    """One invitation with whom it went to and who else there is."""

    session: ForumSession
    line: service.Line
    contact: roll.Contact | None
    choices: tuple[returns.Choice, ...]


@bp.get("/forum-sessions/<uuid:session_id>/invitations/<uuid:invitation_id>")
@allow("invitations.run")
def one(session_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """How one invitation stands."""
    return _page(session_id, invitation_id)


@bp.post("/forum-sessions/<uuid:session_id>/invitations/<uuid:invitation_id>/again")
@allow("invitations.run")
def invite_again(session_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Send the letter once more."""
    try:
        run(returns.send_again, invitation_id)
    except DomainError as error:
        return _page(session_id, invitation_id, [FieldError("", error.message)]), 409
    flash("The letter is on its way again.", "ok")
    return redirect(url_for(".one", session_id=session_id, invitation_id=invitation_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/invitations/<uuid:invitation_id>/came-back")
@allow("invitations.run")
def came_back(session_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Note that the letter came back."""
    try:
        run(returns.came_back, invitation_id, request.form.get("reason", ""))
    except DomainError as error:
        return _page(session_id, invitation_id, [FieldError("reason", error.message)]), 409
    flash("Noted. Choose where it should go instead.", "ok")
    return redirect(url_for(".readdress", session_id=session_id, invitation_id=invitation_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/invitations/<uuid:invitation_id>/revoke")
@allow("invitations.run")
def revoke(session_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Withdraw the invitation."""
    run(returns.revoke, invitation_id)
    flash("Withdrawn. Its link does not work any more.", "ok")
    return redirect(url_for(".one", session_id=session_id, invitation_id=invitation_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/invitations/<uuid:invitation_id>/readdress")
@allow("invitations.run")
def readdress(session_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Ask who should get it instead."""
    return _readdress_page(session_id, invitation_id, {}, [])


@bp.post("/forum-sessions/<uuid:session_id>/invitations/<uuid:invitation_id>/readdress")
@allow("invitations.run")
def send_elsewhere(session_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Show once more who becomes the landlord's contact; then make it so and send the letter."""
    typed = {name: request.form.get(name, "") for name in ("who", "name", "email")}
    page = read(_read, session_id, invitation_id)
    chosen = next((choice for choice in page.choices if str(choice.person_id) == typed["who"]), None)
    name, address = (chosen.name, chosen.address) if chosen else (typed["name"], typed["email"])
    errors = _check(name, address)
    if errors:
        return _readdress_page(session_id, invitation_id, typed, errors), 422
    if request.form.get("sure") != "yes":
        elsewhere = read(returns.is_elsewhere, page.line.landlord_id, read_address(address))
        return render_template(
            "invitations/readdress_sure.html",
            page=page,
            name=read_name(name),
            address=read_address(address),
            elsewhere=elsewhere,
        )
    try:
        run(returns.readdress, invitation_id, name=name, address=address)
    except DomainError as error:
        return _readdress_page(session_id, invitation_id, typed, [FieldError("", error.message)]), 409
    flash(f"{read_name(name)} is the contact now, and the letter is on its way.", "ok")
    return redirect(url_for(".one", session_id=session_id, invitation_id=invitation_id), 303)


def _check(name: str, address: str) -> list[FieldError]:
    errors = []
    try:
        read_name(name)
    except BadName as error:
        errors.append(FieldError("name", error.message))
    try:
        read_address(address)
    except BadAddress as error:
        errors.append(FieldError("email", error.message))
    return errors


def _read(uow: Uow, session_id: UUID, invitation_id: UUID) -> OnePage:
    line = service.line(uow, invitation_id)
    return OnePage(
        session=forums.session_of(uow, session_id),
        line=line,
        contact=roll.nominating_contact(uow, line.landlord_id),
        choices=tuple(returns.choices(uow, invitation_id)),
    )


def _page(session_id: UUID, invitation_id: UUID, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "invitations/one.html",
        page=read(_read, session_id, invitation_id),
        reasons=[(reason, rules.RETURN_WORDS[reason]) for reason in rules.TOLD],
        state_words=rules.STATE_WORDS,
        late_words=rules.LATE_WORDS,
        return_words=rules.RETURN_WORDS,
        errors=errors or [],
    )


def _readdress_page(session_id: UUID, invitation_id: UUID, typed: dict[str, str], errors: list[FieldError]) -> str:
    page = read(_read, session_id, invitation_id)
    return render_template("invitations/readdress.html", page=page, values=typed, errors=errors, other=SOMEBODY_ELSE)
