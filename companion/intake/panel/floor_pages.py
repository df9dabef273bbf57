"""The chair's page inside Zoom: the same views as in the browser, below a path whose cookie is the panel's own.

Their addresses are relative to the blueprint (`url_for(".chair")`), so every form and script stays inside.
"""

from __future__ import annotations

from uuid import UUID

import msgspec
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from companion.floor import pages as floor
from companion.intake.panel import hearing, host_acts, opening
from companion.intake.panel.claims import read_batch, read_people
from companion.kernel.errors import NotFound
from companion.kernel.ids import ForumSessionId, PersonId
from companion.people import gate
from companion.people.gate import PANEL, allow, read, run

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
    meeting, person_id = _meeting(), gate.viewer().person_id
    assert person_id is not None, "the access table lets only accounts in here"
    batch = read_batch(request.get_data(cache=False))
    held = run(hearing.heard, ForumSessionId(session_id), PersonId(person_id), meeting, batch)
    return jsonify(held=held)


@bp.post("/who")
@allow("registration.door")
def who_is_in_zoom(session_id: UUID) -> ResponseReturnValue:
    """Who stands behind the uuids of Zoom's own lists, in our words."""
    asked = read_people(request.get_data(cache=False))
    seen = read(host_acts.people_in_zoom, ForumSessionId(session_id), _meeting(), asked)
    return jsonify([{"key": one.key, "name": one.name, "home": one.home, "caution": one.caution} for one in seen])


@bp.post("/act")
@allow("registration.door")
def act(session_id: UUID) -> ResponseReturnValue:
    """Somebody is let in, put back or put out: asked for, done, or refused by Zoom. Says what happens, in words."""
    form = request.form
    [(key, name)] = read_people(msgspec.json.encode([{"who": form.get("who", ""), "name": form.get("name", "")}]))
    words = run(
        host_acts.note_act,
        ForumSessionId(session_id),
        _meeting(),
        by=floor.staff(),
        act=form.get("act", ""),
        outcome=form.get("outcome", ""),
        key=key,
        name=name,
        code=form.get("code", ""),
    )
    return jsonify(words=words)


def _meeting() -> str:
    """The meeting in which this page was opened. Raises NotFound for a page that Zoom did not open in one."""
    who = opening.opener()
    if who is None or who.meeting_uuid is None:
        raise NotFound
    return who.meeting_uuid
