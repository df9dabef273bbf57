"""One landlord's page: what is known of it, what hangs on it, and what staff change. The pages of this blueprint stand
above the roll because they show, and change, registrations too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.people import gate
from companion.people.addresses import BadAddress
from companion.people.gate import allow, read, run
from companion.people.roles import Role
from companion.registration import landlords
from companion.roll import editing, rules, telling

bp = Blueprint("landlords", __name__)


def my_programmes() -> frozenset[UUID] | None:
    """The programmes whose people this organiser may see by name; None means all."""
    return gate.viewer().programmes(Role.ORGANISER)


@bp.get("/roll/landlords/<uuid:landlord_id>")
@allow("roll.view")
def show(landlord_id: UUID) -> ResponseReturnValue:
    """A landlord."""
    return _page(landlord_id)


@bp.post("/roll/landlords/<uuid:landlord_id>/size")
@allow("roll.edit")
def size(landlord_id: UUID) -> ResponseReturnValue:
    """Say how many homes it has."""
    return _do(landlord_id, "homes", editing.set_homes, request.form.get("homes", ""), said="The size was saved.")


@bp.post("/roll/landlords/<uuid:landlord_id>/band")
@allow("roll.edit")
def band(landlord_id: UUID) -> ResponseReturnValue:
    """Choose its forum where neither type nor size decides."""
    return _do(landlord_id, "band", editing.choose_band, request.form.get("band", ""), said="The forum was saved.")


@bp.post("/roll/landlords/<uuid:landlord_id>/domains")
@allow("roll.edit")
def domains(landlord_id: UUID) -> ResponseReturnValue:
    """Add a domain, or remove one."""
    gone, typed = request.form.get("remove"), request.form.get("domain", "")
    if gone is not None:
        said = "Addresses there say nothing about the landlord now."
        return _do(landlord_id, "domain", editing.remove_domain, gone, said=said)
    return _do(landlord_id, "domain", editing.add_domain, typed, said="The domain was added.")


@bp.post("/roll/landlords/<uuid:landlord_id>/aliases")
@allow("roll.edit")
def aliases(landlord_id: UUID) -> ResponseReturnValue:
    """Add another name, or remove one."""
    gone, typed = request.form.get("remove"), request.form.get("alias", "")
    if gone is not None:
        return _do(landlord_id, "alias", editing.remove_alias, gone, said="That name was removed.")
    return _do(landlord_id, "alias", editing.add_alias, typed, said="The name was added.")


@bp.post("/roll/landlords/<uuid:landlord_id>/contacts")
@allow("roll.edit")
def contacts(landlord_id: UUID) -> ResponseReturnValue:
    """Name a contact, make a deputy the nominating one, or remove one."""
    for verb, deed, said in (
        ("remove", editing.remove_contact, "They are no contact now."),
        ("promote", editing.promote_contact, "They nominate now, and get the next invitation."),
    ):
        if verb in request.form:
            return _do(landlord_id, "name", deed, _id(request.form[verb]), said=said)
    return _do(
        landlord_id,
        "name",
        editing.set_contact,
        name=request.form.get("name", ""),
        address=request.form.get("email", ""),
        role=request.form.get("role", ""),
        said="The contact was saved.",
    )


@bp.post("/roll/landlords/<uuid:landlord_id>/membership")
@allow("roll.edit")
def membership(landlord_id: UUID) -> ResponseReturnValue:
    """Suspend its membership, end it, or bring it back."""
    said = "Saved. Whoever is registered stays registered until you decide about them."
    return _do(landlord_id, "", editing.change_membership, request.form.get("event", ""), said=said)


def _do(
    landlord_id: UUID, field: str, deed: Callable[..., Any], *values: Any, said: str, **more: Any
) -> ResponseReturnValue:
    """Do it and come back; a refusal comes back with the field it is about and what was typed."""
    try:
        run(deed, landlord_id, *values, **more)
    except DomainError as error:
        at = "email" if isinstance(error, BadAddress) else field
        return _page(landlord_id, [FieldError(at, error.message)]), 422
    flash(said, "ok")
    return redirect(url_for(".show", landlord_id=landlord_id), 303)


def _id(text: str) -> UUID:
    """An id from a form; one that nothing has when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _page(landlord_id: UUID, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "roll/landlord.html",
        page=read(landlords.landlord_page, landlord_id, my_programmes()),
        band_words=rules.BAND_WORDS,
        state_words=rules.MEMBERSHIP_WORDS,
        kind_words=telling.KIND_WORDS,
        errors=errors or [],
        typed=request.form,
    )
