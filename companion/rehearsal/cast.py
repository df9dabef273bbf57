"""The staff of a practice session who are in no scenario, and the addresses of those whom it names without one."""

from __future__ import annotations

from dataclasses import dataclass

from companion.people.roles import Role


@dataclass(frozen=True)
class Member:
    """One of the forum's staff, with the roles that their account holds."""

    name: str
    email: str
    roles: tuple[Role, ...]


TRAINER = Member("Trudy Ainscough", "trainer@practice.example", (Role.ADMIN, Role.ORGANISER))
CHAIR_EMAIL = "chair@practice.example"
STEWARD_EMAIL = "steward@practice.example"
#: who chairs, and who helps, where a scenario names nobody
USUAL_CHAIR = "Imelda Castlegate"
USUAL_STEWARD = "Jonah Ferreday"
