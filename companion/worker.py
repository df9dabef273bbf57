"""The worker: handles the inbox, performs the outbox, and asks what is due. Low priority, one transaction per step.

A row is claimed by a lease, worked on, and marked done only after the act. A worker that dies in between leaves a lease
that runs out, and the next one does it: an event is applied once because handling is in the transaction that marks it
done; a letter or a Zoom call may be repeated, and is made so that this does no harm.
"""

from __future__ import annotations

import os
import socket
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from companion.effects import LETTERS, REFUSED, SENT, perform
from companion.intake import events
from companion.kernel import inbox, leases, outbox
from companion.kernel.ids import new_id
from companion.kernel.log import log
from companion.kernel.mail import KEEP_COPY, Letter, LetterRefused, RenderedLetter, render
from companion.kernel.tables import InboxEvent, MailCopy, OutboxEffect, WorkerBeat
from companion.kernel.uow import ZOOM, Uow
from companion.ticks import TICKS
from companion.wiring import Wiring
from zoom_hooks import reading

AT_ONCE = 20
IDLE = 0.1  # seconds between two looks when nothing is due
BEAT_EVERY = timedelta(seconds=5)
RENEW_AFTER = leases.LEASE / 3


@dataclass
class Worker:
    """One worker of an installation. `step` does what is due now and says how much that was."""

    wiring: Wiring
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{new_id().hex[:6]}")
    _beat_at: datetime | None = None
    _ticked_at: dict[str, datetime] = field(default_factory=dict)

    def run_forever(self, stop: threading.Event) -> None:
        """Work until told to stop; an unexpected error is logged and the next step tried."""
        while not stop.is_set():
            try:
                busy = self.step()
            except Exception as error:  # a database that is busy or away comes back; a worker that ended does not
                log.error("worker step failed", worker=self.name, error_type=type(error).__name__)
                busy = 0
                stop.wait(2.0)
            if not busy:
                stop.wait(IDLE)

    def step(self) -> int:
        """Handle and perform what is due now. Returns how many rows were taken."""
        done = self._handle_inbox() + self._perform_outbox()
        now = self.wiring.runner.clock.now()
        if self._beat_at is None or now - self._beat_at >= BEAT_EVERY:
            self.wiring.runner.run(_beat, self.name)
            self._beat_at = now
        self._tick(now)
        return done

    def _tick(self, now: datetime) -> None:
        """Ask of every tick whether it is due; one that fails is logged and asked again at its next time."""
        for tick in TICKS:
            last = self._ticked_at.get(tick.name)
            if last is not None and now - last < tick.every:
                continue
            self._ticked_at[tick.name] = now
            try:
                tick.work(self.wiring)
            except Exception as error:  # one room's trouble must not keep the others from their dates
                log.error("tick failed", tick=tick.name, error_type=type(error).__name__)

    def drain(self, most: int = 200) -> int:
        """Step until nothing is due: for tests and one-off commands. Raises RuntimeError when it does not end."""
        total = 0
        for _ in range(most):
            taken = self.step()
            if not taken:
                return total
            total += taken
        raise RuntimeError("the worker did not come to an end")

    def _handle_inbox(self) -> int:
        digests: list[str] = self.wiring.runner.run(_claim_digests, self.name)
        for digest in digests:
            try:
                self.wiring.runner.run_as(ZOOM, handle_event, digest, self.name)
            except Exception as error:  # an event that cannot be handled must not stop the others
                log.error("event not handled", event_id=digest[:12], error_type=type(error).__name__)
                self.wiring.runner.run(_return_event, digest, self.name, type(error).__name__)
        return len(digests)

    def _perform_outbox(self) -> int:
        claimed: list[tuple[UUID, str, dict[str, Any]]] = self.wiring.runner.run(_claim_effects, self.name)
        claimed_at = self.wiring.runner.clock.now()
        for effect_id, kind, payload in claimed:
            try:
                # Those before it may have taken long; then another worker may have it by now.
                is_late = self.wiring.runner.clock.now() - claimed_at > RENEW_AFTER
                if is_late and not self.wiring.runner.run(_renew_effect, effect_id, self.name):
                    continue
                if kind == "letter":
                    self._send_letter(effect_id, payload)
                else:
                    perform(self.wiring, kind, payload)
                    self.wiring.runner.run(_effect_done, effect_id)
            except Exception as error:  # tried again later, whatever it was; the row says what
                when = getattr(error, "retry_at", None)
                log.warning(
                    "effect not performed", effect_id=effect_id, effect_kind=kind, error_type=type(error).__name__
                )
                self.wiring.runner.run(_return_effect, effect_id, self.name, type(error).__name__, when)
        return len(claimed)

    def _send_letter(self, effect_id: UUID, payload: dict[str, Any]) -> None:
        letter = self.wiring.runner.run(LETTERS[payload["letter"]], payload)
        if letter is None:
            self.wiring.runner.run(_effect_dropped, effect_id)
            return
        rendered = render(letter)
        try:
            self.wiring.mailer.send(rendered, sender=self.wiring.settings.mail_from)
        except LetterRefused as error:  # asking again would get the same answer
            self.wiring.runner.run(_letter_refused, effect_id, payload, error.reason)
            return
        self.wiring.runner.run(_letter_sent, effect_id, payload, letter, rendered)


