"""What each feed gives, what it needs, and how to switch it on, click by click. Pure words.

The names of menus are those of Zoom's own documentation as read in November 2026 (developers.zoom.us/docs:
internal-apps, build-flow, api/webhooks, rtms/meetings; support.zoom.com). No account was at hand to follow
them in: `CAVEAT` says so wherever they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from companion.feeds import asked

CAVEAT = (
    "The names of Zoom’s menus are from its own documentation of November 2026. We have had no Zoom account in which "
    "to follow them, and Zoom renames its menus now and then. The connection test tells whether it worked."
)
WEBHOOK_PATH = "/zoom/webhook"
MARKETPLACE = "marketplace.zoom.us"

#: what a server-to-server app is subscribed to
MEETING_EVENTS = (
    "meeting.started",
    "meeting.ended",
    "meeting.participant_joined",
    "meeting.participant_left",
    "meeting.participant_joined_waiting_room",
    "meeting.participant_left_waiting_room",
    "meeting.participant_admitted",
    "meeting.participant_put_in_waiting_room",
    "meeting.registration_created",
    "meeting.registration_approved",
    "meeting.registration_cancelled",
    "meeting.registration_denied",
)
STREAM_EVENTS = ("meeting.rtms_started", "meeting.rtms_interrupted", "meeting.rtms_stopped")
RECORDING_EVENTS = ("recording.completed", "recording.transcript_completed")
#: what the general app asks of whoever adds it
STREAM_SCOPES = ("meeting:read:meeting_transcript", "meeting:read:meeting_chat")


@dataclass(frozen=True)
class Step:
    """One thing to do; `{site}` stands for our own address, `{host}` for its name.

    `names` are what to tick, as Zoom writes it; where that differs by what it is for, `groups` hold purpose and names.
    """

    words: str
    names: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Guide:
    """One feed in words, and who does the steps."""

    title: str
    icon: str
    gives: str
    without: str
    needs: str
    who: str
    steps: tuple[Step | str, ...]


ADMINISTRATOR = "Whoever administers your Zoom account, with whoever runs this server"
HOST = "The host of the meeting, on the day"

GUIDES: dict[str, Guide] = {
    "events": Guide(
        "Zoom’s events",
        "broadcast",
        "Who registers, who waits at the door, who comes and goes, and when the meeting starts and ends.",
        "Start and end the session on its page, and take attendance by hand.",
        "A paid Zoom plan with a licensed host, and an address of this service that the internet reaches over https.",
        ADMINISTRATOR,
        (
            f"At {MARKETPLACE}, sign in and open Develop, Build App. Choose Server-to-Server OAuth App, give it a name "
            "and create it. (Where there is one for the Zoom account feed already, open it under Manage instead.)",
            "Under Information fill in the company’s name and a contact; Zoom activates no app without them.",
            "Under Feature copy the Secret Token. Whoever runs this server sets it as ZOOM_WEBHOOK_SECRET_TOKEN and "
            "starts the service again. Do this before the next step: we answer Zoom’s check only when the token is "
            "set.",
            "Still under Feature, switch Event Subscriptions on and choose Add New Event Subscription. As Event "
            "notification endpoint URL enter {site}" + WEBHOOK_PATH + " and press Validate.",
            Step("Choose Add Events, tick these, and press Done and Save:", MEETING_EVENTS),
            "Under Activation choose Activate your app.",
        ),
    ),
    "account": Guide(
        "The Zoom account",
        "arrow-left-right",
        "Whoever holds a seat is approved in Zoom by itself, and the meeting’s settings are read and put right.",
        "Approve people in Zoom by hand, from the list of who is coming.",
        "A paid Zoom plan with a licensed host: registration is not in the free one.",
        ADMINISTRATOR,
        (
            f"At {MARKETPLACE}, open the Server-to-Server OAuth App of the first feed, or make it as described there.",
            "Under App Credentials copy the Account ID, the Client ID and the Client Secret. Whoever runs this server "
            "sets them as ZOOM_ACCOUNT_ID, ZOOM_S2S_CLIENT_ID and ZOOM_S2S_CLIENT_SECRET and starts the service again.",
            Step(
                "Under Scopes choose Add Scopes and tick these; leave out what you do not use. One that Zoom doesn’t "
                "offer you is missing from the role of whoever is signed in: User Management, Roles, in Zoom’s web "
                "portal.",
                groups=asked.account_scopes(),
            ),
            "Under Activation choose Activate your app. After scopes were added, deactivate and activate it again if "
            "this page still names one as missing an hour later.",
            "In this service, give the meeting’s number on the session’s page.",
        ),
    ),
    "captions": Guide(
        "Live captions",
        "badge-cc",
        "What is said reaches the transcript as it is said, and the chair’s clock sees who speaks.",
        "Choose the recording’s transcript or an upload as the session’s text.",
        "Zoom’s Developer Pack (it calls the feed Realtime Media Streams, RTMS, and charges by use), on a paid plan. "
        "The host needs a Zoom app of about version 6.5.5 or later.",
        ADMINISTRATOR + "; then the host",
        (
            "Ask Zoom’s sales for the Developer Pack with Realtime Media Streams. Without it the next steps "
            "lead nowhere.",
            "In Zoom’s web portal open Account Management, Account Settings, the tab Zoom Apps, and switch on Share "
            "realtime meeting content with apps.",
            f"At {MARKETPLACE} open Develop, Build App and choose General App. Under Basic Information choose "
            "User-managed: with Admin-managed Zoom offers no such events for meetings.",
            "From App Credentials copy the Client ID and the Client Secret. Whoever runs this server sets them as "
            "ZOOM_APP_CLIENT_ID and ZOOM_APP_CLIENT_SECRET.",
            "Under Features, Access copy the Secret Token. It is another one than the first app’s: set both in "
            "ZOOM_WEBHOOK_SECRET_TOKEN, with a comma between them, and start the service again.",
            Step(
                "On the same page switch Event Subscription on and choose Add New Event Subscription. As Event "
                "notification endpoint URL enter {site}" + WEBHOOK_PATH + ". Choose Add Events, tick these, and Save:",
                STREAM_EVENTS,
            ),
            Step("Under Scopes choose Add Scopes and tick:", STREAM_SCOPES),
            "Under Local Test choose Add app now, signed in as the person who hosts the meeting.",
            "So that captions begin by themselves: in the web portal, under Zoom Apps as above, Auto-start apps that "
            "access shared realtime meeting content, Choose an app to auto-start. Else the host starts the app in "
            "each meeting, under Apps.",
            "Switch automated captions on in the meeting. Where nobody can see captions in Zoom, none reach us.",
        ),
    ),
    "chat": Guide(
        "The chat",
        "chat-left-text",
        "Whoever writes “hand up” to everyone is in the queue, and the chat is in the transcript’s draft.",
        "People ask to speak on their own page, and the steward adds whoever writes in the chat.",
        "The same as live captions, and the meeting’s chat open to everyone.",
        HOST,
        (
            "Switch live captions on, as described there: the chat comes with them. Its scope is "
            "meeting:read:meeting_chat.",
            "In the meeting, under Chat, let participants write to everyone. Messages to one person are never "
            "kept here.",
            "Some accounts with monitored chat can send the event meeting.chat_message_sent as well. Zoom’s support "
            "switches it on, and it is rare.",
        ),
    ),
    "hands": Guide(
        "Hands raised in Zoom",
        "hand-index-thumb",
        "A hand raised in Zoom is in the queue within a second, and is gone when it is lowered.",
        "People ask on their own page or in the chat, or the steward adds whoever raises a hand. The chair’s page "
        "has a line to paste into the chat.",
        "The General App of the captions with the surface described here; the Developer Pack is not needed for it. "
        "The chair or the steward opens our panel in Zoom’s app on a computer and leaves it open.",
        ADMINISTRATOR + "; then the chair, on the day",
        (
            f"At {MARKETPLACE} open the General App of the captions, or make one as described there.",
            "Under Features, Surface tick Meetings. As Home URL enter {site}/zoom/panel. Add {host} to "
            "the Domain Allow List.",
            Step(
                "On the same page, under In-client App Features, switch Zoom App SDK on, choose Add APIs and tick "
                "these. Without getAppContext nobody gets into the panel; without the two about reactions no hand is "
                "heard.",
                groups=(("what the panel does", asked.PANEL_APIS), ("what it is told", asked.PANEL_EVENTS)),
            ),
            "Under Local Test choose Add app now, signed in as the person who will chair.",
            "In the meeting, the chair opens Apps and chooses the app. The panel says what else it wants: each person "
            "joins their Zoom account to their account here once, with a code.",
        ),
    ),
    "recording": Guide(
        "The recording’s transcript",
        "file-earmark-text",
        "Zoom’s transcript of a cloud recording is the text, or fills what live captions missed.",
        "Live captions, or a file that somebody uploads.",
        "A plan with cloud recording (every paid one has some storage; on which plans Zoom also writes a transcript "
        "of it, ask Zoom: we found no statement that holds for all).",
        ADMINISTRATOR,
        (
            "In Zoom’s web portal open Account Management, Account Settings, the tab Recording. Switch Cloud recording "
            "on, and Create audio transcript among its advanced settings.",
            Step(
                f"At {MARKETPLACE} open the Server-to-Server OAuth App. Under Feature add these to the events of its "
                "subscription:",
                RECORDING_EVENTS,
            ),
            Step("Under Scopes of the same app see that these are ticked:", asked.recording_scopes()),
            "Record the meeting to the cloud, by itself or by the host. Everybody in it sees that it is recorded.",
        ),
    ),
}
