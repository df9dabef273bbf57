"""Letters: composed when they are sent, kept as sent without their tokens."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from companion.kernel.templating import letter_environment

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")  # what a header may not hold


@dataclass(frozen=True)
class Attachment:
    """A small file that goes with a letter, such as a calendar entry."""

    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """What a room composes: whom to, about what, from which pair of templates (`email/<template>.txt` and `.html`).

    `tokens` are the secrets in the text; the kept copy has them redacted.
    """

    to: str
    subject: str
    template: str
    context: Mapping[str, Any]
    person_id: UUID | None = None
    tokens: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class RenderedLetter:
    """A letter in words, ready to send."""

    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = field(default=())

    def redacted(self, tokens: tuple[str, ...]) -> str:
        """The text as it may be kept: address, subject and body, every token replaced."""
        copy = f"To: {self.to}\nSubject: {self.subject}\n\n{self.text}"
        for token in tokens:
            copy = copy.replace(token, "[link removed]")
        return copy


def render(letter: Letter) -> RenderedLetter:
    """Render a letter's two templates. Raises jinja2.UndefinedError when the context lacks something."""
    environment = letter_environment()
    context = {"subject": letter.subject, **letter.context}
    return RenderedLetter(
        to=letter.to,
        subject=CONTROL.sub(" ", letter.subject),
        text=environment.get_template(f"email/{letter.template}.txt").render(context),
        html=environment.get_template(f"email/{letter.template}.html").render(context),
        attachments=letter.attachments,
    )


class Mailer(Protocol):
    """Sends a rendered letter, or raises OSError (smtplib's errors are) when it could not."""

    def send(self, letter: RenderedLetter, *, sender: str) -> None: ...


def message(letter: RenderedLetter, *, sender: str) -> EmailMessage:
    """The letter as a MIME message, text first, HTML beside it."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = CONTROL.sub(" ", letter.to)
    mail["Subject"] = letter.subject
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    for attachment in letter.attachments:
        kind, _, subtype = attachment.content_type.partition("/")
        mail.add_attachment(attachment.data, maintype=kind, subtype=subtype, filename=attachment.filename)
    return mail


class FolderMailer:
    """Writes each letter as a file: for the demo, for tests, and for a first try without a mail server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: RenderedLetter, *, sender: str) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._folder / f".{uuid4()}.new"
        draft.write_bytes(bytes(message(letter, sender=sender)))
        draft.rename(self._folder / f"{uuid4()}.eml")


class SmtpMailer:
    """Sends through a mail server: `smtp://` with STARTTLS where it is offered, `smtps://` over TLS from the start."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")

    def send(self, letter: RenderedLetter, *, sender: str) -> None:
        context = ssl.create_default_context()
        connection = (
            smtplib.SMTP_SSL(self._host, self._port, timeout=20, context=context)
            if self._tls
            else smtplib.SMTP(self._host, self._port, timeout=20)
        )
        with connection as server:
            server.ehlo_or_helo_if_needed()
            if not self._tls and server.has_extn("starttls"):
                server.starttls(context=context)
            if self._user:
                server.login(self._user, self._password)
            server.send_message(message(letter, sender=sender))


def make_mailer(url: str) -> Mailer:
    """The mailer of COMPANION_MAIL_URL: `file:<folder>`, `smtp://` or `smtps://`."""
    if url.startswith("file:"):
        return FolderMailer(Path(url.removeprefix("file:").removeprefix("//")))
    return SmtpMailer(url)
