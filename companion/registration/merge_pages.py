"""Two that are one: persons who may be one person, a person who works elsewhere now, landlords that merged."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.forms import FieldError, as_uuid
from companion.kernel.uow import Uow
from companion.people import merging as persons
from companion.people import service as people
from companion.people.gate import allow, read, run
from companion.people.tables import Person
from companion.registration import landlords, merging, twins
from companion.registration.landlord_pages import bp, my_programmes
from companion.registration.records import registration_of
from companion.roll import service as roll
from companion.roll.tables import Landlord


class NoSuchLandlord(BadInput):
    message = "Choose a landlord from the list, or enter its member number"


@dataclass(frozen=True)
class MovePage:
    """Somebody who may work elsewhere now."""

    registration_id: UUID
    name: str
    landlord: Landlord
    places: tuple[landlords.Hanging, ...]
    others: tuple[Landlord, ...]


@dataclass(frozen=True)
class MergePage:
    """A landlord that may have merged with another; once that is chosen, with what happens to the seats."""

    gone: landlords.LandlordPage
    into: landlords.LandlordPage | None
    others: tuple[Landlord, ...]


@dataclass(frozen=True)
class ChoosePage:
    """The people of merged landlords who hold more than two seats together."""

    session: ForumSession
    landlord: Landlord
    people: tuple[landlords.Hanging, ...]


@bp.get("/people/alike")
@allow("people.merge")
def alike() -> ResponseReturnValue:
    """Persons who may be one; with two named, those two side by side."""
    first, second = _person("first"), _person("second")
    if first is None or second is None:
        return render_template("people/alike.html", pairs=read(twins.pairs, my_programmes()))
    return _pair(first, second)


@bp.post("/people/alike")
@allow("people.merge")
def decide_alike() -> ResponseReturnValue:
    """They are one person, or they are two."""
    first, second = _person("first"), _person("second")
    if first is None or second is None:
        return redirect(url_for(".alike"), 303)
    read(twins.pair_page, first, second, my_programmes())  # whom this organiser may see, they may decide about
    try:
        if request.form.get("answer") == "two":
            run(persons.say_two, first, second)
            flash("Noted: they are two people. Nobody asks again.", "ok")
        else:
            names = {first: second, second: first}
            chosen = _person("stays") or first
            if chosen not in names:
                abort(404)
            name = read(people.names_of, {chosen})[chosen]
            run(merging.merge_people, chosen, names[chosen], name=name, programmes=my_programmes())
            flash("They are one person now. A seat too many was offered on.", "ok")
    except DomainError as error:
        return _pair(first, second, [FieldError("", error.message)]), 409
    return redirect(url_for(".alike"), 303)


@bp.get("/registrations/<uuid:registration_id>/moved")
@allow("people.merge")
def move_form(registration_id: UUID) -> ResponseReturnValue:
    """Somebody works for another landlord now."""
    return _move(registration_id)


@bp.post("/registrations/<uuid:registration_id>/moved")
@allow("people.merge")
def move(registration_id: UUID) -> ResponseReturnValue:
    """Give their places at the old landlord back."""
    try:
        to = read(_landlord_typed, request.form.get("landlord", ""))
        count = run(merging.move_person, registration_id, to, programmes=my_programmes())
    except DomainError as error:
        return _move(registration_id, [FieldError("landlord", error.message)]), 422
    words = "1 place was given back" if count == 1 else f"{count} places were given back"
    flash(f"{words}. The new landlord can name them for a seat of its own.", "ok")
    return redirect(url_for(".show", landlord_id=to), 303)


@bp.get("/roll/landlords/<uuid:landlord_id>/merge")
@allow("roll.edit")
def merge_form(landlord_id: UUID) -> ResponseReturnValue:
    """Into which landlord one went, then what that does."""
    return _merge(landlord_id, request.args.get("into", ""))


@bp.post("/roll/landlords/<uuid:landlord_id>/merge")
@allow("roll.edit")
def merge(landlord_id: UUID) -> ResponseReturnValue:
    """Make the two landlords one."""
    typed = request.form.get("into", "")
    try:
        into = read(_landlord_typed, typed)
        run(merging.merge_landlords, landlord_id, into)
    except DomainError as error:
        return _merge(landlord_id, "", [FieldError("into", error.message)]), 422
    flash("They are one landlord now. Nobody was taken off.", "ok")
    return redirect(url_for(".show", landlord_id=into), 303)


@bp.get("/forum-sessions/<uuid:session_id>/landlords/<uuid:landlord_id>/choose")
@allow("people.merge")
def choose(session_id: UUID, landlord_id: UUID) -> ResponseReturnValue:
    """Who of merged landlords keeps the two seats."""
    return _choose(session_id, landlord_id)


@bp.post("/forum-sessions/<uuid:session_id>/landlords/<uuid:landlord_id>/choose")
@allow("people.merge")
def save_choice(session_id: UUID, landlord_id: UUID) -> ResponseReturnValue:
    """Keep the chosen two; the others are told."""
    kept = set()
    for text in request.form.getlist("keep"):
        try:
            kept.add(UUID(text))
        except ValueError:
            continue
    try:
        run(merging.choose_seats, session_id, landlord_id, kept)
    except DomainError as error:
        return _choose(session_id, landlord_id, [FieldError("keep", error.message)]), 422
    flash("The seats are settled, and the others were told.", "ok")
    return redirect(url_for(".show", landlord_id=landlord_id), 303)


def read_move(uow: Uow, registration_id: UUID) -> MovePage:
    """Everything the page about a move shows."""
    registration = registration_of(uow, registration_id)
    if registration.landlord_id is None:
        raise NoSuchLandlord
    places, _elsewhere = landlords.hanging(uow, [registration.landlord_id], my_programmes())
    own = {entry.id for entry in merging.open_places(uow, registration.person_id, registration.landlord_id)}
    return MovePage(
        registration_id,
        uow.db.get_one(Person, registration.person_id).name,
        roll.landlord_of(uow, registration.landlord_id),
        tuple(one for one in places if one.registration_id in own),
        tuple(one for one in roll.landlords(uow, members_only=True) if one.id != registration.landlord_id),
    )


def read_merge(uow: Uow, landlord_id: UUID, typed: str) -> MergePage:
    """Everything the page about a merger shows."""
    into = _landlord_typed(uow, typed) if typed else None
    return MergePage(
        landlords.landlord_page(uow, landlord_id, my_programmes()),
        landlords.landlord_page(uow, into, my_programmes()) if into else None,
        tuple(one for one in roll.landlords(uow, members_only=True) if one.id != landlord_id),
    )


def read_choice(uow: Uow, session_id: UUID, landlord_id: UUID) -> ChoosePage:
    """Everything the page about crowded seats shows."""
    ids = {entry.id for entry in merging.seated_together(uow, session_id, landlord_id)}
    every, _elsewhere = landlords.hanging(uow, merging.family(uow, landlord_id), my_programmes())
    return ChoosePage(
        forums.session_of(uow, session_id),
        roll.landlord_of(uow, landlord_id),
        tuple(one for one in every if one.registration_id in ids),
    )


def _landlord_typed(uow: Uow, typed: str) -> UUID:
    """A landlord by its name or member number as the list offers them. Raises NoSuchLandlord."""
    text = typed.strip()
    member_no = text.rpartition("(")[2].rstrip(")").strip() if text.endswith(")") else text
    found = [one for one in roll.landlords(uow, members_only=True) if one.member_no == member_no]
    found = found or roll.landlords_by_name(uow, text)
    if len(found) != 1:
        raise NoSuchLandlord
    return found[0].id


def _person(name: str) -> UUID | None:
    return as_uuid(request.values.get(name))


def _pair(first: UUID, second: UUID, errors: list[FieldError] | None = None) -> str:
    page = read(twins.pair_page, first, second, my_programmes())
    return render_template("people/pair.html", page=page, errors=errors or [])


def _move(registration_id: UUID, errors: list[FieldError] | None = None) -> str:
    page = read(read_move, registration_id)
    return render_template("people/moved.html", page=page, typed=request.form.get("landlord", ""), errors=errors or [])


def _merge(landlord_id: UUID, typed: str, errors: list[FieldError] | None = None) -> str:
    errors = list(errors or [])
    try:
        page = read(read_merge, landlord_id, typed)
    except NoSuchLandlord as error:
        errors.append(FieldError("into", error.message))
        page = read(read_merge, landlord_id, "")
    return render_template("roll/merge.html", page=page, typed=request.values.get("into", ""), errors=errors)


def _choose(session_id: UUID, landlord_id: UUID, errors: list[FieldError] | None = None) -> str:
    page = read(read_choice, session_id, landlord_id)
    return render_template("roll/choose.html", page=page, kept=request.form.getlist("keep"), errors=errors or [])
