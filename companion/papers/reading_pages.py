"""The reader's side: the agenda as it is out, its papers, and opening one. Nothing is noted by merely looking."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.uow import Uow
from companion.papers import reading, rules, service
from companion.papers.blueprint import bp
from companion.people import gate
from companion.people.gate import allow, read, run


@bp.get("/forum-sessions/<uuid:session_id>/reading")
@allow("papers.read")
def agenda(session_id: UUID) -> ResponseReturnValue:
    """The agenda and its papers, by day link, by landlord link, or for staff."""
    page = read(
        reading.reading_page,
        session_id,
        person_id=_me(),
        registration_id=gate.viewer().registration_id,
        is_staff=_is_staff(),
    )
    return render_template("papers/reading.html", page=page, is_mine=gate.viewer().kind == "day")


@bp.post("/forum-sessions/<uuid:session_id>/reading/early-sight")
@allow("papers.read")
def acknowledge(session_id: UUID) -> ResponseReturnValue:
    """I know that this is early."""
    run(service.acknowledge, session_id, _me())
    flash("Thank you. You can open the papers marked early sight now.", "ok")
    return redirect(url_for(".agenda", session_id=session_id), 303)


@bp.post("/papers/<uuid:paper_id>/open")
@allow("papers.read")
def open_paper(paper_id: UUID) -> ResponseReturnValue:
    """Open a paper: a page to read, or a file to keep. A button and no link, since it is noted that it was opened."""
    session_id = read(service.paper_of, paper_id).forum_session_id
    try:
        opened = run(_open, paper_id)
    except rules.NotForYou as refused:
        flash(refused.message, "care")
        return redirect(url_for(".agenda", session_id=session_id), 303)
    if opened.version.format == "text":
        return redirect(url_for(".paper", paper_id=paper_id), 303)
    return send_file(
        BytesIO(opened.content),
        mimetype=rules.CONTENT_TYPES[opened.version.format],
        as_attachment=True,
        download_name=f"forum-paper-v{opened.version.number}.{opened.version.format}",
        etag=False,
    )


@bp.get("/papers/<uuid:paper_id>")
@allow("papers.read")
def paper(paper_id: UUID) -> ResponseReturnValue:
    """A written paper, as a page. What is not open to all is opened with its button first."""
    session_id = read(service.paper_of, paper_id).forum_session_id
    try:
        opened = read(_read_opened, paper_id)
    except rules.NotForYou as refused:
        flash(refused.message, "care")
        return redirect(url_for(".agenda", session_id=session_id), 303)
    if opened is None or opened.version.format != "text":
        return redirect(url_for(".agenda", session_id=session_id, _anchor=f"paper-{paper_id}"), 303)
    return render_template(
        "papers/paper.html",
        paper=opened.paper,
        version=opened.version,
        blocks=rules.blocks(opened.content.decode()),
        marking_words=rules.MARKING_WORDS,
        session_id=session_id,
    )


def _me() -> UUID:
    person_id = gate.viewer().person_id
    assert person_id is not None, "the gate lets nobody unknown through"
    return person_id


def _is_staff() -> bool:
    return gate.viewer().kind == "account"


def _reader(uow: Uow, paper_id: UUID) -> rules.Reader:
    return service.reader_of(
        uow,
        service.paper_of(uow, paper_id).forum_session_id,
        person_id=_me(),
        registration_id=gate.viewer().registration_id,
        is_staff=_is_staff(),
    )


def _open(uow: Uow, paper_id: UUID) -> service.Opened:
    return service.open_paper(uow, paper_id, reader=_reader(uow, paper_id), person_id=_me())


def _read_opened(uow: Uow, paper_id: UUID) -> service.Opened | None:
    return service.read_opened(uow, paper_id, reader=_reader(uow, paper_id), person_id=_me())
