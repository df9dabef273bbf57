"""Who listens to what: open streams, and the channel of each forum session with the frames that were built last.

A listener holds the number of the last frame it was sent and no queue, so a slow reader skips and memory stays bounded.
It is woken by a bare future: with a timer and an event of its own for each frame, a thousand of them cost more than the
sending.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from companion.floor.tickets import Ticket
from companion.kernel.clocks import Pace

BLOCKED_SECONDS = 20.0
FIRST_ROLES = ("chair", "stage")  # served before the many
MOST_OF_ONE = {"browser": 24, "link": 200}  # streams of one browser session, of one stage link: beyond, the oldest ends
AGAIN = b"event: again\ndata: {}\n\n"
SLICE = 100  # woken at once; between slices the loop takes what has come in: a chair's press, a webhook


@dataclass(eq=False)
class Listener:
    """One open stream."""

    ticket: Ticket
    sent: int
    ends: float  # by the monotonic clock; then the page comes back with a fresh ticket
    is_over: bool = False
    is_beat_due: bool = False
    checked_by: int | None = None  # the reading by which it is known whether the page is ahead of the journal
    is_put_back: bool = False
    sending_since: float | None = None
    limit: asyncio.Timeout | None = None
    _waiter: asyncio.Future[None] | None = None
    _is_woken: bool = False

    def wake(self) -> None:
        """Let the stream look what there is to send."""
        self._is_woken = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def wait(self) -> None:
        """Until woken, or at once when that happened since the last wait."""
        if not self._is_woken:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        self._is_woken = False

    def preface(self) -> bytes:
        """What goes before the next frame: nothing, or that the page has to forget a number which is no more."""
        put_back, self.is_put_back = self.is_put_back, False
        return AGAIN if put_back else b""

    def end(self) -> None:
        """Let the stream end."""
        self.is_over = True
        self.wake()

    def give_up_if_blocked(self, now: float) -> None:
        """End a stream whose reader has taken nothing for too long."""
        if self.sending_since is not None and now - self.sending_since > BLOCKED_SECONDS and self.limit is not None:
            self.sending_since = None
            self.limit.reschedule(asyncio.get_running_loop().time())


@dataclass(eq=False)
class Channel:
    """One forum session's listeners, and the last frames built for them."""

    session_id: UUID
    listeners: dict[str, set[Listener]] = field(default_factory=dict)
    of_holder: dict[UUID, list[Listener]] = field(default_factory=dict)  # the oldest first
    frames: dict[str, bytes] = field(default_factory=dict)
    beat: bytes = b""
    versions: dict[str, int] = field(default_factory=dict)  # the number of each frame
    known: int = -1  # the highest number heard of
    built_at: float = float("-inf")
    building: asyncio.Task[None] | None = None
    is_stale: bool = True
    readings: int = 0  # of the journal, begun so far
    pace: Pace | None = None

    def __len__(self) -> int:
        return sum(map(len, self.listeners.values()))

    def __bool__(self) -> bool:
        return any(self.listeners.values())

    def __iter__(self) -> Iterator[Listener]:
        """Every listener, the chair and the stage first; as things are now, whoever comes or goes meanwhile."""
        roles = sorted(self.listeners, key=lambda role: role not in FIRST_ROLES)
        return iter([listener for role in roles for listener in self.listeners[role]])

    def roles(self) -> list[str]:
        return sorted(role for role, listeners in self.listeners.items() if listeners)

    def add(self, listener: Listener) -> None:
        """Take a listener in; nobody may have had that role's frame built. One holder has room for so many streams."""
        listeners = self.listeners.setdefault(listener.ticket.role, set())
        self.is_stale = self.is_stale or not listeners
        if listener.sent > self.versions.get(listener.ticket.role, -1):
            self.is_stale, listener.checked_by = True, self.readings + 1
        listeners.add(listener)
        ticket = listener.ticket
        holder = ticket.link_id or ticket.browser_session_id
        if holder is not None:
            own = self.of_holder.setdefault(holder, [])
            own.append(listener)
            if len(own) > MOST_OF_ONE["link" if ticket.link_id else "browser"]:
                own.pop(0).end()

    def remove(self, listener: Listener) -> None:
        self.listeners[listener.ticket.role].discard(listener)
        holder = listener.ticket.link_id or listener.ticket.browser_session_id
        own = self.of_holder.get(holder, []) if holder is not None else []
        if listener in own:
            own.remove(listener)
        if holder is not None and not own:
            self.of_holder.pop(holder, None)

    def heard_of(self, seq: int | None) -> bool:
        """Whether what was heard is news: a number that no frame shows and no building was begun for; None may be."""
        if seq is not None:
            if seq <= self.known:
                return False
            self.known = seq
        self.is_stale = True
        return True

    def took(self, head: int, frames: Mapping[str, tuple[int, bytes]]) -> bool:
        """Keep new frames, each with its number, of a journal that goes as far as `head`; whether there is news."""
        if not self.is_stale:
            self.known = head  # a number that was told and then taken back must not hide the one that follows
        for role, (version, frame) in frames.items():
            self.versions[role], self.frames[role] = version, frame
        return self._put_back() or bool(frames)

    def _put_back(self) -> bool:
        """Have those begin again who are ahead of a journal that was read since they came: a backup was restored.

        Another process may have sent them what this one has not read yet; so a reading from before says nothing.
        """
        checked = [one for one in self if one.checked_by is not None and one.checked_by <= self.readings]
        for one in checked:
            one.checked_by = None
            if one.sent > self.versions.get(one.ticket.role, -1):
                one.sent, one.is_put_back = -1, True
        return bool(checked)

    def is_unread_by(self, listener: Listener) -> bool:
        """Whether it is not known yet what this listener has to be sent."""
        return listener.ticket.role not in self.frames or listener.checked_by is not None

    def new_for(self, listener: Listener) -> bytes | None:
        """The newest frame of its role, when it was sent none of that number; from now on it counts as sent."""
        role = listener.ticket.role
        if self.versions.get(role, -1) <= listener.sent:
            return None
        listener.sent = self.versions[role]
        return self.frames[role]

    async def wake(self) -> None:
        """Wake every listener, a slice at a time."""
        for number, listener in enumerate(self, 1):
            listener.wake()
            if number % SLICE == 0:
                await asyncio.sleep(0)

    async def send_beat(self, line: bytes, now: float) -> None:
        """Give every listener a sign of life; end those who read nothing, by the monotonic clock's `now`."""
        self.beat = line
        for number, listener in enumerate(self, 1):
            listener.give_up_if_blocked(now)
            listener.is_beat_due = True
            listener.wake()
            if number % SLICE == 0:
                await asyncio.sleep(0)


def end_all(listeners: Iterable[Listener]) -> None:
    """End these streams."""
    for listener in listeners:
        listener.end()
