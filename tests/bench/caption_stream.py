"""How many captions a second arrive from a simulated Zoom through the caption client; prints one line.

python -m tests.bench.caption_stream [captions]
"""

from __future__ import annotations

import sys
import time

from tests.zoom_hooks.following import Following
from zoom_hooks.rtms import Caption
from zoom_hooks.sim import SimulatedZoom, speech


def main(captions: int) -> None:
    with SimulatedZoom() as zoom:
        zoom.announcement()
        ann = zoom.participant_joins("Ann Able")
        with Following(zoom) as client:
            assert zoom.wait_for_listeners()

            async def speak() -> None:
                for n in range(captions):
                    speech.caption(
                        zoom.stage, ann, f"this is sentence number {n} of the evening", n * 1000, n * 1000 + 900
                    )

            began = time.perf_counter()
            zoom.wait_for(speak())
            spoken = time.perf_counter()
            client.until(lambda items: len(items) >= captions + 2 and isinstance(items[-1], Caption), timeout=60)
            ended = time.perf_counter()
    rate = captions / (ended - began)
    said = f"{spoken - began:.2f} s to say them"
    print(f"{captions} captions in {ended - began:.2f} s: {rate:.0f}/s through both sides ({said})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
