"""A town for the crawl: two programmes, three forum sessions, two landlords, and one thing for every URL variable.

Every thing knows where it belongs by its own making, not by the app's resolvers, so that the crawl can tell when a
resolver is wrong. People are named so that a page that shows somebody else's name gives itself away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from companion.kernel.ids import PersonId, new_id
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.access import Scope, Viewer
from companion.people.roles import GRANTABLE, Role
from companion.people.tables import BrowserSession
from tests.house import House

OWN, OTHER_LANDLORD, OTHER_SESSION, OTHER_PROGRAMME, UNKNOWN = (
    "own", "another landlord's", "another session's", "another programme's", "unknown",
)  # fmt: skip
FLAVOURS = (OWN, OTHER_LANDLORD, OTHER_SESSION, OTHER_PROGRAMME, UNKNOWN)
#: what stands for a URL variable that is no id; a route with another one teaches it here
PLAIN = {
    "token": "no-such-token",
    "code": "zzzzzz",
    "path": "no-such-file",
    "format": "html",
    "kind": "code",
    "number": "1",
    "position": "0",
}


@dataclass(frozen=True)
class Thing:
    """Something a URL can name, and where it belongs; nowhere when there is no such thing."""

    id: UUID
    scope: Scope | None


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser, and the names that no page may show them."""

    name: str
    viewer: Viewer
    browser: FlaskClient
    secrets: tuple[str, ...] = ()
    role: Role | None = None


