"""What the worker asks again and again: which offers have ended, what must be purged. One row each.

A tick looks at what is so and makes it as it should be; asked twice, or by two workers at once, it does no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from companion import purging
from companion.adjustments import service as adjustments
from companion.captions import recordings
from companion.feeds import rights, trials
from companion.floor import expiring
from companion.groups import members
from companion.invitations import runs
from companion.kernel.uow import Uow
from companion.papers import announcing, reminding
from companion.registration import attendance, barring, merging, offers, reconciling, reminders, reported, zoom_settings
from companion.release import freezing, reopening, requests
from companion.wiring import Wiring


@dataclass(frozen=True)
class Tick:
    """Something to ask every so often, on the system's clock."""

    name: str
    every: timedelta
    work: Callable[[Wiring], object]


def _zoom(wiring: Wiring, ask: Callable[[Uow], int]) -> int:
    """Ask of Zoom only where an account is connected: nothing waits in vain without one."""
    return wiring.runner.run(ask) if wiring.zoom is not None else 0


TICKS: tuple[Tick, ...] = (
    Tick("turns over", timedelta(seconds=1), lambda wiring: expiring.expire_due(wiring.runner)),
    Tick("close out", timedelta(minutes=15), lambda wiring: wiring.runner.run(attendance.close_out_due)),
    Tick("invitations", timedelta(seconds=30), lambda wiring: runs.tick(wiring.runner)),
    Tick("bars", timedelta(minutes=1), lambda wiring: wiring.runner.run(barring.follow_bars)),
    Tick("offers", timedelta(seconds=30), lambda wiring: wiring.runner.run(offers.expire_due_offers)),
    Tick("free seats", timedelta(minutes=1), lambda wiring: wiring.runner.run(offers.offer_free_seats)),
    Tick("zoom settings", timedelta(minutes=1), lambda wiring: _zoom(wiring, zoom_settings.queue_due_readings)),
    Tick("zoom rights", timedelta(minutes=10), lambda wiring: _zoom(wiring, rights.ask_if_due)),
    Tick("connection tests", timedelta(minutes=10), lambda wiring: wiring.runner.run(trials.finish_forgotten)),
    Tick("adjustments", timedelta(minutes=1), lambda wiring: wiring.runner.run(adjustments.follow_registrations)),
    Tick("zoom in step", timedelta(minutes=1), lambda wiring: _zoom(wiring, reconciling.queue_due)),
    Tick("zoom denials", timedelta(minutes=1), lambda wiring: _zoom(wiring, reconciling.deny_at_close)),
    Tick("reports", timedelta(minutes=5), lambda wiring: _zoom(wiring, reported.queue_due)),
    Tick("recordings", timedelta(minutes=5), lambda wiring: _zoom(wiring, recordings.queue_due)),
    Tick("recordings' end", timedelta(minutes=15), lambda wiring: _zoom(wiring, recordings.queue_deletions)),
    Tick("agendas due", timedelta(hours=1), lambda wiring: wiring.runner.run(reminding.watch)),
    Tick("papers to who came later", timedelta(minutes=10), lambda wiring: wiring.runner.run(announcing.catch_up)),
    Tick("members", timedelta(hours=6), lambda wiring: wiring.runner.run(members.ask_due)),
    Tick("reminders", timedelta(minutes=15), lambda wiring: wiring.runner.run(reminders.queue_due)),
    Tick("wishes for transcripts", timedelta(minutes=15), lambda wiring: wiring.runner.run(requests.follow_wishes)),
    Tick("requests for transcripts", timedelta(hours=1), lambda wiring: wiring.runner.run(requests.remind)),
    Tick("cited passages", timedelta(minutes=10), lambda wiring: wiring.runner.run(freezing.freeze_everywhere)),
    Tick("rosters of transcripts", timedelta(minutes=10), lambda wiring: wiring.runner.run(reopening.reopen_changed)),
    Tick("merged seats", timedelta(minutes=5), lambda wiring: wiring.runner.run(merging.settle)),
    Tick("purge", timedelta(hours=6), lambda wiring: purging.purge(wiring.runner)),
)
