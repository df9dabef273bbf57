"""What should be so in Zoom is made so; looked up when it is performed, so that repeating an effect does no harm.

A refusal is kept with what to do about it, and not repeated; a Zoom that is away, or that takes no more today, is asked
again by the outbox. Whoever Zoom knows under an address may be a colleague who shares the mailbox: a registrant that is
not this person's is never used for them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from companion.kernel.ids import ForumSessionId, RegistrationId
from companion.kernel.uow import Runner
from companion.people.addresses import fold_address
from companion.registration import mailboxes, zoom_rules
from companion.registration import zoom as wishes
from companion.registration import zoom_pushing as pushing
from companion.registration.names import same_name
from zoom_hooks.errors import ZoomNotFound, ZoomRateLimited, ZoomRefused, ZoomUnavailable
from zoom_hooks.events import Registrant
from zoom_hooks.rest import NewRegistrant, StatusAction, ZoomApi

T = TypeVar("T")

ACTIONS: dict[str, StatusAction] = {"approved": "approve", "cancelled": "cancel", "denied": "deny"}
NO_SUCH_MEETING = 3001


def make_registrant_so(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Bring one registrant of Zoom to the state that we want. Without a Zoom account there is nothing to do.

    Raises ZoomUnavailable and ZoomRateLimited; the outbox tries again, at Zoom's time where it gave one.
    """
    registration_id = RegistrationId(UUID(payload["registration_id"]))
    wish = runner.read(wishes.wanted, registration_id)
    if zoom is None or wish is None or wish.wanted == wish.state or wish.wanted == "pending":
        return
    push = _Push(runner, zoom, registration_id, wish)
    try:
        push.perform()
    except ZoomRateLimited as error:
        if not error.daily:
            raise
        push.wait_for_midnight()
    except ZoomRefused as error:
        word = zoom_rules.trouble_of(error.status, error.code, error.zoom_message)
        runner.run(pushing.note_trouble, registration_id, word, code=error.code)


