"""Whose voice a name on a recording is: the one participant who goes by it, or somebody new; never a guess."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from companion.kernel.ids import ParticipantId
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration.participants import somebody_named
from companion.registration.rosters import shown_name
from companion.registration.tables import Participant
from transcripts import name_words


class Voices:
    """The names of a forum session's participants: as they registered, as they like it, and as Zoom showed them."""

    def __init__(self, uow: Uow, session_id: UUID) -> None:
        self._uow, self._session_id = uow, session_id
        self._by_name: dict[tuple[str, ...], set[ParticipantId]] = {}
        query = (
            select(Participant, Person)
            .outerjoin(Person, Person.id == Participant.person_id)
            .where(Participant.forum_session_id == session_id)
        )
        for participant, person in uow.db.execute(query):
            names = (shown_name(uow, participant), *((person.name, person.preferred_name) if person else ()))
            for name in names:
                self._know(name or "", ParticipantId(participant.id))

    def is_known(self, label: str) -> bool:
        """Whether anybody goes by this name."""
        return name_words(label) in self._by_name

    def of(self, label: str) -> ParticipantId | None:
        """Whose name it is; None for one that two share.

        Who is not known is made now, so that the name is masked as one.
        """
        key = name_words(label)
        if key and key not in self._by_name:
            self._know(label, somebody_named(self._uow, self._session_id, label))
        found = self._by_name.get(key, set())
        return next(iter(found)) if len(found) == 1 else None

    def _know(self, name: str, who: ParticipantId) -> None:
        if key := name_words(name):
            self._by_name.setdefault(key, set()).add(who)
