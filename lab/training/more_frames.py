"""Longer turns around names, and talk in which words that are also names are only words."""

from __future__ import annotations

STORIES = """
so what happened was that {f} reported it in {z} and nobody came until {x} gave way
we had {t} in last week and she was in tears about {x}
there's an older couple {f} and {f} on the top floor and they can't manage the stairs
i sat with {f} for an hour and went through every letter
when {f} moved in the place had not been painted since {x}
they sent {f} away and told her to fill in the form again
and then {f} turned round and said you can keep your {x}
i don't want to speak for {f} but she told me it was worse than ever
{f} had to sleep on the sofa with the baby because of {x}
that was {f}'s idea not mine
we lost {f} last year and the estate has not been the same
i would not be here if it were not for {n}
you may remember {n} who used to sit on this panel
some of you will know {n} from {x}
i was talking to somebody the other day {n} i think it was
{f} and her mum {f} came to the drop in
{f} whose kids go to the same school as mine
we asked {t} three times and three times he refused
{n} is a good example of somebody who fell through {x}
take {f} for example
if you look at what {n} has done over in {c}
i've got an email here from {n} and i'd like to read it out
{n} writes that {x} is too slow
it says here signed {n}
that was raised by {n} of {o}
the complaint that {t} made was upheld
{l} and {l} against {o}
in the {l} case the judge found that {x} was unlawful
mister justice {l} said as much
there is a quote from {n} that i like
i read {n}'s book on {x}
the evidence that {t} gave us last week
{t} told the committee that {x} would cost more
we heard from {n} and from {n} that {x} needs reform
can i put the same question to {t}
i'll go to {t} first and then to {t}
{t} wants to come in on this
{t} you've got five minutes
i'm grateful to {t} for giving way
would {t} agree that {x} is a scandal
i see {t} nodding
{t} is shaking his head
the member for {c} {n}
the convener of that committee {n}
officers led by {n} are {y} {x}
{n} who's the lead officer is here to answer questions
{f} will take you through the slides
{f} do you have the figures for {x}
{f} could you share your screen
{f} if you could just scroll down
thanks {f} that's really clear
that's great {f} thank you
brilliant thanks {f}
lovely thanks very much {f}
no that's fine {f}
not at all {f}
yeah i think {f} covered it
yeah {f} is right
yeah and {f} made the point as well
and i know {f} feels strongly about {x}
i know {f} and {f} have been working really hard on {x}
between {f} and {f} they have fixed {x}
either {f} or {f} can answer that
somebody like {f} would know
ever since {f} joined we have been {y} more
until {f} left it all worked
before {f} it was {f} who did {x}
with {f} away nobody is doing {x}
without {f} we would have no {x}
we gave it to {f} and {f} gave it to {f}
for {f} and for people like her {x} is everything
it's unfair on {f}
i felt for {f}
she reminded me of {f}
{f} bless her never complains
{f} god rest him would have laughed
by {f}'s own account {x} was fine
{f}'s right
{f}'s on holiday
{f}'s gone
{f}'ll do it
is that you {f}
who's that is it {f}
oh hi {f} didn't see you there
i can't hear {f}
we've lost {f}
{f} has dropped off the call
{f} is just joining now
let {f} finish
{f} then me
after {f}
me then {f} then {f}
"""

