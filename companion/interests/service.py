"""Declaring an interest, for oneself or for somebody, and looking one up. What follows from one is in `deciding`.

One transaction each, told to the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select

from companion.forums import agendas
from companion.forums import service as forums
from companion.forums.tables import AgendaItem, ForumSession
from companion.interests import rules, telling, wording
from companion.interests.tables import Declaration, ShowOfHands
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people.access import Scope
from companion.registration import participants
from companion.registration.records import registration_of
from companion.registration.tables import Participant

HERE = ("live",)  # states of a forum session in which its agenda may be spoken of, published or not


def scope_of_declaration(uow: Uow, declaration_id: UUID) -> Scope | None:
    """A declaration belongs where its forum session does."""
    found = uow.db.get(Declaration, declaration_id)
    return forums.scope_of_session(uow, found.forum_session_id) if found else None


def declaration_of(uow: Uow, declaration_id: UUID) -> Declaration:
    """A declaration. Raises NotFound."""
    found = uow.db.get(Declaration, declaration_id)
    if found is None:
        raise NotFound
    return found


def may_declare(uow: Uow, forum_session: ForumSession) -> bool:
    """The agenda is out, or the meeting runs: then there are items to have an interest in (PP-40)."""
    return forum_session.state in HERE or agendas.published(uow, forum_session.id) is not None


def keep_in_step(uow: Uow, session_id: UUID, owners: Mapping[UUID, UUID]) -> None:
    """Each declaration belongs to the participant that the floor says, and to whoever that participant is now.

    A telephone or a guest who declared something is recognised later, or was recognised wrongly: what they declared
    then stands on the right person's page, and nobody decides on their own.
    """
    query = select(Declaration).where(
        Declaration.forum_session_id == session_id, Declaration.scope == "person", Declaration.id.in_(owners)
    )
    for row in uow.db.scalars(query):
        participant = uow.db.get_one(Participant, owners[row.id])
        row.participant_id = participant.id
        row.person_id, row.landlord_id = participant.person_id, participant.landlord_id
    uow.db.flush()


# Declaring


def declare_own(
    uow: Uow, registration_id: UUID, item_id: UUID, nature: str, concerns: str = "", *, how: str = "form"
) -> UUID:
    """A registrant declares an interest of their own in an item; a second time it is the same one, said again.

    Raises NotWithoutAgenda, NoSuchItem, BadInput, TooOften, NotFromHere for somebody without a place.
    """
    registration = registration_of(uow, registration_id)
    participant_id = participants.participant_of_registration(uow, registration_id)
    return _declare(
        uow,
        registration.forum_session_id,
        item_id,
        nature,
        concerns,
        how=how,
        role="registrant",
        scope="person",
        participant_id=participant_id,
        person_id=registration.person_id,
        landlord_id=registration.landlord_id,
    )


def note_for(
    uow: Uow, session_id: UUID, registration_id: UUID, item_id: UUID, nature: str, concerns: str = "", *, role: str
) -> UUID:
    """Staff note what a registrant told them before the meeting. Raises NotFound, and as `declare_own`."""
    registration = registration_of(uow, registration_id)
    if registration.forum_session_id != session_id:
        raise NotFound
    participant_id = participants.participant_of_registration(uow, registration_id)
    return declare_for(uow, session_id, participant_id, item_id, nature, concerns, role=role)


def declare_for_landlord(
    uow: Uow, session_id: UUID, landlord_id: UUID, item_id: UUID, nature: str, concerns: str = ""
) -> UUID:
    """A landlord's contact declares for the landlord as a whole. Raises as `declare_own`."""
    return _declare(
        uow,
        session_id,
        item_id,
        nature,
        concerns,
        how="form",
        role="landlord_contact",
        scope="landlord",
        person_id=uow.actor.id,
        landlord_id=landlord_id,
    )


def declare_for(
    uow: Uow,
    session_id: UUID,
    participant_id: UUID,
    item_id: UUID,
    nature: str,
    concerns: str = "",
    *,
    role: str,
    is_landlords: bool = False,
) -> UUID:
    """The chair or the steward notes what somebody said aloud, for the person or for their landlord as a whole.

    Raises NotFound, NoSuchItem, BadInput; BadInput where there is no landlord to declare for.
    """
    participant = uow.db.get(Participant, participant_id)
    if participant is None or participant.forum_session_id != session_id:
        raise NotFound
    if is_landlords and participant.landlord_id is None:
        raise BadInput("They come from no landlord. Note it for the person.")
    return _declare(
        uow,
        session_id,
        item_id,
        nature,
        concerns,
        how="oral",
        role=role,
        scope="landlord" if is_landlords else "person",
        participant_id=participant.id,
        person_id=participant.person_id,
        landlord_id=participant.landlord_id,
    )


def claim(
    uow: Uow, session_id: UUID, participant_id: UUID, item_id: UUID, *, concerns: str = "", message_id: str
) -> UUID:
    """Somebody says so in the chat: a claim for the steward to confirm, which holds nobody back yet."""
    telling.hold(uow, session_id)
    known = _same(uow, session_id, item_id, "person", participant_id, None)
    if known is not None:
        return known.id
    participant = uow.db.get_one(Participant, participant_id)
    made = add(
        uow,
        session_id,
        item_id=item_id,
        scope="person",
        state="claimed",
        how="chat",
        participant_id=participant_id,
        person_id=participant.person_id,
        landlord_id=participant.landlord_id,
    )
    wording.keep(uow, made, "concerns", concerns)
    payload = {"declaration_id": made.id, "item_id": item_id, "participant_id": participant_id}
    telling.tell(
        uow, session_id, "interest.claimed", payload, role="registrant", source="chat", key=f"chat:{message_id}"
    )
    return made.id


