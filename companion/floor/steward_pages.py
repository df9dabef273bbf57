"""The steward's page: the inbox first, a hand added by three letters, the queue, and the chair in reach."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from companion.floor import inbox, participants, wording
from companion.floor.rules import duties
from companion.kernel.ids import new_id
from companion.people import gate
from companion.people.gate import allow, read
from companion.people.roles import Role

bp = Blueprint("steward", __name__, url_prefix="/forum-sessions/<uuid:session_id>/floor/steward")


@bp.get("")
@allow("floor.chair")
def page(session_id: UUID) -> ResponseReturnValue:
    """What waits for an answer, the oldest first, beside the queue."""
    looking = gate.viewer()
    return render_template(
        "floor/steward.html",
        page=read(inbox.steward_page, session_id),
        key=new_id(),
        w=wording,
        me=str(looking.person_id),
        is_chair=looking.has(Role.CHAIR, gate.scope().programme_id),
        duties=duties.DUTIES,
    )


@bp.get("/people")
@allow("floor.chair")
def people(session_id: UUID) -> ResponseReturnValue:
    """Everybody present or expected, each with what names them to the step `add`, for finding by some letters."""
    found = read(participants.everybody, session_id)
    return jsonify([{"ref": one.ref, "name": one.name, "landlord": one.landlord} for one in found])
