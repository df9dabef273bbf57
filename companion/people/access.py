"""Who may do what: one table, read by `@allow` on every page and by the test that crawls every route.

`may` is pure. Anything that is not in the table is refused, and a route without a row fails the build.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from companion.people.roles import Role


@dataclass(frozen=True)
class Scope:
    """Where an object belongs. What is None does not restrict."""

    programme_id: UUID | None = None
    forum_session_id: UUID | None = None
    landlord_id: UUID | None = None
    registration_id: UUID | None = None
    person_id: UUID | None = None

    def merged(self, other: Scope) -> Scope | None:
        """Both scopes at once; None when they contradict each other (an object of another forum session)."""
        values: dict[str, UUID | None] = {}
        for name in ("programme_id", "forum_session_id", "landlord_id", "registration_id", "person_id"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine is not None and theirs is not None and mine != theirs:
                return None
            values[name] = mine if mine is not None else theirs
        return Scope(**values)


EVERYWHERE = Scope()


@dataclass(frozen=True)
class Viewer:
    """Who is looking: an account with its grants, the same through the page inside Zoom, somebody with a link, or
    nobody we know."""

    kind: str = "anonymous"  # account | panel | landlord | day | anonymous
    person_id: UUID | None = None
    browser_session_id: UUID | None = None
    grants: frozenset[tuple[Role, UUID | None]] = frozenset()
    landlord_id: UUID | None = None
    forum_session_id: UUID | None = None
    registration_id: UUID | None = None
    is_verified: bool = False
    name: str = field(default="", compare=False)

    @property
    def is_known(self) -> bool:
        return self.kind != "anonymous"

    def has(self, role: Role, programme_id: UUID | None = None) -> bool:
        """Whether the account holds a role, for that programme (or any, when None)."""
        return any(
            held is role and (where is None or programme_id is None or where == programme_id)
            for held, where in self.grants
        )

    def programmes(self, *roles: Role) -> frozenset[UUID] | None:
        """The programmes in which the account holds one of the roles; None means all of them."""
        places = {where for held, where in self.grants if held in roles}
        return None if None in places else frozenset(where for where in places if where is not None)


NOBODY = Viewer()
ANYONE = frozenset(Role)


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


#: action → roles that may. `account` actions are open to every signed-in account.
MATRIX: dict[str, frozenset[Role]] = {
    "public": ANYONE,
    "zoom.deliver": _roles(Role.ZOOM),
    "account": frozenset(),
    "people.manage": _roles(Role.ADMIN),
    "system.metrics": _roles(Role.ADMIN),
    "system.health": _roles(Role.ADMIN),
    "forums.programmes": _roles(Role.ADMIN),
    "forums.captions": _roles(Role.ORGANISER, Role.ADMIN),
    "forums.plan": _roles(Role.ORGANISER),
    "forums.ground_rules": _roles(Role.ORGANISER, Role.CHAIR, Role.STEWARD),
    "forums.bank_holidays": _roles(Role.ORGANISER, Role.ADMIN),
    "forums.view": _roles(Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.REVIEWER, Role.APPROVER, Role.LEAD_OFFICER),
    "codes.edit": _roles(Role.ORGANISER),
    "codes.permissions": _roles(Role.ORGANISER),
    "roll.view": _roles(Role.ORGANISER),
    "roll.import": _roles(Role.ORGANISER),
    "groups.run": _roles(Role.ORGANISER, Role.LEAD_OFFICER),
    "roll.edit": _roles(Role.ORGANISER),
    "people.merge": _roles(Role.ORGANISER),
    "invitations.run": _roles(Role.ORGANISER),
    "registration.list": _roles(Role.ORGANISER, Role.STEWARD, Role.CHAIR, Role.LEAD_OFFICER),
    "registration.decide": _roles(Role.ORGANISER, Role.STEWARD),
    "registration.export": _roles(Role.ORGANISER, Role.LEAD_OFFICER),
    "registration.door": _roles(Role.ORGANISER, Role.STEWARD, Role.CHAIR),
    "registration.zoom": _roles(Role.ORGANISER, Role.STEWARD),
    "feeds.run": _roles(Role.ORGANISER, Role.STEWARD, Role.CHAIR),
    "registration.audit": _roles(Role.ORGANISER, Role.LEAD_OFFICER, Role.DPO, Role.ADMIN),
    "registration.landlord": _roles(Role.LANDLORD_CONTACT),
    "registration.own": _roles(Role.REGISTRANT),
    "adjustments.own": _roles(Role.REGISTRANT),
    "adjustments.landlord": _roles(Role.LANDLORD_CONTACT),
    "adjustments.ask_for": _roles(Role.ORGANISER, Role.STEWARD),
    "adjustments.manage": _roles(Role.ORGANISER),
    "adjustments.meeting": _roles(Role.ORGANISER, Role.CHAIR, Role.STEWARD),
    "papers.read": _roles(
        Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.LEAD_OFFICER, Role.LANDLORD_CONTACT, Role.REGISTRANT
    ),
    "interests.own": _roles(Role.REGISTRANT),
    "interests.landlord": _roles(Role.LANDLORD_CONTACT),
    "interests.view": _roles(Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.LEAD_OFFICER),
    "interests.note": _roles(Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.LEAD_OFFICER),
    "interests.decide": _roles(Role.CHAIR, Role.LEAD_OFFICER),
    "rehearsal.practise": _roles(Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.ADMIN),
    "floor.chair": _roles(Role.CHAIR, Role.STEWARD),
    "floor.after": _roles(Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.LEAD_OFFICER),
    "floor.shares": _roles(Role.CHAIR, Role.LEAD_OFFICER),
    "floor.take_part": _roles(Role.REGISTRANT),
    "floor.stage": _roles(Role.CHAIR, Role.STEWARD),
    "release.ask": _roles(Role.LANDLORD_CONTACT, Role.REGISTRANT),
    "release.correct": _roles(Role.CHAIR, Role.LANDLORD_CONTACT, Role.REGISTRANT),
    "release.requests": _roles(Role.ORGANISER, Role.REVIEWER, Role.LEAD_OFFICER),
    "release.view": _roles(Role.REVIEWER, Role.APPROVER, Role.LEAD_OFFICER, Role.ADMIN),
    "release.review": _roles(Role.REVIEWER),
    "release.freeze": _roles(Role.REVIEWER),
    "release.one_off": _roles(Role.REVIEWER),
    "release.approve": _roles(Role.REVIEWER, Role.APPROVER),
    "release.withdraw": _roles(Role.REVIEWER, Role.LEAD_OFFICER, Role.ADMIN),
    "release.download": _roles(
        Role.REVIEWER,
        Role.CHAIR,
        Role.LEAD_OFFICER,
        Role.APPEAL_OFFICER,
        Role.LANDLORD_CONTACT,
        Role.REGISTRANT,
    ),
}


#: what the page inside Zoom may do, and no more, for whoever holds the role, in the forum session it was opened for
IN_PANEL = frozenset({"floor.chair", "registration.door"})


def may(viewer: Viewer, action: str, scope: Scope = EVERYWHERE) -> bool:
    """Whether the viewer may do `action` to something of that scope.

    Raises KeyError for an action without a row, which is a fault in the program and not a refusal.
    """
    roles = MATRIX[action]
    if action == "account":
        return viewer.kind == "account"
    if Role.ANONYMOUS in roles:
        return True
    if viewer.kind == "account":
        return any(viewer.has(role, scope.programme_id) for role in roles)
    if viewer.kind == "panel":
        is_theirs = viewer.forum_session_id is not None and viewer.forum_session_id == scope.forum_session_id
        return action in IN_PANEL and is_theirs and any(viewer.has(role, scope.programme_id) for role in roles)
    if viewer.kind == "landlord":
        if scope.registration_id is not None and scope.landlord_id is None:
            return False  # a speaker, an officer, a member: of no landlord, so not of this one
        return Role.LANDLORD_CONTACT in roles and _fits(
            (viewer.forum_session_id, scope.forum_session_id), (viewer.landlord_id, scope.landlord_id)
        )
    if viewer.kind == "day":
        return Role.REGISTRANT in roles and _fits(
            (viewer.forum_session_id, scope.forum_session_id), (viewer.registration_id, scope.registration_id)
        )
    return False


def _fits(*pairs: tuple[UUID | None, UUID | None]) -> bool:
    """A link's power ends at its own forum session, landlord and registration; without a session nothing is theirs."""
    (mine, theirs), *rest = pairs
    return mine is not None and mine == theirs and all(wanted is None or held == wanted for held, wanted in rest)


def roles_of(viewer: Viewer) -> Iterable[Role]:
    """The roles a viewer has anywhere, for navigation."""
    if viewer.kind == "landlord":
        return (Role.LANDLORD_CONTACT,)
    if viewer.kind == "day":
        return (Role.REGISTRANT,)
    return sorted({role for role, _ in viewer.grants})
