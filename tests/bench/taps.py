"""From the invitation to two held seats on a 390 px telephone: taps, and seconds of machine time and typing.

    python -m tests.bench.taps

Taps count the link in the letter, every button and every field. Seconds are the time from each tap to the next page,
on this machine, and typing at 40 words a minute; reading, and fetching the code from one's mail, are not in them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from companion import migrations
from companion.app import create_app
from companion.kernel.db import make_engine
from companion.wiring import wire
from tests.browser.browsing import launch, open_page, served
from tests.browser.journey import Thumb, hold_two_seats, invited
from tests.conftest import settings_in
from tests.house import House


def main() -> None:
    """Walk it once in Chromium, and print both figures."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/companion.db"
        engine = make_engine(url)
        migrations.upgrade(engine)
        engine.dispose()
        wiring = wire(settings_in(Path(folder), url))
        house = House(wiring)
        letter = invited(house)
        with sync_playwright() as playwright, served(create_app(wiring)) as address:
            browser = launch(playwright)
            thumb = Thumb(open_page(browser, 390, 844, has_touch=True))
            hold_two_seats(thumb, house, address + letter.link)
            browser.close()
        wiring.close()
    typing = thumb.seconds - thumb.machine
    print(f"taps from the letter to two held seats: {thumb.taps}")
    print(f"seconds: {thumb.seconds:.1f} ({thumb.machine:.1f} machine, {typing:.1f} typing {thumb.letters} letters)")


if __name__ == "__main__":
    main()
