"""The letters of groups: an application has come, it was decided, and the yearly question. Subjects say no more than
that a letter concerns a group: others may see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.forums import service as forums
from companion.groups import members, rules, service
from companion.groups.tables import Application, MemberQuestion
from companion.kernel.crypto import Unreadable
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.tables import Person
from companion.people.tokens import hash_token, new_token


def compose_received(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To an applicant: we have it, and when they hear from us."""
    return _to_applicant(uow, payload, "groups/received", "We have your application")


def compose_decided(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To an applicant: what was decided, with the reason where it is no."""
    return _to_applicant(uow, payload, "groups/decided", "Your application")


def compose_question(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To a member, once a year: is it all still so? The link is made now."""
    question = uow.db.get(MemberQuestion, UUID(payload["question_id"]))
    if question is None or question.answered_at is not None:
        return None
    member = members.member_of(uow, question.member_id)
    address = people.primary_address(uow, member.person_id)
    if member.ended_at is not None or address is None:
        return None
    token = new_token()
    question.token_hash = hash_token(token)
    programme = forums.programme_of(uow, member.programme_id)
    context = {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "why": f"You get this because you are a member of {programme.name}.",
        "preview": "One question, once a year",
        "name": uow.db.get_one(Person, member.person_id).name,
        "conditions": list(rules.CONDITIONS[programme.conduct_profile].values()),
        "url": f"{uow.settings.public_url}/group-membership/{token}",
    }
    subject = "Your membership, once a year"
    return Letter(address, subject, "groups/question", context, person_id=member.person_id, tokens=(token,))


def _to_applicant(uow: Uow, payload: dict[str, Any], template: str, subject: str) -> Letter | None:
    application = uow.db.get(Application, UUID(payload["application_id"]))
    if application is None:
        return None
    try:
        opened = service.opened(uow, application.id)
    except Unreadable:
        return None
    if not opened.applicant.email:
        return None  # staff ring or write to them
    programme = forums.programme_of(uow, application.programme_id)
    context = {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "why": f"You get this because you applied to join {programme.name}.",
        "preview": programme.name,
        "name": opened.applicant.name,
        "state": application.state,
        "reason": opened.reason,
        "due_on": f"{application.due_on:%A} {application.due_on.day} {application.due_on:%B %Y}",
        "url": f"{uow.settings.public_url}/groups/{programme.id}/apply",
    }
    return Letter(opened.applicant.email, subject, template, context)
