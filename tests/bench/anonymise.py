"""How fast the whole anonymising pipeline is: words per second on a made-up two-hour session, one process, one thread.

    python -m tests.bench.anonymise [words] [rounds]

The first round also pays for loading spaCy and the word list; it is shown and left out of the median.
"""

from __future__ import annotations

import statistics
import sys
import time

from tests.transcripts.meeting import make_meeting
from transcripts import apply, audit, from_command_line, propose, render


def main(words: int = 18_000, rounds: int = 5) -> None:
    """Print a line for each step."""
    meeting = make_meeting(words, seed=7)
    times: dict[str, list[float]] = {"propose and apply": [], "audit": [], "render .docx": []}
    for number in range(rounds + 1):
        began = time.perf_counter()
        proposal = propose(meeting.cues, meeting.roster)
        cues = apply(meeting.cues, proposal.spans)
        masked = time.perf_counter()
        leaks = audit("\n".join(cue.text for cue in cues), meeting.roster)
        audited = time.perf_counter()
        render(from_command_line(cues, title="Bench", speakers=proposal.speakers), "docx")
        rendered = time.perf_counter()
        if number == 0:
            print(f"first round, with loading: {masked - began:.2f} s for propose and apply")
            continue
        for step, took in zip(times, (masked - began, audited - masked, rendered - audited), strict=True):
            times[step].append(took)
    hard = sum(leak.hard for leak in leaks)
    print(f"{meeting.words:,} words, {len(meeting.cues):,} cues, {len(proposal.spans):,} spans, {hard} hard leaks left")
    for step, seconds in times.items():
        middle = statistics.median(seconds)
        print(f"{step}: {meeting.words / middle:,.0f} words/s (median of {rounds}: {middle:.2f} s)")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
