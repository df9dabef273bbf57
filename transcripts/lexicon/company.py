"""Who people are to one another and to the speaker: kin, residents, colleagues, offices. Lower-case, folded."""

from __future__ import annotations

from transcripts.lexicon import words

RESIDENTS = words(
    """
resident tenant leaseholder customer neighbour lady gentleman man woman girl boy lad guy person chap bloke lass
constituent pensioner client family couple mum-of-two widow widower student kid child youngster teenager baby patient
victim owner homeowner renter sharer lodger occupier householder applicant licensee carer
"""
) | words("residents tenants leaseholders customers neighbours")
KIN = words(
    """
daughter son husband wife mum mother mam mammy mom dad father partner friend mate sister brother uncle aunt auntie
aunty grandson granddaughter nan nana gran granny grandma grandad grandpa grandfather grandmother cousin nephew niece
stepson stepdaughter fiance fiancee boyfriend girlfriend ex twin dog
"""
)
COLLEAGUES = words(
    """
officer manager surveyor caretaker colleague boss contractor engineer plumber director warden solicitor nurse teacher
volunteer deputy assistant apprentice intern secretary treasurer electrician joiner roofer builder cleaner concierge
gardener inspector coordinator co-ordinator adviser advisor analyst architect accountant lead specialist supervisor
foreman operative handyman receptionist clerk author academic researcher expert counsel barrister coroner auditor
consultant planner developer trustee governor headteacher gp doctor councillor mayor leader minister chairman
chairwoman chairperson chair chief executive ceo head commissioner ombudsman journalist reporter mp ms msp mla mep am
person family organiser facilitator translator interpreter predecessor successor
"""
)
PEOPLE = RESIDENTS | KIN | COLLEAGUES
OWNERS = words("my our his her their your the a an one another this that whose")
NEAR_OWNERS = words("my our his her their your")
# Titles of office: a name follows them, and alone they are nobody's name.
OFFICES = words(
    """
minister secretary deputy chair chairman chairwoman convener convenor councillor councillors councilor mayor
commissioner president speaker leader director professor doctor sergeant inspector constable superintendent judge
justice lord lady baroness sir dame canon father reverend pastor imam rabbi bishop archbishop attorney counsel
counselor counsellor chancellor ambassador senator governor general colonel major captain lieutenant pc dc sgt
minister's member members colleague colleagues clerk prime cabinet first shadow vice madam mister
"""
)
# Titles that are said before a name and seldom otherwise, beside those of `people.SPOKEN_TITLES`.
MORE_TITLES = words(
    """
sergeant sgt constable inspector superintendent pastor sheikh sheik judge baroness bishop pc dci
"""
)
# Words that, with a capital or in their place, make the words before them the name of a body, a law or a place.
OF_THINGS = words(
    """
act acts bill law laws fund foundation trust charter report review inquiry enquiry commission committee board council
university college school academy hospital surgery centre center hub project programme scheme initiative campaign
partnership association society group club union party government assembly parliament ministry department office
agency authority service services institute network forum federation alliance coalition framework standard standards
code strategy plan policy bank hotel street road avenue lane close court house estate tower park green square hill
gardens station airport bridge valley vale island river lake mountain forest bay beach county borough city town
village region district parish constituency ward north south east west northern southern eastern western international
limited ltd plc homes housing living water rail energy gas electric construction builders solutions consulting media
news times post guardian mail daily award awards prize conference summit festival day week month year season formula
model method test rule principle index scale syndrome disease museum gallery library theatre stadium arena market mall
store shop cafe restaurant pub tribunal panel taskforce consortium collective community communities charity church
mosque temple cathedral chapel synagogue barracks prison convention treaty agreement accord declaration protocol
directive regulation regulations amendment guidance handbook manual toolkit pathway portal app platform system
software
"""
)
SPEECH = words(
    """
said says saying mentioned mentions raised asked asks made makes pointed put puts explained explains suggested
suggests told thinks thought reckons described outlined spoke wrote writes emailed argued argues noted notes
highlighted alluded referred refers touched reported reminded replied answered added claims claimed believes believed
wants wanted knows knew feels felt agrees agreed nodded laughed chairs chaired leads led runs ran joined joins
presented sends sent gave gives
"""
)
DOING = words(
    """
lives lived rang rings phoned called came comes went goes moved works worked started left got waited waits needs
needed tried brought brings took takes told helped helps organised passed died found set built does did has had was is
were are will would could can can't hasn't isn't wasn't didn't doesn't never always just also really
"""
)
# What follows "'s" where the owner is a person: "Ceri's team", "Huw's question".
BELONGINGS = words(
    """
question questions point points team comment comments idea ideas hand email emails letter view views case flat home
house daughter son mum dad husband wife family mother father partner story experience work contribution evidence paper
report presentation slide slides name office colleague colleagues friend right wrong nodding muted frozen gone got mic
camera screen connection voice suggestion words remarks figures lot job role place side sister brother kids children
neighbour landlord phone number leadership recommendation recommendations concern concerns piece request death life
funeral background birthday here back on
"""
)
ADDRESSED = words(
    """
you your you're over go please can could do would did if what are thanks thank sorry any can't don't have how is want
next it's that's we're i'm i i'll i've
"""
)
# Ordinary words that are last names: said behind a given name they belong to it.
LAST_WORDS = words(
    """
abbott archer ash ashes baker ball banks barber barker barley barnes barrow bass baxter beach bean beard beck bell
bench berry best birch bird bishop black blackwood blake bland bloom blunt bolt bond booker booth bow bower bowler
bowman brand bridge bridges bright broad brook brooks brown buck bull bullock burden burn burns bush butcher butler
cannon carpenter carter carver chambers chandler chapel chapman chase church clay clerk cliff coats cole collier comb
cook cooper corner court cox crane crisp cross crow crown curry cutter dale day dean deer dock dove drake draper drew
driver duke dyer eagle early east eastwood england farmer farrow fern field fields finch fish fisher fletcher flint
flood flowers ford forest forester forrest foster fountain fowler fox frank freeman french friend frost fry fuller
gale gallant gamble garden gardener gardner garland garner gates gift gill glass glover gold golden goodman goodwin
goose gore grace grant graves gray green grey grove grover groves guest gunner hale hall hammer hammond hand hardy
hare harper hart hawk hawke hawkes hay hayes haywood head heal heard hearts heath heather hedges heller helm herring
hill hills hobbs holder holly holmes hood hook hooper hope hopper horn horner house howe hunt hunter hurst iron irons
jack jay jewel jolly joy judge keen kemp key keys king kitchen kite knight knot lamb lambs lane lark law laws lawn
leach leaf lee lightfoot lily lock locke lodge long lord love low lowe lunch lyon maple march marsh marshal marshall
marshes mason masters may mead meadows mercer merry mill miller mills moody moon moor moore moss mould mountain muir
nail naylor neal new nightingale noble noon norman north nun oak oaks orchard osborn page pain paine painter palmer
paradise park parker parks parsons partridge patch payne peacock pearl pears pepper perch perry pike pitt plant
plummer poll pond poole pope porter potter potts powers price priest prince prior proud pryor pugh purse quick quill
rains ram ranger raven rawlings ray read reed reeve reeves rice rich rider ridge rivers roach roads robin rock roe
roller rollins rook root rose rowe rush rushes sadler sage salmon salt sandal sands savage sawyer sayer scales school
seal sears self sellers service sewell shade sharp sharpe shaw shell shepherd ship shore short silver singer singers
singleton skinner skipper slate slater small smart smith snow somers southern sparrow spear speed spence spencer spice
spicer spring squire stable staple stark starling steel steele stern steward still stock stocks stone stones storey
storm story street strong summer summers sumner swallow swan sweet swift sykes tanner taylor teal temple tench
thatcher thorn thorne thrower tiler till tiller towers town towns trout tucker turner tyler usher vale vine wade wager
wain waite wake wakes walker wall waller walls ward ware warner waters waterman watts weaver webb webber wells west
wheat wheeler white whitehead whitehouse wick wild wilde wilder willow winds winter winters wise wolf wood woodhead
woodman woods woodward wool worth wren wright yard york young
"""
) - words(
    """
best early still day will may long new low self east head hand heard heal key keys house school service quick short
small strong lunch till wake hope story summer winter spring court chase read proud smart keen bright broad heather
street ship shore corner garden kitchen merry jolly bland blunt stable staple plant pain patch poll driver burden
glass root singers town towns yard field fields road roads noon friend guest hearts march purse rush rushes sweet
sharp stern stark swift storm wild wise worth
"""
)
