"""The agenda's pages: its items, looking it over, and its versions. Publishing is in `papers`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import agenda_rules, agendas, rules, service
from companion.forums.agenda_rules import Change, Line, Standing
from companion.forums.blueprint import bp
from companion.forums.forms import whole_number
from companion.forums.tables import Agenda, ForumSession, Programme
from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.forms import FieldError
from companion.kernel.plain_words import Seen, look_at
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run

KINDS = [
    ("feedback", "Feedback", "What landlords or customers say shapes what we do"),
    ("update", "Update", "News and what is coming"),
    ("sharing", "Sharing practice", "What works elsewhere"),
    ("networking", "Meeting others", ""),
    ("other", "Other", ""),
]


@dataclass(frozen=True)
class AgendaPage:
    """A session's agenda as its organiser works on it."""

    session: ForumSession
    programme: Programme
    lines: tuple[Line, ...]
    versions: tuple[Agenda, ...]
    standing: Standing
    doubt: str | None
    changes: tuple[Change, ...]

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def length(self) -> int:
        return int((self.session.ends_at - self.session.starts_at).total_seconds() // 60)

    @property
    def times(self) -> list[tuple[datetime, Line]]:
        """The items with when each begins if all keep to their minutes."""
        starts = accumulate((line.minutes for line in self.lines), initial=0)
        return [(self.session.starts_at + timedelta(minutes=n), line) for n, line in zip(starts, self.lines)]  # noqa: B905

    @property
    def may_change(self) -> bool:
        return self.session.state in rules.UPCOMING - {"live"}

    @property
    def newest(self) -> Agenda | None:
        return self.versions[0] if self.versions else None

    @property
    def out(self) -> Agenda | None:
        return next((version for version in self.versions if version.state == "published"), None)

    @property
    def state(self) -> str:
        return self.newest.state if self.newest else "draft"


@dataclass(frozen=True)
class ReviewPage:
    """What there is to look at before an agenda goes out."""

    page: AgendaPage
    seen: Seen


def read_agenda(uow: Uow, session_id: UUID) -> AgendaPage:
    """The agenda with its doubts, its clock, and what changed since it first came out."""
    session = service.session_of(uow, session_id)
    lines = tuple(agendas.lines(uow, session_id))
    found = tuple(agendas.versions(uow, session_id))
    out = next((version for version in found if version.state == "published"), None)
    return AgendaPage(
        session=session,
        programme=service.programme_of(uow, session.programme_id),
        lines=lines,
        versions=found,
        standing=agendas.standing_of(uow, session),
        doubt=rules.agenda_doubt([line.minutes for line in lines], session.ends_at - session.starts_at),
        changes=tuple(agenda_rules.changes(agendas.lines_out(out), lines)) if out else (),
    )


@bp.get("/forum-sessions/<uuid:session_id>/agenda")
@allow("forums.view")
def agenda(session_id: UUID) -> ResponseReturnValue:
    """The agenda, in order, and where it stands."""
    return _page(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/agenda")
@allow("forums.plan")
def add_item(session_id: UUID) -> ResponseReturnValue:
    """Add an item at the end."""
    typed, errors = _typed()
    if typed is None:
        return _page(session_id, _values(), errors), 422
    try:
        run(
            agendas.add_item,
            session_id,
            title=typed.title,
            kind=typed.kind,
            minutes=typed.minutes,
            is_early_sight=typed.is_early_sight,
            is_confidential=typed.is_confidential,
        )
    except BadInput as error:
        return _page(session_id, _values(), [FieldError("title", error.message)]), 422
    flash("Added.", "ok")
    return redirect(url_for(".agenda", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/agenda/<uuid:item_id>/change")
@allow("forums.plan")
def change_form(session_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Change one item."""
    return _change_page(session_id, item_id)


@bp.post("/forum-sessions/<uuid:session_id>/agenda/<uuid:item_id>/change")
@allow("forums.plan")
def change_item(session_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Keep the change."""
    typed, errors = _typed()
    if typed is None:
        return _change_page(session_id, item_id, _values(), errors), 422
    try:
        run(agendas.change_item, item_id, typed)
    except BadInput as error:
        return _change_page(session_id, item_id, _values(), [FieldError("title", error.message)]), 422
    flash("Changed.", "ok")
    return redirect(url_for(".agenda", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/agenda/<uuid:item_id>/move")
@allow("forums.plan")
def move_item(session_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Move an item up or down by one."""
    run(agendas.move_item, item_id, up=request.form.get("to") == "up")
    return redirect(url_for(".agenda", session_id=session_id, _anchor=f"item-{item_id}"), 303)


@bp.post("/forum-sessions/<uuid:session_id>/agenda/<uuid:item_id>/remove")
@allow("forums.plan")
def remove_item(session_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take an item off."""
    run(agendas.remove_item, item_id)
    flash("Taken off the agenda.", "ok")
    return redirect(url_for(".agenda", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/agenda/review")
@allow("forums.plan")
def review_form(session_id: UUID) -> ResponseReturnValue:
    """Look the agenda over: its time, individual cases, short forms."""
    return _review_page(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/agenda/review")
@allow("forums.plan")
def review(session_id: UUID) -> ResponseReturnValue:
    """Say that it was looked over."""
    ticks = {name: request.form.get(name) == "yes" for name in ("not_a_case", "words_looked_at")}
    try:
        run(agendas.review, session_id, **ticks)
    except DomainError as error:
        field = "not_a_case" if "individual case is meant" in error.message else ""
        field = "words_looked_at" if "short forms" in error.message else field
        return _review_page(session_id, ticks, [FieldError(field, error.message)]), 422
    flash("Looked over. It can be published now.", "ok")
    return redirect(url_for(".agenda", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/agenda/print")
@allow("forums.view")
def printed_agenda(session_id: UUID) -> ResponseReturnValue:
    """The agenda on one sheet of paper, with the time of day of each item."""
    return render_template("forums/agenda_print.html", page=read(read_agenda, session_id))


def _values() -> dict[str, str]:
    names = ("title", "kind", "minutes", "early_sight", "confidential")
    return {name: request.form.get(name, "") for name in names}


def _typed() -> tuple[agendas.Typed | None, list[FieldError]]:
    values = _values()
    minutes = whole_number(values["minutes"], 1, 240)
    errors = []
    if not values["title"].strip():
        errors.append(FieldError("title", "Enter what the item is about"))
    if (values["kind"] or "other") not in rules.ITEM_KINDS:
        errors.append(FieldError("kind", "Choose what kind of item it is"))
    if minutes is None:
        errors.append(FieldError("minutes", "Enter its minutes, from 1 to 240"))
    if errors or minutes is None:
        return None, errors
    return agendas.Typed(
        values["title"],
        values["kind"] or "other",
        minutes,
        is_early_sight=values["early_sight"] == "yes",
        is_confidential=values["confidential"] == "yes",
    ), []


def _page(session_id: UUID, values: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    return render_template(
        "forums/agenda.html",
        page=read(read_agenda, session_id),
        values=values or {},
        errors=errors or [],
        kinds=KINDS,
        state_words=agenda_rules.STATE_WORDS,
    )


def _change_page(
    session_id: UUID, item_id: UUID, values: dict[str, str] | None = None, errors: list[FieldError] | None = None
) -> str:
    page = read(read_agenda, session_id)
    line = next((line for line in page.lines if line.id == str(item_id)), None)
    if line is None:
        raise NotFound
    stands = {
        "title": line.title,
        "kind": line.kind,
        "minutes": str(line.minutes),
        "early_sight": "yes" if line.is_early_sight else "",
        "confidential": "yes" if line.is_confidential else "",
    }
    return render_template(
        "forums/agenda_item.html", page=page, line=line, values=values or stands, errors=errors or [], kinds=KINDS
    )


def _review_page(session_id: UUID, ticks: dict[str, bool] | None = None, errors: list[FieldError] | None = None) -> str:
    page = read(read_agenda, session_id)
    seen = look_at(agenda_rules.texts_of(page.lines))
    return render_template(
        "forums/agenda_review.html", page=ReviewPage(page, seen), ticks=ticks or {}, errors=errors or []
    )
