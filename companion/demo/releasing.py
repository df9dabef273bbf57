"""After the meeting: one reviewer decides and audits, another approves the exact bytes, and a landlord fetches them."""

from __future__ import annotations

import hashlib
import html
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from companion.demo.cast import REVIEWER, SECOND_REVIEWER
from companion.demo.private import Private
from companion.demo.scene import Scene
from companion.staging.browser import Browser, NotOnThePage, Page

PATIENCE = 90.0
ROUNDS = 6
PROGRESS = re.compile(r"\d+ of (\d+) proposals decided")
ONE_BY_ONE = 8  # proposals that the reviewer looks at singly, before hiding the sure ones together
SURENESS = ("95", "85", "70", "50")
HEARD = re.compile(r'<(span|p)\b[^>]*\bdata-position="(\d+)"[^>]*>(.*?)</\1>', re.DOTALL)
HIDDEN = re.compile(r'<mark class="(?![^"]*sp-keep)[^"]*".*?</mark>', re.DOTALL)
PROPOSED = re.compile(r'<mark class="(?![^"]*sp-keep)[^"]*"[^>]*><a href="([^"]+)"[^>]*>(.*?)</a></mark>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@dataclass
class Release:
    """What the two reviewers did and what came of it: the bytes that were approved, and those that were fetched."""

    draft_path: str = ""
    spans: int = 0
    kept: int = 0
    by_hand: int = 0
    own_approval_refused: bool = False
    approved: dict[str, str] = field(default_factory=dict)  # format → digest on the approver's page
    read: dict[str, bytes] = field(default_factory=dict)  # format → the bytes that the approver read
    fetched: dict[str, bytes] = field(default_factory=dict)  # format → the bytes that a landlord fetched
    fetched_by_third: dict[str, bytes] = field(default_factory=dict)  # the same, by somebody who got no seat


def release(scene: Scene, private: Private) -> Release:
    """From the draft to a file on a landlord's disk."""
    done = Release()
    reviewer, second = scene.staff[REVIEWER.email], scene.staff[SECOND_REVIEWER.email]
    page = _wait_for_draft(scene, reviewer)
    done.draft_path = page.path.removesuffix("/review")
    scene.tell.say("The draft is there: every proposed redaction in its place")
    _name_voices(scene, reviewer, done)
    _read_through(reviewer, private, done)
    scene.tell.say(f"Reading it through, {REVIEWER.name} keeps {done.kept} and hides {done.by_hand} more by hand")
    _decide(reviewer, done)
    scene.tell.say(f"{REVIEWER.name} decides on every one of {done.spans} proposals")
    _finish(reviewer, private, done)
    scene.tell.say("The leak audit is run, nothing that must go is left, the review is done")
    _try_to_approve_own_work(reviewer, second, done)
    _approve(second, done)
    scene.tell.say(f"{SECOND_REVIEWER.name} reads the files and approves exactly these bytes: released")
    _fetch(scene, done)
    return done


def _wait_for_draft(scene: Scene, reviewer: Browser) -> Page:
    """The worker drafts by itself some seconds after the meeting; until then the page says so."""
    until = time.monotonic() + PATIENCE
    while True:
        page = reviewer.get(scene.at("/release"))
        for address, _ in page.links:
            if address.endswith("/review"):
                return reviewer.get(address)
        if time.monotonic() > until:
            raise TimeoutError("no draft was made")
        threading.Event().wait(0.2)


def _name_voices(scene: Scene, reviewer: Browser, done: Release) -> None:
    """Say who the unknown voices are: the one on the telephone first of all."""
    phones = scene.cast.one("phones")
    page = reviewer.get(f"{done.draft_path}/review")
    while any("speaker" in form.names for form in page.forms):
        form = page.form(having=("speaker", "who"))
        who = next((value for value, words in form.options["who"] if phones.name in words), "nobody")
        page = reviewer.submit(page, form, who=who)


def _read_through(reviewer: Browser, private: Private, done: Release) -> None:
    """Read every page: hide what the machine did not see, keep what nobody could be known by."""
    for page in _pages(reviewer, done):
        done.spans = int(PROGRESS.findall(page.html)[0])
        for address, words in PROPOSED.findall(page.html):
            if private.is_innocent(html.unescape(words)):
                asked = reviewer.get(html.unescape(address))
                reviewer.submit(asked, asked.form(button="Keep the words"), press="Keep the words", follow=False)
                done.kept += 1
        for position, words in shown(page.html):
            for found, kind in private.kinds_in(words):
                form = page.form(having=("words", "position"))
                typed = {"words": found, "position": str(position), "hidden_as": kind}
                reviewer.submit(page, form, typed, follow=False)
                done.by_hand += 1


def _pages(reviewer: Browser, done: Release) -> Iterator[Page]:
    """Every page of the review, in order."""
    number = 1
    while True:
        page = reviewer.get(f"{done.draft_path}/review?page={number}")
        yield page
        number += 1
        if f"page={number}" not in page.html:
            return


def _decide(reviewer: Browser, done: Release) -> None:
    """Some are looked at singly, and the sure ones hidden together once their number is read."""
    page = reviewer.get(f"{done.draft_path}/review")
    for _ in range(ONE_BY_ONE):
        form = next((form for form in page.forms if "/spans/" in form.action), None)
        if form is None:
            break
        page = reviewer.submit(page, form, press="Hide it")
    for per_cent in SURENESS:
        page = reviewer.get(f"{done.draft_path}/many?per_cent={per_cent}")
        if any("expected" in form.names for form in page.forms):
            reviewer.submit(page, page.form(having=("expected",)), follow=False)


def shown(page: str) -> Iterator[tuple[int, str]]:
    """Each caption of a review page with its number, without what is hidden. Raises NotOnThePage when there is none."""
    captions = HEARD.findall(page)
    if not captions:
        raise NotOnThePage("the review page shows no captions")
    for _, position, words in captions:
        yield int(position), html.unescape(TAG.sub("", HIDDEN.sub(" … ", words)))


def _finish(reviewer: Browser, private: Private, done: Release) -> None:
    """Run the leak audit, hide what it finds, and run it again until nothing stands in the way."""
    for _ in range(ROUNDS):
        page = reviewer.press(f"{done.draft_path}/review", "audit", to="/audit")
        hard = re.findall(r"Must go: “(.*?)”.*?#cue-(\d+)", page.html, re.DOTALL)
        if not hard:
            break
        for words, position in hard:
            form = page.form(having=("words", "position"))
            kind = next(iter(private.kinds_in(html.unescape(words))), ("", "something else"))[1]
            page = reviewer.submit(page, form, words=html.unescape(words), position=position, hidden_as=kind)
            done.by_hand += 1
    for _ in range(page.html.count("Look at it: “")):
        page = reviewer.submit(page, page.form(to="/findings", button="It may stay"))
    reviewer.submit(page, page.form(to="/finish"))


def _try_to_approve_own_work(reviewer: Browser, second: Browser, done: Release) -> None:
    """The reviewer tries to be the second person too: no form is offered, and sending one anyway does not help."""
    path = f"{done.draft_path}/approve"
    offered = any("manifest" in form.names for form in reviewer.get(path).forms)
    manifest = second.get(path).form(having=("manifest",)).fields["manifest"]
    token = reviewer.get(path).form(having=("csrf_token",)).fields["csrf_token"]
    reviewer.post(path, {"csrf_token": token, "manifest": manifest, "read": "yes"})
    still_waits = any("manifest" in form.names for form in second.get(path).forms)
    done.own_approval_refused = not offered and still_waits


def _approve(second: Browser, done: Release) -> None:
    page = second.get(f"{done.draft_path}/approve")
    listed = re.findall(
        r'href="([^"]+/files/[^"]+)"[^>]*>[^<]*\(\.(\w+),[^<]*</a>\s*<code[^>]*>([0-9a-f ]+)</code>', page.html
    )
    for address, kind, digest in listed:
        done.approved[kind] = digest.replace(" ", "")
        done.read[kind] = second.get(address).content
    second.submit(page, page.form(having=("manifest",)), read="yes")


def _fetch(scene: Scene, done: Release) -> None:
    """A landlord's contact fetches what is there; so does somebody who got no seat, by the link in the letter."""
    landlord = scene.cast.landlords[0]
    done.fetched = _files(scene.contacts[landlord.contact_email], scene)
    scene.tell.say(f"{landlord.name} downloads {' and '.join('.' + kind for kind in sorted(done.fetched))}")
    third = scene.cast.one("third")
    letter = scene.letters.wait_for(third.email, "is out")
    done.fetched_by_third = _files(scene.come_in(letter.link("/day-link/")), scene)
    scene.tell.say(f"{third.name}, who had to wait, gets a letter and the transcript")


def _files(browser: Browser, scene: Scene) -> dict[str, bytes]:
    """Every file that the transcript's page offers, by format."""
    page = browser.get(scene.at("/transcript"))
    offered = [form for form in page.forms if form.action.endswith("/download")]
    kinds = [re.findall(r"\.(\w+),", form.buttons[0][2])[0] for form in offered]
    return {kind: browser.submit(page, form).content for kind, form in zip(kinds, offered, strict=True)}


def digest(content: bytes) -> str:
    """SHA-256, as the approver's page shows it."""
    return hashlib.sha256(content).hexdigest()
