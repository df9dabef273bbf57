"""Asking for the full transcript, and the staff's list of who asked. Nothing here can open what was said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from companion.forums import service as forums
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import ForumSessionId
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.people import gate
from companion.people.gate import allow, read, run
from companion.people.tables import Person
from companion.registration.tables import Registration
from companion.release import requests

bp = Blueprint("release_requests", __name__)
MOST_REASON = 1_000


@bp.post("/forum-sessions/<uuid:session_id>/transcript/ask")
@allow("release.ask")
def ask(session_id: UUID) -> ResponseReturnValue:
    """Somebody who took part asks for the full transcript."""
    viewer = gate.viewer()
    assert viewer.person_id is not None  # the gate lets nobody unknown through
    run(
        requests.ask,
        ForumSessionId(session_id),
        person_id=viewer.person_id,
        registration_id=viewer.registration_id,
        landlord_id=viewer.landlord_id,
    )
    flash("Your request is logged. This page says how it stands, and we write to you.", "ok")
    return redirect(url_for("release.shelf", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/release/requests")
@allow("release.requests")
def show(session_id: UUID) -> ResponseReturnValue:
    """Who asked for the full transcript, by when an answer is due, and what became of it."""
    page = read(_page, ForumSessionId(session_id))
    return render_template("release/requests.html", session_id=session_id, **page)


@bp.post("/forum-sessions/<uuid:session_id>/release/requests")
@allow("release.requests")
def answer(session_id: UUID) -> ResponseReturnValue:
    """Log what somebody asked elsewhere, or decline a request with a reason."""
    here, form = ForumSessionId(session_id), request.form
    try:
        if who := form.get("registration", type=UUID):
            run(requests.log, here, who)
            flash("The request is logged, and the person who asked gets a letter.", "ok")
        elif request_id := form.get("request", type=UUID):
            run(requests.decline, here, request_id, clean(form.get("reason", ""), most=MOST_REASON))
            flash("Declined. Your reason is on its way to the person who asked.", "ok")
        else:
            flash("Choose who asked first.", "stop")
    except NotFound:
        raise
    except DomainError as refused:
        flash(refused.message, "stop")
    return redirect(url_for(".show", session_id=session_id), 303)


def _page(uow: Uow, session_id: ForumSessionId) -> dict[str, Any]:
    session = forums.session_of(uow, session_id)
    query = (
        select(Registration.id, Person.name)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.forum_session_id == session_id, Person.state == "active")
        .order_by(Person.name)
    )
    return {
        "title": session.title,
        "held_on": session.starts_at,
        "asked": requests.asked_of(uow, session_id),
        "people": [(row.id, row.name) for row in uow.db.execute(query)],
    }
