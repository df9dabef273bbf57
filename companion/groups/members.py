"""Members of a group: who they are, what keeps one out for a time, and the yearly question (PP-43, PP-44).

Whether somebody may take part is asked each time and stored nowhere: when what kept them out ends, so does that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from companion.forums.tables import Programme
from companion.groups import rules
from companion.groups.tables import Member, MemberFlag, MemberQuestion
from companion.kernel import outbox
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.kernel.working_days import day_of
from companion.people import service as people
from companion.people.access import Scope
from companion.people.sign_in import LinkDoesNotWork
from companion.people.tables import Person
from companion.people.tokens import hash_token

KEPT = timedelta(days=365)  # after a membership has ended
PURPOSE = "group_member"
QUESTION_LIVES = timedelta(days=60)


@dataclass(frozen=True)
class MemberLine:
    """A member as staff see them. `asked_at` is when the question was put that is still open."""

    member: Member
    name: str
    address: str | None
    reach: str
    flags: tuple[MemberFlag, ...]
    may_take_part: bool
    asked_at: datetime | None
    is_overdue: bool


def scope_of_member(uow: Uow, member_id: UUID) -> Scope | None:
    """A member belongs to the group's programme."""
    found = uow.db.get(Member, member_id)
    return Scope(programme_id=found.programme_id) if found else None


def member_of(uow: Uow, member_id: UUID) -> Member:
    """A member. Raises NotFound."""
    found = uow.db.get(Member, member_id)
    if found is None:
        raise NotFound
    return found


def may_take_part(uow: Uow, person_id: UUID, programme_id: UUID) -> bool:
    """Whether a person is a member of a group whom nothing keeps out now."""
    query = select(Member).where(
        Member.person_id == person_id, Member.programme_id == programme_id, Member.ended_at.is_(None)
    )
    member = uow.db.scalar(query)
    return member is not None and rules.may_take_part(_facts(_flags(uow, [member.id])), day_of(uow.now))


def kept_out(uow: Uow, programme_id: UUID) -> set[UUID]:
    """The persons who are members of a group and whom something keeps out today."""
    query = (
        select(Member.person_id, MemberFlag)
        .join(MemberFlag, MemberFlag.member_id == Member.id)
        .where(Member.programme_id == programme_id, Member.ended_at.is_(None), MemberFlag.lifted_at.is_(None))
    )
    today = day_of(uow.now)
    return {person_id for person_id, known in uow.db.execute(query) if not rules.may_take_part(_facts([known]), today)}


def members(uow: Uow, programme_id: UUID) -> list[MemberLine]:
    """The members of a group, by name."""
    query = select(Member).where(Member.programme_id == programme_id, Member.ended_at.is_(None))
    found = [line(uow, member) for member in uow.db.scalars(query)]
    return sorted(found, key=lambda entry: entry.name.casefold())


def line(uow: Uow, member: Member) -> MemberLine:
    """A member with everything that staff see."""
    flags = _flags(uow, [member.id])
    asked = uow.db.scalar(
        select(MemberQuestion.asked_at)
        .where(MemberQuestion.member_id == member.id, MemberQuestion.answered_at.is_(None))
        .order_by(MemberQuestion.asked_at.desc())
        .limit(1)
    )
    reach = ""
    if member.sealed_reach is not None:
        reach = uow.keys.open_text(member.sealed_reach, row=f"groups_member:{member.id}:reach")
    return MemberLine(
        member=member,
        name=uow.db.get_one(Person, member.person_id).name,
        address=people.primary_address(uow, member.person_id),
        reach=reach,
        flags=tuple(flags),
        may_take_part=rules.may_take_part(_facts(flags), day_of(uow.now), has_ended=member.ended_at is not None),
        asked_at=asked,
        is_overdue=asked is not None and uow.now - asked > timedelta(days=rules.ANSWER_DAYS),
    )


def flag(uow: Uow, member_id: UUID, kind: str, *, ends_on: date | None = None, source: str = "staff") -> None:
    """Note what keeps a member out from today, perhaps to a day. Noting it twice keeps the later end.

    Raises BadInput for an unknown kind or an end that has passed.
    """
    member, today = member_of(uow, member_id), day_of(uow.now)
    if kind not in rules.FLAG_WORDS:
        raise BadInput("Choose what keeps them out")
    if ends_on is not None and ends_on < today:
        raise BadInput("Enter an end that is still to come, or leave it empty")
    for known in _flags(uow, [member.id]):
        if known.kind == kind and known.lifted_at is None and (known.ends_on is None or known.ends_on >= today):
            known.ends_on = ends_on
            break
    else:
        by = uow.actor.id if uow.actor.kind == "person" else None
        uow.db.add(
            MemberFlag(
                id=new_id(),
                member_id=member.id,
                kind=kind,
                source=source,
                starts_on=today,
                ends_on=ends_on,
                set_at=uow.now,
                set_by_id=by,
            )
        )
    uow.db.flush()
    uow.audit("member.flagged", "member", member.id, kind=kind, source=source)


