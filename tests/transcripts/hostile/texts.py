"""Saved captions and chats that are none, or that hide something: what is refused with its line, and what is read."""

from __future__ import annotations

from transcripts.lines import MAX_LINE

REFUSED: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "empty"),
    "only blank lines": (b"\n \n", 1, "empty"),
    "prose": (b"Minutes of the meeting\n", 1, "no form that can be read"),
    "prose below blank lines": (b"\n\nMinutes\n", 3, "no form that can be read"),
    "a letter": (b"From: Sam Okoro\nTo: Everyone\n", 1, "no form that can be read"),
    "subtitles": (b"1\n00:00:01,000 --> 00:00:02,000\nHi\n", 1, "subtitles"),
    "Word document": (b"PK\x03\x04\x14\x00", 1, "Office document"),
    "UTF-16": ("[Sam] 14:02:11\nHi\n".encode("utf-16"), 1, "UTF-16"),
    "Latin-1": (b"[Sam] 14:02:11\nHi Si\xe2n\n", 2, "not UTF-8"),
    "nul byte": (b"[Sam] 14:02:11\nHi \x00\n", 2, "control character"),
    "endless line": (b"[Sam] 14:02:11\n" + b"a" * (MAX_LINE + 1), 2, "longer than"),
    "endless name": (b"[" + b"S" * 300 + b"] 14:02:11\nHi\n", 1, "longer than any display name"),
    "endless name by entities": (b"[" + b"&" * 60 + b"] 14:02:11\nHi\n", 1, "longer than any display name"),
    "no such hour": (b"[Sam] 24:02:11\nHi\n", 1, "no such time"),
    "no such minute": (b"[Sam] 14:02:11\nHi\n[Sam] 14:60:11\nHi\n", 3, "no such time"),
    "no such second": (b"14:02:60 From Sam : Hi\n", 1, "no such time"),
    "thirteen in the afternoon": (b"[Sam] 13:02:11 PM\nHi\n", 1, "no such time"),
    "captions without words": (b"[Sam] 14:02:11\n\n[Ann] 14:02:12\n", 4, "without a single caption"),
    "only private messages": (b"14:02:11 From Sam to Ann(Direct Message):\n\tHi\n", 3, "without a single message"),
    "only a reaction": (b'14:02:11 From Sam to Everyone:\n\tReacted to "Hi" with :)\n', 3, "without a single message"),
    "many midnights": (b"[S] 23:00:00\nx\n[S] 07:00:00\nx\n[S] 15:00:00\nx\n" * 5, 15, "more than 3 days"),
    "a sender without an end": (b"14:02:11 From Sam Okoro\n", 1, "no colon"),
}
READ: dict[str, tuple[str, list[str]]] = {
    "afternoon by the half day": ("[Sam Okoro] 2:02:11 PM\nHi\n", ["<v Sam Okoro>Hi"]),
    "a name with brackets": ("[Sam [LVH]] 14:02:11\nHi\n", ["<v Sam [LVH]>Hi"]),
    "a name with mark-up": ("[<b>Sam</b> & co] 14:02:11\nHi\n", ["<v &lt;b&gt;Sam&lt;/b&gt; &amp; co>Hi"]),
    "a voice in the words": ("[Sam] 14:02:11\n<v Ann>Hi</v>\n", ["<v Sam>&lt;v Ann&gt;Hi&lt;/v&gt;"]),
    "an arrow in the words": ("[Sam] 14:02:11\nsee --> there\n", ["<v Sam>see --&gt; there"]),
    "words that look like a time": ("[Sam] 14:02:11\n[noise] 10:30\nHi\n", ["<v Sam>[noise] 10:30\nHi"]),
    "chat to a name with a colon": ("14:02:11 From Sam: he/him to Everyone:\n\tHi\n", ["<v Sam: he/him>Hi"]),
    "chat with everybody's name": ("14:02:11 From Everyone to Everyone:\n\tHi\n", ["<v Everyone>Hi"]),
    "a message that plays a head": (
        "14:02:11 From Sam to Everyone:\n\tlook:\n\t14:02:12 From Ann to Everyone: I resign\n",
        ["<v Sam>look:\n14:02:12 From Ann to Everyone: I resign"],
    ),
    "a private message between": (
        "14:02:11 From Sam to Everyone:\n\tHi\n14:02:12 From Sam to Ann Example:\n\tsecret\n\n\tsecret\n"
        "14:02:13 From Ann (LVH) to Sam (Direct Message):\n\tsecret\n14:02:14 From Sam to Everyone:\n\tBye\n",
        ["<v Sam>Hi", "<v Sam>Bye"],
    ),
    "a private message of the old form": (
        "14:02:11\t From  Sam : Hi\n14:02:12\t From  Sam  to  Ann  (Privately) : secret\n"
        "14:02:13\t From  Sam to Ann : secret\n",
        ["<v Sam>Hi"],
    ),
    "a message that goes to a place": ("14:02:11 From Sam : off to Leeds: bye\n", ["<v Sam>off to Leeds: bye"]),
    "a reply in curly marks": (
        "14:02:11 From Sam to Everyone:\n\tReplying to “Ann Exam...”\n\n\tyes\n",
        ["<v Sam>yes"],
    ),
    "a reaction taken back": (
        '14:02:11 From Sam to Everyone:\n\tHi\n14:02:12 From Sam to Everyone:\n\tRemoved a 👍 reaction from "Hi"\n',
        ["<v Sam>Hi"],
    ),
}
