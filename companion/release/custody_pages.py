"""What happens to the words as they were heard: when they go, and which passages are frozen for a case first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums.tables import ForumSession
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import DraftId, ForumSessionId, new_id
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run
from companion.release import ending, freezing, reading
from companion.release.standing import version_of
from companion.release.tables import Draft

bp = Blueprint("release_custody", __name__)


@bp.get("/forum-sessions/<uuid:session_id>/release/end")
@allow("release.view")
def end(session_id: UUID) -> ResponseReturnValue:
    """What would be destroyed, when, and what is kept for a case."""
    return render_template(
        "release/end.html", session_id=session_id, page=read(ending.ending_of, ForumSessionId(session_id))
    )


@bp.get("/release/<uuid:draft_id>/freeze")
@allow("release.freeze")
def show(draft_id: UUID) -> ResponseReturnValue:
    """Find a passage that a concern cites."""
    return render_template("release/freeze.html", found=(), find="", **read(_page, draft_id))


@bp.post("/release/<uuid:draft_id>/freeze/find")
@allow("release.freeze")
def find(draft_id: UUID) -> ResponseReturnValue:
    """Where words were said. Not a GET, since no address may hold what was said."""
    words = clean(request.form.get("find", ""), most=100)
    found = read(reading.find_words, DraftId(draft_id), words) if words else ()
    return render_template("release/freeze.html", found=found, find=words, **read(_page, draft_id))


@bp.post("/release/<uuid:draft_id>/freeze")
@allow("release.freeze")
def freeze(draft_id: UUID) -> ResponseReturnValue:
    """Freeze a caption, with so many before and after it, for a case that is open or a new one."""
    form = request.form
    here = form.get("position", -1, type=int)
    around = min(max(form.get("around", 0, type=int), 0), freezing.MOST_LINES // 2 - 1)
    case_id = form.get("case", type=UUID) or new_id()
    try:
        run(_freeze, DraftId(draft_id), case_id, here, around)
        flash(f"Frozen for case {str(case_id)[:8]}. It stays when the words as they were heard are destroyed.", "ok")
    except NotFound:
        raise
    except DomainError as refused:
        flash(refused.message, "stop")
    return redirect(url_for(".show", draft_id=draft_id), 303)


def _freeze(uow: Uow, draft_id: DraftId, case_id: UUID, here: int, around: int) -> None:
    draft = uow.db.get_one(Draft, draft_id)
    programme_id = uow.db.get_one(ForumSession, draft.forum_session_id).programme_id
    if freezing.cited_by(uow, case_id) and case_id not in freezing.cases_in(uow, programme_id):
        raise NotFound  # a case of another programme
    last = reading.last_position(uow, draft_id)
    freezing.cite_lines(uow, draft_id, case_id, max(here - around, 0) if here >= 0 else here, min(here + around, last))


def _page(uow: Uow, draft_id: UUID) -> dict[str, Any]:
    draft = uow.db.get_one(Draft, draft_id)
    session = uow.db.get_one(ForumSession, draft.forum_session_id)
    return {
        "draft": version_of(draft),
        "title": session.title,
        "held_on": session.starts_at,
        "cited": freezing.cited_in(uow, session.id),
        "cases": freezing.cases_in(uow, session.programme_id),
    }
