"""What a landlord asks for from its pages: looked at, confirmed by a code on a new device, and done.

What was typed travels in hidden fields while the code is asked for, so that nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.forms import FieldError
from companion.kernel.ids import BrowserSessionId
from companion.people import sign_in
from companion.people.gate import read, run, viewer
from companion.registration import naming, records, returning, rules, service, views
from companion.registration.blueprint import my_landlord
from companion.registration.entries import Entry
from companion.registration.naming import Named

FIELDS = ("name-1", "email-1", "name-2", "email-2", "registration_id", "asked_id", "name", "email", "why")


@dataclass(frozen=True)
class Deed:
    """A change a landlord asks for: which, and what was typed for it."""

    kind: str
    fields: Mapping[str, str]

    @property
    def registration_id(self) -> UUID:
        return self.id_in("registration_id")

    def id_in(self, field: str) -> UUID:
        try:
            return UUID(self.fields.get(field, ""))
        except ValueError as error:
            raise NotFound from error

    def named(self) -> list[Named]:
        """The people of the form; a seat with nothing typed is left empty."""
        rows = (
            Named(number, self.fields.get(f"name-{number}", ""), self.fields.get(f"email-{number}", ""))
            for number in rules.SEATS
        )
        return [row for row in rows if row.name.strip() or row.address.strip()]


def typed() -> dict[str, str]:
    """What this request's form holds, cut to what anybody could mean."""
    return {name: request.form[name][:1000] for name in FIELDS if name in request.form}


def ask_or_do(session_id: UUID, deed: Deed) -> ResponseReturnValue:
    """Do it on a device we know; on a new one look at what was typed first, then ask for a code."""
    if viewer().is_verified:
        return do(session_id, deed)
    if deed.kind == "names":
        named = deed.named()
        problems = naming.check_named(named, free=_free(session_id, named))
        if problems:
            return names_page(session_id, deed, _errors(problems)), 422
    if deed.kind == "swap":
        wrong = _swap_errors(deed)
        if wrong:
            return swap_page(session_id, deed, wrong), 422
    return code_page(session_id, deed)


def change(session_id: UUID, deed: Deed) -> ResponseReturnValue:
    """Back to the form with what was typed, before anything was done; what had no form is left as it is."""
    if deed.kind == "names":
        return names_page(session_id, deed)
    if deed.kind == "swap":
        return swap_page(session_id, deed)
    return redirect(url_for("registration.seats", session_id=session_id), 303)


def do(session_id: UUID, deed: Deed) -> ResponseReturnValue:
    """Perform a deed; what cannot be done comes back on its form with what was typed."""
    answer = DEEDS[deed.kind](session_id, deed) if deed.kind in DEEDS else None
    return answer if answer is not None else redirect(url_for("registration.seats", session_id=session_id), 303)


def _do_names(session_id: UUID, deed: Deed) -> ResponseReturnValue | None:
    named = deed.named()
    problems = naming.check_named(named, free=_free(session_id, named))
    if problems:
        return names_page(session_id, deed, _errors(problems)), 422
    try:
        made = run(naming.name_people, session_id, my_landlord(), named)
    except naming.NamingProblem as problem:
        return names_page(session_id, deed, _errors([problem])), 422
    except DomainError as error:
        return names_page(session_id, deed, [FieldError("", error.message)]), 409
    seated = sum(one.is_seated for one in made)
    if any(one.state == "waitlisted" for one in made):
        flash("Both seats are held, so your colleague is on the waiting list. They get an e-mail that says so.", "care")
    elif any(one.state == "pending" for one in made):
        flash("The organiser looks at this first, because we do not know how many homes you have.", "info")
    elif seated:
        flash("Each of them gets one e-mail now." if seated > 1 else "They get one e-mail now.", "ok")
    return None


def _do_swap(session_id: UUID, deed: Deed) -> ResponseReturnValue | None:
    wrong = _swap_errors(deed)
    if wrong:
        return swap_page(session_id, deed, wrong), 422
    _mine(session_id, deed.registration_id)
    name, address = deed.fields.get("name", ""), deed.fields.get("email", "")
    try:
        run(service.substitute, deed.registration_id, name=name, address=address, by="landlord")
    except BadInput as problem:
        return swap_page(session_id, deed, [FieldError("name", problem.message)]), 422
    except DomainError as problem:
        return swap_page(session_id, deed, [FieldError("email", problem.message)]), 409
    flash("Swapped. The old link stopped working; the new person gets an e-mail.", "ok")
    return None


def _do_give(session_id: UUID, deed: Deed) -> ResponseReturnValue | None:
    """Give a held seat to a colleague who waits and asked for it."""
    _mine(session_id, deed.registration_id)
    if "asked_id" not in deed.fields:
        flash("Choose first who gets the seat. Nothing was changed.", "care")
        return None
    asked_id = deed.id_in("asked_id")
    _mine(session_id, asked_id)
    asked = read(views.seat_entry, session_id, asked_id)
    if asked.state != "waitlisted":
        flash(f"{asked.name} does not wait for a seat any more. Nothing was changed.", "care")
        return None
    run(service.substitute, deed.registration_id, name=asked.name, address=asked.address, by="landlord")
    flash(f"Swapped. {asked.name} has the seat and gets an e-mail; the old link stopped working.", "ok")
    return None


