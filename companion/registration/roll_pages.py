"""What a file changes about the roll: looked at, its questions answered, then applied as it was looked at.

Here and not in the roll's own room, since a change of band is shown with the registrations it touches.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run
from companion.registration import landlords
from companion.registration.landlord_pages import bp
from companion.roll import importing, rules, telling
from companion.roll.differences import Diff

SHOWN = 40  # of each part; the rest is a link away


@bp.get("/roll/imports/<uuid:import_id>")
@allow("roll.import")
def looked_at(import_id: UUID) -> ResponseReturnValue:
    """What the file changes; nothing is changed yet."""
    try:
        return _page(import_id)
    except importing.TooLate as error:
        flash(error.message, "care")
        return redirect(url_for("roll.roll"), 303)


@bp.post("/roll/imports/<uuid:import_id>/apply")
@allow("roll.import")
def apply(import_id: UUID) -> ResponseReturnValue:
    """Bring the roll up to date with the file that was looked at."""
    answers = {
        int(name.removeprefix("line-")): value
        for name, value in request.form.items()
        if name.startswith("line-") and name[5:].isascii() and name[5:].isdigit()
    }
    try:
        diff = run(importing.apply_looked_at, import_id, answers)
    except importing.ChangedSince as error:
        run(importing.look_again, import_id)
        flash(error.message, "care")
        return redirect(url_for(".looked_at", import_id=import_id), 303)
    except importing.OpenQuestions:
        return _page(import_id, answers, ask=True), 422
    except importing.TooLate as error:
        flash(error.message, "care")
        return redirect(url_for("roll.roll"), 303)
    flash(f"The roll is up to date. {diff.summary()}", "ok")
    return redirect(url_for("roll.review" if diff.unsized else "roll.roll"), 303)


@bp.post("/roll/imports/<uuid:import_id>/forget")
@allow("roll.import")
def forget(import_id: UUID) -> ResponseReturnValue:
    """Drop the file; nothing was changed."""
    run(importing.forget, import_id)
    flash("Nothing was changed, and the file is gone from here.", "ok")
    return redirect(url_for("roll.roll"), 303)


def read_diff(uow: Uow, import_id: UUID) -> Diff:
    """What the file changes now, with the registrations it touches."""
    return importing.looked_at(uow, import_id, landlords.open_counts(uow))


def _page(import_id: UUID, answers: Mapping[int, str] | None = None, *, ask: bool = False) -> str:
    diff = read(read_diff, import_id)
    given = answers or {}
    open_questions = [one for one in diff.questions if given.get(one.row.line) not in one.options]
    errors = [
        FieldError(f"line-{one.row.line}", f"Line {one.row.line}, {one.row.name}: say which landlord this is")
        for one in open_questions
        if ask
    ]
    return render_template(
        "roll/check.html",
        diff=diff,
        import_id=import_id,
        answers=given,
        errors=errors,
        most=10**9 if request.args.get("all") else SHOWN,
        band_words=rules.BAND_WORDS,
        facts=telling.facts,
    )
