"""A fictional forum session of any length, made from a seed: the same seed gives the same meeting."""

from __future__ import annotations

import random
from dataclasses import dataclass

from transcripts import Cue, Org, Participant, Roster


def _list(names: str) -> list[str]:
    return names.split()


FIRST = _list(
    "Aoife Siobhan Wojciech Oluwaseun Priya Muhammad Eilidh Rhys Niamh Kuldeep Agnieszka Chinedu Grace Will Mark "
    "Rose Hope "
    "Elizabeth Tomasz Fatima Gwenllian Babatunde Harpreet Dale Joy Sandra Emeka Ioana Zainab Callum"
)
LAST = _list(
    "Okonkwo Ní_Bhriain Kowalczyk Adeyemi Patel-Shah Hussain MacLeod Prydderch O'Sullivan Sandhu Nowak Eze "
    "Young Price "
    "Marsh Field Banks Achterberg Zielinski Begum ap_Rhys Ogunleye Gill Winterbourne Cookson Thistlewood Mbeki "
    "Popescu "
    "Akhtar Drummond"
)
LANDLORDS = (
    ("Larkmoor & Vale Homes", ("L&V",), 52_000, "larkmoor.example", ("Larkshire",)),
    ("Together Housing Group", (), 9_400, "together.example", ()),
    ("Quillbrook District Council", ("QDC",), 4_300, "quillbrook.example", ("Quillbrook",)),
    ("Network Places", (), 17_800, "networkplaces.example", ("Saltby",)),
    ("Thornwick Housing Association", ("THA",), 2_100, "thornwick.example", ()),
    ("Anchorstone", (), 31_500, "anchorstone.example", ("Mellbury",)),
)
PLAIN = (
    "I think the main problem is damp and mould in the older blocks, and the time it takes to get anybody out.",
    "We had a long discussion about repairs and I hope that the new system will be better than the old one.",
    "The regulator published the new consumer standards and every board has to show how it meets them.",
    "Will you be sending the slides round? It may be useful for those who could not join.",
    "In May we start the survey again, and the results should be ready by September.",
    "It was mentioned that Awaab's Law applies in phases, so we mark the dates in the calendar.",
    "The Housing Ombudsman looks at how complaints are handled, not only at what was decided.",
    "We work together with the contractors, and at home most people just want to be told when somebody is coming.",
    "There is a network of volunteers who knock on doors, and that has been a great place to start.",
    "People said that the letters were too long and that nobody explained the bill properly.",
    "After Grenfell we changed how we talk about safety in tall buildings.",
    "Satisfaction rose by four points last year, but the response time for emergencies got worse.",
    "To be frank, the grace period is too short, and tenants find it hard to pay in two weeks.",
    "We held the open day at Hyde Park and about three hundred people came along.",
    "Does anybody know whether the Decent Homes Standard will cover balconies and shared gardens?",
    "The young people's panel meets every other month and they set their own agenda.",
    "I would say that communication is the thing, more than money, more than anything.",
    "You can have all the policies in the world, but if the phone is not answered it does not matter.",
)
NAMING = (
    "Thanks {first}, that was really helpful.",
    "As {first} {last} said, we need to close the loop.",
    "I spoke to {last}'s team about this last week.",
    "Over to {first}.",
    "We at {landlord} did something similar.",
    "{first}, can you say a bit more about that?",
    "I'm {first} from {landlord}.",
    "You can write to {email} if you want the template.",
    "Our {homes:,} homes are spread over {district} and it takes time.",
    "The case was 2023{number:05d} and it took a year.",
    "Ring me on 0115 496 0{tail:03d} about it.",
    "A resident called Margaret Tuckwell on 14 Maple Close waited nine months.",
)


@dataclass(frozen=True)
class Meeting:
    """The cues of a made-up session, the roster that goes with it, and how many words are spoken."""

    cues: tuple[Cue, ...]
    roster: Roster
    words: int


def make_meeting(words: int, *, seed: int, naming: float = 0.15) -> Meeting:
    """At least so many words; `naming` is the share of sentences that say something identifying."""
    rng = random.Random(seed)
    orgs = tuple(
        Org(f"o{n}", name, aliases, homes, domain, districts)
        for n, (name, aliases, homes, domain, districts) in enumerate(LANDLORDS)
    )
    lasts = rng.sample(LAST, len(LAST))
    people = tuple(
        Participant(f"p{n}", f"{first} {last.replace('_', ' ')}", f"{first.lower()}@{orgs[n % len(orgs)].domain}",
                    None, orgs[n % len(orgs)].id)
        for n, (first, last) in enumerate(zip(FIRST, lasts, strict=True))
    )  # fmt: skip
    roster = Roster(people, orgs)
    cues: list[Cue] = []
    spoken = at = 0
    while spoken < words:
        speaker = rng.choice(people)
        for _ in range(rng.randint(1, 6)):
            sentence = _naming(rng, roster) if rng.random() < naming else rng.choice(PLAIN)
            for piece in _pieces(sentence, rng):
                cues.append(Cue(len(cues), at, at + 1800, f"{speaker.name}: {piece}"))
                at += 2000
                spoken += len(piece.split())
    return Meeting(tuple(cues), roster, spoken)


def _naming(rng: random.Random, roster: Roster) -> str:
    person, org = rng.choice(roster.participants), rng.choice(roster.orgs)
    first, _, last = person.name.partition(" ")
    return rng.choice(NAMING).format(
        first=first,
        last=last,
        landlord=org.name,
        email=person.email,
        homes=org.homes or 0,
        district=(org.districts or ("the county",))[0],
        number=rng.randint(0, 99_999),
        tail=rng.randint(0, 999),
    )


def _pieces(sentence: str, rng: random.Random) -> list[str]:
    words = sentence.split()
    cut = rng.randint(4, max(4, len(words)))
    return [" ".join(part) for part in (words[:cut], words[cut:]) if part]
