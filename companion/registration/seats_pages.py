"""A landlord's own pages: two numbered seats, named, swapped and given back from a phone, without a password.

The first change on a new device asks for a code sent to the invited address. What was typed travels in hidden fields
meanwhile, so that nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.forms import FieldError
from companion.kernel.ids import BrowserSessionId
from companion.people import sign_in
from companion.people.gate import allow, read, run, viewer
from companion.registration import naming, records, rules, service, views
from companion.registration.blueprint import bp, my_landlord
from companion.registration.naming import Named

FIELDS = ("name-1", "email-1", "name-2", "email-2", "registration_id", "name", "email")
CODE_WRONG = "That is not the code we sent. Type the six digits of the newest e-mail."


@dataclass(frozen=True)
class Deed:
    """A change a landlord asks for: which, and what was typed for it."""

    kind: str
    fields: Mapping[str, str]

    @property
    def registration_id(self) -> UUID:
        try:
            return UUID(self.fields.get("registration_id", ""))
        except ValueError as error:
            raise NotFound from error

    def named(self) -> list[Named]:
        """The people of the form; a seat with nothing typed is left empty."""
        rows = (
            Named(number, self.fields.get(f"name-{number}", ""), self.fields.get(f"email-{number}", ""))
            for number in rules.SEATS
        )
        return [row for row in rows if row.name.strip() or row.address.strip()]


@bp.get("/forum-sessions/<uuid:session_id>/seats")
@allow("registration.landlord")
def seats(session_id: UUID) -> ResponseReturnValue:
    """The landlord's two seats as they stand."""
    return render_template("registration/seats.html", page=_page(session_id))


@bp.get("/forum-sessions/<uuid:session_id>/seats/names")
@allow("registration.landlord")
def names_form(session_id: UUID) -> ResponseReturnValue:
    """Ask who is coming; with both seats held, say why a third person waits."""
    return _names_page(session_id, Deed("names", {}))


@bp.post("/forum-sessions/<uuid:session_id>/seats/names")
@allow("registration.landlord")
def name_people(session_id: UUID) -> ResponseReturnValue:
    """Hold the seats for whoever was named."""
    return _ask_or_do(session_id, Deed("names", _typed()))


@bp.get("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/swap")
@allow("registration.landlord")
def swap_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Ask who comes instead."""
    return _swap_page(session_id, Deed("swap", {"registration_id": str(registration_id)}))


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/swap")
@allow("registration.landlord")
def swap(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Give a seat to a colleague."""
    return _ask_or_do(session_id, Deed("swap", {**_typed(), "registration_id": str(registration_id)}))


