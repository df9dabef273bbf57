"""Who may begin to listen: asked at the door, since a ticket outlives what it was given for by up to a minute.

All who come in the same moment are asked about at once: a crowd that comes back costs a few queries, not one each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from companion.floor.tickets import Ticket

#: which of these tickets are good no longer
NoLongerGood = Callable[[set[Ticket]], Awaitable[set[Ticket]]]


class Door:
    """Lets tickets in that are still good."""

    def __init__(self, no_longer_good: NoLongerGood) -> None:
        self._no_longer_good = no_longer_good
        self._waiting: set[Ticket] = set()
        self._asking: asyncio.Task[set[Ticket]] | None = None
        self._lock = asyncio.Lock()

    async def lets_in(self, ticket: Ticket) -> bool:
        """Whether this ticket's holder may listen now. Raises what the asking raises."""
        self._waiting.add(ticket)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return ticket not in await asyncio.shield(self._asking)

    async def _ask(self) -> set[Ticket]:
        async with self._lock:  # whoever comes while others are asked about is in the next round
            asked, self._waiting, self._asking = self._waiting, set(), None
            return await self._no_longer_good(asked)
