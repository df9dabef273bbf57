"""E-mail domains: which can belong to a landlord at all, and whether an address lies in one. Pure."""

from __future__ import annotations

import re

from companion.people.addresses import fold_address

#: under these anybody can have a name, so that none of them can be a landlord's
_PUBLIC = """
ac.uk co.uk gov.uk judiciary.uk ltd.uk me.uk mod.uk net.uk nhs.uk nic.uk org.uk parliament.uk plc.uk police.uk sch.uk
gov.wales llyw.cymru gov.scot uk.com uk.net gb.net co.com com.ie gov.ie
"""
PUBLIC = frozenset(_PUBLIC.split())
#: mailboxes that anybody gets for the asking: they say nothing about a landlord
_FREE_MAIL = """
gmail.com googlemail.com outlook.com outlook.co.uk hotmail.com hotmail.co.uk live.com live.co.uk msn.com yahoo.com
yahoo.co.uk ymail.com icloud.com me.com mac.com aol.com aol.co.uk btinternet.com btopenworld.com sky.com talktalk.net
virginmedia.com ntlworld.com blueyonder.co.uk proton.me protonmail.com gmx.com gmx.co.uk gmx.net mail.com zoho.com
fastmail.com
"""
FREE_MAIL = frozenset(_FREE_MAIL.split())
SHAPE = re.compile(r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$")


def read_domain(text: str) -> str | None:
    """A domain in its ASCII form, lower case, without `@` or `www.`; None for what cannot be one."""
    tidy = text.strip().lower().lstrip("@").removeprefix("www.").rstrip(".")
    try:
        ascii_form = tidy.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return ascii_form if SHAPE.match(ascii_form) else None


def is_nobodys(domain: str) -> bool:
    """Whether a domain belongs to no single organisation: a public suffix, or a free mail service."""
    return "." not in domain or domain in PUBLIC or domain in FREE_MAIL


def domains_above(address: str) -> tuple[str, ...]:
    """The domains that an address lies in, the closest first: its own, then each parent that somebody can own.

    `user@mail.broxtowe.gov.uk` lies in `mail.broxtowe.gov.uk` and `broxtowe.gov.uk`, and not in `gov.uk`.
    """
    parts = fold_address(address).rpartition("@")[2].split(".")
    candidates = (".".join(parts[start:]) for start in range(len(parts)))
    return tuple(domain for domain in candidates if not is_nobodys(domain))
