"""The meeting from its welcome to its goodbye: item after item, turn after turn, with what happens in between."""

from __future__ import annotations

from companion.demo import moments
from companion.demo.cast import CHAIR
from companion.demo.meeting import Meeting
from companion.demo.script import AGENDA, MOMENTS, wishes

HESITATES_MS = 7_000  # between being called and beginning to speak
SETTLES_MS = 4_000


def play_meeting(meeting: Meeting) -> None:
    """Play it all."""
    meeting.people_arrive()
    hands = wishes(meeting.cast)
    for number, item in enumerate(AGENDA):
        meeting.chair.step("next_item")
        meeting.tell.say(f"Item {number + 1} opens: {item.title}")
        if item.topic == "welcome":
            meeting.room.say(CHAIR, meeting.talk.scripted("welcome"))
        for line in item.introduction:
            meeting.room.say(CHAIR, meeting.talk.line(line))
        for turn in range(item.turns):
            for wish in hands[number]:
                if wish.before == turn:
                    meeting.raise_hand(wish)
            serve(meeting, number, turn)
    meeting.room.say(CHAIR, meeting.talk.scripted("goodbye"))


def serve(meeting: Meeting, number: int, turn: int) -> None:
    """Call whoever is next, let them speak, and end their turn."""
    happening = MOMENTS.get((number, turn), ())
    for word in happening:
        if word in moments.BEFORE:
            moments.BEFORE[word](meeting)
    person = meeting.call_next()
    meeting.room.say(CHAIR, meeting.talk.hand_over(meeting.last, person))
    meeting.room.pass_time(HESITATES_MS)
    meeting.start()
    words = meeting.words_of(person, AGENDA[number], happening)
    half = len(words) // 2
    meeting.room.say(person, words[:half])
    for word in happening:
        if word in moments.DURING:
            moments.DURING[word](meeting, person)
    meeting.room.say(person, words[half:])
    meeting.chair.step("end")
    meeting.room.pass_time(SETTLES_MS)
    meeting.last = person
