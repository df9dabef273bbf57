"""What Zoom's apps must be allowed, so that this service can do what it does. Pure.

The lists come from the calls themselves; tests hold the panel's script and docs/zoom.md against them.
"""

from __future__ import annotations

from zoom_hooks import scopes

#: calls that our library can make and this service does not: nobody has to give the app more than it uses
NOT_MADE = (
    scopes.CREATE_MEETING,
    scopes.READ_REGISTRANT,
    scopes.ADD_REGISTRANTS,
    scopes.READ_QUESTIONS,
    scopes.SET_QUESTIONS,
    scopes.READ_TRANSCRIPT,
)
NOT_NEEDED = frozenset(call.scope for call in NOT_MADE)

#: what the panel asks of Zoom's client
PANEL_APIS = (
    "getAppContext",
    "getUserContext",
    "getMeetingParticipants",
    "getWaitingRoomParticipants",
    "admitParticipantFromWaitingRoom",
    "putParticipantToWaitingRoom",
    "removeParticipant",
    "startRTMS",
    "getRTMSStatus",
)
PANEL_EVENTS = (
    "onFeedbackReaction",
    "onRemoveFeedbackReaction",
    "onActiveSpeakerChange",
    "onParticipantChange",
    "onWaitingRoomParticipantJoin",
    "onWaitingRoomParticipantLeave",
    "onMyUserContextChange",
    "onMeeting",
)


def account_scopes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The scopes of the server-to-server app, by what each is for, what would be missed most first."""
    wanted = {scope: need for scope, need in scopes.needed().items() if scope not in NOT_NEEDED}
    return tuple(
        (words.replace("'", "’"), tuple(scope for scope, one in wanted.items() if one == need))
        for need, words in scopes.NEEDS.items()
    )


def recording_scopes() -> tuple[str, ...]:
    """Those without which no recording's transcript is fetched, and no recording deleted."""
    return tuple(scope for scope in scopes.needed(("recording", "deletion")) if scope not in NOT_NEEDED)
