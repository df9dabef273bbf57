"""What the chair is told of the order and of fairness; nothing of it is on a screen that others see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from companion.floor import fairness, inviting, policies, turns
from companion.floor.state import Floor

if TYPE_CHECKING:
    from companion.floor.snapshots import Names

Frame = dict[str, Any]
_POLICIES = [
    {"name": name, "words": words, "note": policies.POLICY_NOTES[name]} for name, words in policies.POLICY_WORDS.items()
]


def shared(floor: Floor, names: Names, now_ms: int) -> Frame:
    """The orders with their costs, how the floor has been shared, what is to be told, and whom to invite."""
    found = fairness.measure(floor, now_ms)
    to_invite = inviting.landlord_to_invite(floor)
    return {
        "policies": _POLICIES,
        "heard": {"heard": found.heard, "present": found.present, "waiting": found.waiting, "silent": found.silent},
        "fair": {
            "words": fairness.words(found),
            "top_share": round(found.top_share, 3),
            "top_three": round(found.top_three, 3),
            "spread": found.spread,
        },
        "alert": _cut_off(floor, names) or (_alert(floor, found) if fairness.is_alert(floor, found, now_ms) else None),
        "invite": to_invite
        and {
            "landlord_id": str(to_invite),
            "words": f"Would {names.landlord(to_invite) or 'one more landlord'} like to come in? Not heard yet.",
        },
        "invited": [
            {
                "seq": one.seq,
                "landlord": names.landlord(one.landlord_id),
                "name": names.person(one.participant_id) if one.participant_id else None,
                "at_ms": one.made_at_ms,
            }
            for one in inviting.open_invites(floor)
        ],
    }


def _alert(floor: Floor, found: fairness.Fairness) -> Frame:
    """What is so and the step that helps most, as the form of that step says it."""
    if floor.policy not in ("new_landlords", "least_heard"):
        step, label = {"step": "policy", "policy": "new_landlords"}, "Landlords not yet heard first"
    elif floor.policy == "new_landlords":
        step, label = {"step": "policy", "policy": "least_heard"}, "Least heard first"
    else:
        step, label = {"step": "limits", "landlord_seconds": "300"}, "5 minutes for each landlord"
    return {"name": "dominance", "words": fairness.alert_words(found), "step": step, "label": label}


def _cut_off(floor: Floor, names: Names) -> Frame | None:
    """Somebody lost the connection while speaking and is back."""
    turn = turns.cut_off(floor)
    if turn is None:
        return None
    return {
        "name": "cut_off",
        "words": f"{names.person(turn.participant_id)} was cut off and is back.",
        "step": {"step": "bring_back", "turn_id": str(turn.id)},
        "label": "Let them go on next",
    }
