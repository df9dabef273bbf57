"""Plays a scenario on the meeting clock, which may change its pace meanwhile. Belongs to the simulator's event loop."""

from __future__ import annotations

import asyncio
import dataclasses
import heapq
import itertools
from collections import Counter

from zoom_hooks.sim import steps, verbs
from zoom_hooks.sim.cast import NotUnderstood
from zoom_hooks.sim.person_statements import STOP
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.scenario import THEY, Act, Block, Line, Scenario, ScenarioError
from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.sim.statements import Reader

_LOOK_AGAIN = 0.25  # real seconds: the clock's pace may have changed
_ARRIVALS = ("arrive", "rejoin", "participant_joins")
_GONE = ("participant_leaves", "remove_participant", "put_in_waiting_room")


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class _Due:
    at_ms: float
    order: int
    line: Line = dataclasses.field(compare=False)
    act: Act | None = dataclasses.field(compare=False)  # None: the line begins
    they: str = dataclasses.field(compare=False)


class Player:
    """One scenario being played. With `is_strict` the first line that cannot happen ends it, as an error."""

    def __init__(self, stage: Stage, scenario: Scenario, *, is_strict: bool = False) -> None:
        self.scenario = scenario
        self.played: list[Line] = []
        self.troubles: list[tuple[Line, str]] = []
        self.is_paused = False
        self._stage = stage
        self._is_strict = is_strict
        self._coming = list(scenario.lines)
        self._due: list[_Due] = []
        self._order = itertools.count()
        self._gone_ms = 0.0  # how much of the play was over when its clock was last set going
        self._since_ms = stage.clock.ms()
        self._skipped_ms = 0.0
        self._here: dict[str, int] = {}
        self._phones: dict[str, int] = {}
        self._stored: dict[str, object] = {}
        self._times: Counter[tuple[str, str]] = Counter()
        self._changed = asyncio.Event()
        self._over = asyncio.Event()
        stage.on_occasion = self.occasion

    # looking

    @property
    def position(self) -> float:
        """Seconds of the scenario that are over."""
        return (self._elapsed_ms() + self._skipped_ms) / 1000

    @property
    def is_over(self) -> bool:
        """Whether its last line and all that followed was played."""
        return not self._coming and not self._due

    def upcoming(self, most: int) -> tuple[Line, ...]:
        """The next lines, next first."""
        return tuple(self._coming[:most])

    # steering

    def pause(self) -> None:
        """Nothing happens until `resume`; the meeting's clock goes on."""
        self._gone_ms, self.is_paused = self._elapsed_ms(), True

    def resume(self) -> None:
        """Go on where it was paused."""
        if self.is_paused:
            self._since_ms, self.is_paused = self._stage.clock.ms(), False
            self._wake()

    def jump(self) -> None:
        """The next line comes now, and those after it as much earlier."""
        if self._coming:
            self._skipped_ms = max(self._skipped_ms, self._coming[0].at * 1000 - self._elapsed_ms())
            self._wake()

    def perform(self, words: str) -> None:
        """One statement, now.

        Raises ScenarioError for words that are not known, NoSuchThing and ApiError as the verbs do.
        """
        try:
            acts = Reader(self.scenario.people, self.scenario.seed).read(words, len(self.played))
        except NotUnderstood as error:
            raise ScenarioError(str(error)) from error
        line = Line(0, self.position, words, acts)
        for act in acts:
            if act.after_ms == 0:
                self._perform(act, "")
        self.played.append(line)
        self._push(line, self._elapsed_ms(), "", [act for act in acts if act.after_ms > 0])

    def occasion(self, kind: str, name: str) -> bool:
        """Something happened to somebody: play what the scenario has for it. True when there is something.

        Whoever is thanked stops speaking, unless they have lines of their own for being thanked.
        """
        person = self.scenario.member(name)
        who = person.name if person else name
        own = [block for block in self.scenario.blocks if (block.kind, block.who) == (kind, who)]
        if kind == "thanked" and not own:
            self._silence(who)
        found: list[Block] = own or [block for block in self.scenario.blocks if (block.kind, block.who) == (kind, "")]
        if not found:
            return False
        block = found[min(self._times[kind, who], len(found) - 1)]
        self._times[kind, who] += 1
        now_ms = self._elapsed_ms()
        for line in block.lines:
            heapq.heappush(self._due, _Due(now_ms + line.at * 1000, next(self._order), line, None, who))
        self._wake()
        return True

    # playing

    async def run(self) -> None:
        """Play until cancelled; more may be asked of it after the last line. Raises ScenarioError when strict."""
        while True:
            self._changed.clear()
            wait_ms = self._next_ms() - self._elapsed_ms()
            if wait_ms <= 0 and not self.is_paused:
                self._step()
            elif self.is_over or self.is_paused:
                if self.is_over:
                    self._over.set()
                await self._changed.wait()
            else:
                real = max(0.0, min(self._stage.clock.real_seconds(wait_ms / 1000), _LOOK_AGAIN))
                try:
                    await asyncio.wait_for(self._changed.wait(), real)
                except TimeoutError:
                    continue

    async def finished(self) -> None:
        """Returns once it is over."""
        await self._over.wait()

    def _step(self) -> None:
        """Do what is due first: what earlier lines began before the next line."""
        line_ms = self._coming[0].at * 1000 - self._skipped_ms if self._coming else float("inf")
        if self._due and self._due[0].at_ms <= line_ms:
            due = heapq.heappop(self._due)
            if due.act is None:
                self._begin(due.line, due.at_ms, due.they)
            else:
                self._try(due.line, due.act, due.they)
        else:
            self._begin(self._coming.pop(0), line_ms, "")

    def _begin(self, line: Line, at_ms: float, they: str) -> None:
        self.played.append(dataclasses.replace(line, at=self.position))
        self._push(line, at_ms, they, line.acts)

    def _push(self, line: Line, at_ms: float, they: str, acts: list[Act] | tuple[Act, ...]) -> None:
        for act in acts:
            heapq.heappush(self._due, _Due(at_ms + act.after_ms, next(self._order), line, act, they))
        self._wake()

    def _try(self, line: Line, act: Act, they: str) -> None:
        try:
            self._perform(act, they)
        except (ValueError, ApiError) as error:
            if act.is_lenient:
                return
            if self._is_strict:
                raise ScenarioError(f"line {line.number}: {error}") from error
            self.troubles.append((line, str(error)))

    def _perform(self, act: Act, they: str) -> None:
        who = they if act.who == THEY else act.who
        if act.verb == STOP:
            self._silence(who)
            return
        verb = verbs.VERBS.get(act.verb)
        arguments = {
            key: self._stored[str(value)[1:]] if steps.is_reference(value) else value
            for key, value in act.arguments.items()
        }
        if who and verb is not None and "who" in verb.parameters:
            arguments["who"] = self._present(who, is_back=act.verb == "rejoin")
            if act.verb == "bind_phone":
                arguments["phone"] = self._phones.get(who, "")
        result = verbs.perform(self._stage, act.verb, arguments)
        if who and act.verb in _GONE:
            self._silence(who)  # nobody goes on speaking to a meeting that they have left
        if act.store_as:
            self._stored[act.store_as] = result
        if who and act.verb in _ARRIVALS and isinstance(result, int) and result:
            if "phone_number" in arguments:
                self._phones[who] = result
                self._here.setdefault(who, result)
            else:
                self._here[who] = result

    def _present(self, who: str, *, is_back: bool) -> str | int:
        """The number somebody has in the meeting; their name where they came without us."""
        number = self._here.get(who)
        if number is not None and (is_back or self._stage.meeting().present(number) is not None):
            return number
        person = self.scenario.member(who)
        return person.tile if person else who

    def _silence(self, who: str) -> None:
        """Drop what somebody has still to say."""
        names = (who, THEY)
        self._due = [
            due
            for due in self._due
            if due.act is None or due.act.speaks not in names or (due.act.speaks == THEY and due.they != who)
        ]
        heapq.heapify(self._due)
        self._wake()

    def _next_ms(self) -> float:
        line_ms = self._coming[0].at * 1000 - self._skipped_ms if self._coming else float("inf")
        return min(line_ms, self._due[0].at_ms if self._due else float("inf"))

    def _elapsed_ms(self) -> float:
        return self._gone_ms if self.is_paused else self._gone_ms + self._stage.clock.ms() - self._since_ms

    def _wake(self) -> None:
        if not self.is_over:
            self._over.clear()
        self._changed.set()


async def play(stage: Stage, scenario: Scenario) -> None:
    """Play a scenario to its end; raises ScenarioError with the line that could not happen."""
    player = Player(stage, scenario, is_strict=True)
    running = asyncio.ensure_future(player.run())
    over = asyncio.ensure_future(player.finished())
    try:
        await asyncio.wait((running, over), return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
    finally:
        over.cancel()
        running.cancel()


def begin(stage: Stage, scenario: Scenario) -> tuple[Player, asyncio.Task[None]]:
    """Play a scenario from now on; what cannot happen is noted, and the play goes on."""
    player = Player(stage, scenario)
    return player, asyncio.get_running_loop().create_task(player.run())


__all__ = ["NoSuchThing", "Player", "begin", "play"]