@dataclass
class Town:
    """The things by flavour and URL variable, as seen by whoever belongs to the first session and first landlord."""

    house: House
    places: dict[str, dict[str, Thing]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        house = self.house
        self.programme = house.programme("Landlord Connect")
        self.holiday = house.bank_holiday(date(2027, 6, 8))
        elsewhere = house.programme("Tenants Together", profile="BX")
        self.session = house.forum_session(self.programme, title="Over 1,000 homes", state="live")
        other = house.forum_session(self.programme, title="Canary session of June", zoom_meeting_id="92222222222")
        far = house.forum_session(elsewhere, title="Canary panel", forum_type=None, zoom_meeting_id="93333333333")
        self.landlord = house.landlord("Linden Quay Homes", contact="Contact Quay")
        moor = house.landlord("High Moor Housing", domain="highmoor.example", contact="Canary Moorcontact")
        self.places = {
            OWN: self._place(self.programme, self.session, self.landlord, "Ann Whitlock", "ann@lindenquay.example"),
            OTHER_LANDLORD: self._place(
                self.programme, self.session, moor, "Canary Caramoor", "cara@highmoor.example", version=10
            ),
            OTHER_SESSION: self._place(
                self.programme, other, self.landlord, "Canary Benquay", "ben@lindenquay.example"
            ),
            OTHER_PROGRAMME: self._place(elsewhere, far, moor, "Canary Dinamoor", "dina@highmoor.example"),
        }
        self.places[UNKNOWN] = {name: Thing(new_id(), None) for name in self.places[OWN]}
        self.names = {
            OTHER_LANDLORD: ("Caramoor", "cara@highmoor", "Moorcontact", "contact@highmoor"),
            OTHER_SESSION: ("Benquay", "ben@lindenquay", "Canary session"),
            OTHER_PROGRAMME: ("Dinamoor", "dina@highmoor", "Canary panel"),
        }
        house.worker_beat()

    def _place(
        self, programme: UUID, session: UUID, landlord: UUID, name: str, address: str, *, version: int = 1
    ) -> dict[str, Thing]:
        house = self.house
        person = house.person(name, address)
        registration = house.registration(session, person, landlord_id=landlord)
        participant = house.participant(session, name, registration_id=registration, landlord_id=landlord)
        account = house.account(Role.STEWARD, programme_id=programme, name=f"Steward beside {name}")
        released = house.draft(session, version=version, state="released", text=f"{name} spoke of damp.")
        draft = house.draft(session, version=version + 1, state="reviewed", text=f"{name} spoke of mould.")
        here = Scope(programme_id=programme, forum_session_id=session)
        theirs = Scope(programme, session, landlord, registration, person)
        return {
            "programme_id": Thing(programme, Scope(programme_id=programme)),
            "session_id": Thing(session, here),
            "holiday_id": Thing(self.holiday, Scope()),
            "appointment_id": Thing(house.appointment(programme, person), Scope(programme_id=programme)),
            "paper_id": Thing(house.paper(session), here),
            "item_id": Thing(house.first_item(session), here),
            "landlord_id": Thing(landlord, Scope(landlord_id=landlord)),
            "import_id": Thing(house.looked_at_roll(f"{registration.hex[:8]} Homes"), Scope()),
            "person_id": Thing(account, Scope(person_id=account)),
            "registration_id": Thing(registration, theirs),
            "participant_id": Thing(participant, here),
            "adjustment_id": Thing(house.adjustment(registration), Scope(programme, session, landlord, registration)),
            "declaration_id": Thing(house.declaration(registration), here),
            "application_id": Thing(house.application(programme, f"Applicant beside {name}"), Scope(programme)),
            "member_id": Thing(house.member(programme, f"Member beside {name}", None), Scope(programme)),
            "permission_id": Thing(house.permission(session), here),
            "invitation_id": Thing(house.invitation(session, landlord), Scope(programme, session, landlord)),
            "version_id": Thing(house.code_version(programme), Scope(programme_id=programme)),
            "draft_id": Thing(draft.draft_id, here),
            "span_id": Thing(draft.span_id, here),
            "file_id": Thing(released.file_id, here),
            "file_id of a draft": Thing(draft.file_id, here),
        }

    def things(self, rule: Rule, flavour: str) -> dict[str, Thing]:
        """What stands for the ids of a route. Raises KeyError for a variable that no place has."""
        place = self.places[flavour]
        found = {}
        for name in ids_of(rule):
            known = "file_id of a draft" if name == "file_id" and "draft_id" in rule.arguments else name
            found[name] = place[known]
        return found

    def visitors(self, app: Flask) -> list[Visitor]:
        """One visitor for every role, held here and nowhere else; and those who come with a link or with nothing."""
        house, own = self.house, self.places[OWN]
        contact = house.person("Contact Two", "two@lindenquay.example")
        ann = own["registration_id"].scope.person_id if own["registration_id"].scope else None
        assert ann is not None
        others = self.names[OTHER_LANDLORD] + self.names[OTHER_SESSION] + self.names[OTHER_PROGRAMME]
        abroad = self.names[OTHER_PROGRAMME]
        found = [
            self._staff(app, role.value, ((role, self.programme),), abroad, role)
            for role in GRANTABLE
            if role is not Role.ADMIN
        ]
        found.append(self._staff(app, "admin", ((Role.ADMIN, None),), (), Role.ADMIN))
        elsewhere = self.places[OTHER_PROGRAMME]["programme_id"].id
        theirs = tuple((role, elsewhere) for role in GRANTABLE if role is not Role.ADMIN)
        found.append(self._staff(app, "everything, elsewhere", theirs, ("Whitlock", *self.names[OTHER_SESSION])))
        found.append(self._staff(app, "account without a role", (), ("Whitlock", *others)))
        found.append(
            Visitor(
                "landlord's contact",
                Viewer("landlord", contact, landlord_id=self.landlord, forum_session_id=self.session),
                house.signed_in(app, contact, "landlord", landlord_id=self.landlord, forum_session_id=self.session),
                others,
                Role.LANDLORD_CONTACT,
            )
        )
        registration = own["registration_id"].id
        found.append(
            Visitor(
                "registrant",
                Viewer("day", ann, registration_id=registration, forum_session_id=self.session),
                house.signed_in(app, ann, "day", registration_id=registration, forum_session_id=self.session),
                others,
                Role.REGISTRANT,
            )
        )
        own_session, elsewhere_too = (Role.CHAIR, self.programme), (Role.CHAIR, elsewhere)
        chair = self._staff(app, "chair who has Zoom", (own_session, elsewhere_too), ())
        assert chair.viewer.person_id is not None
        inside = replace(chair.viewer, kind="panel", forum_session_id=self.session)
        browser = house.in_zoom(app, chair.viewer.person_id, self.session)
        found.append(Visitor("chair inside Zoom", inside, browser, abroad))
        found.append(Visitor("nobody", Viewer(), app.test_client(), ("Whitlock", *others), Role.ANONYMOUS))
        house.run(_verify_every_device)
        return found

    def _staff(
        self,
        app: Flask,
        name: str,
        grants: tuple[tuple[Role, UUID | None], ...],
        secrets: tuple[str, ...],
        role: Role | None = None,
    ) -> Visitor:
        house = self.house
        person_id = house.account(name=f"Staff {name}")

        def grant(uow: Uow) -> None:
            for held, programme_id in grants:
                people.grant_role(uow, PersonId(person_id), held, programme_id=programme_id, granted_by=None)

        house.run(grant)
        viewer = Viewer("account", person_id, grants=frozenset(grants))
        return Visitor(name, viewer, house.signed_in(app, person_id), secrets, role)


def ids_of(rule: Rule) -> list[str]:
    """The URL variables of a route that are ids."""
    return sorted(name for name, converter in rule._converters.items() if type(converter).__name__ == "UUIDConverter")


def address(rule: Rule, things: Mapping[str, Thing]) -> str:
    """The path of a route with these things. Raises KeyError for a plain variable that PLAIN does not know."""
    values: dict[str, object] = {name: thing.id for name, thing in things.items()}
    for name in rule.arguments - set(values):
        values[name] = PLAIN[name]
    built = rule.build(values)
    assert built is not None, rule
    return str(built[1])


def belongs(things: Mapping[str, Thing]) -> Scope | None:
    """Where all of these belong at once; None when one is not there, or they belong to different places."""
    merged = Scope()
    for thing in things.values():
        both = merged.merged(thing.scope) if thing.scope is not None else None
        if both is None:
            return None
        merged = both
    return merged


def _verify_every_device(uow: Uow) -> None:
    uow.db.query(BrowserSession).update({"verified_at": uow.now - timedelta(minutes=1)})
