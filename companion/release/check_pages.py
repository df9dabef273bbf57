"""Whoever took part reads the approved text before it goes out, and says what is wrong with a passage.

Nothing here can open what was said; and nothing here tells the audit log who asks.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import service as forums
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import ForumSessionId
from companion.kernel.text import clean
from companion.kernel.uow import ANONYMOUS, Uow
from companion.people import gate
from companion.people.gate import allow, doors, read
from companion.release import correcting
from companion.release.correction_rules import KINDS, MOST_WORDS

bp = Blueprint("release_check", __name__)
AT_ONCE = 100  # passages on a page


@bp.get("/forum-sessions/<uuid:session_id>/transcript/check")
@allow("release.correct")
def show(session_id: UUID) -> ResponseReturnValue:
    """The approved text in passages; the form stands at the one that was chosen."""
    return _shown(session_id, request.args.get("passage", 0, type=int))


@bp.post("/forum-sessions/<uuid:session_id>/transcript/check")
@allow("release.correct")
def ask(session_id: UUID) -> ResponseReturnValue:
    """Say what is wrong with a passage."""
    form, viewer = request.form, gate.viewer()
    passage = form.get("passage", 0, type=int)
    assert viewer.person_id is not None  # the gate lets nobody unknown through
    try:
        # not `run`, which would put into the audit log who asks
        doors().runner.run_as(
            ANONYMOUS,
            correcting.ask,
            ForumSessionId(session_id),
            draft_id=form.get("draft", type=UUID) or UUID(int=0),
            revision=form.get("revision", -1, type=int),
            passage=passage,
            kind=form.get("kind", ""),
            words=clean(form.get("words", ""), most=MOST_WORDS),
            person_id=viewer.person_id,
        )
    except NotFound:
        raise
    except DomainError as refused:
        flash(refused.message, "stop")
        return redirect(url_for(".show", session_id=session_id, passage=passage, _anchor="say"), 303)
    flash("Thank you. A reviewer answers, without knowing who asked, and we write to you.", "ok")
    return redirect(url_for(".show", session_id=session_id, _anchor=f"passage-{passage}"), 303)


def _shown(session_id: UUID, chosen: int) -> ResponseReturnValue:
    title, held_on = read(_heading, ForumSessionId(session_id))
    text = read(correcting.to_check, ForumSessionId(session_id))
    passages = text.passages if text else ()
    place = next((n for n, one in enumerate(passages) if one.number == chosen), None)
    number = request.args.get("page", 1, type=int) if place is None else place // AT_ONCE + 1
    pages = max((len(passages) - 1) // AT_ONCE + 1, 1)
    number = min(max(number, 1), pages)
    return render_template(
        "release/check.html",
        session_id=session_id,
        title=title,
        held_on=held_on,
        text=text,
        passages=passages[(number - 1) * AT_ONCE : number * AT_ONCE],
        number=number,
        pages=pages,
        chosen=chosen,
        kinds=list(KINDS.items()),
    )


def _heading(uow: Uow, session_id: ForumSessionId) -> tuple[str, object]:
    session = forums.session_of(uow, session_id)
    return session.title, session.starts_at
