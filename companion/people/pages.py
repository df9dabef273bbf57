"""Coming in, going out, and one's own account.

Links come in by mail. Their GET shows a button and changes nothing, since mail scanners follow links; their POST opens
a browser session. No page here tells whether an address has an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.forms import FieldError
from companion.kernel.ids import BrowserSessionId, PersonId
from companion.people import accounts, gate, sign_in, zoom_identity
from companion.people.addresses import BadAddress, read_address
from companion.people.gate import allow, read, run, safe_next
from companion.people.roles import ROLE_WORDS

bp = Blueprint("people", __name__)
NEXT = "next"


@dataclass(frozen=True)
class LinkWords:
    """What a link's landing page says before the button is pressed."""

    title: str
    what: str
    button: str
    ended: str


LINKS: dict[str, LinkWords] = {
    "sign_in": LinkWords(
        "Sign in",
        "You asked to sign in to Forum Companion.",
        "Sign in",
        "A sign-in link works once, for 15 minutes. Ask for a new one.",
    ),
}


@bp.get("/sign-in")
@allow("public")
def sign_in_form() -> ResponseReturnValue:
    """Ask for an address."""
    return render_template("people/sign_in.html", address="", next=safe_next(request.args.get(NEXT)))


@bp.post("/sign-in")
@allow("public")
def ask_for_link() -> ResponseReturnValue:
    """Send a link when the address has an account; the answer is the same when it has none."""
    typed = request.form.get("email", "")
    try:
        address = read_address(typed)
    except BadAddress as error:
        errors = [FieldError("email", error.message)]
        wanted = safe_next(request.form.get(NEXT))
        return render_template("people/sign_in.html", address=typed, errors=errors, next=wanted), 422
    session[NEXT] = safe_next(request.form.get(NEXT))
    run(sign_in.ask_to_sign_in, address)
    return redirect(url_for(".link_sent"), 303)


@bp.get("/sign-in/check-your-mail")
@allow("public")
def link_sent() -> ResponseReturnValue:
    """Say where to look next."""
    return render_template("people/link_sent.html", has_mail_server=not _writes_mail_to_a_folder())


@bp.get("/sign-in/<token>")
@allow("public")
def look_at_sign_in_link(token: str) -> ResponseReturnValue:
    """Show the button of a sign-in link."""
    return _look("sign_in", token)


@bp.post("/sign-in/<token>")
@allow("public")
def use_sign_in_link(token: str) -> ResponseReturnValue:
    """Spend a sign-in link."""
    return _use("sign_in", token)


@bp.post("/sign-out")
@allow("public")
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    looking = gate.viewer()
    if looking.browser_session_id is not None:
        run(sign_in.end_browser_session, BrowserSessionId(looking.browser_session_id))
    gate.close_browser_session()
    flash("You are signed out.", "ok")
    return redirect(url_for("web.home"), 303)


@bp.get("/account")
@allow("account")
def account() -> ResponseReturnValue:
    """Who I am here, what I may do, and where I am signed in."""
    return _account_page()


@bp.post("/account/name")
@allow("account")
def rename() -> ResponseReturnValue:
    """Change how I am called."""
    try:
        run(accounts.rename, _me(), request.form.get("name", ""))
    except accounts.BadName as error:
        return _account_page(errors=[FieldError("name", error.message)], typed=request.form.get("name", "")), 422
    flash("Your name is changed.", "ok")
    return redirect(url_for(".account"), 303)


@bp.post("/account/sign-out-everywhere")
@allow("account")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every browser session of mine, this one too."""
    run(sign_in.end_all_sessions, _me())
    gate.close_browser_session()
    flash("You are signed out on every device.", "ok")
    return redirect(url_for("web.home"), 303)


@bp.post("/account/zoom-code")
@allow("account")
def show_zoom_code() -> ResponseReturnValue:
    """Show a code to type into our page inside Zoom. It is on this one answer and nowhere else."""
    return _account_page(zoom_code=run(zoom_identity.show_code, _me()))


@bp.post("/account/zoom-unlink")
@allow("account")
def unlink_zoom() -> ResponseReturnValue:
    """Let go of my Zoom account; what is open in Zoom closes."""
    run(zoom_identity.unlink, _me())
    flash("Your Zoom account is no longer linked.", "ok")
    return redirect(url_for(".account"), 303)


def _account_page(**more: Any) -> str:
    mine, zoom = read(accounts.account_of, _me()), read(zoom_identity.linked, _me())
    here = gate.viewer().browser_session_id
    has_app = gate.doors().runner.settings.has_zoom_app
    return render_template(
        "people/account.html", mine=mine, role_words=ROLE_WORDS, here=here, zoom=zoom, has_zoom_app=has_app, **more
    )


def _writes_mail_to_a_folder() -> bool:
    return gate.doors().runner.settings.mail_url.startswith("file:")


def _me() -> PersonId:
    person_id = gate.viewer().person_id
    assert person_id is not None, "the access table lets only accounts in here"
    return PersonId(person_id)


def _look(kind: str, token: str) -> ResponseReturnValue:
    words = LINKS[kind]
    try:
        facts = read(sign_in.look_at_link, token, kind)
    except sign_in.LinkDoesNotWork:
        return _ended(kind)
    return render_template("people/link.html", words=words, facts=facts)


def _use(kind: str, token: str) -> ResponseReturnValue:
    try:
        opened = run(sign_in.use_link, token, kind, instead_of=_here())
    except sign_in.LinkDoesNotWork:
        return _ended(kind)
    wanted = safe_next(session.get(NEXT)) if kind == "sign_in" else None
    gate.open_browser_session(opened)
    return redirect(wanted or url_for("web.home"), 303)


def _here() -> BrowserSessionId | None:
    browser_session_id = gate.viewer().browser_session_id
    return BrowserSessionId(browser_session_id) if browser_session_id is not None else None


def _ended(kind: str) -> ResponseReturnValue:
    return render_template("people/link_ended.html", words=LINKS[kind], kind=kind), 410
