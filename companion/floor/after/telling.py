"""The timeline in sentences: for those who may see names with names, for everybody else without.

Reasons that tell something private about a person (what somebody needs) are said in full to staff only.
"""

from __future__ import annotations

from companion.floor import wording
from companion.floor.after.timeline import Entry
from companion.floor.ordering import MOVE_WORDS, POLICY_WORDS
from companion.floor.sentences import DIRECTION_WORDS
from companion.floor.snapshots import Names
from companion.interests import rules as interests
from companion.kernel.clocks import LONDON, from_ms
from companion.kernel.ids import ParticipantId

#: what happened → the sentence; {who} is whom it is about, {others} whom it put back, {ms} a length of time
SENTENCES: dict[str, str] = {
    "asked": "{who} asked to speak{via}",
    "asked_again": "{who} asked once more{via}; the place stays",
    "asked_in_vain": "{who} asked{via}; it was old news by then and changed nothing",
    "admitted": "{who} was put at the place of a hand that had come late",
    "came_late": "A hand of {who} came too late to count by itself and was put aside for the staff",
    "late_dismissed": "The late hand of {who} was set aside for good",
    "withdrawn": "{who} took the hand down",
    "lowered_one": "{who} took one hand down and still waited by another",
    "deferred": "{who} let others go first",
    "noted": "{who} wrote privately what it is about",
    "accepted": "The point of order of {who} was accepted",
    "declined": "{who} was declined",
    "called": "{who} was called{before}",
    "called_out_of_turn": "{who} was called out of turn{before}",
    "answered": "{who} said that they were ready",
    "started": "{who} began to speak{limit}",
    "paused": "{who} was paused after {ms}",
    "resumed": "{who} went on",
    "extended": "{who} was given {ms} more",
    "ended": "{who} finished after {ms}",
    "skipped": "{who} was passed over after the call; the place was kept",
    "moved_up": "{who} was moved up{before}",
    "moved_down": "{who} was moved down",
    "unpinned": "{who} was put back in order",
    "policy_set": "The order was set: {order}",
    "limits_set": "The time for each turn was set: {limits}",
    "dialogue_set": "How many may speak at once was changed",
    "stage_set": "What the stage shows was changed",
    "list_opened": "The list of speakers was opened",
    "list_closed": "The list of speakers was closed",
    "item_opened": "Item opened: {item}",
    "item_closed": "Item closed: {item}",
    "joined": "{who} joined the meeting",
    "rejoined": "{who} came back",
    "left": "{who} left the meeting",
    "recognised": "{who} was recognised; place, time and interests stay",
    "suggested": "{who} wrote something that sounds like a wish to speak; staff were asked",
    "suggestion_dismissed": "What {who} wrote was not a wish to speak",
    "ties_drawn": "Hands of the same second were placed by lot",
    "invited": "{who} was asked whether they would like to come in",
    "invite_accepted": "{who} accepted the invitation to come in",
    "invite_declined": "The invitation to come in was declined",
    "alert_read": "A note about how the time is shared was read",
    "case_raised": "An individual case was raised; what was said around then is left out of the transcript",
    "directed": "{who} was {directed}",
    "interest_claimed": "{who} seemed to declare an interest in {item}; a person decides",
    "interest_declared": "{who} declared an interest in {item}",
    "interest_decided": "What follows from the interest of {who} in {item} was decided",
    "interest_lifted": "The interest of {who} in {item} holds no more",
    "statement_allowed": "{who} was allowed a statement in spite of an interest",
    "stood_aside": "The chair stood aside for {item}; a deputy has the controls",
    "hands_counted": "A show of hands on {item}",
    "stewards_allowed": "What stewards may do was changed",
    "chair_taken": "A steward took the chair",
    "chair_given_back": "The chair was given back",
    "session_started": "The session started",
    "session_paused": "A break began",
    "session_resumed": "The break ended",
    "session_ended": "The session ended",
}
REASONS: dict[str, str] = {
    "interest": "a declared interest",
    "same_person": "two hands of one person became one",
    "withdrawn": "taken back",
    **{str(reason): words for reason, words in MOVE_WORDS.items()},
    "individual_case": "it was about one person’s case",
    "off_topic": "off topic",
    "out_of_time": "out of time",
    "no_answer": "no answer",
    "not_now": "not now, at their own wish",
    "dropped": "the connection dropped",
    "next_started": "the next turn began",
    "item_closed": "the item was closed",
    "session_ended": "the session ended",
    "time_up": "the time was up",
    "session": "a break",
}
#: reasons that need no saying: who acted says enough
UNSAID = frozenset({"chair", "", "other"})
#: reasons that tell of a person's needs: to others it is the chair's decision
PRIVATE = ("access", "technical")
LIMIT_CAUSES = {"item": "all that the item had left", "landlord": "all that the landlord had left"}
VIA = {
    "page": " on the page",
    "chat": " in the chat",
    "zoom": " by raising a hand in Zoom",
    "staff": " (added by the steward)",
}
ROLES = {
    "chair": "the chair",
    "steward": "the steward",
    "organiser": "the organiser",
    "lead_officer": "the lead officer",
    "system": "the service",
    "zoom": "Zoom",
}
#: what a person does themselves, or that nobody decides
OWN = frozenset(
    {
        "asked", "asked_again", "asked_in_vain", "came_late", "withdrawn", "lowered_one", "deferred", "noted",
        "joined", "rejoined", "left",
    }
)  # fmt: skip


