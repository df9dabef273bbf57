"""Who is registered for a meeting, what was decided about them, and the form that they fill in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal
from urllib.parse import quote

from zoom_hooks import scopes
from zoom_hooks.errors import ZoomUnavailable
from zoom_hooks.events import Registrant
from zoom_hooks.reading import registrant_from
from zoom_hooks.rest.calls import Calls, number
from zoom_hooks.rest.values import AddedRegistrant, NewRegistrant

MOST_PER_CALL = 30
"""Zoom adds, or changes the status of, at most this many registrants in one call."""

RegistrantStatus = Literal["pending", "approved", "denied"]
StatusAction = Literal["approve", "deny", "cancel"]


class Registrants(Calls):
    """Registrants and their form."""

    def registrants(self, meeting_id: str, status: RegistrantStatus) -> tuple[Registrant, ...]:
        """Everybody registered with this status, all pages. Zoom keeps no list of the cancelled."""
        call = scopes.LIST_REGISTRANTS
        rows = self._pages(call, call.at(number(meeting_id)), "registrants", {"status": status})
        return tuple(registrant_from(row) for row in rows)

    def registrant(self, meeting_id: str, registrant_id: str) -> Registrant:
        """One registrant, whatever their status. Raises ZoomNotFound."""
        call = scopes.READ_REGISTRANT
        return registrant_from(self._read(call, call.at(number(meeting_id), quote(registrant_id, safe=""))).fields())

    def add_registrant(self, meeting_id: str, person: NewRegistrant) -> AddedRegistrant:
        """Register somebody. Zoom allows three adds of one address to one meeting per day."""
        body: dict[str, object] = {"first_name": person.first_name, "email": person.email}
        if person.last_name:
            body["last_name"] = person.last_name
        if person.org:
            body["org"] = person.org
        if person.answers:
            body["custom_questions"] = [{"title": title, "value": value} for title, value in person.answers]
        if person.auto_approve is not None:
            body["auto_approve"] = person.auto_approve
        call = scopes.ADD_REGISTRANT
        f = self._write(meeting_id, call, call.at(number(meeting_id)), body).fields()
        registrant_id = f.id("registrant_id")
        if registrant_id is None:
            raise ZoomUnavailable("Zoom's answer names no registrant", outcome_unknown=True)
        return AddedRegistrant(registrant_id, f.text("join_url"), f.id("participant_pin_code"))

    def add_registrants(
        self, meeting_id: str, people: Sequence[NewRegistrant], *, auto_approve: bool = False, mails: bool = False
    ) -> tuple[AddedRegistrant, ...]:
        """Register many, thirty to a call, in the order given; each has its address in the answer.

        Zoom takes names and addresses only: no organisation, no answers. `mails` sends Zoom's own confirmations. When a
        call fails, the calls before it have been carried out.
        """
        call = scopes.ADD_REGISTRANTS
        made: list[AddedRegistrant] = []
        for start in range(0, len(people), MOST_PER_CALL):
            body = {
                "auto_approve": auto_approve,
                "registrants_confirmation_email": mails,
                "registrants": [
                    {"first_name": one.first_name, "last_name": one.last_name, "email": one.email}
                    for one in people[start : start + MOST_PER_CALL]
                ],
            }
            f = self._write(meeting_id, call, call.at(number(meeting_id)), body).fields()
            for row in f.objects("registrants"):
                registrant_id = row.id("registrant_id")
                if registrant_id is None:
                    raise ZoomUnavailable("Zoom's answer names no registrant", outcome_unknown=True)
                made.append(
                    AddedRegistrant(
                        registrant_id, row.text("join_url"), row.id("participant_pin_code"), row.text("email")
                    )
                )
        return tuple(made)

    def set_registrant_status(
        self,
        meeting_id: str,
        action: StatusAction,
        people: Sequence[tuple[str, str]],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Approve, deny or cancel these (registrant id, e-mail), thirty to a call.

        Zoom allows ten changes of one person per day. When a call fails, the calls before it have been carried out.
        """
        call = scopes.DECIDE
        params = {"occurrence_id": occurrence_id} if occurrence_id else None
        for start in range(0, len(people), MOST_PER_CALL):
            chunk = people[start : start + MOST_PER_CALL]
            body = {"action": action, "registrants": [{"id": id_, "email": email} for id_, email in chunk]}
            self._write(meeting_id, call, call.at(number(meeting_id)), body, params=params)

    def remove_registrant(self, meeting_id: str, registrant_id: str) -> None:
        """Forget a registrant altogether: the link dies, and the address may register anew under another id."""
        call = scopes.REMOVE_REGISTRANT
        self._write(meeting_id, call, call.at(number(meeting_id), quote(registrant_id, safe="")))

    def questions(self, meeting_id: str) -> Mapping[str, object]:
        """The registration form: Zoom's object with `questions` and `custom_questions`."""
        call = scopes.READ_QUESTIONS
        return self._read(call, call.at(number(meeting_id))).fields().plain()

    def set_questions(
        self,
        meeting_id: str,
        *,
        questions: Iterable[Mapping[str, object]],
        custom_questions: Iterable[Mapping[str, object]],
    ) -> None:
        """Replace the whole registration form."""
        call = scopes.SET_QUESTIONS
        body = {
            "questions": [dict(question) for question in questions],
            "custom_questions": [dict(question) for question in custom_questions],
        }
        self._write(meeting_id, call, call.at(number(meeting_id)), body)
