"""Opening our page inside Zoom: Zoom's sealed context is believed once, and remembered in the page's own cookie."""

from __future__ import annotations

from flask import session as cookie

from companion.intake.panel.standing import Opener, Standing, standing_of
from companion.people import gate, zoom_identity
from companion.people.zoom_identity import ZoomUser
from zoom_hooks import app_context
from zoom_hooks.app_context import AppContext

_ZOOM = "zoom"  # in the panel's cookie: what Zoom sealed, without the id itself
_WHO = "for"  # and there too: who was let in with it. Once they are signed out, only Zoom lets them in again
_LIVES_SECONDS = int(zoom_identity.SESSION_LIVES.total_seconds())


def enter(sealed: str | None) -> bool:
    """Believe a context and start anew with it; False when it says what the cookie says already.

    Raises app_context.Refused, ContextUsed.
    """
    runner = gate.doors().runner
    settings, now = runner.settings, runner.clock.now()
    context = app_context.read(settings.zoom_app_client_id, settings.zoom_app_client_secret, sealed, now=now)
    gate.run(zoom_identity.spend_context, context.digest, context.expires_at)
    fresh = _opener(context)
    if opener() == fresh:
        if not gate.viewer().is_known:
            cookie.pop(_WHO, None)  # Zoom has just said again who it is
        return False
    cookie.clear()
    cookie[_ZOOM] = {
        "user": fresh.zoom_user,
        "meeting": fresh.meeting_uuid,
        "host": fresh.is_host,
        "until": int(now.timestamp()) + _LIVES_SECONDS,
    }
    return True


def opener() -> Opener | None:
    """Who opened the page in this browser; None when nobody did, or too long ago."""
    kept = cookie.get(_ZOOM)
    now = gate.doors().runner.clock.now().timestamp()
    if not isinstance(kept, dict) or kept.get("until", 0) <= now:
        return None
    user = kept.get("user")
    return Opener(ZoomUser(user) if user else None, kept.get("meeting"), kept.get("host") is True)


def standing() -> Standing:
    """Where they stand; with everything in place this browser is let into their forum session's floor."""
    found = gate.read(standing_of, opener())
    looking = gate.viewer()
    if not looking.is_known and found.person_id is not None and cookie.get(_WHO) == str(found.person_id):
        cookie.clear()  # signed out meanwhile: this cookie may be anywhere, and Zoom is asked anew who is here
        return gate.read(standing_of, None)
    is_let_in = looking.is_known and (looking.person_id, looking.forum_session_id) == (
        found.person_id,
        found.session_id,
    )
    if found.kind == "ready" and not is_let_in:
        _let_in(found)
    elif found.kind != "ready" and looking.is_known:
        kept = {name: cookie[name] for name in (_ZOOM, _WHO) if name in cookie}
        gate.close_browser_session()
        cookie.update(kept)
    return found


def _let_in(found: Standing) -> None:
    assert found.person_id is not None
    assert found.session_id is not None
    before = gate.viewer().browser_session_id
    gate.open_panel_session(gate.run(zoom_identity.open_panel, found.person_id, found.session_id, instead_of=before))
    cookie[_WHO] = str(found.person_id)


def _opener(context: AppContext) -> Opener:
    user = zoom_identity.digest_of(context.user_id) if context.user_id else None
    return Opener(user, context.meeting_uuid, context.is_host)
