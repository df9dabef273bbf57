"""The gate every request passes: who is looking, may they, and the one way to run a use-case from a page.

`@allow("action")` only tags a view with its row of the access table; `enforce` looks it up before every request and
fails closed: a view without a row is a fault of ours and answers 500, whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, Request, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from companion.kernel.inbox import InboxWriter
from companion.kernel.uow import ANONYMOUS, Actor, Runner, Uow
from companion.people import sign_in
from companion.people.access import EVERYWHERE, MATRIX, NOBODY, Scope, Viewer, may

P = ParamSpec("P")
T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])

ACTION = "companion_action"
PANEL = "/zoom/panel"  # our page inside the Zoom client, and all below it
_READING = "gate_reading"  # on `g`: the transaction in which the gate looks, while it does
#: endpoints that serve files of ours and have no row
STATIC_ENDPOINTS = frozenset({"static", "bootstrap.static"})
OPEN_TO_ALL = frozenset({"public", "zoom.deliver"})

#: actions whose refusal to somebody we know is in the audit log: who tried to run a meeting that is not theirs to run
WATCHED = frozenset({"floor.chair"})

#: says where the object of a URL belongs; None when there is no such object
Resolver = Callable[[Uow, UUID], Scope | None]


@dataclass(frozen=True)
class Doors:
    """What pages need from the wiring: kept on the Flask app, found by `doors()`."""

    runner: Runner
    inbox: InboxWriter
    resolvers: Mapping[str, Resolver]


class SignedIn(UserMixin):  # type: ignore[misc]
    """Flask-Login's user: a browser session's token and who it stands for."""

    def __init__(self, token: str, viewer: Viewer) -> None:
        self.token = token
        self.viewer = viewer

    def get_id(self) -> str:
        return self.token


def install(app: Flask, doors: Doors) -> None:
    """Put the gate before every request of an app."""
    app.extensions["companion"] = doors
    manager = LoginManager()
    manager.session_protection = None  # our sessions are rows with random tokens; there is nothing to fingerprint
    manager.init_app(app)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedIn | None:
        reading: Uow | None = g.get(_READING)
        viewer = sign_in.viewer_of(reading, token) if reading else doors.runner.read(sign_in.viewer_of, token)
        # The two kinds of cookie are signed apart as well; what opens the one page must never open the other.
        is_here = (viewer.kind == "panel") == in_panel(request.path)
        return SignedIn(token, viewer) if viewer.is_known and is_here else None

    app.before_request(enforce)


def in_panel(path: str) -> bool:
    """Whether a path belongs to the page inside the Zoom client, which has a cookie of its own."""
    return path == PANEL or path.startswith(f"{PANEL}/")


def allow(action: str) -> Callable[[View], View]:
    """Say which row of the access table a view needs. Raises KeyError at import for an action without a row."""
    MATRIX[action]

    def tag(view: View) -> View:
        setattr(view, ACTION, action)
        return view

    return tag


def doors() -> Doors:
    """The doors of the current app."""
    found: Doors = current_app.extensions["companion"]
    return found


def viewer() -> Viewer:
    """Who is looking, in this request."""
    user = current_user._get_current_object()
    return user.viewer if isinstance(user, SignedIn) else NOBODY


def scope() -> Scope:
    """Where the objects named in this request's URL belong."""
    found: Scope = g.get("scope", EVERYWHERE)
    return found


def can(action: str) -> bool:
    """Whether the viewer may also do `action` to the objects of this request: for showing or leaving out a control."""
    return may(viewer(), action, scope())


def actor() -> Actor:
    """The viewer as the audit log names them."""
    looking = viewer()
    if not looking.is_known:
        return ANONYMOUS
    return Actor(
        {"account": "person", "panel": "person", "landlord": "landlord_link", "day": "day_link"}[looking.kind],
        looking.person_id,
    )


def run(use_case: Callable[Concatenate[Uow, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use-case for the viewer: one clock reading, one transaction, another try on a clash."""
    return doors().runner.run_as(actor(), use_case, *args, **kwargs)


def read(query: Callable[Concatenate[Uow, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a reading use-case; it waits for no writer."""
    return doors().runner.read(query, *args, **kwargs)


def enforce() -> Response | None:
    """Refuse, or ask to sign in, before the view sees anything."""
    if request.endpoint is None or request.endpoint in STATIC_ENDPOINTS:
        return None
    action = getattr(current_app.view_functions[request.endpoint], ACTION, None)
    if action is None:
        raise RuntimeError(f"the route {request.endpoint} has no row in the access table")
    if action in OPEN_TO_ALL:
        return None
    with doors().runner.reading() as uow:  # one for both questions
        setattr(g, _READING, uow)
        looking = viewer()
        g.pop(_READING)
        found = _scope_of(uow, request) if looking.is_known else None
    if not looking.is_known:
        return ask_to_sign_in()
    if found is None:
        abort(404)
    if not may(looking, action, found):
        if action in WATCHED:
            note_refusal(action)
        # 404 where an object is named, since whether it exists is not theirs to know.
        abort(404 if request.view_args else 403)
    g.scope = found
    return None


def note_refusal(what: str) -> None:
    """Put into the audit log that the viewer tried what is not theirs, in a transaction of its own."""

    def note(uow: Uow) -> None:
        uow.audit("access.refused", "route", request.endpoint or "", what=what)

    run(note)


def ask_to_sign_in() -> Response:
    """Send somebody unknown to the sign-in page, and back afterwards; a script gets 401 instead."""
    if request.accept_mimetypes.best == "application/json":
        abort(401)
    if in_panel(request.path):
        return redirect(PANEL, 303)  # there Zoom says who it is
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.sign_in_form", next=wanted), 303)


def safe_next(target: str | None) -> str | None:
    """A path of ours to go back to; None for anything else (other hosts, `//`, backslashes, control characters)."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(character) < 32 or ord(character) == 127 for character in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def open_browser_session(opened: sign_in.Opened) -> None:
    """Put a freshly opened session into the browser's cookie; whatever was there before is forgotten (fixation)."""
    session.clear()
    looking = doors().runner.read(sign_in.viewer_of, opened.token)
    login_user(SignedIn(opened.token, looking))


def open_panel_session(token: str) -> None:
    """Put a session of the page inside Zoom into its own cookie, beside what Zoom said of who opened it."""
    login_user(SignedIn(token, doors().runner.read(sign_in.viewer_of, token)))


def close_browser_session() -> None:
    """Forget the session in this browser. The row is ended by `sign_in.end_browser_session`."""
    logout_user()
    session.clear()


def _scope_of(uow: Uow, asked: Request) -> Scope | None:
    """The merged scope of every id in the URL; None when one is unknown or they contradict each other."""
    ids = {name: value for name, value in (asked.view_args or {}).items() if isinstance(value, UUID)}
    if not ids:
        return EVERYWHERE
    resolvers = doors().resolvers
    merged = EVERYWHERE
    for name, value in ids.items():
        part = resolvers[name](uow, value)
        both = merged.merged(part) if part is not None else None
        if both is None:
            return None
        merged = both
    return merged
