"""Assembles the Flask application: the gate, the headers, the rooms' pages, and what every template may use."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from companion.forums import service as forums
from companion.kernel.clocks import london_date, london_time
from companion.kernel.settings import Settings
from companion.kernel.templating import TEMPLATE_MEMORY, template_folder
from companion.pages import BLUEPRINTS, NAVIGATION, RESOLVERS, UNSIGNED_BY_FORM
from companion.people import gate
from companion.people.access import may
from companion.retention import RETENTION
from companion.web import errors, headers, static_files
from companion.wiring import Wiring

MOST_UPLOAD = 16 * 1024 * 1024


def create_app(wiring: Wiring) -> Flask:
    """The Flask application of one installation."""
    settings = wiring.settings
    app = Flask("companion", template_folder=str(template_folder()), static_folder="static")
    app.config.update(
        SECRET_KEY=settings.secret_key or "\0" * 32,
        MAX_CONTENT_LENGTH=MOST_UPLOAD,
        SESSION_COOKIE_NAME="__Host-companion" if settings.is_https else "companion",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,  # a chair's page stays open for hours; the token dies with the session
        WTF_CSRF_SSL_STRICT=False,  # link pages send no referrer; `headers` checks the origin instead
        JSON_SORT_KEYS=False,
    )
    Bootstrap5(app)
    static_files.install(app)
    errors.install(app)
    headers.install(app, settings)
    csrf = CSRFProtect(app)
    gate.install(app, gate.Doors(wiring.runner, wiring.inbox, RESOLVERS))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for view in UNSIGNED_BY_FORM:
        csrf.exempt(view)
    app.extensions["companion_wiring"] = wiring
    app.jinja_env.bytecode_cache = TEMPLATE_MEMORY
    app.jinja_env.filters.update(london_date=london_date, london_time=london_time)
    app.jinja_env.globals.update(retention=RETENTION)
    app.context_processor(lambda: common_context(settings))
    return app


def common_context(settings: Settings) -> dict[str, Any]:
    """What every template may use: who is looking, where they may go, where help is."""
    looking = gate.viewer()
    nav = [
        (label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint, action in NAVIGATION
        if looking.is_known and may(looking, action)
    ]
    is_inside = gate.in_panel(request.path)
    context: dict[str, Any] = {
        "in_zoom": is_inside,
        "nav": nav,
        "home_url": gate.PANEL if is_inside else url_for("web.home"),
        "privacy_url": url_for("web.privacy"),
        "accessibility_url": url_for("web.accessibility"),
        "single_administrator": settings.single_administrator and looking.kind in ("account", "panel"),
        "help": {"email": gate.read(forums.mailbox)},
        "can": gate.can,
    }
    if looking.is_known:
        context["viewer"] = {"name": looking.name, "role": {"landlord": "for your landlord"}.get(looking.kind, "")}
        if not is_inside:
            context["sign_out_url"] = url_for("people.sign_out")
        if looking.kind == "account":
            context["account_url"] = url_for("people.account")
    elif not is_inside:
        context["sign_in_url"] = url_for("people.sign_in_form")
    return context
