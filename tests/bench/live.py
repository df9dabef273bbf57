"""Live push under load, one figure after the other, through the whole product as it is run.

    python -m tests.bench.live [--viewers 200] [--many 1000] [--seconds 20] [raw p1 p2 p3 p4 webhooks slow p5]

The server is `companion web` on a SQLite file; the viewers read in a process of their own; hands are requests of
signed-in browsers. Everything shares one machine, so the load before and after is printed, and what is compared with
something else runs in turns with it. A wait that is there by design (the coalescing interval) is taken off, and said.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from statistics import median, quantiles

from sqlalchemy import select

from companion.floor import tickets
from companion.floor.tickets import Ticket
from companion.kernel.tables import JournalEvent
from companion.web.live import EVERY_SECONDS
from tests.bench.crowd import Crowd, Seen, raw_sender
from tests.bench.hall import Browser, Hall, at_pace, hall
from tests.bench.webhooks import webhooks_a_second

PEOPLE = 120
HANDS = 100
EVERY_MS = EVERY_SECONDS * 1000
FIGURES = ("raw", "p1", "p2", "p3", "p4", "webhooks", "slow", "p5")


@dataclass(frozen=True)
class Press:
    """One press: when it was sent and answered, and the number of the snapshot that surely shows it."""

    sent: float
    answered: float
    seq: int

    @property
    def took_ms(self) -> float:
        return (self.answered - self.sent) * 1000


def press(browser: Browser, step: str, **form: str) -> Press:
    sent = time.monotonic()
    seq = browser.press(step, **form)["seq"]
    return Press(sent, time.monotonic(), seq)


def change_hand(browser: Browser) -> Press:
    sent = time.monotonic()
    seq = browser.change_hand()["seq"]
    return Press(sent, time.monotonic(), seq)


def p99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[98] if len(values) >= 50 else max(values)


def late_ms(presses: Sequence[Press], seen: dict[int, Seen], viewers: int) -> list[float]:
    """From each press to the last screen, beyond the interval. Raises AssertionError for one that was lost."""
    lost = [one.seq for one in presses if one.seq not in seen or seen[one.seq].viewers < viewers]
    assert not lost, f"not on every screen: {lost}"
    return [(seen[one.seq].last - one.sent) * 1000 - EVERY_MS for one in presses]


def steady(
    place: Hall, crowd: Crowd, people: list[Browser], viewers: int, seconds: float, name: str, goal: int
) -> None:
    """P1, P2: ten hands a second, up and down, from registrants' pages."""
    listen_all(place, crowd, viewers)
    crowd.forget()
    began, cpu = time.monotonic(), place.cpu_seconds()
    waits: list[Future[Press]] = []
    turn = cycle(people)
    with ThreadPoolExecutor(8) as pool:
        for _ in at_pace(int(seconds * 10), 10):
            waits.append(pool.submit(change_hand, next(turn)))
    presses = [one.result() for one in waits]
    used = (place.cpu_seconds() - cpu) / (time.monotonic() - began)
    late = late_ms(presses, crowd.wait_for(max(one.seq for one in presses)), viewers)
    said = crowd.figures()
    show(
        name,
        f"{viewers} viewers, 10 hands/s for {seconds:g} s: on the last screen p50 {median(late):.0f}, "
        f"p99 {p99(late):.0f} ms beyond the interval (goal {goal}); all {len(late)} on every screen",
    )
    show("", f"server {used:.0%} of a core; {said['frame_bytes'] / max(said['frames'], 1):,.0f} bytes a snapshot (P11)")


def burst(place: Hall, crowd: Crowd, people: list[Browser], viewers: int) -> None:
    """P3 and P4: a hundred hands in one second, and the chair's commands among them."""
    take_all_back(people)
    listen_all(place, crowd, viewers)
    chair, stop, commands = place.chair(), threading.Event(), []

    def command() -> None:
        limit = cycle(("90", "120"))
        while not stop.wait(0.05):
            commands.append(press(chair, "limits", seconds=next(limit)))

    crowd.forget()
    chairing = threading.Thread(target=command)
    chairing.start()
    waits: list[Future[Press]] = []
    with ThreadPoolExecutor(24) as pool:
        for number in at_pace(HANDS, HANDS):
            waits.append(pool.submit(change_hand, people[number]))
        presses = [one.result() for one in waits]
    stop.set()
    chairing.join()
    seen = crowd.wait_for(max(one.seq for one in presses + commands))
    late = [one + EVERY_MS for one in late_ms(presses, seen, viewers)]
    queue = [row["id"] for row in chair.press("limits", seconds="120")["queue"]]
    placed = oracle(place)
    took = [one.took_ms for one in commands]
    show(
        "P3",
        f"{HANDS} hands in a second, {viewers} viewers: {len(queue)} placed, "
        f"{'in' if queue == placed else 'NOT IN'} the order of the oracle; on all screens after "
        f"p50 {median(late):.0f}, at most {max(late):.0f} ms from the press (goal 1500)",
    )
    show("", f"the last of all was on the last screen {(seen[presses[-1].seq].last - presses[0].sent) * 1000:.0f} ms "
             "after the first press")  # fmt: skip
    show("P4", f"chair's commands meanwhile: {len(took)}, p50 {median(took):.0f}, p99 {p99(took):.0f} ms "
               "(goal 200)")  # fmt: skip


