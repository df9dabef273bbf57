"""What does not go by the book: a lost connection, a pause, more time, another order, a slip and its undoing, a phone.

Each is a function by its name in the script; those of `BEFORE` come before a turn is called, those of `DURING` in the
middle of it.
"""

from __future__ import annotations

from collections.abc import Callable

from companion.demo.cast import CHAIR, Person
from companion.demo.meeting import Meeting, place_of

NUMBER = "441632960147"  # of the range that is kept free for stories


def lose_connection(meeting: Meeting) -> None:
    """Somebody who waits drops out of Zoom; the place in the queue stays theirs."""
    person = meeting.cast.one("drops")
    before = place_of(meeting.wait_in_queue(person), person)
    meeting.room.leave(person)
    frame = meeting.chair.wait_for("who is away", lambda frame: "away" in marks_of(frame, person))
    meeting.places_kept.append((before or 0, place_of(frame, person) or -1))
    meeting.tell.say(f"📶 {person.name} loses the connection; the place in the queue is kept")


def come_back(meeting: Meeting) -> None:
    """They come back, with another number in Zoom, to the same place."""
    person = meeting.cast.one("drops")
    away = place_of(meeting.chair.look(), person)
    meeting.room.join(person)
    frame = meeting.chair.wait_for("who is back", lambda frame: "away" not in marks_of(frame, person))
    meeting.places_kept.append((away or 0, place_of(frame, person) or -1))
    meeting.tell.say(f"📶 {person.name} is back, still number {place_of(frame, person)} in the queue")


def pin(meeting: Meeting) -> None:
    """The chair brings somebody forward, and has to say why."""
    queue = meeting.chair.look()["queue"]
    moved, first = queue[-1], queue[0]
    meeting.chair.step("move", request_id=moved["id"], anchor_id=first["id"], place="before", reason="time")
    line = f"I'm going to bring {moved['name'].split()[0]} in first, because they have to leave us early."
    meeting.room.say(CHAIR, meeting.talk.line(line))
    meeting.tell.say(f"⤴ The chair moves {moved['name']} to the front: short of time")


def no_answer(meeting: Meeting) -> None:
    """Somebody is called and does not answer: they keep their place, and the next is called."""
    person = meeting.call_next()
    meeting.room.say(CHAIR, meeting.talk.hand_over(meeting.last, person))
    meeting.room.pass_time(12_000)
    meeting.chair.step("skip", reason="no_answer")
    line = "We can't hear you, so I'll come back to you. Don't worry, you keep your place."
    meeting.room.say(CHAIR, meeting.talk.line(line))
    meeting.tell.say(f"🔇 {person.name} does not answer and keeps the place")


def phone_caller(meeting: Meeting) -> None:
    """Somebody rings in and asks by voice; the co-host puts their hand up for them."""
    person = meeting.cast.one("phones")
    meeting.room.join_by_telephone(person, NUMBER)
    meeting.steward.step("add", who=person.name)
    meeting.wait_in_queue(person)
    meeting.hands += 1
    meeting.tell.say(f"☎ {person.name} rings in; the co-host puts the hand up")


def lower_in_chat(meeting: Meeting) -> None:
    """Somebody changes their mind, in the chat."""
    row = meeting.chair.look()["queue"][-1]
    person = next(one for one in meeting.cast.people if one.name == row["name"])
    if not meeting.room.is_here(person):
        return
    meeting.room.write(person, "hand down")
    meeting.chair.wait_for("a hand taken back", lambda frame: place_of(frame, person) is None)
    meeting.tell.say(f"👇 {person.name} writes “hand down” in the chat")


def pause(meeting: Meeting, person: Person) -> None:
    """The sound goes; the clock stands still until it is back."""
    meeting.chair.step("pause")
    meeting.tell.say(f"⏸ The clock of {person.name} is stopped: the sound is gone")
    meeting.room.say(CHAIR, meeting.talk.line("Sorry, we've lost your sound for a second. I've stopped the clock."))
    meeting.room.pass_time(15_000)
    meeting.chair.step("resume")


def cut_in(meeting: Meeting, person: Person) -> None:
    """Somebody who waits speaks in another's turn; the chair's page says so, and the clock stays whose it is."""
    waiting = {row["name"] for row in meeting.chair.look()["queue"]} - {person.name}
    other = next((one for one in meeting.cast.people if one.name in waiting and meeting.room.is_here(one)), None)
    if other is None:
        return
    meeting.tell.say(f"👂 {other.name} cuts in; the chair’s page says that somebody else is heard")
    for line in (
        "Sorry, can I come straight in on that, because we had exactly the same and it went the other way.",
        "We rang back within the day, every time, and it was the ringing back that people remembered afterwards.",
        "So I would start there, before anybody rewrites a single letter, that is all I wanted to say.",
    ):
        meeting.room.say(other, meeting.talk.line(line, other))
    line = "Thank you, I'll come to you in your turn. One at a time, please, or the captions cannot follow."
    meeting.room.say(CHAIR, meeting.talk.line(line))


def extend(meeting: Meeting, person: Person) -> None:
    """The chair gives another minute."""
    meeting.chair.step("extend", seconds="60")
    meeting.tell.say(f"➕ {person.name} gets another minute")


def end_by_mistake(meeting: Meeting, person: Person) -> None:
    """The chair ends a turn too soon and takes it back: the clock goes on where it stopped."""
    meeting.chair.step("end")
    meeting.chair.step("undo", agreed="yes")
    meeting.undone += 1
    meeting.tell.say(f"↩ The chair ended the turn of {person.name} by mistake, and undid it")


def start_a_case_number(meeting: Meeting, _person: Person) -> None:
    """The chair stops somebody who is about to say which case it was."""
    meeting.room.say(CHAIR, meeting.talk.line("Can I stop you there? No numbers please, just tell us what happened."))


def marks_of(frame: dict[str, object], person: Person) -> list[str]:
    """What the chair's page shows beside somebody who waits."""
    queue = frame["queue"]
    assert isinstance(queue, list)
    return next((list(row["marks"]) for row in queue if row["name"] == person.name), [])


BEFORE: dict[str, Callable[[Meeting], None]] = {
    "lose_connection": lose_connection,
    "come_back": come_back,
    "pin": pin,
    "no_answer": no_answer,
    "phone_caller": phone_caller,
    "lower_in_chat": lower_in_chat,
}
DURING: dict[str, Callable[[Meeting, Person], None]] = {
    "pause": pause,
    "cut_in": cut_in,
    "extend": extend,
    "end_by_mistake": end_by_mistake,
    "start_a_case_number": start_a_case_number,
}
