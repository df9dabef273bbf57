"""The one fold from which every screen, the minutes and undo come: `reduce(floor, recorded)`, and `replay` of many.

It is total. Whether something may happen is decided before it is written (`rules.py`); what was written is taken as it
is, and an event that has no meaning where it stands changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from companion.floor import agenda, declared, events, guiding, hands, inviting, listening, recognising, turns
from companion.floor.events import Recorded, TurnEnded, Undone
from companion.floor.state import Floor

_EFFECTS: dict[type[events.Event], Callable[[Floor, Recorded, Any], Floor]] = {
    events.HandRaised: hands.raised,
    events.HandLowered: hands.lowered,
    events.HandMissed: hands.missed,
    events.HandSeen: hands.seen,
    events.HandDeferred: hands.deferred,
    events.HandNoted: hands.noted,
    events.HandAccepted: hands.accepted,
    events.HandDeclined: hands.declined,
    events.HandSetAside: hands.set_aside,
    events.HandDismissed: hands.dismissed,
    events.HandSuggested: hands.suggested,
    events.SuggestionDismissed: hands.suggestion_dismissed,
    events.TurnCalled: turns.called,
    events.TurnAnswered: turns.answered,
    events.TurnStarted: turns.started,
    events.TurnPaused: turns.paused,
    events.TurnResumed: turns.resumed,
    events.TurnExtended: turns.extended,
    events.TurnEnded: turns.ended,
    events.TurnSkipped: turns.skipped,
    events.OrderPinned: agenda.pinned,
    events.OrderUnpinned: agenda.unpinned,
    events.PolicySet: agenda.policy_set,
    events.TiesDrawn: agenda.ties_drawn,
    events.LimitsSet: agenda.limits_set,
    events.DialogueSet: agenda.dialogue_set,
    events.StageSet: agenda.stage_set,
    events.ListOpened: agenda.list_opened,
    events.ListClosed: agenda.list_closed,
    events.InviteMade: inviting.made,
    events.InviteAccepted: inviting.accepted,
    events.InviteDeclined: inviting.declined,
    events.AlertSnoozed: inviting.snoozed,
    events.ItemOpened: agenda.item_opened,
    events.ItemClosed: agenda.item_closed,
    events.CaseRaised: guiding.case_raised,
    events.DirectionGiven: guiding.direction_given,
    events.PresenceJoined: agenda.joined,
    events.PresenceLeft: agenda.left,
    events.SpeakerChanged: listening.speaker_changed,
    events.VoiceCaptioned: listening.captioned,
    events.InterestClaimed: declared.claimed,
    events.InterestDeclared: declared.declared,
    events.InterestDecided: declared.decided,
    events.InterestLifted: declared.lifted,
    events.StatementAllowed: declared.statement_allowed,
    events.ChairStoodAside: declared.stood_aside,
    events.HandsCounted: declared.counted,
    events.StewardsAllowed: agenda.stewards_allowed,
    events.ChairTaken: agenda.chair_taken,
    events.ChairGivenBack: agenda.chair_given_back,
    events.PresenceRecognised: recognising.recognised,
    events.SessionStarted: agenda.session_started,
    events.SessionPaused: agenda.session_paused,
    events.SessionResumed: agenda.session_resumed,
    events.SessionEnded: agenda.session_ended,
}


def reduce(floor: Floor, recorded: Recorded) -> Floor:
    """The floor after one more event. An event that it has seen already (by its number) changes nothing."""
    if recorded.seq <= floor.seq:
        return floor
    if isinstance(recorded.event, Undone):
        return replay((*floor.log, recorded))
    after = _met(_applied(floor, recorded), recorded.event)
    return replace(after, seq=recorded.seq, log=(*floor.log, recorded))


def replay(records: Iterable[Recorded]) -> Floor:
    """The floor after a whole journal, in order of `seq`: the same as reducing one by one, in one pass.

    An event that is undone is passed over, while all that came later is applied; so undoing the undoing restores it.
    """
    log = _without_repeats(records)
    undoing = undoing_of(log)
    by_seq = {recorded.seq: recorded.event for recorded in log} if undoing else {}
    floor = Floor()
    for recorded in log:
        floor = _met(floor, recorded.event)
        if recorded.seq in undoing:
            if isinstance(recorded.event, TurnEnded) and not undoing[recorded.seq].charge_gap:
                floor = turns.suspend_for_undo(floor, recorded, recorded.event)
        elif isinstance(recorded.event, Undone):
            target = by_seq.get(recorded.event.target_seq)
            if isinstance(target, TurnEnded) and not recorded.event.charge_gap:
                floor = turns.take_up_after_undo(floor, recorded, target)
        else:
            floor = _applied(floor, recorded)
    return replace(floor, seq=log[-1].seq if log else 0, log=log)


def undoing_of(log: tuple[Recorded, ...]) -> dict[int, Undone]:
    """The number of each event that stands undone, with the undoing that counts.

    From the last to the first, so that an undoing which was itself undone is known before its target is reached.
    """
    undoing: dict[int, Undone] = {}
    for recorded in [one for one in log if type(one.event) is Undone][::-1]:
        event = recorded.event
        if isinstance(event, Undone) and recorded.seq not in undoing and event.target_seq < recorded.seq:
            undoing[event.target_seq] = event
    return undoing


def _applied(floor: Floor, recorded: Recorded) -> Floor:
    effect = _EFFECTS.get(type(recorded.event))
    return floor if effect is None else declared.settled(effect(floor, recorded, recorded.event), recorded)


def _met(floor: Floor, event: events.Event) -> Floor:
    """Number whoever is named for the first time, whether the event has an effect, is undone, or neither."""
    people = (getattr(event, "participant_id", None), getattr(event, "as_participant_id", None))
    for who in people:
        if who is not None and who not in floor.people_met:
            floor = replace(floor, people_met=floor.people_met | {who: len(floor.people_met)})
    home = getattr(event, "landlord_id", None)
    if home is not None and home not in floor.landlords_met:
        floor = replace(floor, landlords_met=floor.landlords_met | {home: len(floor.landlords_met)})
    return floor


def _without_repeats(records: Iterable[Recorded]) -> tuple[Recorded, ...]:
    log: list[Recorded] = []
    for recorded in records:
        if not log or recorded.seq > log[-1].seq:
            log.append(recorded)
    return tuple(log)
