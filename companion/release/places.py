"""Every place of a session where the same words stand, decided or not, proposed or not."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from companion.kernel.ids import DraftId, SpanId
from companion.kernel.uow import Uow
from companion.release.cases import BY_CHAIR
from companion.release.cues import NOBODY, row_name
from companion.release.tables import DraftCue, DraftSpan
from companion.release.weighing import Elsewhere


@dataclass(frozen=True)
class Text:
    """What was said in one cue, and nothing else of it."""

    position: int
    text: str


@dataclass(frozen=True)
class Same:
    """Where the words of one proposal stand: proposals that wait (itself among them), and places nobody proposed."""

    waiting: tuple[SpanId, ...]
    bare: tuple[tuple[int, int, int], ...]
    elsewhere: Elsewhere

    @property
    def to_hide(self) -> int:
        return len(self.waiting) + len(self.bare)

    @property
    def to_keep(self) -> int:
        return len(self.waiting)


def texts_of(uow: Uow, draft_id: DraftId) -> list[Text]:
    """Every cue's words, in order, gaps left out. Opens the whole session: some ten thousandths of a second a cue."""
    query = select(DraftCue.position, DraftCue.speaker, DraftCue.sealed).where(DraftCue.draft_id == draft_id)
    return [
        Text(row.position, json.loads(uow.keys.open(row.sealed, row=_row(draft_id, row.position)))["text"])
        for row in uow.db.execute(query.order_by(DraftCue.position))
        if row.speaker != NOBODY
    ]


def same_as(uow: Uow, draft_id: DraftId, span: DraftSpan, texts: list[Text], *, is_ordinary: bool) -> Same:
    """Where the words of a proposal stand. Proposals count whatever their case; places that nobody proposed only when
    written alike, and not for an ordinary word, since “will” is not Will."""
    by_position = {text.position: text.text for text in texts}
    words = by_position.get(span.cue_position, "")[span.start : span.end]
    if not words.strip():
        return Same((), (), Elsewhere())
    counts = {"accepted": 0, "rejected": 0, "undecided": 0}
    waiting: list[SpanId] = []
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in _spans(uow, draft_id):
        taken[row.cue_position].append((row.start, row.end))
        if row.finder == BY_CHAIR or folded(by_position.get(row.cue_position, "")[row.start : row.end]) != folded(
            words
        ):
            continue
        if row.decision == "undecided":
            waiting.append(SpanId(row.id))
        if row.id != span.id:
            counts[row.decision] += 1
    bare = () if is_ordinary else tuple(_bare(texts, words, taken))
    return Same(tuple(waiting), bare, Elsewhere(counts["accepted"], counts["rejected"], counts["undecided"], len(bare)))


def folded(words: str) -> str:
    """Words as they are compared: whatever their case and blanks."""
    return " ".join(words.split()).casefold()


def _bare(texts: list[Text], words: str, taken: dict[int, list[tuple[int, int]]]) -> Iterator[tuple[int, int, int]]:
    parts = (re.escape(part) for part in words.split())
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)")
    for one in texts:
        for found in pattern.finditer(one.text):
            start, end = found.span()
            if not any(start < last and first < end for first, last in taken.get(one.position, ())):
                yield one.position, start, end


def _spans(uow: Uow, draft_id: DraftId) -> Iterator[DraftSpan]:
    columns = (
        DraftSpan.id,
        DraftSpan.cue_position,
        DraftSpan.start,
        DraftSpan.end,
        DraftSpan.finder,
        DraftSpan.decision,
    )
    query = select(*columns).where(DraftSpan.draft_id == draft_id)
    yield from uow.db.execute(query.order_by(DraftSpan.cue_position, DraftSpan.start))  # type: ignore[misc]


def _row(draft_id: DraftId, position: int) -> str:
    return row_name("release_draft_cue", draft_id, position)