def handle_event(uow: Uow, digest: str, owner: str | None = None) -> None:
    """Apply a stored delivery and mark it done, in one transaction. Doing it twice does it once."""
    row = uow.db.get_one(InboxEvent, digest, with_for_update=True)
    if row.state == "done" or (owner is not None and row.lease_owner != owner):
        return
    body = inbox.open_body(uow, row)
    if body is not None:
        events.handle(uow, reading.parse(body), digest)
    row.state, row.handled_at = "done", uow.now
    row.lease_owner = row.lease_until = None


def _claim_digests(uow: Uow, owner: str) -> list[str]:
    rows = leases.claim(uow.db, InboxEvent, InboxEvent.received_at, owner=owner, now=uow.now, most=AT_ONCE)
    return [row.digest for row in rows]


def _claim_effects(uow: Uow, owner: str) -> list[tuple[UUID, str, dict[str, Any]]]:
    rows = leases.claim(uow.db, OutboxEffect, OutboxEffect.queued_at, owner=owner, now=uow.now, most=AT_ONCE)
    return [(row.id, row.kind, row.payload) for row in rows]


def _return_event(uow: Uow, digest: str, owner: str, error: str) -> None:
    row = uow.db.get_one(InboxEvent, digest, with_for_update=True)
    if row.lease_owner == owner:  # else another worker has taken it over, and may be done with it
        leases.give_back(row, error, uow.now)


def _return_effect(uow: Uow, effect_id: UUID, owner: str, error: str, when: datetime | None) -> None:
    row = uow.db.get_one(OutboxEffect, effect_id, with_for_update=True)
    if row.lease_owner == owner:
        leases.give_back(row, error, uow.now, due_at=when)


def _renew_effect(uow: Uow, effect_id: UUID, owner: str) -> bool:
    return leases.renew(uow.db.get_one(OutboxEffect, effect_id, with_for_update=True), owner=owner, now=uow.now)


def _effect_done(uow: Uow, effect_id: UUID) -> None:
    row = uow.db.get_one(OutboxEffect, effect_id)
    row.state, row.done_at, row.lease_owner, row.lease_until = "done", uow.now, None, None


def _effect_dropped(uow: Uow, effect_id: UUID) -> None:
    row = uow.db.get_one(OutboxEffect, effect_id)
    row.state, row.done_at, row.lease_owner, row.lease_until = "dropped", uow.now, None, None


def _letter_refused(uow: Uow, effect_id: UUID, payload: dict[str, Any], reason: str) -> None:
    row = uow.db.get_one(OutboxEffect, effect_id)
    row.state, row.last_error, row.lease_owner, row.lease_until = "failed", f"refused: {reason}", None, None
    if payload["letter"] in REFUSED:
        REFUSED[payload["letter"]](uow, payload, reason)
    uow.audit("letter.refused", "effect", effect_id, letter=payload["letter"], reason=reason)


def _letter_sent(uow: Uow, effect_id: UUID, payload: dict[str, Any], letter: Letter, rendered: RenderedLetter) -> None:
    """The mail server has taken it: keep a copy, and let the room know that asked for it."""
    _effect_done(uow, effect_id)
    name, copy_id = payload["letter"], new_id()
    if name in SENT:
        SENT[name](uow, payload)

    def seal(text: str, column: str) -> bytes:
        row = f"kernel_mail_copy:{copy_id}" + (f":{column}" if column else "")
        return uow.keys.seal(text, purpose="mail", subject=inbox.day_key(uow.now), row=row)

    uow.db.add(
        MailCopy(
            id=copy_id,
            effect_id=effect_id,
            letter=name,
            person_id=letter.person_id,
            sent_at=uow.now,
            keep_until=uow.now + KEEP_COPY,
            sealed=seal(rendered.redacted(letter.tokens), ""),
            template=rendered.template,
            sealed_html=seal(rendered.redacted_html(letter.tokens), "html"),
        )
    )
    uow.audit("letter.sent", "effect", effect_id, letter=name)


def _beat(uow: Uow, name: str) -> None:
    inbox_waiting, outbox_waiting = outbox.waiting(uow)
    uow.db.merge(WorkerBeat(name=name, at=uow.now, inbox_waiting=inbox_waiting, outbox_waiting=outbox_waiting))
