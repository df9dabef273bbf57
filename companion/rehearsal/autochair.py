"""A program in the chair: quick, fair and without a heart. It shows that a scenario can be run to its end.

It presses the buttons of the chair's page over HTTP, as the page's script does, and those of Zoom's stand-in window.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from companion.rehearsal import seating
from companion.rehearsal.director import Director
from companion.rehearsal.window import Line, Seen
from companion.staging.browser import Browser, NotOnThePage
from companion.staging.desk import Desk, Frame
from zoom_hooks.sim import CastMember, Playing

LOOKS_EVERY = 0.02
SILENT_MS = 12_000  # so long without a word, and somebody has said what they wanted
NO_ANSWER_MS = 20_000
OVER_MS = 10_000
QUIET_MS = 30_000
QUIET_SECONDS = 1.5


class AutoChair:
    """Chairs one practice session."""

    def __init__(self, director: Director) -> None:
        self._director = director
        stage = director.stage
        self._browser = Browser(stage.url)
        path = stage.wiring.runner.run(seating.sign_in_path, director.play.chair)
        page = self._browser.get(path)
        self._browser.submit(page, page.form(to=page.path), follow=False)
        self._desk = Desk(self._browser, f"/forum-sessions/{director.session_id}/floor")
        self.refused: list[str] = []
        self._called_ms = 0
        self._heard = -1  # the last line that was listened to
        self._last_holder = ""
        self._warned: set[str] = set()
        self._added: set[str] = set()
        self._quiet_since: tuple[int, float] | None = None

    def chair(self) -> None:
        """Until the meeting is over."""
        director = self._director
        while director.state != "over":
            seen = director.seen()
            self._mind_the_door(seen)
            frame = self._desk.look()
            if frame["state"] == "live":
                for line in seen.said:
                    if line.key > self._heard:
                        self._heard = line.key
                        self._listen(line, frame)
                self._mind_the_floor(frame, seen)
            if self._is_quiet(frame):
                director.end()
            threading.Event().wait(LOOKS_EVERY)
        self._browser.close()

    @property
    def _player(self) -> Playing:
        assert self._director.player is not None
        return self._director.player

    def _is_quiet(self, frame: Frame) -> bool:
        """Whether nothing comes any more: neither in the meeting's time nor, through queues and workers, in ours."""
        busy = frame["queue"] or frame["now"] or frame["called"] or frame["tray"]
        if busy or not self._player.is_over:
            self._quiet_since = None
            return False
        if self._quiet_since is None:
            self._quiet_since = (self._director.now_ms, time.monotonic())
        since_ms, since = self._quiet_since
        return self._director.now_ms - since_ms > QUIET_MS and time.monotonic() - since > QUIET_SECONDS

    def _mind_the_door(self, seen: Seen) -> None:
        """Let in who is expected, and nobody else."""
        for name in seen.waiting:
            known = self._director.play.person(name)
            if known is not None and known.is_registered and not known.is_bot:
                self._director.done_in_zoom("admit", name)

    def _listen(self, line: Line, frame: Frame) -> None:
        """Act on what somebody says: a caller who asks, a case, lost sound, and who talks into another's turn."""
        play = self._director.play
        person = play.person(line.name)
        holder = self._holder(frame)
        text = line.text.casefold()
        if person is None or person.name == play.chair.name:
            return
        if "case number" in text and holder is person:
            self._step("case")
        elif "your sound" in text and frame["now"]:
            self._step("pause")
        elif person.phone and holder is not person and person.name not in self._added:
            self._added.add(person.name)
            self._step("add", who=person.name)
        elif person.role == "attendee" and holder is not person and person.name != self._last_holder:
            self._calm(person)
        self._last_holder = holder.name if holder is not None else self._last_holder

    def _calm(self, person: CastMember) -> None:
        """Words first; then the button."""
        if person.name not in self._warned:
            self._warned.add(person.name)
            self._step("direct", direction="no_interruption", who=person.name)
        elif person.name not in self._director.marks.muted:
            self._director.done_in_zoom("mute", person.name)

    def _mind_the_floor(self, frame: Frame, seen: Seen) -> None:
        now_ms, holder = self._director.now_ms, self._holder(frame)
        own = [
            line.at_ms for line in seen.said if holder is not None and self._director.play.person(line.name) is holder
        ]
        silent_ms = now_ms - own[-1] if own else None
        is_heard = silent_ms is not None and silent_ms < SILENT_MS
        if frame["tray"]:
            self._step("admit_late", tray_seq=str(frame["tray"][0]["seq"]))
        elif frame["item"] is None or self._is_used_up(frame):
            self._step("next_item")
        elif frame["now"]:
            clock = frame["now"]["clock"]
            is_long = bool(clock["limit_ms"]) and clock["elapsed_ms"] > clock["limit_ms"] + OVER_MS
            if clock["state"] == "paused":
                if is_heard and silent_ms is not None and silent_ms < SILENT_MS // 4:
                    self._step("resume")
                elif silent_ms is not None and silent_ms > 3 * SILENT_MS:
                    self._step("end")
            elif is_long or not is_heard:
                self._step("end")
        elif frame["called"]:
            if is_heard and own[-1] >= self._called_ms:
                self._step("start", despite_limit="yes")
            elif now_ms - self._called_ms > NO_ANSWER_MS:
                self._step("skip", reason="no_answer")
        elif frame["queue"]:
            self._step("call_next")
            self._called_ms = self._director.now_ms
            called = self._holder(self._desk.look())
            if called is not None and called.name in self._director.marks.muted:
                self._director.done_in_zoom("unmute", called.name)

    def _is_used_up(self, frame: Frame) -> bool:
        """Whether it is time for the next item: nobody waits or speaks, and its minutes are gone."""
        if frame["now"] or frame["called"] or frame["queue"] or not frame.get("next_item"):
            return False
        items = self._director.play.agenda
        titles = [item.title for item in items]
        title = frame["item"]["title"]
        if title not in titles:
            return True
        due_s = 60 * sum(item.minutes for item in items[: titles.index(title) + 1])
        return self._player.position >= due_s

    def _holder(self, frame: Frame) -> CastMember | None:
        """Who has the floor, or is called to it."""
        row = frame["now"] or frame["called"]
        return self._director.play.person(row["name"]) if row else None

    def _step(self, name: str, **fields: Any) -> None:
        try:
            self._desk.step(name, **fields)
        except NotOnThePage as refused:
            self.refused.append(f"{name}: {refused}")
