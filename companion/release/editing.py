"""How every edit of a draft begins, whatever it changes."""

from __future__ import annotations

from sqlalchemy import delete

from companion.kernel.ids import DraftId
from companion.kernel.uow import Uow
from companion.release.rules import after_edit
from companion.release.standing import load, person_acting
from companion.release.tables import Draft, ReleasedFile


def edit(uow: Uow, draft_id: DraftId, action: str, **details: str | int | bool | None) -> Draft:
    """Begin an edit: the right station, a person, a new revision, and no file of the older text left.

    What the audit found stays until it runs again, so that what somebody looked at need not be looked at twice.

    Raises NotFound, NotAllowed for a machine, WrongStation.
    """
    person_id = person_acting(uow)
    draft = load(uow, draft_id)
    draft.state = after_edit(draft.state)
    draft.reviewed_at = draft.manifest_digest = draft.approver_id = draft.approved_at = draft.held_until = None
    draft.editor_id = person_id
    draft.revision += 1
    uow.db.execute(delete(ReleasedFile).where(ReleasedFile.draft_id == draft_id))
    uow.audit(action, "release_draft", draft_id, revision=draft.revision, **details)
    uow.db.flush()
    return draft
