"""What our masks look like, so that a text that was masked before is known as such."""

from __future__ import annotations

import re

SAYS = (
    "participant",
    "person",
    "resident",
    "colleague",
    "councillor",
    "landlord",
    "place",
    "role",
    "reference",
    "address",
    "postcode",
    "phone number",
    "e-mail address",
    "web address",
    "account",
    "personal number",
    "date of birth",
    "number of homes",
    "identifying detail",
)
HANDOVER = "[handover]"
MASK = re.compile(rf"\[(?:handover|(?:{'|'.join(SAYS)})(?: [0-9]{{1,4}})?)\]")
SOMEBODY = re.compile(r"\[(?:participant|person|resident|colleague|councillor)(?: [0-9]{1,4})?\]")
