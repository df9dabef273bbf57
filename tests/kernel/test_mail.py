"""Letters: one MIME message with two bodies, nothing smuggled into its headers, no token in the kept copy."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.kernel.mail import (
    Attachment,
    FolderMailer,
    Letter,
    RenderedLetter,
    SmtpMailer,
    make_mailer,
    message,
    render,
)

LETTER = RenderedLetter("ann@lindenquay.example", "Your place", "Dear Ann\n", "<p>Dear Ann</p>")
SENDER = "forum@companion.example"


def parsed(raw: bytes) -> EmailMessage:
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_a_letter_in_a_folder_reads_as_it_was_written(tmp_path: Path) -> None:
    mailer = make_mailer(f"file:{tmp_path}/mail")
    assert isinstance(mailer, FolderMailer)
    mailer.send(LETTER, sender=SENDER)
    (file,) = (tmp_path / "mail").iterdir()
    mail = parsed(file.read_bytes())
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, LETTER.to, LETTER.subject)
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert (text.get_content(), html.get_content().strip()) == (LETTER.text, LETTER.html)


def test_an_attachment_goes_with_it() -> None:
    entry = Attachment("forum.ics", "text/calendar", b"BEGIN:VCALENDAR")
    mail = parsed(bytes(message(RenderedLetter("a@b.example", "S", "t", "h", (entry,)), sender=SENDER)))
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "forum.ics"
    assert attached.get_content_type() == "text/calendar"


@pytest.mark.parametrize("breaker", ["\n", "\r\n", "\r", "\x00", "\x0b", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_subject_cannot_smuggle_a_header_in(breaker: str) -> None:
    letter = Letter(
        to="ann@lindenquay.example",
        subject=f"Forum{breaker}Bcc: everybody@companion.example",
        template="people/device_code",
        context={"code": "123456", "minutes": 30},
    )
    mail = parsed(bytes(message(render(letter), sender=SENDER)))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Forum Bcc: everybody@companion.example"


@given(subject=st.text(max_size=80))
def test_any_subject_becomes_one_header(subject: str) -> None:
    letter = Letter("ann@lindenquay.example", subject, "people/device_code", {"code": "123456", "minutes": 30})
    raw = bytes(message(render(letter), sender=SENDER))
    assert len(parsed(raw).get_all("Subject", [])) == 1
    assert set(parsed(raw).keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    }  # fmt: skip


def test_an_address_cannot_smuggle_a_header_in() -> None:
    hostile = RenderedLetter("ann@lindenquay.example\nBcc: x@y.example", "S", "t", "h")
    mail = parsed(bytes(message(hostile, sender=SENDER)))
    assert mail["Bcc"] is None


@pytest.mark.req("X-05")
def test_the_kept_copy_has_no_token() -> None:
    token = "s3cret-token"
    letter = RenderedLetter("ann@lindenquay.example", "Sign in", f"https://x.example/sign-in/{token}", "")
    copy = letter.redacted((token,))
    assert token not in copy
    assert "ann@lindenquay.example" in copy
    assert "Sign in" in copy


def test_a_letter_that_lacks_a_value_is_not_sent_half_empty() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render(Letter("ann@lindenquay.example", "Code", "people/device_code", {"minutes": 30}))


def test_a_name_in_a_letter_cannot_write_html() -> None:
    letter = Letter(
        "ann@lindenquay.example", "Sign in", "people/sign_in",
        {"name": "<img src=x onerror=alert(1)>", "url": "http://localhost/sign-in/t", "minutes": 15},
    )  # fmt: skip
    rendered = render(letter)
    assert "<img" not in rendered.html
    assert "&lt;img" in rendered.html


@dataclass
class Conversation:
    """What a small mail server was told."""

    lines: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    said: Conversation
    refuses: bool


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 mail.example")
        while line := self.rfile.readline().decode().strip():
            self.server.said.lines.append(line)
            verb = line.split()[0].upper()
            if verb == "EHLO":
                self.say("250-mail.example\r\n250 AUTH PLAIN LOGIN")
            elif verb == "AUTH":
                self.say("235 welcome")
            elif verb == "RCPT" and self.server.refuses:
                self.say("550 nobody here")
            elif verb == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.said.mails.append(b"".join(lines))
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as made:
        made.said, made.refuses = Conversation(), False
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_a_letter_goes_through_a_mail_server_with_its_password(server: _Server) -> None:
    mailer = make_mailer(f"smtp://us%40er:pass%2Fword@127.0.0.1:{server.server_address[1]}")
    assert isinstance(mailer, SmtpMailer)
    mailer.send(LETTER, sender=SENDER)
    (raw,) = server.said.mails
    assert parsed(raw)["Subject"] == "Your place"
    assert any(line.startswith("AUTH") for line in server.said.lines)
    assert f"mail FROM:<{SENDER}>" in " ".join(server.said.lines)
    assert f"rcpt TO:<{LETTER.to}>" in " ".join(server.said.lines)


def test_a_refused_letter_is_an_oserror_so_that_the_outbox_tries_again(server: _Server) -> None:
    server.refuses = True
    with pytest.raises(OSError, match="nobody here"):
        SmtpMailer(f"smtp://127.0.0.1:{server.server_address[1]}").send(LETTER, sender=SENDER)
    assert server.said.mails == []


def test_a_mail_server_that_is_not_there_is_an_oserror(server: _Server) -> None:
    port = server.server_address[1]
    server.shutdown()
    server.server_close()
    with pytest.raises(OSError, match="refused"):
        SmtpMailer(f"smtp://127.0.0.1:{port}").send(LETTER, sender=SENDER)
