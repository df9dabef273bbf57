"""Which rooms have pages, and how the ids in their URLs resolve to the place they belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from companion.adjustments import pages as adjustments_pages
from companion.adjustments import service as adjustments
from companion.codes import appointments, permission_pages, permissions
from companion.codes import pages as codes_pages
from companion.codes import service as codes
from companion.feeds import pages as feeds_pages
from companion.floor import pages as floor_pages
from companion.floor import stage_pages, steward_pages
from companion.floor.after import pages as after_pages
from companion.forums import bank_holidays
from companion.forums import pages as forums_pages
from companion.forums import service as forums
from companion.groups import members as group_members
from companion.groups import pages as groups_pages
from companion.groups import service as groups
from companion.intake import door_pages
from companion.intake import pages as zoom_pages
from companion.intake import zoom_pages as zoom_state_pages
from companion.intake.panel import floor_pages as panel_floor_pages
from companion.intake.panel import pages as panel_pages
from companion.interests import pages as interests_pages
from companion.interests import service as interests
from companion.invitations import pages as invitations_pages
from companion.invitations import service as invitations
from companion.papers import pages as papers_pages
from companion.papers import service as papers
from companion.people import accounts
from companion.people import pages as people_pages
from companion.people.gate import Resolver
from companion.registration import pages as registration_pages
from companion.registration import records
from companion.release import certificate_pages as release_certificate_pages
from companion.release import check_pages as release_check_pages
from companion.release import correction_pages as release_correction_pages
from companion.release import custody_pages as release_custody_pages
from companion.release import one_off_pages as release_one_off_pages
from companion.release import pages as release_pages
from companion.release import request_pages as release_request_pages
from companion.release import review_pages as release_review_pages
from companion.release import standing as release
from companion.roll import importing
from companion.roll import pages as roll_pages
from companion.roll import service as roll
from companion.web import health, history, practising, run_sheet, staff, system
from companion.web import pages as web_pages

#: every room's blueprint, in the order of the house
BLUEPRINTS: tuple[Blueprint, ...] = (
    people_pages.bp,
    web_pages.bp,
    staff.bp,
    system.bp,
    health.bp,
    history.bp,
    run_sheet.bp,
    practising.bp,
    zoom_pages.bp,
    roll_pages.bp,
    forums_pages.bp,
    codes_pages.bp,
    permission_pages.bp,
    groups_pages.bp,
    invitations_pages.bp,
    registration_pages.bp,
    registration_pages.landlords_bp,
    door_pages.bp,
    zoom_state_pages.bp,
    feeds_pages.bp,
    interests_pages.bp,
    adjustments_pages.bp,
    papers_pages.bp,
    floor_pages.bp,
    after_pages.bp,
    steward_pages.bp,
    stage_pages.bp,
    panel_pages.bp,
    panel_floor_pages.bp,
    release_review_pages.bp,
    release_certificate_pages.bp,
    release_pages.bp,
    release_request_pages.bp,
    release_check_pages.bp,
    release_correction_pages.bp,
    release_custody_pages.bp,
    release_one_off_pages.bp,
)

#: (label, endpoint, action): where people may go; shown to those whom the access table allows
NAVIGATION: tuple[tuple[str, str, str], ...] = (
    ("Now", "web.home", "account"),
    ("Forum sessions", "forums.season", "forums.view"),
    ("Roll", "roll.roll", "roll.view"),
    ("Programmes", "forums.programmes", "forums.programmes"),
    ("Anonymise a file", "release_one_off.show", "release.one_off"),
    ("People", "staff.everybody", "people.manage"),
    ("System", "system.show", "system.health"),
)

#: URL variable → where such an object belongs. A view with another UUID variable fails its test.
RESOLVERS: dict[str, Resolver] = {
    "session_id": forums.scope_of_session,
    "programme_id": forums.scope_of_programme,
    "person_id": accounts.scope_of_person,
    "draft_id": release.scope_of_draft,
    "span_id": release.scope_of_span,
    "file_id": release.scope_of_file,
    "item_id": forums.scope_of_item,
    "holiday_id": bank_holidays.scope_of_holiday,
    "landlord_id": roll.scope_of_landlord,
    "import_id": importing.scope_of_dry_run,
    "version_id": codes.scope_of_version,
    "paper_id": papers.scope_of_paper,
    "declaration_id": interests.scope_of_declaration,
    "appointment_id": appointments.scope_of_appointment,
    "application_id": groups.scope_of_application,
    "member_id": group_members.scope_of_member,
    "invitation_id": invitations.scope_of_invitation,
    "registration_id": records.scope_of_registration,
    "adjustment_id": adjustments.scope_of_adjustment,
    "permission_id": permissions.scope_of_permission,
}

#: views without a form token: they are authenticated by a signature instead
UNSIGNED_BY_FORM: tuple[Callable[..., Any], ...] = (zoom_pages.webhook,)
