"""The season and its planner. By address and by name these pages are the forums room's; they stand here because what
usually happens, and who was invited, is known here and not below."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import bank_holidays, planning, rules, season
from companion.forums import service as forums
from companion.forums.blueprint import bp
from companion.forums.forms import Plan, read_plan, whole_number
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, doors, read, run, viewer
from companion.people.roles import Role
from companion.registration import season_views

VIEWING = (Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.REVIEWER, Role.APPROVER, Role.LEAD_OFFICER)
FIELDS = ("forum_type", "title", "date-day", "date-month", "date-year", "time", "minutes")
STEPS_SHOWN = 7


@bp.get("/forum-sessions", endpoint="season")
@allow("forums.view")
def show_season() -> ResponseReturnValue:
    """The year of each programme: what is planned, what comes next, what has been."""
    asked = whole_number(request.args.get("year", ""), 2020, 2100)
    found = read(season_views.years, viewer().programmes(*VIEWING), asked)
    return render_template(
        "forums/season.html",
        years=found,
        year=asked or (found[0].year if found else None),
        steps_shown=STEPS_SHOWN,
        state_words=rules.STATE_WORDS,
        forum_words=rules.SHORT_FORUM_WORDS,
        day_words=planning.words,
    )


@bp.get("/programmes/<uuid:programme_id>/new-session")
@allow("forums.plan")
def new_session(programme_id: UUID) -> ResponseReturnValue:
    """Ask for a date; with one, say in a sentence what it would mean. Nothing is saved here."""
    fields = _fields(request.args)
    if not any(fields.values()):
        return _plan_page(programme_id)
    programme = read(forums.programme_of, programme_id)
    plan, errors = read_plan(fields, programme.conduct_profile, doors().runner.clock.now())
    if plan is None:
        return _plan_page(programme_id, fields, errors), 422
    return _plan_page(programme_id, fields, plan=plan)


@bp.post("/programmes/<uuid:programme_id>/new-session")
@allow("forums.plan")
def plan_session(programme_id: UUID) -> ResponseReturnValue:
    """Keep the date."""
    programme = read(forums.programme_of, programme_id)
    fields = _fields(request.form)
    plan, errors = read_plan(fields, programme.conduct_profile, doors().runner.clock.now())
    if plan is None:
        return _plan_page(programme_id, fields, errors), 422
    try:
        session_id = run(
            forums.plan_session,
            programme_id,
            forum_type=plan.forum_type,
            title=plan.title,
            starts_at=plan.starts_at,
            length=plan.length,
        )
    except DomainError as error:
        return _plan_page(programme_id, fields, [FieldError("", error.message)]), 422
    flash("The date is kept. Open it for names when you are ready.", "ok")
    return redirect(url_for("registration.overview", session_id=session_id), 303)


def _fields(given: Mapping[str, str]) -> dict[str, str]:
    """What was typed; the day's field is called after its group where a page without its parts sends it."""
    typed = {name: given.get(name, "") for name in FIELDS}
    return typed | {"date-day": typed["date-day"] or given.get("date", "")}


def _plan_page(
    programme_id: UUID,
    values: dict[str, str] | None = None,
    errors: list[FieldError] | None = None,
    plan: Plan | None = None,
) -> str:
    programme = read(forums.programme_of, programme_id)
    typed = values or {"minutes": "90", "time": "10:30"}
    return render_template(
        "forums/plan.html",
        programme=programme,
        is_banded=programme.conduct_profile in rules.BANDED_PROFILES,
        forum_words=rules.FORUM_WORDS,
        values=typed,
        date={part: typed.get(f"date-{part}", "") for part in ("day", "month", "year")},
        errors=errors or [],
        plan=plan,
        seen=read(_look, programme_id, plan) if plan is not None else None,
        day_words=planning.words,
    )


def _look(uow: Uow, programme_id: UUID, plan: Plan) -> tuple[planning.Outlook, season_views.Year]:
    outlook = season_views.look_at(uow, programme_id, plan.forum_type, plan.starts_at, plan.length)
    programme = forums.programme_of(uow, programme_id)
    calendar = bank_holidays.calendar_of(uow, programme)
    looked_at: season.Held = season_views.held_as(programme, calendar, plan.forum_type, plan.starts_at)
    return outlook, season_views.year_of(uow, programme, outlook.day.year, looked_at=looked_at)
