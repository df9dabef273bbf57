"""The promises of the evening, each held against what happened. None is kept by merely having come this far."""

# ruff: noqa: ARG001  (all promises have one signature)
from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from companion.demo.cast import ADMINISTRATOR, REVIEWER, SECOND_REVIEWER, STAFF
from companion.demo.evening import Evening
from companion.demo.evidence import Evidence
from companion.demo.releasing import digest
from transcripts import Leak, audit_file, read_roster

TWO = "Every landlord has two seats"
SERVED_FORMATS = {"html", "docx"}
SURELY = 600  # captions that the script says at least
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Promise:
    """One promise, and whether it was kept."""

    name: str
    kept: bool


def held_against(evening: Evening, evidence: Evidence) -> tuple[Promise, ...]:
    """Every promise, in the order of the evening."""
    return tuple(Promise(name, check(evening, evidence)) for name, check in PROMISES.items())


def two_seats(evening: Evening, evidence: Evidence) -> bool:
    """At the end, and at every moment of the audit log; and many landlords did fill both."""
    held = Counter(seat.landlord_id for seat in evidence.seats if seat.is_seated)
    numbered = all(seat.seat_no in (1, 2) for seat in evidence.seats if seat.is_seated)
    full = sum(1 for count in held.values() if count == 2)
    return numbered and max(held.values()) == 2 and evidence.most_at_once == 2 and full >= 10


def third_waits(evening: Evening, evidence: Evidence) -> bool:
    """Those who came third hold no seat by any way in, and their page and their letter say why."""
    scene = evening.scene
    thirds = {person.email for person in scene.cast.playing("third", "third by zoom")}
    waiting = {seat.email for seat in evidence.seats if seat.state == "waitlisted"}
    told = all(scene.letters.to(address, TWO) for address in thirds)
    pages = all(TWO in scene.seen[where] for where in ("third on the page", "third on their own page"))
    return thirds == waiting and told and pages and "forwarded link" in scene.seen and not scene.mistakes


def zoom_agrees(evening: Evening, evidence: Evidence) -> bool:
    """Zoom lets in exactly those who hold a seat; who waits here waits there, and is denied when names close."""
    approved, pending = _in_zoom(evening, "approved"), _in_zoom(evening, "pending") | _in_zoom(evening, "denied")
    seated = {seat.email for seat in evidence.seats if seat.is_seated}
    waiting = {seat.email for seat in evidence.seats if seat.state == "waitlisted"}
    return approved == seated and pending == waiting and len(approved) > 40


def captions_once(evening: Evening, evidence: Evidence) -> bool:
    """Every caption that Zoom sent is stored, word for word, exactly once."""
    heard = captions_sent(evening)
    return heard == evidence.cues and heard.total() == len(evening.meeting.room.sent) > SURELY


def captions_sent(evening: Evening) -> Counter[tuple[int, str]]:
    """When and what Zoom captioned, counted."""

    async def sent() -> Counter[tuple[int, str]]:
        meeting = evening.scene.installation.zoom.stage.meeting(evening.scene.meeting_id)
        return Counter((cue.start_ms, cue.text) for cue in meeting.cues)

    return evening.scene.installation.zoom.wait_for(sent())


def explained_order(evening: Evening, evidence: Evidence) -> bool:
    """Every call was the oracle's call, and was the person whom the chair's page had named as next, with a reason."""
    served, verdict = evening.meeting.served, evidence.verdict
    named = all(one.named == one.called and one.why for one in served)
    reasons = {one.why[0] for one in served}
    return named and verdict.calls == len(served) > 20 and not verdict.out_of_order and len(reasons) >= 3


def nobody_lost(evening: Evening, evidence: Evidence) -> bool:
    """Who dropped out kept the place and spoke; and every hand that went up came to an end that somebody decided."""
    kept = evening.meeting.places_kept
    drops = evening.scene.cast.one("drops")
    spoke = any(one.called == drops.name for one in evening.meeting.served)
    ended = evidence.verdict.ended
    all_ended = set(ended) == evidence.verdict.raised and len(ended) == evening.meeting.hands
    return len(kept) == 2 and all(before == after for before, after in kept) and spoke and all_ended


def clocks_add_up(evening: Evening, evidence: Evidence) -> bool:
    """Each turn to the millisecond by two ways of counting, and the people's and the landlords' sums with them."""
    total = sum(evidence.turn_ms.values())
    people = sum(tally.spent_ms for tally in evidence.floor.people.values())
    return evidence.turn_ms == evidence.verdict.spoken_ms and total == people and total > 0


