"""Bank holidays: what is known for an area, and the one-off changes that an organiser makes to it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import bank_holidays, planning
from companion.forums.blueprint import bp
from companion.forums.forms import whole_number
from companion.forums.tables import BankHoliday, ForumSession
from companion.kernel.clocks import LONDON
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.kernel.working_days import AREAS, day_of
from companion.people.gate import allow, read, run

FIELDS = ("area", "kind", "name", "date-day", "date-month", "date-year")


@bp.get("/bank-holidays", endpoint="bank_holidays")
@allow("forums.bank_holidays")
def show_bank_holidays() -> ResponseReturnValue:
    """The next bank holidays and the one-off changes."""
    return _page()


@bp.post("/bank-holidays")
@allow("forums.bank_holidays")
def change_bank_holiday() -> ResponseReturnValue:
    """Add a bank holiday, or say that one is worked after all."""
    typed = {name: request.form.get(name, "") for name in FIELDS}
    typed["date-day"] = typed["date-day"] or request.form.get("date", "")
    errors = []
    day = _day(typed)
    if typed["area"] not in AREAS:
        errors.append(FieldError("area", "Choose where it applies"))
    if typed["kind"] not in ("added", "removed"):
        errors.append(FieldError("kind", "Choose whether it is a holiday or worked"))
    if day is None:
        errors.append(FieldError("date", "Enter a date that exists, like 8 6 2027"))
    if errors or day is None:
        return _page(typed, errors), 422
    try:
        moved = run(bank_holidays.change, area=typed["area"], day=day, kind=typed["kind"], name=typed["name"])
    except DomainError as error:
        return _page(typed, [FieldError("name" if "called" in error.message else "date", error.message)]), 422
    _say(moved)
    return redirect(url_for(".bank_holidays"), 303)


@bp.post("/bank-holidays/<uuid:holiday_id>/undo")
@allow("forums.bank_holidays")
def undo_bank_holiday(holiday_id: UUID) -> ResponseReturnValue:
    """Take a one-off change back."""
    _say(run(bank_holidays.undo, holiday_id))
    return redirect(url_for(".bank_holidays"), 303)


def _say(moved: list[tuple[ForumSession, date, date]]) -> None:
    flash("Kept. Limits in working days are counted anew.", "ok")
    for session, was, now in moved:
        flash(
            f"The agenda of “{session.title}” is now due by {planning.words(now)}, not {planning.words(was)}.", "care"
        )


def _day(typed: dict[str, str]) -> date | None:
    parts = [whole_number(typed[f"date-{name}"], 1, 2100) for name in ("year", "month", "day")]
    try:
        year, month, day = (part or 0 for part in parts)
        return datetime(year, month, day, tzinfo=LONDON).date() if year >= 2020 else None
    except ValueError:
        return None


def _known(uow: Uow) -> tuple[list[BankHoliday], dict[str, list[tuple[date, str]]]]:
    today = day_of(uow.now)
    return bank_holidays.changes(uow), {area: bank_holidays.calendar(uow, area).next_ones(today, 9) for area in AREAS}


def _page(values: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    changes, known = read(_known)
    typed = values or {}
    return render_template(
        "forums/bank_holidays.html",
        changes=changes,
        known=known,
        areas=AREAS,
        day_words=planning.words,
        values=typed,
        date={part: typed.get(f"date-{part}", "") for part in ("day", "month", "year")},
        errors=errors or [],
    )
