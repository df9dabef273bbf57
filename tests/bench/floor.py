"""The reducer alone: how fast a journal is replayed and added to, and how soon those who wait are in order (P6, P7).

    python -m tests.bench.floor          (in processor time: a busy machine does not make the reducer slower)

How soon a hand is on every screen: `python -m tests.bench.live`.
"""

from __future__ import annotations

import time

import msgspec

from companion.floor.events import HandRaised
from companion.floor.ids import RequestId
from companion.floor.ordering import POLICY_WORDS, order
from companion.floor.reducer import reduce, replay
from companion.floor.snapshots import Names, attendee_snapshot, chair_snapshot
from companion.floor.state import Floor
from tests.floor.evening import START_MS, Evening, landlord, person, uid
from tests.floor.logs import recorded
from tests.floor.test_journals import long_journal


def folding() -> None:
    """Replaying 10,000 events at once and one by one."""
    log = long_journal(10_000)
    began = time.process_time()
    floor = replay(log)
    at_once = time.process_time() - began
    began = time.process_time()
    one_by_one = Floor()
    for one in log:
        one_by_one = reduce(one_by_one, one)
    singly = time.process_time() - began
    assert one_by_one == floor
    print(f"P6       replay of 10,000 events in {at_once * 1000:.0f} ms ({10_000 / at_once:,.0f} a second)")
    print(f"P7       one by one {10_000 / singly:,.0f} events a second")


def ordering(waiting: int = 500) -> None:
    """Putting those who wait in order by each policy, and the snapshots of so long a queue."""
    for policy in POLICY_WORDS:
        evening = Evening(policy=policy)
        for number in range(waiting):
            home = landlord(f"l{number % 35}")
            hand = HandRaised(person(f"p{number}"), RequestId(uid(f"r{number}")), home)
            evening.floor = reduce(evening.floor, recorded(evening.floor.seq + 1, hand, START_MS, START_MS))
        began = time.process_time()
        for _ in range(10):
            found = len(order(evening.floor))
        print(f"P7       {found} waiting, {policy}: in order in {(time.process_time() - began) * 100:.2f} ms")
    for name, build in (("chair", chair_snapshot), ("attendee", attendee_snapshot)):
        began = time.process_time()
        frame = build(evening.floor, *((Names(), START_MS) if name == "chair" else (START_MS,)))
        took = (time.process_time() - began) * 1000
        print(f"         {name}'s snapshot of it in {took:.1f} ms, {len(msgspec.json.encode(frame)):,} bytes")


if __name__ == "__main__":
    folding()
    ordering()
