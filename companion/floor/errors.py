"""What the floor refuses, each with the sentence that the person who asked may read."""

from __future__ import annotations

from companion.kernel.errors import BadInput, DomainError, NotAllowed


class NoPlace(NotAllowed):
    """Who waits, gave an apology or is on hold sees and asks nothing here: who speaks is for those in the meeting."""

    message = "The live page is for those who have a place in this session. Your own page says how your place stands."


class SessionOver(DomainError):
    message = "This session has ended. Send what you wanted to say in writing."


class AlreadyRunning(DomainError):
    message = "The session is running already."


class NotOpen(DomainError):
    message = "The session is not running. Start or resume it first."


class ListClosed(DomainError):
    message = "The list is closed for this item. The chair will open it again for the next one."


class TooOften(DomainError):
    message = "You have asked or changed something many times. Wait a minute, then try again."


class NotWaiting(DomainError):
    message = "That hand is not up any more."


class NobodyWaiting(DomainError):
    message = "Nobody who is here is waiting. Hands appear in the list, or add one yourself."


class PersonAway(DomainError):
    message = "That person is not in the meeting just now. Their place is kept."


class AlreadyCalled(DomainError):
    message = "Somebody has been called already. Start their turn or skip them first."


class NobodyCalled(DomainError):
    message = "Nobody has been called. Call the next one first."


class NotCutOff(DomainError):
    message = "That turn was not cut off, or they have asked again already."


class NobodyToInvite(DomainError):
    message = "That landlord is not in the meeting, has been heard, or has been asked for this item already."


class NotInvited(DomainError):
    message = "The invitation has ended. You can ask to speak at any time."


class FloorTaken(DomainError):
    message = "Somebody is speaking. End that turn first."


class NobodySpeaking(DomainError):
    message = "Nobody has the floor."


class NotExtended(DomainError):
    message = "Nothing was added to this turn, so there is nothing to give to everybody."


class NotPaused(DomainError):
    message = "That turn is not paused."


class AlreadyPaused(DomainError):
    message = "That turn is paused already."


class LittleTimeLeft(DomainError):
    """The limits leave less than the least useful turn; the chair decides whether to start it all the same."""

    message = "There is hardly any time left for this turn. Start it all the same, or give more time first."


class BadAnchor(DomainError):
    message = "A hand can only be moved before or after another one that is waiting."


class NotPinned(DomainError):
    message = "That hand has not been moved."


class ItemNotFound(DomainError):
    message = "That agenda item is not on the list for this session."


class ItemNotOpen(DomainError):
    message = "No agenda item is open."


class ItemOpen(DomainError):
    message = "An agenda item is open. Close it first."


class TurnStillRunning(DomainError):
    message = "Somebody still has the floor. End the turn, or let it run into the next item."


class NothingToUndo(DomainError):
    message = "There is nothing to undo."


class TooLateToUndo(DomainError):
    message = "That was too long ago to undo."


class OthersDepend(DomainError):
    """Later acts build on the one to be undone. `seqs` lists them, newest first; agreeing undoes them too."""

    message = "Later steps build on that one. Undo them first, or agree to undo them together."

    def __init__(self, seqs: tuple[int, ...] = ()) -> None:
        self.seqs = seqs
        super().__init__()


class NotInTray(DomainError):
    message = "That late hand has been dealt with already."


class IndividualCase(DomainError):
    """LC-16. The note is not kept."""

    message = (
        "We can’t discuss individual cases here. Say what it is about in general, without numbers, names or addresses; "
        "your own case belongs in your landlord’s complaints procedure or with the Ombudsman."
    )


class NotSuggested(DomainError):
    message = "That has been answered already."


class ChairOnly(NotAllowed):
    """A steward's page shows no such button; who sends it all the same is told, and it is in the audit log."""

    message = "That is for the chair. The chair can allow it to stewards, or take the chair if the chair is away."


class OrderChanged(DomainError):
    """Case 64: of a chair and a steward who move rows at once, the chair wins and the steward is told."""

    message = "The chair has changed the order since you looked. Nothing was moved: look again, then move."


class StillOn(DomainError):
    message = "The session is still on: ask to speak. What there is no time for can be sent in writing afterwards."


class NobodyCalledThat(DomainError):
    message = "Nobody here is called that. Type another part of the name, or add them as somebody new."


class SeveralCalledThat(DomainError):
    message = "Several people here are called that. Type more of the name, or their landlord."


class UnknownAct(BadInput):
    message = "There is no such step. Reload the page and try again."


class HeldByInterest(DomainError):
    """BX-40. Told to the person themselves, and to the staff; never why."""

    message = "An interest was declared in this item, so this hand waits until the item is over."


class NotAnsweredYet(DomainError):
    """PP-42. The declaration is with the chair."""

    message = "An interest was declared in this item, and the chair has not answered it yet. The place is kept."


class InterestsUndecided(DomainError):
    """PP-42. The chair answers first, or opens the item knowingly."""

    message = "An interest declared in that item is not answered yet. Answer it, or open the item knowingly."


class StoodAside(DomainError):
    """The chair has an interest in the open item; the deputy runs it."""

    message = "You have stood aside for this item. Your deputy has the controls until the next one opens."