def take_out_double(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Remove the second registrant of somebody who has one, with its link: theirs stays."""
    session_id, registrant_id = ForumSessionId(UUID(payload["session_id"])), payload["registrant"]
    meeting_id = runner.read(pushing.double_in, session_id, registrant_id)
    if zoom is None or meeting_id is None:
        return
    with suppress(ZoomNotFound):  # gone already, and so is its link
        zoom.remove_registrant(meeting_id, registrant_id)


@dataclass(frozen=True)
class _Push:
    """One registrant on the way to where we want them."""

    runner: Runner
    zoom: ZoomApi
    registration_id: RegistrationId
    wish: wishes.ZoomWish

    def perform(self) -> None:
        wish = self.wish
        if wish.wanted == "approved" and wish.is_host:
            self._trouble("is_host")
        elif wish.zoom_registrant_id is None:
            if wish.wanted == "approved":
                self._add()
        elif wish.wanted != "approved" and self._is_used_again(wish.zoom_registrant_id):
            self._told(wish.wanted, self._now())
        else:
            self._decide(wish.zoom_registrant_id)

    def wait_for_midnight(self) -> NoReturn:
        """Zoom takes no more of this person today: say so, and come back tomorrow."""
        retry_at = zoom_rules.next_midnight(self._now())
        self.runner.run(pushing.note_trouble, self.registration_id, "daily_limit", retry_at=retry_at)
        raise ZoomRateLimited("Zoom takes no more of this person today", retry_at=retry_at, daily=True)

    def _decide(self, registrant_id: str) -> None:
        """Approve, cancel or deny a registrant that is this person's."""
        asked_at = self._now()
        try:
            self._set_status(registrant_id)
        except ZoomNotFound as error:
            if error.code == NO_SUCH_MEETING:
                raise
            if self.wish.wanted == "approved":
                self._add()
                return
        join_url = self._join_url(registrant_id) if self.wish.wanted == "approved" else None
        self._told(self.wish.wanted, asked_at, registrant_id, join_url)

    def _add(self) -> None:
        """Register somebody. An earlier try may have reached Zoom unheard, so the lists are read first."""
        asked_at = self._now()
        holders = self.runner.read(pushing.holders, self.registration_id)
        known = self._listed()
        if known is not None and known[1].id is not None:
            status, row = known
            theirs = [holder for holder in holders if holder.registrant == row.id and not holder.is_mine]
            if not theirs and same_name(f"{row.first_name or ''} {row.last_name or ''}", self.wish.name):
                self._use(row, status, asked_at)
                return
            if not theirs or any(holder.is_live for holder in theirs):
                self._add_by_place()
                return
        self._forget_former_users(holders)
        added = self._counted("add", lambda: self.zoom.add_registrant(self.wish.meeting_id, self._as_new()))
        self._told("approved", asked_at, added.registrant_id, added.join_url, added.pin)

    def _add_by_place(self) -> None:
        """Somebody else uses this person's address in Zoom: this one goes there under an address of ours."""
        self.runner.run(mailboxes.settle, self.registration_id, mailboxes.PLACE)
        wish = self.runner.read(wishes.wanted, self.registration_id)
        if wish is None or wish.email == self.wish.email:
            self._trouble("shared_mailbox")
            return
        replace(self, wish=wish)._add()

    def _use(self, row: Registrant, status: str, asked_at: datetime) -> None:
        """The registrant that Zoom has already is this person."""
        assert row.id is not None
        if status == "approved":
            self._told("approved", asked_at, row.id, row.join_url, row.pin)
            return
        self._set_status(row.id)
        self._told("approved", asked_at, row.id, self._join_url(row.id))

    def _listed(self) -> tuple[str, Registrant] | None:
        """Whoever Zoom has under this address, and on which of its lists."""
        address = fold_address(self.wish.email)
        for status in ("approved", "pending", "denied"):
            for row in self.zoom.registrants(self.wish.meeting_id, status):
                if row.email and "@" in row.email and fold_address(row.email) == address:
                    return status, row
        return None

    def _forget_former_users(self, holders: tuple[pushing.Holder, ...]) -> None:
        """A colleague who used this mailbox and has left keeps a link to their registrant: remove it, so that Zoom
        makes another one, with another link, for whoever comes now."""
        address = fold_address(self.wish.email)
        for holder in holders:
            if holder.is_mine or holder.is_live or holder.address is None or fold_address(holder.address) != address:
                continue
            try:
                self.zoom.remove_registrant(self.wish.meeting_id, holder.registrant)
            except ZoomNotFound as error:
                if error.code == NO_SUCH_MEETING:
                    raise

    def _set_status(self, registrant_id: str) -> None:
        who = [(registrant_id, self.wish.email)]
        action = ACTIONS[self.wish.wanted]
        self._counted("change", lambda: self.zoom.set_registrant_status(self.wish.meeting_id, action, who))

    def _counted(self, what: str, ask: Callable[[], T]) -> T:
        """Ask Zoom within its limits of a day, which are counted before: a crash in between counts too much, never
        too little."""
        about = (self.wish.meeting_id, self.wish.email, what)
        if not self.runner.run(pushing.spend, *about):
            self.wait_for_midnight()
        try:
            return ask()
        except ZoomUnavailable as error:
            if error.answered or not error.outcome_unknown:
                self.runner.run(pushing.give_back, *about)
            raise

    def _is_used_again(self, registrant_id: str) -> bool:
        """Whether the same person has registered anew and has this registrant: cancelling it would shut them out."""
        holders = self.runner.read(pushing.holders, self.registration_id)
        return any(holder.is_mine and holder.is_live and holder.registrant == registrant_id for holder in holders)

    def _join_url(self, registrant_id: str) -> str | None:
        """The personal link of an approved registrant, which Zoom shows in its list."""
        rows = self.zoom.registrants(self.wish.meeting_id, "approved")
        return next((row.join_url for row in rows if row.id == registrant_id), None)

    def _as_new(self) -> NewRegistrant:
        return NewRegistrant(
            first_name=self.wish.first_name,
            last_name=self.wish.last_name,
            email=self.wish.email,
            org=self.wish.landlord_name or "",
            auto_approve=True,
        )

    def _told(
        self, state: str, at: datetime, who: str | None = None, join_url: str | None = None, pin: str | None = None
    ) -> None:
        self.runner.run(
            wishes.told, self.registration_id, state=state, registrant_id=who, join_url=join_url, pin=pin, at=at
        )

    def _trouble(self, word: str) -> None:
        self.runner.run(pushing.note_trouble, self.registration_id, word)

    def _now(self) -> datetime:
        return self.runner.clock.now()
