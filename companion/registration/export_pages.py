"""Lists as files for Excel, for those who may see them anyway."""

from __future__ import annotations

from uuid import UUID

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from companion.forums import service as forums
from companion.kernel.errors import BadInput
from companion.kernel.forms import FieldError
from companion.people.gate import allow, can, read, run
from companion.registration import exports
from companion.registration.blueprint import bp


@bp.get("/forum-sessions/<uuid:session_id>/export")
@allow("registration.export")
def export_form(session_id: UUID) -> ResponseReturnValue:
    """Choose what to take, and in which form."""
    return _page(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/export")
@allow("registration.export")
def export(session_id: UUID) -> ResponseReturnValue:
    """Hand out the file; it is an act, and stands in the audit log."""
    what, ending = request.form.get("what", ""), request.form.get("format", "csv")
    if what in exports.KINDS and not can(exports.KINDS[what][1]):
        abort(404)  # what is not theirs to see is not there for them
    try:
        name, data = run(exports.export, session_id, what, ending)
    except BadInput as error:
        return _page(session_id, [FieldError("what", error.message)]), 422
    response = make_response(data)
    response.headers["Content-Type"] = exports.FORMATS[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(session_id: UUID, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "registration/export.html",
        session=read(forums.session_of, session_id),
        kinds=[(name, words) for name, (words, action, _make) in exports.KINDS.items() if can(action)],
        values=request.form,
        errors=errors or [],
    )
