"""Zoom's chat as a text file, in the forms it has had: saved by a participant, or beside a cloud recording.

    2026-01-27 14:02:11 From Sam Okoro to Everyone:
    <tab>Good morning
    14:02:11  From  Sam Okoro : Good morning
    00:02:11<tab>Sam Okoro:<tab>Good morning

Private messages were not said in the meeting: they are dropped and counted, and so are reactions and the quoted
beginning of the message that somebody replies to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from transcripts.cues import Cue
from transcripts.lines import TranscriptError
from transcripts.saved import TIME, Dropped, Said, cues_from, time_of

HEAD = re.compile(rf"(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ \t]+)?{TIME}[ \t]+From[ \t]+(\S.*)")
CLOUD_HEAD = re.compile(rf"{TIME}\t[ ]*([^\t]{{1,400}}?)[ ]*:[ ]?\t(.*)")
PRIVATE, REACTIONS, QUOTES, EMPTY = "private messages", "reactions", "quoted beginnings of messages", "empty messages"
_ALL = (
    r"(?:Everyone(?: in [^:]{1,60})?|(?:All |Hosts? and |Hosts & )?(?:panell?ists|participants)|Meeting Group Chat"
    r"|Waiting Room(?: Participants)?)"
)
_TO_ALL = re.compile(rf"(.{{0,300}}?)[ \t]+to[ \t]+{_ALL}[ \t]*:(?:[ \t]+|$)(.*)", re.IGNORECASE)
_TO_ONE = re.compile(r"[^:]{0,300}?[ \t]to[ \t][^:]{1,300}:.*|.{1,600}?\((?:Direct Message|Privately)\)[ \t]*:.*", re.I)
_TO_NOBODY_SAID = re.compile(r"(.{1,300}?)(?:[ \t]+:[ \t]*|:[ \t]+|:$)(.*)")
_REACTION = re.compile(r'(?:Reacted to|Removed an? .{1,60}? reaction from) ["“‘\'].*', re.IGNORECASE | re.DOTALL)
_QUOTE = re.compile(r'Replying to ["“‘\'].*', re.IGNORECASE)


@dataclass
class _Message:
    line: int
    at_ms: int
    name: str | None
    is_private: bool = False
    words: list[str] = field(default_factory=list)


def is_chat_head(line: str) -> bool:
    """Does a message begin in this line?"""
    return bool(HEAD.fullmatch(line) or CLOUD_HEAD.fullmatch(line))


def read_saved_chat(lines: Sequence[str]) -> tuple[tuple[Cue, ...], tuple[Dropped, ...], int | None]:
    """The cues, what was dropped, and the time of day in milliseconds that the cues' times count from.

    The last is None for the chat of a cloud recording, whose times count from the recording's beginning. Raises
    TranscriptError with the line of words above the first message, and for a file without a public message.
    """
    messages: list[_Message] = []
    is_cloud = False
    for number, line in enumerate(lines, 1):
        head = _head(line, number)
        if head is not None:
            is_cloud = is_cloud or not HEAD.fullmatch(line)
            messages.append(head)
        elif messages:
            messages[-1].words.append(line.strip())
        elif line.strip():
            raise TranscriptError(number, "this line stands above the first message and says neither who nor when.")
    dropped: Counter[str] = Counter()
    entries = [entry for message in messages if (entry := _said(message, dropped))]
    if not entries:
        raise TranscriptError(len(lines), "the file ends without a single message to everyone.")
    start = 0 if is_cloud else entries[0].at_ms
    counted = tuple(Dropped(what, dropped[what]) for what in (PRIVATE, REACTIONS, QUOTES, EMPTY) if dropped[what])
    return cues_from(entries, start_ms=start), counted, None if is_cloud else start


def _head(line: str, number: int) -> _Message | None:
    found = HEAD.fullmatch(line)
    if found is None:
        cloud = CLOUD_HEAD.fullmatch(line)
        if cloud is None:
            return None
        return _Message(
            number, time_of(cloud, 1, number), cloud.group(5).strip() or None, words=[cloud.group(6).strip()]
        )
    at_ms, rest = time_of(found, 1, number), found.group(5)
    to_all = _TO_ALL.fullmatch(rest)
    if to_all:
        return _Message(number, at_ms, to_all.group(1).strip() or None, words=[to_all.group(2).strip()])
    if _TO_ONE.fullmatch(rest):
        return _Message(number, at_ms, None, is_private=True)
    plain = _TO_NOBODY_SAID.fullmatch(rest)
    if plain is None:
        raise TranscriptError(number, "this message has no colon behind the name of its sender.")
    return _Message(number, at_ms, plain.group(1).strip(), words=[plain.group(2).strip()])


def _said(message: _Message, dropped: Counter[str]) -> Said | None:
    if message.is_private:
        dropped[PRIVATE] += 1
        return None
    words = [line for line in message.words if line]
    if words and _REACTION.fullmatch("\n".join(words)):
        dropped[REACTIONS] += 1
        return None
    if words and _QUOTE.fullmatch(words[0]):
        dropped[QUOTES] += 1
        words = words[1:]
    if not words:
        dropped[EMPTY] += 1
        return None
    return Said(message.line, message.at_ms, message.name, "\n".join(words))
