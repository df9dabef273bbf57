"""Bringing the roll up to date from a file: looked at first, applied wholly or not at all, once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.access import EVERYWHERE, Scope
from companion.people.addresses import fold_address
from companion.people.tables import Link
from companion.roll import rules, service
from companion.roll.differences import NEW, SKIP, Diff, Known, difference
from companion.roll.reading import RollFile, read_roll
from companion.roll.rules import RollRow
from companion.roll.tables import DryRun, Landlord, LandlordAlias, LandlordContact, LandlordDomain, RollImport

PURPOSE = "roll_file"
KEPT = timedelta(hours=24)


class OpenQuestions(DomainError):
    """Lines of the file may be landlords we know; somebody must say."""

    message = "Some lines need an answer first. Upload the file on the roll’s page, where they are asked."


#: how a terminal asks for them
ANSWER_HERE = "These lines need an answer first: --answer LINE=MEMBER_NUMBER, LINE=new or LINE=skip, once for each."


class NoSuchAnswer(BadInput):
    """An answer given at the terminal that fits no question of the file."""


class ChangedSince(DomainError):
    """The roll changed between looking and applying; a fresh look is kept."""

    message = "The roll changed since you looked. This is what the file changes now; nothing was applied."


class TooLate(DomainError):
    message = "This look at the file has ended. Upload the file again."


def plan_import(uow: Uow, data: bytes, answers: Mapping[int, str] | None = None) -> Diff:
    """What a file would change, without changing it. Raises BrokenRoll with the line of the first fault."""
    return _plan(uow, read_roll(data), data, {}, answers)


def apply_import(uow: Uow, data: bytes, answers: Mapping[int, str] | None = None) -> Diff:
    """Bring the roll up to date with a file, wholly or not at all, and return what that changed.

    The same file twice changes nothing. Raises BrokenRoll with the line of the first fault, OpenQuestions.
    """
    diff = plan_import(uow, data, answers)
    if diff.questions:
        raise OpenQuestions
    _apply(uow, diff)
    return diff


def read_answers(uow: Uow, data: bytes, given: Iterable[str]) -> dict[int, str]:
    """Answers typed as LINE=MEMBER_NUMBER, LINE=new or LINE=skip. Raises BrokenRoll, NoSuchAnswer."""
    questions = {one.row.line: one for one in plan_import(uow, data).questions}
    answers: dict[int, str] = {}
    for typed in given:
        line, _, answer = (part.strip() for part in typed.partition("="))
        question = questions.get(int(line)) if line.isascii() and line.isdigit() else None
        if question is None:
            raise NoSuchAnswer(f"{typed}: the file asks nothing on that line")
        numbers = {known.row.member_no: str(known.id) for known in question.candidates}
        chosen = numbers.get(answer, answer.lower())
        if chosen not in question.options:
            may = [*numbers, *(one for one in (NEW, SKIP) if one in question.options)]
            raise NoSuchAnswer(f"{typed}: choose {', '.join(may)}")
        answers[int(line)] = chosen
    return answers


def look_at(uow: Uow, data: bytes) -> UUID:
    """Keep a file for a day, sealed, to be applied as it was looked at. Raises BrokenRoll."""
    diff = plan_import(uow, data)
    run = uow.db.scalar(select(DryRun).where(DryRun.file_sha256 == diff.digest))
    if run is None:
        run = DryRun(id=new_id(), file_sha256=diff.digest)
    run.fingerprint, run.made_at, run.keep_until = diff.fingerprint, uow.now, uow.now + KEPT
    run.sealed = uow.keys.seal(data, purpose=PURPOSE, subject=run.id, row=_row(run.id))
    uow.db.add(run)
    uow.audit("roll.looked_at", "roll", diff.digest[:16], **diff.counts)
    return run.id


def looked_at(uow: Uow, run_id: UUID, open_registrations: Mapping[UUID, int]) -> Diff:
    """What a file that is kept would change now. Raises TooLate."""
    data = _file_of(uow, run_id)
    return _plan(uow, read_roll(data), data, open_registrations, None)


def apply_looked_at(uow: Uow, run_id: UUID, answers: Mapping[int, str]) -> Diff:
    """Apply a file that was looked at. When the roll changed since, nothing is applied: see `look_again`.

    Raises ChangedSince, OpenQuestions, TooLate.
    """
    data = _file_of(uow, run_id)
    if plan_import(uow, data).fingerprint != uow.db.get_one(DryRun, run_id).fingerprint:
        raise ChangedSince
    diff = apply_import(uow, data, answers)
    uow.db.execute(delete(DryRun).where(DryRun.id == run_id))
    return diff


def look_again(uow: Uow, run_id: UUID) -> None:
    """Take what the file changes now as what was looked at."""
    look_at(uow, _file_of(uow, run_id))


def forget(uow: Uow, run_id: UUID) -> None:
    """Drop a file that will not be applied."""
    uow.db.execute(delete(DryRun).where(DryRun.id == run_id))


def scope_of_dry_run(uow: Uow, run_id: UUID) -> Scope | None:
    """The roll belongs to no one programme."""
    return EVERYWHERE if uow.db.get(DryRun, run_id) is not None else None


def shred_forgotten(uow: Uow) -> None:
    """Destroy the keys of files that are gone."""
    for gone in uow.keys.subjects(PURPOSE) - set(uow.db.scalars(select(DryRun.id))):
        uow.keys.shred(purpose=PURPOSE, subject=gone)


def latest_import(uow: Uow) -> RollImport | None:
    """The file applied last."""
    return uow.db.scalars(select(RollImport).order_by(RollImport.applied_at.desc(), RollImport.id)).first()


def _file_of(uow: Uow, run_id: UUID) -> bytes:
    run = uow.db.get(DryRun, run_id)
    if run is None:
        raise NotFound
    if run.keep_until <= uow.now:
        raise TooLate
    return uow.keys.open(run.sealed, row=_row(run.id))


def _row(run_id: UUID) -> str:
    return f"roll_dry_run:{run_id}"


def _plan(
    uow: Uow, file: RollFile, data: bytes, open_registrations: Mapping[UUID, int], answers: Mapping[int, str] | None
) -> Diff:
    digest = hashlib.sha256(data).hexdigest()
    applied = uow.db.scalar(select(func.count()).select_from(RollImport).where(RollImport.file_sha256 == digest))
    diff = difference(
        file.rows,
        _known(uow, open_registrations),
        columns=file.columns,
        boundary=uow.settings.boundary_band,
        answers=answers,
    )
    return replace(
        diff,
        ignored_columns=file.ignored_columns,
        read_as=file.read_as,
        digest=digest,
        applied_before=bool(applied),
    )


def _known(uow: Uow, open_registrations: Mapping[UUID, int]) -> list[Known]:
    domains, aliases = service.domains_of(uow, source="roll"), service.aliases_of(uow, source="roll")
    contacts, told = service.contacts_of(uow), service.file_contacts(uow)
    return [
        Known(
            landlord.id,
            RollRow(
                line=0,
                member_no=landlord.member_no,
                name=landlord.name,
                kind=landlord.kind,
                homes=landlord.homes,
                homes_as_at=landlord.homes_as_at,
                domains=domains.get(landlord.id, ()),
                aliases=aliases.get(landlord.id, ()),
                contact_name=contacts[landlord.id].name if landlord.id in contacts else None,
                contact_email=contacts[landlord.id].address if landlord.id in contacts else None,
                rsh_reg_no=landlord.rsh_reg_no,
            ),
            landlord.band,
            landlord.membership_state,
            open_registrations.get(landlord.id, 0),
            landlord.band_reason,
            landlord.merged_into_id is not None,
            told.get(landlord.id),
        )
        for landlord in service.landlords(uow)
    ]


def _apply(uow: Uow, diff: Diff) -> None:
    made = [(Landlord(id=new_id(), created_at=uow.now, membership_state="member"), row) for row in diff.new]
    known = {landlord.id: landlord for landlord in service.landlords(uow)} if diff.changed else {}
    for landlord, row in made:
        landlord.band, landlord.band_reason = rules.band_of(row.kind, row.homes, boundary=diff.boundary)
        _write(uow, landlord, row)
    changed = [(known[change.known.id], change) for change in diff.changed]
    _free_numbers(uow, [landlord for landlord, change in changed if "member_no" in change.fields])
    for landlord, change in changed:
        before = rules.Band(landlord.band, landlord.band_reason)
        was = (landlord.kind, landlord.homes)
        row = change.row
        landlord.band, landlord.band_reason = rules.band_kept(before, was, row.kind, row.homes, boundary=diff.boundary)
        if "membership_state" in change.fields:
            landlord.membership_state, landlord.left_on = "member", None
        _write(uow, landlord, row)
    uow.db.flush()
    told = {change.known.id: set(change.fields) for change in diff.changed}
    _rewrite_lists(uow, [*made, *((landlord, change.row) for landlord, change in changed)], told)
    _set_contacts(
        uow,
        [*made, *((one, change.row) for one, change in changed if told[one.id] & {"contact_name", "contact_email"})],
    )
    _remember(uow, diff)


def _remember(uow: Uow, diff: Diff) -> None:
    record = uow.db.scalar(select(RollImport).where(RollImport.file_sha256 == diff.digest))
    if record is None:
        uow.db.add(RollImport(id=new_id(), file_sha256=diff.digest, applied_at=uow.now, counts=diff.counts))
    elif not diff.is_empty:
        record.applied_at, record.counts = uow.now, diff.counts
    uow.audit("roll.imported", "roll", diff.digest[:16], **diff.counts)


def _free_numbers(uow: Uow, landlords: Sequence[Landlord]) -> None:
    """Member numbers may go round in a file (A's to B, B's to A): each is set aside before any is given."""
    for landlord in landlords:
        landlord.member_no = f"~{landlord.id}"
    uow.db.flush()


def _write(uow: Uow, landlord: Landlord, row: RollRow) -> None:
    landlord.member_no, landlord.rsh_reg_no = row.member_no, row.rsh_reg_no
    landlord.name, landlord.name_folded = row.name, rules.name_key(row.name)
    landlord.kind, landlord.homes, landlord.homes_as_at = row.kind, row.homes, row.homes_as_at
    landlord.updated_at = uow.now
    uow.db.add(landlord)


def _rewrite_lists(uow: Uow, pairs: Iterable[tuple[Landlord, RollRow]], told: Mapping[UUID, set[str]]) -> None:
    """Bring domains and aliases to what the file says; what staff added stays, and what they doubted stays doubted."""
    domains: dict[UUID, dict[str, LandlordDomain]] = {}
    aliases: dict[UUID, dict[str, LandlordAlias]] = {}
    for entry in uow.db.scalars(select(LandlordDomain)) if told else ():
        domains.setdefault(entry.landlord_id, {})[entry.domain] = entry
    for other in uow.db.scalars(select(LandlordAlias)) if told else ():
        aliases.setdefault(other.landlord_id, {})[other.alias] = other
    new_domains: list[dict[str, object]] = []
    new_aliases: list[dict[str, object]] = []
    for landlord, row in pairs:
        fields, own = told.get(landlord.id, {"domains", "aliases"}), {"landlord_id": landlord.id, "source": "roll"}
        if "domains" in fields:
            missing = _rewrite(uow, row.domains, domains.get(landlord.id, {}))
            new_domains += [{**own, "domain": domain, "verified": True} for domain in missing]
        if "aliases" in fields:
            new_aliases += [{**own, "alias": one} for one in _rewrite(uow, row.aliases, aliases.get(landlord.id, {}))]
    uow.db.flush()
    if new_domains:
        uow.db.execute(insert(LandlordDomain), new_domains)
    if new_aliases:
        uow.db.execute(insert(LandlordAlias), new_aliases)


def _rewrite(
    uow: Uow, wanted: Sequence[str], held: Mapping[str, LandlordDomain] | Mapping[str, LandlordAlias]
) -> list[str]:
    """Take away what the file no longer says, and return what is missing."""
    for value, entry in held.items():
        if value in wanted:
            entry.source = "roll"
        elif entry.source == "roll":
            uow.db.delete(entry)
    return [value for value in wanted if value not in held]


def _set_contacts(uow: Uow, pairs: Sequence[tuple[Landlord, RollRow]]) -> None:
    """Make each file's contact the nominating one; persons are looked up, and made, all at once."""
    wanted = [
        (landlord, row.contact_name, row.contact_email)
        for landlord, row in pairs
        if row.contact_name and row.contact_email
    ]
    known = people.found_by(uow, [(name, address) for _, name, address in wanted])
    missing = {
        (name, fold_address(address)): address
        for _, name, address in wanted
        if (name, fold_address(address)) not in known
    }
    known |= people.add_people(uow, [(name, address) for (name, _), address in missing.items()])
    held: dict[UUID, list[LandlordContact]] = {}
    for contact in uow.db.scalars(select(LandlordContact)):
        held.setdefault(contact.landlord_id, []).append(contact)
    linked = set(uow.db.scalars(select(Link.landlord_id).where(Link.kind == "landlord", Link.revoked_at.is_(None))))
    new: list[dict[str, object]] = []
    for landlord, name, address in wanted:
        person_id, landlord.file_contact_id = known[name, fold_address(address)], None
        if not _nominates(uow, held.get(landlord.id, []), person_id, has_links=landlord.id in linked):
            new.append({"id": new_id(), "landlord_id": landlord.id, "person_id": person_id, "role": "nominating"})
    uow.db.flush()
    if new:
        uow.db.execute(insert(LandlordContact), new)


def _nominates(uow: Uow, held: Sequence[LandlordContact], person_id: UUID, *, has_links: bool) -> bool:
    """Let nobody but this person nominate; whether they are a contact of the landlord already."""
    found = False
    for contact in held:
        if contact.person_id == person_id:
            contact.role, found = "nominating", True
        elif contact.role == "nominating":
            uow.db.delete(contact)
            if has_links:
                service.end_landlord_links(uow, contact.landlord_id)
    return found
