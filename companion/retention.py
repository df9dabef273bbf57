"""Every record type with its period: what the privacy notice says, what the documents say, and what purging does.

A table that no row names fails its test, so nothing about people is stored without an end that they can read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from companion import purging
from companion.adjustments import rules as adjustments
from companion.codes import agreements
from companion.codes import permission_rules as permissions
from companion.feeds import practice as feeds
from companion.floor import notes
from companion.forums import outcomes
from companion.groups import members
from companion.groups import service as groups
from companion.interests import wording as interests
from companion.kernel import inbox, mail
from companion.papers import rules as papers
from companion.registration import claims, forgetting, records, zoom_settings
from companion.release import freezing, one_off, uploading
from companion.release import rules as release
from companion.roll import importing


@dataclass(frozen=True)
class Kept:
    """One kind of record: what and why, in words for the people it is about, how long, and in which tables."""

    what: str
    why: str
    period: timedelta | None
    since: str  # after what the period counts; without a period, until when
    tables: tuple[str, ...]
    purged_as: tuple[str, ...] = ()  # by which names `companion purge` counts it

    @property
    def kept_for(self) -> str:
        """How long, in words."""
        return f"{in_words(self.period)} {self.since}" if self.period else self.since


def in_words(period: timedelta) -> str:
    """A period of whole days as people say it."""
    if period.days == 365:
        return "12 months"
    if period.days % 365 == 0 and period.days:
        return f"{period.days // 365} years"
    return "a day" if period.days == 1 else f"{period.days} days"


RETENTION: tuple[Kept, ...] = (
    Kept(
        "Your name, work e-mail and landlord; your seat, and that you agreed to the code",
        "To hold your seat and write to you",
        forgetting.KEEP_PEOPLE,
        "after your last forum session; then name and addresses are deleted",
        (
            "people_person",
            "people_email",
            "people_affiliation",
            "people_two_people",
            "registration_registration",
            "registration_reconfirmation",
            "registration_desk_entry",
            "registration_zoom_push",
            "codes_acceptance",
        ),
        ("people",),
    ),
    Kept(
        "Your application to join a group of residents",
        "To decide on it",
        groups.KEPT,
        "after the decision, or after it came",
        ("groups_application",),
        ("applications",),
    ),
    Kept(
        "Your membership of a group, how to reach you, what keeps you out for a time, and your yearly answer",
        "To run the group by its code",
        members.KEPT,
        "after your membership ended",
        ("groups_flag", "groups_member", "groups_question"),
        ("members",),
    ),
    Kept(
        "Who speaks for a landlord, and what its invitations were answered",
        "To invite every member landlord",
        None,
        "while the landlord is a member and names you",
        ("roll_contact", "roll_alias", "roll_domain", "roll_landlord", "roll_import", "invitations_invitation"),
    ),
    Kept(
        "A file of the roll that was looked at and not applied yet",
        "So that what is applied is what was seen",
        importing.KEPT,
        "after it was looked at, sealed",
        ("roll_dry_run",),
        ("files of the roll that were looked at",),
    ),
    Kept(
        "What you need to take part",
        "To arrange it",
        adjustments.KEEP_AFTER,
        "after the forum session",
        ("adjustments_request",),
        ("adjustments",),
    ),
    Kept(
        "What you need, where you asked us to keep it for next time",
        "So that you need not say it again",
        adjustments.KEEP_FOR_NEXT,
        "after you last asked for it, or until you take that back",
        ("adjustments_kept",),
        ("needs kept for next time",),
    ),
    Kept(
        "When you joined and left, your turns to speak, and the name that Zoom showed",
        "A fair queue, and the attendance",
        forgetting.KEEP_PEOPLE,
        "after your last forum session; then they are nobody’s. The name Zoom showed goes with what was said",
        (
            "registration_participant",
            "registration_participant_alias",
            "registration_stay",
            "registration_early_leave",
            "registration_breakout",
            "kernel_journal_event",
            "kernel_journal_stream",
        ),
    ),
    Kept(
        "What was said, as Zoom’s captions heard it, the chat, drafts of the transcript, and corrections you ask for",
        "To make the transcript",
        release.KEEP_RAW_AT_MOST,
        f"at most, {in_words(release.KEEP_RAW_AFTER_RELEASE)} after the transcript is out; then its key is destroyed",
        (
            "captions_cue",
            "captions_chat",
            "release_draft",
            "release_draft_cue",
            "release_draft_span",
            "release_act",
            "release_audit_finding",
            "release_second_reading",
            "release_correction",
            "release_registrants",
        ),
        ("captions", "chat"),
    ),
    Kept(
        "A transcript file, with its table of registrants, that was looked at and not used yet",
        "So that what is used is what was looked at",
        uploading.KEPT,
        "after it was looked at, sealed",
        ("release_looked_at",),
        ("transcript files that were looked at",),
    ),
    Kept(
        "A passage that a concern cites, as it was heard, with who said it",
        "So that the concern can be looked into fairly; it is kept apart, under the key of the case",
        freezing.KEPT,
        "after it was cited, or as long as its case needs it",
        ("release_frozen",),
        ("passages that concerns cite",),
    ),
    Kept(
        "A transcript file that staff anonymise by itself, and what was made of it",
        "To give it to whoever uploaded it",
        one_off.KEPT,
        "after it was uploaded, sealed; then its key is destroyed",
        ("release_one_off",),
        ("one-off files",),
    ),
    Kept(
        "What you wrote when you asked to speak, or sent in writing because the time ran out",
        "So that the chair knows what it is about, and nothing that was asked is lost",
        notes.KEPT_FOR,
        "after you wrote it",
        ("floor_note",),
        ("notes on the floor",),
    ),
    Kept(
        "What an interest that you declared concerns, in your words",
        "So that the chair can say what follows from it",
        interests.KEPT_AFTER,
        "after the forum session",
        ("interests_words",),
        ("words of interests",),
    ),
    Kept(
        "That you declared an interest in an agenda item, or had none, and what followed",
        "To be able to show that it was declared",
        forgetting.KEEP_PEOPLE,
        "after your last forum session; then it is nobody’s",
        ("interests_declaration",),
    ),
    Kept(
        "The question of a show of hands, and how many there were",
        "For the minutes",
        interests.SHOWS_KEPT_AFTER,
        "after the forum session; nobody’s name is in it",
        ("interests_show_of_hands",),
        ("shows of hands",),
    ),
    Kept(
        "Decisions and actions of a forum session, and who does them",
        "To follow up what was agreed",
        outcomes.KEPT,
        "after the forum session, sealed",
        ("forums_outcome",),
        ("decisions and actions",),
    ),
    Kept(
        "The reason you gave for not coming",
        "To know what keeps people away",
        records.NOTE_KEPT,
        "after you gave it",
        ("registration_note",),
        ("notes on registrations",),
    ),
    Kept(
        "The name and address of a colleague who asks for a place by a forwarded link",
        "To send the button that confirms the address",
        claims.LIVES,
        "after they asked",
        ("registration_colleague_claim",),
        ("colleagues’ claims",),
    ),
    Kept(
        "Who was at the door of a meeting, and what Zoom’s own list said",
        "To let the right people in",
        zoom_settings.KEPT,
        "after the forum session",
        (
            "registration_door_entry",
            "registration_host_wait",
            "registration_zoom_read",
            "registration_zoom_count",
        ),
    ),
    Kept(
        "That you tested whether Zoom reaches this service, and how many were in such a meeting",
        "To know before a forum session what will work in it",
        feeds.KEPT,
        "after the forum session; how many, and nobody else’s name",
        ("feeds_test", "feeds_tryout", "feeds_set_aside"),
        ("connection tests", "try-outs"),
    ),
    Kept(
        "Your signed name under an agreement of confidentiality",
        "The duty goes on after you have left",
        agreements.NAME_KEPT,
        "after it ended, sealed",
        ("codes_agreement",),
        ("signed agreements",),
    ),
    Kept(
        "Which papers went to you, by e-mail or post, which you opened, and what you speak for us at",
        "To be able to show who had what",
        forgetting.KEEP_PEOPLE,
        "after your last forum session; then it is nobody’s",
        ("codes_appointment", "papers_acknowledgement", "papers_by_post", "papers_delivery", "papers_opening"),
    ),
    Kept(
        "Papers of a forum session",
        "For whom they are meant",
        papers.KEPT_AFTER,
        "after the forum session",
        ("papers_content",),
        ("papers",),
    ),
    Kept(
        "Who was permitted to record or share",
        "To be able to show that nobody else was",
        permissions.KEPT_AFTER,
        "after the permission ended",
        ("codes_permission",),
        ("permissions",),
    ),
    Kept(
        "Copies of the letters we sent you, without their links",
        "To be able to show what was sent",
        mail.KEEP_COPY,
        "after sending",
        ("kernel_mail_copy",),
        ("copies of letters",),
    ),
    Kept(
        "Your links, and when you were signed in",
        "To be able to end them",
        purging.KEEP_LINKS,
        "after they ended",
        (
            "people_link",
            "people_browser_session",
            "people_device_code",
            "floor_stage_link",
            "people_zoom_code",
            "people_zoom_context",
            "floor_panel_beat",
        ),
        (
            "links",
            "links to the stage",
            "browser sessions",
            "device codes",
            "codes for Zoom",
            "passes of Zoom",
            "pages open inside Zoom",
        ),
    ),
    Kept(
        "Events as Zoom sent them",
        "To handle each once",
        inbox.KEEP_BODY,
        "after they came; then only a number that tells them apart",
        ("kernel_inbox_event",),
    ),
    Kept(
        "Which letters and calls are done",
        "To do each once",
        purging.KEEP_EFFECTS,
        "after it was done; ids only",
        ("kernel_outbox_effect",),
        ("effects",),
    ),
    Kept(
        "That you asked for a transcript, what we answered, and that you fetched a released one",
        "To answer you, and to tell you when it is withdrawn",
        forgetting.KEEP_PEOPLE,
        "after your last forum session; then it is nobody’s",
        ("release_download", "release_request"),
    ),
    Kept(
        "Decisions about conduct that keep somebody away",
        "To keep to them",
        None,
        "while they are in force, apart from registrations, and a year longer",
        ("people_bar",),
    ),
    Kept(
        "Staff accounts and their roles, and which Zoom account is whose, where they linked it",
        "To let staff do their work",
        None,
        "while the account is open; the link to Zoom until it is taken back",
        ("people_role_grant", "people_zoom_identity"),
    ),
    Kept(
        "Who did what in this service, as numbers without names",
        "To be able to show that the rules were kept",
        None,
        "while the service runs",
        ("kernel_audit_entry",),
    ),
)

#: tables that hold nothing about people, and what they hold
NOT_PERSONAL: dict[str, str] = {
    "captions_listening": "when captions reached us",
    "captions_recording": "how far we are with a recording",
    "captions_stream": "streams that Zoom offered",
    "captions_stream_asked": "when Zoom was asked for a stream",
    "codes_policy": "documents",
    "codes_policy_version": "texts, and the office that agreed",
    "feeds_heard": "when Zoom was heard",
    "feeds_knock": "when a delivery was refused, and why",
    "feeds_rights": "what our app may do in Zoom",
    "forums_agenda": "agendas in versions",
    "forums_agenda_item": "agendas",
    "forums_bank_holiday": "days",
    "forums_programme": "programmes",
    "forums_session": "dates of meetings",
    "invitations_run": "when letters leave",
    "invitations_words": "the words of invitations",
    "kernel_turn": "which process may write to a meeting just now",
    "kernel_worker_beat": "which processes run",
    "papers_paper": "titles of papers",
    "papers_version": "sizes and digests of papers",
    "registration_close_out": "how many came to a session",
    "registration_report": "when Zoom's report was read",
    "release_file": "transcripts that name nobody",
    "release_certificate": "numbers about a review",
}
