"""Letters as they arrive: every queued one is composed, rendered and kept, in the order they were queued."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from companion.effects import LETTERS, SENT, perform
from companion.kernel.mail import render
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from tests.house import House


@dataclass(frozen=True)
class Arrived:
    """One letter in somebody's mailbox."""

    letter: str
    to: str
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str:
        """The path of the link it carries."""
        found = re.search(r"http://localhost(/\S+)", self.text)
        assert found, self.text
        return found.group(1)

    @property
    def code(self) -> str:
        """The six digits it carries."""
        found = re.search(r"\b(\d{6})\b", self.text)
        assert found, self.text
        return found.group(1)


def collect(house: House) -> list[Arrived]:
    """Send what is waiting, and return it; before that, look for what whoever lost their link has asked for."""
    _look_for_lost_links(house)

    def send(uow: Uow) -> list[Arrived]:
        arrived = []
        query = select(OutboxEffect).where(OutboxEffect.kind == "letter", OutboxEffect.state == "new")
        for effect in uow.db.scalars(query.order_by(OutboxEffect.queued_at, OutboxEffect.id)).all():
            name = effect.payload["letter"]
            composed = LETTERS[name](uow, effect.payload)
            effect.state = "dropped" if composed is None else "done"
            if composed is not None:
                SENT.get(name, lambda *_: None)(uow, effect.payload)
                seen = render(composed)
                arrived.append(Arrived(name, seen.to, seen.subject, seen.text, seen.html))
        return arrived

    return house.run(send)  # type: ignore[no-any-return]


def _look_for_lost_links(house: House) -> None:
    def found(uow: Uow) -> list[OutboxEffect]:
        query = select(OutboxEffect).where(OutboxEffect.kind == "registration.lost_link", OutboxEffect.state == "new")
        effects = list(uow.db.scalars(query))
        for effect in effects:
            effect.state = "done"
        return effects

    for effect in house.run(found):
        perform(house.wiring, effect.kind, effect.payload)


def wanted_in_zoom(house: House) -> list[str]:
    """The effects in Zoom that are queued, by registration id, in order."""

    def found(uow: Uow) -> list[str]:
        query = select(OutboxEffect).where(OutboxEffect.kind == "zoom.registrant").order_by(OutboxEffect.queued_at)
        return [effect.payload["registration_id"] for effect in uow.db.scalars(query)]

    return house.run(found)  # type: ignore[no-any-return]
