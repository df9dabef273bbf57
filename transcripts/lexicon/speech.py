"""Numbers, letters and addresses as they are spoken."""

from __future__ import annotations

from transcripts.lexicon import words

UNITS = {
    "zero": 0, "nought": 0, "oh": 0, "nil": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000}
DIGITS = {word: str(value) for word, value in UNITS.items() if value < 10} | {"o": "0", "naught": "0"}
REPEATS = {"double": 2, "treble": 3, "triple": 3}
ORDINALS = words(
    """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth thirtieth
"""
)
MONTH_WORDS = words(
    """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
"""
)
STREETS = words(
    """
street road avenue lane close drive court crescent gardens grove place square terrace way walk mews hill rise row
view house tower towers lodge estate buildings mansions parade green gate wharf quay yard st rd ave
"""
)
# Without a house number only these, with a capital, make an address.
CLEAR_STREETS = words(
    "street road avenue lane close drive court crescent gardens grove terrace mews walk rise parade wharf house "
    "tower "
    "towers lodge estate mansions row st rd ave"
)
NOT_STREET_NAMES = words(
    """
the a an this that my your our their his her its same next every each any which one high main whole long front back
right other across down up along off in on at of to own care town white open full public ware half safe
street road opera green new old first second wrong far dead cross slip
"""
)
DWELLINGS = words("flat apartment unit block maisonette bedsit number no house")
HOMES = words(
    "homes properties units tenancies dwellings households houses flats tenants residents customers bungalows "
    "leaseholders"
)
OWN = words(
    "our we own manage have we've we're got with of about around over nearly almost just roughly some approximately "
    "us under houses provide look after"
)
MAIL_HOSTS = words("gmail hotmail outlook yahoo icloud btinternet live googlemail sky talktalk aol")
ENDINGS = words("com org net uk co info gov ac io eu wales scot london coop housing homes community example")
# Area letters of UK postcodes with two letters (one-letter areas look like roads and forms).
POSTCODE_AREAS = words(
    """
ab al ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy ec eh en ex fk fy gl
gu ha hd
hg hp hr hs hu hx ig ip iv ka kt kw ky la ld le ll ln ls lu me mk ml ne ng nn np nr nw ol ox pa pe ph pl po pr
rg rh rm
sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub wa wc wd wf wn wr ws wv yo ze
"""
)