ONLY_WORDS = """
satisfaction rose by three points
rents rose again
the cost rose sharply and then fell
she rose to the challenge
they planted rose bushes by the bins
please mark the calendar
we were marked down on that
it left a mark on the wall
top marks
i will be brief
they will not budge
where there's a will
good will on both sides
he left it in his will
the energy bill came
who foots the bill
a water bill for nine hundred
the bill as introduced
may i come in
it may well be
we may never know
in may and june
i hope so
let's hope not
we live in hope
no hope in hell
a grant of ten thousand
grant funding ends in march
we grant permission
they chase us for arrears
i had to chase it
paper chase
a grace period of two weeks
with good grace
a pat on the back
they have it off pat
to be perfectly frank
frank and open
she drew attention to it
they drew up a list
who drew the short straw
they can sue us
threatened to sue
daylight robbery they rob you
don't rob the reserves
only joshing
a jack in the wall
jack up the price
the summer was dry
next summer
the dawn of a new era
it dawned on us
a joy to see
no joy there
the far end of the dale
up hill and down dale
faith in the system
good faith
faith groups
a ray of light
x ray
a penny for your thoughts
not a penny more
amber on the risk register
red amber and green
an olive branch
the ivy on the gable
violet light
the heather is out
hazel trees
a robin in the hedge
max out the budget
at the max
miles away
nine miles by bus
a guy came to fix it
those guys
the dean of the school
christian charity
a heath fire
it is clay under there
a brook runs through it
a glen with no signal
the cliff edge
a reed bed
rusty pipes
a mason repaired it
carter the horse
taylor made
the hunter and the hunted
precious little
a blessing in disguise
cold comfort
patience please
charity begins at home
the angel of the north
state of the art
ash dieback
a kit of parts
kay as in okay
don the gloves
the early years
long may it last
young people
old age
a king sized bed
the price of bread
white paint
black mould
brown water
a green space
the wood burner
a stone wall
the village hall
the park gates
a bush fire
the bell rang
best value
a bond issue
a bright spark
a bridge too far
the castle ward
a cross party group
a fair day's work
a flower bed
the forest floor
the fox in the garden
the hammer and the nail
a bank holiday
the key worker
a kitchen sink
in law
a little bit
lord knows
a major incident
a moot point
page four
the parish council
peace and quiet
the power went off
quick wins
a rich mix
a short delay
a small number
a sharp rise
spring cleaning
street lights
a strong case
the tower block
town centre
on the walk home
ward members
the waters rose
last week
west of the river
winter pressures
a wise decision
day in day out
banks and building societies
hang on
hang on a second
hold on
hold on a minute
bear with me
deep breath
fair dos
fair play
gosh
crikey
blimey
goodness me
bless
hiya
hiya everyone
heya
howdy
cheers
cheers everyone
ta
ta very much
cool
super
fab
fabulous
spot on
dead right
honestly
obviously
basically
shamelessly
hopefully
unfortunately
ironically
technically
frankly
firstly
secondly
lastly
meanwhile
anyway
anyhow
besides
seriously
granted
mind you
moving on
looking ahead
speaking of which
turning to repairs
coming back to that
going forward
quick question
small point
one more thing
same here
ditto
likewise
whatever
never mind
too right
not really
not quite
not sure
no idea
no worries
no problem
oops
whoops
ouch
hmm
mhm
yep
yup
nope
aye
och aye
och
ach
wee bit
diolch
diolch yn fawr
bore da
croeso
slainte
inshallah
mashallah
"""

LONGER = """
what we found when we went round with the clipboard was that half of the fire doors did not close
the thing that people keep telling us is that they report a repair and then they hear nothing for weeks
if you ring before nine you get through and if you ring after nine you are in a queue with forty others
we have a duty to the people who are in the houses now as well as to the people who are waiting for one
i would like to understand how the figure in paragraph twelve relates to the table on the next page
the money was there last year and it is not there this year and that is the whole story
nobody is saying that this is easy but we were promised a plan by the end of the financial year
my understanding is that the consultation closed and that the responses are being analysed
there were questions about whether the contractor had the staff to do what they had signed up to
we do not hold that information centrally but we can write to the committee
the short answer is yes and the long answer is that it will take until twenty thirty
people do not want to be decanted twice and who can blame them
it is not just the damp it is being told that it is our own fault for drying clothes
the children are on the third floor and the lift has been out since before the holidays
we have asked for the minutes to show that two of us were against
i think that there is a wider point here about trust and how you rebuild it
a lot of our members are small and rural and they do not have a policy team
the guidance says one thing and the inspector said another
i have to declare that i am a tenant of the council and a trustee of a charity
on a point of order the amendment was circulated after the deadline
in terms of next steps we will bring a paper to the november meeting
the scheme was oversubscribed within a day and then it was paused
can the officer explain why the capital receipt has not been ring fenced
the survey went to six thousand households and one in five answered
and just to be clear that is before inflation
what is the government doing to make sure that local authorities have the powers that they need
i represent a constituency with a great many second homes and short term lets
we hear time and again that the grant does not cover the cost
the data protection officer advised us not to share the spreadsheet
as a board we look at complaints every month and we read a sample of them in full
"""
