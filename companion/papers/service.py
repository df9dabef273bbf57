"""Papers of a forum session: added in versions, withdrawn, opened by who may, and the log of who opened what."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from companion.codes import agreements
from companion.forums import service as forums
from companion.forums.tables import AgendaItem, ForumSession
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import new_id
from companion.kernel.plain_words import look_at
from companion.kernel.text import clean, clean_line
from companion.kernel.uow import Uow
from companion.papers import rules
from companion.papers.tables import Acknowledgement, Opening, Paper, PaperContent, PaperVersion
from companion.people.access import Scope
from companion.registration.tables import Registration

SEAL = "papers"
WITH_A_PLACE = ("confirmed", "attended")


@dataclass(frozen=True)
class Shown:
    """A paper with its newest version, and (for its reader alone) whether they have opened that."""

    paper: Paper
    version: PaperVersion
    is_unread: bool = False

    @property
    def marking_words(self) -> str:
        return rules.MARKING_WORDS[self.paper.marking]

    @property
    def format_words(self) -> str:
        return rules.FORMAT_WORDS[self.version.format]


@dataclass(frozen=True)
class Opened:
    """A version's bytes, for somebody who may have them."""

    paper: Paper
    version: PaperVersion
    content: bytes


def scope_of_paper(uow: Uow, paper_id: UUID) -> Scope | None:
    """A paper belongs where its forum session does."""
    paper = uow.db.get(Paper, paper_id)
    return forums.scope_of_session(uow, paper.forum_session_id) if paper else None


def paper_of(uow: Uow, paper_id: UUID) -> Paper:
    """A paper. Raises NotFound."""
    found = uow.db.get(Paper, paper_id)
    if found is None:
        raise NotFound
    return found


def add_paper(
    uow: Uow,
    session_id: UUID,
    *,
    title: str,
    marking: str,
    item_id: UUID | None = None,
    text: str = "",
    data: bytes = b"",
) -> UUID:
    """Add a paper: written here, or a file. Raises BadInput for no title, an unknown marking or an item of elsewhere;
    BadPaper for a file that we do not take, or a text that is empty or names an individual case (LC-16)."""
    forum_session = forums.session_of(uow, session_id)
    tidy = clean_line(title, most=160)
    if not tidy:
        raise BadInput("Enter a title")
    if marking not in rules.MARKINGS:
        raise BadInput("Choose who may open it")
    item = uow.db.get(AgendaItem, item_id) if item_id else None
    if item_id and (item is None or item.forum_session_id != session_id):
        raise BadInput("Choose an item of this agenda")
    _check_no_case(f"{tidy}\n{text}")
    paper = Paper(
        id=new_id(),
        forum_session_id=session_id,
        agenda_item_id=item.id if item else None,
        title=tidy,
        marking=marking,
        created_at=uow.now,
    )
    uow.db.add(paper)
    uow.db.flush()
    _store(uow, forum_session, paper, text, data)
    return paper.id


def add_version(uow: Uow, paper_id: UUID, *, text: str = "", data: bytes = b"") -> int:
    """Replace what a paper says; who had read the one before has not read this one. Raises BadPaper."""
    paper = paper_of(uow, paper_id)
    if paper.withdrawn_at is not None:
        raise NotFound
    _check_no_case(text)
    return _store(uow, forums.session_of(uow, paper.forum_session_id), paper, text, data).number


def withdraw_paper(uow: Uow, paper_id: UUID) -> None:
    """Take a paper back: nobody can open it any more. Who opened it stays known."""
    paper = paper_of(uow, paper_id)
    if paper.withdrawn_at is None:
        paper.withdrawn_at = uow.now
        uow.audit("paper.withdrawn", "paper", paper_id)


def papers_of(uow: Uow, session_id: UUID, *, person_id: UUID | None = None) -> list[Shown]:
    """The papers that are to be had, in the order of the agenda; those of no item last."""
    newest = select(PaperVersion.paper_id, func.max(PaperVersion.number).label("number"))
    top = newest.group_by(PaperVersion.paper_id).subquery()
    query = (
        select(Paper, PaperVersion)
        .join(PaperVersion, PaperVersion.paper_id == Paper.id)
        .join(top, (top.c.paper_id == Paper.id) & (top.c.number == PaperVersion.number))
        .outerjoin(AgendaItem, AgendaItem.id == Paper.agenda_item_id)
        .where(Paper.forum_session_id == session_id, Paper.withdrawn_at.is_(None))
        .order_by(func.coalesce(AgendaItem.position, 10_000), Paper.created_at, Paper.id)
    )
    rows = uow.db.execute(query).all()
    read = _read_by(uow, [version.id for _, version in rows], person_id) if person_id else set()
    return [Shown(paper, version, bool(person_id) and version.id not in read) for paper, version in rows]


def reader_of(
    uow: Uow, session_id: UUID, *, person_id: UUID | None, registration_id: UUID | None, is_staff: bool
) -> rules.Reader:
    """What somebody who wants to read has: a place just now, an acknowledgement, a signed agreement."""
    if is_staff or person_id is None:
        return rules.Reader(is_staff=is_staff)
    registration = uow.db.get(Registration, registration_id) if registration_id else None
    programme_id = forums.session_of(uow, session_id).programme_id
    return rules.Reader(
        has_place=registration is not None and registration.state in WITH_A_PLACE,
        has_acknowledged=uow.db.get(Acknowledgement, (session_id, person_id)) is not None,
        has_signed=agreements.has_signed(uow, person_id, programme_id),
    )


