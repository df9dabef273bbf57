"""Programmes, the season's forum sessions, planning one, and its agenda."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import rules, service
from companion.forums.forms import read_plan, whole_number
from companion.forums.tables import AgendaItem, ForumSession, Programme
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, doors, read, run, viewer
from companion.people.roles import Role

bp = Blueprint("forums", __name__)

VIEWING = (Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.REVIEWER, Role.APPROVER, Role.LEAD_OFFICER)


@dataclass(frozen=True)
class Season:
    """The forum sessions of the programmes that somebody has a role in, by programme."""

    programmes: tuple[Programme, ...]
    coming: tuple[ForumSession, ...]
    past: tuple[ForumSession, ...]
    counts: dict[str | None, int]

    def name_of(self, session: ForumSession) -> str:
        return next(programme.name for programme in self.programmes if programme.id == session.programme_id)


@bp.get("/forum-sessions")
@allow("forums.view")
def season() -> ResponseReturnValue:
    """What is planned, what runs, and what has been."""
    return render_template(
        "forums/season.html",
        season=read(read_season, viewer().programmes(*VIEWING)),
        state_words=rules.STATE_WORDS,
        forum_words=rules.FORUM_WORDS,
    )


@bp.get("/programmes")
@allow("forums.programmes")
def programmes() -> ResponseReturnValue:
    """The programmes and the profile each runs under."""
    return _programmes_page()


@bp.post("/programmes")
@allow("forums.programmes")
def create_programme() -> ResponseReturnValue:
    """Make a programme."""
    typed = {name: request.form.get(name, "") for name in ("name", "profile", "mailbox")}
    errors = []
    if not typed["name"].strip():
        errors.append(FieldError("name", "Enter a name for the programme"))
    if typed["profile"] not in rules.PROFILE_WORDS:
        errors.append(FieldError("profile", "Choose one of the three conduct profiles"))
    if errors:
        return _programmes_page(typed, errors), 422
    try:
        run(service.create_programme, **typed)
    except service.NameTaken as error:
        return _programmes_page(typed, [FieldError("name", error.message)]), 409
    except DomainError as error:
        return _programmes_page(typed, [FieldError("mailbox", error.message)]), 422
    flash("The programme is there. Its code of conduct comes next.", "ok")
    return redirect(url_for(".programmes"), 303)


@bp.get("/programmes/<uuid:programme_id>/new-session")
@allow("forums.plan")
def new_session(programme_id: UUID) -> ResponseReturnValue:
    """Ask for a date: one sentence's worth of typing, the rest follows."""
    return _plan_page(programme_id)


@bp.post("/programmes/<uuid:programme_id>/new-session")
@allow("forums.plan")
def plan_session(programme_id: UUID) -> ResponseReturnValue:
    """Plan a forum session."""
    programme = read(service.programme_of, programme_id)
    names = ("forum_type", "title", "date-day", "date-month", "date-year", "time", "minutes")
    fields = {
        name: request.form.get(name, request.form.get("date", "") if name == "date-day" else "") for name in names
    }
    plan, errors = read_plan(fields, programme.conduct_profile, doors().runner.clock.now())
    if plan is None:
        return _plan_page(programme_id, fields, errors), 422
    try:
        session_id = run(
            service.plan_session,
            programme_id,
            forum_type=plan.forum_type,
            title=plan.title,
            starts_at=plan.starts_at,
            length=plan.length,
        )
    except DomainError as error:
        return _plan_page(programme_id, fields, [FieldError("", error.message)]), 422
    flash("Planned. Open it for names when you are ready.", "ok")
    return redirect(url_for("registration.overview", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/agenda")
@allow("forums.view")
def agenda(session_id: UUID) -> ResponseReturnValue:
    """The agenda, in order."""
    return _agenda_page(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/agenda")
@allow("forums.plan")
def add_item(session_id: UUID) -> ResponseReturnValue:
    """Add an item at the end."""
    typed = {name: request.form.get(name, "") for name in ("title", "kind", "minutes")}
    minutes = whole_number(typed["minutes"], 1, 240)
    errors = []
    if not typed["title"].strip():
        errors.append(FieldError("title", "Enter what the item is about"))
    if minutes is None:
        errors.append(FieldError("minutes", "Enter its minutes, from 1 to 240"))
    if errors or minutes is None:
        return _agenda_page(session_id, typed, errors), 422
    try:
        run(service.add_item, session_id, title=typed["title"], kind=typed["kind"] or "other", minutes=minutes)
    except DomainError as error:
        return _agenda_page(session_id, typed, [FieldError("kind", error.message)]), 422
    flash("Added.", "ok")
    return redirect(url_for(".agenda", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/agenda/<uuid:item_id>/remove")
@allow("forums.plan")
def remove_item(session_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take an item off."""
    run(service.remove_item, item_id)
    flash("Taken off the agenda.", "ok")
    return redirect(url_for(".agenda", session_id=session_id), 303)


def read_season(uow: Uow, among: frozenset[UUID] | None) -> Season:
    """The season as somebody may see it; `among` are their programmes, None means all."""
    held = service.sessions(uow, among)
    coming = tuple(session for session in held if session.state in rules.UPCOMING)
    past = tuple(session for session in reversed(held) if session.state not in rules.UPCOMING)
    return Season(tuple(service.programmes(uow, among)), coming, past, service.types_planned(held))


@dataclass(frozen=True)
class Agenda:
    """A session's agenda with what is odd about it."""

    session: ForumSession
    items: tuple[AgendaItem, ...]
    doubt: str | None

    @property
    def minutes(self) -> int:
        return sum(item.budget_minutes for item in self.items)

    @property
    def may_change(self) -> bool:
        return self.session.state in rules.UPCOMING - {"live"}


def read_agenda(uow: Uow, session_id: UUID) -> Agenda:
    """The agenda and its doubts."""
    session = service.session_of(uow, session_id)
    items = tuple(service.agenda(uow, session_id))
    doubt = rules.agenda_doubt([item.budget_minutes for item in items], session.ends_at - session.starts_at)
    return Agenda(session, items, doubt)


def _agenda_page(session_id: UUID, values: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "forums/agenda.html", agenda=read(read_agenda, session_id), values=values or {}, errors=errors or []
    )


def _programmes_page(values: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "forums/programmes.html",
        programmes=read(service.programmes, viewer().programmes(Role.ADMIN)),
        profile_words=rules.PROFILE_WORDS,
        values=values or {},
        errors=errors or [],
    )


def _plan_page(programme_id: UUID, values: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    programme = read(service.programme_of, programme_id)
    typed = values or {"minutes": "90", "time": "10:30"}
    return render_template(
        "forums/plan.html",
        programme=programme,
        is_banded=programme.conduct_profile in rules.BANDED_PROFILES,
        forum_words=rules.FORUM_WORDS,
        values=typed,
        date={part: typed.get(f"date-{part}", "") for part in ("day", "month", "year")},
        errors=errors or [],
    )
