"""The chair's page and the registrant's page, their steps as forms, and what their scripts fetch.

Every step is a form that works without script: it answers 303 back to the page. To a script that asks for JSON it
answers with the frame as it stands after the step.
"""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID

import msgspec
from flask import Blueprint, Response, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.floor import (
    captions_pane,
    chairing,
    errors,
    interest_steps,
    notes,
    ordering,
    participants,
    service,
    tickets,
    viewing,
    wording,
)
from companion.floor.events import HandKind
from companion.floor.feeds import feeds_of
from companion.floor.frames import frame_of
from companion.floor.journals import By
from companion.floor.sentences import SENTENCES
from companion.interests.rules import NATURES
from companion.kernel.clocks import to_ms
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import ForumSessionId, new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.people import gate
from companion.people.gate import allow, doors, read, run
from companion.people.roles import Role

bp = Blueprint("floor", __name__, url_prefix="/forum-sessions/<uuid:session_id>/floor")

ASKED_KINDS: dict[str, HandKind] = {
    "comment": "comment",
    "question": "question",
    "read_out": "read_out",
    "access": "access",
    "point_of_order": "point_of_order",
}


#: the pages whose forms send steps, by what they say in `back`
_BACK = {"steward": "steward.page", "chair": ".chair"}


# The chair


@bp.get("")
@allow("floor.chair")
def chair(session_id: UUID) -> ResponseReturnValue:
    """Who speaks, who is next and why, the queue, the item, and what can be undone."""
    page = read(viewing.chair_page, session_id)
    by = staff()
    return render_template(
        "floor/chair.html",
        page=page,
        key=new_id(),
        w=wording,
        move_words=ordering.MOVE_WORDS,
        sentences=SENTENCES,
        natures=NATURES,
        deputies=read(interest_steps.deputies, session_id, by),
        concerns=read(interest_steps.concerns, session_id, by),
        me=str(by.actor_id),
    )


@bp.post("")
@allow("floor.chair")
def step(session_id: UUID) -> ResponseReturnValue:
    """One step of the chair's or the steward's, named by `step`."""
    form, by = request.form, staff()
    try:
        run(chairing.perform, ForumSessionId(session_id), form.get("step", ""), form, by=by, key=_key(by))
    except DomainError as refused:
        if isinstance(refused, errors.ChairOnly):
            gate.note_refusal(form.get("step", "")[:40] if form.get("step") in chairing.ALL_STEPS else "")
        if _wants_json():
            raise
        flash(refused.message, "care")
    if _wants_json():
        return jsonify(read(frame_of, session_id, "chair"))
    return redirect(url_for(_BACK.get(form.get("back", ""), ".chair"), session_id=session_id), 303)


@bp.get("/state")
@allow("floor.chair")
def chair_state(session_id: UUID) -> ResponseReturnValue:
    """The chair's frame, for pages that no stream reaches; 304 when nothing has changed."""
    return _state(session_id, "chair")


@bp.get("/ticket")
@allow("floor.chair")
def chair_ticket(session_id: UUID) -> ResponseReturnValue:
    """A ticket for the chair's stream."""
    return _ticket(session_id, "chair")


@bp.get("/notes")
@allow("floor.chair")
def chair_notes(session_id: UUID) -> ResponseReturnValue:
    """The private notes of those who wait, by request: fetched by the chair's page, in no frame."""
    return jsonify(read(viewing.notes_of_waiting, session_id))


@bp.get("/feeds")
@allow("floor.chair")
def feeds(session_id: UUID) -> ResponseReturnValue:
    """Which feeds are alive and when each was last heard."""
    return jsonify([msgspec.to_builtins(one) for one in read(feeds_of, session_id)])


@bp.get("/interests")
@allow("floor.chair")
def chair_concerns(session_id: UUID) -> ResponseReturnValue:
    """What declared interests concern, in the words of who declared them: for whoever chairs, in no frame."""
    return jsonify(read(interest_steps.concerns, session_id, staff()))


@bp.get("/people")
@allow("floor.chair")
def people(session_id: UUID) -> ResponseReturnValue:
    """Everybody present or expected, for adding a hand by some letters of a name."""
    return jsonify([one.line for one in read(participants.everybody, session_id)])


@bp.get("/paper")
@allow("floor.chair")
def paper(session_id: UUID) -> ResponseReturnValue:
    """The order as it stands, to print: the way out when the network is gone."""
    return render_template("floor/paper.html", page=read(viewing.chair_page, session_id), w=wording)


# The registrant


@bp.get("/me")
@allow("floor.take_part")
def ask(session_id: UUID) -> ResponseReturnValue:
    """One button to ask to speak, my place, who speaks now."""
    try:
        page = read(viewing.own_page, session_id, gate.viewer().registration_id)
    except errors.NoPlace:
        return redirect(url_for("registration.own", session_id=session_id), 303)
    g.icon_file = "icons-phone.svg"  # a phone in a meeting is on a line that Zoom needs
    captions = read(captions_pane.is_offered, session_id)
    return render_template("floor/ask.html", page=page, captions=captions, key=new_id(), w=wording, natures=NATURES)


