"""What must go when its time has come: bodies of deliveries, old links and sessions, sealed text past its date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select

from companion.adjustments import keeping
from companion.adjustments.tables import AdjustmentRequest, KeptNeeds
from companion.captions.tables import CapturedCue, ChatLine
from companion.codes import permissions
from companion.codes.tables import Agreement, PermissionGrant
from companion.feeds.tables import ConnectionTest, Tryout
from companion.floor.tables import FloorNote, PanelBeat, StageLink
from companion.forums.tables import Outcome
from companion.groups import members
from companion.groups import service as groups
from companion.groups.tables import Application, Member
from companion.interests.tables import InterestWords, ShowOfHands
from companion.kernel import inbox
from companion.kernel.db import Base
from companion.kernel.tables import MailCopy, OutboxEffect
from companion.kernel.uow import Runner, Uow
from companion.papers.tables import PaperContent
from companion.people.tables import BrowserSession, DeviceCode, Link, Person
from companion.people.zoom_tables import ZoomCode, ZoomContext
from companion.registration import forgetting
from companion.registration.door_tables import DoorEntry, ZoomCount, ZoomRead
from companion.registration.elsewhere_tables import HostWait
from companion.registration.tables import ColleagueClaim, RegistrationNote
from companion.release import freezing, one_off, shredding
from companion.release.file_tables import LookedAt, OneOff
from companion.release.frozen_tables import FrozenPassage
from companion.roll import importing
from companion.roll.tables import DryRun

KEEP_LINKS = timedelta(days=90)
KEEP_COUNTS = timedelta(days=7)
KEEP_EFFECTS = timedelta(days=400)


def purge(runner: Runner, *, dry_run: bool = False) -> dict[str, int]:
    """Delete what is past its date and return how many rows of each kind; with `dry_run`, only count.

    Running it twice, or stopping in the middle, does no harm: each kind is a transaction of its own.
    """
    counts: dict[str, int] = {}
    if not dry_run:
        runner.run(freezing.freeze_everywhere)  # before captions go
    for name in DUE:
        counts[name] = runner.read(_count, name) if dry_run else runner.run(_delete, name)
    for name, (_table, find, forget) in ONE_BY_ONE.items():
        due = runner.read(find)
        counts[name] = len(due) if dry_run else sum(runner.run(forget, one) for one in due)
    if not dry_run:
        counts["inbox bodies"] = runner.run(inbox.drop_old_bodies)
        counts["raw transcripts"] = sum(
            runner.run(shredding.shred_raw, session_id) for session_id in runner.read(shredding.due_for_shredding)
        )
        runner.run(_shred_days_of_letters)
        runner.run(importing.shred_forgotten)
    return counts


def _count(uow: Uow, name: str) -> int:
    table, condition = DUE[name](uow)
    return uow.db.scalar(select(func.count()).select_from(table).where(condition)) or 0


def _delete(uow: Uow, name: str) -> int:
    table, condition = DUE[name](uow)
    count = int(uow.db.execute(delete(table).where(condition)).rowcount)  # type: ignore[attr-defined]
    if count:
        uow.audit("rows.purged", "table", table.__tablename__, count=count)
    return count


def _shred_days_of_letters(uow: Uow) -> None:
    """Destroy the keys of days whose copies of letters are gone."""
    oldest = uow.db.scalar(select(func.min(MailCopy.sent_at))) or uow.now
    inbox.shred_days(uow, "mail", since=oldest)


def _old_links(uow: Uow) -> tuple[type[Base], ColumnElement[bool]]:
    used = select(BrowserSession.link_id).where(BrowserSession.link_id.is_not(None))
    return Link, (Link.expires_at < uow.now - KEEP_LINKS) & Link.id.not_in(used)


#: what may be purged → its table and the condition under which a row must go
DUE: dict[str, Callable[[Uow], tuple[type[Base], ColumnElement[bool]]]] = {
    "device codes": lambda uow: (DeviceCode, DeviceCode.expires_at < uow.now),
    "pages open inside Zoom": lambda uow: (PanelBeat, PanelBeat.heard_at < uow.now - KEEP_LINKS),
    "codes for Zoom": lambda uow: (ZoomCode, ZoomCode.expires_at < uow.now),
    "passes of Zoom": lambda uow: (ZoomContext, ZoomContext.expires_at < uow.now),
    "browser sessions": lambda uow: (
        BrowserSession,
        or_(BrowserSession.expires_at < uow.now - KEEP_LINKS, BrowserSession.ended_at < uow.now - KEEP_LINKS),
    ),
    "colleagues’ claims": lambda uow: (ColleagueClaim, ColleagueClaim.keep_until < uow.now),
    "links": _old_links,
    "links to the stage": lambda uow: (StageLink, StageLink.expires_at < uow.now - KEEP_LINKS),
    "captions": lambda uow: (CapturedCue, CapturedCue.keep_until < uow.now),
    "chat": lambda uow: (ChatLine, ChatLine.keep_until < uow.now),
    "notes on the floor": lambda uow: (FloorNote, FloorNote.keep_until < uow.now),
    "words of interests": lambda uow: (InterestWords, InterestWords.keep_until < uow.now),
    "shows of hands": lambda uow: (ShowOfHands, ShowOfHands.keep_until < uow.now),
    "decisions and actions": lambda uow: (Outcome, Outcome.keep_until < uow.now),
    "waits for the host": lambda uow: (HostWait, HostWait.keep_until < uow.now),
    "entries at the door": lambda uow: (DoorEntry, DoorEntry.keep_until < uow.now),
    "readings of Zoom": lambda uow: (ZoomRead, ZoomRead.keep_until < uow.now),
    "connection tests": lambda uow: (ConnectionTest, ConnectionTest.keep_until < uow.now),
    "try-outs": lambda uow: (Tryout, Tryout.keep_until < uow.now),
    "counts of Zoom": lambda uow: (ZoomCount, ZoomCount.utc_day < f"{uow.now - KEEP_COUNTS:%Y-%m-%d}"),
    "notes on registrations": lambda uow: (RegistrationNote, RegistrationNote.keep_until < uow.now),
    "signed agreements": lambda uow: (Agreement, Agreement.keep_until < uow.now),
    "transcript files that were looked at": lambda uow: (LookedAt, LookedAt.keep_until < uow.now),
    "papers": lambda uow: (PaperContent, PaperContent.keep_until < uow.now),
    "files of the roll that were looked at": lambda uow: (DryRun, DryRun.keep_until < uow.now),
    "copies of letters": lambda uow: (MailCopy, MailCopy.keep_until < uow.now),
    "effects": lambda uow: (
        OutboxEffect,
        (OutboxEffect.state.in_(("done", "dropped")))
        & (OutboxEffect.done_at < uow.now - KEEP_EFFECTS)
        & OutboxEffect.id.not_in(select(MailCopy.effect_id)),
    ),
}

#: what takes more than deleting rows (a data key to destroy, a name to take out) → its table, whose time came, the deed
ONE_BY_ONE: dict[str, tuple[type[Base], Callable[[Uow], list[UUID]], Callable[[Uow, UUID], bool]]] = {
    "adjustments": (AdjustmentRequest, keeping.due_for_purging, keeping.purge_one),
    "needs kept for next time": (KeptNeeds, keeping.lapsed, keeping.forget_kept),
    "applications": (Application, groups.due_for_purging, groups.purge_one),
    "members": (Member, members.due_for_purging, members.purge_one),
    "passages that concerns cite": (FrozenPassage, freezing.due_for_purging, freezing.purge_one),
    "one-off files": (OneOff, one_off.due_for_forgetting, one_off.forget),
    "people": (Person, forgetting.due_for_forgetting, forgetting.forget),
    "permissions": (PermissionGrant, permissions.due_for_purging, permissions.purge_one),
}
