"""One type per kind of id, so that a landlord cannot be passed for a registrant. All are UUIDv4, made at the edge."""

from __future__ import annotations

from typing import NewType
from uuid import UUID, uuid4

ProgrammeId = NewType("ProgrammeId", UUID)
ForumSessionId = NewType("ForumSessionId", UUID)
AgendaItemId = NewType("AgendaItemId", UUID)
LandlordId = NewType("LandlordId", UUID)
PersonId = NewType("PersonId", UUID)
RegistrationId = NewType("RegistrationId", UUID)
ParticipantId = NewType("ParticipantId", UUID)
DeclarationId = NewType("DeclarationId", UUID)
ShowOfHandsId = NewType("ShowOfHandsId", UUID)
InvitationId = NewType("InvitationId", UUID)
LinkId = NewType("LinkId", UUID)
BrowserSessionId = NewType("BrowserSessionId", UUID)
PolicyVersionId = NewType("PolicyVersionId", UUID)
CaptionStreamId = NewType("CaptionStreamId", UUID)
DraftId = NewType("DraftId", UUID)
SpanId = NewType("SpanId", UUID)
ReleaseId = NewType("ReleaseId", UUID)
EffectId = NewType("EffectId", UUID)


def new_id() -> UUID:
    """A fresh UUIDv4; wrap it in its NewType where it is made."""
    return uuid4()
