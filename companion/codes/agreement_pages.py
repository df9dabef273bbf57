"""A registrant's own confidentiality agreement: read, sign with a typed name, decline, withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.codes import agreements
from companion.codes.blueprint import bp
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people import gate
from companion.people.gate import allow, read, run


@dataclass(frozen=True)
class AgreementPage:
    """The agreement in force, and where its reader stands with it."""

    session: ForumSession
    stand: agreements.Stand


@bp.get("/forum-sessions/<uuid:session_id>/place/confidentiality")
@allow("registration.own")
def agreement(session_id: UUID) -> ResponseReturnValue:
    """The agreement."""
    return _page(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/place/confidentiality/sign")
@allow("registration.own")
def sign(session_id: UUID) -> ResponseReturnValue:
    """Sign it in my own name."""
    name = request.form.get("name", "")
    try:
        run(agreements.sign, _me(), _programme(session_id), name=name, sha256=request.form.get("sha256", ""))
    except BadInput as error:
        return _page(session_id, name, [FieldError("name", error.message)]), 422
    except DomainError as error:
        return _page(session_id, name, [FieldError("", error.message)]), 409
    flash("Signed. Confidential papers open for you now.", "ok")
    return redirect(url_for(".agreement", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/place/confidentiality/decline")
@allow("registration.own")
def decline(session_id: UUID) -> ResponseReturnValue:
    """I would rather not sign."""
    run(agreements.decline, _me(), _programme(session_id))
    flash("Noted. You can come all the same; confidential papers stay closed.", "ok")
    return redirect(url_for(".agreement", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/place/confidentiality/withdraw")
@allow("registration.own")
def withdraw(session_id: UUID) -> ResponseReturnValue:
    """End my agreement."""
    run(agreements.withdraw, _me(), _programme(session_id))
    flash("Ended. What you have read before stays confidential.", "ok")
    return redirect(url_for(".agreement", session_id=session_id), 303)


def _page(session_id: UUID, name: str = "", errors: list[FieldError] | None = None) -> str:
    return render_template("codes/agreement.html", page=read(_read, session_id, _me()), name=name, errors=errors or [])


def _read(uow: Uow, session_id: UUID, person_id: UUID) -> AgreementPage:
    session = forums.session_of(uow, session_id)
    return AgreementPage(session, agreements.stand_of(uow, person_id, session.programme_id))


def _programme(session_id: UUID) -> UUID:
    return read(forums.session_of, session_id).programme_id


def _me() -> UUID:
    person_id = gate.viewer().person_id
    assert person_id is not None, "the gate lets only registrants in here"
    return person_id
