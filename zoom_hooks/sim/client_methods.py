"""Zoom's client as apps inside it see it, as blocking methods that any thread may call."""

from __future__ import annotations

from collections.abc import Mapping

from zoom_hooks.sim import sdk
from zoom_hooks.sim.methods import StageMethods
from zoom_hooks.wire import Fields


class ClientMethods(StageMethods):
    """What a stand-in for Zoom's client asks, for the app with these credentials."""

    _sdk_app: sdk.App

    def app_context(
        self,
        who: str | int = "",
        *,
        uid: str = "",
        meeting_id: str = "",
        changes: Mapping[str, object] | None = None,
        secret: str | None = None,
        url_safe: bool = False,
    ) -> str:
        """`X-Zoom-App-Context` for somebody's panel; the promise stands at `sdk.app_context`."""

        async def act() -> str:
            return sdk.app_context(
                self.stage,
                self._sdk_app,
                who,
                uid=uid,
                meeting_id=meeting_id,
                changes=changes,
                secret=secret,
                url_safe=url_safe,
            )

        return self.wait_for(act())

    def sdk(self, who: str | int, message: Mapping[str, object], *, meeting_id: str = "") -> dict[str, object]:
        """What the bridge hands back for this message of somebody's panel. Raises ConnectionError: the line is down."""

        async def act() -> dict[str, object]:
            if not self.stage.clients.line_is_up:
                raise ConnectionError("the line is down")
            return sdk.call(self.stage, self._sdk_app, who, Fields(dict(message)), meeting_id=meeting_id)

        return self.wait_for(act())

    def sdk_events(
        self, who: str | int, since: int | None = None, wait: float = 0.0, *, meeting_id: str = ""
    ) -> tuple[int, list[dict[str, object]]]:
        """Where to go on, and what somebody's panel heard from `since`; waits so many seconds for the first."""

        async def act() -> tuple[int, list[dict[str, object]]]:
            meeting = self.stage.meeting(meeting_id)
            person = meeting.present(who)
            if person is None:
                return since or 0, []
            return await self.stage.clients.events(meeting, person, since, wait)

        return self.wait_for(act(), wait + 30.0)
