"""What the outbox can do: letters by name, and effects in Zoom by kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from companion.adjustments import letters as adjustment_letters
from companion.floor.after import leaving
from companion.groups import letters as group_letters
from companion.intake import effects as zoom_effects
from companion.intake import meetings as zoom_meetings
from companion.intake import recordings as zoom_recordings
from companion.intake import reporting as zoom_reporting
from companion.intake import restarting as zoom_restarting
from companion.intake import rights as zoom_rights
from companion.intake import settings as zoom_settings
from companion.intake import stepping as zoom_stepping
from companion.intake import waiting_words as zoom_waiting_words
from companion.invitations import letters as invitation_letters
from companion.invitations import returns as invitation_returns
from companion.kernel.ids import DraftId, ForumSessionId
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.papers import announcing as agenda_announcing
from companion.papers import letters as paper_letters
from companion.people import sign_in, zoom_identity
from companion.registration import claims, desk_letters, door_letters, lost_links, moving_letters
from companion.registration import letters as registration_letters
from companion.release import announcing, correction_letters, drafting, one_off, publishing, request_letters
from companion.release import letters as release_letters
from companion.wiring import Wiring
from transcripts import chosen

Compose = Callable[[Uow, dict[str, Any]], Letter | None]

LETTERS: dict[str, Compose] = {
    "people.sign_in": sign_in.compose_sign_in,
    "people.zoom_linked": zoom_identity.compose_linked,
    "people.device_code": registration_letters.compose_device_code,
    "floor.left_waiting": leaving.compose_left_waiting,
    "groups.received": group_letters.compose_received,
    "groups.decided": group_letters.compose_decided,
    "groups.question": group_letters.compose_question,
    "invitations.invitation": invitation_letters.compose_invitation,
    "invitations.reminder": invitation_letters.compose_reminder,
    "invitations.test": invitation_letters.compose_test,
    "papers.agenda_out": paper_letters.compose_agenda_out,
    "papers.agenda_due": paper_letters.compose_agenda_due,
    "registration.day_link": registration_letters.compose_day_link,
    "registration.waiting": registration_letters.compose_waiting,
    "registration.offer": registration_letters.compose_offer,
    "registration.received": registration_letters.compose_received,
    "registration.ended": registration_letters.compose_ended,
    "registration.on_hold": registration_letters.compose_on_hold,
    "registration.joining": registration_letters.compose_joining,
    "registration.apology_notice": desk_letters.compose_apology_notice,
    "registration.colleague": claims.compose_colleague,
    "registration.contact_notice": registration_letters.compose_contact_notice,
    "registration.reminder": desk_letters.compose_reminder,
    "registration.swap_wanted": registration_letters.compose_swap_wanted,
    "adjustments.news": adjustment_letters.compose_news,
    "adjustments.waiting": adjustment_letters.compose_waiting,
    "registration.moved": moving_letters.compose_moved,
    "registration.moved_contact": moving_letters.compose_moved_contact,
    "registration.called_off": moving_letters.compose_called_off,
    "registration.called_off_contact": moving_letters.compose_called_off_contact,
    "registration.zoom_too_late": door_letters.compose_zoom_too_late,
    "release.withdrawn": release_letters.compose_withdrawn,
    "release.out": announcing.compose_out,
    "release.held": announcing.compose_held,
    "release.corrections_wait": correction_letters.compose_waiting,
    "release.correction_answered": correction_letters.compose_answered,
    "release.request_logged": request_letters.compose_logged,
    "release.request_declined": request_letters.compose_declined,
    "release.request_due": request_letters.compose_due,
}

#: letter → what its room does once the mail server has taken it, in the transaction that says so
SENT: dict[str, Callable[[Uow, dict[str, Any]], None]] = {
    "invitations.invitation": invitation_returns.letter_sent,
}

#: letter → what its room does when the mail server will never take it; the last argument is a word of mail.REFUSALS
REFUSED: dict[str, Callable[[Uow, dict[str, Any], str], None]] = {
    "invitations.invitation": invitation_returns.letter_refused,
    "invitations.reminder": invitation_returns.letter_refused,
}


def _zoom_registrant(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_effects.make_registrant_so(wiring.runner, wiring.zoom, payload)


def _zoom_double(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_effects.take_out_double(wiring.runner, wiring.zoom, payload)


def _zoom_settings(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_settings.read_meeting(wiring.runner, wiring.zoom, payload)


def _zoom_rights(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_rights.read_rights(wiring.runner, wiring.zoom, payload)


def _zoom_meeting_time(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_meetings.make_time_so(wiring.runner, wiring.zoom, payload)


def _zoom_step(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_stepping.bring_in_step(wiring.runner, wiring.zoom, payload)


def _zoom_stream(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_restarting.start_stream(wiring.runner, wiring.zoom, payload)


def _zoom_waiting_words(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_waiting_words.put_there(wiring.runner, wiring.zoom, payload)


def _zoom_report(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_reporting.read_report(wiring.runner, wiring.zoom, payload)


def _zoom_recording(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_recordings.take_transcript(wiring.runner, wiring.zoom, payload)


def _zoom_recording_deletion(wiring: Wiring, payload: dict[str, Any]) -> None:
    zoom_recordings.delete_recording(wiring.runner, wiring.zoom, payload)


def _registration_lost_link(wiring: Wiring, payload: dict[str, Any]) -> None:
    wiring.runner.run(lost_links.send, UUID(payload["email_id"]))


def _papers_announce(wiring: Wiring, payload: dict[str, Any]) -> None:
    wiring.runner.run(agenda_announcing.announce, UUID(payload["agenda_id"]))


def _release_draft(wiring: Wiring, payload: dict[str, Any]) -> None:
    recognisers = partial(chosen, wiring.settings.spacy_pipeline)
    drafting.make_draft_beside(wiring.runner, ForumSessionId(UUID(payload["session_id"])), recognisers)


def _release_one_off(wiring: Wiring, payload: dict[str, Any]) -> None:
    recognisers = partial(chosen, wiring.settings.spacy_pipeline)
    one_off.work(wiring.runner, UUID(payload["job_id"]), recognisers)


def _release_publish(wiring: Wiring, payload: dict[str, Any]) -> None:
    wiring.runner.run(publishing.publish_held, DraftId(UUID(payload["draft_id"])))


#: kind of effect → what performs it; it may be called twice for one effect and must then do no harm
EFFECTS: dict[str, Callable[[Wiring, dict[str, Any]], None]] = {
    "zoom.registrant": _zoom_registrant,
    "zoom.double": _zoom_double,
    "zoom.settings": _zoom_settings,
    "zoom.rights": _zoom_rights,
    "zoom.meeting_time": _zoom_meeting_time,
    "zoom.step": _zoom_step,
    "zoom.stream": _zoom_stream,
    "zoom.waiting_words": _zoom_waiting_words,
    "zoom.report": _zoom_report,
    "zoom.recording": _zoom_recording,
    "zoom.recording_deletion": _zoom_recording_deletion,
    "registration.lost_link": _registration_lost_link,
    "papers.announce": _papers_announce,
    "release.draft": _release_draft,
    "release.publish": _release_publish,
    one_off.EFFECT: _release_one_off,
}


def perform(wiring: Wiring, kind: str, payload: dict[str, Any]) -> None:
    """Perform an effect. Raises KeyError for a kind that nobody knows, and whatever performing it raises."""
    EFFECTS[kind](wiring, payload)
