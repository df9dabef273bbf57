"""Whatever a journal holds, there is a timeline, a record, charts and a file of it."""

from __future__ import annotations

from uuid import uuid4

from hypothesis import given

from companion.floor.after import export, figures, telling
from companion.floor.after.record import record_of
from companion.floor.after.timeline import part_of, timeline_of
from companion.floor.reducer import replay
from companion.floor.snapshots import Names
from tests.floor import logs


@given(logs.journals())
def test_i13_any_log_has_a_timeline_in_sentences_and_own_parts_without_other_names(log):
    floor = replay(log)
    people = {one: f"Person-{number}." for number, one in enumerate(floor.known)}
    names = Names(people, dict.fromkeys(floor.landlords, "Landlord-X."), {})
    entries = timeline_of(floor)
    for entry in entries:
        assert telling.for_staff(entry, names).endswith(".")
        assert entry.what in telling.SENTENCES
    for own in people:
        for entry in part_of(entries, own):
            said = telling.for_own(entry, own, names)
            assert "Person-" not in said
            assert "Landlord-X" not in said


@given(logs.journals())
def test_any_log_has_a_record_charts_and_a_file_that_replays(log):
    floor = replay(log)
    now_ms = max((one.received_at_ms for one in log), default=0)
    record = record_of(floor, now_ms)
    parts = sum(one.used_ms for one in (*record.items, record.between))
    assert 0 <= parts <= record.used_ms
    assert record.heard <= record.present
    for chart in (
        figures.by_item(record, Names(), floor, now_ms),
        figures.by_wait(floor),
        figures.by_landlord(floor, Names(), now_ms),
    ):
        assert all(len(bar.cells) + 1 == len(chart.head) for bar in chart.bars)
        assert all(0 <= bar.length <= 100 for bar in chart.bars)
    assert export.read(export.export(uuid4(), floor.log)).is_same
