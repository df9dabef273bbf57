"""Runs one practice session: the scenario plays in the simulated Zoom, and people answer to what the chair does.

Pages and the command line ask it (`begin`, `pause`, `jump`, `perform`, ...) from any thread; a thread of its own
watches the floor and tells the scenario who was called, thanked or warned. What cannot happen (somebody who was
removed is to speak) is told and left out; the practice goes on.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal
from uuid import UUID

from companion.floor.events import SessionEnded
from companion.floor.journals import look
from companion.floor.participants import names_of
from companion.floor.snapshots import Names
from companion.floor.state import Floor
from companion.forums import service as forums
from companion.kernel.clocks import to_ms
from companion.kernel.errors import DomainError
from companion.kernel.ids import ForumSessionId
from companion.rehearsal import seating, window
from companion.rehearsal.facts import Facts
from companion.rehearsal.hands import Hands
from companion.rehearsal.play import Play
from companion.rehearsal.window import Marks, Seen
from companion.staging.installation import Installation
from zoom_hooks.sim import NoSuchThing, Playing, ScenarioError
from zoom_hooks.sim.registrations import ApiError

State = Literal["waiting", "running", "paused", "over"]
STANDING_STILL = 0.001  # a paused practice creeps: a clock cannot stand quite still and go on
LOOKS_EVERY = 0.15  # seconds on the wall
STARTS_IN = timedelta(minutes=1)
SPEEDS = (1.0, 2.0, 4.0)
#: what the chair does in Zoom's window: the scenario's word for it, and what goals call it
IN_ZOOM: Mapping[str, tuple[str, str]] = {
    "admit": ("is admitted", "let in"),
    "mute": ("is muted", "muted"),
    "unmute": ("is unmuted", ""),
    "remove": ("is removed", "removed"),
}


class Director:
    """One practice session in an installation in which everybody has a seat."""

    def __init__(self, stage: Installation, play: Play, session_id: UUID, *, speed: float) -> None:
        self.stage, self.play, self.session_id = stage, play, ForumSessionId(session_id)
        self.speed = speed
        self.marks = Marks()
        self.player: Playing | None = None
        self._state: State = "waiting"
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._turns: dict[str, str] = {}  # turn → what it was when we looked last
        self._told = 0  # directions that the scenario has heard of
        self._hands = Hands(stage, self.session_id, play.chair.name, self.marks)
        self._thread = threading.Thread(target=self._watch, name="rehearsal", daemon=True)

    @property
    def state(self) -> State:
        return self._state

    @property
    def now_ms(self) -> int:
        """The meeting's time."""
        return self.stage.clock.ms()

    # what pages and the command line ask for

    def begin(self) -> None:
        """Let the scenario run. Asking twice does nothing."""
        with self._lock:
            if self._state != "waiting":
                return
            self._state = "running"
            self._set_rate(self.speed, STARTS_IN)
            self.player = self.stage.zoom.begin(self.play.scenario)

    def pause(self) -> None:
        """Let everything stand still, the clocks included."""
        with self._lock:
            if self._state == "running" and self.player is not None:
                self._state = "paused"
                self.player.pause()
                self._set_rate(STANDING_STILL)

    def resume(self) -> None:
        """Let it go on."""
        with self._lock:
            if self._state == "paused" and self.player is not None:
                self._state = "running"
                self._set_rate(self.speed)
                self.player.resume()

    def run_at(self, speed: float) -> None:
        """Let the meeting's time run so much faster than the wall's."""
        with self._lock:
            self.speed = speed
            if self._state == "running":
                self._set_rate(speed)

    def jump(self) -> None:
        """Let what comes next come now; everything after it comes as much earlier."""
        with self._lock:
            if self._state == "running" and self.player is not None:
                self.player.jump()

    def perform(self, words: str) -> str:
        """Let one statement of the scenario's language happen now; why it could not, or nothing."""
        if self._state not in ("running", "paused") or self.player is None:
            return "The practice is not going on."
        try:
            self.player.perform(words)
        except (ScenarioError, NoSuchThing, ApiError) as error:
            return str(error)
        return ""

    def done_in_zoom(self, what: str, name: str) -> str:
        """The chair does something in Zoom's own window: see IN_ZOOM. Why it could not be done, or nothing."""
        words, mark = IN_ZOOM[what]
        failed = self.perform(f"{self.name_in_zoom(name) or name} {words}")
        if failed:
            return failed
        if mark:
            self.marks.note(mark, name, self.now_ms)
        (self.marks.muted.add if what == "mute" else self.marks.muted.discard)(name)
        return ""

    def end(self) -> None:
        """The host ends the meeting for all."""
        with self._lock:
            if self._state in ("waiting", "over"):
                return
            if self._state == "paused":
                self.resume()
            self.perform("The meeting ends")
            self._state = "over"

    # life

    def start(self) -> None:
        """Begin to watch; nothing is played before `begin`."""
        self.stage.wiring.runner.heard.append(self._hears)
        self._thread.start()

    def stop(self) -> None:
        """End the threads."""
        self._stopped.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(10)

    # what is so

    def seen(self) -> Seen:
        """Zoom's window as it stands."""
        return window.look(self.stage.zoom)

    def facts(self) -> Facts:
        """What goals and debrief are read from."""
        read = self.stage.wiring.runner.read
        floor, names = self._floor()
        session = read(forums.session_of, self.session_id)
        agenda = read(forums.agenda, self.session_id)
        ended = next((one.occurred_at_ms for one in floor.log if isinstance(one.event, SessionEnded)), None)
        now_ms = self.now_ms if ended is None else ended
        ids = tuple(item.id for item in agenda)
        return Facts(floor, names, now_ms, to_ms(session.ends_at), ids, self.marks.so_far())  # type: ignore[arg-type]

    # inside

    def _floor(self) -> tuple[Floor, Names]:
        read = self.stage.wiring.runner.read
        return read(look, self.session_id), read(names_of, self.session_id)

    def _hears(self, heads: Mapping[UUID, int]) -> None:
        if self.session_id in heads:
            self._wake.set()

    def _set_rate(self, rate: float, starts_in: timedelta | None = None) -> None:
        pace = self.stage.clock.go_on(rate)
        self.stage.wiring.runner.run(seating.set_pace, self.session_id, pace, starts_in)

    def _watch(self) -> None:
        while not self._stopped.is_set():
            self._wake.wait(LOOKS_EVERY)
            self._wake.clear()
            if self._state == "running":
                with contextlib.suppress(DomainError):
                    self._look()
                self._hands.follow()

    def _look(self) -> None:
        """See what the chair has done since, and let people answer to it."""
        floor, names = self._floor()
        for turn in floor.turns.values():
            before, self._turns[str(turn.id)] = self._turns.get(str(turn.id)), turn.state
            if before == turn.state:
                continue
            name = names.people.get(turn.participant_id, "")
            if before is None and turn.state in ("called", "running"):
                self._occasion("called", name)
            elif turn.state in ("ended", "skipped"):
                self._hands.put_down(self.name_in_zoom(name))
                self._occasion("thanked", name)
        for given in floor.directions[self._told :]:
            if given.participant_id is not None:
                self._occasion("warned", names.people.get(given.participant_id, ""))
            elif given.direction == "no_interruption":
                self._occasion("warned", self._who_interrupts(floor, names))
        self._told = len(floor.directions)
        if floor.state == "ended":
            self._state = "over"

    def _who_interrupts(self, floor: Floor, names: Names) -> str:
        """Who was heard last without having the floor."""
        speaking = floor.speaking
        holder = names.people.get(speaking.participant_id, "") if speaking is not None else ""
        others = [line.name for line in self.seen().said if line.name not in (holder, self.play.chair.name)]
        return others[-1] if others else ""

    def _occasion(self, what: str, name: str) -> None:
        shown = self.name_in_zoom(name)
        if shown and self.player is not None:
            self.player.occasion(what, shown)

    def name_in_zoom(self, name: str) -> str:
        """The scenario's name of somebody as the floor or Zoom shows them; empty for nobody of the scenario."""
        person = self.play.person(name)
        return person.name if person is not None else ""
