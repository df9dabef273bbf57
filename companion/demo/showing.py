"""The demo as a person meets it: links to click at the start, the evening line by line, and then it goes on serving."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import click
from sqlalchemy import select

from companion.demo.cast import ADMINISTRATOR, CHAIR, ORGANISER, REVIEWER, SECOND_REVIEWER, STEWARD, Cast, Member
from companion.demo.evening import fresh_scene, play_evening
from companion.demo.evidence import gather
from companion.demo.scene import Scene
from companion.demo.summary import UNPLAYED, Summary, summarise
from companion.kernel import outbox
from companion.kernel.ids import PersonId
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.tables import Link
from companion.staging.browser import NotOnThePage
from companion.staging.letters import NoSuchLetter
from companion.staging.telling import Teller


class CutShort(click.ClickException):
    """The play could not go on: a page was not as it should be, or somebody else pressed its buttons."""


LINKS_LIVE = timedelta(hours=12)
QUIET_WITHIN = 30.0
WELCOME = """
Forum Companion, a demo. Everybody in it is invented, Zoom is simulated, and it all lives in a
temporary folder that is gone when this ends. Nothing leaves this machine."""


def show(*, headless: bool, speed: float, port: int, quiet: bool) -> Summary:
    """Play, summarise, and (not headless) serve on until interrupted."""
    tell = Teller(quiet=quiet)
    tell.note(WELCOME)
    with fresh_scene(port=port, any_port=True, tell=tell) as scene:
        if headless:
            return play_to_the_end(scene, speed)
        tell.note(
            f"\nIts pages are at {scene.installation.url}. Links to click come as soon as the landlords have answered."
        )
        try:
            summary = play_to_the_end(scene, speed, on_open=lambda: show_links(scene, "Come in while it runs"))
        except CutShort as cut:
            tell.note(f"\n{cut.message}\nThat happens when somebody else chairs the meeting. Nothing is broken.")
            summary = None
        tell.now = None
        if summary is not None:
            tell.note(summary.in_words())
        show_links(scene, "Look around")
        serve_on(tell)
    return summary or UNPLAYED


def play_to_the_end(scene: Scene, speed: float, *, on_open: Callable[[], None] | None = None) -> Summary:
    """Play, wait until everything is done, and hold the evening against its promises. Raises CutShort."""
    try:
        evening = play_evening(scene, speed=speed, on_open=on_open)
    except (NotOnThePage, NoSuchLetter, TimeoutError) as error:
        raise CutShort(f"The play did not come to its end: {error}.") from error
    settle(scene)
    return summarise(evening, scene.installation.wiring.runner.read(gather, scene))


def settle(scene: Scene) -> None:
    """Wait until the worker has nothing left to do."""
    scene.installation.zoom.drain()
    until = time.monotonic() + QUIET_WITHIN
    while sum(scene.installation.wiring.runner.read(outbox.waiting)) and time.monotonic() < until:
        threading.Event().wait(0.1)


def show_links(scene: Scene, title: str) -> None:
    """A fresh link for each person of the play whom one may want to be, as far as the play has come."""
    tokens = scene.installation.wiring.runner.run(links_so_far, scene.cast)
    scene.tell.links(title, [(who, f"{scene.installation.url}{path}") for who, path in tokens])


def serve_on(tell: Teller) -> None:
    """Serve until Ctrl-C."""
    tell.note("\nIt goes on serving. Press Ctrl-C to end it and forget everything.")
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    tell.note("\nEnded, and everything is forgotten.")


def links_so_far(uow: Uow, cast: Cast) -> list[tuple[str, str]]:
    """Whom one can be, and the path of a link for it. A play that was cut short has not got to everybody."""
    links = [
        (f"{what}: {member.name}", _for_member(uow, member))
        for what, member in (
            ("The chair, beside Zoom", CHAIR),
            ("The co-host at the door", STEWARD),
            ("The organiser", ORGANISER),
            ("The reviewer of the transcript", REVIEWER),
            ("The second person, who approves it", SECOND_REVIEWER),
            ("The administrator", ADMINISTRATOR),
        )
    ]
    registrant = cast.people[0]
    contact = cast.landlords[1]
    links.append((f"A registrant: {registrant.name}, {registrant.landlord.name}", _again(uow, "day", registrant.email)))
    links.append((f"A landlord’s contact: {contact.name}", _again(uow, "landlord", contact.contact_email)))
    return [(who, path) for who, path in links if path is not None]


def _for_member(uow: Uow, member: Member) -> str | None:
    person = people.find_account(uow, member.email)
    if person is None:
        return None
    token = sign_in.make_link(uow, "sign_in", person_id=PersonId(person.id), address=member.email, lives=LINKS_LIVE)
    return f"/sign-in/{token}"


def _again(uow: Uow, kind: str, address: str) -> str | None:
    """Another link like the newest that went to an address: the letters' own tokens are not kept."""
    query = select(Link).where(Link.kind == kind, Link.address == address).order_by(Link.created_at.desc())
    known = uow.db.scalars(query).first()
    if known is None:
        return None
    token = sign_in.make_link(
        uow,
        kind,
        person_id=PersonId(known.person_id),
        address=address,
        expires_at=known.expires_at,
        landlord_id=known.landlord_id,
        forum_session_id=known.forum_session_id,
        registration_id=known.registration_id,
    )
    path: dict[str, str] = {"landlord": "landlord-link", "day": "day-link"}
    return f"/{path[kind]}/{token}"