def for_staff(entry: Entry, names: Names, staff: dict[ParticipantId, str] | None = None) -> str:
    """The sentence with names, with who did it and every reason as it was given."""
    nobody = "Everybody" if entry.what == "directed" else "Somebody"
    who = nobody if entry.participant_id is None else names.person(entry.participant_id)
    passed = ", ".join(names.person(one) for one in entry.others)
    before = f" before {passed}" if passed else ""
    return _said(entry, who, before, names) + _why(_reason_words(entry)) + _by(entry, staff or {}) + "."


def for_own(entry: Entry, own: ParticipantId, names: Names) -> str:
    """The sentence as the person it concerns may read it: nobody else's name, and nobody else's needs."""
    mine = entry.participant_id == own
    if mine:
        count = len(entry.others)
        before = f" before {count} {'person' if count == 1 else 'people'} who asked earlier" if count else ""
        return _to_you(_said(entry, "You", before, names)) + _why(_reason_words(entry)) + _by(entry, {}, own) + "."
    said = _said(entry, "Somebody", " before you", names)
    if own in entry.others and entry.whys:
        return said + _why(entry.whys[entry.others.index(own)]) + "."
    private = any(word in entry.reason for word in PRIVATE)
    return said + _why("the chair’s decision" if private else _reason_words(entry)) + _by(entry, {}, own) + "."


def time_of(entry: Entry) -> str:
    """When, to the second: several things happen in one minute."""
    return f"{from_ms(entry.at_ms).astimezone(LONDON):%H:%M:%S}"


def _said(entry: Entry, who: str, before: str, names: Names) -> str:
    template = SENTENCES.get(entry.what)
    if template is None:  # another room's event, or one that is newer than this list
        return f"{who}: {entry.what.replace('.', ' ').replace('_', ' ')}"
    item = names.items.get(entry.item_id, "an item that is off the agenda now") if entry.item_id is not None else ""
    return template.format(
        who=who,
        via=VIA.get(entry.source, ""),
        before=before,
        ms=wording.spoken(entry.ms),
        limit=f" with {wording.spoken(entry.ms)}" if entry.ms is not None else "",
        item=item or "the session",
        directed=DIRECTION_WORDS.get(entry.reason, "asked for something"),  # type: ignore[call-overload]
        order=POLICY_WORDS.get(entry.reason, "another one").lower(),  # type: ignore[call-overload]
        limits=wording.spoken(entry.ms) if entry.ms is not None else "without a limit",
    )


def _reason_words(entry: Entry) -> str:
    if entry.what in ("asked", "asked_again", "asked_in_vain", "admitted"):
        word = wording.kind(entry.reason)[1].lower()
        return "" if entry.reason == "comment" else word
    if entry.what == "started":
        return LIMIT_CAUSES.get(entry.reason, "")
    if entry.what == "interest_decided":
        return interests.effect_words(entry.reason.split()).lower()
    if entry.what in ("policy_set", "limits_set", "dialogue_set", "stage_set", "list_opened", "directed"):
        return ""
    if entry.reason in UNSAID:
        return "the chair’s decision" if entry.reason == "other" else ""
    return REASONS.get(entry.reason, entry.reason)


def _why(words: str) -> str:
    return f": {words}" if words else ""


def _by(entry: Entry, staff: dict[ParticipantId, str], own: ParticipantId | None = None) -> str:
    """Who did it, where it was not the person themselves."""
    if entry.what in OWN and entry.by_role not in ("chair", "steward"):
        return ""
    if entry.what in ("called", "started", "ended") and entry.by_role == "chair" and own is not None:
        return ""
    role = ROLES.get(entry.by_role, "")
    name = staff.get(entry.by_id, "") if entry.by_id is not None else ""
    if not role or (entry.what in OWN and entry.source == "staff" and own is None and not name):
        return ""
    return f", by {role}" + (f" ({name})" if name else "")


def _to_you(said: str) -> str:
    """The sentence about a person, said to that person."""
    for he, you in (
        ("You was ", "You were "),
        ("The interest of You", "Your interest"),
        ("the interest of You", "your interest"),
        (" hand of You", " hand of yours"),
        ("of order of You", "of order of yours"),
        ("for the staff", "for the staff to decide"),
    ):
        said = said.replace(he, you)
    return said
