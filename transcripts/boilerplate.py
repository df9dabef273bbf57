"""The sentences of ours that stand in every release: what its reader may do with it, and what was done to it.

They are the same in each; a person or landlord called Chatham does not stop a release (`transcripts.furniture`).
"""

from __future__ import annotations

NOTICE = (
    "This text is released under the Chatham House Rule. You may use what was said. You may not reveal who said it, "
    "which organisation they belong to, or who else took part. Please do not republish this file."
)
NOT_REVIEWED = (
    "Nobody has reviewed this text yet. A program masked the names and other details it found; it can miss some. "
    "Read all of it, and have a second person read it, before it leaves your hands."
)
CONSISTENT_LABELS = (
    "The labels are numbered, so that one slip can reveal every turn of a speaker. This version is for review only: "
    "do not publish it."
)
RULE = "How you may use this text"
EXPLAINED = (
    ("You may", "use the information: learn from it, act on it, and tell others what was said."),
    (
        "You may not",
        "say, or let others guess, who said something, whom they work for or who took part. This holds for those who "
        "were there too.",
    ),
    (
        "Please do not",
        "put this file on a website, pass it round or quote it at length. Tell others how to ask for a copy instead.",
    ),
    ("Words in square brackets", "stand where a name or another detail was taken out, for instance [participant]."),
    (
        "Left out besides",
        "are the times, and sentences that only thank one speaker and call the next, for these give speakers away.",
    ),
    (
        "If you recognise somebody,",
        "keep it to yourself, and tell whoever gave you this file: it can be corrected or withdrawn.",
    ),
)
CONTENTS = "Contents"
SKIP = "Go to the transcript"
OPENING = "Before the first item"
TRANSCRIPT = "Transcript"
FOOTER = "Chatham House Rule: use the information, do not say whose it is, do not republish this file."
