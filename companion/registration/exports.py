"""What leaves as a file: registrations, attendance, invitations, the roll. Each export is an entry in the audit log.

Nothing of adjustments, notes or cases is ever in them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.invitations.tables import Invitation
from companion.kernel.clocks import LONDON
from companion.kernel.errors import BadInput
from companion.kernel.spreadsheets import Cell, Sheet, as_csv, as_xlsx
from companion.kernel.uow import Uow
from companion.registration import attendance, rules, views
from companion.roll import service as roll

BAND_WORDS = {"OVER": "Over 1,000 homes", "UNDER": "Under 1,000 homes", "LA": "Local authority", "REVIEW": "To review"}
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COMES_AS = {
    "landlord": "Landlord",
    "member": "Member",
    "speaker": "Speaker",
    "officer": "Officer",
    "supporter": "Supporter",
    "observer": "Observer",
}
INVITED = {
    "planned": "Planned",
    "queued": "On its way",
    "sent": "Sent",
    "accepted": "Accepted",
    "declined": "Nobody comes",
    "bounced": "Came back",
    "expired": "Ended without an answer",
    "revoked": "Taken back",
}


class NothingToExport(BadInput):
    message = "Choose what to export and in which form"


def registrations(uow: Uow, session_id: UUID) -> Sheet:
    """Everybody of a session as they stand now."""
    rows = [
        (
            entry.landlord,
            entry.seat_no,
            entry.name,
            entry.address,
            COMES_AS[entry.kind],
            entry.state_words,
            "yes" if entry.has_agreed else "no",
            "yes" if entry.is_in_zoom else "no",
        )
        for entry in views.list_page(uow, session_id).everybody
    ]
    head = ("Landlord", "Seat", "Name", "E-mail", "Comes as", "Stands", "Agreed to the code", "In Zoom")
    return Sheet("Registrations", head, rows)


def attended(uow: Uow, session_id: UUID) -> Sheet:
    """Who was expected, and what became of it; times are London's."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.landlord,
            one.name,
            COMES_AS[one.kind],
            rules.STATE_WORDS[one.state],
            _time(one.presence.first) if one.presence else "",
            _time(one.presence.last) if one.presence and one.presence.last else "",
            one.presence.minutes if one.presence else None,
            "yes" if one.is_late else "",
            {"before": "in time", "late": "after the start", "after": "afterwards"}.get(one.apology or "", ""),
        )
        for one in attendance.attendance_page(uow, session_id).people
    ]
    head = ("Landlord", "Name", "Comes as", "Attendance", "Joined", "Left", "Minutes", "Late", "Apology given")
    return Sheet("Attendance", head, rows)


def invited(uow: Uow, session_id: UUID) -> Sheet:
    """Which landlord was invited, when, and what came of it."""
    landlords = {landlord.id: landlord for landlord in roll.landlords(uow)}
    contacts = roll.contacts_of(uow)
    rows = []
    for invitation in uow.db.scalars(select(Invitation).where(Invitation.forum_session_id == session_id)):
        landlord = landlords[invitation.landlord_id]
        contact = contacts.get(landlord.id)
        rows.append(
            (
                landlord.member_no,
                landlord.name,
                BAND_WORDS.get(invitation.band_snapshot, invitation.band_snapshot),
                contact.name if contact else "",
                contact.address if contact else "",
                INVITED.get(invitation.state, invitation.state),
                _time(invitation.sent_at) if invitation.sent_at else "",
                _time(invitation.answered_at) if invitation.answered_at else "",
            )
        )
    head = ("Member no.", "Landlord", "Band when invited", "Contact", "E-mail", "Stands", "Sent", "Answered")
    return Sheet("Invitations", head, sorted(rows, key=lambda row: str(row[1]).casefold()))


def the_roll(uow: Uow, session_id: UUID) -> Sheet:
    """The roll as it is now, in the columns that an import reads."""
    forums.session_of(uow, session_id)
    domains, aliases, contacts = roll.domains_of(uow), roll.aliases_of(uow), roll.contacts_of(uow)
    rows: list[tuple[Cell, ...]] = [
        (
            landlord.member_no,
            landlord.name,
            landlord.kind,
            landlord.homes,
            landlord.homes_as_at.isoformat() if landlord.homes_as_at else "",
            ";".join(domains.get(landlord.id, ())),
            ";".join(aliases.get(landlord.id, ())),
            contacts[landlord.id].name if landlord.id in contacts else "",
            contacts[landlord.id].address if landlord.id in contacts else "",
            landlord.rsh_reg_no,
        )
        for landlord in roll.landlords(uow)
        if landlord.membership_state != "left"
    ]
    head = (
        "member_no", "name", "type", "homes", "homes_as_at", "domains", "aliases", "contact_name", "contact_email",
        "rsh_reg_no",
    )  # fmt: skip
    return Sheet("Roll", head, rows)


#: what can be exported → its words, the further right it needs beside the export itself, and what makes it
KINDS: dict[str, tuple[str, str, Callable[[Uow, UUID], Sheet]]] = {
    "registrations": ("Registrations: landlord, seat, person, how they stand", "registration.list", registrations),
    "attendance": ("Attendance: who came, when, how long", "registration.list", attended),
    "invitations": ("Invitations: who was asked, and the answers", "invitations.run", invited),
    "roll": ("The roll of landlords, as an import reads it", "roll.view", the_roll),
}


def export(uow: Uow, session_id: UUID, what: str, ending: str) -> tuple[str, bytes]:
    """A file and its name; who took it, what and how many rows goes into the audit log. Raises NothingToExport."""
    if what not in KINDS or ending not in FORMATS:
        raise NothingToExport
    sheet = KINDS[what][2](uow, session_id)
    data = as_csv(sheet) if ending == "csv" else as_xlsx(sheet, uow.now)
    uow.audit("session.exported", "forum_session", session_id, what=what, format=ending, rows=len(sheet.rows))
    day = forums.session_of(uow, session_id).starts_at.astimezone(LONDON)
    return f"{what}-{day:%Y-%m-%d}.{ending}", data


def _time(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%d %H:%M}"
