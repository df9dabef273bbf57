"""What went wrong, as a status and words: a page for people, problem details (RFC 9457) for scripts."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from companion.kernel.errors import BadInput, Busy, DomainError, NotAllowed, NotFound
from companion.kernel.log import log
from companion.people.sign_in import LinkDoesNotWork

#: what a domain error means over HTTP; a subclass inherits its nearest ancestor's row
STATUS: dict[type[DomainError], int] = {
    DomainError: 409,
    BadInput: 422,
    NotFound: 404,
    NotAllowed: 403,
    Busy: 503,
    LinkDoesNotWork: 410,
}

WORDS: dict[int, tuple[str, str]] = {
    400: ("We could not read that", "Go back, reload the page and try again."),
    401: ("Sign in first", "Your session ended. Reload the page to sign in again."),
    403: (
        "That is not yours to open",
        "Your account has no role for this. The administrator of your forum can give you one.",
    ),
    404: ("There is nothing here", "The address may be old or mistyped, or it may not be for you."),
    405: ("That does not work this way", "Go back and use the button on the page."),
    409: ("That is not possible now", "Go back to see how things stand."),
    410: ("This link has ended", "Ask for a new one."),
    413: ("That is too large", "Send a smaller file."),
    415: ("We could not read that", "Send it in one of the formats named on the page."),
    422: ("Something needs another look", "Go back and correct it. What you typed is kept by your browser."),
    429: ("One moment", "You asked many times in a short while. Wait a minute and try again."),
    500: (
        "Something went wrong on our side",
        "Nothing was saved. Try again; if it happens twice, tell us the number below.",
    ),
    503: ("We are busy for a moment", "Nothing was saved. Try again in a few seconds."),
}


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
        return answer(403, "This form is out of date. Go back, reload the page and send it again.")

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


def answer(status: int, message: str | None = None) -> Response:
    """The error page, or problem details where a script asked."""
    title, remedy = WORDS.get(status, WORDS[500])
    request_id = g.get("request_id", "")
    if wants_json():
        body = jsonify(type="about:blank", title=title, status=status, detail=message or remedy, request_id=request_id)
        body.content_type = "application/problem+json"
        response = make_response(body, status)
    else:
        own = {"title": title, "what": message, "todo": remedy} if message else {}
        page = render_template("errors/error.html", status=status, request_id=request_id, **own)
        response = make_response(page, status)
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def wants_json() -> bool:
    """Whether a script asked: it says so in Accept, or it talks JSON itself."""
    if request.path.startswith("/zoom/webhook"):
        return True
    best = request.accept_mimetypes.best_match(("text/html", "application/json"), default="text/html")
    return best == "application/json" or request.is_json
