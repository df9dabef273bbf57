"""What went wrong, as a status and words: a page for people, problem details (RFC 9457) for scripts."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from companion.kernel.errors import BadInput, Busy, DomainError, NotAllowed, NotFound, TooOften
from companion.kernel.log import log
from companion.people import gate
from companion.people.roles import Role
from companion.people.sign_in import LinkDoesNotWork

#: what a domain error means over HTTP; a subclass inherits its nearest ancestor's row
STATUS: dict[type[DomainError], int] = {
    DomainError: 409,
    BadInput: 422,
    NotFound: 404,
    NotAllowed: 403,
    Busy: 503,
    TooOften: 429,
    LinkDoesNotWork: 410,
}

#: status → title, what is so, what to do; a domain error brings its own "what is so"
WORDS: dict[int, tuple[str, str, str]] = {
    400: (
        "We could not read that",
        "What your browser sent was not complete, or the page had been open for a long time.",
        "Go back, load the page again, and send it once more.",
    ),
    401: ("Sign in first", "This page is for people who are signed in.", "Sign in, then open the page again."),
    403: (
        "This page is not yours to open",
        "Your account has no role for it.",
        "If it should, ask the administrator of your forum for the role.",
    ),
    404: (
        "There is nothing here",
        "The address may be old or mistyped, or it may not be for you. Links stop working when their session is over.",
        "Check the end of the address, or start from the first page.",
    ),
    405: (
        "That does not work this way",
        "This address takes what a form sends, and shows no page of its own.",
        "Go back and use the button on the page.",
    ),
    409: (
        "That is not possible now",
        "Things have changed since you opened the page. Nothing was saved.",
        "Go back, load the page again, and look how it stands.",
    ),
    410: ("This link has ended", "Links end, and a sign-in link works once.", "Ask for a new one."),
    413: (
        "That is too large",
        "We take files up to a fixed size, and stopped reading this one.",
        "Send a smaller one. A transcript of three hours fits easily.",
    ),
    415: ("We could not read that", "It came in a form that we do not take.", "Send it in a form named on the page."),
    422: (
        "Something needs another look",
        "One of the answers cannot be right. Nothing was saved.",
        "Go back and correct it. What you typed is kept by your browser.",
    ),
    429: (
        "That was a lot in a short time",
        "We limit how often a page may be asked for, so that nobody can guess links.",
        "Wait a minute, then try once more.",
    ),
    500: (
        "Something broke on our side",
        "It is our fault, not yours. Nothing was saved.",
        "Try again. If it happens twice, tell us the number below.",
    ),
    503: (
        "We cannot answer just now",
        "The service is busy or being looked after. Nothing was saved.",
        "Try again in a few seconds.",
    ),
}


#: 403 for a form whose page stood open too long, and for who grants the roles
OUT_OF_DATE = (
    "That page had been open too long",
    "Nothing was saved. For your safety a form ends after a while.",
    "Go back, load the page again, and press the button once more.",
)
OWN_ROLES = (
    "This page is not yours to open",
    "An administrator runs the system; the page belongs to another role.",
    "If you do that work too, grant yourself the role under People.",
)


def status_of(error: DomainError) -> int:
    """The status of a domain error, by its nearest ancestor in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def install(app: Flask) -> None:
    """Answer every error of an app in one shape."""

    @app.before_request
    def number_the_request() -> None:
        g.request_id = uuid4().hex[:12]

    @app.errorhandler(DomainError)
    def domain(error: DomainError) -> Response:
        return answer(status_of(error), error.message)

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Response:
        return answer(403, words=OUT_OF_DATE)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        return answer(error.code or 500)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
        log.error("request failed", error_type=type(error).__name__, request_id=g.get("request_id"))
        app.logger.exception("unexpected error, request %s", g.get("request_id"))
        return answer(500)


def answer(status: int, message: str | None = None, words: tuple[str, str, str] | None = None) -> Response:
    """The error page, or problem details where a script asked; in `words` where the status's own would mislead."""
    title, what, todo = words or (_forbidden() if status == 403 else WORDS.get(status, WORDS[500]))
    request_id = g.get("request_id", "")
    if wants_json():
        detail = message or f"{what} {todo}"
        body = jsonify(type="about:blank", title=title, status=status, detail=detail, request_id=request_id)
        body.content_type = "application/problem+json"
        response = make_response(body, status)
    else:
        said = {"title": title, "what": message or what, "todo": todo}
        response = make_response(_page(status=status, request_id=request_id, **said), status)
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def _forbidden() -> tuple[str, str, str]:
    """What keeps this viewer out: an administrator grants roles, and need ask nobody for one."""
    return OWN_ROLES if gate.viewer().has(Role.ADMIN) else WORDS[403]


def _page(**words: Any) -> str:
    """The error page; without navigation where even that cannot be read, as when the database does not answer."""
    try:
        return render_template("errors/error.html", **words)
    except Exception:
        if words["status"] < 500:
            raise
        return current_app.jinja_env.get_template("errors/error.html").render(words)


def wants_json() -> bool:
    """Whether a script asked: it says so in Accept, or it talks JSON itself."""
    if request.path.startswith("/zoom/webhook"):
        return True
    best = request.accept_mimetypes.best_match(("text/html", "application/json"), default="text/html")
    return best == "application/json" or request.is_json
