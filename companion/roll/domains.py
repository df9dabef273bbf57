"""E-mail domains: which can belong to a landlord at all, and whether an address lies in one. Pure.

What anybody may register under (`gov.uk`, `org.uk`) is taken from the public suffix list, which comes with a library:
nobody is asked.
"""

from __future__ import annotations

import re
from functools import cache

from publicsuffixlist import PublicSuffixList

from companion.people.addresses import fold_address

#: shared by many bodies, though the public suffix list calls them somebody's
_SHARED = """
judiciary.uk mod.uk nic.uk parliament.uk gov.wales llyw.cymru com.ie
"""
SHARED = frozenset(_SHARED.split())
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


def in_letters(domain: str) -> str:
    """A domain as people write it: `xn--…` in its own letters."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def registrable(domain: str) -> str | None:
    """The part of a domain that one body registered: `broxtowe.gov.uk` of `mail.broxtowe.gov.uk`; None of `gov.uk`."""
    if domain in SHARED:
        return None
    found = _suffixes().privatesuffix(domain)
    return ".".join(domain.split(".")[-3:]) if found in SHARED else found


def is_free_mail(domain: str) -> bool:
    """Whether anybody gets a mailbox there for the asking."""
    return domain in FREE_MAIL or registrable(domain) in FREE_MAIL


def is_nobodys(domain: str) -> bool:
    """Whether a domain belongs to no single organisation: a public suffix, or a free mail service."""
    return registrable(domain) is None or is_free_mail(domain)


def domain_of(address: str) -> str:
    """The domain of an address, in its one form."""
    return fold_address(address).rpartition("@")[2]


def domains_above(address: str) -> tuple[str, ...]:
    """The domains that an address lies in, the closest first: its own, then each parent down to the registrable one.

    `user@mail.broxtowe.gov.uk` lies in `mail.broxtowe.gov.uk` and `broxtowe.gov.uk`, and not in `gov.uk`.
    """
    domain = domain_of(address)
    owned = registrable(domain)
    if owned is None or is_free_mail(domain):
        return ()
    parts = domain.split(".")
    return tuple(".".join(parts[start:]) for start in range(len(parts) - owned.count(".")))


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
