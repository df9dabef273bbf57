"""Listens to the caption streams of try-outs and counts what comes: not a word of them is kept, nor who said it.

It is a follower apart from the one of sessions, so that there is no way from a try-out's words to a session's rows.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from companion.feeds import practice
from companion.feeds.practice import Listen
from companion.kernel.ids import new_id
from companion.kernel.log import log
from companion.kernel.uow import ZOOM, Runner
from zoom_hooks.addresses import Allowlist
from zoom_hooks.errors import ZoomError
from zoom_hooks.events import StreamStarted
from zoom_hooks.rtms import AppCredentials, Caption, ChatMessage, Connected, Item, StillConnected, follow

LOOK_EVERY = 2.0
TELL_EVERY = 1.0


@dataclass
class Heard:
    """What came since it was told last."""

    captions: int = 0
    chat: int = 0
    is_connected: bool = False

    async def take(self, item: Item) -> None:
        """Count one item, and forget it."""
        if isinstance(item, Caption):
            self.captions += 1
        elif isinstance(item, ChatMessage) and item.operation == "new" and item.to_everyone is not False:
            self.chat += 1
        if isinstance(item, Caption | ChatMessage | Connected | StillConnected):
            self.is_connected = True


@dataclass
class PracticeListener:
    """Looks for try-outs with captions and listens to one at a time for each, until stopped."""

    runner: Runner
    owner: str = field(default_factory=lambda: f"practice:{new_id().hex[:8]}")
    _looking: asyncio.Task[None] | None = None
    _listening: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        """Begin to look; without the app's credentials there is nothing to listen to."""
        if self.runner.settings.has_zoom_app:
            self._looking = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """Close every socket and give the claims back."""
        tasks = [task for task in (self._looking, *self._listening) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            try:
                found = await asyncio.to_thread(self._claim)
            except Exception as error:  # the database may be away for a moment; the next look tries again
                log.warning("no look for try-outs", error_type=type(error).__name__)
                found = None
            if found is None:
                await asyncio.sleep(LOOK_EVERY)
                continue
            task = asyncio.create_task(self._listen(found))
            self._listening.add(task)
            task.add_done_callback(self._listening.discard)

    def _claim(self) -> Listen | None:
        if not self.runner.read(practice.is_one_free):
            return None
        return self.runner.run_as(ZOOM, practice.claim, self.owner)

    async def _listen(self, found: Listen) -> None:
        """Follow one stream to its end, and tell every second what was heard."""
        settings, heard = self.runner.settings, Heard()
        start = StreamStarted(None, None, None, found.meeting_uuid, found.rtms_stream_id, found.server_urls)
        credentials = AppCredentials(settings.zoom_app_client_id, settings.zoom_app_client_secret)
        allowed = Allowlist.of(*settings.zoom_rtms_hosts)
        following = asyncio.create_task(follow(start, credentials, heard.take, allowed=allowed))
        trouble, is_over = None, False
        try:
            while await self._tell(found, heard) and not following.done():
                await asyncio.wait({following}, timeout=TELL_EVERY)
            if following.done():
                is_over = True
                following.result()
        except ZoomError as error:
            trouble = "refused"
            log.warning("try-out refused", error_type=type(error).__name__)
        except Exception as error:
            log.warning("try-out not listened to", error_type=type(error).__name__)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await asyncio.to_thread(self._let_go, found, heard, trouble, is_over)

    async def _tell(self, found: Listen, heard: Heard) -> bool:
        told = Heard(heard.captions, heard.chat, heard.is_connected)
        heard.captions = heard.chat = 0
        return await asyncio.to_thread(self._kept, found, told)

    def _kept(self, found: Listen, told: Heard) -> bool:
        return self.runner.run_as(
            ZOOM,
            practice.listened,
            found.tryout_id,
            self.owner,
            captions=told.captions,
            chat=told.chat,
            is_connected=told.is_connected,
        )

    def _let_go(self, found: Listen, heard: Heard, trouble: str | None, is_over: bool) -> None:
        self._kept(found, heard)
        self.runner.run_as(ZOOM, practice.let_go, found.tryout_id, self.owner, trouble=trouble, is_over=is_over)
