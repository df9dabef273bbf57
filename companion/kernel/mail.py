"""Letters: composed when they are sent, kept as sent without their tokens."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from companion.kernel.templating import letter_environment

KEEP_COPY = timedelta(days=365)  # of a letter as it was sent, without its tokens
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

    `tokens` are the secrets in the text; the kept copy has them redacted. `edition` names words of an organiser's own
    that went into it.
    """

    to: str
    subject: str
    template: str
    context: Mapping[str, Any]
    person_id: UUID | None = None
    tokens: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    edition: str = ""


@dataclass(frozen=True)
class RenderedLetter:
    """A letter in words, ready to send. `template` says which templates it was made from, in which version."""

    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = field(default=())
    template: str = ""

    def redacted(self, tokens: tuple[str, ...]) -> str:
        """The text as it may be kept: address, subject and body, every token replaced."""
        return _without(f"To: {self.to}\nSubject: {self.subject}\n\n{self.text}", tokens)

    def redacted_html(self, tokens: tuple[str, ...]) -> str:
        """The readable form as it may be kept, every token replaced."""
        return _without(self.html, tokens)


def _without(text: str, tokens: tuple[str, ...]) -> str:
    for token in tokens:
        text = text.replace(token, "[link removed]")
    return text


@cache
def template_version(template: str) -> str:
    """A pair of templates with a short digest of their text: what a kept letter was made from (X-05)."""
    loader = letter_environment().loader
    assert loader is not None
    digest = sha256()
    for name in ("base.txt", "base.html", f"{template}.txt", f"{template}.html"):
        digest.update(loader.get_source(letter_environment(), f"email/{name}")[0].encode())
    return f"{template}@{digest.hexdigest()[:12]}"


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
        template=" ".join(filter(None, (template_version(letter.template), letter.edition))),
    )


class LetterRefused(OSError):
    """A mail server will not take this letter, now or later. `reason` is a word of REFUSALS."""

    def __init__(self, reason: str, answer: str) -> None:
        super().__init__(answer)
        self.reason = reason


#: why a letter did not arrive, as a class (RFC 3463); the answer's own words hold addresses and are not kept
REFUSALS = ("no_such_mailbox", "mailbox_full", "mailbox_off", "blocked", "refused")


def refusal_of(answer: str) -> str:
    """The class of a refusal, from the enhanced status in a server's answer, such as "5.1.1"."""
    found = re.search(r"\b[45]\.(\d{1,3})\.(\d{1,3})\b", answer)
    if found is None:
        return "refused"
    subject, detail = int(found.group(1)), int(found.group(2))
    if subject == 1:
        return "no_such_mailbox"
    if subject == 2:
        return {1: "mailbox_off", 2: "mailbox_full"}.get(detail, "refused")
    return "blocked" if subject == 7 else "refused"


class Mailer(Protocol):
    """Sends a rendered letter. Raises LetterRefused when it will never be taken, else OSError when it could not."""

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
        full, *params = attachment.content_type.split("; ")
        kind, _, subtype = full.partition("/")
        mail.add_attachment(
            attachment.data,
            maintype=kind,
            subtype=subtype,
            filename=attachment.filename,
            params=dict(param.split("=", 1) for param in params),
        )
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
            try:
                server.send_message(message(letter, sender=sender))
            except smtplib.SMTPRecipientsRefused as error:
                _for_good(*next(iter(error.recipients.values())), error)
                raise
            except smtplib.SMTPDataError as error:
                _for_good(error.smtp_code, error.smtp_error, error)
                raise


def _for_good(code: int, answer: bytes | str, error: OSError) -> None:
    """Raise LetterRefused for an answer that will not change: 5xx. A 4xx is tried again, as greylisting wants."""
    if 500 <= code < 600:
        words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        raise LetterRefused(refusal_of(words), f"{code} {words}") from error


def make_mailer(url: str) -> Mailer:
    """The mailer of COMPANION_MAIL_URL: `file:<folder>`, `smtp://` or `smtps://`."""
    if url.startswith("file:"):
        return FolderMailer(Path(url.removeprefix("file:").removeprefix("//")))
    return SmtpMailer(url)
