"""The organiser's side: publishing the agenda, adding and replacing papers, the post, and who opened what."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.codes import documents
from companion.forums import agendas
from companion.forums import service as forums
from companion.forums.forms import whole_number
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.forms import FieldError, as_uuid
from companion.kernel.listing import MOST_UNSEARCHED, matches, page_number, part_of
from companion.kernel.uow import Uow
from companion.papers import announcing, reading, rules, service
from companion.papers.blueprint import bp
from companion.people import service as people
from companion.people.gate import allow, read, run

MARKINGS = [
    ("open", "For everybody", "Everybody who has a link to this forum session"),
    ("early_sight", "Early sight", "Only people who hold a place, after they said that they know it is early"),
    ("confidential", "Confidential", "Only people who hold a place and have signed; every opening is noted"),
]


@bp.post("/forum-sessions/<uuid:session_id>/agenda/publish")
@allow("forums.plan")
def publish(session_id: UUID) -> ResponseReturnValue:
    """Publish the agenda that was looked over; the worker writes to everybody."""
    try:
        late = run(_publish, session_id)
    except DomainError as error:
        flash(error.message, "stop")
        return redirect(url_for("forums.agenda", session_id=session_id), 303)
    if late:
        flash("Published, late. The miss is on record; the forum session goes ahead.", "care")
    else:
        flash("Published. Everybody concerned is written to now.", "ok")
    return redirect(url_for("forums.agenda", session_id=session_id), 303)


def _publish(uow: Uow, session_id: UUID) -> bool:
    session = forums.session_of(uow, session_id)
    version = agendas.publish(uow, session_id, documents=documents.governing(uow, session.programme_id))
    return version.number == 1 and agendas.standing_of(uow, session).is_late


@bp.get("/forum-sessions/<uuid:session_id>/papers")
@allow("forums.view")
def papers(session_id: UUID) -> ResponseReturnValue:
    """The papers of a forum session, and who was sent them."""
    return _desk(session_id)


@bp.get("/forum-sessions/<uuid:session_id>/papers/new")
@allow("forums.plan")
def new_paper(session_id: UUID) -> ResponseReturnValue:
    """Write a paper, or choose a file."""
    return _form(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/papers/new")
@allow("forums.plan")
def add_paper(session_id: UUID) -> ResponseReturnValue:
    """Add it."""
    typed = {name: request.form.get(name, "") for name in ("title", "marking", "item", "text")}
    errors = []
    if not typed["title"].strip():
        errors.append(FieldError("title", "Enter a title"))
    if typed["marking"] not in rules.MARKINGS:
        errors.append(FieldError("marking", "Choose who may open it"))
    if errors:
        return _form(session_id, typed, errors), 422
    try:
        run(
            service.add_paper,
            session_id,
            title=typed["title"],
            marking=typed["marking"],
            item_id=as_uuid(typed["item"]),
            text=typed["text"],
            data=_upload(),
        )
    except BadInput as error:
        return _form(session_id, typed, [_field(error)]), 422
    flash("Added. People with a place see it beside the agenda.", "ok")
    return redirect(url_for(".papers", session_id=session_id), 303)


@bp.get("/papers/<uuid:paper_id>/replace")
@allow("forums.plan")
def replace_form(paper_id: UUID) -> ResponseReturnValue:
    """Replace what a paper says."""
    return _replace(paper_id)


@bp.post("/papers/<uuid:paper_id>/replace")
@allow("forums.plan")
def replace(paper_id: UUID) -> ResponseReturnValue:
    """Keep the new version."""
    text = request.form.get("text", "")
    try:
        number = run(service.add_version, paper_id, text=text, data=_upload())
    except BadInput as error:
        return _replace(paper_id, text, [_field(error)]), 422
    flash(f"Version {number} is there. It is unread for everybody.", "ok")
    return redirect(url_for(".papers", session_id=read(service.paper_of, paper_id).forum_session_id), 303)


@bp.post("/papers/<uuid:paper_id>/withdraw")
@allow("forums.plan")
def withdraw(paper_id: UUID) -> ResponseReturnValue:
    """Take a paper back."""
    run(service.withdraw_paper, paper_id)
    flash("Taken back. Nobody can open it any more.", "ok")
    return redirect(url_for(".papers", session_id=read(service.paper_of, paper_id).forum_session_id), 303)


@bp.get("/papers/<uuid:paper_id>/openings")
@allow("forums.plan")
def openings(paper_id: UUID) -> ResponseReturnValue:
    """Who opened a confidential paper, and when."""
    return render_template("papers/openings.html", page=read(_openings, paper_id))


@bp.post("/forum-sessions/<uuid:session_id>/papers/by-post")
@allow("forums.plan")
def by_post(session_id: UUID) -> ResponseReturnValue:
    """Somebody reads on paper: theirs goes by post, this time and from now on."""
    person_id = as_uuid(request.form.get("person", ""))
    if person_id is not None:
        run(announcing.post_instead, session_id, person_id)
        flash("Theirs goes by post from now on. Note the day when it is posted.", "ok")
    return _sent_again(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/papers/by-email")
@allow("forums.plan")
def by_email(session_id: UUID) -> ResponseReturnValue:
    """Somebody reads on paper no longer, or never did."""
    person_id = as_uuid(request.form.get("person", ""))
    if person_id is not None:
        run(announcing.email_instead, session_id, person_id)
        flash("Theirs goes by e-mail from now on.", "ok")
    return _sent_again(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/papers/posted")
@allow("forums.plan")
def posted(session_id: UUID) -> ResponseReturnValue:
    """Note the day of posting."""
    person_id, on = as_uuid(request.form.get("person", "")), _day()
    if person_id is None or on is None:
        return _desk(session_id, [FieldError("on", "Enter the day of posting, like 25 5 2027")]), 422
    try:
        run(announcing.posted, session_id, person_id, on)
    except BadInput as error:
        return _desk(session_id, [FieldError("on", error.message)]), 422
    flash("Noted.", "ok")
    return _sent_again(session_id)


def _openings(uow: Uow, paper_id: UUID) -> dict[str, object]:
    found = service.openings_of(uow, paper_id)
    names = people.names_of(uow, {person_id for _, person_id, _ in found})
    rows = [(names.get(person_id, "Somebody"), number, opening.opened_at) for number, person_id, opening in found]
    return {"paper": service.paper_of(uow, paper_id), "rows": rows}


def _desk(session_id: UUID, errors: list[FieldError] | None = None) -> str:
    page, kept = read(reading.desk_page, session_id), _kept()
    typed = kept.get("q", "")
    return render_template(
        "papers/desk.html",
        page=page,
        part=part_of([one for one in page.sent if matches(typed, one.name)], page_number(kept.get("page", ""))),
        typed=typed,
        kept=kept,
        is_long=len(page.sent) > MOST_UNSEARCHED,
        errors=errors or [],
    )


def _kept() -> dict[str, Any]:
    """Which part of the list somebody looks at: it goes with every button and comes back with them."""
    return {name: request.args[name][:80].strip() for name in ("q", "page") if name in request.args}


def _sent_again(session_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".papers", session_id=session_id, **_kept(), _anchor="sent"), 303)


def _form(session_id: UUID, values: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "papers/new.html",
        page=read(reading.desk_page, session_id),
        values=values or {"marking": "open"},
        errors=errors or [],
        markings=MARKINGS,
    )


def _replace(paper_id: UUID, text: str | None = None, errors: list[FieldError] | None = None) -> str:
    page = read(_paper_to_replace, paper_id)
    return render_template(
        "papers/replace.html", page=page, text=page["text"] if text is None else text, errors=errors or []
    )


def _paper_to_replace(uow: Uow, paper_id: UUID) -> dict[str, object]:
    opened = service.look_into(uow, paper_id, reader=rules.Reader(is_staff=True))
    is_text = opened.version.format == "text"
    return {
        "paper": opened.paper,
        "version": opened.version,
        "session": forums.session_of(uow, opened.paper.forum_session_id),
        "text": opened.content.decode() if is_text else "",
    }


def _upload() -> bytes:
    upload = request.files.get("file")
    return upload.read(rules.MOST_BYTES + 1) if upload else b""


def _field(error: BadInput) -> FieldError:
    return FieldError("file" if isinstance(error, rules.BadPaper) and _has_file() else "text", error.message)


def _has_file() -> bool:
    upload = request.files.get("file")
    return bool(upload and upload.filename)


def _day() -> date | None:
    parts = [request.form.get(f"on-{part}", "") for part in ("day", "month", "year")]
    day, month = whole_number(parts[0], 1, 31), whole_number(parts[1], 1, 12)
    year = whole_number(parts[2], 2020, 2100)
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None
