"""What people do in the meeting: they arrive, ask to speak in their own ways, and are called.

Who speaks next is never the script's decision: the chair presses *next*, reads whom the floor has called, and that
person speaks. So what is heard and who holds the floor are one story.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from companion.demo.cast import Cast, Person
from companion.demo.room import Room
from companion.demo.script import SAID_THERE, Item, Wish
from companion.demo.talk import Cue, Talk
from companion.staging.browser import Browser, NotOnThePage
from companion.staging.desk import Desk, Frame
from companion.staging.telling import Teller

JOIN_EVERY_MS = 2_500


@dataclass
class Served:
    """A call as the chair saw it: whom the page named as next, with its reasons, and whom the floor then called."""

    named: str
    why: tuple[str, ...]
    called: str
    was_chosen: bool


@dataclass
class Meeting:
    """The meeting and everybody's hands on it. What it notes down on the way is held against its promises."""

    cast: Cast
    room: Room
    talk: Talk
    tell: Teller
    floor_path: str
    chair: Desk
    steward: Desk
    browsers: dict[str, Browser]  # address → that person's browser, come in by their day link
    served: list[Served] = field(default_factory=list)
    hands: int = 0
    undone: int = 0
    places_kept: list[tuple[int, int]] = field(default_factory=list)  # of who dropped out: before and after
    last: Person | None = None

    def __post_init__(self) -> None:
        self._desks: dict[str, Desk] = {}
        self._by_name = {person.name: person for person in self.cast.people}

    def people_arrive(self) -> None:
        """Everybody with a join link comes in, a few at a time, except who rings in later."""
        self.chair.wait_for("the meeting going on", lambda frame: bool(frame["state"] == "live"))
        for person in self.cast.people:
            if person.email in self.room.join_links and person.part != "phones":
                self.room.join(person)
                self.room.pass_time(JOIN_EVERY_MS)
        self.tell.say(f"{len(self.room.numbers)} people are in the meeting")

    # hands

    def raise_hand(self, wish: Wish) -> None:
        """Somebody asks to speak, in their own way."""
        person = wish.person
        if not self.room.is_here(person):
            return
        if wish.how == "chat":
            self.room.write(person, "hand up")
        elif wish.how == "steward":
            self.steward.step("add", who=person.name)
        else:
            self.desk_of(person).step("ask")
        self.wait_in_queue(person)
        self.hands += 1
        how = {"chat": "writes “hand up” in the chat", "steward": "is added by the co-host"}
        self.tell.say(f"✋ {person.name}, {person.landlord.name}, {how.get(wish.how, 'asks to speak on the page')}")

    def desk_of(self, person: Person) -> Desk:
        """Somebody's own live page."""
        if person.email not in self._desks:
            self._desks[person.email] = Desk(self.browsers[person.email], f"{self.floor_path}/me")
        return self._desks[person.email]

    def wait_in_queue(self, person: Person) -> Frame:
        """The chair's frame once somebody's hand is in it. One that came late is let in by the co-host, as in life."""
        frame = self.chair.wait_for(
            f"the hand of {person.name}", lambda frame: place_of(frame, person) is not None or in_tray(frame, person)
        )
        if place_of(frame, person) is None:
            late = next(hand for hand in frame["tray"] if hand["name"] == person.name)
            frame = self.steward.step("admit_late", tray_seq=str(late["seq"]))
        return frame

    # turns

    def call_next(self) -> Person:
        """Press *next*: whom the page named is whom the floor calls."""
        shown = self.chair.look()["next"]
        called = self.chair.step("call_next")["called"]
        self.served.append(Served(shown["name"], tuple(shown["why"]), called["name"], was_chosen=False))
        person = self._by_name[called["name"]]
        self.tell.say(f"🎤 {person.name}, {person.landlord.name} ({shown['why'][0]})")
        return person

    def start(self) -> None:
        """Start the clock of whoever was called; the chair does so knowingly when the item has hardly any time left."""
        try:
            self.chair.step("start")
        except NotOnThePage:
            self.chair.step("start", despite_limit="yes")

    def words_of(self, person: Person, item: Item, happening: tuple[str, ...]) -> list[Cue]:
        extra = tuple(line for word in happening for line in SAID_THERE.get(word, ()))
        return self.talk.turn(person, item.topic, item.sentences, last=self.last, extra=extra)


def in_tray(frame: Frame, person: Person) -> bool:
    """Whether somebody's hand came so late that the floor asks a person about it."""
    return any(hand["name"] == person.name for hand in frame["tray"])


def place_of(frame: Frame, person: Person) -> int | None:
    """Somebody's place in the chair's queue, from 1."""
    return next((row["pos"] for row in frame["queue"] if row["name"] == person.name), None)
