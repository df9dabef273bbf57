"""The staff's page of a session's interests: those that wait for an answer first; answering is the chair's or an
officer's."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.interests import deciding, rules, service, views, voting
from companion.interests.blueprint import bp
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.forms import as_uuid
from companion.people import gate
from companion.people.gate import allow, read, run
from companion.people.roles import Role


@bp.get("/forum-sessions/<uuid:session_id>/interests")
@allow("interests.view")
def interests(session_id: UUID) -> ResponseReturnValue:
    """Who declared what, what follows from it, and the shows of hands."""
    return render_template(
        "interests/session.html",
        page=read(views.staff_page, session_id, with_words=gate.can("interests.decide")),
        shows=read(voting.shows, session_id),
        natures=[(word, said) for word, (said, _) in rules.NATURES.items()],
        effects=rules.EFFECTS,
    )


@bp.post("/forum-sessions/<uuid:session_id>/interests")
@allow("interests.note")
def note_down(session_id: UUID) -> ResponseReturnValue:
    """Somebody told us: note it for them."""
    form = request.form
    registration_id, item_id = as_uuid(form.get("registration_id")), as_uuid(form.get("item_id"))
    try:
        if registration_id is None or item_id is None:
            raise BadInput("Choose who it is and the item.")
        nature, concerns = form.get("nature", ""), form.get("concerns", "")
        run(service.note_for, session_id, registration_id, item_id, nature, concerns, role=_role())
        flash("Noted.", "ok")
    except DomainError as refused:
        flash(refused.message, "care")
    return redirect(url_for(".interests", session_id=session_id), 303)


@bp.post("/interests/<uuid:declaration_id>")
@allow("interests.decide")
def answer(declaration_id: UUID) -> ResponseReturnValue:
    """Say what follows from it, or lift it."""
    session_id = read(service.declaration_of, declaration_id).forum_session_id
    form = request.form
    try:
        if form.get("step") == "lift":
            run(deciding.lift, declaration_id, role=_role())
            flash("Lifted.", "ok")
        else:
            run(deciding.decide, declaration_id, form.getlist("effects"), form.get("why", ""), role=_role())
            flash("Answered.", "ok")
    except DomainError as refused:
        flash(refused.message, "care")
    return redirect(url_for(".interests", session_id=session_id), 303)


@bp.app_template_global("interests_waiting")
def interests_waiting(session_id: UUID) -> int:
    """How many declared interests of a session wait for an answer."""
    return read(views.undecided, session_id)


def _role() -> str:
    """As whom the journal says it was done."""
    looking, programme_id = gate.viewer(), gate.scope().programme_id
    if looking.has(Role.CHAIR, programme_id):
        return "chair"
    return "officer" if looking.has(Role.LEAD_OFFICER, programme_id) else "steward"
