"""What follows from a declared interest: decided, lifted, taken back; a statement allowed; a chair who stands aside.

One transaction each, told to the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from companion.forums.tables import ForumSession
from companion.interests import rules, telling, wording
from companion.interests.service import acting_id, add, declaration_of, session_with
from companion.interests.tables import Declaration
from companion.kernel.errors import NotFound
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.roles import Role


def decide(uow: Uow, declaration_id: UUID, effects: Sequence[str], why: str = "", *, role: str) -> None:
    """Say what follows: noted, no speaking, leaving for the item, no vote; any of the last three together.

    Raises AlreadyAnswered, NotByYourself, BadInput.
    """
    found = declaration_of(uow, declaration_id)
    telling.hold(uow, found.forum_session_id)
    rules.check_decider((found.person_id,), uow.actor.id)
    chosen = rules.read_effects(effects)
    found.state = rules.state_after(found.state, "decide")
    found.effects, found.decided_at, found.decided_by_id = list(chosen), uow.now, acting_id(uow)
    wording.keep(uow, found, "decision", why)
    telling.tell(
        uow,
        found.forum_session_id,
        "interest.decided",
        {"declaration_id": found.id, "effects": list(chosen)},
        role=role,
    )
    uow.audit("interest.effects_decided", "interest", found.id, effects=" ".join(chosen) or "noted")


def lift(uow: Uow, declaration_id: UUID, *, role: str) -> None:
    """It holds no more; or, for a claim, it was not meant. Raises AlreadyAnswered, NotByYourself."""
    found = declaration_of(uow, declaration_id)
    telling.hold(uow, found.forum_session_id)
    act = "dismiss" if found.state == "claimed" else "lift"
    if act == "lift" and found.scope != "chair":
        rules.check_decider((found.person_id,), uow.actor.id)
    found.state = rules.state_after(found.state, act)
    telling.tell(uow, found.forum_session_id, "interest.lifted", {"declaration_id": found.id}, role=role)


def withdraw(uow: Uow, declaration_id: UUID, *, person_id: UUID | None = None, landlord_id: UUID | None = None) -> None:
    """Whoever declared it takes it back, as long as nobody has answered. Raises NotFound, TooOften,
    AlreadyAnswered."""
    found = declaration_of(uow, declaration_id)
    own = found.scope == "person" and person_id is not None and found.person_id == person_id
    theirs = found.scope == "landlord" and landlord_id is not None and found.landlord_id == landlord_id
    if not (own or theirs):
        raise NotFound
    telling.not_too_often(uow, found.forum_session_id)
    found.state = rules.state_after(found.state, "withdraw")
    role = "registrant" if own else "landlord_contact"
    telling.tell(uow, found.forum_session_id, "interest.lifted", {"declaration_id": found.id}, role=role)


def allow_statement(uow: Uow, declaration_id: UUID, participant_id: UUID, *, role: str) -> None:
    """Let somebody who is held back speak once, on the clock; that it is theirs is known on the floor.

    Raises NotFound, AlreadyAnswered, NotByYourself.
    """
    found = declaration_of(uow, declaration_id)
    rules.check_decider((found.person_id,), uow.actor.id)
    if found.state not in rules.STANDING:
        raise rules.AlreadyAnswered
    payload = {"declaration_id": found.id, "participant_id": participant_id}
    telling.tell(uow, found.forum_session_id, "interest.statement_allowed", payload, role=role)
    uow.audit("interest.statement_allowed", "interest", found.id)


def stand_aside(uow: Uow, session_id: UUID, item_id: UUID, chair_id: UUID, deputy_id: UUID, concerns: str = "") -> UUID:
    """The chair has an interest of their own in an item; a named deputy has the controls while it is open.

    Whoever was named for it before is deputy no more.

    Raises NoSuchItem, NoDeputy for oneself, for somebody who may not chair here, and for who has stood aside for that
    item too.
    """
    forum_session = session_with(uow, session_id, item_id)
    if deputy_id not in dict(deputies(uow, forum_session, but=chair_id)):
        raise rules.NoDeputy
    telling.hold(uow, session_id)
    if _own(uow, session_id, item_id, deputy_id):
        raise rules.NoDeputy
    _lift_own(uow, session_id, item_id, chair_id)
    made = add(
        uow,
        session_id,
        item_id=item_id,
        scope="chair",
        state="decided",
        how="oral",
        person_id=chair_id,
        deputy_id=deputy_id,
    )
    made.effects, made.decided_at = [], uow.now
    wording.keep(uow, made, "concerns", concerns)
    payload = {"declaration_id": made.id, "item_id": item_id, "chair_id": chair_id, "deputy_id": deputy_id}
    telling.tell(uow, session_id, "chair.stood_aside", payload, role="chair")
    return made.id


def take_controls_back(uow: Uow, session_id: UUID, item_id: UUID, chair_id: UUID) -> None:
    """The chair has no interest in the item after all, or nobody need stand in: the controls are theirs again.

    Raises AlreadyAnswered when they have not stood aside for it.
    """
    telling.hold(uow, session_id)
    if not _lift_own(uow, session_id, item_id, chair_id):
        raise rules.AlreadyAnswered


def _lift_own(uow: Uow, session_id: UUID, item_id: UUID, chair_id: UUID) -> int:
    """Lift what this chair has declared of their own in an item. Returns how many there were."""
    found = _own(uow, session_id, item_id, chair_id)
    for one in found:
        one.state = rules.state_after(one.state, "lift")
        telling.tell(uow, session_id, "interest.lifted", {"declaration_id": one.id}, role="chair")
    return len(found)


def _own(uow: Uow, session_id: UUID, item_id: UUID, chair_id: UUID) -> list[Declaration]:
    """What somebody who chairs has declared of their own in an item, as far as it stands."""
    query = select(Declaration).where(
        Declaration.forum_session_id == session_id,
        Declaration.item_id == item_id,
        Declaration.scope == "chair",
        Declaration.person_id == chair_id,
        Declaration.state.in_(rules.STANDING),
    )
    return list(uow.db.scalars(query))


def deputies(uow: Uow, forum_session: ForumSession, *, but: UUID | None = None) -> list[tuple[UUID, str]]:
    """Who else may chair this forum, by name: its chairs and stewards."""
    programme_id = forum_session.programme_id
    return sorted(
        (
            (person.id, person.name)
            for person, _, grants in people.accounts(uow)
            if person.id != but
            and any(role in (Role.CHAIR, Role.STEWARD) and where in (None, programme_id) for role, where in grants)
        ),
        key=lambda one: one[1].casefold(),
    )
