"""E-mail addresses: read, folded for comparing, and canonical for warning that two may be one person."""

from __future__ import annotations

import re
import unicodedata

from companion.kernel.errors import BadInput

SHAPE = re.compile(r"^[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,255}$")
GMAIL = frozenset({"gmail.com", "googlemail.com"})


class BadAddress(BadInput):
    message = "Enter an e-mail address, like callum.reid@lindenquay.example"


def read_address(text: str) -> str:
    """A typed address, tidied: composed Unicode, no blanks around it, the domain in lower case.

    Raises BadAddress when it cannot be one.
    """
    tidy = unicodedata.normalize("NFC", text.strip())
    if not SHAPE.match(tidy) or any(unicodedata.category(character).startswith("C") for character in tidy):
        raise BadAddress
    local, _, domain = tidy.rpartition("@")
    if "." not in domain or ".." in tidy or domain.startswith((".", "-")) or domain.endswith((".", "-")):
        raise BadAddress
    try:
        domain.encode("idna")
    except UnicodeError as error:
        raise BadAddress from error
    return f"{local}@{domain.lower()}"


def fold_address(address: str) -> str:
    """The form in which two spellings of one mailbox are equal: case folded, the domain in its ASCII form."""
    local, _, domain = address.rpartition("@")
    return f"{local.casefold()}@{domain.encode('idna').decode('ascii').lower()}"


def canonical_address(address: str) -> str:
    """The form used to warn, never to merge: `+tag` dropped, and dots too at Gmail, which ignores them."""
    local, _, domain = fold_address(address).rpartition("@")
    local = local.partition("+")[0]
    if domain in GMAIL:
        local = local.replace(".", "")
    return f"{local}@{domain}"
