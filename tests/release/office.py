"""An evening that was captured, and the people who make a transcript of it. Everybody is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from companion.captions import service as captions
from companion.captions import streams
from companion.captions.service import HeardCue
from companion.kernel.ids import DraftId, ForumSessionId, ParticipantId, SpanId, new_id
from companion.kernel.uow import Actor, Uow
from companion.people.roles import Role
from companion.registration.tables import Participant
from companion.release import auditing, drafting, publishing, rendering, review, second_reading
from companion.release.manifest import manifest_of
from companion.release.tables import Draft, DraftSpan
from tests.house import House

T0 = 1_800_000_000_000

SAID = (
    ("ann", "Thanks, chair. At Linden Quay we moved to a same-day call for damp."),
    ("ben", "I agree with Ann Whitlock, and our team rings within two hours."),
    ("cara", "We gave contractors five days and nobody liked it."),
    ("cara", "You can reach me at cara@thornback.example if that helps."),
    ("ann", "The Ombudsman said the same in its report."),
)


@dataclass
class Office:
    """One forum session with its captions stored, an editor, and a second person."""

    house: House
    programme_id: UUID = field(init=False)
    session_id: ForumSessionId = field(init=False)
    editor: UUID = field(init=False)
    approver: UUID = field(init=False)
    people: dict[str, ParticipantId] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.programme_id = self.house.programme()
        self.session_id = ForumSessionId(self.house.forum_session(self.programme_id, state="ended"))
        quay = self.house.landlord()
        thornback = self.house.landlord("Thornback Homes", homes=8_000, domain="thornback.example", contact=None)
        self.people["ann"] = self.participant("Ann Whitlock", quay)
        self.people["ben"] = self.participant("Ben Adeyemi", quay)
        self.people["cara"] = self.participant("Cara Lindqvist", thornback)
        self.editor = self.house.account(Role.REVIEWER, programme_id=self.programme_id, name="Imran Sethi")
        self.approver = self.house.account(Role.APPROVER, programme_id=self.programme_id, name="Delyth Rowe")

    def participant(self, name: str, landlord_id: UUID | None = None) -> ParticipantId:
        """Somebody who was in the meeting."""

        def make(uow: Uow) -> UUID:
            row_id = new_id()
            row = f"registration_participant:{row_id}"
            sealed = uow.keys.seal(name, purpose="forum_session", subject=self.session_id, row=row)
            uow.db.add(
                Participant(
                    id=row_id,
                    forum_session_id=self.session_id,
                    landlord_id=landlord_id,
                    role="attendee",
                    matched_by="none",
                    sealed_name=sealed,
                    created_at=uow.now,
                )
            )
            return row_id

        return ParticipantId(self.house.run(make))

    def hear(self, said: tuple[tuple[str, str], ...] = SAID) -> None:
        """Capture what these people say, each cue a few seconds after the last. An unknown voice is nobody's."""

        def store(uow: Uow) -> None:
            streams.stream_offered(
                uow, self.session_id, meeting_uuid="uuid==", rtms_stream_id="s1", server_urls="wss://one.example"
            )
            claim = streams.claim_stream(uow, "test")
            assert claim is not None
            cues = [
                HeardCue(
                    start_ms=T0 + 5_000 * place,
                    end_ms=T0 + 5_000 * place + 4_000,
                    text=text,
                    participant_id=self.people.get(who),
                    speaker=who,
                )
                for place, (who, text) in enumerate(said)
            ]
            for start in range(0, len(cues), 200):
                captions.store_cues(uow, self.session_id, claim.stream_id, claim.fence, cues[start : start + 200])

        self.house.run(store)

    def drafted(self, said: tuple[tuple[str, str], ...] = SAID) -> DraftId:
        """A draft with its proposals."""
        self.hear(said)
        return self.house.run(drafting.make_draft, self.session_id)  # type: ignore[no-any-return]

    def as_person(self, person_id: UUID, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        return self.house.wiring.runner.run_as(Actor("person", person_id), use_case, *args, **kwargs)

    def edit(self, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        """As the editor."""
        return self.as_person(self.editor, use_case, *args, **kwargs)

    def accept_everything(self, draft_id: DraftId) -> None:
        count = self.house.run(review.count_above, draft_id, 0.5)
        self.edit(review.accept_above, draft_id, 0.5, expected=count)
        for span in self.spans(draft_id):
            if span.decision == "undecided":
                self.edit(review.decide, draft_id, SpanId(span.id), "accepted")

    def reviewed(self, draft_id: DraftId) -> str:
        """Everything accepted, audited, marked as reviewed; returns the manifest's digest."""
        self.accept_everything(draft_id)
        self.edit(auditing.run_audit, draft_id)
        return self.edit(rendering.finish_review, draft_id, has_seen_soft=True)  # type: ignore[no-any-return]

    def approve(self, draft_id: DraftId, manifest: str | None = None, *, by: UUID | None = None) -> str:
        digest = manifest or self.manifest(draft_id)
        who = by or self.approver
        self.as_person(who, second_reading.read_sample, draft_id, manifest=digest)
        return self.as_person(who, publishing.approve, draft_id, manifest=digest)  # type: ignore[no-any-return]

    def manifest(self, draft_id: DraftId) -> str:
        return self.look(lambda uow: manifest_of(uow, uow.db.get_one(Draft, draft_id)).digest)  # type: ignore[no-any-return]

    def draft(self, draft_id: DraftId) -> Draft:
        return self.look(lambda uow: uow.db.get_one(Draft, draft_id))  # type: ignore[no-any-return]

    def spans(self, draft_id: DraftId) -> list[DraftSpan]:
        query = select(DraftSpan).where(DraftSpan.draft_id == draft_id)
        order = (DraftSpan.cue_position, DraftSpan.start)
        return self.look(lambda uow: list(uow.db.scalars(query.order_by(*order))))  # type: ignore[no-any-return]

    def look(self, query: Callable[[Uow], Any]) -> Any:
        """Read without waiting for a writer; rows stay readable afterwards."""
        with self.house.wiring.runner.reading() as uow:
            found = query(uow)
            uow.db.expunge_all()
        return found