def confirm(uow: Uow, declaration_id: UUID, nature: str = "personal", *, role: str) -> None:
    """A person looked at the claim: it is meant. Raises AlreadyAnswered."""
    found = declaration_of(uow, declaration_id)
    telling.hold(uow, found.forum_session_id)
    found.state = rules.state_after(found.state, "confirm")
    found.nature = rules.read_nature(nature)
    found.declared_by_id = uow.actor.id
    _tell_declared(uow, found, role, "page")


def nothing_to_declare(uow: Uow, registration_id: UUID) -> None:
    """Somebody looked at the agenda and has nothing to declare: that is kept too. Saying it twice is saying it once."""
    registration = registration_of(uow, registration_id)
    if said_nothing(uow, registration.forum_session_id, registration.person_id):
        return
    add(
        uow,
        registration.forum_session_id,
        item_id=None,
        scope="person",
        state="nothing",
        how="form",
        person_id=registration.person_id,
        landlord_id=registration.landlord_id,
    )


def said_nothing(uow: Uow, session_id: UUID, person_id: UUID) -> bool:
    """Whether somebody said that they have nothing to declare."""
    query = select(Declaration.id).where(
        Declaration.forum_session_id == session_id, Declaration.person_id == person_id, Declaration.state == "nothing"
    )
    return uow.db.scalars(query).first() is not None


def how_many_said_nothing(uow: Uow, session_id: UUID) -> int:
    """How many people said so."""
    query = select(func.count()).select_from(Declaration)
    return uow.db.scalar(query.where(Declaration.forum_session_id == session_id, Declaration.state == "nothing")) or 0


def _declare(
    uow: Uow,
    session_id: UUID,
    item_id: UUID,
    nature: str,
    concerns: str,
    *,
    how: str,
    role: str,
    scope: str,
    person_id: UUID | None,
    landlord_id: UUID | None,
    participant_id: UUID | None = None,
) -> UUID:
    forum_session = session_with(uow, session_id, item_id)
    if not may_declare(uow, forum_session):
        raise rules.NotWithoutAgenda
    chosen = rules.read_nature(nature)
    if role in ("registrant", "landlord_contact"):
        telling.not_too_often(uow, session_id)
    telling.hold(uow, session_id)
    about_landlord = landlord_id if scope == "landlord" else None
    known = _same(uow, session_id, item_id, scope, participant_id, about_landlord)
    if known is not None and known.state != "claimed":
        wording.keep(uow, known, "concerns", concerns)
        return known.id
    if known is not None:
        known.state, known.nature = rules.state_after(known.state, "confirm"), chosen
    made = known or add(
        uow,
        session_id,
        item_id=item_id,
        scope=scope,
        state="declared",
        how=how,
        nature=chosen,
        participant_id=participant_id if scope == "person" else None,
        person_id=person_id if scope == "person" or how == "form" else None,
        landlord_id=landlord_id,
    )
    made.is_late = rules.is_late(
        item_is_over=telling.is_over(uow, session_id, item_id), was_voted_on=_was_voted_on(uow, item_id)
    )
    wording.keep(uow, made, "concerns", concerns)
    _tell_declared(uow, made, role, "staff" if how == "oral" else "page")
    return made.id


def _tell_declared(uow: Uow, made: Declaration, role: str, source: str) -> None:
    payload = {
        "declaration_id": made.id,
        "item_id": made.item_id,
        "participant_id": made.participant_id if made.scope == "person" else None,
        "landlord_id": made.landlord_id if made.scope == "landlord" else None,
        "nature": made.nature,
        "is_late": made.is_late or None,
    }
    telling.tell(uow, made.forum_session_id, "interest.declared", payload, role=role, source=source)
    uow.audit("interest.noted_down", "interest", made.id, scope=made.scope, nature=made.nature, late=made.is_late)


def session_with(uow: Uow, session_id: UUID, item_id: UUID) -> ForumSession:
    """The forum session whose agenda has this item. Raises NotFound, NoSuchItem."""
    forum_session = forums.session_of(uow, session_id)
    item = uow.db.get(AgendaItem, item_id)
    if item is None or item.forum_session_id != forum_session.id:
        raise rules.NoSuchItem
    return forum_session


def _same(
    uow: Uow, session_id: UUID, item_id: UUID, scope: str, participant_id: UUID | None, landlord_id: UUID | None
) -> Declaration | None:
    """The same interest, where it was declared or claimed before and still stands."""
    query = select(Declaration).where(
        Declaration.forum_session_id == session_id,
        Declaration.item_id == item_id,
        Declaration.scope == scope,
        Declaration.state.in_(("claimed", *rules.STANDING)),
    )
    if scope == "landlord":
        return uow.db.scalars(query.where(Declaration.landlord_id == landlord_id)).first()
    return uow.db.scalars(query.where(Declaration.participant_id == participant_id)).first()


def _was_voted_on(uow: Uow, item_id: UUID) -> bool:
    return uow.db.scalars(select(ShowOfHands.id).where(ShowOfHands.item_id == item_id)).first() is not None


def add(uow: Uow, session_id: UUID, **values: object) -> Declaration:
    """A new row, declared now by whoever acts."""
    made = Declaration(
        id=new_id(),
        forum_session_id=session_id,
        **{"nature": "personal", "is_late": False, **values},
        declared_at=uow.now,
        declared_by_id=acting_id(uow),
    )
    uow.db.add(made)
    uow.db.flush()
    return made


def acting_id(uow: Uow) -> UUID | None:
    """Who acts, where it is a person."""
    return uow.actor.id if uow.actor.kind != "command" else None
