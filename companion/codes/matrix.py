"""Which document binds whom, where: one table over conduct profile and activity (X-02). Pure.

`accept` means that somebody says so themselves before they take part, which coming along never stands for (BX-05).
`sign` opens what is confidential and is not needed for coming. `read` is there to be read.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("code", "protocol", "terms", "confidentiality", "privacy")
KIND_WORDS = {
    "code": "Code of conduct",
    "protocol": "Meeting protocol",
    "terms": "Terms of Reference",
    "confidentiality": "Confidentiality agreement",
    "privacy": "Privacy notice",
}
#: live forum sessions and the chat rooms between them; then what somebody is asked to do beyond both
ACTIVITIES = ("session", "room", "task", "visit", "panel", "external_event", "outside_body")
APPOINTED = ("task", "visit", "panel", "external_event", "outside_body")
ACTIVITY_WORDS = {
    "session": "Forum session",
    "room": "Chat room",
    "task": "Task",
    "visit": "Visit or inspection",
    "panel": "Panel",
    "external_event": "Event elsewhere",
    "outside_body": "Seat on an outside body",
}
MEMBERS = frozenset({"member"})


@dataclass(frozen=True)
class Binding:
    """A document that binds, how it is agreed to, and whom: all kinds of registration where none is named."""

    kind: str
    how: str  # accept | sign | read
    whom: frozenset[str] | None = None

    def binds(self, registration_kind: str) -> bool:
        return self.whom is None or registration_kind in self.whom


#: one version of the code holds in the live sessions and in the rooms alike (LC-01)
LANDLORDS = (Binding("code", "accept"), Binding("privacy", "read"))
#: everybody keeps to the protocol of a meeting; Terms of Reference are a group's, so its members' (PP-09, PP-10, PP-11)
CUSTOMERS = (
    Binding("code", "accept"),
    Binding("protocol", "accept"),
    Binding("terms", "accept", MEMBERS),
    Binding("confidentiality", "sign"),
    Binding("privacy", "read"),
)
CUSTOMERS_ELSEWHERE = tuple(binding for binding in CUSTOMERS if binding.kind != "protocol")
#: customers and officers alike, and whoever represents the Council elsewhere (BX-02, BX-03, BX-31)
ENGAGED = (
    Binding("code", "accept"),
    Binding("terms", "accept", MEMBERS),
    Binding("confidentiality", "sign"),
    Binding("privacy", "read"),
)

#: (conduct profile, activity) → what binds there. No row, no such activity: landlords are appointed to nothing (C-17).
MATRIX: dict[tuple[str, str], tuple[Binding, ...]] = {
    **{("LC", activity): LANDLORDS for activity in ("session", "room")},
    **{("PP", activity): CUSTOMERS for activity in ("session", "room")},
    **{("PP", activity): CUSTOMERS_ELSEWHERE for activity in APPOINTED},
    **{("BX", activity): ENGAGED for activity in ACTIVITIES},
}


def bindings(profile: str, activity: str, registration_kind: str = "member") -> tuple[Binding, ...]:
    """What binds somebody of that kind there; nothing where a programme has no such activity."""
    return tuple(binding for binding in MATRIX.get((profile, activity), ()) if binding.binds(registration_kind))


def must_accept(profile: str, activity: str, registration_kind: str = "member") -> tuple[str, ...]:
    """The kinds of document that somebody accepts before they take part."""
    return tuple(binding.kind for binding in bindings(profile, activity, registration_kind) if binding.how == "accept")


def kinds_for(profile: str) -> tuple[str, ...]:
    """The kinds of document that a programme of that profile may have, in the order they are shown."""
    used = {binding.kind for (whose, _), bound in MATRIX.items() if whose == profile for binding in bound}
    return tuple(kind for kind in KINDS if kind in used)


def activities_for(profile: str) -> tuple[str, ...]:
    """What somebody may be appointed to under a profile."""
    return tuple(activity for activity in APPOINTED if (profile, activity) in MATRIX)
