"""Who may be who: the roles of `docs/permissions.md`. Staff roles are granted; outsiders' come with their link."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role. The first eleven are granted to accounts, per programme; the rest come with a link, or with nothing."""

    ORGANISER = "organiser"
    CHAIR = "chair"
    STEWARD = "steward"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    LEAD_OFFICER = "lead_officer"
    ENGAGEMENT_MANAGER = "engagement_manager"
    HEAD_OF_HOUSING = "head_of_housing"
    APPEAL_OFFICER = "appeal_officer"
    DPO = "dpo"
    ADMIN = "admin"
    LANDLORD_CONTACT = "landlord_contact"
    REGISTRANT = "registrant"
    ANONYMOUS = "anonymous"
    ZOOM = "zoom"


OUTSIDERS = frozenset({Role.LANDLORD_CONTACT, Role.REGISTRANT, Role.ANONYMOUS, Role.ZOOM})
GRANTABLE = tuple(role for role in Role if role not in OUTSIDERS)

ROLE_WORDS: dict[Role, str] = {
    Role.ORGANISER: "Organiser: plans forum sessions, invites landlords, keeps the roll and the attendance",
    Role.CHAIR: "Chair: runs the meeting and its queue",
    Role.STEWARD: "Steward: the chair's co-host at the door and the inbox; may take the chair over",
    Role.REVIEWER: "Reviewer: reads the raw transcript and decides what must go",
    Role.APPROVER: "Approver: the second person, who approves the exact bytes of a release",
    Role.LEAD_OFFICER: "Lead officer: decides on conduct",
    Role.ENGAGEMENT_MANAGER: "Engagement manager: impartial adviser",
    Role.HEAD_OF_HOUSING: "Head of housing: receives appeals",
    Role.APPEAL_OFFICER: "Appeal officer: decides an appeal",
    Role.DPO: "Data protection officer",
    Role.ADMIN: "Administrator: runs the system; reads no raw text, adjustments or cases",
}