@bp.get("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/withdraw")
@allow("registration.landlord")
def withdraw_form(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Ask whether the seat is really given back."""
    entry = read(views.seat_entry, session_id, registration_id)
    return render_template("registration/withdraw.html", page=_page(session_id), entry=entry)


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/withdraw")
@allow("registration.landlord")
def withdraw(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Give a seat, or a place on the waiting list, back."""
    return _ask_or_do(session_id, Deed("withdraw", {"registration_id": str(registration_id)}))


@bp.post("/forum-sessions/<uuid:session_id>/seats/<uuid:registration_id>/send-again")
@allow("registration.landlord")
def send_again(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Send a colleague their letter once more; it goes to their address only, so no code is asked for."""
    run(service.send_day_link_again, registration_id)
    flash("The e-mail is on its way again.", "ok")
    return redirect(url_for(".seats", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/seats/decline")
@allow("registration.landlord")
def decline_invitation(session_id: UUID) -> ResponseReturnValue:
    """Nobody of this landlord comes this time."""
    return _ask_or_do(session_id, Deed("decline", {}))


@bp.post("/forum-sessions/<uuid:session_id>/seats/code")
@allow("registration.landlord")
def check_code(session_id: UUID) -> ResponseReturnValue:
    """Verify this device by the code, then do what was asked for; or send a new code."""
    deed = Deed(request.form.get("deed", ""), _typed())
    if request.form.get("again"):
        return _code_page(session_id, deed)
    try:
        verified = run(sign_in.check_code, _browser(), request.form.get("code", ""))
    except sign_in.CodeUsedUp as error:
        return _code_page(session_id, deed, FieldError("code", error.message), ask=False)
    if not verified:
        return _code_page(session_id, deed, FieldError("code", CODE_WRONG), ask=False)
    return _do(session_id, deed)


def _ask_or_do(session_id: UUID, deed: Deed) -> ResponseReturnValue:
    """Do it on a device we know; on a new one look at what was typed first, then ask for a code."""
    if viewer().is_verified:
        return _do(session_id, deed)
    problems = naming.check_named(deed.named()) if deed.kind == "names" else []
    if problems:
        return _names_page(session_id, deed, _errors(problems)), 422
    if deed.kind == "swap":
        error = _swap_error(deed)
        if error is not None:
            return _swap_page(session_id, deed, error), 422
    return _code_page(session_id, deed)


def _do(session_id: UUID, deed: Deed) -> ResponseReturnValue:
    """Perform a deed; what cannot be done comes back on its form with what was typed."""
    deeds = {"names": _do_names, "swap": _do_swap, "withdraw": _do_withdraw, "decline": _do_decline}
    if deed.kind not in deeds:
        raise NotFound
    answer = deeds[deed.kind](session_id, deed)
    return answer if answer is not None else redirect(url_for(".seats", session_id=session_id), 303)


def _do_names(session_id: UUID, deed: Deed) -> ResponseReturnValue | None:
    named = deed.named()
    problems = naming.check_named(named)
    if problems:
        return _names_page(session_id, deed, _errors(problems)), 422
    try:
        made = run(naming.name_people, session_id, my_landlord(), named)
    except naming.NamingProblem as problem:
        return _names_page(session_id, deed, _errors([problem])), 422
    except DomainError as error:
        return _names_page(session_id, deed, [FieldError("", error.message)]), 409
    waiting = [one for one in made if one.state == "waitlisted"]
    seated = sum(one.is_seated for one in made)
    if waiting:
        flash("Both seats are held, so your colleague is on the waiting list. They get an e-mail that says so.", "care")
    elif any(one.state == "pending" for one in made):
        flash("The organiser looks at this first, because we do not know how many homes you have.", "info")
    elif seated:
        flash("Each of them gets one e-mail now." if seated > 1 else "They get one e-mail now.", "ok")
    return None


def _do_swap(session_id: UUID, deed: Deed) -> ResponseReturnValue | None:
    error = _swap_error(deed)
    if error is not None:
        return _swap_page(session_id, deed, error), 422
    _mine(session_id, deed.registration_id)
    name, address = deed.fields.get("name", ""), deed.fields.get("email", "")
    try:
        run(service.substitute, deed.registration_id, name=name, address=address, by="landlord")
    except BadInput as problem:
        return _swap_page(session_id, deed, FieldError("name", problem.message)), 422
    except DomainError as problem:
        return _swap_page(session_id, deed, FieldError("email", problem.message)), 409
    flash("Swapped. The old link stopped working; the new person gets an e-mail.", "ok")
    return None


def _do_withdraw(session_id: UUID, deed: Deed) -> ResponseReturnValue | None:
    _mine(session_id, deed.registration_id)
    run(service.withdraw, deed.registration_id, by="landlord")
    flash("Given back. If a colleague is waiting, we offer them the seat.", "ok")
    return None


def _do_decline(session_id: UUID, _deed: Deed) -> ResponseReturnValue | None:
    run(naming.decline_invitation, session_id, my_landlord())
    flash("Thank you for telling us. You can still name people until names close.", "ok")
    return None


def _mine(session_id: UUID, registration_id: UUID) -> None:
    """Raise NotFound for a registration that is not this landlord's: hidden fields can be altered."""
    scope = read(records.scope_of_registration, registration_id)
    if scope is None or scope.landlord_id != my_landlord() or scope.forum_session_id != session_id:
        raise NotFound


def _typed() -> dict[str, str]:
    return {name: request.form[name][:400] for name in FIELDS if name in request.form}


def _browser() -> BrowserSessionId:
    browser_session_id = viewer().browser_session_id
    assert browser_session_id is not None
    return BrowserSessionId(browser_session_id)


def _page(session_id: UUID) -> views.SeatsPage:
    return read(views.seats_page, session_id, my_landlord())


def _errors(problems: list[naming.NamingProblem]) -> list[FieldError]:
    return [FieldError(f"{problem.field}-{problem.number}", problem.message) for problem in problems]


def _swap_error(deed: Deed) -> FieldError | None:
    problems = naming.check_named([Named(1, deed.fields.get("name", ""), deed.fields.get("email", ""))])
    if not problems:
        return None
    return FieldError(problems[0].field, problems[0].message.removeprefix("Seat 1: ").capitalize())


def _names_page(session_id: UUID, deed: Deed, errors: list[FieldError] | None = None) -> str:
    page = _page(session_id)
    return render_template(
        "registration/names.html",
        page=page,
        values=deed.fields,
        errors=errors or [],
        third=rules.explain_third(len(page.waiting) + 1),
    )


def _swap_page(session_id: UUID, deed: Deed, error: FieldError | None = None) -> str:
    entry = read(views.seat_entry, session_id, deed.registration_id)
    return render_template(
        "registration/swap.html",
        page=_page(session_id),
        entry=entry,
        values=deed.fields,
        errors=[error] if error else [],
    )


def _code_page(
    session_id: UUID, deed: Deed, error: FieldError | None = None, *, ask: bool = True
) -> ResponseReturnValue:
    if ask:
        run(sign_in.ask_for_code, _browser())
    body = render_template(
        "registration/code.html",
        page=_page(session_id),
        deed=deed,
        named=deed.named(),
        errors=[error] if error else [],
    )
    return body, 422 if error else 200
