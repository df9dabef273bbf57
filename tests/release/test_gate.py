"""Whatever is done in whatever order, nothing is released without two people on exactly those bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event, select

from companion.kernel.clocks import ManualClock
from companion.kernel.errors import DomainError
from companion.kernel.ids import DraftId, SpanId
from companion.people.roles import Role
from companion.release import auditing, drafting, hiding, importing, publishing, rendering, review, second_reading
from companion.release.standing import current
from companion.release.tables import ReleasedFile
from tests.release.office import Office

SAID = (
    ("ann", "Thanks, chair. At Linden Quay we moved to a same-day call."),
    ("ben", "I agree with Ann Whitlock on that."),
    ("zoom-17", "Five days is what we give them."),
)
NAMES = (b"Whitlock", b"Adeyemi", b"Linden Quay")
WHO = st.sampled_from(("first", "second", "third"))


class Gate(RuleBasedStateMachine):
    """Three members of staff do whatever they like with a transcript; a model remembers who touched what."""

    office: Office
    staff: dict[str, UUID]
    extra = 0

    @initialize()
    def begin(self) -> None:
        self.withdraw_what_is_out()
        self.draft_id: DraftId = self.office.house.run(importing.start_from_captions, self.office.session_id)
        self.office.house.run(drafting.make_draft, self.office.session_id)
        self.editors: set[UUID] = set()
        self.seen: dict[str, str] = {}
        self.approvals: dict[str, UUID] = {}

    def withdraw_what_is_out(self) -> None:
        last = self.office.house.run(current, self.office.session_id)
        if last is not None and last.state == "released":
            self.office.as_person(self.staff["first"], publishing.withdraw, DraftId(last.id))

    def act(self, who: str, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do something as somebody; what the rules refuse changes nothing."""
        try:
            return self.office.as_person(self.staff[who], use_case, *args, **kwargs)
        except DomainError:
            return None

    def edited(self, who: str, result: Any) -> None:
        if result is not None:
            self.editors.add(self.staff[who])

    @rule(
        who=WHO, number=st.integers(0, 5), decision=st.sampled_from(("accepted", "accepted", "rejected", "undecided"))
    )
    def decide(self, who: str, number: int, decision: str) -> None:
        spans = self.office.spans(self.draft_id)
        if spans:
            span = spans[number % len(spans)]
            self.edited(who, self.act(who, review.decide, self.draft_id, SpanId(span.id), decision))

    @rule(who=WHO)
    def accept_all(self, who: str) -> None:
        count = self.office.house.run(review.count_above, self.draft_id, 0.5)
        self.edited(who, self.act(who, review.accept_above, self.draft_id, 0.5, expected=count))

    @rule(who=WHO, words=st.sampled_from(("same-day", "I agree", "Whitlock on")))
    def hide(self, who: str, words: str) -> None:
        position = 1 if "agree" in words or "on" in words.split() else 0
        self.edited(who, self.act(who, hiding.hide, self.draft_id, position, words, hidden_as="something else"))

    @rule(who=WHO)
    def undo(self, who: str) -> None:
        before = self.office.draft(self.draft_id).revision
        self.act(who, review.undo, self.draft_id)
        if self.office.draft(self.draft_id).revision != before:
            self.editors.add(self.staff[who])

    @rule(who=WHO)
    def name_the_voice(self, who: str) -> None:
        self.edited(who, self.act(who, review.resolve_speaker, self.draft_id, "zoom-17", None))

    @rule(who=WHO)
    def audit(self, who: str) -> None:
        self.act(who, auditing.run_audit, self.draft_id)

    @rule(who=WHO)
    def finish(self, who: str) -> None:
        self.edited(who, self.act(who, rendering.finish_review, self.draft_id, has_seen_soft=True))

    @rule(who=WHO)
    def everything_up_to_the_review(self, who: str) -> None:
        self.name_the_voice(who)
        self.accept_all(who)
        self.audit(who)
        self.finish(who)

    @rule(who=WHO)
    def look(self, who: str) -> None:
        self.seen[who] = self.office.manifest(self.draft_id)

    @rule(who=WHO)
    def approve_what_was_seen(self, who: str) -> None:
        digest = self.seen.get(who, "0" * 64)
        self.act(who, second_reading.read_sample, self.draft_id, manifest=digest)
        if self.act(who, publishing.approve, self.draft_id, manifest=digest) is not None:
            self.approvals[digest] = self.staff[who]

    @rule(who=WHO)
    def look_and_approve(self, who: str) -> None:
        self.look(who)
        self.approve_what_was_seen(who)

    @rule()
    def somebody_joins(self) -> None:
        type(self).extra += 1
        self.office.participant(f"Dermot Okafor {self.extra}")

    @rule()
    def propose_again(self) -> None:
        self.office.house.run(drafting.make_draft, self.office.session_id)

    @rule(days=st.integers(0, 9))
    def wait(self, days: int) -> None:
        clock = self.office.house.wiring.runner.clock
        assert isinstance(clock, ManualClock)
        clock.advance(timedelta(days=days))
        self.office.house.run(publishing.publish_held, self.draft_id)

    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        self.act(who, publishing.withdraw, self.draft_id)

    @invariant()
    def two_people_stand_for_what_is_out(self) -> None:
        draft = self.office.draft(self.draft_id)
        if draft.state not in ("approved", "held", "released"):
            return
        query = select(ReleasedFile).where(ReleasedFile.draft_id == self.draft_id)
        files = self.office.look(lambda uow: list(uow.db.scalars(query)))
        digest = self.office.manifest(self.draft_id)
        assert digest == draft.manifest_digest
        assert self.approvals[digest] == draft.approver_id
        assert self.editors
        assert draft.approver_id not in self.editors
        assert draft.editor_id in self.editors
        assert len(files) == 5
        for file in files:
            assert hashlib.sha256(file.content).hexdigest() == file.sha256
            assert not any(name in file.content for name in NAMES)

    @invariant()
    def only_what_is_released_can_be_fetched(self) -> None:
        state = self.office.draft(self.draft_id).state
        query = select(ReleasedFile.id).where(ReleasedFile.draft_id == self.draft_id, ReleasedFile.format == "html")
        file_id = self.office.look(lambda uow: uow.db.scalar(query))
        if file_id is None:
            assert state != "released"
            return
        person_id = self.staff["third"]
        try:
            self.office.house.run(publishing.fetch, file_id, is_reviewer=False, person_id=person_id)
            fetched = True
        except DomainError:
            fetched = False
        assert fetched == (state == "released")


def machine(office: Office) -> type[Gate]:
    """The machine for one office, its evening captured once."""
    engine = office.house.wiring.engine
    # Thousands of small commits: what a power cut would lose is not what is looked at here.
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    office.hear(SAID)
    names = ("first", "second", "third")
    staff = {name: office.house.account(Role.REVIEWER, programme_id=office.programme_id) for name in names}
    return type("GateOfOffice", (Gate,), {"office": office, "staff": staff})


@pytest.mark.req("LC-13")
def test_no_order_of_acts_releases_a_text_without_two_people_on_its_bytes(office: Office) -> None:
    examples = max(10, settings.default.max_examples // 6)
    run_state_machine_as_test(
        machine(office),
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_machine_does_reach_a_release(office: Office) -> None:
    gate = machine(office)()
    gate.begin()
    gate.everything_up_to_the_review("first")
    gate.look_and_approve("second")
    gate.wait(9)
    gate.two_people_stand_for_what_is_out()
    assert office.draft(gate.draft_id).state == "released"
