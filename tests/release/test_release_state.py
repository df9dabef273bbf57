"""Whatever people, machines and clocks do, and in whatever order: nothing is out that two people did not see as it is.

Random sequences of acts on real services and a real database; after each act, what is out is held against a model that
remembers on its own who touched what and which bytes were approved by whom (security.md, G13). A few in each run, and
1,000 in the long profile: `HYPOTHESIS_PROFILE=long pytest -m release_state`.
"""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.kernel.clocks import ManualClock
from companion.kernel.errors import DomainError
from companion.kernel.ids import DraftId, ForumSessionId, SpanId
from companion.kernel.uow import ANONYMOUS, Uow
from companion.people.roles import Role
from companion.release import (
    answering,
    auditing,
    correcting,
    drafting,
    hiding,
    importing,
    publishing,
    reissuing,
    rendering,
    reopening,
    review,
    rewording,
    second_reading,
    shredding,
    standing,
)
from companion.release.asked_tables import Correction
from companion.release.manifest import manifest_of
from companion.release.tables import Draft, DraftSpan, ReleasedFile
from tests.house import House
from tests.release.office import Office
from transcripts import ReleasedTranscript, render

pytestmark = [pytest.mark.release_state, pytest.mark.req("LC-13")]

SEQUENCES = 1_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 10
ACTS = 24
SAID = b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnn Whitlock: At Linden Quay we ring for damp.\n"
SAID += b"\n00:03.000 --> 00:04.000\nBen Adeyemi: I agree with Ann Whitlock.\n"
WHY = "Others could have said so as well."

Bytes = dict[str, bytes]


@dataclass
class Seen:
    """What the model knows of one version: whose hands were on it, and what was approved, by whom, when."""

    hands: set[UUID] = field(default_factory=set)
    approved: Bytes | None = None
    approver: UUID | None = None
    approved_at: datetime | None = None


