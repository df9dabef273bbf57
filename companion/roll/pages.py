"""The roll: its landlords, and bringing it up to date from a file, looked at before it is applied."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run
from companion.roll import rules, service
from companion.roll.csv_file import COLUMNS, MOST_BYTES, BrokenRoll
from companion.roll.tables import Landlord, RollImport

bp = Blueprint("roll", __name__)


@dataclass(frozen=True)
class Line:
    """One landlord on the roll's page."""

    landlord: Landlord
    domains: tuple[str, ...]
    contact: str | None


@dataclass(frozen=True)
class RollPage:
    """The roll by name, and when it was last brought up to date."""

    lines: tuple[Line, ...]
    latest: RollImport | None

    @property
    def in_review(self) -> int:
        return sum(line.landlord.band == rules.REVIEW for line in self.lines)


@bp.get("/roll")
@allow("roll.view")
def roll() -> ResponseReturnValue:
    """The landlords of the Scheme."""
    return _page()


@bp.post("/roll/check")
@allow("roll.import")
def check() -> ResponseReturnValue:
    """Show what a file would change; nothing is changed yet."""
    upload = request.files.get("file")
    data = upload.read(MOST_BYTES + 1) if upload else b""
    if not data:
        return _page([FieldError("file", "Choose the roll’s file")]), 422
    try:
        diff = read(service.plan_import, data)
    except BrokenRoll as error:
        return _page(
            [FieldError("file", f"{error.message[:1].upper()}{error.message[1:]}. Nothing was imported.")]
        ), 422
    return render_template("roll/check.html", diff=diff, carried=_carry(data), band_words=rules.BAND_WORDS)


@bp.post("/roll/apply")
@allow("roll.import")
def apply() -> ResponseReturnValue:
    """Bring the roll up to date with the file that was looked at."""
    data = _carried(request.form.get("carried", ""))
    try:
        diff = run(service.apply_import, data)
    except BrokenRoll as error:
        return _page([FieldError("file", error.message)]), 422
    flash(f"The roll is up to date. {diff.summary()}", "ok")
    return redirect(url_for(".roll"), 303)


def read_roll_page(uow: Uow) -> RollPage:
    """The roll with domains and contacts."""
    domains, contacts = service.domains_of(uow), service.contacts_of(uow)
    lines = tuple(
        Line(landlord, domains.get(landlord.id, ()), contacts[landlord.id].name if landlord.id in contacts else None)
        for landlord in service.landlords(uow)
    )
    return RollPage(lines, service.latest_import(uow))


def _page(errors: list[FieldError] | None = None) -> str:
    return render_template(
        "roll/roll.html",
        page=read(read_roll_page),
        columns=COLUMNS,
        band_words=rules.BAND_WORDS,
        errors=errors or [],
    )


def _carry(data: bytes) -> str:
    """A file packed into a form field, so that what is applied is what was looked at, and nothing lies on our disk."""
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def _carried(text: str) -> bytes:
    """The file from the form field; empty, and so refused, when somebody altered it or it unpacks beyond the limit."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
    except (ValueError, zlib.error):
        return b""
    return data if unpacking.eof else b""
