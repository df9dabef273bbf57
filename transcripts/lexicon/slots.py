"""What may stand around a name, and around the ordinary word that it looks like."""

from __future__ import annotations

from transcripts.lexicon import words

DETERMINERS = words(
    """
a an the this these those my your our his her their its every each no any some one another whose same other next last
first second third new old big little young good nice great bad long much more most such all half two three four five
six seven eight nine ten few many several enough poor lucky wise single extra final full whole only real true proper
gas energy water heating electricity utility phone council tax service repair huge small large high low certain
"""
)
SUBJECTS = words("i we they he she you who it everybody everyone people which tenants residents")
OBJECTS = words("me us them him you it everyone everybody yourself myself there here")
AUXILIARIES = words(
    "is are was were am be been do does did has have had can could would should will might must shall cannot not"
)
PREPOSITIONS = words(
    "from with by for about at on over under after before of in into like than as between near behind beside without "
    "including against via except"
)
BETWEEN_CLAUSES = words(
    "and or but so then because cause cos if when while whether though although since that unless until where once plus"
)
REMARKS = words(
    """
now right okay ok yes yeah yep well thanks please sorry hello hi hiya hey morning afternoon evening night bye goodbye
cheers welcome lovely brilliant perfect excellent fantastic super sure absolutely indeed agreed correct anyway actually
obviously basically again too though cheerio interesting finally firstly lastly thank today tonight tomorrow yesterday
"""
)
ADVERBS = words("also just only maybe perhaps probably possibly even both either neither later earlier afterwards back")
WITH_A_PERSON = words(
    """
got get ask asked asking told tell telling let see saw seen think know knew believe meet met invite invited bring
brought bringing hear heard hearing call called email emailed ring rang text texted thank thanked is are was were am
have had has help helped trust owe join joined joining saying said says say follow followed following copy copied
chase contact contacted reckon remember send sent give gave show showed work works spoke speak name named
"""
)
REACHING = words(
    """
said say says spoke speak talk talking talked over back up come go going gone turn listen listening wrote write sent
send gave give hand handed handing pass passed passing down across it that this you thanks thank according happened
next attention on was speaking moving move listened explain explained point due credit apologies apologise
"""
)
OPINIONS = words(
    "said says asked asks mentioned mentions raised suggested explained told thinks thought wants wanted knows knew "
    "felt feels reckons reckoned pointed described agreed agrees answered replied wrote sent came went took gave made"
)
PRESENTING = words("take talk bring send present lead cover speak explain share circulate introduce pick chair")
CALLED = words("s what how who why where which please speaking answered leading leads chairs joins joined covers runs")
# Of ordinary words that are given names: what they are when they are none. Anything else is a thing one counts.
VERBS = words(
    "mark bill rob pat hope grant chase drew sue wade rose nick josh peg drew pace trace skip chuck bob carol"
)
MASSES = words(
    "hope joy faith mercy grace patience charity harmony constance prudence verity felicity comfort wisdom favour clay "
    "amber ginger basil heather art gene dawn pearl jade courage glory peace precious blessing honour justice rain sky"
)
QUALITIES = words("frank rich sunny sandy rusty earnest merry happy precious bright blue gay jolly max")
FLOURISHES = words("be being very really quite so more too pretty perfectly completely totally less brutally fairly")
STRETCHES = words("summer autumn winter spring easter")
# Ordinary words that are landlords' names: those that are no nouns, and those that stand in everyday turns of phrase.
NO_NOUNS = words("together thrive believe connect inspire aspire first next forward ahead onward along advance abound")
IDIOMS = words(
    "home homes place places network progress futures future choice first next harmony hope unity trust southern "
    "northern eastern western central local community bridge gateway horizon vision link"
)
