"""The standard evening of 3.7: how the floor is shared under each order, through the rules and the reducer themselves.

    python -m tests.bench.fairness [--evenings 300]

Twenty landlords with two people each ask for an hour, 1.6 times as often as there is time for, the keenest most (Zipf,
1.2). A turn takes 45 to 105 s and 8 s until the next. Every evening has its own fixed seed, the same for each order, so
the figures are the same wherever this runs. Silent landlords count as nought; a wait counts when it is served.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from itertools import accumulate
from statistics import mean, quantiles
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from companion.floor import clocks, inviting, ordering, rules
from companion.floor.events import Event, LimitsSet, PolicyName, PresenceJoined, Recorded, SessionStarted
from companion.floor.fairness import gini
from companion.floor.ids import RequestId, TurnId
from companion.floor.reducer import reduce
from companion.floor.state import Floor
from companion.kernel.ids import LandlordId, ParticipantId

LANDLORDS, EACH, HOUR_MS = 20, 2, 3_600_000
LOAD, ZIPF = 1.6, 1.2
SHORTEST_MS, LONGEST_MS, CHANGE_OVER_MS = 45_000, 105_000, 8_000
UNCAPPED = 10_000


class Arm(Struct, frozen=True):
    """One way of running the evening."""

    name: str
    policy: PolicyName
    max_passes: int = 5
    invites: bool = False
    per_landlord_ms: int | None = None


ARMS = (
    Arm("first_come", "first_come"),
    Arm("new_voices", "new_voices"),
    Arm("new_landlords", "new_landlords"),
    Arm("round_robin", "round_robin"),
    Arm("least_heard", "least_heard"),
    Arm("new_landlords, no cap", "new_landlords", max_passes=UNCAPPED),
    Arm("new_landlords, invites", "new_landlords", invites=True),
    Arm("least_heard, 5-min budget, invites", "least_heard", invites=True, per_landlord_ms=300_000),
)


class Figures(Struct, frozen=True):
    """What one evening, or the mean of many, came to. `worst_passes` is the most anybody was passed."""

    gini: float
    heard: float
    top_three: float
    waits_s: tuple[float, ...]
    worst_passes: int

    @property
    def mean_wait_s(self) -> float:
        return mean(self.waits_s) if self.waits_s else 0.0

    @property
    def p95_wait_s(self) -> float:
        return quantiles(self.waits_s, n=20)[-1] if len(self.waits_s) > 1 else 0.0


class Evening:
    """One simulated hour. Decisions are those of the rules; the journal is reduced event by event."""

    def __init__(self, arm: Arm, seed: int) -> None:
        self.arm, self.floor, self.now_ms = arm, Floor(), 0
        self.chance = random.Random(seed)
        self.answers = random.Random(seed + 1_000_000)  # who says yes does not change who asks when
        self.waits_s: list[float] = []
        people = range(LANDLORDS * EACH)
        self.homes = {self._person(n): LandlordId(UUID(int=1000 + n // EACH)) for n in people}
        for participant_id, landlord_id in self.homes.items():
            self.happen(PresenceJoined(participant_id, landlord_id))
        self.happen(SessionStarted(), *rules.set_policy(self.floor, arm.policy, arm.max_passes))
        self.happen(LimitsSet(per_turn_ms=None, per_landlord_ms=arm.per_landlord_ms))
        self.arrivals = self._arrivals()

    def happen(self, *happened: Event) -> None:
        for event in happened:
            seq = self.floor.seq + 1
            recorded = Recorded(seq, f"{seq}/0", self.now_ms, self.now_ms, event)  # type: ignore[arg-type]
            self.floor = replace(reduce(self.floor, recorded), log=())

    def run(self) -> Figures:
        """Speak in the order of the floor until the hour is over."""
        while self.now_ms < HOUR_MS:
            self._ask_until(self.now_ms)
            if self.arm.invites:
                self._invite()
            row = self._next()
            if row is None:
                if not self.arrivals:
                    break
                self.now_ms = max(self.now_ms, self.arrivals[0][0])
                continue
            self._serve(row)
        shares = [had.spent_ms for had in self.floor.heard.values()]
        times = shares + [0] * (LANDLORDS - len(shares))
        total = sum(times) or 1
        passes = max((row.passes for row in self.floor.requests.values()), default=0)
        top = sum(sorted(times)[-3:]) / total
        return Figures(gini(times), len(shares), top, tuple(self.waits_s), passes)

    def _serve(self, request_id: RequestId) -> None:
        turn_id = TurnId(self._id())
        self.waits_s.append((self.now_ms - self.floor.requests[request_id].raised_at_ms) / 1000)
        self.happen(*rules.call(self.floor, request_id, turn_id=turn_id))
        self.happen(*rules.start(self.floor, now_ms=self.now_ms, despite_limit=True))
        self.now_ms += self.chance.randint(SHORTEST_MS, LONGEST_MS)
        self._ask_until(self.now_ms)
        self.happen(*rules.end(self.floor))
        self.now_ms += CHANGE_OVER_MS

    def _next(self) -> RequestId | None:
        """The next in order; a landlord whose time is spent comes last, unless it is owed the next turn."""
        rows = ordering.order(self.floor)
        within = [row for row in rows if ordering.is_due(self.floor, row) or not self._is_spent(row.landlord_id)]
        return next((row.id for row in (*within, *rows)), None)

    def _is_spent(self, landlord_id: LandlordId | None) -> bool:
        most = self.arm.per_landlord_ms
        return most is not None and landlord_id is not None and self._spent_ms(landlord_id) >= most

    def _spent_ms(self, landlord_id: LandlordId) -> int:
        return clocks.landlord_spent_ms(self.floor, landlord_id, self.now_ms)

    def _invite(self) -> None:
        """The chair follows every prompt; half of those invited say yes."""
        landlord_id = inviting.landlord_to_invite(self.floor)
        if landlord_id is None:
            return
        self.happen(*rules.invite(self.floor, landlord_id))
        whom = next(who for who, home in self.homes.items() if home == landlord_id)
        if self.answers.random() < 0.5:
            self.happen(*rules.accept_invitation(self.floor, whom, request_id=RequestId(self._id())))
        else:
            self.happen(*rules.decline_invitation(self.floor, whom))

    def _ask_until(self, until_ms: int) -> None:
        now_ms = self.now_ms
        while self.arrivals and self.arrivals[0][0] <= until_ms:
            self.now_ms, participant_id = self.arrivals.pop(0)
            if self.floor.live_of(participant_id) is None:
                self.happen(
                    *rules.raise_hand(
                        self.floor,
                        participant_id,
                        request_id=RequestId(self._id()),
                        source="page",
                        occurred_at_ms=self.now_ms,
                        received_at_ms=self.now_ms,
                        landlord_id=self.homes[participant_id],
                    )
                )
        self.now_ms = now_ms

    def _arrivals(self) -> list[tuple[int, ParticipantId]]:
        """When who would like to speak: at random times, the keener the oftener; keenness is a landlord's."""
        a_turn = (SHORTEST_MS + LONGEST_MS) / 2 + CHANGE_OVER_MS
        rate = LOAD / a_turn
        ranks = list(range(1, LANDLORDS + 1))
        self.chance.shuffle(ranks)
        keenness = list(accumulate(ranks[n // EACH] ** -ZIPF for n in range(LANDLORDS * EACH)))
        found, at_ms = [], 0.0
        while (at_ms := at_ms + self.chance.expovariate(rate)) < HOUR_MS:
            who = self.chance.choices(range(LANDLORDS * EACH), cum_weights=keenness)[0]
            found.append((round(at_ms), self._person(who)))
        return found

    def _person(self, number: int) -> ParticipantId:
        return ParticipantId(UUID(int=2000 + number))

    def _id(self) -> UUID:
        return UUID(int=10_000 + self.floor.seq)


def simulate(arm: Arm, evenings: int) -> Figures:
    """The mean of so many evenings, their waits together, and the worst passing of all."""
    found = [Evening(arm, seed).run() for seed in range(evenings)]
    return Figures(
        mean(one.gini for one in found),
        mean(one.heard for one in found),
        mean(one.top_three for one in found),
        tuple(wait for one in found for wait in one.waits_s),
        max(one.worst_passes for one in found),
    )


def table(rows: Iterable[tuple[Arm, Figures]]) -> str:
    """The figures, one order a line."""
    lines = [f"{'order':36}{'Gini':>6}{'heard':>7}{'top 3':>7}{'wait s':>8}{'p95 s':>7}{'passed':>8}"]
    for arm, found in rows:
        lines.append(
            f"{arm.name:36}{found.gini:6.2f}{found.heard:7.1f}{found.top_three:7.0%}"
            f"{found.mean_wait_s:8.0f}{found.p95_wait_s:7.0f}{found.worst_passes:8}"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table, and whether goal Q7 holds."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--evenings", type=int, default=300)
    evenings = asked.parse_args().evenings
    found = {arm.name: simulate(arm, evenings) for arm in ARMS}
    print(table((arm, found[arm.name]) for arm in ARMS))
    base, ours = found["first_come"], found["new_landlords, invites"]
    more, less = ours.heard / base.heard - 1, 1 - ours.gini / base.gini
    print(
        f"Q7  heard {more:+.0%} (goal +15%), Gini {-less:+.0%} (goal -15%), passed at most {ours.worst_passes} (goal 5)"
    )


if __name__ == "__main__":
    main()
