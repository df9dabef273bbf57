"""What the pages of agenda and papers show, read in one go. Nothing here decides or writes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from companion.codes import agreements, documents, matrix
from companion.forums import agenda_rules, agendas
from companion.forums import service as forums
from companion.forums.agenda_rules import Change, Line, Standing
from companion.forums.tables import Agenda, ForumSession, Programme
from companion.kernel.plain_words import ShortForm, look_at
from companion.kernel.uow import Uow
from companion.papers import announcing, rules, service
from companion.papers.announcing import Sent
from companion.papers.service import Shown


@dataclass(frozen=True)
class ReadingPage:
    """The agenda and its papers, for one reader."""

    session: ForumSession
    programme: Programme
    out: Agenda | None
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    short_forms: tuple[ShortForm, ...]
    papers: tuple[Shown, ...]
    reader: rules.Reader
    agreement: agreements.Stand

    @property
    def needs_acknowledgement(self) -> bool:
        """Whether something early waits for the reader to say that they know it is early."""
        has_early = any(shown.paper.marking == "early_sight" for shown in self.papers)
        return has_early and self.reader.has_place and not self.reader.has_acknowledged

    @property
    def unread(self) -> int:
        return sum(shown.is_unread for shown in self.papers)

    def of_item(self, line: Line) -> list[Shown]:
        return [shown for shown in self.papers if str(shown.paper.agenda_item_id) == line.id]

    @property
    def of_no_item(self) -> list[Shown]:
        known = {line.id for line in self.lines}
        return [shown for shown in self.papers if str(shown.paper.agenda_item_id) not in known]

    def documents(self) -> list[tuple[str, int]]:
        """The documents that govern the meeting, by name and version (BX-31)."""
        return [(matrix.KIND_WORDS[one["kind"]], one["number"]) for one in (self.out.documents if self.out else [])]


@dataclass(frozen=True)
class DeskPage:
    """The papers of a session and who was sent them, for staff."""

    session: ForumSession
    standing: Standing
    papers: tuple[Shown, ...]
    lines: tuple[Line, ...]
    sent: tuple[Sent, ...]
    out: Agenda | None
    has_agreement: bool
    signed: int

    @property
    def to_post(self) -> int:
        return sum(one.delivery.channel == "post" and one.delivery.sent_at is None for one in self.sent)

    @property
    def by_email(self) -> int:
        return sum(one.delivery.channel == "email" for one in self.sent)


def reading_page(
    uow: Uow, session_id: UUID, *, person_id: UUID, registration_id: UUID | None, is_staff: bool
) -> ReadingPage:
    """The agenda that is out, what changed since it first was, and the papers that this reader may know of."""
    session = forums.session_of(uow, session_id)
    reader = service.reader_of(uow, session_id, person_id=person_id, registration_id=registration_id, is_staff=is_staff)
    out = agendas.published(uow, session_id)
    knows = is_staff or (reader.has_place and reader.has_signed)
    lines = agendas.lines_out(out) if knows else agenda_rules.masked(agendas.lines_out(out))
    papers = service.papers_of(uow, session_id, person_id=person_id)
    return ReadingPage(
        session=session,
        programme=forums.programme_of(uow, session.programme_id),
        out=out,
        lines=tuple(lines),
        changes=tuple(_changes(uow, session_id, out, knows=knows)),
        short_forms=tuple(form for form in look_at(agenda_rules.texts_of(lines)).unexplained if form.meaning),
        papers=tuple(papers) if reader.has_place or is_staff else tuple(_open(papers)),
        reader=reader,
        agreement=agreements.stand_of(uow, person_id, session.programme_id),
    )


def desk_page(uow: Uow, session_id: UUID) -> DeskPage:
    """The papers as their organiser works on them."""
    session = forums.session_of(uow, session_id)
    return DeskPage(
        session=session,
        standing=agendas.standing_of(uow, session),
        papers=tuple(service.papers_of(uow, session_id)),
        lines=tuple(agendas.lines(uow, session_id)),
        sent=tuple(announcing.sent_list(uow, session_id)),
        out=agendas.published(uow, session_id),
        has_agreement=documents.in_force(uow, session.programme_id, agreements.KIND) is not None,
        signed=agreements.counts(uow, session.programme_id).get("signed", 0),
    )


def _changes(uow: Uow, session_id: UUID, out: Agenda | None, *, knows: bool) -> list[Change]:
    """What is different from the first version that went out."""
    first = next((one for one in reversed(agendas.versions(uow, session_id)) if one.published_at is not None), None)
    if out is None or first is None or first.id == out.id:
        return []
    before, now = agendas.lines_out(first), agendas.lines_out(out)
    if not knows:
        before, now = agenda_rules.masked(before), agenda_rules.masked(now)
    return agenda_rules.changes(before, now)


def _open(papers: list[Shown]) -> list[Shown]:
    return [shown for shown in papers if shown.paper.marking == "open"]
