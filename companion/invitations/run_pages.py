"""A session's invitations: who gets a letter and how it looks, one approval, and watching the letters leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations import letters, returned, returns, rules, runs, service
from companion.invitations.blueprint import bp
from companion.invitations.tables import InvitationRun
from companion.kernel import outbox
from companion.kernel.clocks import london_date
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.forms import FieldError, as_uuid
from companion.kernel.listing import MOST_UNSEARCHED, matches, page_number, part_of
from companion.kernel.mail import RenderedLetter, message
from companion.kernel.uow import Uow
from companion.people.gate import allow, doors, read, run, viewer

#: which invitations the list shows
SHOWN = {"all": "All", "waiting": "No answer", "bounced": "Came back", "answered": "Answered"}


@dataclass(frozen=True)
class Watch:
    """How a session's invitations stand."""

    session: ForumSession
    window: tuple[date, date]
    run: InvitationRun | None
    problem: str | None
    leaves_at: datetime
    is_due: bool
    is_late: bool
    preview: rules.Preview
    counts: rules.Counts
    lines: tuple[service.Line, ...]
    has_words: bool

    @property
    def is_too_late(self) -> bool:
        """Whether nobody is invited any more, whatever is opened."""
        return self.session.state in runs.TOO_LATE


@bp.get("/forum-sessions/<uuid:session_id>/invitations")
@allow("invitations.run")
def invitations(session_id: UUID) -> ResponseReturnValue:
    """Who is asked, when the letters leave, and what became of each."""
    return _page(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/invitations")
@allow("invitations.run")
def approve(session_id: UUID) -> ResponseReturnValue:
    """Approve the run: the letters leave by themselves from then on."""
    try:
        count = run(runs.approve, session_id)
    except DomainError as error:
        return _page(session_id, [FieldError("", error.message)]), 409
    when = read(runs.leaves_at, session_id)
    if count:
        flash("1 letter is on its way." if count == 1 else f"{count} letters are on their way.", "ok")
    else:
        flash(f"Approved. The letters leave by themselves on {london_date(when)}.", "ok")
    return redirect(url_for(".invitations", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/invitations/stop")
@allow("invitations.run")
def stop(session_id: UUID) -> ResponseReturnValue:
    """Hold back what has not left."""
    run(runs.stop, session_id)
    flash("Stopped. No further letter leaves until you approve the run again.", "ok")
    return redirect(url_for(".invitations", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/invitations/letter")
@allow("invitations.run")
def letter(session_id: UUID) -> ResponseReturnValue:
    """The letter exactly as one landlord gets it, and the organiser's own paragraph in it."""
    return render_template("invitations/letter.html", page=read(_read_letter, session_id, _landlord()), errors=[])


@bp.get("/forum-sessions/<uuid:session_id>/invitations/letter/mail")
@allow("invitations.run")
def letter_mail(session_id: UUID) -> ResponseReturnValue:
    """The letter as a file, text and HTML, that a mail program opens and shows as it will look."""
    page = read(_read_letter, session_id, _landlord())
    if page.letter is None:
        raise NotFound
    response = make_response(bytes(message(page.letter, sender=doors().runner.settings.mail_from)))
    response.headers["Content-Type"] = "message/rfc822"
    response.headers["Content-Disposition"] = 'attachment; filename="letter.eml"'
    return response


@bp.post("/forum-sessions/<uuid:session_id>/invitations/letter")
@allow("invitations.run")
def write_words(session_id: UUID) -> ResponseReturnValue:
    """Keep the organiser's own paragraph, for letters that have not left."""
    words = request.form.get("words", "")
    if len(words) > service.MOST_WORDS:
        errors = [FieldError("words", f"Shorten it to {service.MOST_WORDS:,} letters; it has {len(words):,}")]
        page = read(_read_letter, session_id, _landlord())
        return render_template("invitations/letter.html", page=page, errors=errors, typed=words), 422
    run(service.write_words, session_id, words)
    flash("Kept. Letters from now on carry these words.", "ok")
    return redirect(url_for(".letter", session_id=session_id, landlord=_landlord()), 303)


@bp.post("/forum-sessions/<uuid:session_id>/invitations/letter/test")
@allow("invitations.run")
def test_to_me(session_id: UUID) -> ResponseReturnValue:
    """Send the letter to the organiser who asks."""
    run(_queue_test, session_id, _landlord())
    flash("On its way to you. Its link leads nowhere.", "ok")
    return redirect(url_for(".letter", session_id=session_id, landlord=_landlord()), 303)


@bp.get("/forum-sessions/<uuid:session_id>/invitations/returned")
@allow("invitations.run")
def returned_mail(session_id: UUID) -> ResponseReturnValue:
    """Where a mail that came back is read."""
    return render_template("invitations/returned.html", session=read(forums.session_of, session_id), errors=[])


@bp.post("/forum-sessions/<uuid:session_id>/invitations/returned")
@allow("invitations.run")
def read_returned(session_id: UUID) -> ResponseReturnValue:
    """Read a mail that came back, and mark whose it was."""
    file = request.files.get("file")
    typed = request.form.get("report", "")
    data = file.read(returned.MOST) if file and file.filename else typed.encode("utf-8", "replace")
    try:
        report = returned.read_returned(data)
    except DomainError as error:
        return _returned_page(session_id, FieldError("file", error.message), typed), 422
    found = run(returns.read_returned, session_id, report)
    if found is None:
        message = "Nobody invited to this session has the address in the report. It may be about another session."
        return _returned_page(session_id, FieldError("file", message), typed), 422
    flash("Marked as come back. Choose where it should go instead.", "ok")
    return redirect(url_for(".one", session_id=session_id, invitation_id=found.id), 303)


@dataclass(frozen=True)
class LetterPage:
    """The letter, and whose it is out of whom one can look at."""

    session: ForumSession
    landlords: tuple[rules.Candidate, ...]
    landlord_id: UUID | None
    letter: RenderedLetter | None
    words: str
    number: int


def _read_letter(uow: Uow, session_id: UUID, landlord_id: UUID | None) -> LetterPage:
    session = forums.session_of(uow, session_id)
    preview = service.preview(uow, session_id)
    invited = tuple(
        rules.Candidate(line.landlord_id, line.landlord, "", None) for line in service.lines(uow, session_id)
    )
    choices = (*preview.to_invite, *invited)
    known = {choice.landlord_id for choice in choices}
    chosen = landlord_id if landlord_id in known else next((choice.landlord_id for choice in choices), None)
    number, words = service.newest_words(uow, session_id)
    shown = letters.shown(uow, session_id, chosen) if chosen else None
    return LetterPage(session, choices, chosen, shown, words, number)


def _read_watch(uow: Uow, session_id: UUID) -> Watch:
    session = forums.session_of(uow, session_id)
    problem = runs.may_approve(uow, session_id)
    now, leaves = forums.time_in(uow, session), runs.leaves_at(uow, session_id)
    return Watch(
        session=session,
        window=rules.window(session.starts_at),
        run=runs.run_of(uow, session_id),
        problem=problem.message if problem else None,
        leaves_at=leaves,
        is_due=leaves <= now,
        is_late=rules.is_late(session.starts_at, leaves),
        preview=service.preview(uow, session_id),
        counts=service.counts(uow, session_id),
        lines=tuple(service.lines(uow, session_id)),
        has_words=bool(service.newest_words(uow, session_id)[1]),
    )


def _queue_test(uow: Uow, session_id: UUID, landlord_id: UUID | None) -> None:
    page = _read_letter(uow, session_id, landlord_id)
    person_id = viewer().person_id
    if page.landlord_id is None or person_id is None:
        raise runs.NothingToStop("There is no landlord yet whose letter could be shown.")
    key = f"{session_id}:{person_id}:{uow.now:%Y-%m-%dT%H:%M}"
    outbox.queue_letter(
        uow,
        "invitations.test",
        key=key,
        session_id=session_id,
        landlord_id=page.landlord_id,
        person_id=person_id,
    )


def _landlord() -> UUID | None:
    return as_uuid(request.values.get("landlord"))


def _page(session_id: UUID, errors: list[FieldError] | None = None) -> str:
    watch = read(_read_watch, session_id)
    show = request.args.get("show", "all")
    kinds = {"waiting": ("queued", "sent", "planned"), "bounced": ("bounced",), "answered": ("accepted", "declined")}
    typed = request.args.get("q", "")[:80].strip()
    lines = [
        line
        for line in watch.lines
        if (show not in kinds or line.state in kinds[show]) and matches(typed, line.landlord)
    ]
    return render_template(
        "invitations/invitations.html",
        watch=watch,
        session=watch.session,
        part=part_of(lines, page_number(request.args.get("page", ""))),
        typed=typed,
        is_long=len(watch.lines) > MOST_UNSEARCHED,
        show=show if show in SHOWN else "all",
        shown=SHOWN,
        state_words=rules.STATE_WORDS,
        late_words=rules.LATE_WORDS,
        return_words=rules.RETURN_WORDS,
        forum_words=forum_rules.FORUM_WORDS,
        errors=errors or [],
    )


def _returned_page(session_id: UUID, error: FieldError, typed: str) -> str:
    session = read(forums.session_of, session_id)
    return render_template("invitations/returned.html", session=session, errors=[error], typed=typed)
