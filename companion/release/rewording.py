"""Words that were misheard are put right in a draft; what is found in them is looked for anew."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from companion.kernel.errors import BadInput
from companion.kernel.ids import DraftId
from companion.kernel.uow import Uow
from companion.release.cues import NOBODY, open_cue, sealed_cue
from companion.release.editing import edit
from companion.release.hiding import NotInText
from companion.release.importing import ask_for_proposals
from companion.release.promises import met_by_edit
from companion.release.tables import DraftCue, DraftSpan, ReviewAct

MOST_WORDS = 2_000
IN_THE_MAKING = ""  # the roster's digest while proposals are to be made anew: the gate waits for another


def reword(uow: Uow, draft_id: DraftId, position: int, was: str, now: str) -> None:
    """Replace words of one cue by what was said, at the first place where they stand; the proposals are made anew.

    Decisions elsewhere stay; those that the words touched are asked again. Answers given in that cue before cannot be
    undone any more. Raises NotInText, BadInput, WrongStation.
    """
    now = " ".join(now.split())
    if not was.strip() or not now or len(now) > MOST_WORDS:
        raise BadInput("Say which words were misheard, and what was said instead.")
    draft = edit(uow, draft_id, "release.reworded", position=position)
    cue = open_cue(uow, draft_id, position)
    if cue is None or cue.speaker == NOBODY:
        raise NotInText
    start = cue.text.find(was)
    if start < 0:
        raise NotInText
    end, longer = start + len(was), len(now) - len(was)
    touched: list[str] = []
    mine = (DraftSpan.draft_id == draft_id, DraftSpan.cue_position == position)
    for span in uow.db.scalars(select(DraftSpan).where(*mine)):
        if span.start >= end:
            span.start, span.end = span.start + longer, span.end + longer
            touched.append(str(span.id))
        elif span.end > start:
            uow.db.delete(span)
            touched.append(str(span.id))
    row = uow.db.get_one(DraftCue, (draft_id, position))
    said = cue.text[:start] + now + cue.text[end:]
    row.sealed = sealed_cue(uow, draft, replace(cue, text=said)).sealed
    for act in uow.db.scalars(select(ReviewAct).where(ReviewAct.draft_id == draft_id)):
        if any(one in act.changes for one in touched):
            act.is_undone = True  # its offsets are those of other words
    met_by_edit(uow, draft_id, {position})
    draft.roster_digest = IN_THE_MAKING
    uow.db.flush()
    ask_for_proposals(uow, draft_id)
