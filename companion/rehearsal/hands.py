"""Hands raised in Zoom, as the page inside the host's client would hear of them.

Nobody but that page can see them, and a practice has no client of Zoom's to open it in. So the rehearsal listens in its
place, and claims what it hears by the same call as that page's script.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from typing import Any

from companion.intake.panel.claims import read_batch
from companion.intake.panel.hearing import heard
from companion.kernel.errors import DomainError
from companion.kernel.ids import ForumSessionId, PersonId
from companion.people import service as people
from companion.rehearsal.cast import CHAIR_EMAIL
from companion.rehearsal.window import Marks
from companion.staging.installation import Installation
from zoom_hooks.in_client import participant_key
from zoom_hooks.sim import NoSuchThing

EVENTS = ("onFeedbackReaction", "onRemoveFeedbackReaction")
BEATS_EVERY = 8.0  # seconds on the wall: the chair's page says whether hands are heard
Claim = dict[str, Any]


class Hands:
    """Follows the hands of one meeting for its host."""

    def __init__(self, stage: Installation, session_id: ForumSessionId, host: str, marks: Marks) -> None:
        self._stage, self._session_id, self._host, self._marks = stage, session_id, host, marks
        self._since: int | None = None
        self._begins, self._beaten = True, 0.0
        self._claims: list[Claim] = []  # not yet taken
        self._person: PersonId | None = None

    def follow(self) -> None:
        """Pass on every hand that went up or down since it was asked last, and say that we listen."""
        if self._since is None and not self._has_opened():
            return
        self._since, events = self._stage.zoom.sdk_events(self._host, self._since)
        for event in events:
            data = event.get("data")
            self._note(str(event.get("name")), data if isinstance(data, dict) else {})
        if self._claims or time.monotonic() - self._beaten > BEATS_EVERY:
            with contextlib.suppress(DomainError):  # the start of the meeting has not been heard of yet: again later
                self._send()

    def put_down(self, name: str) -> None:
        """Somebody has spoken: they take the hand in Zoom down."""
        if name in self._marks.hands:
            with contextlib.suppress(NoSuchThing):
                self._stage.zoom.lower_hand(name)

    def _has_opened(self) -> bool:
        """Open the page as the host; False before the host is in the meeting."""
        asked = {"js_api_lists": list(EVENTS), "version": "0.16"}
        try:
            answer = self._stage.zoom.sdk(self._host, {"jsCallId": "1", "apiName": "config", "data": asked})
        except (NoSuchThing, ConnectionError):
            return False
        return isinstance(found := answer.get("data"), dict) and "result" in found

    def _note(self, what: str, data: Claim) -> None:
        who, at = str(data.get("participantUUID", "")), data.get("timestamp")
        name = self._name_of(who)
        is_up = what == "onFeedbackReaction" and data.get("feedback") == "raiseHand"
        if not name or not (is_up or (what == "onRemoveFeedbackReaction" and name in self._marks.hands)):
            return
        (self._marks.hands.add if is_up else self._marks.hands.discard)(name)
        nth = Counter(str(one["at"]) for one in self._claims)[str(at)]
        self._claims.append({"kind": "up" if is_up else "down", "who": who, "at": at, "name": name, "nth": nth})

    def _send(self) -> None:
        run = self._stage.wiring.runner
        if self._person is None:
            chair = run.read(people.find_account, CHAIR_EMAIL)
            assert chair is not None
            self._person = PersonId(chair.id)
        claims = self._claims
        body = json.dumps({"begins": self._begins, "hears_hands": True, "claims": claims}).encode()
        held = run.run(heard, self._session_id, self._person, self._meeting(), read_batch(body))
        self._claims = [claims[number] for number in held]
        self._begins, self._beaten = False, time.monotonic()

    def _meeting(self) -> str:
        async def read() -> str:
            return self._stage.zoom.stage.meeting().uuid

        return self._stage.zoom.wait_for(read())

    def _name_of(self, who: str) -> str:
        """How Zoom shows a participant, by the id that the page knows them by."""
        wanted = participant_key(who)

        async def read() -> str:
            people = self._stage.zoom.stage.meeting().participants
            return next((one.name for one in people if participant_key(one.uuid) == wanted), "")

        return self._stage.zoom.wait_for(read())
