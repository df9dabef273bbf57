"""Words that a reviewer hides by hand, here or everywhere."""

from __future__ import annotations

import re

from sqlalchemy import select

from companion.kernel.errors import BadInput
from companion.kernel.ids import DraftId, new_id
from companion.kernel.uow import Uow
from companion.release.acts import Act
from companion.release.cases import CASE_LABEL
from companion.release.cues import BY_HAND, NOBODY, OpenCue, open_cue, open_cues, row_name, seal
from companion.release.editing import edit
from companion.release.promises import met_by_edit
from companion.release.standing import person_acting
from companion.release.tables import Draft, DraftSpan

#: what a reviewer may hide by hand → the kind it is, and the label that will stand there
HIDDEN_AS: dict[str, tuple[str, str]] = {
    "participant": ("PERSON", "[participant]"),
    "colleague": ("PERSON", "[colleague]"),
    "resident": ("PERSON", "[resident]"),
    "landlord": ("ORG", "[landlord]"),
    "place": ("PLACE", "[place]"),
    "number of homes": ("QUANTITY", "[number of homes]"),
    "reference": ("CASE_REF", "[reference]"),
    "individual case": ("OTHER", CASE_LABEL),
    "something else": ("OTHER", "[removed]"),
}
MOST_WORDS = 2_000


class NotInText(BadInput):
    message = "These words are not in that part of the transcript. Select them again."


def hide(
    uow: Uow,
    draft_id: DraftId,
    position: int,
    words: str,
    *,
    hidden_as: str,
    start: int | None = None,
    is_everywhere: bool = False,
) -> int:
    """Hide words that the machine did not propose: one place in a cue, or every place in the transcript.

    `start` says which place of the cue is meant; a part of a word takes the whole word. Proposals that it touches are
    hidden with it. Returns how many places were hidden; raises NotInText, BadInput, WrongStation.
    """
    wanted = " ".join(words.split())
    if hidden_as not in HIDDEN_AS or not wanted or len(wanted) > MOST_WORDS:
        raise BadInput("Say which words to hide, and as what.")
    draft = edit(uow, draft_id, "release.span_added", position=position, hidden_as=hidden_as, everywhere=is_everywhere)
    cue = open_cue(uow, draft_id, position)
    if cue is None:
        raise NotInText
    here = _meant(cue.text, wanted, start) if cue.speaker != NOBODY else None
    places = [(cue, here)] if here else []
    if is_everywhere:
        whole = cue.text[slice(*here)] if here else wanted
        cues = [one for one in open_cues(uow, draft_id) if one.speaker != NOBODY]
        places = [(one, place) for one in cues for place in occurrences(one.text, whole)]
    if not places:
        raise NotInText
    act = Act()
    for one, (at, end) in places:
        _hide_one(uow, draft, act, one, at, end, hidden_as)
    act.keep(uow, draft)
    met_by_edit(uow, draft_id, {one.position for one, _ in places})
    return len(places)


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, whatever their case and blanks, as whole words."""
    parts = (re.escape(part) for part in words.split())
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)
    found = [(match.start(), match.end()) for match in pattern.finditer(text)]
    if found:
        return found
    at = text.casefold().find(words.casefold()) if len(text.casefold()) == len(text) else -1
    return [(at, at + len(words))] if at >= 0 else []


def _meant(text: str, words: str, start: int | None) -> tuple[int, int] | None:
    """The place of a cue that somebody means, in whole words; None where the words do not stand there.

    A mouse lets go inside a word easily, and half of a name still tells whose it is.
    """
    found = occurrences(text, words)
    if start is not None and start not in [place[0] for place in found]:
        there = re.compile(r"\s+".join(re.escape(part) for part in words.split()), re.IGNORECASE).match(text, start)
        if there is not None:
            return _in_whole_words(text, *there.span())
        return _in_whole_words(text, *found[0]) if len(found) == 1 else None
    meant = next((place for place in found if start in (None, place[0])), None)
    return _in_whole_words(text, *meant) if meant else None


def _in_whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = re.match(r"\w", text[start:]), re.match(r"\w", text[end - 1 :])
    before = re.search(r"\w*\Z", text[:start]) if first else None
    after = re.match(r"\w*", text[end:]) if last else None
    return start - len(before.group() if before else ""), end + len(after.group() if after else "")


def _hide_one(uow: Uow, draft: Draft, act: Act, cue: OpenCue, start: int, end: int, hidden_as: str) -> None:
    """A span of the reviewer's own. Proposals that it touches stay, so that taking it back uncovers nothing new."""
    kind, label = HIDDEN_AS[hidden_as]
    row_id, person_id = new_id(), person_acting(uow)
    touched = select(DraftSpan).where(
        DraftSpan.draft_id == draft.id,
        DraftSpan.cue_position == cue.position,
        DraftSpan.start < end,
        DraftSpan.end > start,
        DraftSpan.decision == "undecided",
    )
    for span in uow.db.scalars(touched):
        act.touch(span)
        span.decision, span.decided_by_id, span.decided_at = "accepted", person_id, uow.now
    row = DraftSpan(
        id=row_id,
        draft_id=draft.id,
        cue_position=cue.position,
        start=start,
        end=end,
        kind=kind,
        finder=BY_HAND,
        confidence=1.0,
        label=label,
        sealed_reason=seal(uow, draft, "You hid this.", row=row_name("release_draft_span", row_id)),
        decision="accepted",
        decided_by_id=person_id,
        decided_at=uow.now,
    )
    uow.db.add(row)
    act.made(row)