def oracle(place: Hall) -> list[str]:
    """The order in which those who wait raised their hands, straight from the journal's rows."""
    query = select(JournalEvent).where(JournalEvent.stream_id == place.session_id).order_by(JournalEvent.seq)
    waiting: dict[str, tuple[int, int, str]] = {}
    for row in place.wiring.runner.read(lambda uow: list(uow.db.scalars(query))):
        who = str(row.payload.get("participant_id"))
        if row.type == "hand.raised":
            waiting[who] = (row.received_at_ms, row.seq, str(row.payload["request_id"]))
        elif row.type == "hand.lowered":
            waiting.pop(who, None)
    return [request_id for _, _, request_id in sorted(waiting.values())]


def storm(place: Hall, crowd: Crowd, people: list[Browser], viewers: int) -> None:
    """P5: the server dies, comes back, and something happens in the meantime."""
    listen_all(place, crowd, viewers)
    crowd.forget()
    began = time.monotonic()
    place.kill()
    place.house.run(_somebody_asks, place.session_id)
    starts = place.start()
    seen = crowd.wait_for(press(place.chair(), "limits", seconds="150").seq)
    said = crowd.figures()
    last = max(one.last for one in seen.values())
    show(
        "P5",
        f"{viewers} streams cut by a crash: all back and up to date {last - began:.1f} s after it (goal 5) "
        f"({last - began - starts:.1f} s after the server was up again); {said['open']} open, "
        f"at most {said['most_snapshots']} snapshots each (goal 1)",
    )


def against_raw(place: Hall, crowd: Crowd, viewers: int, rounds: int = 15) -> None:
    """The last viewer's time beside that of one loop which only writes: same bytes, same viewers, in turns."""
    crowd.close()
    place.settle()
    memory, handles = place.memory_mb(), place.handles()
    opened = listen_all(place, crowd, viewers)
    each = (place.memory_mb() - memory) * 1024 / viewers
    show("memory", f"{viewers} streams opened in {opened:.1f} s, {each:.0f} kB and "
                   f"{(place.handles() - handles) / viewers:.1f} handles each")  # fmt: skip
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    sender = context.Process(target=raw_sender, args=(theirs,), daemon=True)
    sender.start()
    port = ours.recv()
    with Crowd() as other:
        ours.send(("accept", viewers))
        other.open_raw(viewers, port)
        ours.recv()
        chair = place.chair()
        crowd.forget()
        chair.press("limits", seconds="60")
        time.sleep(0.5)
        size = int(crowd.figures()["frame_bytes"] / max(crowd.figures()["frames"], 1))
        pushed, raw, spread, cpu = [], [], [], []
        for number in range(rounds):
            used = place.cpu_seconds()
            changed = press(chair, "limits", seconds=str(60 + number))
            crowd.wait_for(changed.seq)
            seen = crowd.seen()[changed.seq]
            pushed.append((seen.last - at_commit(place, changed)) * 1000)
            spread.append((seen.last - seen.first) * 1000)
            cpu.append((place.cpu_seconds() - used) * 1000)
            time.sleep(0.3)
            ours.send((number, size))
            began = ours.recv()
            other.wait_for(number)
            raw.append((other.seen()[number].last - began) * 1000)
            time.sleep(0.3)
        ours.send(None)
    sender.join(5)
    show(
        "raw",
        f"{viewers} viewers, {size:,} bytes: last viewer {median(pushed):.0f} ms after the change, raw sender "
        f"{median(raw):.0f} ms: {median(pushed) / median(raw):.1f} times (goal 4); "
        f"first to last {median(spread):.0f} ms, {median(cpu):.0f} ms of processor each",
    )


def at_commit(place: Hall, changed: Press) -> float:
    """When the change was written, on the monotonic clock: as its row in the journal says, just before the commit."""
    query = select(JournalEvent.received_at_ms).where(
        JournalEvent.stream_id == place.session_id, JournalEvent.seq == changed.seq
    )
    wall = place.wiring.runner.read(lambda uow: uow.db.execute(query).scalar_one()) / 1000
    return wall - time.time() + time.monotonic()