def lift(uow: Uow, member_id: UUID, kind: str) -> None:
    """What kept a member out is over: they may take part again at once."""
    for known in _flags(uow, [member_id]):
        if known.kind == kind and known.lifted_at is None:
            known.lifted_at = uow.now
    uow.audit("member.flag_lifted", "member", member_id, kind=kind)


def confirm(uow: Uow, member_id: UUID) -> None:
    """It is all still so: said by the member, or to staff by telephone or post."""
    member = member_of(uow, member_id)
    member.confirmed_at = uow.now
    _close_questions(uow, member_id)
    uow.audit("member.confirmed", "member", member_id)


def end(uow: Uow, member_id: UUID) -> None:
    """A membership ends; what is known about it is kept for a year."""
    member = member_of(uow, member_id)
    if member.ended_at is None:
        member.ended_at, member.keep_until = uow.now, uow.now + KEPT
        _close_questions(uow, member_id)
        uow.audit("member.ended", "member", member_id)


def ask_due(uow: Uow) -> int:
    """Put the yearly question to members whose year is over; how many. Those without e-mail are staff's to ask."""
    conditioned = [profile for profile, conditions in rules.CONDITIONS.items() if conditions]
    open_questions = select(MemberQuestion.member_id).where(MemberQuestion.answered_at.is_(None))
    query = select(Member).where(
        Member.programme_id.in_(select(Programme.id).where(Programme.conduct_profile.in_(conditioned))),
        Member.ended_at.is_(None),
        Member.confirmed_at < uow.now - timedelta(days=364),
        Member.id.not_in(open_questions),
    )
    due = [
        member
        for member in uow.db.scalars(query.with_for_update())
        if day_of(uow.now) >= rules.ask_again_on(day_of(member.confirmed_at))
    ]
    for member in due:
        question_id = new_id()
        uow.db.add(
            MemberQuestion(id=question_id, member_id=member.id, asked_at=uow.now, expires_at=uow.now + QUESTION_LIVES)
        )
        uow.db.flush()
        outbox.queue_letter(uow, "groups.question", key=str(question_id), question_id=question_id)
        uow.audit("member.asked", "member", member.id)
    return len(due)


def question_of(uow: Uow, token: str) -> tuple[MemberQuestion, Member]:
    """The open question of a link. Raises LinkDoesNotWork."""
    found = uow.db.scalar(select(MemberQuestion).where(MemberQuestion.token_hash == hash_token(token)))
    if found is None or found.answered_at is not None or found.expires_at <= uow.now:
        raise LinkDoesNotWork
    return found, member_of(uow, found.member_id)


def answer(uow: Uow, token: str, no_longer: Collection[str]) -> None:
    """Note a member's answer: all still so, or what is no longer so, which keeps them out until it is over.

    Raises LinkDoesNotWork, BadInput.
    """
    _question, member = question_of(uow, token)
    confirm(uow, member.id)
    for kind in sorted(no_longer):
        flag(uow, member.id, kind, source="self")


def due_for_purging(uow: Uow) -> list[UUID]:
    """The members whose time has come."""
    return list(uow.db.scalars(select(Member.id).where(Member.keep_until < uow.now)))


def purge_one(uow: Uow, member_id: UUID) -> bool:
    """Delete a membership that ended, with everything about it and its key. False when somebody else did."""
    uow.db.execute(delete(MemberQuestion).where(MemberQuestion.member_id == member_id))
    uow.db.execute(delete(MemberFlag).where(MemberFlag.member_id == member_id))
    gone = uow.db.execute(delete(Member).where(Member.id == member_id)).rowcount  # type: ignore[attr-defined]
    if not gone:
        return False
    uow.audit("member.purged", "member", member_id)
    uow.db.flush()
    uow.keys.shred(purpose=PURPOSE, subject=member_id)  # last, since it cannot be rolled back
    return True


def _flags(uow: Uow, member_ids: Collection[UUID]) -> list[MemberFlag]:
    query = select(MemberFlag).where(MemberFlag.member_id.in_(member_ids))
    return list(uow.db.scalars(query.order_by(MemberFlag.set_at, MemberFlag.id)))


def _facts(flags: Collection[MemberFlag]) -> list[rules.Flag]:
    return [rules.Flag(known.kind, known.starts_on, known.ends_on, known.lifted_at is not None) for known in flags]


def _close_questions(uow: Uow, member_id: UUID) -> None:
    query = select(MemberQuestion).where(MemberQuestion.member_id == member_id, MemberQuestion.answered_at.is_(None))
    for question in uow.db.scalars(query):
        question.answered_at = uow.now
