"""The control address: the verbs over HTTP, and what a stand-in for Zoom's client needs."""

from __future__ import annotations

import asyncio
import re

from zoom_hooks.sim import sdk, verbs
from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.asking import Asked, is_called_by
from zoom_hooks.sim.language import read
from zoom_hooks.sim.player import Player, begin
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.scenario import Line, Scenario
from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.wire import Fields, Malformed, read_object

MOST_WAIT = 30.0
_OF_PLAYS = ("begin_scenario", "pause_scenario", "resume_scenario", "jump", "perform", "occasion")


class Control:
    """`GET` lists the verbs; `POST /control/<verb>` with its arguments as a JSON object performs one.

    Only `application/json` is taken, which no web page can send here without asking first; and only by an address or
    the name that the simulator was given, since a stranger's page may let its own name mean this machine.
    """

    def __init__(self, stage: Stage, app: sdk.App, host: str = "localhost") -> None:
        self._stage = stage
        self._host = host
        self._app = app
        self._player: Player | None = None
        self._task: asyncio.Task[None] | None = None

    def begin(self, scenario: Scenario) -> tuple[Player, asyncio.Task[None]]:
        """Play a scenario from now on, in place of the one that is being played."""
        if self._task is not None:
            self._task.cancel()
        self._player, self._task = begin(self._stage, scenario)
        return self._player, self._task

    async def answer(self, asked: Asked) -> Answered:
        """The answer; every no is a sentence."""
        name = asked.path.removeprefix("/control").strip("/")
        if asked.method not in ("GET", "POST"):
            return _no("GET or POST", 405)
        if not is_called_by(asked.headers.get("host", ""), self._host):
            return _no("ask by this machine's address", 421)
        if asked.method == "POST" and not re.match(r"application/json\b", asked.headers.get("content-type", "")):
            return _no("POST a JSON object, with content-type application/json", 415)
        try:
            if name == "app_context":
                return self._context(asked)
            if name == "sdk":
                return await self._sdk(asked)
            if name == "scenario":
                return _yes(self._told())
            if asked.method == "GET":
                return Answered.of({verb.name: verb.promise for verb in verbs.VERBS.values()})
            arguments = read_object(asked.body) if asked.body else {}
            if name in _OF_PLAYS:
                return _yes(self._play(name, Fields(arguments)))
            verb = name or arguments.pop("verb", None)
            return _yes(verbs.perform(self._stage, verb, arguments))
        except (verbs.WrongUse, NoSuchThing, ApiError, ValueError) as error:
            return _no(str(error), 400)

    def _play(self, name: str, f: Fields) -> object:
        if name == "begin_scenario":
            self.begin(read(str(f.plain().get("text", ""))))  # with its leading lines, which are counted
        elif name == "pause_scenario":
            self._playing().pause()
        elif name == "resume_scenario":
            self._playing().resume()
        elif name == "jump":
            self._playing().jump()
        elif name == "perform":
            self._playing().perform(f.text("words") or "")
        else:
            return self._playing().occasion(f.text("kind") or "", f.text("who") or "")
        return None

    def _playing(self) -> Player:
        if self._player is None:
            raise NoSuchThing("no scenario is being played")
        return self._player

    def _told(self) -> dict[str, object]:
        player = self._playing()
        return {
            "title": player.scenario.title,
            "position": player.position,
            "is_paused": player.is_paused,
            "is_over": player.is_over,
            "upcoming": [_line(line) for line in player.upcoming(10)],
            "played": [_line(line) for line in player.played[-50:]],
            "troubles": [{**_line(line), "why": why} for line, why in player.troubles[-50:]],
        }

    def _context(self, asked: Asked) -> Answered:
        f = asked.json() if asked.method == "POST" else Fields(dict(asked.query))
        sealed = sdk.app_context(
            self._stage,
            self._app,
            f.id("who") or "",
            uid=f.id("uid") or "",
            meeting_id=f.id("meeting_id") or "",
            changes=f.object("changes").plain(),
            secret=f.text("secret"),
            url_safe=bool(asked.method == "POST" and f.boolean("url_safe")),
        )
        return _yes(sealed)

    async def _sdk(self, asked: Asked) -> Answered:
        who, meeting_id = asked.query.get("who", ""), asked.query.get("meeting_id", "")
        if not self._stage.clients.line_is_up:
            return _no("the line is down", 503)
        if asked.method == "POST":
            return Answered.of(sdk.call(self._stage, self._app, who, asked.json(), meeting_id=meeting_id))
        since, wait = asked.query.get("since"), asked.query.get("wait", "0")
        if not re.fullmatch(r"[0-9]{1,9}", since or "0", re.ASCII) or not re.fullmatch(r"[0-9]{1,3}", wait, re.ASCII):
            raise Malformed("since and wait are whole numbers")
        meeting = self._stage.meeting(meeting_id)
        person = meeting.present(who)
        if person is None:
            return _yes({"next": int(since or 0), "events": []})
        next_, events = await self._stage.clients.events(
            meeting, person, None if since is None else int(since), min(float(wait), MOST_WAIT)
        )
        return _yes({"next": next_, "events": events})


def _line(line: Line) -> dict[str, object]:
    return {"number": line.number, "at": line.at, "words": line.words}


def _yes(result: object) -> Answered:
    return Answered.of({"ok": True, "result": result})


def _no(words: str, status: int) -> Answered:
    return Answered.of({"ok": False, "error": words}, status)
