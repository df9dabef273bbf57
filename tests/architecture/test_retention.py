"""Nothing about people is stored without an end that they can read: the table, the notice, the documents, the purge."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import LargeBinary

from companion import purging
from companion.adjustments import rules as adjustments
from companion.captions import rules as captions
from companion.floor import notes
from companion.kernel import inbox, mail
from companion.registration import forgetting, records
from companion.release import rules as release
from companion.retention import NOT_PERSONAL, RETENTION, in_words
from companion.schema import METADATA
from tests.architecture.retention_page import PAGE, rewritten

pytestmark = pytest.mark.req("X-04")


def test_every_table_says_what_it_holds_about_people_and_for_how_long() -> None:
    named = Counter([table for kept in RETENTION for table in kept.tables] + list(NOT_PERSONAL))
    assert [table for table, times in named.items() if times > 1] == [], "a table stands in one row only"
    assert set(METADATA.tables) - set(named) == set(), "say in companion/retention.py what this table holds, or why not"
    assert set(named) - set(METADATA.tables) == set(), "there is no such table any more"


def test_no_table_that_points_to_a_person_or_holds_sealed_text_passes_as_impersonal() -> None:
    for name in NOT_PERSONAL:
        columns = METADATA.tables[name].columns
        people = [
            column.name for column in columns if any("people_" in key.target_fullname for key in column.foreign_keys)
        ]
        sealed = [
            column.name for column in columns if isinstance(column.type, LargeBinary) and column.name != "content"
        ]
        # who approved a run or wrote its words is staff at work
        assert set(people) <= {"approved_by_id", "reviewed_by_id", "written_by_id"}, name
        assert sealed == [], name


def test_what_the_notice_promises_is_what_the_purge_counts() -> None:
    promised = {name for kept in RETENTION for name in kept.purged_as}
    assert promised <= {*purging.DUE, *purging.ONE_BY_ONE}


def test_the_notice_gives_the_periods_that_hold(client: FlaskClient) -> None:
    page = client.get("/privacy").text
    for kept in RETENTION:
        assert kept.what in page
        assert kept.kept_for in page
    for period in (
        forgetting.KEEP_PEOPLE, adjustments.KEEP_AFTER, adjustments.KEEP_FOR_NEXT, captions.KEEP_AT_MOST,
        release.KEEP_RAW_AFTER_RELEASE, notes.KEPT_FOR, records.NOTE_KEPT, mail.KEEP_COPY, purging.KEEP_LINKS,
        inbox.KEEP_BODY,
    ):  # fmt: skip
        assert in_words(period) in page
    assert captions.KEEP_AT_MOST == release.KEEP_RAW_AT_MOST, "the notice gives one period for both"
    assert "stays with the case" in page, "C-31: what a concern cites is frozen first"


def test_periods_read_as_people_say_them() -> None:
    assert [in_words(timedelta(days=days)) for days in (1, 60, 365, 730)] == [
        "a day",
        "60 days",
        "12 months",
        "2 years",
    ]


def test_the_document_has_the_same_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == rewritten(page), "write it anew: python -m tests.architecture.retention_page"
