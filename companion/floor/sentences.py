"""Calm sentences for the hard moments of a meeting, to read aloud, each with the step that goes with it.

The one place for these words: the page prints them, and its script fills in the name.
"""

from __future__ import annotations

from msgspec import Struct

from companion.floor.events import Direction


class Sentence(Struct, frozen=True):
    """What to say. `words` has a place for {name}; `plain` is for when nobody in particular is meant.

    `step` is what to press with it: the name of the step, the button's words, and what its form says. `direction` is
    what the log of directions keeps of it (BX-27), None for an announcement.
    """

    key: str
    title: str
    words: str
    plain: str
    direction: Direction | None
    step: tuple[str, str, dict[str, str]] | None = None
    then: str = ""

    def said(self, name: str | None) -> str:
        """The sentence for somebody by first name, or for nobody in particular."""
        return self.words.format(name=name) if name else self.plain


SENTENCES: tuple[Sentence, ...] = (
    Sentence(
        "over",
        "Time is over",
        "Thank you, {name}. Please finish your sentence.",
        "Thank you. Please finish your sentence.",
        "finish",
        ("end", "End the turn", {}),
    ),
    Sentence(
        "others",
        "A few speak most",
        "Thank you, {name}. Let me bring in landlords who have not spoken yet.",
        "Let me bring in landlords who have not spoken yet.",
        "let_others_in",
        ("policy", "Not yet heard first", {"policy": "new_landlords"}),
    ),
    Sentence(
        "case",
        "An individual case",
        "I have to stop you there, {name}. We can’t discuss individual cases here. Your landlord’s complaints team "
        "can help, or the Ombudsman’s caseworker. Let us come back to the item.",
        "We can’t discuss individual cases here. Your landlord’s complaints team can help, or the Ombudsman’s "
        "caseworker. Let us come back to the item.",
        "no_case",
        ("case", "Mark it", {}),
        "What was said is taken out of the transcript.",
    ),
    Sentence(
        "interruption",
        "Somebody interrupts",
        "One at a time, please. {name} has the floor. Put your hand up, and I will come to you.",
        "One at a time, please. Put your hand up, and I will come to you.",
        "no_interruption",
    ),
    Sentence(
        "mute",
        "Open microphones",
        "Please mute yourselves unless you have the floor.",
        "Please mute yourselves unless you have the floor.",
        "mute",
    ),
    Sentence(
        "item",
        "Away from the item",
        "Let us stay with this item, {name}. The rest has its own time.",
        "Let us stay with this item. The rest has its own time.",
        "keep_to_item",
    ),
    Sentence(
        "warning",
        "A first warning",
        "{name}, please keep to the code that we all accepted. If this goes on, I will ask you to leave the session.",
        "Please keep to the code that we all accepted. If this goes on, I will ask people to leave the session.",
        "warning",
    ),
    Sentence(
        "leave",
        "Somebody has to leave",
        "{name}, I am asking you to leave the session now. We will write to you about what happens next.",
        "I am asking you to leave the session now. We will write to you about what happens next.",
        "leave",
        None,
        "The steward removes them in Zoom.",
    ),
    Sentence(
        "technical",
        "Technical trouble",
        "We have a technical problem and stop for a moment. Nobody loses their place.",
        "We have a technical problem and stop for a moment. Nobody loses their place.",
        None,
        ("pause_session", "Stop every clock", {}),
    ),
    Sentence(
        "break",
        "A comfort break",
        "We take a short break. The queue stays as it is.",
        "We take a short break. The queue stays as it is.",
        None,
        ("pause_session", "Take a break", {}),
    ),
)
BY_KEY: dict[str, Sentence] = {one.key: one for one in SENTENCES}

DIRECTION_WORDS: dict[Direction, str] = {
    "finish": "asked to finish",
    "let_others_in": "asked to let others in",
    "no_case": "told that individual cases are not for this meeting",
    "no_interruption": "asked not to interrupt",
    "mute": "asked to mute",
    "keep_to_item": "asked to stay with the item",
    "respect": "asked for respect",
    "warning": "warned",
    "leave": "asked to leave",
}
