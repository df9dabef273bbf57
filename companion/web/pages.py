"""The first page, and the two that everybody may read: privacy and accessibility."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from companion.people import gate
from companion.people.gate import allow, read
from companion.web import home as homes

bp = Blueprint("web", __name__)


@bp.get("/")
@allow("public")
def home() -> ResponseReturnValue:
    """What needs whoever is looking now; a front page for those we do not know."""
    looking = gate.viewer()
    if not looking.is_known:
        return render_template("web/front.html")
    view = read(homes.home_of, looking)
    if looking.kind == "account":
        return render_template("web/home.html", home=view, state_words=homes.STATE_WORDS)
    doors = view.sessions[0].doors if view.sessions else ()
    if len(doors) == 1:
        return redirect(url_for(doors[0].endpoint, **doors[0].values), 303)
    return render_template("web/home_link.html", home=view, doors=doors)


@bp.get("/privacy")
@allow("public")
def privacy() -> ResponseReturnValue:
    """What we keep about people, why, and for how long."""
    return render_template("web/privacy.html", programmes=read(homes.programme_names))


@bp.get("/accessibility")
@allow("public")
def accessibility() -> ResponseReturnValue:
    """How these pages can be used, what is not right yet, and whom to tell."""
    return render_template("web/accessibility.html")
