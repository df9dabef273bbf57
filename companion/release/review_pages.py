"""The reviewer's pages: where the text comes from, what to hide and keep, who a voice is, and that it is done.

Every step is a form that works without script and answers 303 back to the page, to the next proposal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.captions import recordings
from companion.captions.backfill import SHORTEST_MS
from companion.captions.gaps import gaps_of, recorded_of
from companion.captions.listening import LOST, REASONS
from companion.captions.service import count_cues
from companion.forums.tables import ForumSession
from companion.kernel.clocks import from_ms
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import DraftId, ForumSessionId, SpanId
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.people import gate
from companion.people.gate import allow, read, run
from companion.release import asking, auditing, hiding, importing, reading, rendering, review, uploading
from companion.release.asking import CUES_A_PAGE
from companion.release.rules import DOUBT_BELOW, EDITABLE, OVER, Blocked
from companion.release.standing import current
from companion.release.tables import Draft

bp = Blueprint("release_review", __name__)
#: the kind of what the audit found → what it is hidden as, unless somebody chooses otherwise
FOUND_AS = {
    "PERSON": "participant",
    "ORG": "landlord",
    "PLACE": "place",
    "ADDRESS": "place",
    "QUANTITY": "number of homes",
    "CASE_REF": "reference",
}
DECIDE = {"hide": "accepted", "keep": "rejected", "undecided": "undecided"}


@bp.get("/forum-sessions/<uuid:session_id>/release/new")
@allow("release.review")
def source(session_id: UUID) -> ResponseReturnValue:
    """Where the text of a transcript comes from: the captions we captured, or a file."""
    return render_template("release/source.html", session_id=session_id, **read(_sources, ForumSessionId(session_id)))


@bp.post("/forum-sessions/<uuid:session_id>/release/new")
@allow("release.review")
def start(session_id: UUID) -> ResponseReturnValue:
    """Begin a new version from the captions; a file is looked at first."""
    here, file, table = ForumSessionId(session_id), request.files.get("file"), request.files.get("registrants")
    try:
        if file is not None and file.filename:
            rows = table.stream.read() if table is not None and table.filename else None
            run(uploading.look_at, here, file.filename, file.stream.read(), rows)
            return redirect(url_for(".look", session_id=session_id), 303)
        if request.form.get("from") == "file":
            flash("Choose the transcript file first.", "stop")
            return redirect(url_for(".source", session_id=session_id), 303)
        run(importing.start_and_ask, here)
    except DomainError as refused:
        flash(refused.message, "stop")
        return redirect(url_for(".source", session_id=session_id), 303)
    return _begun(session_id)


@bp.get("/forum-sessions/<uuid:session_id>/release/new/look")
@allow("release.review")
def look(session_id: UUID) -> ResponseReturnValue:
    """What the file holds that was chosen, in numbers, before anything begins."""
    person_id = gate.viewer().person_id
    assert person_id is not None  # the gate lets nobody unknown through
    try:
        seen = read(uploading.looked_at, ForumSessionId(session_id), person_id)
    except uploading.NothingLookedAt:
        return redirect(url_for(".source", session_id=session_id), 303)
    return render_template(
        "release/look.html", session_id=session_id, seen=seen, **read(_sources, ForumSessionId(session_id))
    )


@bp.post("/forum-sessions/<uuid:session_id>/release/new/look")
@allow("release.review")
def begin(session_id: UUID) -> ResponseReturnValue:
    """Begin a version with the file that was looked at, or drop it."""
    try:
        if request.form.get("drop") == "yes":
            run(uploading.forget, ForumSessionId(session_id))
            return redirect(url_for(".source", session_id=session_id), 303)
        run(uploading.begin, ForumSessionId(session_id))
    except DomainError as refused:
        flash(refused.message, "stop")
        return redirect(url_for(".source", session_id=session_id), 303)
    return _begun(session_id)


def _begun(session_id: UUID) -> ResponseReturnValue:
    flash("The text is in. The proposals are being made; that takes a few seconds.", "ok")
    return redirect(url_for("release.show", session_id=session_id), 303)


@bp.get("/release/<uuid:draft_id>/review")
@allow("release.review")
def show(draft_id: UUID) -> ResponseReturnValue:
    """The transcript turn by turn, as heard beside as readers will see it, with the next proposal to decide."""
    return _shown(draft_id)


@bp.post("/release/<uuid:draft_id>/find")
@allow("release.review")
def find(draft_id: UUID) -> ResponseReturnValue:
    """Where words were said. Not a GET, since what is looked for is often a name, and no address may hold one."""
    return _shown(draft_id, find=clean(request.form.get("find", ""), most=100))


@bp.post("/release/<uuid:draft_id>/spans/<uuid:span_id>")
@allow("release.review")
def decide(draft_id: UUID, span_id: UUID) -> ResponseReturnValue:
    """Hide or keep what was proposed, or take that back; then on to the next."""
    decision = DECIDE.get(request.form.get("decision", ""), "")
    seen = request.form.get("seen") or None
    done = _try(review.decide, DraftId(draft_id), SpanId(span_id), decision, seen=seen)
    if done is None or decision == "undecided":
        return _back(draft_id, span_id=span_id)
    return _back(draft_id, span_id=done.next_id)


@bp.post("/release/<uuid:draft_id>/spans/<uuid:span_id>/everywhere")
@allow("release.review")
def everywhere(draft_id: UUID, span_id: UUID) -> ResponseReturnValue:
    """The same answer wherever the words stand; the number of places that was confirmed must still be the number."""
    decision, expected = DECIDE.get(request.form.get("decision", ""), ""), request.form.get("expected", -1, type=int)
    count = _try(review.decide_everywhere, DraftId(draft_id), SpanId(span_id), decision, expected=expected)
    if count is None:
        return _back(draft_id, span_id=span_id)
    done = "hidden" if decision == "accepted" else "kept"
    flash(f"{done.capitalize()} in {count} {'place' if count == 1 else 'places'}. One undo takes all back.", "ok")
    return _back(draft_id, span_id=read(review.after, DraftId(draft_id), SpanId(span_id)))


@bp.post("/release/<uuid:draft_id>/spans/<uuid:span_id>/reach")
@allow("release.review")
def reach(draft_id: UUID, span_id: UUID) -> ResponseReturnValue:
    """Let a proposal reach a word further or less far, and look at it again."""
    if _try(review.widen, DraftId(draft_id), SpanId(span_id), request.form.get("way", "")) is False:
        flash("There is no further word that way.", "info")
    return _back(draft_id, span_id=span_id)


@bp.get("/release/<uuid:draft_id>/spans/<uuid:span_id>/next")
@allow("release.review")
def next_one(draft_id: UUID, span_id: UUID) -> ResponseReturnValue:
    """On to the next proposal that waits, leaving this one as it is."""
    return _back(draft_id, span_id=read(review.after, DraftId(draft_id), SpanId(span_id)))


@bp.post("/release/<uuid:draft_id>/hide")
@allow("release.review")
def hide(draft_id: UUID) -> ResponseReturnValue:
    """Hide words that nobody proposed, here or everywhere."""
    form = request.form
    position = form.get("position", -1, type=int)
    places = _try(
        hiding.hide,
        DraftId(draft_id),
        position,
        clean(form.get("words", ""), most=hiding.MOST_WORDS),
        hidden_as=form.get("hidden_as", ""),
        start=form.get("start", type=int),
        is_everywhere=form.get("everywhere") == "yes",
    )
    if places:
        flash("Hidden." if places == 1 else f"Hidden in {places} places.", "ok")
    anchor = "gate" if form.get("from") == "gate" else f"cue-{max(position, 0)}"
    return _back(draft_id, page=max(position, 0) // CUES_A_PAGE + 1, anchor=anchor)


@bp.post("/release/<uuid:draft_id>/undo")
@allow("release.review")
def undo(draft_id: UUID) -> ResponseReturnValue:
    """Take the last decision back."""
    span_id = _try(review.undo, DraftId(draft_id))
    return _back(draft_id, span_id=span_id, page=None if span_id else request.form.get("page", type=int))


@bp.get("/release/<uuid:draft_id>/many")
@allow("release.review")
def ask_many(draft_id: UUID) -> ResponseReturnValue:
    """How many proposals would be hidden at once: read the number, then confirm."""
    per_cent = min(max(request.args.get("per_cent", 95, type=int), 50), 100)
    groups = read(asking.sure_groups, DraftId(draft_id), per_cent / 100)
    count = sum(group.count for group in groups)
    return render_template("release/many.html", draft_id=draft_id, per_cent=per_cent, count=count, groups=groups)


@bp.post("/release/<uuid:draft_id>/many")
@allow("release.review")
def accept_many(draft_id: UUID) -> ResponseReturnValue:
    """Hide every proposal that is at least that sure; the number that was confirmed must still be the number."""
    per_cent, expected = request.form.get("per_cent", 0, type=int), request.form.get("expected", -1, type=int)
    firsts = request.form.getlist("leave", type=UUID)
    leave = read(asking.members, DraftId(draft_id), per_cent / 100, firsts)
    count = _try(review.accept_above, DraftId(draft_id), per_cent / 100, expected=expected, leave=leave)
    if count:
        flash(f"{count} proposals are hidden. One press of undo takes all of them back.", "ok")
    return _back(draft_id)


@bp.post("/release/<uuid:draft_id>/speakers")
@allow("release.review")
def resolve(draft_id: UUID) -> ResponseReturnValue:
    """Say who a voice is."""
    who = request.form.get("who", "")
    if not who:
        flash("Choose who it is first.", "stop")
    elif _try(review.resolve_speaker, DraftId(draft_id), request.form.get("speaker", ""), _roster_id(who)):
        flash("Saved.", "ok")
    return _back(draft_id)


@bp.post("/release/<uuid:draft_id>/audit")
@allow("release.review")
def audit(draft_id: UUID) -> ResponseReturnValue:
    """Run the leak audit over the text as it stands."""
    found = _try(auditing.run_audit, DraftId(draft_id))
    if found is not None and not found.hard:
        flash("The leak audit found nothing that must go.", "ok")
    return _back(draft_id, anchor="gate")


@bp.post("/release/<uuid:draft_id>/findings")
@allow("release.review")
def accept_finding(draft_id: UUID) -> ResponseReturnValue:
    """Say of one thing that the audit found that it may stay, or after all not."""
    finding_id = request.form.get("finding", type=UUID)
    if finding_id is not None:
        _try(auditing.accept_finding, DraftId(draft_id), finding_id)
    return _back(draft_id, page=request.form.get("page", type=int), anchor="gate")


@bp.post("/release/<uuid:draft_id>/propose")
@allow("release.review")
def propose(draft_id: UUID) -> ResponseReturnValue:
    """Have the proposals made again, with the roster as it is now; what was decided stays decided."""
    run(importing.ask_for_proposals, DraftId(draft_id))
    flash("The proposals are being made again. What you decided is kept.", "ok")
    return redirect(url_for("release.show", session_id=read(_session_of, draft_id)), 303)


@bp.post("/release/<uuid:draft_id>/finish")
@allow("release.review")
def finish(draft_id: UUID) -> ResponseReturnValue:
    """The review is done: the files are made, and somebody else is asked."""
    try:
        run(rendering.finish_review, DraftId(draft_id), has_seen_soft=False)
    except DomainError as refused:
        for reason in refused.reasons if isinstance(refused, Blocked) else (refused.message,):
            flash(reason, "stop")
        return _back(draft_id, anchor="gate")
    flash("The review is done and the files are made. Somebody else reads and approves them now.", "ok")
    return redirect(url_for("release.show", session_id=read(_session_of, draft_id)), 303)


def _shown(draft_id: UUID, *, find: str = "") -> ResponseReturnValue:
    page, span_id = request.args.get("page", type=int), request.args.get("span", type=UUID)
    seen = read(
        reading.review_page,
        DraftId(draft_id),
        page=page,
        span_id=SpanId(span_id) if span_id else None,
        viewer=gate.viewer().person_id,
    )
    return render_template(
        "release/review.html",
        page=seen,
        draft_id=draft_id,
        can_edit=seen.draft.state in EDITABLE,
        session_with_more=read(_session_with_more, DraftId(draft_id)),
        hidden_as=[(word, label) for word, (_, label) in hiding.HIDDEN_AS.items()],
        finding_as=FOUND_AS,
        sure=round(DOUBT_BELOW * 100),
        find=find,
        found=read(reading.find_words, DraftId(draft_id), find) if find else (),
    )


def _session_with_more(uow: Uow, draft_id: DraftId) -> UUID | None:
    """The draft's forum session, where a recording told something that the draft was begun without."""
    draft = uow.db.get_one(Draft, draft_id)
    is_behind = draft.state not in OVER and recordings.is_unused(uow, draft.forum_session_id)
    return draft.forum_session_id if is_behind else None


