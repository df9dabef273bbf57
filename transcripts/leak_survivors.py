"""What is left after masking and may be a name that no roster has: a resident, a colleague, a place."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from transcripts.leak_text import MASKED, AuditText
from transcripts.lexicon import words
from transcripts.lexicon.bodies import COMMON_ACRONYMS
from transcripts.lexicon.people import FILLERS, GIVEN_NAMES, NOT_NAMES
from transcripts.spans import Kind
from transcripts.words import is_ordinary

_SELDOM = 4
_LONGEST = 30  # letters of a word that two words may make
_ENDINGS = tuple(sorted(words("ing ings er ers ed ly ness able less ful ish s es ette ity al")))
_OPENINGS = tuple(sorted(words("re un non over under sub pre mis out co anti multi inter")))
_OF_SURNAMES = tuple(sorted(words("wood man ton ley ford field son worth smith ham bury land more er")))
MOST = 12  # told one by one; the rest comes as one list, so that a reader of a long session is not swamped
_IN_A_LIST = 30
_THANKS = words("thanks thank cheers hello hi hiya")
_TITLES = words("mr mrs ms miss dr doctor councillor cllr sir lady auntie uncle")
_SAYING = words("called named")
# Said after "thanks", "over to" and the like without meaning anybody.
_NOBODY = words(
    """
you everyone everybody all both so very for to again that and but the this chair chairman chairperson madam god
goodness heavens again much indeed folks guys colleagues team there then well yes no ok okay now just i we it if or as
a an in on at by from with of not also anyway anyways lots loads ever kindly really guess whoever who what when where
how why questions question item items next agenda panel members member any anybody anyone somebody someone our your my
his her their them him us back over round because having being bye goodbye morning afternoon evening ladies everybodys
whom each one two three four five six other others another first second last some many most more be have had has can
could would will shall should is are was were am do did does go going get got let about into out up down off miss
"""
)
# Towns, counties, peoples, makes and programmes that stand for nobody at a housing meeting.
_KNOWN = words(
    """
