"""The staff's lists: who is coming, quickly found among thousands, and the list at the door."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from companion.kernel.listing import page_number, part_of
from companion.people.gate import allow, read
from companion.registration import listing, views
from companion.registration.blueprint import bp
from companion.registration.entries import Entry

KIND_WORDS = {
    "landlord": "Landlord, on a seat",
    "member": "Member of the group",
    "speaker": "Speaker",
    "officer": "Officer",
    "supporter": "Supporter",
    "observer": "Observer",
}
REASON_WORDS = {
    "unknown_landlord": "We do not know the landlord of this address.",
    "several_landlords": "Several landlords use this address’s domain.",
    "address_elsewhere": "They name this landlord, but the address is not one of its own. Its contact has been told.",
    "size_not_known": "We do not know how many homes this landlord has.",
    "wrong_forum": "Their landlord belongs to another forum, or is not a member.",
    "names_closed": "They registered after names had closed.",
    "list_full": "Many of their landlord wait for a seat already, so they were not put on the waiting list.",
    "bar": "Ask the lead officer before you decide.",
    "not_eligible": "Something keeps this member of the group out at the moment. See their membership.",
    "by_person": "They asked to join the group.",
}


@bp.get("/forum-sessions/<uuid:session_id>/registrations")
@allow("registration.list")
def people(session_id: UUID) -> ResponseReturnValue:
    """Everybody of a session: narrowed by what they need or by what was typed, a hundred at a time."""
    page = read(views.list_page, session_id)
    typed = request.args.get("q", "")[:80]
    show = request.args.get("show", "")
    show = show if show in listing.FILTERS else ("everybody" if typed else "coming")
    found = listing.chosen(page.everybody, show, typed)
    return render_template(
        "registration/list.html",
        page=page,
        part=part_of(found, page_number(request.args.get("page", ""))),
        show=show,
        typed=typed,
        filters=[(name, words) for name, (words, _fits) in listing.FILTERS.items()],
        counts=listing.counts(page.everybody),
        kind_words=KIND_WORDS,
        reason_words=REASON_WORDS,
    )


@bp.get("/forum-sessions/<uuid:session_id>/door")
@allow("registration.list")
def door(session_id: UUID) -> ResponseReturnValue:
    """Who may come in, by landlord, to print or to keep beside the waiting room."""
    page = read(views.list_page, session_id)
    return render_template(
        "registration/door.html",
        page=page,
        landlords=_by_landlord(entry for entry in page.seated if entry.state in ("confirmed", "attended")),
        kind_words=KIND_WORDS,
    )


def _by_landlord(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    groups = groupby(entries, key=lambda entry: (entry.landlord or "", entry.landlord_id))
    return [(name, list(group)) for (name, _landlord_id), group in groups]
