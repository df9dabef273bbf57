"""A robot clears the review of a two-hour forum session, over HTTP and then with the keys of a browser.

    python -m tests.bench.review [words]

The session and its registrants come from the lab's generator and go the way of an uploaded file, with the shipped
recogniser. The robot always does what the page advises. Printed are requests, statements and the server's milliseconds
of processor time (a busy machine does not change them) for each answer and for each page; then keystrokes, and by the
clock how long it takes from a key to the next proposal. A person also reads.
"""

from __future__ import annotations

import csv
import io
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import event
from sqlalchemy.engine import Engine

from companion import migrations
from companion.app import create_app
from companion.kernel.db import make_engine
from companion.kernel.ids import DraftId
from companion.release import drafting, importing
from companion.wiring import wire
from lab.evaluation.cases import Case, to_vtt
from tests.bench.anonymiser import two_hours
from tests.browser.browsing import launch, open_page, served
from tests.conftest import settings_in
from tests.house import House
from tests.release.office import Office
from transcripts import ner

PATIENCE = 2_000  # answers after which the robot would be going in circles
ANSWER = re.compile(r'name="decision" value="(hide|keep)"')
FORM = re.compile(r'action="(/release/[0-9a-f-]+/spans/[0-9a-f-]+)".*?name="seen" value="([^"]*)"', re.S)


@dataclass
class Meter:
    """What the server did: milliseconds and statements of each kind of request."""

    ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    running: int = 0

    def around(self, inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """The application with a watch around it."""

        def timed(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            self.running, began = 0, time.thread_time()
            body = list(inner(environ, start_response))
            kind = self.kind(environ)
            self.ms[kind].append((time.thread_time() - began) * 1000)
            self.statements[kind].append(self.running)
            return body

        return timed

    def kind(self, environ: dict[str, Any]) -> str:
        last = environ["PATH_INFO"].rsplit("/", 1)[-1]
        return f"{environ['REQUEST_METHOD']} {last if last.isalpha() else 'answer'}"

    def count(self, *_: object) -> None:
        self.running += 1

    def told(self) -> None:
        """Print a line for each kind of request, and begin again."""
        for kind in sorted(self.ms):
            ms, many = self.ms[kind], self.statements[kind]
            print(
                f"  {kind}: {len(ms)} requests, p50 {statistics.median(ms):.1f} ms, p95 {_late(ms):.1f} ms, "
                f"{statistics.median(many):.0f} statements (most {max(many)})"
            )
        self.ms.clear()
        self.statements.clear()


def main(words: int = 18_000) -> None:
    """Clear one draft over HTTP, proposal by proposal, and one in Chromium, the sure ones at once."""
    case, said = two_hours(words)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/companion.db"
        engine = make_engine(url)
        migrations.upgrade(engine)
        engine.dispose()
        wiring = wire(settings_in(Path(folder), url))
        office = Office(House(wiring))
        data, table, meter = to_vtt(said.cues), _registrants(case), Meter()
        event.listen(Engine, "before_cursor_execute", meter.count)
        app = create_app(wiring)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        app.wsgi_app = meter.around(app.wsgi_app)  # type: ignore[method-assign]
        browser = office.house.signed_in(app, office.editor)

        draft_id = _drafted(office, data, table)
        spans = office.spans(draft_id)
        waiting = [span for span in spans if span.decision == "undecided"]
        doubtful = sum(span.confidence < 0.7 for span in waiting)
        spoken = sum(len(turn.text.split()) for turn in case.turns)
        print(f"{spoken:,} words, {len(said.cues):,} captions, {len(spans)} proposals", end=", ")
        print(f"{len(waiting)} of them to decide, {doubtful} doubtful")
        meter.told()
        print(f"over HTTP, one by one: {_over_http(browser, draft_id)} answers")
        meter.told()
        again = _drafted(office, data, table)
        meter.told()
        app.config.update(WTF_CSRF_ENABLED=True)
        with sync_playwright() as playwright, served(app) as base:
            page = open_page(launch(playwright), 1280, 900)
            cookie = browser.get_cookie("companion")
            assert cookie is not None
            page.context.add_cookies([{"name": "companion", "value": cookie.value, "url": base}])
            page.goto(f"{base}/release/{again}/review")
            _by_keys(page)
        meter.told()
        wiring.close()


def _registrants(case: Case) -> bytes:
    """Zoom's report of who registered, of the case's roster."""
    out, orgs = io.StringIO(), {org.id: org.name for org in case.roster.orgs}
    rows = csv.writer(out)
    rows.writerow(("First Name", "Last Name", "Email", "Organization"))
    for person in case.roster.participants:
        first, _, last = person.name.partition(" ")
        rows.writerow((first, last, person.email or "", orgs.get(person.org or "", "")))
    return out.getvalue().encode()


def _drafted(office: Office, data: bytes, table: bytes) -> DraftId:
    def start(uow: Any) -> DraftId:
        return importing.start_from_upload(uow, office.session_id, data, name="zoom.vtt", table=table)

    draft_id: DraftId = office.edit(start)
    office.house.run(drafting.make_draft, office.session_id, recognisers=ner.chosen())
    return draft_id


def _over_http(browser: FlaskClient, draft_id: DraftId) -> int:
    """Do what each page advises until nothing is asked; returns how often."""
    address: str | None = f"/release/{draft_id}/review"
    for count in range(PATIENCE):
        page = browser.get(address or "").get_data(as_text=True)
        if "Every proposal is decided</h1>" in page:
            return count
        form = FORM.search(page)
        assert form is not None
        advised = ANSWER.search(page, form.end())
        assert advised is not None
        answer = browser.post(form.group(1), data={"seen": form.group(2), "decision": advised.group(1)})
        address = answer.headers["Location"]
    raise AssertionError("the review does not come to an end")


def _by_keys(page: Page) -> None:
    """Answer each doubtful passage with its key, V first where the words stand elsewhere too; the sure ones at once."""
    presses, seconds, began = 0, [], time.perf_counter()
    page.wait_for_selector("body[data-ready]")
    while page.locator("h1", has_text="doubtful").count():
        head = page.locator("[data-swap=head]").inner_text()
        filled = page.locator("[data-swap=asked] form button.btn-go[data-key]").first
        key = filled.get_attribute("data-key") or "a"
        keys = ["v", key] if page.locator("[data-everywhere]").count() else [key]
        since = time.perf_counter()
        for one in keys:
            page.keyboard.press(one)
        page.wait_for_function("was => document.querySelector('[data-swap=head]').innerText !== was", arg=head)
        seconds.append(time.perf_counter() - since)
        presses += len(keys)
    for name in ("Hide the sure ones at once", "Hide"):
        control = page.locator("main a.btn, main button[type=submit]", has_text=name).first
        if control.count():
            control.focus()
            control.press("Enter")
            presses += 1
            page.wait_for_load_state()
    left = page.locator("h1").inner_text()
    print(f"by keys: {presses} keystrokes for {len(seconds)} answers and the sure ones at once; then: {left}")
    print(f"  from a key to the next proposal: p50 {statistics.median(seconds) * 1000:.0f} ms", end=", ")
    print(f"p95 {_late(seconds) * 1000:.0f} ms; all in {time.perf_counter() - began:.0f} s of machine time")


def _late(values: list[float]) -> float:
    return sorted(values)[max(0, int(len(values) * 0.95) - 1)]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
