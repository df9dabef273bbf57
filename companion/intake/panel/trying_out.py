"""Our page inside Zoom while a try-out runs: that it is open, and that a hand went up, is noted and nothing more."""

from __future__ import annotations

from typing import Literal

from companion.feeds import practice
from companion.intake.panel.standing import Opener, standing_of
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.uow import Uow

#: what the page's script says → the sign that it is
SAYS: dict[str, Literal["panel", "hands"]] = {"open": "panel", "hand": "hands"}


def heard(uow: Uow, opener: Opener | None, what: str) -> None:
    """Note what a page saw in a try-out. Raises BadInput, NotFound where no try-out of theirs to run is open."""
    if what not in SAYS:
        raise BadInput("Say that the page is open, or that a hand went up")
    if opener is None or opener.meeting_uuid is None or standing_of(uow, opener).kind != "tryout":
        raise NotFound
    tryout = practice.running(uow, opener.meeting_uuid)
    if tryout is not None:
        practice.note(uow, tryout, SAYS[what])
