"""The pages that only a practice session has: the briefing, Zoom's window, the trainer's page, and the debrief.

`furnish` adds them to an installation's pages, and says on every page that this is a rehearsal. A real installation
never has them: the blueprint is registered nowhere else.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, current_app, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from companion.people.gate import allow
from companion.people.pages import NEXT
from companion.rehearsal import views
from companion.rehearsal.debrief import debrief_of
from companion.rehearsal.director import SPEEDS, Director, State
from companion.rehearsal.goals import minutes

bp = Blueprint("rehearsal", __name__, url_prefix="/rehearsal")
COOKIE = "companion-rehearsal"
MOST_LETTERS = 300


class Holder:
    """Where the pages find the director once there is one: the server starts before the seats are filled."""

    def __init__(self) -> None:
        self.director: Director | None = None
        self.title = "Rehearsal"

    @property
    def state(self) -> State:
        """How far the practice is; before there is one, it waits."""
        return self.director.state if self.director is not None else "waiting"

    def get(self) -> Director:
        """The director. Raises LookupError before there is one."""
        if self.director is None:
            raise LookupError("the practice is not ready yet")
        return self.director


def furnish(app: Flask, holder: Holder) -> None:
    """Add the rehearsal's pages to an installation, and its banner to every page.

    Its cookie has a name of its own: a browser keeps cookies by host and not by port, and whoever is signed in to a
    real installation on this machine stays so.
    """
    app.extensions["companion_rehearsal"] = holder
    app.config["SESSION_COOKIE_NAME"] = COOKIE
    app.register_blueprint(bp)
    app.jinja_env.globals["rehearsal"] = holder

    @app.before_request
    def lead_to_the_practice() -> None:
        if request.endpoint == "people.look_at_sign_in_link":
            session.setdefault(NEXT, url_for("rehearsal.show"))


def director() -> Director:
    """The director of this installation."""
    holder: Holder = current_app.extensions["companion_rehearsal"]
    return holder.get()


@bp.get("")
@allow("rehearsal.practise")
def show() -> ResponseReturnValue:
    """What will be practised, with the button to begin; afterwards the debrief."""
    running = director()
    if running.state == "over":
        return redirect(url_for("rehearsal.debrief"), 303)
    return render_template(
        "rehearsal/briefing.html", play=running.play, state=running.state, session=running.session_id
    )


@bp.get("/zoom")
@allow("rehearsal.practise")
def window() -> ResponseReturnValue:
    """Zoom's window, as far as a practice needs one: who speaks, the chat, the waiting room."""
    return render_template("rehearsal/zoom.html", view=views.zoom_view(director()), session=director().session_id)


@bp.get("/zoom/state")
@allow("rehearsal.practise")
def window_state() -> ResponseReturnValue:
    """The same for the page's script."""
    return jsonify(views.zoom_view(director()))


@bp.get("/trainer")
@allow("rehearsal.practise")
def trainer() -> ResponseReturnValue:
    """What comes next, and everything that a trainer can do about it."""
    running = director()
    return render_template(
        "rehearsal/trainer.html",
        view=views.trainer_view(running),
        play=running.play,
        speeds=SPEEDS,
        faults=views.FAULTS,
        lasting=[name for name, _, _ in views.LASTING],
        deeds=views.DEEDS,
        session=running.session_id,
    )


@bp.get("/trainer/state")
@allow("rehearsal.practise")
def trainer_state() -> ResponseReturnValue:
    """The same for the page's script."""
    return jsonify(views.trainer_view(director()))


@bp.post("/do")
@allow("rehearsal.practise")
def do() -> ResponseReturnValue:
    """One press of a button, of either page. It answers with where it came from, or with JSON for a script."""
    form = {name: value[:MOST_LETTERS] for name, value in request.form.items()}
    failed = views.act(director(), form)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(failed=failed)
    if failed:
        flash(failed, "care")
    back = form.get("back", "")
    return redirect(url_for(back if back in BACK else "rehearsal.show"), 303)


@bp.get("/debrief")
@allow("rehearsal.practise")
def debrief() -> ResponseReturnValue:
    """What there is to say about it so far, or when it is over."""
    running = director()
    found = debrief_of(running.facts(), running.play.goals)
    more: dict[str, Any] = {"play": running.play, "session": running.session_id}
    return render_template("rehearsal/debrief.html", found=found, minutes=minutes, **more)


BACK = frozenset({"rehearsal.show", "rehearsal.window", "rehearsal.trainer", "rehearsal.debrief"})