def _try(use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run a step of the review; what the rules refuse is said on the next page. None then."""
    try:
        return run(use_case, *args, **kwargs)
    except NotFound:
        raise
    except DomainError as refused:
        flash(refused.message, "stop")
        return None


def _back(
    draft_id: UUID, *, span_id: UUID | None = None, page: int | None = None, anchor: str = "here"
) -> ResponseReturnValue:
    return redirect(url_for(".show", draft_id=draft_id, span=span_id, page=page, _anchor=anchor), 303)


def _roster_id(who: str) -> str | None:
    return None if who == "nobody" else who


def _session_of(uow: Uow, draft_id: UUID) -> UUID:
    return uow.db.get_one(Draft, draft_id).forum_session_id


def _sources(uow: Uow, session_id: ForumSessionId) -> dict[str, Any]:
    forum_session = uow.db.get_one(ForumSession, session_id)
    last = current(uow, session_id)
    return {
        "title": forum_session.title,
        "held_on": forum_session.starts_at,
        "cues": count_cues(uow, session_id),
        "gaps": _missing(uow, session_id),
        "recorded": [
            Missing(from_ms(one.from_ms), from_ms(one.until_ms), importing.in_words(one), REASONS[one.ended_by or LOST])
            for one in recorded_of(uow, session_id)
        ],
        "last": last.version if last and last.state not in OVER else None,
    }


@dataclass(frozen=True)
class Missing:
    """A time of the meeting without captions, for the reviewer; `until` is None while it lasts."""

    since: datetime
    until: datetime | None
    lasted: str
    why: str


def _missing(uow: Uow, session_id: ForumSessionId) -> list[Missing]:
    """The times that the captions lack and that a transcript made of them will be marked at."""
    return [
        Missing(
            from_ms(gap.from_ms),
            None if gap.until_ms is None else from_ms(gap.until_ms),
            "still" if gap.until_ms is None else importing.in_words(gap),
            REASONS[gap.reason],
        )
        for gap in gaps_of(uow, session_id)
        if gap.until_ms is None or gap.until_ms - gap.from_ms >= SHORTEST_MS
    ]