class Evening:
    """One forum session, its people, and the model beside it."""

    def __init__(self, office: Office, people: list[UUID], random: Random) -> None:
        self.office, self.house, self.people, self.random = office, office.house, people, random
        office.session_id = ForumSessionId(office.house.forum_session(office.programme_id, state="ended"))
        office.people = {name: office.participant(f"{name.title()} {last}") for name, last in NAMES}
        self.versions: dict[UUID, Seen] = {}
        self.manifests = ["0" * 64]
        self.tampered = False
        self.trace: list[str] = []
        self.refusals: Counter[str] = Counter()
        self.released = 0

    # acts: each is one thing that somebody may try

    def upload(self) -> None:
        who = self.random.choice(self.people[:2])
        draft_id = self.as_one(who, importing.start_from_upload, self.office.session_id, SAID)
        self.versions[draft_id] = Seen({who})

    def propose(self) -> None:
        self.house.run(drafting.make_draft, self.office.session_id)

    def accept_all(self) -> None:
        draft = self.newest()
        count = self.house.run(review.count_above, draft, 0.5)
        self.edited(review.accept_above, draft, 0.5, expected=count)

    def decide(self) -> None:
        draft = self.newest()
        query = select(DraftSpan.id).where(DraftSpan.draft_id == draft)
        order = (DraftSpan.cue_position, DraftSpan.start, DraftSpan.end)
        spans = self.look(lambda uow: list(uow.db.scalars(query.order_by(*order))))
        if spans:
            decision = self.random.choice(("accepted", "rejected", "undecided"))
            self.edited(review.decide, draft, SpanId(self.random.choice(spans)), decision)

    def hide(self) -> None:
        self.edited(hiding.hide, self.newest(), 0, "damp", hidden_as="something else")

    def reword(self) -> None:
        self.edited(rewording.reword, self.newest(), 0, "ring", "call")

    def undo(self) -> None:
        self.edited(review.undo, self.newest())

    def audit(self) -> None:
        self.as_one(self.random.choice(self.people), auditing.run_audit, self.newest())

    def finish(self) -> None:
        self.edited(rendering.finish_review, self.newest(), has_seen_soft=self.random.random() < 0.9)

    def ready(self) -> None:
        """What a diligent editor does in a row, so that many sequences come far."""
        self.propose()
        self.accept_all()
        self.audit()
        self.finish()

    def all_the_way(self) -> None:
        """What two diligent people do in a row."""
        self.ready()
        self.approve(self.people[2])
        self.wait(8)
        self.publish()

    def approve(self, who: UUID | None = None) -> None:
        draft_id, who = self.newest(), who or self.random.choice(self.people)
        there: str = self.look(lambda uow: manifest_of(uow, uow.db.get_one(Draft, draft_id)).digest)
        manifest = self.random.choice((there, there, there, self.random.choice(self.manifests)))
        self.manifests.append(there)
        before = self.bytes_of(draft_id)
        with suppress(DomainError):  # the approval itself has to refuse, whatever was read
            self.as_one(who, second_reading.read_sample, draft_id, manifest=manifest)
        self.as_one(who, publishing.approve, draft_id, manifest=manifest)
        assert manifest == there, "a stale digest was approved"
        seen = self.versions[draft_id]
        seen.approved, seen.approver, seen.approved_at = before, who, self.house.now

    def publish(self) -> None:
        self.house.run(publishing.publish_held, self.newest())

    def wait(self, days: int | None = None) -> None:
        clock = self.house.wiring.runner.clock
        assert isinstance(clock, ManualClock)
        clock.advance(timedelta(days=self.random.choice((0, 1, 3, 8, 8)) if days is None else days))

    def withdraw(self) -> None:
        self.as_one(self.random.choice(self.people), publishing.withdraw, self.newest())

    def again(self) -> None:
        before = self.newest()
        after = self.as_one(self.random.choice(self.people), reissuing.make_again, before)
        self.versions[after] = Seen(set(self.versions[before].hands))

    def ask(self) -> None:
        draft = self.look(lambda uow: uow.db.get_one(Draft, self.newest()))
        about = {"draft_id": draft.id, "revision": draft.revision, "passage": 1, "kind": "identifies", "words": ""}
        self.house.wiring.runner.run_as(
            ANONYMOUS, correcting.ask, self.office.session_id, person_id=self.people[0], **about
        )

    def answer(self) -> None:
        before, who = self.newest(), self.random.choice(self.people)
        wishes = self.look(
            lambda uow: list(
                uow.db.scalars(select(Correction.id).where(Correction.draft_id == before, Correction.state == "open"))
            )
        )
        if not wishes:
            return
        if self.random.random() < 0.5:
            self.as_one(who, answering.keep, before, wishes[0], WHY)
            return
        after = self.as_one(who, answering.change, before, wishes[0])
        self.versions.setdefault(after, Seen(set(self.versions[before].hands)))

    def join(self) -> None:
        self.office.participant(f"Late{len(self.trace)} Comer{self.random.randrange(100)}")

    def watch(self) -> None:
        before = self.newest()
        self.house.run(reopening.reopen_changed)
        self.versions.setdefault(self.newest(), Seen(set(self.versions[before].hands)))

    def tamper(self) -> None:
        def swap(uow: Uow) -> None:
            query = select(ReleasedFile).where(ReleasedFile.forum_session_id == self.office.session_id)
            for file in uow.db.scalars(query):
                file.content = file.content + b" "

        self.house.run(swap)
        self.tampered = True

    def shred(self) -> None:
        self.house.run(shredding.shred_raw, self.office.session_id)

    # what must hold after each

    def check(self) -> None:
        drafts = self.look(
            lambda uow: list(uow.db.scalars(select(Draft).where(Draft.forum_session_id == self.office.session_id)))
        )
        assert sum(draft.state == "released" for draft in drafts) <= 1
        for draft in drafts:
            seen = self.versions[draft.id]
            if draft.state in ("held", "released"):
                assert seen.approver is not None, "nobody approved it"
                assert seen.approver not in seen.hands, "whoever edited it approved it"
                assert draft.approver_id == seen.approver
            if draft.state == "released":
                self.check_released(draft, seen)
            else:
                self.check_closed(draft)

    def check_released(self, draft: Draft, seen: Seen) -> None:
        assert seen.approved_at is not None
        assert draft.released_at is not None
        assert draft.released_at - seen.approved_at >= timedelta(days=self.house.wiring.settings.correction_days)
        assert draft.audited_revision == draft.revision
        assert not draft.audit_hard
        self.released += 1
        files = self.look(
            lambda uow: {
                file.format: file.id
                for file in uow.db.scalars(select(ReleasedFile).where(ReleasedFile.draft_id == draft.id))
            }
        )
        for fmt in ("html", "docx"):
            try:
                served = self.house.run(publishing.fetch, files[fmt], is_reviewer=False, person_id=self.people[0])
            except DomainError:
                assert self.tampered, "what was approved is not served"
                continue
            assert seen.approved is not None
            assert served.content == seen.approved[fmt], "other bytes are served than were approved"

    def check_closed(self, draft: Draft) -> None:
        query = select(ReleasedFile.id).where(ReleasedFile.draft_id == draft.id)
        for file_id in self.look(lambda uow: list(uow.db.scalars(query)))[:1]:
            with pytest.raises(DomainError):
                self.house.run(publishing.fetch, file_id, is_reviewer=True, person_id=self.people[0])

    # by what means

    def edited(self, use_case: Callable[..., object], draft_id: DraftId, *args: object, **more: object) -> None:
        who = self.random.choice(self.people[:2] if self.random.random() < 0.95 else self.people)
        self.as_one(who, use_case, draft_id, *args, **more)
        self.versions[draft_id].hands.add(who)
        self.versions[draft_id].approver = None

    def as_one(self, who: UUID, use_case: Callable[..., object], *args: object, **more: object) -> DraftId:
        return self.office.as_person(who, use_case, *args, **more)  # type: ignore[no-any-return]

    def look(self, query: Callable[[Uow], Any]) -> Any:
        return self.office.look(query)

    def newest(self) -> DraftId:
        query = select(Draft.id).where(Draft.forum_session_id == self.office.session_id).order_by(Draft.version.desc())
        return DraftId(self.look(lambda uow: uow.db.scalars(query).first()))

    def bytes_of(self, draft_id: DraftId) -> Bytes:
        query = select(ReleasedFile).where(ReleasedFile.draft_id == draft_id)
        return self.look(  # type: ignore[no-any-return]
            lambda uow: {file.format: file.content for file in uow.db.scalars(query)}
        )