def acknowledge(uow: Uow, session_id: UUID, person_id: UUID) -> None:
    """Note that somebody knows that what they will open is early. Saying it twice changes nothing."""
    if uow.db.get(Acknowledgement, (session_id, person_id)) is None:
        uow.db.add(Acknowledgement(forum_session_id=session_id, person_id=person_id, at=uow.now))
        uow.db.flush()
        uow.audit("papers.early_sight_acknowledged", "forum_session", session_id, person_id=str(person_id))


def open_paper(uow: Uow, paper_id: UUID, *, reader: rules.Reader, person_id: UUID) -> Opened:
    """Open a paper, and note that it was opened. Raises NotForYou, NotFound; Unreadable once its time is over."""
    opened = look_into(uow, paper_id, reader=reader)
    uow.db.add(Opening(id=new_id(), version_id=opened.version.id, person_id=person_id, opened_at=uow.now))
    if opened.paper.marking != "open":
        uow.audit("paper.opened", "paper", paper_id, person_id=str(person_id), number=opened.version.number)
    return opened


def read_opened(uow: Uow, paper_id: UUID, *, reader: rules.Reader, person_id: UUID) -> Opened | None:
    """A paper as it was opened a while ago; None when it has to be opened first. Papers open to all need no opening."""
    paper = paper_of(uow, paper_id)
    if paper.marking != "open":
        version = _newest(uow, paper_id)
        last = uow.db.scalar(
            select(func.max(Opening.opened_at)).where(Opening.version_id == version.id, Opening.person_id == person_id)
        )
        if last is None or uow.now - last > rules.READABLE_FOR:
            return None
    return look_into(uow, paper_id, reader=reader)


def look_into(uow: Uow, paper_id: UUID, *, reader: rules.Reader) -> Opened:
    """The newest version of a paper. Raises NotFound when it was withdrawn or its time is over; NotForYou."""
    paper = paper_of(uow, paper_id)
    if paper.withdrawn_at is not None:
        raise NotFound
    rules.check_reader(reader, paper.marking)
    version = _newest(uow, paper_id)
    kept = uow.db.get(PaperContent, version.id)
    if kept is None:
        raise NotFound
    return Opened(paper, version, uow.keys.open(kept.sealed, row=_row(version.id)))


def openings_of(uow: Uow, paper_id: UUID) -> list[tuple[int, UUID, Opening]]:
    """Who opened a confidential paper, version by version, the latest first (PP-12).

    For any other paper the list is empty: who has read what is the reader's own business (PP-33).
    """
    if paper_of(uow, paper_id).marking != "confidential":
        return []
    query = (
        select(PaperVersion.number, Opening)
        .join(PaperVersion, PaperVersion.id == Opening.version_id)
        .where(PaperVersion.paper_id == paper_id)
        .order_by(Opening.opened_at.desc())
    )
    return [(number, opening.person_id, opening) for number, opening in uow.db.execute(query)]


def _store(uow: Uow, forum_session: ForumSession, paper: Paper, text: str, data: bytes) -> PaperVersion:
    if data:
        kind, content = rules.sniff(data), data
    else:
        kind, content = "text", clean(text, most=rules.MOST_LETTERS).encode()
        if not content:
            raise rules.BadPaper("Write the paper, or choose a file")
    last = uow.db.scalar(select(func.max(PaperVersion.number)).where(PaperVersion.paper_id == paper.id))
    version = PaperVersion(
        id=new_id(),
        paper_id=paper.id,
        number=(last or 0) + 1,
        format=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=uow.now,
    )
    uow.db.add(version)
    uow.db.flush()
    sealed = uow.keys.seal(content, purpose=SEAL, subject=forum_session.id, row=_row(version.id))
    keep_until = max(forum_session.ends_at, uow.now) + rules.KEPT_AFTER
    uow.db.add(PaperContent(version_id=version.id, sealed=sealed, keep_until=keep_until))
    uow.audit("paper.added", "paper", paper.id, number=version.number, marking=paper.marking, format=kind)
    return version


def _check_no_case(text: str) -> None:
    cases = look_at([("The paper", text)]).cases
    if cases:
        raise rules.BadPaper(f"It names case {cases[0].words}. Individual cases cannot be discussed: take it out")


def _newest(uow: Uow, paper_id: UUID) -> PaperVersion:
    query = select(PaperVersion).where(PaperVersion.paper_id == paper_id).order_by(PaperVersion.number.desc())
    return uow.db.scalars(query).first() or _none()


def _none() -> PaperVersion:
    raise NotFound


def _read_by(uow: Uow, version_ids: Sequence[UUID], person_id: UUID) -> set[UUID]:
    query = select(Opening.version_id).where(Opening.version_id.in_(version_ids), Opening.person_id == person_id)
    return set(uow.db.scalars(query))


def _row(version_id: UUID) -> str:
    return f"papers_content:{version_id}"
