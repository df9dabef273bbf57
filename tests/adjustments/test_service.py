"""Asking, answering, a supporter beside somebody, and how long it is all kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.adjustments import keeping, rules, service, views
from companion.adjustments.rules import Wish
from companion.adjustments.tables import AdjustmentRequest, KeptNeeds
from companion.kernel.clocks import ManualClock
from companion.kernel.crypto import Unreadable
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.purging import purge
from companion.registration import rules as registration_rules
from companion.registration import service as registrations
from companion.registration.tables import Registration
from tests.adjustments.conftest import Place
from tests.house import House
from tests.registration.post import collect

SAM = Wish("supporter", name="Sam Reid", address="sam@companion.example")


def agreed(place: Place, who: str, wish: Wish) -> UUID:
    adjustment_id = place.house.adjustment(place.ids[who], wish)
    place.house.run(service.step, adjustment_id, "agree")
    return adjustment_id


@pytest.mark.req("LC-41")
def test_what_is_asked_for_lies_sealed_and_its_letter_does_not_say_it(place: Place) -> None:
    adjustment_id = place.house.adjustment(place.ids["ann"], Wish("other", words="I have epilepsy"))
    row = place.row(adjustment_id)
    assert b"epilepsy" not in row.sealed
    assert b"other" not in row.sealed
    letters = {letter.letter: letter for letter in collect(place.house)}
    mine, theirs = letters["adjustments.news"], letters["adjustments.waiting"]
    assert (mine.to, theirs.to) == ("ann@lindenquay.example", "forum@companion.example")
    for letter in letters.values():
        assert "epilepsy" not in letter.subject + letter.text + letter.html
        assert "adjust" not in letter.subject.lower()
        assert "support" not in letter.subject.lower()
    assert "Whitlock" not in theirs.text
    assert "two working days" in mine.text


@pytest.mark.req("LC-41")
def test_each_step_is_told_once_and_leaves_an_entry_without_words(place: Place) -> None:
    adjustment_id = place.house.adjustment(place.ids["ann"], Wish("bsl"))
    collect(place.house)
    for event, said in [("acknowledge", ""), ("offer", "A captioner?"), ("agree", ""), ("place", "")]:
        place.house.run(service.step, adjustment_id, event, words=said)
        (letter,) = collect(place.house)
        assert letter.letter == "adjustments.news"
        assert "captioner" not in letter.text
        place.house.wiring.runner.clock.advance(timedelta(minutes=1))
    place.house.run(service.step, adjustment_id, "confirm")
    assert collect(place.house) == []
    entries = place.house.run(
        lambda uow: uow.db.scalars(select(AuditEntry).where(AuditEntry.action == "adjustment.moved")).all()
    )
    assert [entry.details["state"] for entry in entries] == [
        "acknowledged",
        "alternative_offered",
        "agreed",
        "in_place",
        "confirmed_by_person",
    ]
    assert "captioner" not in repr([entry.details for entry in entries])


def test_another_way_needs_words_and_a_step_out_of_turn_changes_nothing(place: Place) -> None:
    adjustment_id = place.house.adjustment(place.ids["ann"], Wish("bsl"))
    with pytest.raises(service.AnswerProblem):
        place.house.run(service.step, adjustment_id, "offer")
    with pytest.raises(rules.NotFromHere):
        place.house.run(service.step, adjustment_id, "confirm")
    assert place.row(adjustment_id).state == "requested"


def test_what_is_not_right_starts_our_two_days_anew(place: Place, clock: ManualClock) -> None:
    adjustment_id = agreed(place, "ann", Wish("bsl"))
    clock.advance(timedelta(days=4))
    place.house.run(service.step, adjustment_id, "not_right", words="It must be BSL, not SSE")
    row = place.row(adjustment_id)
    assert (row.state, row.asked_at, row.acknowledged_at) == ("requested", clock.now(), None)
    assert "not SSE" in place.house.run(lambda uow: service.wish_of(uow, row).words)


def test_a_colleague_does_not_learn_what_somebody_has_asked_for(place: Place) -> None:
    place.house.adjustment(place.ids["ann"], Wish("bsl"))
    with pytest.raises(rules.AlreadyAsked):
        place.house.adjustment(place.ids["ann"], Wish("bsl"))
    place.house.adjustment(place.ids["ann"], Wish("bsl"), by="landlord")


@pytest.mark.req("LC-06")
def test_edge_50_a_supporter_uses_none_of_the_landlords_seats(place: Place) -> None:
    adjustment_id = agreed(place, "ann", SAM)
    beside = place.registration(place.row(adjustment_id).supporter_id)
    assert (beside.kind, beside.state, beside.seat_no, beside.landlord_id) == ("supporter", "confirmed", None, None)
    assert beside.supports_id == place.ids["ann"]
    letters = {letter.to: letter for letter in collect(place.house)}
    assert letters["sam@companion.example"].letter == "registration.day_link"
    assert "day-link" in letters["sam@companion.example"].link
    page = place.house.run(views.meeting_page, place.session_id)
    assert [line.words for line in page.lines] == ["A supporter comes along"]


@pytest.mark.req("LC-06")
def test_a_supporter_is_no_way_round_the_two_seats(place: Place) -> None:
    """Not beside somebody who waits, not two beside one, not somebody who waits for a seat themselves."""
    waiting = place.house.adjustment(place.ids["cara"], SAM)
    with pytest.raises(service.NoSeatYet):
        place.house.run(service.step, waiting, "agree")
    agreed(place, "ann", SAM)
    second = place.house.adjustment(
        place.ids["ann"], Wish("supporter", name="Di", address="di@companion.example"), "staff"
    )
    with pytest.raises(service.AlreadyWithSupporter):
        place.house.run(service.step, second, "agree")
    colleague = Wish("supporter", name="Cara Whitlock", address="cara@lindenquay.example")
    with pytest.raises(registration_rules.AlreadyRegistered):
        place.house.run(service.step, place.house.adjustment(place.ids["ben"], colleague), "agree")


@pytest.mark.parametrize("way", ["withdraw", "swap", "apology"])
def test_a_supporter_goes_with_whom_they_support(place: Place, way: str) -> None:
    adjustment_id = agreed(place, "ann", SAM)
    supporter_id = place.row(adjustment_id).supporter_id
    if way == "withdraw":
        place.house.run(registrations.withdraw, place.ids["ann"], by="landlord")
    elif way == "apology":
        place.house.run(registrations.apologise, place.ids["ann"])
    else:
        place.house.run(
            registrations.substitute, place.ids["ann"], name="Eve Holt", address="eve@lindenquay.example", by="landlord"
        )
    assert place.house.run(service.follow_registrations) == 1
    assert place.house.run(service.follow_registrations) == 0
    assert place.row(adjustment_id).state == "withdrawn"
    assert place.registration(supporter_id).state == "cancelled"


@pytest.mark.req("LC-06", "LC-41")
@pytest.mark.parametrize("way", ["they withdraw", "the wish is taken back"])
def test_who_takes_a_supporters_place_supports_the_same_person_and_goes_with_them(place: Place, way: str) -> None:
    adjustment_id = agreed(place, "ann", SAM)
    sam_id = place.row(adjustment_id).supporter_id
    di = place.house.run(
        registrations.substitute, sam_id, name="Di Reid", address="di@companion.example", by="staff"
    ).registration_id
    assert place.registration(di).supports_id == place.ids["ann"]
    second = place.house.adjustment(
        place.ids["ann"], Wish("supporter", name="Ed", address="ed@companion.example"), "staff"
    )
    with pytest.raises(service.AlreadyWithSupporter):
        place.house.run(service.step, second, "agree")
    if way == "they withdraw":
        place.house.run(registrations.withdraw, place.ids["ann"], by="landlord")
        place.house.run(service.follow_registrations)
    else:
        place.house.run(service.step, adjustment_id, "withdraw")
    assert place.registration(di).state == "cancelled"


def test_what_is_taken_back_takes_the_supporter_back(place: Place) -> None:
    adjustment_id = agreed(place, "ann", SAM)
    supporter_id = place.row(adjustment_id).supporter_id
    place.house.run(service.step, adjustment_id, "withdraw")
    assert place.registration(supporter_id).state == "cancelled"


@pytest.mark.req("LC-41")
def test_the_floor_hears_the_length_of_turns_that_were_granted(place: Place) -> None:
    agreed(place, "ann", Wish("more_time", minutes=3))
    place.house.adjustment(place.ids["ben"], Wish("more_time", minutes=9))
    assert place.house.run(service.for_floor, place.session_id) == {place.ids["ann"]: timedelta(minutes=3)}
    assert place.house.run(service.summary, place.session_id) == "1 with more time to speak, 1 not settled yet"


@pytest.mark.req("LC-41")
def test_what_waits_too_long_is_counted_for_the_organiser(place: Place, clock: ManualClock) -> None:
    place.house.adjustment(place.ids["ann"], Wish("bsl"))
    ask = lambda: place.house.run(views.waiting, [place.session_id])  # noqa: E731
    assert ask() == {place.session_id: views.Waiting(new=1, overdue=0)}
    clock.advance(timedelta(days=5))
    assert ask() == {place.session_id: views.Waiting(new=1, overdue=1)}
    assert place.house.run(service.acknowledge_all, place.ids["ann"]) == 1
    assert ask() == {}


@pytest.mark.req("X-04")
def test_a_week_after_the_session_it_is_gone_and_its_key_with_it(place: Place, clock: ManualClock) -> None:
    adjustment_id = place.house.adjustment(place.ids["ann"], Wish("bsl"))
    before = place.row(adjustment_id)
    clock.advance(timedelta(days=13))
    assert purge(place.house.wiring.runner, dry_run=True)["adjustments"] == 0
    clock.advance(timedelta(days=2))
    assert purge(place.house.wiring.runner, dry_run=True)["adjustments"] == 1
    assert purge(place.house.wiring.runner)["adjustments"] == 1
    assert place.house.run(lambda uow: uow.db.scalars(select(AdjustmentRequest)).all()) == []
    with pytest.raises(Unreadable):
        place.house.run(lambda uow: service.wish_of(uow, before))


@pytest.mark.req("X-04")
def test_needs_are_kept_for_next_time_only_while_the_person_wants_it(place: Place, clock: ManualClock) -> None:
    ann = place.people["ann"]
    place.house.run(keeping.keep_for_next, ann, [Wish("breaks", minutes=45), SAM])
    kept = place.house.run(lambda uow: uow.db.get_one(KeptNeeds, ann))
    assert b"breaks" not in kept.sealed
    assert place.house.run(keeping.kept_for, ann) == [Wish("breaks", minutes=45)], (
        "a supporter is a person of their own"
    )
    assert place.house.run(keeping.forget_kept, ann)
    assert place.house.run(keeping.kept_for, ann) is None

    def reopened(uow: Uow) -> str:
        return uow.keys.open_text(kept.sealed, row=f"adjustments_kept:{ann}")

    with pytest.raises(Unreadable):
        place.house.run(reopened)
    place.house.run(keeping.keep_for_next, ann, [Wish("bsl")])
    clock.advance(rules.KEEP_FOR_NEXT + timedelta(days=1))
    assert place.house.run(keeping.kept_for, ann) is None
    assert purge(place.house.wiring.runner)["needs kept for next time"] == 1


def test_nobody_asks_for_a_place_that_is_gone_or_a_session_that_is_over(place: Place) -> None:
    place.house.run(registrations.withdraw, place.ids["ann"], by="person")
    with pytest.raises(rules.NoPlace):
        place.house.adjustment(place.ids["ann"])
    place.house.run(lambda uow: setattr(_session(uow, place.session_id), "state", "ended"))
    with pytest.raises(rules.TooLate):
        place.house.adjustment(place.ids["ben"])


def _session(uow: Uow, session_id: UUID) -> object:
    from companion.forums.service import session_of

    return session_of(uow, session_id)


def test_requests_work_on_both_databases(house_on_each: House) -> None:
    house = house_on_each
    session_id = house.forum_session(house.programme())
    landlord_id = house.landlord()
    ann = house.registration(session_id, house.person(), landlord_id=landlord_id)
    adjustment_id = house.adjustment(ann, SAM)
    assert house.run(service.step, adjustment_id, "agree") == "agreed"
    house.run(registrations.withdraw, ann, by="staff")
    assert house.run(service.follow_registrations) == 1
    live = select(Registration).where(Registration.state == "confirmed")
    assert house.run(lambda uow: uow.db.scalars(live).all()) == []
