"""The waiting room's page, for the chair, the steward and the organiser: who it is, a swap, or no; and undo.

Nobody can be let in from here: Zoom gives that to the host and co-hosts only. The page says what to click there.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.intake import door as answers
from companion.intake import elsewhere
from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.forms import FieldError
from companion.kernel.ids import ForumSessionId
from companion.kernel.listing import matches
from companion.kernel.uow import Uow
from companion.people.addresses import BadAddress
from companion.people.gate import allow, doors, read, run
from companion.people.service import BadName
from companion.registration import door_rules, door_views
from companion.registration.door_views import Case, DoorPage

#: how many one can look over at a glance; a longer list is searched
MOST_SHOWN = 12

bp = Blueprint("door", __name__, url_prefix="/forum-sessions/<uuid:session_id>/waiting-room")


@bp.get("")
@allow("registration.door")
def waiting_room(session_id: UUID) -> ResponseReturnValue:
    """Who stands at the door, with the best match and the landlord's two seats."""
    return _page(session_id)


@bp.post("")
@allow("registration.door")
def answer(session_id: UUID) -> ResponseReturnValue:
    """Who this is, that they are not let in, or that the last answer was wrong; or that breakout rooms are over."""
    what = request.form.get("answer", "")
    if what == "back":
        run(elsewhere.everybody_is_back, ForumSessionId(session_id))
        flash(SAID[what], "ok")
        return _back(session_id)
    try:
        entry_id, turn = _entry(request.form), _turn()
        if what == "registered":
            run(answers.say_who, session_id, entry_id, turn, _uuid(request.form.get("registration", "")))
        elif what == "no":
            run(answers.refuse, session_id, entry_id, turn)
        elif what == "undo":
            run(answers.take_back, session_id, entry_id, turn)
        else:
            raise BadInput("Choose one of the answers")
    except NotFound:
        return _gone(session_id)
    except DomainError as error:
        return _page(session_id, [FieldError("", error.message)]), 422 if isinstance(error, BadInput) else 409
    flash(SAID[what], "ok")
    return _back(session_id)


@bp.get("/who")
@allow("registration.door")
def who(session_id: UUID) -> ResponseReturnValue:
    """Choose among everybody who has a place."""
    try:
        return _who(session_id, _entry(request.args))
    except NotFound:
        return _back(session_id)


@bp.post("/who")
@allow("registration.door")
def say_who(session_id: UUID) -> ResponseReturnValue:
    """It is this person."""
    chosen = request.form.get("registration", "")
    try:
        entry_id = _entry(request.form)
        if not chosen:
            raise door_rules.NobodyChosen
        run(answers.say_who, session_id, entry_id, _turn(), _uuid(chosen))
    except NotFound:
        return _gone(session_id)
    except DomainError as error:
        page = _who(session_id, entry_id, [FieldError("registration", error.message)])
        return page, 422 if isinstance(error, BadInput) else 409
    flash(SAID["registered"], "ok")
    return _back(session_id)


@bp.get("/swap")
@allow("registration.door")
def swap_form(session_id: UUID) -> ResponseReturnValue:
    """Whose seat they take, and who they are."""
    try:
        return _swap(session_id, _entry(request.args), None)
    except NotFound:
        return _back(session_id)


@bp.post("/swap")
@allow("registration.door")
def swap(session_id: UUID) -> ResponseReturnValue:
    """The seat passes on, in the moment."""
    typed = {name: request.form.get(name, "").strip() for name in ("seat", "name", "email")}
    kind, _, chosen = typed["seat"].partition(":")
    try:
        entry_id = _entry(request.form)
        if kind == "free":
            run(
                answers.take_free_seat,
                session_id,
                entry_id,
                _turn(),
                landlord_id=_uuid(chosen),
                name=typed["name"],
                address=typed["email"],
            )
        elif kind == "from":
            run(
                answers.swap,
                session_id,
                entry_id,
                _turn(),
                gives_up=_uuid(chosen),
                name=typed["name"],
                address=typed["email"],
            )
        else:
            raise BadInput("Choose whose seat it is")
    except NotFound:
        return _gone(session_id)
    except DomainError as error:
        page = _swap(session_id, entry_id, typed, [FieldError(_field(error), error.message)])
        return page, 422 if isinstance(error, BadInput) else 409
    flash(SAID["swap"], "ok")
    return _back(session_id)


