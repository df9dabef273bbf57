"""The folder that the play's letters are written to: what a person finds in their own mailbox."""

from __future__ import annotations

import email
import email.policy
import re
import threading
import time
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

LINK = re.compile(r"https?://[^\s<>\"]+")
CODE = re.compile(r"(?<!\d)(\d{3}) ?(\d{3})(?!\d)")
PATIENCE = 60.0


class NoSuchLetter(AssertionError):
    """A letter that should have come did not."""


@dataclass(frozen=True)
class FoundLetter:
    """A letter as it arrived."""

    to: str
    subject: str
    text: str

    def link(self, part: str) -> str:
        """The first link with this in it. Raises NoSuchLetter."""
        for found in LINK.findall(self.text):
            if part in found:
                return str(found).rstrip(".,)")
        raise NoSuchLetter(f"the letter “{self.subject}” has no link with {part}")

    @property
    def code(self) -> str:
        """The six digits in it. Raises NoSuchLetter."""
        found = CODE.search(self.text)
        if found is None:
            raise NoSuchLetter(f"the letter “{self.subject}” has no code")
        return found[1] + found[2]

    @property
    def without_secrets(self) -> str:
        """Its text with every link's token and every code taken out: what two copies of one letter share."""
        return CODE.sub("[code]", LINK.sub("[link]", self.text))


class Letters:
    """Reads the folder again and again; each file once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[str] = set()
        self.all: list[FoundLetter] = []

    def look(self) -> list[FoundLetter]:
        """Everything that has come so far."""
        new = [path for path in self._folder.glob("*.eml") if path.name not in self._seen]
        for path in sorted(new, key=lambda path: path.stat().st_mtime_ns):
            self._seen.add(path.name)
            self.all.append(_read(path))
        return self.all

    def to(self, address: str, having: str = "") -> list[FoundLetter]:
        """What somebody has in their mailbox, oldest first; with these words in the text or a link."""
        return [
            letter
            for letter in self.all
            if letter.to.casefold() == address.casefold() and having in letter.text + letter.subject
        ]

    def wait_for(self, address: str, having: str, *, count: int = 1) -> FoundLetter:
        """The newest letter to somebody with these words, once `count` of them have come. Raises NoSuchLetter."""
        until = time.monotonic() + PATIENCE
        pause = threading.Event()
        while True:
            found = self.to(address, having)
            if len(found) >= count:
                return found[-1]
            if time.monotonic() > until:
                raise NoSuchLetter(f"no letter with {having!r} came within {PATIENCE:.0f} seconds")
            pause.wait(0.05)
            self.look()


def _read(path: Path) -> FoundLetter:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return FoundLetter(str(message["To"]), str(message["Subject"]), body.get_content() if body else "")
