"""The chair's and the steward's steps about declared interests and shows of hands, by name, as the forms say them.

What is stored and who may decide is the room `interests`; here its people and the open item are found on the floor.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from companion.floor import barring, errors, interest_frames, participants
from companion.floor.journals import By, floor_of
from companion.floor.rules import duties
from companion.floor.state import Floor
from companion.floor.step_forms import Form, id_of
from companion.forums import service as forums
from companion.interests import deciding, voting, wording
from companion.interests import service as interests
from companion.interests.rules import EFFECTS, AlreadyAnswered, read_count
from companion.kernel.errors import NotFound
from companion.kernel.ids import AgendaItemId, ForumSessionId, ParticipantId
from companion.kernel.uow import Uow


def declare(uow: Uow, session_id: ForumSessionId, form: Form, by: By, _key: str) -> Floor:
    """Somebody said it aloud: note it for them, or for their landlord as a whole.

    Raises NobodyCalledThat, SeveralCalledThat, ItemNotOpen without an item, BadInput.
    """
    known = participants.ensure(uow, session_id, participants.find(uow, session_id, form.get("who", "")))
    assert known.participant_id is not None
    interests.declare_for(
        uow,
        session_id,
        known.participant_id,
        _item(uow, session_id, form),
        form.get("nature") or "personal",
        form.get("concerns", ""),
        role=by.role,
        is_landlords=form.get("scope") == "landlord",
    )
    return floor_of(uow, session_id)


def declare_own(uow: Uow, session_id: ForumSessionId, registration_id: UUID, form: Form) -> None:
    """A registrant's own interest, in the open item or the one that the page named.

    Raises NotFound, NoPlace, ItemNotOpen, BadInput.
    """
    known = participants.of_registration(uow, session_id, registration_id)
    assert known.registration_id is not None
    item_id = _item(uow, session_id, form)
    nature, concerns = form.get("nature", ""), form.get("concerns", "")
    interests.declare_own(uow, known.registration_id, item_id, nature, concerns, how="live")


def take_back_own(uow: Uow, session_id: ForumSessionId, registration_id: UUID, form: Form) -> None:
    """What nobody has answered yet. Raises NotFound, NoPlace, AlreadyAnswered."""
    known = participants.of_registration(uow, session_id, registration_id)
    deciding.withdraw(uow, _declaration(uow, session_id, form), person_id=known.person_id)


def claim(uow: Uow, session_id: ForumSessionId, participant_id: ParticipantId, number: str, message_id: str) -> None:
    """Somebody wrote that they declare an interest in the item of that number, or the open one: for the steward to
    confirm. Of no item of the agenda nothing is kept."""
    agenda = forums.agenda(uow, session_id)
    if number:
        at = int(number) - 1
        item_id = agenda[at].id if 0 <= at < len(agenda) else None
    else:
        item_id = floor_of(uow, session_id).item_id
    if item_id is not None:
        interests.claim(uow, session_id, participant_id, item_id, message_id=message_id)


def confirm(uow: Uow, session_id: ForumSessionId, form: Form, by: By, _key: str) -> Floor:
    """What the chat seemed to say was meant. Raises NotFound, AlreadyAnswered."""
    interests.confirm(uow, _declaration(uow, session_id, form), form.get("nature") or "personal", role=by.role)
    return floor_of(uow, session_id)


def decide(uow: Uow, session_id: ForumSessionId, form: Form, by: By, _key: str) -> Floor:
    """Say what follows: `effects` in one field, or one tick for each. Raises as `deciding.decide`."""
    chosen = [*form.get("effects", "").split(), *(effect for effect in EFFECTS if form.get(effect) == "yes")]
    deciding.decide(uow, _declaration(uow, session_id, form), chosen, form.get("why", ""), role=by.role)
    return floor_of(uow, session_id)


def lift(uow: Uow, session_id: ForumSessionId, form: Form, by: By, _key: str) -> Floor:
    """It holds no more; a steward may put away what was only claimed. Raises ChairOnly, AlreadyAnswered."""
    found = _declaration(uow, session_id, form)
    floor = floor_of(uow, session_id)
    is_claim = any(one.id == found and one.is_claim for one in floor.declarations.values())
    if not is_claim and not duties.is_chairing(floor, by.role, by.actor_id):
        raise errors.ChairOnly
    deciding.lift(uow, found, role=by.role)
    return floor_of(uow, session_id)


def allow_statement(uow: Uow, session_id: ForumSessionId, form: Form, by: By, _key: str) -> Floor:
    """Let somebody who is held back speak once. Raises NotFound, AlreadyAnswered."""
    floor = floor_of(uow, session_id)
    found = _declaration(uow, session_id, form)
    named = id_of(form, "participant_id")
    about = [
        who for one in floor.declarations.values() if one.id == found for who in interest_frames.people_of(floor, one)
    ]
    if named not in about:
        raise NotFound
    deciding.allow_statement(uow, found, named, role=by.role)
    return floor_of(uow, session_id)


def stand_aside(uow: Uow, session_id: ForumSessionId, form: Form, by: By, _key: str) -> Floor:
    """My own interest: a deputy has the controls for the item. Raises NoDeputy, ItemNotOpen."""
    if by.actor_id is None:
        raise NotFound
    item_id = _item(uow, session_id, form)
    deciding.stand_aside(uow, session_id, item_id, by.actor_id, id_of(form, "deputy_id"), form.get("concerns", ""))
    return floor_of(uow, session_id)


def controls_back(uow: Uow, session_id: ForumSessionId, _form: Form, by: By, _key: str) -> Floor:
    """I stood aside by mistake, or need not any more: the controls are mine again. Raises AlreadyAnswered."""
    floor = floor_of(uow, session_id)
    mine = barring.stands_aside(floor, by.actor_id) if by.actor_id is not None else None
    if mine is None or mine.chair_id is None:
        raise AlreadyAnswered
    deciding.take_controls_back(uow, session_id, mine.item_id, mine.chair_id)
    return floor_of(uow, session_id)


def count_hands(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Keep a show of hands on the open item, with how many here may not vote. Raises ItemNotOpen, BadInput."""
    floor = floor_of(uow, session_id)
    item_id = _item(uow, session_id, form)
    counted = _counted(form, left_out=len(left_out(floor)) if item_id == floor.item_id else 0)
    voting.record(uow, session_id, item_id, form.get("question", ""), counted, role=by.role, key=key)
    return floor_of(uow, session_id)


