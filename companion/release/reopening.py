"""Somebody is found on the roster late, or a landlord under another name: what was reviewed is looked at again at once.

Without this it would be noticed only when the time for corrections is over, and five days would be lost.
"""

from __future__ import annotations

from sqlalchemy import select

from companion.kernel.ids import DraftId
from companion.kernel.uow import Uow
from companion.release.importing import ask_for_proposals
from companion.release.publishing import reopen
from companion.release.reissuing import copy_as_next
from companion.release.standing import facts_of, load
from companion.release.tables import Draft

WATCHED = ("reviewed", "held")


def reopen_changed(uow: Uow) -> int:
    """Send back what was reviewed with another roster, and have its proposals made anew. Returns how many.

    What is held is read by people already, so that a new version begins; nothing that was decided is lost.
    """
    count = 0
    for draft_id in uow.db.scalars(select(Draft.id).where(Draft.state.in_(WATCHED)).order_by(Draft.id)).all():
        draft = load(uow, DraftId(draft_id))
        if draft.state not in WATCHED or not facts_of(uow, draft).is_roster_changed:
            continue
        if draft.state == "held":
            ask_for_proposals(uow, copy_as_next(uow, draft))
        else:
            reopen(uow, draft)
            ask_for_proposals(uow, DraftId(draft.id))
        count += 1
    return count
