"""The page of a session's feeds."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from companion.feeds import guide, rules
from companion.feeds.signs import signs_of
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.people.gate import allow, read

bp = Blueprint("feeds", __name__, url_prefix="/forum-sessions/<uuid:session_id>/feeds")


@dataclass(frozen=True)
class FeedsPage:
    """What the page shows."""

    session: ForumSession
    feeds: tuple[rules.Feed, ...]
    site: str

    @property
    def told(self) -> str:
        """All of them in one sentence."""
        return rules.in_short(self.feeds)


@bp.get("")
@allow("registration.zoom")
def show(session_id: UUID) -> ResponseReturnValue:
    """Which feeds are alive, when each was last heard, and how to switch on what is off."""
    return render_template(
        "feeds/feeds.html",
        page=read(feeds_page, session_id),
        guides=guide.GUIDES,
        states=rules.STATES,
        caveat=guide.CAVEAT,
    )


def feeds_page(uow: Uow, session_id: UUID) -> FeedsPage:
    """Everything the page shows. Raises NotFound."""
    return FeedsPage(
        session=forums.session_of(uow, session_id),
        feeds=rules.feeds(signs_of(uow, session_id)),
        site=uow.settings.public_url,
    )
