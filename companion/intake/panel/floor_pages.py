"""The chair's page inside Zoom: the same views as in the browser, below a path whose cookie is the panel's own.

Their addresses are relative to the blueprint (`url_for(".chair")`), so every form and script stays inside.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from companion.floor import pages as floor
from companion.intake.panel import hearing, opening
from companion.intake.panel.claims import read_batch
from companion.kernel.errors import NotFound
from companion.kernel.ids import ForumSessionId, PersonId
from companion.people import gate
from companion.people.gate import PANEL, allow, run

bp = Blueprint("panel_floor", __name__, url_prefix=f"{PANEL}/<uuid:session_id>")

bp.get("", endpoint="chair")(floor.chair)
bp.post("", endpoint="step")(floor.step)
for _path, _view in (
    ("/state", floor.chair_state),
    ("/ticket", floor.chair_ticket),
    ("/notes", floor.chair_notes),
    ("/feeds", floor.feeds),
    ("/interests", floor.chair_concerns),
    ("/people", floor.people),
    ("/paper", floor.paper),
):
    bp.get(_path)(_view)


@bp.post("/heard")
@allow("floor.chair")
def heard(session_id: UUID) -> ResponseReturnValue:
    """What this page heard from Zoom's client, or only that it is open. Says which claims to tell again later."""
    who, person_id = opening.opener(), gate.viewer().person_id
    if who is None or who.meeting_uuid is None or person_id is None:
        raise NotFound
    batch = read_batch(request.get_data(cache=False))
    held = run(hearing.heard, ForumSessionId(session_id), PersonId(person_id), who.meeting_uuid, batch)
    return jsonify(held=held)
