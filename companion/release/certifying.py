"""What a certificate says that only the reviewer's side can count: words, proposals by finder, the linking attack."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import func, select

from companion.kernel.ids import DraftId
from companion.kernel.uow import Uow
from companion.release.acts import minutes_of_review
from companion.release.cues import OpenCue, OpenSpan, masked
from companion.release.tables import AuditFinding, CertificateFacts, Draft
from transcripts import attack, turns_of


def certify(uow: Uow, draft: Draft, cues: list[OpenCue], spans: list[OpenSpan]) -> None:
    """Count what the certificate of this revision needs, and keep it. Numbers only."""
    row = uow.db.get(CertificateFacts, draft.id)
    if row is None:
        row = CertificateFacts(draft_id=draft.id, revision=draft.revision, facts={})
        uow.db.add(row)
    row.revision, row.facts = draft.revision, facts_of_review(uow, draft, cues, spans)
    uow.db.flush()


def facts_of_review(uow: Uow, draft: Draft, cues: list[OpenCue], spans: list[OpenSpan]) -> dict[str, Any]:
    """The numbers of a review that is done."""
    words = sum(len(cue.text.split()) for cue in cues)
    minutes = minutes_of_review(uow, DraftId(draft.id))
    shown = masked(cues, spans)
    link = attack(turns_of([cue.text for cue in shown], [cue.speaker for cue in cues]))
    return {
        "words": words,
        "captions": len(cues),
        "proposals": _by_finder(spans),
        "audit": {"must_go": draft.audit_hard or 0, "looked_at": _looked_at(uow, draft)},
        "minutes_of_review": minutes,
        "minutes_per_thousand_words": round(1000 * minutes / words, 1) if words else 0,
        "link_by_style": {
            "right_of_100": round(100 * link.top1),
            "chance_of_100": round(100 * link.chance),
            "turns": link.turns,
            "beats_chance": link.beats_chance,
        },
    }


def _by_finder(spans: list[OpenSpan]) -> dict[str, dict[str, int]]:
    counts = Counter((span.finder, span.decision) for span in spans)
    return {
        finder: {"hidden": counts[finder, "accepted"], "kept": counts[finder, "rejected"]}
        for finder in sorted({span.finder for span in spans})
    }


def _looked_at(uow: Uow, draft: Draft) -> int:
    query = select(func.count()).where(AuditFinding.draft_id == draft.id, AuditFinding.accepted_by_id.is_not(None))
    return uow.db.scalar(query) or 0
