"""The stage: for whoever chairs, and by a link that shows it to anybody who has it and can do nothing else."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.floor import stage_links, tickets, viewing, wording
from companion.floor.frames import frame_of
from companion.floor.pages import issue_ticket, with_etag
from companion.floor.qr import qr_path
from companion.floor.viewing import Page
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.uow import Uow
from companion.people import gate
from companion.people.gate import allow, doors, read, run

bp = Blueprint("stage", __name__)
SCALES = (
    30,
    40,
    50,
    60,
    70,
    80,
    90,
    100,
)  # of the window, in per cent: as classes, since the CSP takes no inline style


@bp.get("/forum-sessions/<uuid:session_id>/floor/stage")
@allow("floor.stage")
def show(session_id: UUID) -> ResponseReturnValue:
    """The page to share in Zoom: who speaks, the clock, who is next, the item."""
    return _stage(
        read(viewing.stage_page, session_id),
        ticket=url_for(".ticket", session_id=session_id),
        state=url_for(".state", session_id=session_id),
    )


@bp.get("/forum-sessions/<uuid:session_id>/floor/stage/state")
@allow("floor.stage")
def state(session_id: UUID) -> ResponseReturnValue:
    """The stage's frame; 304 when nothing has changed."""
    return with_etag(read(frame_of, session_id, "stage"))


@bp.get("/forum-sessions/<uuid:session_id>/floor/stage/ticket")
@allow("floor.stage")
def ticket(session_id: UUID) -> ResponseReturnValue:
    """A ticket for the stage's stream."""
    return issue_ticket(tickets.Ticket(session_id, "stage", gate.viewer().browser_session_id))


@bp.get("/forum-sessions/<uuid:session_id>/floor/stage/links")
@allow("floor.stage")
def links(session_id: UUID) -> ResponseReturnValue:
    """The links that show the stage, to make one and to end one."""
    return _links(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/floor/stage/links")
@allow("floor.stage")
def change_links(session_id: UUID) -> ResponseReturnValue:
    """Make a link, which is told once; or end one."""
    if request.form.get("step") == "make":
        token = run(stage_links.make, session_id, gate.viewer().person_id)
        return _links(session_id, made=doors().runner.settings.public_url + url_for(".by_link", token=token))
    try:
        run(stage_links.revoke, session_id, UUID(request.form.get("link", "")))
    except ValueError as error:
        raise BadInput("Load the page again, then end the link.") from error
    return redirect(url_for(".links", session_id=session_id), 303)


@bp.get("/stage/<token>")
@allow("public")
def by_link(token: str) -> ResponseReturnValue:
    """The stage for whoever has the link: OBS, a second machine, a screen in a hall."""
    page = read(lambda uow: viewing.stage_page(uow, stage_links.link_of(uow, token).forum_session_id))
    return _stage(
        page, ticket=url_for(".ticket_by_link", token=token), state=url_for(".state_by_link", token=token), by_link=True
    )


@bp.get("/stage/<token>/state")
@allow("public")
def state_by_link(token: str) -> ResponseReturnValue:
    """The stage's frame by a link."""
    return with_etag(read(lambda uow: frame_of(uow, stage_links.link_of(uow, token).forum_session_id, "stage")))


@bp.get("/stage/<token>/ticket")
@allow("public")
def ticket_by_link(token: str) -> ResponseReturnValue:
    """A ticket for the stage's stream, which ends with the link."""
    link = read(stage_links.link_of, token)
    return issue_ticket(tickets.Ticket(link.forum_session_id, "stage", None, link.id))


@bp.get("/ask/<code>")
@allow("public")
def ask(code: str) -> ResponseReturnValue:
    """From the short address on the stage to the registrant's own page, which asks who they are."""
    return redirect(url_for("floor.ask", session_id=read(stage_links.session_of_code, code)), 303)


def _stage(page: Page, *, ticket: str, state: str, by_link: bool = False) -> str:
    code = read(stage_links.code_of, page.session_id)
    address = doors().runner.settings.public_url + url_for(".ask", code=code)
    scale = request.args.get("scale", "100")
    return render_template(
        "floor/stage.html",
        page=page,
        w=wording,
        ticket=ticket,
        state=state,
        by_link=by_link,
        short=address.partition("://")[2],
        qr=qr_path(address),
        is_transparent=request.args.get("bg") == "transparent",
        scale=min(SCALES, key=lambda one: abs(one - int(scale))) if scale.isascii() and scale.isdigit() else 100,
    )


def _links(session_id: UUID, made: str = "") -> str:
    def look(uow: Uow) -> tuple[Page, list[stage_links.Shown]]:
        return viewing.stage_page(uow, session_id), stage_links.listed(uow, session_id)

    page, shown = read(look)
    if not page:
        raise NotFound
    return render_template("floor/stage_links.html", page=page, links=shown, made=made, w=wording)
