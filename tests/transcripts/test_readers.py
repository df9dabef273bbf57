"""Every file that tells what was said comes in by one door, and tells what was left out of it."""

from __future__ import annotations

import pytest

from transcripts import Dropped, TranscriptError, read_any

CAPTIONS = b"""[Sam Okoro] 14:02:11
Thanks, chair.

[Ann [LVH] O'Dowd] 14:02:15
we <3 homes
and more

[] 14:02:19
who is this

[Ann] 14:02:20

"""
CHAT = """2026-01-27 14:02:11 From Sam Okoro to Everyone:
\tGood morning
\tall
2026-01-27 14:02:12 From Ann to Sam Okoro(Direct Message):
\tsecret
14:02:13\t From  Ann O'Dowd : hi: there
14:02:14 From Ann to Everyone:
\tReplying to "Good mor..."

\tyes
14:02:15 From Ann to Everyone:
\tReacted to "Good mor..." with 👍
14:02:16 From Ann  to  Sam(Privately) : secret
14:02:17 From Ann to Sam:
\tsecret
""".encode()
CLOUD = b"00:58:04\tSam:\tDepends\nand more\n00:58:20\tAnn:\tDid you: ok?\n"


def test_saved_captions_are_read_with_times_from_the_first() -> None:
    file = read_any("meeting_saved_closed_caption.txt", CAPTIONS)
    assert file.kind == "saved_captions"
    assert [(cue.start_ms, cue.text) for cue in file.cues] == [
        (0, "<v Sam Okoro>Thanks, chair."),
        (4000, "<v Ann [LVH] O'Dowd>we &lt;3 homes\nand more"),
        (8000, "who is this"),
    ]
    assert file.clock_ms == ((14 * 60 + 2) * 60 + 11) * 1000
    assert file.dropped == (Dropped("captions without words", 1),)
    assert file.names == ("Sam Okoro", "Ann [LVH] O'Dowd")


@pytest.mark.req("LC-13")
def test_private_messages_reactions_and_quotes_never_come_in_from_a_chat() -> None:
    file = read_any("meeting_saved_chat.txt", CHAT)
    assert (file.kind, file.clock_ms) == ("chat", ((14 * 60 + 2) * 60 + 11) * 1000)
    assert [cue.text for cue in file.cues] == [
        "<v Sam Okoro>Good morning\nall",
        "<v Ann O'Dowd>hi: there",
        "<v Ann>yes",
    ]
    assert file.dropped == (
        Dropped("private messages", 3),
        Dropped("reactions", 1),
        Dropped("quoted beginnings of messages", 1),
    )


def test_the_chat_of_a_cloud_recording_counts_from_its_beginning() -> None:
    file = read_any("chat.txt", CLOUD)
    assert [(cue.start_ms, cue.text) for cue in file.cues] == [
        (3_484_000, "<v Sam>Depends\nand more"),
        (3_500_000, "<v Ann>Did you: ok?"),
    ]
    assert file.clock_ms is None


def test_a_transcript_is_told_by_its_first_line_whatever_its_name() -> None:
    file = read_any("x.txt", b"\xef\xbb\xbfWEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000\nSam Okoro: Hi\n")
    assert (file.kind, file.dropped, file.names) == ("vtt", (Dropped("comments", 1),), ("Sam Okoro",))


def test_anything_else_is_refused_with_the_forms_that_are_known() -> None:
    with pytest.raises(TranscriptError, match=r"line 2: .*\[Name\] 14:02:11"):
        read_any("x.txt", b"\nHello there\n")