def correct_count(uow: Uow, session_id: ForumSessionId, form: Form, by: By, _key: str) -> Floor:
    """The numbers were wrong. Raises NotFound, BadInput."""
    show_id = id_of(form, "show_id")
    if show_id not in floor_of(uow, session_id).shows:
        raise NotFound
    voting.correct(uow, show_id, _counted(form), role=by.role)
    return floor_of(uow, session_id)


STEPS: dict[str, Callable[[Uow, ForumSessionId, Form, By, str], Floor]] = {
    "interest_declare": declare,
    "interest_confirm": confirm,
    "interest_decide": decide,
    "interest_lift": lift,
    "interest_statement": allow_statement,
    "interest_aside": stand_aside,
    "interest_aside_over": controls_back,
    "count_hands": count_hands,
    "correct_count": correct_count,
}


#: what a chair who has stood aside may still do
OWN_STEPS = frozenset({"interest_aside", "interest_aside_over"})


def concerns(uow: Uow, session_id: UUID, by: By) -> dict[str, str]:
    """What each interest concerns, by its id, for whoever chairs; nothing for others."""
    floor = floor_of(uow, session_id)
    if not floor.declarations or not duties.is_chairing(floor, by.role, by.actor_id):
        return {}
    read = wording.read(uow, session_id)
    return {str(one): words["concerns"] for one, words in read.items() if "concerns" in words}


def deputies(uow: Uow, session_id: UUID, by: By) -> list[tuple[UUID, str]]:
    """Whom a chair with an interest may name. Raises NotFound."""
    return deciding.deputies(uow, forums.session_of(uow, session_id), but=by.actor_id)


def has_controls(floor: Floor, by: By, step: str) -> None:
    """Let anybody use the controls but a chair who has stood aside; naming another deputy, and coming back, is theirs.

    Raises StoodAside.
    """
    if by.actor_id is not None and step not in OWN_STEPS and barring.stands_aside(floor, by.actor_id):
        raise errors.StoodAside


def left_out(floor: Floor) -> set[UUID]:
    """Who is here and may not vote on the open item."""
    about = (who for one in barring.may_not_vote(floor) for who in interest_frames.people_of(floor, one))
    return {who for who in about if not floor.is_away(who)}


def _counted(form: Form, left_out: int = 0) -> voting.Counted:
    return voting.Counted(
        read_count(form.get("in_favour", ""), "in favour"),
        read_count(form.get("against", ""), "against"),
        read_count(form.get("abstained", ""), "abstaining"),
        left_out,
    )


def _item(uow: Uow, session_id: ForumSessionId, form: Form) -> AgendaItemId:
    if form.get("item_id"):
        return AgendaItemId(id_of(form, "item_id"))
    item_id = floor_of(uow, session_id).item_id
    if item_id is None:
        raise errors.ItemNotOpen
    return item_id


def _declaration(uow: Uow, session_id: ForumSessionId, form: Form) -> UUID:
    found = interests.declaration_of(uow, id_of(form, "declaration_id"))
    if found.forum_session_id != session_id:
        raise NotFound
    return found.id
