"""Programmes. The season and its planner stand in `registration/season_pages.py`, the agenda in `agenda_pages.py`."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import agenda_pages, bank_holiday_pages, caption_pages, rules, service
from companion.forums.blueprint import bp
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.working_days import AREAS
from companion.people.gate import allow, read, run, viewer
from companion.people.roles import Role

__all__ = ["agenda_pages", "bank_holiday_pages", "bp", "caption_pages"]


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
    typed["area"] = request.form.get("area", "ENG")
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


def _programmes_page(values: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "forums/programmes.html",
        programmes=read(service.programmes, viewer().programmes(Role.ADMIN)),
        profile_words=rules.PROFILE_WORDS,
        areas=AREAS,
        values=values or {},
        errors=errors or [],
    )
