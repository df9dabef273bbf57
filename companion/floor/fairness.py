"""How evenly the floor has been shared among the landlords in the meeting, the silent ones counted as nought.

For the chair's eyes only, and about landlords, never about people: nothing of it is on a shared screen.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from companion.floor import clocks
from companion.floor.inviting import landlords_here
from companion.floor.state import Floor
from companion.kernel.ids import LandlordId

Spread = Literal["even", "a few dominate", "very uneven"]
SNOOZE_MS = 10 * 60_000
FEWEST_TURNS = 4
FEWEST_FOR_THREE = 8


class Fairness(Struct, frozen=True):
    """`shares` are of the landlords present, the largest first, and sum to one, or all are nought.

    `gini` is None while so few turns have been had that it would be high whatever the chair does.
    """

    heard: int
    present: int
    waiting: int
    silent: int
    turns: int
    shares: tuple[tuple[LandlordId, float], ...]
    gini: float | None

    @property
    def top_share(self) -> float:
        return self.shares[0][1] if self.shares else 0.0

    @property
    def top_three(self) -> float:
        return sum(share for _, share in self.shares[:3])

    @property
    def spread(self) -> Spread | None:
        """The Gini figure as one says it."""
        if self.gini is None:
            return None
        if self.gini < 0.4:
            return "even"
        return "a few dominate" if self.gini <= 0.6 else "very uneven"


def measure(floor: Floor, now_ms: int) -> Fairness:
    """How the floor has been shared up to now, the turn that runs included."""
    present = landlords_here(floor)
    heard = [one for one in present if one in floor.heard]
    asking = {row.landlord_id for row in floor.waiting()}
    waiting = [one for one in present if one in asking and one not in floor.heard]
    spent = {one: clocks.landlord_spent_ms(floor, one, now_ms) for one in present}
    total = sum(spent.values())
    turns = sum(floor.heard[one].turns for one in heard)
    shares = sorted(((one, spent[one] / total if total else 0.0) for one in present), key=lambda pair: -pair[1])
    is_early = turns < max(5, len(present) / 2)
    return Fairness(
        heard=len(heard),
        present=len(present),
        waiting=len(waiting),
        silent=len(present) - len(heard) - len(waiting),
        turns=turns,
        shares=tuple(shares),
        gini=None if is_early else gini(list(spent.values())),
    )


def gini(times_ms: list[int]) -> float:
    """0 when all have had the same, towards 1 when one has had everything; 0 for nobody and for nothing."""
    n, total = len(times_ms), sum(times_ms)
    if not total:
        return 0.0
    weighted = sum((2 * rank - n - 1) * had for rank, had in enumerate(sorted(times_ms), 1))
    return weighted / (n * total)


def is_dominated(floor: Floor, found: Fairness) -> bool:
    """One landlord has had so much that the chair ought to know while others wait; or three have, of many."""
    if found.turns < FEWEST_TURNS:
        return False
    top = {landlord_id for landlord_id, _ in found.shares[:1]}
    others_wait = any(row.landlord_id not in top for row in floor.waiting())
    return (_is_one(found) and others_wait) or _are_three(found)


def _is_one(found: Fairness) -> bool:
    return found.top_share > max(2.5 / found.present, 0.2, 1.5 / found.turns) if found.present else False


def _are_three(found: Fairness) -> bool:
    """More than three of so many turns would come to: at the start a few have had everything, however fair it is."""
    return found.present >= FEWEST_FOR_THREE and found.top_three > max(0.6, 4.5 / found.turns)


def is_alert(floor: Floor, found: Fairness, now_ms: int) -> bool:
    """Whether the chair is told: once, and not again for ten minutes after they have read it. A break ages nothing."""
    if floor.state != "live" or not is_dominated(floor, found):
        return False
    read_ms = floor.snoozed.get("dominance")
    return read_ms is None or clocks.aged_ms(floor, read_ms, now_ms) >= SNOOZE_MS


def words(found: Fairness) -> str:
    """The figure a chair can act on first: how many landlords have been heard."""
    if not found.present:
        return "No landlord is in the meeting yet"
    said = [f"Heard {found.heard} of {_landlords(found.present)}"]
    if found.waiting:
        said.append(f"{found.waiting} waiting not yet heard")
    if found.spread:
        said.append({"even": "time shared evenly"}.get(found.spread, found.spread))
    return " · ".join(said)


def alert_words(found: Fairness) -> str:
    """What is so, without a name; what to do about it stands on the button beside it."""
    if _is_one(found):
        said = f"One landlord has had {found.top_share:.0%} of the time"
    else:
        said = f"Three landlords have had {found.top_three:.0%} of the time"
    if found.waiting:
        verb = "has" if found.waiting == 1 else "have"
        return f"{said}. {_landlords(found.waiting)} waiting {verb} not spoken."
    return f"{said}."


def _landlords(count: int) -> str:
    return f"{count} landlord" if count == 1 else f"{count} landlords"
