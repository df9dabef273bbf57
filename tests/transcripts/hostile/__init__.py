"""Files that somebody might send by mistake or on purpose: each is refused with its line, or read with nothing hidden.

The invented people of `tests.transcripts.people` are named in every one that can be read, in as many disguises.
"""
