"""What screens are told of declared interests: all of it to the chair and the steward, their own to each registrant.

Nothing of it is in the attendees' or the stage's frame, and what an interest concerns is in no frame at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from companion.floor import barring
from companion.floor.state import Declaration, Floor
from companion.kernel.ids import AgendaItemId, LandlordId, ParticipantId, PersonId

if TYPE_CHECKING:
    from companion.floor.snapshots import Names

Panel = dict[str, Any]

NATURE_WORDS = {
    "personal": "personal interest",
    "prejudicial": "prejudicial interest",
    "potential": "interest that may come up",
    "group": "interest of a group they speak for",
}
EFFECT_WORDS = {"no_speech": "no speaking", "leave_item": "leaves for the item", "no_vote": "no vote"}


def panel(floor: Floor, names: Names, staff: Mapping[PersonId, str]) -> Panel | None:
    """What the chair has to answer, what stands for the open item, and who is out for it; None when there is nothing.

    `asks` are undecided ones and claims from the chat, those of the open item first; `standing` is decided, of the open
    item; `held` are hands kept aside; `readmit` are people out for an item that is over.
    """
    if not floor.declarations:
        return None
    here = [one for one in _standing(floor) if one.item_id == floor.item_id]
    asks = [one for one in floor.declarations.values() if one.is_undecided or (one.is_claim and not one.is_lifted)]
    asks.sort(key=lambda one: (one.item_id != floor.item_id, one.declared_at_ms, str(one.id)))
    following = _following(floor, names)
    return {
        "asks": [_ask(floor, names, one) for one in asks],
        "standing": [_stands(floor, names, one) for one in here if one.effects is not None and one.chair_id is None],
        "held": [
            {"request_id": str(row.id), "name": names.person(row.participant_id), "kind": row.kind}
            for row in floor.held_back()
        ],
        "readmit": [names.person(who) for _, who in to_readmit(floor)],
        "may_not_vote": [_who(names, one) for one in barring.may_not_vote(floor)],
        "knowingly": following is not None and bool(barring.undecided_on(floor, following)),
        "aside": _aside(floor, staff),
    }


def own(floor: Floor, participant_id: ParticipantId | None, landlord_id: LandlordId | None) -> dict[str, Panel]:
    """By agenda item, what somebody's own interest (or their landlord's) means for them, in words to them."""
    found: dict[str, Panel] = {}
    for one in _standing(floor):
        mine = one.participant_id is not None and one.participant_id == participant_id
        ours = one.participant_id is None and one.landlord_id is not None and one.landlord_id == landlord_id
        if mine or ours:
            before = found.get(str(one.item_id))
            told = _told(one, participant_id, ours=ours)
            if before is None or told["silent"] > before["silent"]:
                found[str(one.item_id)] = told
    return found


def presence(floor: Floor, one: Declaration, participant_id: ParticipantId) -> str:
    """Of somebody asked to leave: `here` still, `left`, or `back` again while the item is open."""
    known = floor.presences.get(participant_id)
    if known is None:
        return "here"
    if not known.is_here:
        return "left"
    since_ms = one.decided_at_ms or 0
    return "back" if all(joined_ms > since_ms for _, joined_ms in known.connections) else "here"


def people_of(floor: Floor, one: Declaration) -> list[ParticipantId]:
    """Whom an interest is about, of those who have appeared."""
    if one.participant_id is not None:
        return [one.participant_id]
    return [who for who, landlord_id in floor.known.items() if landlord_id and landlord_id == one.landlord_id]


def sent_out(floor: Floor) -> list[tuple[Declaration, ParticipantId, str]]:
    """Who was asked to leave for the open item, and whether they are here, have left, or are back."""
    return [
        (one, who, presence(floor, one, who))
        for one in _standing(floor)
        if one.item_id == floor.item_id and "leave_item" in (one.effects or ())
        for who in people_of(floor, one)
    ]


def to_readmit(floor: Floor) -> list[tuple[Declaration, ParticipantId]]:
    """Who is out for an item that is over, and not back yet."""
    if floor.state not in ("live", "paused"):
        return []
    found: dict[ParticipantId, Declaration] = {}
    for one in _standing(floor):
        if "leave_item" not in (one.effects or ()) or one.item_id == floor.item_id or one.item_id not in floor.items:
            continue
        for who in people_of(floor, one):
            known = floor.presences.get(who)
            if known is not None and not known.is_here and (known.left_at_ms or 0) >= (one.decided_at_ms or 0):
                found.setdefault(who, one)
    return [(one, who) for who, one in found.items()]


def _standing(floor: Floor) -> Iterator[Declaration]:
    return (one for one in floor.declarations.values() if one.is_standing)


def _ask(floor: Floor, names: Names, one: Declaration) -> Panel:
    return {
        "id": str(one.id),
        "who": _who(names, one),
        "landlord": _landlord(floor, names, one),
        "nature": NATURE_WORDS[one.nature],
        "is_claim": one.is_claim,
        "is_late": one.is_late,
        "item": names.items.get(one.item_id, ""),
        "is_now": one.item_id == floor.item_id,
    }


def _stands(floor: Floor, names: Names, one: Declaration) -> Panel:
    effects = one.effects or ()
    said = [EFFECT_WORDS[effect] for effect in effects]
    return {
        "id": str(one.id),
        "who": _who(names, one),
        "landlord": _landlord(floor, names, one),
        "words": ", ".join(said) or "noted",
        "effects": list(effects),
        "people": [
            {
                "id": str(who),
                "name": names.person(who),
                "presence": presence(floor, one, who) if "leave_item" in effects else "",
                "statement": who in one.statement_for,
                "silent": one.keeps_silent,
            }
            for who in people_of(floor, one)
        ],
    }


def _aside(floor: Floor, staff: Mapping[PersonId, str]) -> Panel | None:
    found = next((one for one in _standing(floor) if one.chair_id is not None and one.item_id == floor.item_id), None)
    if found is None or found.chair_id is None or found.deputy_id is None:
        return None
    return {
        "chair_id": str(found.chair_id),
        "chair": staff.get(found.chair_id, "The chair"),
        "deputy": staff.get(found.deputy_id, "the deputy"),
    }


def _following(floor: Floor, names: Names) -> AgendaItemId | None:
    agenda = list(names.items)
    if floor.item_id is not None and floor.item_id in names.items:
        at = agenda.index(floor.item_id) + 1
        return agenda[at] if at < len(agenda) else None
    return next((item_id for item_id in agenda if item_id not in floor.items), None)


def _who(names: Names, one: Declaration) -> str:
    if one.participant_id is not None:
        return names.person(one.participant_id)
    return names.landlord(one.landlord_id) or "A landlord"


def _landlord(floor: Floor, names: Names, one: Declaration) -> str:
    if one.participant_id is None:
        return "the landlord as a whole"
    return names.landlord(floor.known.get(one.participant_id))


def _told(one: Declaration, participant_id: ParticipantId | None, *, ours: bool) -> Panel:
    """What somebody is told of their own. `silent` when they cannot ask to speak; `waits` when an answer may come;
    `take_back` names what they may still take back."""
    whose = "Your landlord declared an interest" if ours else "You declared an interest"
    effects = one.effects
    may_state = participant_id in one.statement_for
    if effects is None:
        said = "The chair has not answered yet. Until then you cannot speak in this item; your place is kept."
    elif may_state:
        said = "The chair lets you make one statement. Ask to speak, or wait to be called."
    elif "leave_item" in effects:
        said = "Please leave the meeting for this item. You are let in again when it is over, and your place is kept."
    elif "no_speech" in effects:
        said = "Please listen only in this item. You can speak again in the next one; your place is kept."
    else:
        said = "It is noted. You may speak."
    if effects is not None and "no_vote" in effects and "leave_item" not in effects:
        said += " You do not vote in this item."
    return {
        "words": f"{whose} in this item. {said}",
        "silent": one.keeps_silent and not may_state,
        "waits": effects is None or one.keeps_silent,
        "take_back": str(one.id) if effects is None and not ours else "",
    }