london manchester birmingham leeds sheffield liverpool bristol newcastle nottingham leicester cardiff swansea belfast
glasgow edinburgh aberdeen dundee york oxford cambridge brighton plymouth southampton portsmouth norwich derby hull
bradford wolverhampton coventry stoke sunderland middlesbrough blackpool preston exeter gloucester cornwall devon
dorset somerset kent essex sussex surrey hampshire norfolk suffolk yorkshire lancashire cumbria cheshire derbyshire
nottinghamshire lincolnshire leicestershire staffordshire shropshire worcestershire warwickshire wiltshire berkshire
buckinghamshire hertfordshire bedfordshire cambridgeshire northamptonshire oxfordshire durham northumberland merseyside
tyneside humberside britain britons uk eu usa america american americans europe france french germany german italy
italian spain spanish poland romania ukraine russia russian china chinese india pakistan bangladesh nigeria ghana
somalia jamaica ireland victorian georgian edwardian covid brexit excel powerpoint word outlook sharepoint facebook
twitter instagram tiktok youtube google amazon microsoft apple linkedin whatsapp skype teams webex eventbrite mentimeter
slido kahoot doodle ofgem ofwat ofcom hmrc dvla unison unite shelter crisis mencap mind scope samaritans parliament
westminster whitehall holyrood senedd stormont government labour conservative conservatives tory tories lib dem green
greens reform plaid cymru snp guardian telegraph bbc itv sky asda tesco aldi lidl sainsburys morrisons ikea argos
wickes grenfell awaab hackitt ombudsman christian christmas easter monday tuesday wednesday thursday friday saturday
sunday mondays tuesdays wednesdays thursdays fridays january february march april may june july august september
october november december act acts exec execs pursuant quid telly creche triage strimmer mrs mr ms hiya diolch fawr yn
bore da prynhawn shwmae slainte namaste salaam mexican roman latin dutch swiss nordic brexit wi fi usb pdf apps admin
admins rota rotas ombudsmans tenancys recladding decant decants decanted decanting remediation signpost signposted
signposting retrofitted retrofitting upskill upskilling anti pre multi semi non geo bio eco ish mic mics muted unmute
unmuted unmuting livestream onboarding inbox voicemail timeline timelines workstream workstreams roadmap takeaways
walkabout walkabouts sublet subletting silverfish tradespeople subcontractor subcontractors cyclical procurement
scrutineer scrutineers mediators gotten
"""
)


def find(text: AuditText, told: Collection[str]) -> Iterator[tuple[Kind, str, str, bool, str]]:
    """Soft leaks as (kind, words, where, hard, why). `told` are words, in lower case, that another step has told."""
    once: dict[str, tuple[int, int, str]] = {}
    for at, word in enumerate(text.words):
        if not word.prose or word.low in told or word.low in once or not word.low.isalpha() or text.is_kept(at):
            continue
        judged = _judge(text, at)
        if judged:
            once[word.low] = (judged[0], at, judged[1])
    ranked = sorted(once.values(), key=lambda one: (-one[0], one[1]))
    alone = [one for one in ranked if one[0]][:MOST]
    for _, at, why in alone:
        yield Kind.OTHER, text.quote(at, at + 1), text.where(at), False, why
    rest = sorted({text.quote(one[1], one[1] + 1): one[1] for one in ranked if one not in alone}.items())
    for start in range(0, len(rest), _IN_A_LIST):
        listed = rest[start : start + _IN_A_LIST]
        many = f"{len(listed)} more words that may be names" if len(listed) > 1 else "one more word that may be a name"
        why = f"{many}; see whether {'one of them' if len(listed) > 1 else 'it'} tells who was there"
        first = min(at for _, at in listed)
        yield Kind.OTHER, ", ".join(shown for shown, _ in listed), text.where(first), False, why


def _judge(text: AuditText, at: int) -> tuple[int, str] | None:
    """How suspicious a word is, and why; None where it is not."""
    word = text.words[at]
    low = word.low
    called = _is_called(text, at)
    if is_ordinary(low) or low in NOT_NAMES | FILLERS or len(low) < 3:
        if called > 1 and low not in _NOBODY | NOT_NAMES | FILLERS and len(low) > 2 and not _reads_on(text, at):
            return 2, "it stands where somebody is named"
        return None
    if low in _KNOWN or low in COMMON_ACRONYMS:
        return None
    if low in GIVEN_NAMES:
        return 5, "it is a given name"
    if called:
        return 4, "it stands where somebody is named, and no dictionary has it"
    shouted = word.shown.isupper()
    if text.is_cased and word.capital and not word.opens and not shouted:
        return 3, "it may be a name: no dictionary has it"
    if text.is_cased and word.capital and word.opens and not shouted and text.times(low) < 3:
        return 1, "it may be a name: no dictionary has it"
    if not word.capital and text.times(low) < _SELDOM and not _is_made_of_words(text, at):
        return 0, "it may be a name: no dictionary has it"
    if shouted and text.is_cased and text.times(low) < 3:
        return 1, "it may be the initials of a body"
    return None


def _is_made_of_words(text: AuditText, at: int) -> bool:
    """ "wouldn" before "t", "cladding", "housekeeping", "non-payers": no dictionary has them, and they name nobody."""
    low = text.words[at].low
    if low.endswith("n") and at + 1 < len(text.words) and text.words[at + 1].low == "t":
        return True
    if any(low.startswith(opening) and is_ordinary(low.removeprefix(opening)) for opening in _OPENINGS):
        return True
    for ending in _ENDINGS:
        stem = low.removesuffix(ending)
        if stem != low and any(is_ordinary(base) for base in (stem, stem + "e", stem[:-1]) if len(base) > 2):
            return True
    if len(low) > _LONGEST:
        return False
    halves = ((low[:cut], low[cut:]) for cut in range(3, len(low) - 3))
    return not low.endswith(_OF_SURNAMES) and any(is_ordinary(one) and is_ordinary(other) for one, other in halves)


def _is_called(text: AuditText, at: int) -> int:
    """0 where nobody is named before, 1 after "called", 2 after "thanks", "over to", "Mrs"."""
    if at == 0:
        return 0
    gap = text.words[at].gap
    if MASKED in gap or "." in gap or "\n" in gap or "?" in gap:
        return 0
    before = text.words[at - 1].low
    if before in _THANKS | _TITLES:
        return 2
    if before == "to" and at > 1 and text.words[at - 2].low in ("over", "back"):
        return 2 if text.words[at - 2].low == "over" else 1
    named = at > 2 and (text.words[at - 1].low, text.words[at - 2].low) in (("is", "name"), ("s", "name"))
    return 2 if named else int(before in _SAYING)


def _reads_on(text: AuditText, at: int) -> bool:
    """ "thanks giving", "hi there folks": an ordinary word that leads on to more is no name by itself."""
    if at + 1 >= len(text.words):
        return False
    following = text.words[at + 1]
    return text.is_cased and not text.words[at].capital and following.gap == " "
