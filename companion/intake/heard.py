"""What caption streams brought: the words, then what follows. Names become participant ids here and go no further."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from companion.captions import chat, gaps, streams
from companion.captions import service as captions
from companion.captions.rules import LIVE
from companion.captions.streams import Claim
from companion.captions.tables import CaptionStream
from companion.floor import service as floor
from companion.floor.events import SpeakerChanged, VoiceCaptioned
from companion.floor.listening import JOIN_MS
from companion.floor.measuring import joined
from companion.intake import elsewhere
from companion.intake.events import heard_in_chat, stream_over
from companion.intake.listened import listened
from companion.kernel.clocks import from_ms
from companion.kernel.errors import DomainError
from companion.kernel.ids import ParticipantId
from companion.kernel.log import log
from companion.kernel.uow import Uow
from companion.registration import participants
from zoom_hooks.rtms import ActiveSpeaker, Caption, ChatMessage, FeedRefused, Item, Joined, Paused, StreamEnded

Spoken = tuple[Claim, Sequence[Caption]]
Told = tuple[Claim, Sequence[Item]]
Outcome = DomainError | None


def store_words(uow: Uow, heard: Sequence[Spoken]) -> list[Outcome]:
    """Store what was said in several streams: for each, None, or why it was lost; then nothing of that one is stored.

    The words and nothing else, in as few statements as can be: many streams share the commit, and `follow_up` does the
    rest when they are safe.
    """
    rows = streams.locked(uow, [claim.stream_id for claim, _ in heard], hold="words")
    outcomes = [streams.why_lost(rows.get(claim.stream_id), claim.fence) for claim, _ in heard]
    good = [one for one, lost in zip(heard, outcomes, strict=True) if lost is None]
    voices = _voices_of(uow, good)
    captions.keep_cues(
        uow,
        [
            (rows[claim.stream_id], [_cue(caption, voices.get(_voice(claim, caption))) for caption in spoken])
            for claim, spoken in good
        ],
    )
    return outcomes


def follow_up(uow: Uow, told: Sequence[Told]) -> list[Outcome]:
    """What else follows from items whose words are stored: hands, people, measurements, when each feed reached us.

    For each stream None, or why it was lost; then nothing of that one is done.
    """
    ended = any(isinstance(item, StreamEnded) for _, items in told for item in items)
    rows = streams.locked(uow, [claim.stream_id for claim, _ in told], hold="whole" if ended else "state")
    outcomes = [streams.why_lost(rows.get(claim.stream_id), claim.fence) for claim, _ in told]
    for (claim, items), lost in zip(told, outcomes, strict=True):
        if lost is None:
            _follow_up(uow, claim, rows[claim.stream_id], items)
    return outcomes


def _follow_up(uow: Uow, claim: Claim, stream: CaptionStream, items: Sequence[Item]) -> None:
    for item in items:
        if isinstance(item, ChatMessage):
            _chat(uow, claim, item)
        elif isinstance(item, Joined):
            _seen(uow, claim, item.user_id, item.user_name, item.at_ms)
        elif isinstance(item, FeedRefused):
            log.warning("feed refused", stream_id=claim.stream_id, reason=item.feed, code=item.status)
    spoken = [item for item in items if isinstance(item, Caption)]
    if spoken:
        streams.heard_from(uow, stream)
    voices = _voices_of(uow, [(claim, spoken)])
    cues = [_cue(caption, voices.get(_voice(claim, caption))) for caption in spoken]
    floor.voices_heard(uow, claim.forum_session_id, [*_changes(uow, claim, items), *_voices(cues)])
    spoke = [(one.participant_id, from_ms(one.start_ms)) for one in cues if one.participant_id is not None]
    elsewhere.heard_here(uow, claim.forum_session_id, spoke)
    _listened(uow, claim, stream, items)
    for item in items:
        if isinstance(item, StreamEnded):
            stream_over(uow, claim.rtms_stream_id, item.reason)


def _listened(uow: Uow, claim: Claim, stream: CaptionStream, items: Sequence[Item]) -> None:
    """Keep when each feed reached us, and how the stream stands after it."""
    told = listened(items, is_paused=stream.is_paused)
    for feed, happened in told.happened.items():
        gaps.note_listening(uow, claim.forum_session_id, claim.stream_id, feed, happened)
    stream.is_paused = told.is_paused
    if stream.state in LIVE and told.is_connected is not None:
        stream.state = "following" if told.is_connected else "interrupted"
    uow.db.flush()


Voice = tuple[UUID, str, str]  # forum session, occurrence of its meeting, in-meeting number


def _voice(claim: Claim, caption: Caption) -> Voice:
    return (claim.forum_session_id, claim.meeting_uuid, caption.user_id or "0")


def _voices_of(uow: Uow, heard: Sequence[Spoken]) -> dict[Voice, ParticipantId]:
    """Who the voices are; somebody new where Zoom has not told us of a join yet. Number 0 is nobody, or several."""
    wanted = {_voice(claim, caption): (claim, caption) for claim, spoken in heard for caption in spoken}
    wanted = {voice: one for voice, one in wanted.items() if voice[2] != "0"}
    found = participants.seen_before(uow, wanted)
    for voice, (claim, caption) in wanted.items():
        if voice not in found:
            who = _seen(uow, claim, caption.user_id, caption.user_name, caption.start_ms)
            assert who is not None
            found[voice] = who
    return found


def _cue(caption: Caption, who: ParticipantId | None) -> captions.HeardCue:
    return captions.HeardCue(caption.start_ms, caption.end_ms, caption.text, participant_id=who)


def _changes(uow: Uow, claim: Claim, items: Sequence[Item]) -> list[SpeakerChanged]:
    """Where Zoom's highlight went, as far as Zoom said when; nowhere once the stream is paused or over.

    From there on nobody is known to speak, and whoever did last is not measured on.
    """
    found = []
    for item in items:
        if isinstance(item, ActiveSpeaker) and item.at_ms is not None:
            who = _seen(uow, claim, item.user_id, item.user_name, item.at_ms)
            found.append(SpeakerChanged(item.at_ms, who))
        elif isinstance(item, Paused | StreamEnded) and item.at_ms is not None:
            found.append(SpeakerChanged(item.at_ms, None))
    return found


def _voices(cues: Sequence[captions.HeardCue]) -> list[VoiceCaptioned]:
    """When words were heard and whose, without the words; sentences close together are one stretch."""
    spans: dict[ParticipantId, list[tuple[int, int]]] = {}
    for cue in cues:
        if cue.participant_id is not None:
            spans.setdefault(cue.participant_id, []).append((cue.start_ms, cue.end_ms))
    return [VoiceCaptioned(who, *span) for who, own in spans.items() for span in joined(own, JOIN_MS)]


def _chat(uow: Uow, claim: Claim, message: ChatMessage) -> None:
    """Messages to everyone only: what was written to one person is not kept, and is nobody's wish to speak."""
    if message.to_everyone is False:
        return
    # Older servers send plain text without an id: who wrote at which millisecond names it just as well.
    message_id = message.message_id or f"{message.user_id}:{message.sent_ms}"
    if message.operation == "deleted":
        chat.delete_chat(uow, claim.forum_session_id, message_id)
    elif message.operation == "edited":
        chat.edit_chat(uow, claim.forum_session_id, message_id, message.text)
    elif message.operation == "new":
        _seen(uow, claim, message.user_id, message.user_name, message.sent_ms)
        heard_in_chat(
            uow,
            claim.forum_session_id,
            meeting_uuid=claim.meeting_uuid,
            user_id=message.user_id,
            message_id=message_id,
            text=message.text,
            at=_at(uow, message.sent_ms),
        )


def _seen(uow: Uow, claim: Claim, user_id: str | None, name: str | None, at_ms: int | None) -> ParticipantId | None:
    """The participant of an in-meeting number; somebody new when Zoom has not told us of a join yet."""
    if user_id is None or user_id == "0":
        return None
    return participants.participant_seen(
        uow,
        claim.forum_session_id,
        meeting_uuid=claim.meeting_uuid,
        user_id=user_id,
        name=name or "",
        at=_at(uow, at_ms),
    )


def _at(uow: Uow, at_ms: int | None) -> datetime:
    return from_ms(at_ms) if at_ms is not None else uow.now