def webhooks(place: Hall, crowd: Crowd, people: list[Browser], viewers: int) -> None:
    """How many webhooks a second are taken, with and without so many who listen, in turns; hands go up meanwhile."""
    rates: dict[int, list[float]] = {0: [], viewers: []}
    for listening in (0, viewers, 0, viewers):
        crowd.close()
        if listening:
            listen_all(place, crowd, viewers)
        stop = threading.Event()

        def hands(stop: threading.Event = stop) -> None:
            limit = cycle(("90", "120"))
            chair = place.chair()
            while not stop.wait(0.2):
                chair.press("limits", seconds=next(limit))

        changing = threading.Thread(target=hands)
        changing.start()
        rates[listening].append(webhooks_a_second(place.port, place.settings.webhook_secrets[0], seconds=4))
        stop.set()
        changing.join()
    alone, beside = max(rates[0]), max(rates[viewers])
    show("webhook", f"{alone:.0f} a second alone, {beside:.0f} while {viewers} listen to five changes a second: "
                    f"{beside / alone:.2f} (goal 0.7)")  # fmt: skip


def slow(place: Hall, crowd: Crowd, viewers: int, deaf: int = 100) -> None:
    """Streams that nobody reads: the others are not kept waiting and memory does not grow."""
    listen_all(place, crowd, viewers)
    ticket = tickets.issue(
        Ticket(place.session_id, "attendee", None), secret=place.settings.secret_key, now=place.house.now
    )
    sockets = []
    for _ in range(deaf):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.connect(("127.0.0.1", place.port))
        one.send(f"GET /live/{place.session_id}?ticket={ticket} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
        sockets.append(one)
    chair = place.chair()
    crowd.forget()
    memory, presses = place.memory_mb(), []
    for number in at_pace(100, 5):
        presses.append(press(chair, "limits", seconds=str(60 + number % 60)))
    late = late_ms(presses, crowd.wait_for(presses[-1].seq), viewers)
    grown = place.memory_mb() - memory
    for one in sockets:
        one.close()
    show("slow", f"{deaf} who read nothing beside {viewers} who do, 100 changes: memory {grown:+.1f} MB; on the last "
                 f"screen that reads p99 {p99(late):.0f} ms beyond the interval")  # fmt: skip


def take_all_back(people: list[Browser]) -> None:
    for one in people:
        if one.has_hand_up:
            one.change_hand()


def listen_all(place: Hall, crowd: Crowd, viewers: int) -> float:
    """Exactly so many attendees listen; the seconds that took."""
    crowd.close()
    return crowd.open(viewers, place.port, f"{place.url}/me/ticket", place.own_cookies)


def _somebody_asks(uow: object, session_id: object) -> None:
    from companion.floor import chairing
    from companion.floor.journals import By

    form = {"who": "A caller", "new": "yes"}
    chairing.perform(uow, session_id, "add", form, by=By("steward"), key="in the meantime")  # type: ignore[arg-type]


def show(name: str, words: str) -> None:
    print(f"{name:8} {words}", flush=True)


def main() -> None:
    """Print the figures that were asked for, or all."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("figures", nargs="*", help=f"{' '.join(FIGURES)}; all without; p4 comes with p3")
    asked.add_argument("--viewers", type=int, default=200)
    asked.add_argument("--more", type=int, default=500)
    asked.add_argument("--many", type=int, default=1000)
    asked.add_argument("--seconds", type=float, default=20)
    given = asked.parse_args()
    if unknown := set(given.figures) - set(FIGURES):
        asked.error(f"no figure is called {', '.join(sorted(unknown))}; there are {', '.join(FIGURES)}")
    wanted = set(given.figures or FIGURES)
    if "p4" in wanted:
        wanted.add("p3")
    print(f"load before {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with hall(PEOPLE) as place, Crowd() as crowd:
        people = place.people()
        parts: dict[
            str, Callable[[], object]
        ] = {  # the raw sender first: memory for each stream shows on a fresh server
            "raw": lambda: against_raw(place, crowd, given.many),
            "p1": lambda: steady(place, crowd, people, given.viewers, given.seconds, "P1", 150),
            "p2": lambda: steady(place, crowd, people, given.more, given.seconds, "P2", 400),
            "p3": lambda: [burst(place, crowd, people, viewers) for viewers in (given.viewers, given.many)],
            "webhooks": lambda: webhooks(place, crowd, people, given.many),
            "slow": lambda: slow(place, crowd, given.viewers),
            "p5": lambda: storm(place, crowd, people, given.viewers),
        }
        for name, part in parts.items():
            if name in wanted:
                part()
    print(f"load after {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
