"""Whether registrants of a programme read captions on their own page: one switch, off until an officer turns it on."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import service
from companion.forums.blueprint import bp
from companion.people.gate import allow, read, run


@bp.get("/programmes/<uuid:programme_id>/captions")
@allow("forums.captions")
def captions(programme_id: UUID) -> ResponseReturnValue:
    """How it is set, and what it means."""
    return render_template("forums/captions.html", programme=read(service.programme_of, programme_id))


@bp.post("/programmes/<uuid:programme_id>/captions")
@allow("forums.captions")
def set_captions(programme_id: UUID) -> ResponseReturnValue:
    """Switch it on or off; in a meeting that runs it counts within seconds."""
    is_on = request.form.get("on") == "yes"
    run(service.show_captions, programme_id, is_on)
    flash("People can read along on their own page." if is_on else "No page shows captions any more.", "ok")
    return redirect(url_for(".captions", programme_id=programme_id), 303)