NAMES = (("ann", "Whitlock"), ("ben", "Adeyemi"))
#: how often each is tried, beside the others
WEIGHTS = {
    "ready": 8, "all_the_way": 3, "approve": 16, "publish": 10, "wait": 10, "propose": 2, "accept_all": 2, "decide": 3,
    "hide": 2, "reword": 1, "undo": 1, "audit": 2, "finish": 3, "withdraw": 1, "again": 2, "ask": 2, "answer": 3,
    "join": 1, "watch": 1, "tamper": 1, "shred": 1, "upload": 1,
}  # fmt: skip


def play(office: Office, people: list[UUID], seed: int) -> Evening:
    random = Random(seed)
    evening = Evening(office, people, random)
    evening.upload()
    names, weights = list(WEIGHTS), list(WEIGHTS.values())
    for name in random.choices(names, weights, k=ACTS):
        try:
            getattr(evening, name)()
            evening.trace.append(name)
        except DomainError as refused:
            evening.trace.append(f"({name})")
            evening.refusals[type(refused).__name__] += 1
        evening.check()
    return evening


def quickly(released: ReleasedTranscript, fmt: str) -> bytes:
    """A file of that format as far as the gate goes: making a real one takes a quarter of a second."""
    return render(released, fmt) if fmt in ("json", "txt") else f"{fmt}: ".encode() + render(released, "txt")


@pytest.mark.early
def test_nothing_is_ever_out_that_two_people_did_not_see_as_it_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "render", quickly)
    monkeypatch.setattr(rendering, "leaks_in_file", lambda *_: [])
    office = Office(house)
    names = ("Sorcha Bell", "Wyn Parry")
    more = [house.account(Role.REVIEWER, programme_id=office.programme_id, name=name) for name in names]
    people = [office.editor, more[0], office.approver, more[1]]
    released, refusals = 0, Counter[str]()
    for seed in range(SEQUENCES):
        try:
            evening = play(office, people, seed)
        except AssertionError as wrong:
            raise AssertionError(f"sequence {seed}: {wrong}") from wrong
        released += evening.released > 0
        refusals += evening.refusals
    assert released >= SEQUENCES // 6, "too few sequences come as far as a release to say anything"
    assert {"OwnWork", "WrongStation", "Blocked"} <= set(refusals), refusals
    print(f"{SEQUENCES} sequences, {released} with a release, refused: {dict(refusals)}")


def test_every_edit_counts_as_a_hand_on_the_draft() -> None:
    """Whoever begins an edit is in the log under an action that the gate looks for."""
    room = Path(standing.__file__).parent
    found = set()
    for path in room.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "edit":
                named = node.args[2]
                assert isinstance(named, ast.Constant), f"{path.name}: say the action as a word"
                found.add(named.value)
    assert len(found) > 5
    assert found <= set(standing.EDITS)
