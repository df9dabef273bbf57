"""What people asked to be put right: the reviewer answers each, and puts misheard words right."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import DraftId
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run
from companion.release import answering, reissuing, rewording
from companion.release.correction_rules import MOST_WORDS
from companion.release.rules import EDITABLE, OVER
from companion.release.standing import Version, version_of
from companion.release.tables import Draft

bp = Blueprint("release_corrections", __name__)


@bp.get("/release/<uuid:draft_id>/corrections")
@allow("release.review")
def show(draft_id: UUID) -> ResponseReturnValue:
    """What was asked of this version, without who asked."""
    draft = read(_version, draft_id)
    return render_template(
        "release/corrections.html",
        draft=draft,
        can_say_done=draft.state not in OVER,
        can_edit=draft.state in EDITABLE,
        can_change=draft.state in EDITABLE | reissuing.REISSUABLE,
        wishes=read(answering.wishes_of, DraftId(draft_id)),
    )


@bp.post("/release/<uuid:draft_id>/corrections")
@allow("release.review")
def answer(draft_id: UUID) -> ResponseReturnValue:
    """Leave a passage as it is and say why, change it (in a new version where people read this), or say it is done."""
    form, here = request.form, DraftId(draft_id)
    wish = form.get("wish", type=UUID) or UUID(int=0)
    try:
        if form.get("answer") == "change":
            there = run(answering.change, here, wish)
            flash("Change the passage now: put words right here, or hide them in the review.", "ok")
            return redirect(url_for(".show", draft_id=there), 303)
        if form.get("answer") == "done":
            run(answering.done, here, wish)
            flash("Noted: the change that was promised is made.", "ok")
            return redirect(url_for(".show", draft_id=draft_id), 303)
        run(answering.keep, here, wish, clean(form.get("why", ""), most=MOST_WORDS))
        flash("It stays as it is, and the person who asked is told why.", "ok")
    except NotFound:
        raise
    except DomainError as refused:
        flash(refused.message, "stop")
    return redirect(url_for(".show", draft_id=draft_id), 303)


@bp.post("/release/<uuid:draft_id>/words")
@allow("release.review")
def reword(draft_id: UUID) -> ResponseReturnValue:
    """Put misheard words right."""
    form = request.form
    words = [clean(form.get(name, ""), most=rewording.MOST_WORDS) for name in ("was", "now")]
    try:
        run(rewording.reword, DraftId(draft_id), form.get("position", -1, type=int), *words)
        flash("Put right. The proposals for these words are made in a few seconds.", "ok")
    except NotFound:
        raise
    except DomainError as refused:
        flash(refused.message, "stop")
    return redirect(url_for(".show", draft_id=draft_id), 303)


@bp.post("/release/<uuid:draft_id>/again")
@allow("release.review")
def again(draft_id: UUID) -> ResponseReturnValue:
    """Begin a new version of a text that is held or out, with everything that was decided."""
    if request.form.get("sure") != "yes":
        flash("Tick the box that says you are sure.", "stop")
        return redirect(url_for("release.show", session_id=read(answering.session_of_draft, DraftId(draft_id))), 303)
    try:
        there = run(reissuing.make_again, DraftId(draft_id))
    except DomainError as refused:
        flash(refused.message, "stop")
        return redirect(url_for("release.show", session_id=read(answering.session_of_draft, DraftId(draft_id))), 303)
    flash("A new version has begun. Every decision is kept; two people check it again.", "ok")
    return redirect(url_for("release_review.show", draft_id=there), 303)


def _version(uow: Uow, draft_id: UUID) -> Version:
    return version_of(uow.db.get_one(Draft, draft_id))