@bp.post("/me")
@allow("floor.take_part")
def own_step(session_id: UUID) -> ResponseReturnValue:
    """Ask, take back, let others go first, or say what it is about."""
    registration_id = gate.viewer().registration_id
    try:
        run(_own_step, ForumSessionId(session_id), registration_id, request.form.get("step", ""))
    except DomainError as refused:
        if _wants_json():
            raise
        flash(refused.message, "care")
    if _wants_json():
        return jsonify(read(viewing.own_view, session_id, registration_id))
    return redirect(url_for(".ask", session_id=session_id), 303)


@bp.get("/me/state")
@allow("floor.take_part")
def own_state(session_id: UUID) -> ResponseReturnValue:
    """The attendees' frame with this registrant's own request in it; 304 when nothing has changed."""
    frame = read(viewing.own_view, session_id, gate.viewer().registration_id)
    own = {name: value for name, value in frame.items() if name in viewing.OWN}
    return with_etag(frame, whose=blake2b(msgspec.json.encode(own), digest_size=8).hexdigest())


@bp.get("/me/captions")
@allow("floor.take_part")
def own_captions(session_id: UUID) -> ResponseReturnValue:
    """The last lines of what is said, for this registrant and this moment; 304 when nothing has changed.

    Nobody keeps it: not the browser, and not the page, which asks again only while its captions are open.
    """
    shown = read(captions_pane.captions_for, ForumSessionId(session_id), gate.viewer().registration_id)
    response = make_response(jsonify(shown))
    response.set_etag(blake2b(msgspec.json.encode(shown), digest_size=16).hexdigest())
    response.headers["Cache-Control"] = "no-store"
    response.make_conditional(request)
    return response


@bp.get("/me/ticket")
@allow("floor.take_part")
def own_ticket(session_id: UUID) -> ResponseReturnValue:
    """A ticket for the stream that everybody in the meeting shares; for those who have a place in it."""
    read(participants.of_registration, session_id, gate.viewer().registration_id)
    return _ticket(session_id, "attendee")


def staff() -> By:
    """Who acts on the chair's page: as the chair, where they hold that role here."""
    viewer = gate.viewer()
    return By("chair" if viewer.has(Role.CHAIR, gate.scope().programme_id) else "steward", "page", viewer.person_id)


def _own_step(uow: Uow, session_id: ForumSessionId, registration_id: UUID | None, name: str) -> None:
    if registration_id is None:
        raise NotFound
    form, key = request.form, _key(By("registrant", "page", registration_id))
    about = clean_line(form.get("about", ""), most=notes.MOST_LETTERS)
    service.check_pace(uow, session_id, registration_id)
    if name == "ask":
        kind = ASKED_KINDS.get(form.get("kind", ""), "comment")
        ago = form.get("ago", "")
        ago_ms = int(ago) if ago.isascii() and ago.isdigit() and len(ago) < 8 else 0
        service.ask(uow, session_id, registration_id, key=key, kind=kind, about=about, ago_ms=ago_ms)
    elif name == "take_back":
        service.take_back(uow, session_id, registration_id, key=key)
    elif name == "later":
        service.let_others_go_first(uow, session_id, registration_id, key=key)
    elif name == "ready":
        service.answer_call(uow, session_id, registration_id, key=key)
    elif name == "about":
        service.say_what_about(uow, session_id, registration_id, about, key=key)
    elif name in ("come_in", "no_thanks"):
        service.answer_invitation(uow, session_id, registration_id, key=key, accept=name == "come_in")
    elif name == "interest":
        interest_steps.declare_own(uow, session_id, registration_id, form)
    elif name == "interest_back":
        interest_steps.take_back_own(uow, session_id, registration_id, form)
    else:
        raise errors.UnknownAct


def _key(by: By) -> str:
    """What makes this press itself, however often it arrives; within what this person sends."""
    typed = request.form.get("key", "")
    own = typed if 8 <= len(typed) <= 64 and typed.replace("-", "").isalnum() and typed.isascii() else str(new_id())
    return f"{by.actor_id}:{own}:{request.form.get('step', '')[:20]}"


def _ticket(session_id: UUID, role: str) -> Response:
    return issue_ticket(tickets.Ticket(session_id, role, gate.viewer().browser_session_id))


def issue_ticket(ticket: tickets.Ticket) -> Response:
    """A ticket, signed, and where to go with it."""
    runner = doors().runner
    token = tickets.issue(ticket, secret=runner.settings.secret_key, now=runner.clock.now())
    return jsonify(ticket=token, url=f"/live/{ticket.forum_session_id}")


def _state(session_id: UUID, role: str) -> Response:
    return with_etag(read(frame_of, session_id, role))


def with_etag(frame: dict[str, object], whose: str = "") -> Response:
    """A frame for a page that asks again and again: 304 when nothing has changed, and the server's time with it.

    `whose` tells apart what is only one person's, so that a device in other hands keeps nothing of the last ones.
    """
    response = make_response(jsonify(frame))
    response.set_etag(f"{frame['seq']}-{frame['role']}{whose and f'-{whose}'}")
    response.headers["Cache-Control"] = "no-cache, private"
    response.headers["X-Server-Ms"] = str(to_ms(doors().runner.clock.now()))
    response.headers["X-Session-Ms"] = str(frame["now_ms"])
    response.headers["X-Session-Rate"] = str(frame["rate"])
    response.make_conditional(request)
    return response


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
