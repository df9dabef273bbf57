"""A two-hour forum in a few minutes (P9): does the server's memory grow, do its handles stay?

    python -m tests.bench.soak [--changes 2400] [--viewers 200]

Two hours are about 2,400 changes, one each three seconds, and every stream is opened anew each five minutes. Here they
come as fast as the server takes them; memory is printed after a tenth, when everything was used once, and at the end.
"""

from __future__ import annotations

import argparse

from tests.bench.crowd import Crowd
from tests.bench.hall import hall
from tests.bench.live import listen_all

PEOPLE = 40
REOPENED = 24


def main() -> None:
    """Print memory and handles as the evening goes on."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--changes", type=int, default=2400)
    asked.add_argument("--viewers", type=int, default=200)
    given = asked.parse_args()
    with hall(PEOPLE) as place, Crowd() as crowd:
        people, chair, early, seq = place.people(), place.chair(), 0.0, 0
        for part in range(REOPENED):
            listen_all(place, crowd, given.viewers)
            for number in range(given.changes // REOPENED // 4):
                people[number % PEOPLE].press("ask")
                for step in ("call_next", "start", "end"):
                    seq = chair.press(step)["seq"]
            missing = given.viewers - crowd.wait_for(seq)[seq].viewers
            memory, handles = place.memory_mb(), place.handles()
            if part == REOPENED // 10:
                early, handles_early = memory, handles
            if part % 6 == 5 or part == REOPENED // 10:
                print(
                    f"soak     {seq} events, {memory:.0f} MB, {handles} handles, {missing} viewers behind", flush=True
                )
        print(f"P9       memory {memory / early - 1:+.1%} (goal 10 %), handles {handles - handles_early:+d}")


if __name__ == "__main__":
    main()
