"""How many forged deliveries the door refuses a second, and how many of them it believes.

    python -m tests.bench.forge [--count 10000] [--seed 1]

The pages without a server or sockets. Promised: of 10,000 forged none believed, none answered with a fault of ours, and
none of the genuine ones among them refused.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import structlog

from companion import migrations
from companion.app import create_app
from companion.kernel.clocks import ManualClock
from companion.wiring import wire
from tests.conftest import NOW, settings_in
from tests.faults.forging import WAYS, forged, genuine, post
from tests.intake.deliveries import SECRET


def main() -> None:
    """Forge, post, and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    structlog.configure(processors=[_quiet])
    with tempfile.TemporaryDirectory() as folder:
        wiring = wire(settings_in(Path(folder), f"sqlite:///{folder}/companion.db"), clock=ManualClock(NOW))
        migrations.upgrade(wiring.engine)
        app, draw = create_app(wiring), random.Random(asked.seed)
        answers: Counter[int] = Counter()
        refused, ways, spent = 0, set(), 0.0
        for number in range(asked.count):
            now = int(NOW.timestamp())
            delivery = forged(draw, SECRET, now)
            ways.add(delivery.how)
            began = time.perf_counter()
            answers[post(app, delivery)[0]] += 1
            spent += time.perf_counter() - began
            if number % 50 == 0:
                refused += post(app, genuine(draw, SECRET, now))[0] != 200
        wiring.close()
    believed = sum(count for status, count in answers.items() if status < 400)
    faults = sum(count for status, count in answers.items() if status >= 500)
    print(
        f"{asked.count} forged in {len(ways)} of {len(WAYS)} ways: {believed} believed, {faults} faults of ours, "
        f"{asked.count / spent:.0f} refused a second; {refused} of {(asked.count + 49) // 50} genuine ones refused",
        flush=True,
    )


def _quiet(_logger: object, _name: str, _event: object) -> object:
    raise structlog.DropEvent


if __name__ == "__main__":
    main()
