"""The roll: its landlords, who waits for a size, and what staff change about one of them.

What hangs on a landlord (registrations) is a higher room's: `registration/landlord_pages.py` shows it, and a file's
changes too.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.people.gate import allow, read, run
from companion.roll import editing, importing, listing, rules
from companion.roll.faults import MOST_BYTES, BrokenRoll
from companion.roll.rows import COLUMNS

bp = Blueprint("roll", __name__)
#: how many faults of a file are told at once
FAULTS_SHOWN = 20


@bp.get("/roll")
@allow("roll.view")
def roll() -> ResponseReturnValue:
    """The landlords of the Scheme."""
    return _page()


@bp.post("/roll/check")
@allow("roll.import")
def check() -> ResponseReturnValue:
    """Look at what a file would change; nothing is changed yet."""
    upload = request.files.get("file")
    data = upload.read(MOST_BYTES + 1) if upload else b""
    if not data:
        return _page([FieldError("file", "Choose the roll’s file")]), 422
    try:
        import_id = run(importing.look_at, data)
    except BrokenRoll as error:
        return _page([FieldError("file", words) for words in _faults(error)]), 422
    return redirect(url_for("landlords.looked_at", import_id=import_id), 303)


def _faults(error: BrokenRoll) -> list[str]:
    """What is wrong with a file, each as a sentence, the first few where there are many."""
    told = [f"{words[:1].upper()}{words[1:].rstrip('.')}." for words in error.all_of_them]
    more = len(told) - FAULTS_SHOWN
    told[0] += " Nothing was imported."
    if more <= 0:
        return told
    return [*told[:FAULTS_SHOWN], f"And {more} more {'line' if more == 1 else 'lines'}. Put these right first."]


@bp.get("/roll/review")
@allow("roll.edit")
def review() -> ResponseReturnValue:
    """The landlords whose size nobody knows, each with its question."""
    return _review()


@bp.post("/roll/review/<uuid:landlord_id>")
@allow("roll.edit")
def size(landlord_id: UUID) -> ResponseReturnValue:
    """Say how many homes a landlord has, or which forum it belongs to while nobody knows."""
    band, homes = request.form.get("band", ""), request.form.get("homes", "")
    try:
        landlord = run(editing.settle_size, landlord_id, homes=homes, band=band)
    except DomainError as error:
        return _review([FieldError(f"homes-{landlord_id}", error.message)]), 422
    flash(f"{landlord.name} belongs to the forum for landlords {rules.BAND_WORDS[landlord.band]}.", "ok")
    return redirect(url_for(".review"), 303)


def _page(errors: list[FieldError] | None = None) -> str:
    number = request.args.get("page", "1")
    wanted = listing.Wanted(
        request.args.get("q", "")[:100],
        request.args.get("band", ""),
        request.args.get("state", ""),
        max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )
    return render_template(
        "roll/roll.html",
        page=read(listing.roll_page, wanted),
        columns=COLUMNS,
        band_words=rules.BAND_WORDS,
        state_words=rules.MEMBERSHIP_WORDS,
        errors=errors or [],
    )


def _review(errors: list[FieldError] | None = None) -> str:
    typed = request.form.get("homes", "")
    return render_template("roll/review.html", landlords=read(listing.in_review), errors=errors or [], typed=typed)
