"""A web address is nobody's name: it would leave in a letter under our sender and be a link there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.people.service import BadName, read_name
from companion.people.web_addresses import holds_web_address

LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzàáâäåçèéêëíïñòóôöøùúüýžśłđßœבלשдияวก")
PARTS = st.text(LETTERS, min_size=1, max_size=12).map(lambda part: part[:1].upper() + part[1:])
SURNAMES = st.lists(PARTS, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from(["-", "'", "’", " "]).map(lambda between: between.join(parts))
)
INITIALS = st.lists(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), min_size=1, max_size=3).map(
    lambda letters: "".join(f"{letter}." for letter in letters)
)
TITLES = st.sampled_from(["", "Dr. ", "Mr.", "Mrs. ", "St.", "Prof. Dr. "])
AFTER = st.sampled_from(["", " B.Sc.", " Ph.D.", ", M.D.", " Jr.", " (Ret.)", "."])
#: endings of web addresses that are surnames too
ALSO_ENDINGS = st.sampled_from(["Li", "Ng", "Law", "Ford", "Page", "Black", "Day"])
ENDINGS = st.sampled_from(["com", "co.uk", "org", "net", "io", "gov.uk", "shop", "рф", "example"])
HOSTS = st.builds("{}.{}".format, st.from_regex(r"[a-z]{2,9}(-[a-z0-9]{1,5})?", fullmatch=True), ENDINGS)


@given(TITLES, st.one_of(PARTS, INITIALS), st.sampled_from([" ", ""]), st.one_of(SURNAMES, ALSO_ENDINGS), AFTER)
def test_what_people_are_called_is_a_name(title: str, first: str, blank: str, last: str, after: str) -> None:
    between = blank if first.endswith(".") else " "
    name = " ".join(f"{title}{first}{between}{last}{after}".split())
    assert not holds_web_address(name)
    assert read_name(name)


@given(
    st.one_of(PARTS.map("{} ".format), st.just("")),
    st.sampled_from(["", "http://", "https://", "www.", "(", "“", "someone@"]),
    HOSTS,
    st.sampled_from(["", "/", "/win?a=1", ":8080/x", ".", "!", ")", " now"]),
    st.booleans(),
)
def test_no_web_address_is_a_name(before: str, begins: str, host: str, ends: str, is_loud: bool) -> None:
    typed = f"{before}{begins}{host}{ends}"
    with pytest.raises(BadName, match="not a web or e-mail address"):
        read_name(typed.upper() if is_loud else typed)


@pytest.mark.parametrize(
    "typed", ["evil。com", "evil．com", "t.co/abc", "T.Co/abc", "t.co", "192.0.2.1/x", "https:evil.com", "a://b"]
)
def test_a_web_address_in_disguise_is_no_name(typed: str) -> None:
    with pytest.raises(BadName):
        read_name(typed)


@pytest.mark.parametrize("name", ["J. O'Neill", "St.John Smyth-Ó Dálaigh", "A.N. Other", "J.Law", "שרה לוי", "..."])
def test_dots_and_apostrophes_stay(name: str) -> None:
    assert read_name(name) == name