def _do_withdraw(session_id: UUID, deed: Deed) -> ResponseReturnValue | None:
    _mine(session_id, deed.registration_id)
    run(service.withdraw, deed.registration_id, by="landlord")
    flash("Taken off. If a colleague is waiting, we offer them the seat.", "ok")
    return None


def _do_apology(session_id: UUID, deed: Deed) -> ResponseReturnValue | None:
    _mine(session_id, deed.registration_id)
    run(service.apologise, deed.registration_id, by="landlord", why=deed.fields.get("why", ""))
    flash("The apology is noted and the seat given back. If a colleague is waiting, we offer it to them.", "ok")
    return None


def _do_undo(session_id: UUID, deed: Deed) -> ResponseReturnValue | None:
    _mine(session_id, deed.registration_id)
    made = run(returning.come_back, deed.registration_id)
    if made.is_seated:
        flash("Undone. The seat is held again, and they get an e-mail with a fresh link.", "ok")
    else:
        flash("The seat has gone to a colleague meanwhile, so they are on the waiting list.", "care")
    return None


def _do_decline(session_id: UUID, _deed: Deed) -> ResponseReturnValue | None:
    run(naming.decline_invitation, session_id, my_landlord())
    flash("Thank you for telling us. You can still name people until names close.", "ok")
    return None


#: kind of deed → what performs it, and the words on its button when a code is asked for first
DEEDS: dict[str, Callable[[UUID, Deed], ResponseReturnValue | None]] = {
    "names": _do_names,
    "swap": _do_swap,
    "give": _do_give,
    "withdraw": _do_withdraw,
    "apology": _do_apology,
    "undo": _do_undo,
    "decline": _do_decline,
}


def seats_page_of(session_id: UUID) -> views.SeatsPage:
    """What there is to see of this landlord's seats."""
    return read(views.seats_page, session_id, my_landlord())


def names_page(session_id: UUID, deed: Deed, errors: list[FieldError] | None = None) -> str:
    """The form that asks who is coming; with both seats held, why a third person waits."""
    page = seats_page_of(session_id)
    return render_template(
        "registration/names.html",
        page=page,
        values=deed.fields,
        errors=errors or [],
        third=rules.explain_third(len(page.waiting) + 1),
    )


def swap_page(session_id: UUID, deed: Deed, errors: list[FieldError] | None = None) -> str:
    """The form that asks who comes instead."""
    return render_template(
        "registration/swap.html",
        page=seats_page_of(session_id),
        entry=own_entry(session_id, deed.registration_id),
        values=deed.fields,
        errors=errors or [],
    )


def own_entry(session_id: UUID, registration_id: UUID) -> Entry:
    """One of this landlord's registrations. Raises NotFound."""
    _mine(session_id, registration_id)
    return read(views.seat_entry, session_id, registration_id)


def code_page(
    session_id: UUID, deed: Deed, error: FieldError | None = None, *, ask: bool = True
) -> ResponseReturnValue:
    """The page that asks for the code, with what was typed to look at again."""
    if ask:
        run(sign_in.ask_for_code, browser())
    about = deed.fields.get("registration_id")
    body = render_template(
        "registration/code.html",
        page=seats_page_of(session_id),
        deed=deed,
        named=deed.named(),
        entry=own_entry(session_id, deed.registration_id) if about else None,
        asked=own_entry(session_id, deed.id_in("asked_id")) if deed.fields.get("asked_id") else None,
        errors=[error] if error else [],
    )
    return body, 422 if error else 200


def browser() -> BrowserSessionId:
    """The browser session that the code is for."""
    browser_session_id = viewer().browser_session_id
    assert browser_session_id is not None
    return BrowserSessionId(browser_session_id)


def _mine(session_id: UUID, registration_id: UUID) -> None:
    """Raise NotFound for a registration that is not this landlord's: hidden fields can be altered."""
    scope = read(records.scope_of_registration, registration_id)
    if scope is None or scope.landlord_id != my_landlord() or scope.forum_session_id != session_id:
        raise NotFound


def _free(session_id: UUID, named: list[Named]) -> tuple[int, ...]:
    """The seats that the form shows; asked only where nobody was typed, since only then it matters."""
    return rules.SEATS if named else seats_page_of(session_id).free


def _errors(problems: list[naming.NamingProblem]) -> list[FieldError]:
    return [FieldError(f"{problem.field}-{problem.number}", problem.message) for problem in problems]


def _swap_errors(deed: Deed) -> list[FieldError]:
    problems = naming.check_named([Named(1, deed.fields.get("name", ""), deed.fields.get("email", ""))])
    return [FieldError(problem.field, problem.message.removeprefix("Seat 1: ").capitalize()) for problem in problems]