SAID = {
    "registered": "Noted. Now let them in, in Zoom.",
    "swap": "The seat has passed on. Now let them in, in Zoom.",
    "no": "Noted. Leave them in the waiting room, and paste the line to them.",
    "undo": "Taken back.",
    "back": "Everybody counts as back in the room.",
}


def _page(session_id: UUID, errors: list[FieldError] | None = None) -> str:
    page = read(door_views.door_page, session_id)
    return render_template("intake/waiting_room.html", page=page, errors=errors or [], now=doors().runner.clock.now())


def _who(session_id: UUID, entry_id: UUID, errors: list[FieldError] | None = None) -> str:
    page, case, known = read(_choice, session_id, entry_id)
    typed = _searched()
    placed = [one for one in known if one.has_place]
    options = [
        (one.registration_id, f"{one.name}, {one.landlord}" if one.landlord else one.name)
        for one in sorted(placed, key=lambda one: (one.is_present, one.name.casefold()))
        if matches(typed, one.name, one.landlord, one.address)
    ]
    guess = case.match.candidate.registration_id if case.match else ""
    return render_template(
        "intake/waiting_room_who.html",
        page=page,
        case=case,
        options=options,
        guess=guess,
        typed=typed,
        is_long=len(placed) > MOST_SHOWN,
        most=MOST_SHOWN,
        errors=errors or [],
    )


def _swap(
    session_id: UUID, entry_id: UUID, typed: dict[str, str] | None, errors: list[FieldError] | None = None
) -> str:
    page, case, known = read(_choice, session_id, entry_id)
    match = case.match.candidate if case.match else None
    held = {seat.registration_id for seat in case.seats}
    search = _searched()
    seated = [one for one in known if one.has_place and one.landlord and (not held or one.registration_id in held)]
    options = [
        (f"from:{one.registration_id}", f"{one.landlord}: {one.name}", "In the room now" if one.is_present else "")
        for one in sorted(seated, key=lambda one: ((one.landlord or "").casefold(), one.name.casefold()))
        if matches(search, one.name, one.landlord, one.address)
    ]
    if case.landlord_id and not case.is_full:
        options.insert(0, (f"free:{case.landlord_id}", f"The free seat of {case.landlord}", ""))
    values = typed or {
        "seat": options[0][0] if len(options) == 1 else "",
        "name": match.name if match and not match.has_place else case.shown,
        "email": (match.address if match and not match.has_place else case.address) or "",
    }
    return render_template(
        "intake/waiting_room_swap.html",
        page=page,
        case=case,
        options=options,
        values=values,
        typed=search,
        is_long=len(seated) > MOST_SHOWN,
        most=MOST_SHOWN,
        errors=errors or [],
    )


def _choice(uow: Uow, session_id: UUID, entry_id: UUID) -> tuple[DoorPage, Case, list[door_rules.Candidate]]:
    page = door_views.door_page(uow, session_id)
    case = page.case(entry_id)
    if case is None:
        raise NotFound
    return page, case, door_views.candidates(uow, session_id)


def _searched() -> str:
    """The letters by which a long list was narrowed."""
    return request.values.get("q", "")[:80].strip()


def _field(error: DomainError) -> str:
    if isinstance(error, BadName):
        return "name"
    if isinstance(error, BadAddress):
        return "email"
    return "seat" if isinstance(error, BadInput) else ""


def _entry(values: object) -> UUID:
    return _uuid(values.get("entry", ""))  # type: ignore[attr-defined]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def _turn() -> int:
    text = request.form.get("turn", "")
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise BadInput("Load the page again, then answer")
    return int(text)


def _gone(session_id: UUID) -> ResponseReturnValue:
    """Whoever it was about is not at the door any more: back to who is."""
    flash("They are not at the door any more.", "care")
    return _back(session_id)


def _back(session_id: UUID) -> ResponseReturnValue:
    back = "steward.page" if request.form.get("back") == "steward" else ".waiting_room"
    return redirect(url_for(back, session_id=session_id), 303)
