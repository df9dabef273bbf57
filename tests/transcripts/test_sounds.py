"""What a recogniser makes of names it does not know: words it knows, of every origin, cased or not."""

from __future__ import annotations

import pytest

from tests.transcripts.people import mask_one, masked
from transcripts import Org, Participant, Roster
from transcripts.origins import sayings
from transcripts.phonemes import alike, code
from transcripts.reading import read

pytestmark = pytest.mark.req("LC-13")

HEARD = [
    ("Siobhan Gallagher", ("shivon", "chevonne", "gallaher")),
    ("Wojciech Kaczmarek", ("voy check", "voytek", "catch marek")),
    ("Farida Khan", ("far reader con", "fareeda")),
    ("Chinedu Nwosu", ("chin a do", "no so")),
    ("Oluwaseun Afolabi", ("olu shawn", "affo lobby")),
    ("Eilidh Colquhoun", ("ailey", "cahoon")),
    ("Gwenllian Prydderch", ("gwen lee ann", "pritherk")),
    ("Kwame Boateng", ("kwami", "boat eng")),
    ("Harpreet Dhaliwal", ("harp reet", "dolly wall")),
    ("Rukhsana Chaudhry", ("rook sana", "chow dry")),
    ("Abdirahman Warsame", ("abdi rock man", "war sami")),
    ("Mehmet Yilmaz", ("memet", "yill mass")),
    ("Ioana Popescu", ("yo anna", "pop esk you")),
    ("Xiaoming Zhao", ("shao ming",)),
    ("Philippa Beauchamp", ("phillipa", "beecham")),
    ("Delroy Braithwaite", ("dell roy", "brathwaite")),
]


@pytest.mark.parametrize(("name", "heard"), [(name, one) for name, those in HEARD for one in those])
@pytest.mark.parametrize("said", ["i spoke to {} about the roof", "Thanks {}. The roof is next."])
def test_a_name_heard_as_other_words_goes(name: str, heard: str, said: str) -> None:
    left = mask_one(said.format(heard), Roster((Participant("1", name), Participant("2", "Tom Venn"))))
    assert not set(heard.split()) & set(left.replace(".", " ").split()), left


BODIES = Roster(
    (Participant("1", "Ann Tarn"),),
    (Org("1", "Peabrook"), Org("2", "Wythenbrook Housing"), Org("3", "Larkmoor & Vale Homes"), Org("4", "Sanctuary")),
)


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        ("pea brook", "we at [landlord] did that"),
        ("with in brook", "we at [landlord] did that"),
        ("lark more and veil homes", "we at [landlord] did that"),
        ("wythenbrook how sing", "we at [landlord] did that"),
        ("sanctuary", "we at [landlord] did that"),
    ],
)
def test_a_landlord_heard_as_other_words_goes(heard: str, left: str) -> None:
    assert mask_one(f"we at {heard} did that", BODIES) == left


def test_a_word_that_names_a_landlord_goes_where_it_has_no_article() -> None:
    assert mask_one("i know sanctuary have a scheme", BODIES) == "i know [landlord] have a scheme"
    assert mask_one("it was a sanctuary for the birds", BODIES) == "it was a sanctuary for the birds"


TALKERS = Roster((Participant("1", "Eoghan Tarn"), Participant("2", "Mark Ulvers"), Participant("3", "Ann Venn")))


def test_a_common_word_is_the_name_of_whoever_speaks_next() -> None:
    called = masked("Ann Venn: thank you own", "Eoghan Tarn: yes", "Mark Ulvers: no", roster=TALKERS)
    assert called[0] == "[handover]"
    elsewhere = masked("Ann Venn: they have their own", "Mark Ulvers: no", roster=TALKERS)
    assert elsewhere[0] == "they have their own"


def test_a_first_name_that_is_a_word_is_the_name_of_whoever_speaks_next() -> None:
    called = masked("Ann Venn: that is useful so mark do you see the same", "Mark Ulvers: yes", roster=TALKERS)
    assert called[0] == "that is useful so [participant] do you see the same"
    assert masked("Ann Venn: we mark our own homework", "Mark Ulvers: yes", roster=TALKERS)[0] == (
        "we mark our own homework"
    )


@pytest.mark.parametrize(
    "said",
    [
        "thanks for that it was really helpful and we had no idea so we asked them to check the far end of the block",
        "over to you then if there is more to say about the reader and the con in it",
        "they said it takes time and the letters went out late so it is the same with us",
        "I would echo that. We had them come out to look at it, and it was on mute. It does not close when they go.",
        "the regulator in wales and the one in northern ireland use the same tourism board and statistics",
    ],
)
def test_ordinary_talk_is_nobodys_name(said: str) -> None:
    names = [name for name, _ in HEARD] + [person.name for person in TALKERS.participants]
    roster = Roster(tuple(Participant(str(place), name) for place, name in enumerate(names)), BODIES.orgs)
    assert mask_one(said, roster) == said


def test_names_are_said_as_where_they_come_from() -> None:
    for name, spelt in [("siobhan", "shivawn"), ("wojciech", "voychek"), ("ngozi", "ingozy"), ("llinos", "clynos"),
                        ("szczepan", "shchepan"), ("temilade", "temmylarday")]:  # fmt: skip
        heard = [code(said) for said in read(spelt)]
        assert max(alike(code(said), one) for said in sayings(name) for one in heard) > 0.75, name


def test_sounds_that_are_easily_mistaken_are_near_and_others_are_far() -> None:
    assert alike(code("pata"), code("bada")) > 0.75
    assert alike(code("pat"), code("sOS")) < 0.4
    assert code("kard") == code("kad")


@pytest.mark.parametrize("said", ["and that is useful muna your turn", "let muna finish", "muna hasn't had a turn"])
def test_whoever_is_called_to_speak_is_heard_for(said: str) -> None:
    roster = Roster((Participant("1", "Ann Venn"), Participant("2", "Muna Tarn")))
    called = masked(f"Ann Venn: {said.replace('muna', 'moon a')}", "Muna Tarn: yes", roster=roster)
    assert "moon" not in called[0]


def test_talk_at_the_start_of_a_turn_is_not_the_last_speaker() -> None:
    roster = Roster((Participant("1", "Ann Venn"), Participant("2", "Philippa Attwood")))
    said = "i would echo that and it is to decrease"
    assert masked("Philippa Attwood: yes", f"Ann Venn: {said}", roster=roster)[1] == said
