"""Anonymise one file, without planning a forum session. Only whoever uploaded it sees it, for a day."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import DomainError, NotFound
from companion.people import gate
from companion.people.gate import allow, read, run
from companion.release import one_off
from companion.release.pages import CONTENT_TYPES

bp = Blueprint("release_one_off", __name__)


@bp.get("/anonymise")
@allow("release.one_off")
def show() -> ResponseReturnValue:
    """The form, somebody's own files, and one of them with what was made of it."""
    job_id = request.args.get("job", type=UUID)
    try:
        job = read(one_off.job_of, job_id, _me()) if job_id else None
    except NotFound:
        return redirect(url_for(".show"), 303)
    return render_template("release/one_off.html", jobs=read(one_off.mine, _me()), job=job)


@bp.post("/anonymise")
@allow("release.one_off")
def start() -> ResponseReturnValue:
    """Take a file and its table."""
    file, table = request.files.get("file"), request.files.get("registrants")
    if file is None or not file.filename:
        flash("Choose the transcript file first.", "stop")
        return redirect(url_for(".show"), 303)
    rows = table.stream.read() if table is not None and table.filename else None
    try:
        job_id = run(one_off.start, file.filename, file.stream.read(), rows)
    except DomainError as refused:
        flash(refused.message, "stop")
        return redirect(url_for(".show"), 303)
    return redirect(url_for(".show", job=job_id), 303)


@bp.post("/anonymise/file")
@allow("release.one_off")
def fetch() -> ResponseReturnValue:
    """One of the files that were made. A button and no link, so that it is asked for by whoever looks at it."""
    fmt, job_id = request.form.get("format", ""), request.form.get("job", type=UUID)
    if job_id is None:
        return _which()
    content = run(one_off.file_of, job_id, _me(), fmt)
    return send_file(
        BytesIO(content),
        mimetype=CONTENT_TYPES[fmt],
        as_attachment=True,
        download_name=f"not-reviewed-transcript.{fmt}",
        etag=False,
    )


@bp.post("/anonymise/drop")
@allow("release.one_off")
def drop() -> ResponseReturnValue:
    """Delete a file and what was made of it."""
    job_id = request.form.get("job", type=UUID)
    if job_id is None:
        return _which()
    run(one_off.drop, job_id, _me())
    flash("Deleted, and its key destroyed.", "ok")
    return redirect(url_for(".show"), 303)


def _which() -> ResponseReturnValue:
    flash("Choose one of your files first.", "stop")
    return redirect(url_for(".show"), 303)


def _me() -> UUID:
    person_id = gate.viewer().person_id
    assert person_id is not None  # the gate lets nobody unknown through
    return person_id
