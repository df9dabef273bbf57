"""`/zoom/panel`: the Home URL of our Zoom App. It shows what is missing, or goes on to the chair's page.

Zoom's client names the person in a header of this one request; where that is missing or was used, the page's script
asks the client for a fresh context and sends it.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.intake.panel import opening, standing, trying_out
from companion.kernel.errors import NotAllowed, NotFound
from companion.kernel.forms import FieldError
from companion.kernel.log import log
from companion.people import gate, zoom_identity
from companion.people.gate import allow, run
from companion.people.zoom_identity import CodeDoesNotWork, ContextUsed
from zoom_hooks import app_context

bp = Blueprint("panel", __name__, url_prefix=gate.PANEL)


class NotFromZoom(NotAllowed):
    message = (
        "Zoom’s pass for this page is not one of ours, or its time is over. Close the app in Zoom and open it again."
    )


@bp.get("")
@allow("public")
def opened() -> ResponseReturnValue:
    """Somebody opened our app in Zoom: on to their forum session's floor, or what is missing for that."""
    sealed = request.headers.get(app_context.HEADER)
    if sealed:
        try:
            opening.enter(sealed)
        except (app_context.Refused, ContextUsed) as refused:  # the script asks Zoom for another one
            log.info("zoom context refused", reason=getattr(refused, "reason", "used"))
    return _shown()


@bp.post("/context")
@allow("public")
def sent_context() -> ResponseReturnValue:
    """A context that the page's script had from Zoom's client. Says whether it changes who is here, or where."""
    try:
        is_new = opening.enter(request.form.get("context", ""))
    except app_context.Refused as refused:
        log.info("zoom context refused", reason=refused.reason)
        raise NotFromZoom from refused
    return jsonify(is_new=is_new, url=url_for(".opened"))


@bp.post("/link")
@allow("public")
def link() -> ResponseReturnValue:
    """The code that our own site showed: this Zoom account is that person's from now on."""
    who = opening.opener()
    if who is None or who.zoom_user is None:
        return redirect(url_for(".opened"), 303)
    typed = request.form.get("code", "")[:40]
    try:
        run(zoom_identity.link, typed, who.zoom_user)
    except CodeDoesNotWork as error:
        return _shown(errors=[FieldError("code", error.message)], typed=typed)
    return redirect(url_for(".opened"), 303)


@bp.post("/meeting")
@allow("public")
def name_meeting() -> ResponseReturnValue:
    """The host says which forum session the open meeting is."""
    who = opening.opener()
    if who is not None:
        run(standing.name_meeting, who, _chosen())
    return redirect(url_for(".opened"), 303)


@bp.post("/trying")
@allow("public")
def trying() -> ResponseReturnValue:
    """What this page saw in a try-out: that it is open, or that a hand went up."""
    run(trying_out.heard, opening.opener(), request.form.get("what", ""))
    return "", 204


def _shown(**more: object) -> ResponseReturnValue:
    found = opening.standing()
    if found.kind == "ready" and "errors" not in more and "who" not in request.args:
        return redirect(url_for("panel_floor.chair", session_id=found.session_id), 303)
    account_url = f"{gate.doors().runner.settings.public_url}{url_for('people.account')}"
    is_added = "code" in request.args  # Zoom sends people here in their browser when they have added the app
    page = render_template("panel/open.html", at=found, our_account_url=account_url, is_added=is_added, **more)
    return page, 422 if "errors" in more else 200


def _chosen() -> UUID:
    try:
        return UUID(request.form.get("session_id", ""))
    except ValueError as error:
        raise NotFound from error
