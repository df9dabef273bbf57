"""Where a transcript stands, the second person's yes, and what readers fetch. Nothing here can open raw text."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import DomainError
from companion.kernel.ids import DraftId, ForumSessionId
from companion.kernel.uow import Uow
from companion.people import gate
from companion.people.gate import allow, read, run
from companion.release import publishing, viewing
from companion.release.second_reading import read_sample

bp = Blueprint("release", __name__)

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "json": "application/json",
}


@bp.get("/forum-sessions/<uuid:session_id>/release")
@allow("release.view")
def show(session_id: UUID) -> ResponseReturnValue:
    """Where the transcript stands, what it waits for, and who may do what next."""
    page = read(viewing.stand_page, ForumSessionId(session_id), viewer_id=gate.viewer().person_id)
    return render_template("release/show.html", page=page, session_id=session_id)


@bp.get("/release/<uuid:draft_id>/approve")
@allow("release.approve")
def approval(draft_id: UUID) -> ResponseReturnValue:
    """The exact bytes that wait for the second person, by their digests."""
    page = read(viewing.approval_page, DraftId(draft_id), viewer_id=gate.viewer().person_id)
    return render_template("release/approve.html", page=page, draft_id=draft_id)


@bp.post("/release/<uuid:draft_id>/approve")
@allow("release.approve")
def approve(draft_id: UUID) -> ResponseReturnValue:
    """Approve the files whose manifest the form names."""
    slips, is_back = request.form.getlist("slip", type=int), request.form.get("answer") == "back"
    if bool(slips) != is_back or (not is_back and request.form.get("read") != "yes"):
        flash("Read the text first, and tick the box that says so. A passage that you ticked sends it back.", "stop")
        return redirect(url_for(".approval", draft_id=draft_id), 303)
    try:
        state = run(_read_and_approve, DraftId(draft_id), manifest=request.form.get("manifest", ""), slips=slips)
    except DomainError as refused:
        flash(refused.message, "stop")
        return redirect(url_for(".approval", draft_id=draft_id), 303)
    if state is None:
        flash("It goes back to the editor with what you ticked. Whoever reads it next reads all of it.", "ok")
        return redirect(url_for(".show", session_id=read(viewing.session_of, DraftId(draft_id))), 303)
    flash("Approved and released." if state == "released" else "Approved. It is held for corrections now.", "ok")
    return redirect(url_for(".show", session_id=read(viewing.session_of, DraftId(draft_id))), 303)


@bp.get("/release/<uuid:draft_id>/files/<uuid:file_id>")
@allow("release.approve")
def approval_file(draft_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """One of the files that wait for approval, byte for byte."""
    return _send(read(publishing.read_for_approval, DraftId(draft_id), file_id))


@bp.post("/release/<uuid:draft_id>/withdraw")
@allow("release.withdraw")
def withdraw(draft_id: UUID) -> ResponseReturnValue:
    """Take a transcript back and tell whoever fetched it."""
    back = redirect(url_for(".show", session_id=read(viewing.session_of, DraftId(draft_id))), 303)
    if request.form.get("sure") != "yes":
        flash("Tick the box that says you are sure.", "stop")
        return back
    told = run(publishing.withdraw, DraftId(draft_id))
    written = {0: "Nobody had downloaded it.", 1: "We write to the one person who downloaded it."}
    flash(
        f"The transcript is withdrawn. {written.get(told, f'We write to the {told} people who downloaded it.')}", "ok"
    )
    return back


@bp.get("/forum-sessions/<uuid:session_id>/transcript")
@allow("release.download")
def shelf(session_id: UUID) -> ResponseReturnValue:
    """What there is to read of a forum session, for whoever took part."""
    page = read(
        viewing.shelf_page,
        ForumSessionId(session_id),
        is_reviewer=gate.can("release.review"),
        person_id=gate.viewer().person_id,
    )
    return render_template("release/shelf.html", page=page, session_id=session_id)


@bp.post("/transcript/<uuid:file_id>/download")
@allow("release.download")
def download(file_id: UUID) -> ResponseReturnValue:
    """A released file, byte for byte as approved. A button and no link, since we note who took it, to tell them if it
    is withdrawn."""
    person_id = gate.viewer().person_id
    assert person_id is not None  # the gate lets nobody unknown through
    return _send(run(publishing.fetch, file_id, is_reviewer=gate.can("release.review"), person_id=person_id))


def _read_and_approve(uow: Uow, draft_id: DraftId, *, manifest: str, slips: list[int]) -> str | None:
    """The sample is read, and approved where it held no slip; None where it goes back."""
    if read_sample(uow, draft_id, manifest=manifest, slips=slips):
        return None
    return publishing.approve(uow, draft_id, manifest=manifest)


def _send(served: publishing.Served) -> ResponseReturnValue:
    response = send_file(
        BytesIO(served.content),
        mimetype=CONTENT_TYPES[served.format],
        as_attachment=True,
        download_name=f"forum-transcript-v{served.version}.{served.format}",
        etag=False,
    )
    response.headers["Repr-Digest"] = f"sha-256=:{served.base64_digest}:"
    return response
