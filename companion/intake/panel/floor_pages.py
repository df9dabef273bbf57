"""The chair's page inside Zoom: the same views as in the browser, below a path whose cookie is the panel's own.

Their addresses are relative to the blueprint (`url_for(".chair")`), so every form and script stays inside.
"""

from __future__ import annotations

from flask import Blueprint

from companion.floor import pages as floor
from companion.people.gate import PANEL

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
