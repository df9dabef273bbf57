"""A programme's code of conduct: its text, who agreed to it, and which version binds."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.codes import rules, service
from companion.forums import service as forums
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.people.gate import allow, read, run

bp = Blueprint("codes", __name__)

STATE_WORDS = {
    "draft": "Draft",
    "panel_review": "With its approving body",
    "agreed": "Agreed",
    "in_force": "In force",
    "superseded": "Replaced",
}


@bp.get("/programmes/<uuid:programme_id>/code")
@allow("codes.edit")
def code(programme_id: UUID) -> ResponseReturnValue:
    """The code in its versions."""
    return _page(programme_id)


@bp.post("/programmes/<uuid:programme_id>/code")
@allow("codes.edit")
def write(programme_id: UUID) -> ResponseReturnValue:
    """Write the next version, as a draft."""
    typed = request.form.get("body", "")
    try:
        run(service.write_version, programme_id, typed)
    except DomainError as error:
        return _page(programme_id, [FieldError("body", error.message)], body=typed), 422
    flash("Kept as a draft. It binds nobody until its approving body has agreed.", "ok")
    return redirect(url_for(".code", programme_id=programme_id), 303)


@bp.post("/programmes/<uuid:programme_id>/code/<uuid:version_id>/in-force")
@allow("codes.edit")
def put_in_force(programme_id: UUID, version_id: UUID) -> ResponseReturnValue:
    """Record the agreement; the version binds from now on."""
    agreed_by, minute_ref = request.form.get("agreed_by", ""), request.form.get("minute_ref", "")
    try:
        run(service.put_in_force, version_id, agreed_by=agreed_by, minute_ref=minute_ref)
    except rules.NeedsAgreement as error:
        return _page(programme_id, [FieldError("agreed_by", error.message)]), 422
    flash("In force. People who join from now on agree to this version.", "ok")
    return redirect(url_for(".code", programme_id=programme_id), 303)


def _page(programme_id: UUID, errors: list[FieldError] | None = None, body: str | None = None) -> str:
    programme = read(forums.programme_of, programme_id)
    found = read(service.versions, programme_id)
    return render_template(
        "codes/code.html",
        programme=programme,
        versions=found,
        body=body
        if body is not None
        else (found[0].body if found else service.shipped_text(programme.conduct_profile)),
        approving_body=rules.APPROVING_BODY[programme.conduct_profile],
        state_words=STATE_WORDS,
        errors=errors or [],
    )
