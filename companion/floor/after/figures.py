"""Speaking time in figures for charts: by item against its budget, how long people waited, and landlord by landlord.

Pure. Beside the floor time stands the voice time, where Zoom let us hear it: an estimate, and said to be one. Landlords
come by name and never by rank, silent ones with a zero: this is for a chair to learn from, and no
league table (LC-36). Nobody's own time is in it.
"""

from __future__ import annotations

from msgspec import Struct

from companion.floor import clocks, measuring, wording
from companion.floor.after.record import Record, landlords_present, waits
from companion.floor.snapshots import Names
from companion.floor.state import Floor, Turn

WAIT_STEPS_MIN = (1, 2, 5, 10, 20)
OTHERS = "People of no landlord"
HEARD = "Heard, estimated"
ABOUT_HEARD = " Heard is what Zoom’s highlight and captions make of it: an estimate that counts for nothing."


class Bar(Struct, frozen=True):
    """One line of a chart: what it is of, how long the bar is and where its mark stands (0 to 100 of the longest), and
    the same in words. `over` is the part of the bar beyond the mark."""

    label: str
    words: str
    length: float
    mark: float | None = None
    over: float = 0.0
    cells: tuple[str, ...] = ()


class Chart(Struct, frozen=True):
    """A chart with the table beside it: the same lines, in figures. `head` names its columns."""

    title: str
    about: str
    head: tuple[str, ...]
    bars: tuple[Bar, ...] = ()


def by_item(record: Record, names: Names, floor: Floor, now_ms: int) -> Chart:
    """Each item that was opened: what its turns took, against its budget, and what was heard of it."""
    has_voices = _has_voices(floor)
    rows = [one for one in record.items if one.openings]
    longest = max((max(one.used_ms, one.budget_ms or 0) for one in rows), default=0)
    bars = []
    for one in rows:
        assert one.item_id is not None
        within = one.used_ms - one.over_ms
        budget = wording.digits(one.budget_ms) if one.budget_ms is not None else "none"
        over = wording.digits(one.over_ms) if one.over_ms else "–"
        bars.append(
            Bar(
                names.items.get(one.item_id, "An item that is off the agenda now"),
                f"{wording.digits(one.used_ms)} of {budget}"
                if one.budget_ms is not None
                else wording.digits(one.used_ms),
                _share(within, longest),
                _share(one.budget_ms, longest) if one.budget_ms is not None else None,
                _share(one.over_ms, longest),
                (
                    wording.digits(one.used_ms),
                    budget,
                    over,
                    str(one.turns),
                    *_heard(floor, [turn for turn in floor.turns.values() if turn.item_id == one.item_id], now_ms),
                ),
            )
        )
    about = "Minutes and seconds that the turns took. The upright line is the item’s budget; hatched is over it."
    head: tuple[str, ...] = ("Item", "Used", "Budget", "Over", "Turns")
    if has_voices:
        head, about = (*head, HEARD), about + ABOUT_HEARD
    return Chart("Items against their time", about, head, tuple(bars))


def by_wait(floor: Floor) -> Chart:
    """How many waited how long before they were called."""
    found = waits(floor)
    steps = [0, *(minutes * 60_000 for minutes in WAIT_STEPS_MIN)]
    counts = []
    for at, start in enumerate(steps):
        end = steps[at + 1] if at + 1 < len(steps) else None
        counts.append(sum(start <= ms and (end is None or ms < end) for ms in found))
    most = max(counts)
    bars = [
        Bar(label, str(count), _share(count, most), cells=(str(count),))
        for label, count in zip(_wait_labels(), counts, strict=True)
    ]
    about = "From asking to being called, of everybody who was heard."
    return Chart("How long people waited", about, ("Waited", "People"), tuple(bars) if found else ())


def by_landlord(floor: Floor, names: Names, now_ms: int) -> Chart:
    """What each landlord that was there had of the floor, by name; people of no landlord together."""
    total = sum(clocks.elapsed_ms(turn, now_ms) for turn in floor.turns.values() if turn.was_heard and turn.charged_to)
    rows = []
    for landlord_id in landlords_present(floor):
        spent = clocks.landlord_spent_ms(floor, landlord_id, now_ms)
        tally = floor.heard.get(landlord_id)
        theirs = [turn for turn in floor.turns.values() if turn.was_heard and turn.charged_to == landlord_id]
        name = names.landlord(landlord_id) or "A landlord off the roll"
        rows.append((name, spent, tally.turns if tally else 0, _heard(floor, theirs, now_ms)))
    others = [turn for turn in floor.turns.values() if turn.was_heard and turn.charged_to is None]
    rows.sort(key=lambda row: row[0].casefold())
    if others:
        spent = sum(clocks.elapsed_ms(turn, now_ms) for turn in others)
        rows.append((OTHERS, spent, len(others), _heard(floor, others, now_ms)))
    longest = max((spent for _, spent, _, _ in rows), default=0)
    bars = [
        Bar(
            name,
            wording.digits(spent),
            _share(spent, longest),
            cells=(
                wording.digits(spent),
                str(turns),
                f"{round(_share(spent, total))} %" if name != OTHERS else "–",
                *heard,
            ),
        )
        for name, spent, turns, heard in rows
    ]
    about = "In the order of the alphabet. Officers’ answers are nobody’s time and stand with people of no landlord."
    head: tuple[str, ...] = ("Landlord", "Time", "Turns", "Share")
    if _has_voices(floor):
        head, about = (*head, HEARD), about + ABOUT_HEARD
    return Chart("Speaking time by landlord", about, head, tuple(bars))


def _has_voices(floor: Floor) -> bool:
    return bool(floor.voices.changes or floor.voices.captions)


def _heard(floor: Floor, turns: list[Turn], now_ms: int) -> tuple[str, ...]:
    """The voice time of these turns, for a cell; nothing where Zoom has never let us hear anything."""
    if not _has_voices(floor):
        return ()
    found = [measuring.turn_measured(floor, turn, turn.ended_at_ms or now_ms) for turn in turns if turn.was_heard]
    bound = "at most " if any(one.is_bound for one in found) else ""
    return (bound + wording.digits(sum(one.voice_ms for one in found)),)


def _wait_labels() -> tuple[str, ...]:
    first, *rest = WAIT_STEPS_MIN
    between = [f"{start} to {end} min" for start, end in zip(WAIT_STEPS_MIN, rest, strict=False)]
    return (f"Under {first} min", *between, f"{WAIT_STEPS_MIN[-1]} min or more")


def _share(part: int, whole: int) -> float:
    return round(part * 100 / whole, 2) if whole else 0.0
