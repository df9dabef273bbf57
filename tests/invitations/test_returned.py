"""Reports of mail servers: whose letter did not arrive, and why. Values only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.invitations.returned import NotAReport, OnlyDelayed, Returned, read_returned
from companion.kernel.mail import refusal_of

REPORT = b"""\
From: MAILER-DAEMON@mx.lindenquay.example
To: forum@companion.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system. I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.lindenquay.example

Final-Recipient: rfc822; contact@lindenquay.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <contact@lindenquay.example>: Recipient address rejected

--b
Content-Type: text/rfc822-headers

To: contact@lindenquay.example

--b--
"""


def test_a_report_says_whose_letter_and_the_class_of_the_reason() -> None:
    wanted = Returned("contact@lindenquay.example", "no_such_mailbox")
    assert read_returned(REPORT) == wanted
    assert read_returned(REPORT.replace(b"\n", b"\r\n")) == wanted
    assert read_returned(b"\n\n" + REPORT) == wanted


def test_the_pasted_fields_alone_are_enough() -> None:
    pasted = b"Final-Recipient: RFC822; <Contact@LindenQuay.example>\r\nAction: failed\r\nStatus: 5.2.2\r\n"
    assert read_returned(pasted) == Returned("Contact@lindenquay.example", "mailbox_full")


def test_a_delay_changes_nothing() -> None:
    with pytest.raises(OnlyDelayed):
        read_returned(REPORT.replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.4.7"))


@pytest.mark.parametrize("other", [b"", b"Dear forum, I am on holiday until Monday.", REPORT[:330], b"\xff\xfe\x00"])
def test_any_other_mail_is_not_a_report(other: bytes) -> None:
    with pytest.raises(NotAReport):
        read_returned(other)


@given(st.binary(max_size=400))
def test_nothing_that_is_pasted_breaks_the_reader(data: bytes) -> None:
    try:
        read_returned(data)
    except (NotAReport, OnlyDelayed):
        return


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("550 5.1.1 no such user", "no_such_mailbox"),
        ("552 5.2.2 quota", "mailbox_full"),
        ("550 5.2.1 disabled", "mailbox_off"),
        ("554 5.7.1 listed", "blocked"),
        ("550 nobody here", "refused"),
    ],
)
def test_a_servers_answer_becomes_a_class_of_reason(answer: str, reason: str) -> None:
    assert refusal_of(answer) == reason
