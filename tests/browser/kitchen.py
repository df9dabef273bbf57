"""A small Flask app that shows every part of the ground: base page, macros, error pages, live layout, mail."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from flask import Flask, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from companion.kernel.forms import FieldError
from companion.web.errors import WORDS

ROOT = Path(__file__).parents[2]
STRICT_CSP = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)


class Viewer(NamedTuple):
    """Who is signed in."""

    name: str
    role: str


ERRORS = [
    FieldError("email", "Add the end, like callum.reid@lindenquay.example"),
    FieldError("notes", "Write at least one sentence"),
    FieldError("kind", "Choose one of the three"),
    FieldError("topics", "Choose at least one"),
    FieldError("date", "Choose a date that is still to come"),
    FieldError("landlord", "Choose your landlord"),
    FieldError("agree", "Tick the box, or close this page"),
    FieldError("file", "Choose a .csv file"),
]
TIMERS = [
    ("ready", "2:00", "Ready", 100),
    ("running", "1:20", "left of 2:00", 67),
    ("warning", "0:24", "Under 30 seconds", 20),
    ("over", "+0:08", "Time is up", 0),
    ("paused", "1:20", "Paused", 67),
    ("unknown", "", "Reconnecting", 0),
]


def _ground() -> dict[str, object]:
    """What a signed-in organiser's page has around it."""
    labels = ["Season", "Landlords", "Registrations", "Transcripts", "Conduct"]
    return {
        "nav": [(label, f"/{label.lower()}", label == "Season") for label in labels],
        "viewer": Viewer("Ruth Whitlock", "organiser"),
        "sign_out_url": "/sign-out",
        "account_url": "/account",
        "privacy_url": "/privacy",
        "accessibility_url": "/accessibility",
        "help": {"email": "forum@example.org", "phone": "020 7946 0123", "hours": "Monday to Friday, 9 to 5"},
        "single_administrator": "alone" in request.args,
    }


def kitchen() -> Flask:
    """The app, under the strictest policy the product may set."""
    app = Flask("kitchen", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "companion" / "static"))
    app.config.update(SECRET_KEY="only-for-tests", BOOTSTRAP_SERVE_LOCAL=True)
    app.jinja_loader = _loader(app)
    Bootstrap5(app)
    CSRFProtect(app)
    app.context_processor(_ground)

    @app.after_request
    def strict(response):  # type: ignore[no-untyped-def]
        response.headers["Content-Security-Policy"] = STRICT_CSP
        return response

    @app.get("/parts")
    def parts() -> ResponseReturnValue:
        for kind in request.args.getlist("only") or ("ok", "info", "care", "stop"):
            flash(f"This is a banner of the kind {kind}.", kind)
        return render_template("kitchen/parts.html", timers=TIMERS)

    @app.get("/form")
    def form() -> ResponseReturnValue:
        errors = ERRORS if "errors" in request.args else []
        return render_template("kitchen/form.html", errors=errors)

    @app.post("/form")
    def sent() -> ResponseReturnValue:
        return render_template("kitchen/sent.html", fields=request.form.to_dict())

    @app.get("/live")
    def live() -> ResponseReturnValue:
        return render_template("kitchen/live.html", timers=TIMERS)

    @app.get("/stage")
    def stage() -> ResponseReturnValue:
        return render_template("kitchen/stage.html")

    @app.get("/errors/<int:status>")
    def error(status: int) -> ResponseReturnValue:
        title, what, todo = WORDS[status]
        words = {"title": title, "what": what, "todo": todo, "retry_after": 30 if status == 503 else None}
        return render_template("errors/error.html", status=status, request_id="7f3a9c", **words)

    @app.get("/mail")
    def mail() -> ResponseReturnValue:
        return render_template(
            "kitchen/mail.html", subject="Your seats are held", why="You get this because you hold a seat."
        )

    return app


def _loader(app: Flask):  # type: ignore[no-untyped-def]
    """The product's templates, and the kitchen's own beside this file."""
    from jinja2 import ChoiceLoader, FileSystemLoader

    assert app.jinja_loader is not None
    return ChoiceLoader([app.jinja_loader, FileSystemLoader(Path(__file__).parent / "templates")])