def two_people(evening: Evening, evidence: Evidence) -> bool:
    """One edited, another approved, and the editor's own try was refused."""
    approvers = evidence.actors.get("release.approved", set())
    reviewers = evidence.actors.get("release.reviewed", set())
    return (
        (evidence.editor, evidence.approver) == (REVIEWER.name, SECOND_REVIEWER.name)
        and reviewers == {REVIEWER.name}
        and approvers == {SECOND_REVIEWER.name}
        and evening.release.own_approval_refused
    )


def exact_bytes(evening: Evening, evidence: Evidence) -> bool:
    """What a landlord fetched is, byte for byte, what the approver read and was shown the digest of."""
    done = evening.release
    read = {kind: digest(content) for kind, content in done.read.items()}
    fetched = {kind: digest(content) for kind, content in done.fetched.items()}
    return (
        set(fetched) == SERVED_FORMATS
        and done.approved == read == evidence.files
        and all(read[kind] == value for kind, value in fetched.items())
        and done.fetched_by_third == done.fetched
    )


def nobody_named(evening: Evening, evidence: Evidence) -> bool:
    """The leak audit finds nothing in any released file that identifies, nor does a plain search by our own list."""
    plain = [found for _, text in released_texts(evening) for found in evening.private.found_in(text)]
    long_enough = all(len(text) > 10_000 for _, text in released_texts(evening))
    return not leaks(evening, evidence) and not plain and long_enough


def logs_are_clean(evening: Evening, evidence: Evidence) -> bool:
    """No name, address or landlord stands in what the server and the worker logged; and they did log."""
    logs = evening.scene.installation.logs()
    text = "\n".join(logs.values()).casefold()
    words = [*evening.scene.cast.names(), *evening.scene.cast.by_email]
    words += [member.email for member in (*STAFF, ADMINISTRATOR)]
    return '"event"' in text and not any(word.casefold() in text for word in words)


def audit_whole(evening: Evening, evidence: Evidence) -> bool:
    """No entry of the audit log is missing, altered or out of place."""
    return evidence.audit_fault is None and evidence.audit_entries > 200


def letters_once(evening: Evening, evidence: Evidence) -> bool:
    """As many letters as were due, and no invitation, place or way in twice. Codes are sent as often as asked for."""
    letters = evening.scene.letters.look()
    links = ("/landlord-link/", "/day-link/", "zoom.example")
    bound = [
        (letter.to, letter.subject, letter.without_secrets)
        for letter in letters
        if any(link in letter.text for link in links)
    ]
    as_many = len(letters) == evidence.letters_sent == evidence.letters_kept
    return as_many and max(Counter(bound).values()) == 1 and len(bound) > 100


def leaks(evening: Evening, evidence: Evidence) -> list[Leak]:
    """What the leak audit finds in the files that went out and that identifies somebody.

    Words that only want a person's eyes had them: they were looked at when the draft was reviewed.
    """
    roster = read_roster(msgspec.json.encode(evidence.roster))
    return [
        leak
        for kind, content in evening.release.fetched.items()
        for leak in audit_file(f"transcript.{kind}", content, roster)
        if leak.hard
    ]


def released_texts(evening: Evening) -> Iterator[tuple[str, str]]:
    """Every released file as plain text, read in the most simple-minded way: all parts, all attributes' words too."""
    for kind, content in evening.release.fetched.items():
        if kind == "docx":
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                raw = " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
        else:
            raw = content.decode("utf-8", "replace")
        yield kind, html.unescape(TAG.sub(" ", raw))


def _in_zoom(evening: Evening, state: str) -> set[str]:
    async def read() -> set[str]:
        meeting = evening.scene.installation.zoom.stage.meeting(evening.scene.meeting_id)
        return {person.email for person in meeting.registrants.values() if person.state == state}

    return evening.scene.installation.zoom.wait_for(read())


PROMISES: dict[str, Callable[[Evening, Evidence], bool]] = {
    "no landlord ever held more than two seats": two_seats,
    "a third person waits, by every way in, and is told why": third_waits,
    "Zoom lets in exactly who holds a seat": zoom_agrees,
    "every caption is stored exactly once": captions_once,
    "hands are served in the order that is explained": explained_order,
    "nobody who waits is lost, not even with the connection": nobody_lost,
    "the clocks add up to the millisecond": clocks_add_up,
    "the release took two people": two_people,
    "exactly the approved bytes are served": exact_bytes,
    "nobody can be found in a released file": nobody_named,
    "no name is in the logs": logs_are_clean,
    "the audit log is whole": audit_whole,
    "each letter is sent once": letters_once,
}
