"""The people and things of tests: a programme, its code, landlords, a forum session, and signed-in browsers.

Five people come back everywhere: the chair; Ann and Ben of one landlord; Cara of another; an outsider. All invented.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.adjustments import service as adjustments
from companion.adjustments.rules import Wish
from companion.codes import documents, permissions
from companion.codes import service as codes
from companion.codes.tables import Appointment, Policy, PolicyVersion
from companion.forums import agendas
from companion.forums.tables import AgendaItem, BankHoliday, ForumSession, Programme
from companion.groups import service as groups
from companion.groups.rules import Applicant
from companion.groups.tables import Application, Member
from companion.interests import wording as interest_words
from companion.interests.tables import Declaration
from companion.invitations.tables import Invitation
from companion.kernel.clocks import to_ms
from companion.kernel.ids import PersonId, new_id
from companion.kernel.tables import WorkerBeat
from companion.kernel.uow import Actor, Uow
from companion.papers import service as papers
from companion.people import service as people
from companion.people import sign_in, zoom_identity
from companion.people.gate import PANEL
from companion.people.roles import Role
from companion.registration.tables import Participant, Registration
from companion.release import cues
from companion.release.tables import CertificateFacts, Draft, DraftSpan, ReleasedFile
from companion.roll import importing
from companion.roll.tables import Landlord, LandlordContact, LandlordDomain
from companion.wiring import Wiring


@dataclass(frozen=True)
class DraftThings:
    """The ids of a draft, of a proposal in it, and of its rendered .html."""

    draft_id: UUID
    span_id: UUID
    file_id: UUID


@dataclass
class House:
    """Makes things in one installation, straight in its tables, each in a transaction of its own."""

    wiring: Wiring

    @property
    def now(self) -> datetime:
        return self.wiring.runner.clock.now()

    def run(self, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        return self.wiring.runner.run(use_case, *args, **kwargs)

    def programme(self, name: str = "Landlord Connect", profile: str = "LC") -> UUID:
        """A programme with a code of conduct in force."""

        def make(uow: Uow) -> UUID:
            programme = Programme(
                id=new_id(),
                name=name,
                conduct_profile=profile,
                timezone="Europe/London",
                bank_holiday_area="ENG",
                mailbox="forum@companion.example",
                created_at=uow.now,
            )
            policy = Policy(id=new_id(), programme_id=programme.id, kind="code", title="Code of conduct")
            uow.db.add(programme)
            uow.db.flush()
            uow.db.add(policy)
            uow.db.flush()
            uow.db.add(
                PolicyVersion(
                    id=new_id(),
                    policy_id=policy.id,
                    number=1,
                    body="Speak respectfully. Let others finish.",
                    sha256="0" * 64,
                    state="in_force",
                    agreed_at=uow.now,
                    agreed_by="Named officer",
                    in_force_from=uow.now,
                    requires_reacceptance=True,
                    grace_days=14,
                    created_at=uow.now,
                )
            )
            return programme.id

        return self.run(make)  # type: ignore[no-any-return]

    def evening(self) -> None:
        """It is the evening of every session that was still to come: what begins in Zoom now is the session itself."""

        def begin(uow: Uow) -> None:
            for session in uow.db.scalars(select(ForumSession).where(ForumSession.starts_at > uow.now)):
                session.starts_at = uow.now

        self.run(begin)

    def forum_session(
        self,
        programme_id: UUID,
        *,
        forum_type: str | None = "OVER",
        state: str = "open",
        starts_in: timedelta = timedelta(days=7),
        items: tuple[str, ...] = ("Welcome", "Damp and mould", "What next"),
        **more: Any,
    ) -> UUID:
        """A forum session with an agenda."""

        def make(uow: Uow) -> UUID:
            starts_at = uow.now + starts_in
            values: dict[str, Any] = {
                "title": "Over 1,000 homes",
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=90),
                "registration_opens_at": uow.now - timedelta(days=30),
                "registration_closes_at": starts_at - timedelta(hours=1),
                "zoom_meeting_id": "91234567890",
                **more,
            }
            session = ForumSession(
                id=new_id(),
                programme_id=programme_id,
                forum_type=forum_type,
                state=state,
                created_at=uow.now,
                updated_at=uow.now,
                **values,
            )
            uow.db.add(session)
            uow.db.flush()
            for position, title in enumerate(items, start=1):
                uow.db.add(
                    AgendaItem(
                        id=new_id(),
                        forum_session_id=session.id,
                        position=position,
                        title=title,
                        kind="other",
                        budget_minutes=20,
                    )
                )
            return session.id

        return self.run(make)  # type: ignore[no-any-return]

    def landlord(
        self,
        name: str = "Linden Quay Homes",
        *,
        homes: int | None = 52_000,
        band: str = "OVER",
        domain: str = "lindenquay.example",
        contact: str | None = "Contact Person",
    ) -> UUID:
        """A member landlord with a domain and (unless None) a nominating contact at `contact@<domain>`."""

        def make(uow: Uow) -> UUID:
            landlord = Landlord(
                id=new_id(),
                member_no=str(new_id())[:8],
                name=name,
                name_folded=name.casefold(),
                kind="housing_association",
                homes=homes,
                membership_state="member",
                band=band,
                band_reason="homes",
                created_at=uow.now,
                updated_at=uow.now,
            )
            uow.db.add(landlord)
            uow.db.flush()
            uow.db.add(LandlordDomain(landlord_id=landlord.id, domain=domain, source="roll", verified=True))
            if contact is not None:
                person = people.add_person(uow, contact, f"contact@{domain}")
                uow.db.add(
                    LandlordContact(id=new_id(), landlord_id=landlord.id, person_id=person.id, role="nominating")
                )
            return landlord.id

        return self.run(make)  # type: ignore[no-any-return]

    def person(self, name: str = "Ann Whitlock", address: str | None = "ann@lindenquay.example") -> UUID:
        """Somebody we know, without an account."""
        return self.run(lambda uow: people.add_person(uow, name, address).id)  # type: ignore[no-any-return]

    def account(self, *roles: Role, programme_id: UUID | None = None, name: str = "Robin Marsh") -> UUID:
        """An account with roles, for one programme or (None) for all."""

        def make(uow: Uow) -> UUID:
            person_id = people.create_account(uow, name, f"{new_id().hex[:8]}@staff.example")
            for role in roles:
                people.grant_role(uow, person_id, role, programme_id=programme_id, granted_by=None)
            return person_id

        return self.run(make)  # type: ignore[no-any-return]

    def registration(
        self,
        session_id: UUID,
        person_id: UUID,
        *,
        landlord_id: UUID | None = None,
        kind: str = "landlord",
        state: str = "confirmed",
        seat_no: int | None = 1,
        zoom_registrant_id: str | None = None,
    ) -> UUID:
        """A registration exactly as given."""

        def make(uow: Uow) -> UUID:
            registration = Registration(
                id=new_id(),
                forum_session_id=session_id,
                kind=kind,
                landlord_id=landlord_id,
                person_id=person_id,
                state=state,
                seat_no=seat_no,
                source="staff",
                zoom_registrant_id=zoom_registrant_id,
                created_at=uow.now,
                updated_at=uow.now,
            )
            uow.db.add(registration)
            return registration.id

        return self.run(make)  # type: ignore[no-any-return]

    def adjustment(self, registration_id: UUID, wish: Wish | None = None, by: str = "person") -> UUID:
        """Something that somebody needs, asked for just now; unless told otherwise, breaks."""
        wishes = [wish or Wish("breaks", minutes=45, words="I get migraines")]
        return self.run(adjustments.ask, registration_id, wishes, by=by)[0]  # type: ignore[no-any-return]

    def permission(self, session_id: UUID, who: str = "Minute taker") -> UUID:
        """Somebody may record a session."""
        actor = Actor("person", self.account())
        return self.wiring.runner.run_as(
            actor, permissions.grant, session_id, kind="recording", who=who, what="Sound", given_by="Named officer"
        )

    def application(self, programme_id: UUID, name: str = "Tess Ward", **more: Any) -> UUID:
        """Somebody wants to join a group, whatever the programme's profile is."""
        applicant = Applicant(**{"name": name, "email": "", "phone": "", "post": "", "applies_as": "tenant", **more})

        def make(uow: Uow) -> UUID:
            application_id = new_id()
            sealed = groups._seal(uow, application_id, msgspec.json.encode(asdict(applicant)), "applicant")
            day = uow.now.date()
            uow.db.add(
                Application(
                    id=application_id,
                    programme_id=programme_id,
                    applies_as=applicant.applies_as,
                    received_at=uow.now,
                    due_on=day,
                    keep_until=uow.now + timedelta(days=365),
                    sealed=sealed,
                )
            )
            return application_id

        return self.run(make)  # type: ignore[no-any-return]

    def member(self, programme_id: UUID, name: str = "Tess Ward", address: str | None = "tess@home.example") -> UUID:
        """A member of a group."""

        def make(uow: Uow) -> UUID:
            person = people.add_person(uow, name, address)
            member = Member(
                id=new_id(),
                programme_id=programme_id,
                person_id=person.id,
                applies_as="tenant",
                since=uow.now,
                confirmed_at=uow.now,
            )
            uow.db.add(member)
            return member.id

        return self.run(make)  # type: ignore[no-any-return]

    def participant(
        self, session_id: UUID, name: str, *, registration_id: UUID | None = None, landlord_id: UUID | None = None
    ) -> UUID:
        """Somebody in the meeting, under the name that Zoom showed."""

        def make(uow: Uow) -> UUID:
            participant_id = new_id()
            sealed = uow.keys.seal(
                name, purpose="forum_session", subject=session_id, row=f"registration_participant:{participant_id}"
            )
            participant = Participant(
                id=participant_id,
                forum_session_id=session_id,
                registration_id=registration_id,
                landlord_id=landlord_id,
                sealed_name=sealed,
                created_at=uow.now,
            )
            uow.db.add(participant)
            return participant_id

        return self.run(make)  # type: ignore[no-any-return]

    def first_item(self, session_id: UUID) -> UUID:
        """The first item of a forum session's agenda."""
        query = select(AgendaItem.id).where(AgendaItem.forum_session_id == session_id).order_by(AgendaItem.position)
        return self.run(lambda uow: uow.db.scalars(query).first())  # type: ignore[no-any-return]

    def code_version(self, programme_id: UUID) -> UUID:
        """The version of a programme's code that is in force."""
        query = select(PolicyVersion.id).join(Policy).where(Policy.programme_id == programme_id)
        return self.run(lambda uow: uow.db.scalars(query).first())  # type: ignore[no-any-return]

    def invitation(self, session_id: UUID, landlord_id: UUID, state: str = "sent") -> UUID:
        """A landlord's invitation, to its first contact."""

        def make(uow: Uow) -> UUID:
            query = select(LandlordContact.person_id).where(LandlordContact.landlord_id == landlord_id)
            invitation = Invitation(
                id=new_id(),
                forum_session_id=session_id,
                landlord_id=landlord_id,
                contact_person_id=uow.db.scalars(query).one(),
                band_snapshot="OVER",
                state=state,
                sent_at=uow.now,
            )
            uow.db.add(invitation)
            return invitation.id

        return self.run(make)  # type: ignore[no-any-return]

    def paper(self, session_id: UUID, title: str = "Repairs in figures", marking: str = "open", **more: Any) -> UUID:
        """A paper, written here unless `data` is given."""
        words = {"text": "What we know.", **more}
        return self.run(papers.add_paper, session_id, title=title, marking=marking, **words)  # type: ignore[no-any-return]

    def declaration(self, registration_id: UUID, concerns: str = "A brother’s firm") -> UUID:
        """An interest in the first item, however it stands with the agenda."""

        def make(uow: Uow) -> UUID:
            registration = uow.db.get_one(Registration, registration_id)
            item_id = uow.db.scalars(
                select(AgendaItem.id)
                .where(AgendaItem.forum_session_id == registration.forum_session_id)
                .order_by(AgendaItem.position)
            ).first()
            made = Declaration(
                id=new_id(),
                forum_session_id=registration.forum_session_id,
                item_id=item_id,
                scope="person",
                person_id=registration.person_id,
                landlord_id=registration.landlord_id,
                nature="personal",
                state="declared",
                how="form",
                declared_at=uow.now,
            )
            uow.db.add(made)
            uow.db.flush()
            interest_words.keep(uow, made, "concerns", concerns)
            return made.id

        return self.run(make)  # type: ignore[no-any-return]

    def appointment(self, programme_id: UUID, person_id: UUID) -> UUID:
        """Somebody asked to do something beyond the meetings of a programme, whatever its profile."""

        def make(uow: Uow) -> UUID:
            made = Appointment(
                id=new_id(),
                programme_id=programme_id,
                person_id=person_id,
                activity="visit",
                what="A visit",
                state="asked",
                asked_at=uow.now,
            )
            uow.db.add(made)
            return made.id

        return self.run(make)  # type: ignore[no-any-return]

    def publish_agenda(self, session_id: UUID) -> None:
        """Look the agenda over as it is and publish it."""
        self.run(agendas.review, session_id, not_a_case=True, words_looked_at=True)
        self.run(agendas.publish, session_id)

    def document(self, programme_id: UUID, kind: str, body: str = "Keep to it.") -> UUID:
        """A document of a programme, in force."""
        version_id = self.run(documents.write, programme_id, kind, body)
        self.run(codes.put_in_force, version_id, agreed_by="Tenant Panel")
        return version_id  # type: ignore[no-any-return]

    def bank_holiday(self, day: date) -> UUID:
        """A one-off bank holiday in England."""

        def make(uow: Uow) -> UUID:
            made = BankHoliday(
                id=new_id(), area="ENG", day=day, change="added", name="A royal wedding", created_at=uow.now
            )
            uow.db.add(made)
            return made.id

        return self.run(make)  # type: ignore[no-any-return]

    def draft(self, session_id: UUID, *, version: int, state: str, text: str) -> DraftThings:
        """A transcript's draft of one cue with one accepted proposal, and its rendered files."""

        def make(uow: Uow) -> DraftThings:
            draft = Draft(
                id=new_id(),
                forum_session_id=session_id,
                version=version,
                state=state,
                source="captions",
                roster_digest="0" * 64,
                pipeline_version="1",
                sealed_roster=b"",
                audited_revision=0,
                audit_hard=0,
                audit_soft=0,
                reviewed_at=uow.now,
                released_at=uow.now if state == "released" else None,
                created_at=uow.now,
            )
            draft.sealed_roster = cues.seal_roster(uow, draft, {"participants": [], "orgs": []})
            uow.db.add(draft)
            uow.db.flush()
            start_ms = to_ms(uow.now)
            uow.db.add(cues.sealed_cue(uow, draft, cues.OpenCue(0, start_ms, start_ms + 4_000, text, is_resolved=True)))
            uow.db.flush()
            span_id = new_id()
            uow.db.add(
                DraftSpan(
                    id=span_id,
                    draft_id=draft.id,
                    cue_position=0,
                    start=0,
                    end=3,
                    kind="PERSON",
                    finder="roster",
                    confidence=1.0,
                    label="[participant]",
                    sealed_reason=cues.seal(uow, draft, "on the roster", row=f"release_draft_span:{span_id}"),
                    decision="accepted",
                )
            )
            numbers = {"words": 3, "captions": 1, "proposals": {"roster": {"hidden": 1, "kept": 0}}}
            numbers |= {
                "audit": {"must_go": 0, "looked_at": 0},
                "minutes_of_review": 1,
                "minutes_per_thousand_words": 0,
            }
            link = {"right_of_100": 0, "chance_of_100": 0, "turns": 0, "beats_chance": False}
            uow.db.add(CertificateFacts(draft_id=draft.id, revision=0, facts=numbers | {"link_by_style": link}))
            files = {}
            for ending in ("html", "docx", "txt", "vtt", "json"):
                content = f"[participant] spoke. ({ending})".encode()
                if ending == "json":
                    content = b'{"headings": [], "lines": [{"passage": 0, "text": "[participant] spoke. (json)"}]}'
                files[ending] = ReleasedFile(
                    id=new_id(),
                    draft_id=draft.id,
                    forum_session_id=session_id,
                    revision=0,
                    format=ending,
                    sha256=sha256(content).hexdigest(),
                    content=content,
                    rendered_at=uow.now,
                )
            uow.db.add_all(files.values())
            return DraftThings(draft.id, span_id, files["html"].id)

        return self.run(make)  # type: ignore[no-any-return]

    def looked_at_roll(self, name: str = "Thornbeck Homes") -> UUID:
        """A file of the roll with one new landlord, looked at and not applied."""
        number = name[:12].replace(" ", "")
        data = f'member_no,name,type,homes\n{number},"{name.replace(chr(34), chr(39))}",almo,40\n'.encode()
        return self.run(importing.look_at, data)  # type: ignore[no-any-return]

    def worker_beat(self) -> None:
        """A worker was heard of just now."""
        self.run(lambda uow: uow.db.merge(WorkerBeat(name="worker", at=uow.now)))

    def in_zoom(self, app: Flask, person_id: UUID, session_id: UUID) -> FlaskClient:
        """A browser in which our page inside Zoom is open for somebody and a forum session."""
        token = self.run(zoom_identity.open_panel, person_id, session_id)
        client = app.test_client()
        with client.session_transaction(PANEL) as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client

    def signed_in(self, app: Flask, person_id: UUID, kind: str = "sign_in", **link: Any) -> FlaskClient:
        """A browser that opened a link of that kind: an account's, a landlord's or a registrant's."""

        def make(uow: Uow) -> str:
            token = sign_in.make_link(
                uow,
                kind,
                person_id=PersonId(person_id),
                address="somebody@companion.example",
                lives=timedelta(days=30),
                **link,
            )
            return sign_in.use_link(uow, token, kind).token

        token = self.run(make)
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client
