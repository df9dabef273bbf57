"""Staff and their roles: who has an account, what each may do and for which programme. For administrators.

The page stands here and not in `people`, because a role is granted for a programme and `people` knows none.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import BadInput
from companion.kernel.forms import FieldError
from companion.kernel.ids import PersonId
from companion.kernel.uow import Uow
from companion.people import accounts, gate, service
from companion.people.addresses import BadAddress
from companion.people.gate import allow, read, run
from companion.people.roles import GRANTABLE, ROLE_WORDS, Role
from companion.people.service import AddressTaken, BadName
from companion.web.home import programme_names

bp = Blueprint("staff", __name__, url_prefix="/people")
EVERY_PROGRAMME = "all"


@bp.get("")
@allow("people.manage")
def everybody() -> ResponseReturnValue:
    """Every account with its roles, and a form for one more."""
    return _everybody()


@bp.post("")
@allow("people.manage")
def add() -> ResponseReturnValue:
    """Make an account. It may do nothing until a role is granted, on its own page."""
    name, address = request.form.get("name", ""), request.form.get("email", "")
    try:
        person_id = run(service.create_account, name, address)
    except BadName as error:
        return _everybody(errors=[FieldError("name", error.message)]), 422
    except (BadAddress, AddressTaken) as error:
        return _everybody(errors=[FieldError("email", error.message)]), 422
    flash("The account is made. Give it a role: until then it can do nothing.", "ok")
    return redirect(url_for(".one", person_id=person_id), 303)


@bp.get("/<uuid:person_id>")
@allow("people.manage")
def one(person_id: UUID) -> ResponseReturnValue:
    """One account: its roles, where it is signed in, and the way to close it."""
    return _one(PersonId(person_id))


@bp.post("/<uuid:person_id>/roles")
@allow("people.manage")
def grant(person_id: UUID) -> ResponseReturnValue:
    """Grant a role, for one programme or for all."""
    try:
        role, programme_id = read(_role_and_programme)
    except BadInput as error:
        return _one(PersonId(person_id), errors=[FieldError("role", error.message)]), 422
    run(service.grant_role, PersonId(person_id), role, programme_id=programme_id, granted_by=gate.viewer().person_id)
    flash(f"{_name(role)}: granted.", "ok")
    return redirect(url_for(".one", person_id=person_id), 303)


@bp.post("/<uuid:person_id>/roles/revoke")
@allow("people.manage")
def revoke(person_id: UUID) -> ResponseReturnValue:
    """Take a role away, at once."""
    role, programme_id = read(_role_and_programme)
    run(service.revoke_role, PersonId(person_id), role, programme_id=programme_id)
    flash(f"{_name(role)}: taken away.", "ok")
    return redirect(url_for(".one", person_id=person_id), 303)


@bp.post("/<uuid:person_id>/close")
@allow("people.manage")
def close(person_id: UUID) -> ResponseReturnValue:
    """Close an account: somebody left."""
    run(accounts.close_account, PersonId(person_id))
    flash("The account is closed. Nobody signs in with it, and its roles are taken away.", "ok")
    return redirect(url_for(".everybody"), 303)


def _everybody(errors: list[FieldError] | None = None) -> str:
    return render_template(
        "people/staff.html",
        accounts=read(accounts.every_account),
        programmes=dict(read(programme_names)),
        role_name=_name,
        values=request.form,
        errors=errors or [],
    )


def _one(person_id: PersonId, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "people/staff_one.html",
        account=read(accounts.account_of, person_id),
        programmes=read(programme_names),
        roles=[(role.value, _name(role), _duty(role)) for role in GRANTABLE],
        role_name=_name,
        every_programme=EVERY_PROGRAMME,
        values=request.form,
        errors=errors or [],
    )


def _name(role: Role) -> str:
    """The role's name alone, such as "Lead officer"."""
    return ROLE_WORDS[role].partition(":")[0]


def _duty(role: Role) -> str:
    """What the role does, as a sentence of its own; empty where the name says it all."""
    duty = ROLE_WORDS[role].partition(": ")[2]
    return duty[:1].upper() + duty[1:]


def _role_and_programme(uow: Uow) -> tuple[Role, UUID | None]:
    """The role and programme of the form. Raises BadInput when nothing was chosen, or something that is not there."""
    role = next((role for role in GRANTABLE if role.value == request.form.get("role")), None)
    if role is None:
        raise BadInput("Choose a role")
    wanted = request.form.get("programme", EVERY_PROGRAMME)
    if wanted == EVERY_PROGRAMME or role is Role.ADMIN:
        return role, None
    programme_id = next((known for known, _ in programme_names(uow) if str(known) == wanted), None)
    if programme_id is None:
        raise BadInput("Choose a programme from the list")
    return role, programme_id
