"""Inviting landlords: who would get a letter, one button, and how each invitation stands."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.invitations import rules, service
from companion.people.gate import allow, read, run

bp = Blueprint("invitations", __name__)


@bp.get("/forum-sessions/<uuid:session_id>/invitations")
@allow("invitations.run")
def invitations(session_id: UUID) -> ResponseReturnValue:
    """Who would be invited, and who was."""
    session = read(forums.session_of, session_id)
    return render_template(
        "invitations/invitations.html",
        session=session,
        is_open=session.state in forum_rules.TAKES_NAMES,
        window=rules.window(session.starts_at),
        preview=read(service.preview, session_id),
        lines=read(service.lines, session_id),
        state_words=rules.STATE_WORDS,
        forum_words=forum_rules.FORUM_WORDS,
    )


@bp.post("/forum-sessions/<uuid:session_id>/invitations")
@allow("invitations.run")
def invite(session_id: UUID) -> ResponseReturnValue:
    """Send the letters."""
    count = run(service.invite, session_id)
    flash("1 letter is on its way." if count == 1 else f"{count} letters are on their way.", "ok")
    return redirect(url_for(".invitations", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/invitations/<uuid:invitation_id>/again")
@allow("invitations.run")
def invite_again(session_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Send one letter once more."""
    run(service.invite_again, invitation_id)
    flash("The letter is on its way again.", "ok")
    return redirect(url_for(".invitations", session_id=session_id), 303)
