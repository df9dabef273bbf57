"""What a person does in the scenario language."""

from __future__ import annotations

from collections.abc import Callable

from zoom_hooks.sim.cast import NotUnderstood
from zoom_hooks.sim.scenario import THEY, Act
from zoom_hooks.sim.smalltalk import talk
from zoom_hooks.sim.statement import Found, Maker, Statement, number, statement

STOP = "stop speaking"
"""A word for the player: what this person has still to say is dropped."""

_REACTIONS = {"yes": "yes", "no": "no", "slower": "slowDown", "faster": "speedUp", "away": "away"}


def _does(verb: str, **arguments: object) -> Callable[[Maker, Found], tuple[Act, ...]]:
    return lambda m, _: m.does(verb, **arguments)


def _quoted(verb: str, **more: object) -> Callable[[Maker, Found], tuple[Act, ...]]:
    return lambda m, found: m.does(verb, text=found["text"], **more)


def _comes(*, waits: bool = False, by_phone: bool = False) -> Callable[[Maker, Found], tuple[Act, ...]]:
    return lambda m, _: (m.comes(waits=waits, by_phone=by_phone),)


def _known(m: Maker) -> None:
    if m.person.name == THEY:
        raise NotUnderstood("“They” are in the meeting already; write a name")


def _registers(m: Maker, _: Found) -> tuple[Act, ...]:
    _known(m)
    p = m.person
    if not p.email:
        raise NotUnderstood(f"{p.name} has no e-mail address; write one in the People block")
    first, __, last = p.name.partition(" ")
    form = {"first_name": first, "last_name": last, "email": p.email, "org": p.org}
    return (Act(0, "register", form),)


def _withdraws(m: Maker, _: Found) -> tuple[Act, ...]:
    _known(m)
    return (Act(0, "withdraw_address", {"email": m.person.email}),)


def _waits_for_host(verb: str) -> Callable[[Maker, Found], tuple[Act, ...]]:
    def make(m: Maker, _: Found) -> tuple[Act, ...]:
        _known(m)
        return (Act(0, verb, {"name": m.person.tile}),)

    return make


def _speaks(m: Maker, found: Found) -> tuple[Act, ...]:
    seconds = number(found["n"], 1, 1800) * (60 if found["unit"].startswith("m") else 1)
    return m.says(talk(seconds * 1000, m.random))


def _reacts(m: Maker, found: Found) -> tuple[Act, ...]:
    return m.does("react", feedback=_REACTIONS[found["what"].casefold()])


def _becomes(m: Maker, found: Found) -> tuple[Act, ...]:
    role = found["role"].casefold().replace("cohost", "co-host")
    return m.does("change_role", role=role)


def _not_satisfied(m: Maker, found: Found) -> tuple[Act, ...]:
    return m.does("answer_survey", is_satisfied=False, comment=found["text"] or "")


PERSON: tuple[Statement, ...] = (
    statement(r"joins?( the meeting)?", "joins", _comes()),
    statement(r"(joins?|comes? to) the waiting room", "joins the waiting room", _comes(waits=True)),
    statement(r"joins? by (tele)?phone", "joins by phone", _comes(by_phone=True)),
    statement(r"waits? for the host", "waits for the host", _waits_for_host("wait_for_host")),
    statement(r"gives? up waiting", "gives up waiting", _waits_for_host("stop_waiting_for_host")),
    statement(r"joins? before the host", "joins before the host", _waits_for_host("join_before_host")),
    statement(r"(is|are) admitted", "is admitted", _does("admit")),
    statement(r"(is|are) put in the waiting room", "is put in the waiting room", _does("put_in_waiting_room")),
    statement(r"(is|are) removed", "is removed", _does("remove_participant")),
    statement(r"leaves?( the meeting)?", "leaves", _does("participant_leaves")),
    statement(r"drops?( out)?|loses? (the )?connection", "drops", _does("participant_leaves")),
    statement(r"comes? back|rejoins?", "comes back", _does("rejoin")),
    statement(r"registers?", "registers", _registers),
    statement(r"withdraws?", "withdraws", _withdraws),
    statement(
        r"(is|are) linked to (their|her|his) registration", "is linked to their registration", _does("bind_phone")
    ),
    statement(
        r'goe?s? to breakout room "(?P<text>[^"]+)"',
        'goes to breakout room "North"',
        lambda m, found: m.does("enter_breakout_room", room=found["text"]),
    ),
    statement(r"leaves? the breakout room", "leaves the breakout room", _does("leave_breakout_room")),
    statement(r"becomes? (a )?(?P<role>host|co-?host|attendee)", "becomes co-host", _becomes),
    statement(r"raises? (a |their |her |his )?hand", "raises hand", _does("raise_hand")),
    statement(r"lowers? (a |their |her |his |the )?hand", "lowers hand", _does("lower_hand")),
    statement(r"reacts? (?P<what>yes|no|slower|faster|away)", "reacts yes", _reacts),
    statement(r'says? "(?P<text>[^"]+)"', 'says "Thank you, chair."', lambda m, found: m.says(found["text"])),
    statement(r"speaks? for (?P<n>\d+) (?P<unit>seconds?|minutes?)", "speaks for 40 seconds", _speaks),
    statement(
        r'heckles? "(?P<text>[^"]+)"',
        'heckles "Get on with it!"',
        lambda m, found: m.says(found["text"], may_be_stopped=False),
    ),
    statement(r"coughs?", "coughs", _does("active_speaker")),
    statement(r"stops? speaking", "stops speaking", _does(STOP)),
    statement(r"(is|are) muted", "is muted", _does("mute", is_on=True)),
    statement(r"(is|are) unmuted", "is unmuted", _does("mute", is_on=False)),
    statement(r'writes? "(?P<text>[^"]+)"', 'writes "hand up"', _quoted("chat")),
    statement(r'writes? privately "(?P<text>[^"]+)"', 'writes privately "I have to go"', _quoted("chat", private=True)),
    statement(r"(is|are) satisfied", "is satisfied", _does("answer_survey", is_satisfied=True)),
    statement(r'(is|are) not satisfied( "(?P<text>[^"]+)")?', "is not satisfied", _not_satisfied),
)
