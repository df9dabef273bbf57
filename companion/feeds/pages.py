"""The page of a session's feeds, its guided connection test, and the meeting that runs before its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.feeds import guide, practice, rules, steps, trials
from companion.feeds.signs import signs_of
from companion.feeds.tables import Tryout
from companion.forums import early_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError, as_uuid
from companion.kernel.uow import Uow
from companion.people import gate
from companion.people.gate import allow, read, run

bp = Blueprint("feeds", __name__, url_prefix="/forum-sessions/<uuid:session_id>/feeds")


@dataclass(frozen=True)
class FeedsPage:
    """What the page shows."""

    session: ForumSession
    feeds: tuple[rules.Feed, ...]
    site: str
    early: Tryout | None
    may_test: bool
    is_testing: bool
    tests: tuple[trials.Shown, ...]
    tryouts: tuple[Tryout, ...]

    @property
    def told(self) -> str:
        """All of them in one sentence."""
        return rules.in_short(self.feeds)


@dataclass(frozen=True)
class TestPage:
    """What the page of a test shows."""

    session: ForumSession
    test: trials.Shown
    early: Tryout | None


@bp.get("")
@allow("feeds.run")
def show(session_id: UUID) -> ResponseReturnValue:
    """Which feeds are alive, when each was last heard, and how to switch on what is off."""
    return _page(session_id)


@bp.post("")
@allow("feeds.run")
def begin_test(session_id: UUID) -> ResponseReturnValue:
    """Begin a connection test, or go on with the one that is open."""
    try:
        run(trials.begin, session_id, gate.viewer().person_id)
    except DomainError as error:
        return _page(session_id, [FieldError("", error.message)]), 409
    return redirect(url_for(".test", session_id=session_id), 303)


@bp.get("/test")
@allow("feeds.run")
def test(session_id: UUID) -> ResponseReturnValue:
    """The steps of the test, as each is heard; once it is finished, what it showed."""
    page = read(test_page, session_id)
    if page is None:
        return redirect(url_for(".show", session_id=session_id), 303)
    return render_template("feeds/test.html", page=page, results=steps.RESULTS, doors=early_rules.DOORS)


@bp.post("/test")
@allow("feeds.run")
def finish_test(session_id: UUID) -> ResponseReturnValue:
    """Keep what the test showed."""
    run(trials.finish, session_id)
    flash("What it showed is kept with the session.", "ok")
    return redirect(url_for(".show", session_id=session_id), 303)


@bp.get("/early")
@allow("feeds.run")
def early(session_id: UUID) -> ResponseReturnValue:
    """The meeting that runs in Zoom before its time, for a page that looks again and again; empty while none does."""
    return render_template(
        "feeds/early_alone.html",
        tryout=read(early_in, session_id),
        session_id=session_id,
        is_short=request.args.get("lines") == "1",
    )


@bp.post("/early")
@allow("feeds.run")
def this_is_it(session_id: UUID) -> ResponseReturnValue:
    """The meeting that runs in Zoom is the session, although it is early."""
    tryout_id = as_uuid(request.form.get("tryout", "")) or UUID(int=0)
    try:
        run(practice.this_is_it, session_id, tryout_id)
    except DomainError as error:
        return _page(session_id, [FieldError("", error.message)]), 409
    flash("The session has begun. Whoever is in the meeting already appears within seconds.", "ok")
    to_floor = gate.can("floor.chair")
    return redirect(url_for("floor.chair" if to_floor else "registration.overview", session_id=session_id), 303)


def _page(session_id: UUID, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "feeds/feeds.html",
        page=read(feeds_page, session_id),
        guides=guide.GUIDES,
        states=rules.STATES,
        caveat=guide.CAVEAT,
        errors=errors,
    )


def feeds_page(uow: Uow, session_id: UUID) -> FeedsPage:
    """Everything the page shows. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    latest = trials.latest(uow, session_id)
    return FeedsPage(
        session=session,
        feeds=rules.feeds(signs_of(uow, session_id)),
        site=uow.settings.public_url,
        early=early_in(uow, session_id),
        may_test=session.zoom_meeting_id is not None
        and early_rules.is_early(session.state, session.starts_at, forums.time_in(uow, session)),
        is_testing=latest is not None and latest.is_open,
        tests=trials.history(uow, session_id),
        tryouts=tuple(one for one in practice.tryouts_of(uow, session_id) if not practice.is_running(one, uow.now)),
    )


def test_page(uow: Uow, session_id: UUID) -> TestPage | None:
    """The session's open test; None when none is. Raises NotFound."""
    session, shown = forums.session_of(uow, session_id), trials.latest(uow, session_id)
    if shown is None or not shown.is_open:
        return None
    return TestPage(session, shown, early_in(uow, session_id))


def early_in(uow: Uow, session_id: UUID) -> Tryout | None:
    """The try-out that runs in a session's meeting now; None when none does."""
    found = practice.tryouts_of(uow, session_id)
    return next((one for one in reversed(found) if practice.is_running(one, uow.now)), None)


@bp.app_template_global("early_meeting")
def early_meeting(session_id: UUID) -> Tryout | None:
    """The same, for pages of other rooms."""
    return read(early_in, session_id)


@bp.app_template_global("last_test")
def last_test(session_id: UUID) -> tuple[datetime, str] | None:
    """When a session's feeds were last tested, and what that showed."""
    found = next(iter(read(trials.history, session_id)), None)
    return None if found is None else (found.started_at, found.words)
