"""For whoever cannot find their link any more: an address goes in, and the answer is always the same."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.forms import FieldError
from companion.people.addresses import BadAddress
from companion.people.gate import allow, run
from companion.registration import lost_links
from companion.registration.blueprint import bp


@bp.get("/lost-link")
@allow("public")
def lost_link() -> ResponseReturnValue:
    """Ask for an address."""
    return render_template("registration/lost_link.html", address="", errors=[])


@bp.post("/lost-link")
@allow("public")
def send_lost_link() -> ResponseReturnValue:
    """Send the letters of this address once more, where there are any."""
    typed = request.form.get("email", "")[:400]
    try:
        run(lost_links.ask, typed)
    except BadAddress as error:
        errors = [FieldError("email", error.message)]
        return render_template("registration/lost_link.html", address=typed, errors=errors), 422
    return redirect(url_for(".lost_link_sent"), 303)


@bp.get("/lost-link/check-your-mail")
@allow("public")
def lost_link_sent() -> ResponseReturnValue:
    """Say where to look next."""
    return render_template("registration/lost_link_sent.html")
