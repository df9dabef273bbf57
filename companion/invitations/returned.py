"""Reading the mail by which a mail server says that a letter did not arrive (RFC 3464). Pure."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage

from companion.kernel.errors import BadInput
from companion.kernel.mail import refusal_of
from companion.people.addresses import BadAddress, read_address

MOST = 1_000_000


class NotAReport(BadInput):
    message = "This is not a delivery report. Save the mail that came back as a file, with its headers, and try again."


class OnlyDelayed(BadInput):
    message = "This report only says that the letter is delayed. The mail server is still trying; nothing was changed."


@dataclass(frozen=True)
class Returned:
    """A letter that did not arrive: whose, and the class of the reason."""

    address: str
    reason: str


def read_returned(data: bytes) -> Returned:
    """The address and the reason in a delivery report, whole or pasted.

    Raises NotAReport, OnlyDelayed.
    """
    mail = email.message_from_bytes(data[:MOST].lstrip(), policy=email.policy.default)
    blocks = list(_blocks(mail)) or [_pasted(data)]
    for block in blocks:
        found = re.search(
            r"^(?:final|original)-recipient:\s*(?:rfc822\s*;)?\s*<?([^\s<>;]+@[^\s<>;]+?)>?\s*$", block, FLAGS
        )
        status = re.search(r"^status:\s*([245]\.\d{1,3}\.\d{1,3})", block, FLAGS)
        action = re.search(r"^action:\s*(\w+)", block, FLAGS)
        if found is None or (status is None and action is None):
            continue
        if (action and action.group(1).lower() == "delayed") or (status and status.group(1)[0] == "4" and not action):
            raise OnlyDelayed
        if action and action.group(1).lower() != "failed":
            continue
        try:
            return Returned(read_address(found.group(1)), refusal_of(status.group(1) if status else ""))
        except BadAddress as error:
            raise NotAReport from error
    raise NotAReport


FLAGS = re.IGNORECASE | re.MULTILINE


def _blocks(mail: EmailMessage) -> list[str]:
    """The groups of fields of the report's machine-readable part: one for each recipient."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            groups = payload if isinstance(payload, list) else [payload]
            return [str(group) for group in groups]
    return []


def _pasted(data: bytes) -> str:
    return data[:MOST].decode("utf-8", "replace").replace("\r\n", "\n")
