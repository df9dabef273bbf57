"""Who may go on listening: asked again all along, since a role, a place or a sign-in may be taken away meanwhile."""

from __future__ import annotations

from collections.abc import Collection

from companion.floor import stage_links
from companion.floor.participants import with_places
from companion.floor.tickets import Ticket
from companion.forums import service as forums
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.access import NOBODY, may

#: what somebody must be allowed to do for a stream of that role, at its beginning and all along
ACTIONS = {"chair": "floor.chair", "attendee": "floor.take_part", "stage": "floor.stage"}


def no_longer_good(uow: Uow, held: Collection[Ticket]) -> set[Ticket]:
    """The tickets whose holders may not listen any more: signed out, a role taken away, a place given back.

    A few queries for each forum session, however many listen.
    """
    viewers = sign_in.viewers_in(uow, {ticket.browser_session_id for ticket in held if ticket.browser_session_id})
    links = stage_links.still_good(uow, {ticket.link_id for ticket in held if ticket.link_id})
    over = {ticket for ticket in held if ticket.link_id is not None and ticket.link_id not in links}
    for session_id in {ticket.forum_session_id for ticket in held}:
        scope = forums.scope_of_session(uow, session_id)
        registrations = {viewer.registration_id for viewer in viewers.values() if viewer.registration_id}
        places = with_places(uow, session_id, registrations)
        for ticket in held:
            if ticket.forum_session_id == session_id and ticket.link_id is None:
                viewer = viewers.get(ticket.browser_session_id, NOBODY) if ticket.browser_session_id else NOBODY
                is_allowed = scope is not None and viewer.is_known and may(viewer, ACTIONS[ticket.role], scope)
                if not is_allowed or (ticket.role == "attendee" and viewer.registration_id not in places):
                    over.add(ticket)
    return over
