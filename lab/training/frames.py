"""What people say around names. One frame a line.

Slots: `{p}` a person however named, `{f}` by first name, `{n}` in full, `{l}` by last name, `{t}` with a title,
`{o}` a landlord or firm, `{b}` a public body, `{c}` a place, `{s}` a street; `{x}` `{y}` `{z}` a few ordinary words:
a thing, an action in -ing, a number.
"""

from __future__ import annotations

NAMING = """
thanks {f}
thank you {f}
thank you very much {f}
thanks very much indeed {p}
thank you {p} that was really helpful
thanks for that {f} i think that covers {x}
cheers {f}
many thanks to {n} for preparing {x}
over to you {f}
over to {p}
i'll hand over to {p} who will take us through {x}
i'm going to pass to {f} now
back to you {f}
can i bring in {p} please
can we go to {p} next
i'll bring {f} in and then {f}
{f} do you want to come in on that
{f} would you like to say something about {x}
{f} you're on mute
{f} i think you're still muted
{f} your hand is up
{f} has her hand up
{p} has had his hand up for a while
i can see {p} in the chat
{p} has put something in the chat about {x}
as {p} said earlier
as {f} just mentioned
like {f} was saying
going back to what {p} said about {x}
just picking up on {f}'s point
to follow on from {p}
to echo what {f} and {f} said
i agree with {p}
i'd agree with {f} there
i completely disagree with {p} on {x}
i think {f} is right
i think {p} wants to respond to that
i don't know if {f} wants to add anything
{f} and i have been talking about {x}
{f} and {f} have been leading on {x}
me and {f} went round to look at {x}
my name is {n}
my name's {n} and i'm a tenant
my name is {n} and i represent {o}
i'm {n}
i'm {n} from {o}
i'm {f} i live in {c}
hi i'm {f}
hello everyone i'm {n} i'm the head of {x} at {o}
hi everybody it's {f} here from {o}
good morning my name is {n} chair of {x}
good afternoon i am {n} and i work on {x}
{n} from {o}
{f} from {o} here
this is {f} speaking
it's {f} again
{n} head of {x} at {o}
so for those who don't know me i'm {n}
with me today is {n} who looks after {x}
i'm joined by {n} and {n}
joining us this morning we have {n} from {o} and {n} from {b}
we welcome {n}
i'd like to welcome {n} to her first meeting
and {n} who is the director of {x}
we have apologies from {p}
apologies have been received from {p} and {p}
apologies from {p} {p} and {p}
{p} sends her apologies
{p} is substituting for {p}
proposed by {p} seconded by {p}
moved {p} seconded {p}
i'll second that said {f}
the question from {p} was about {x}
question three is from {p}
next question comes from {p}
{p} has a supplementary question
{p} asked about {x}
{p} asks whether {x} will be ready
{p} raised {x} last time
{p} told us that {x} was late
{p} says {x} is fine
{p} wrote to us about {x}
{p} emailed me last week about {x}
i spoke to {p} about {x}
i had a call with {p} on tuesday
i've been speaking with {p}
i met {p} at {x}
i rang {f} and {f} never rang back
have you spoken to {p}
ask {p} about {x}
you need to talk to {f} in {x}
can somebody email {p}
{p} is going to circulate {x}
{p} will send round {x} after the meeting
{p} is on leave until monday
{p} left in march
{p} has retired
{p} took over from {p}
{p} was the previous chair
{p} chairs {x}
{p} our finance director
our chief executive {n}
the leader of the council {n}
the cabinet member {t}
the minister {n} announced {x}
the then minister {n}
former minister {n}
the mp for {c} {n}
our local mp {n} raised it
{t} raised {x}
{t} would like to speak
{t} you had a question
{t} thank you chair
{t} here
{t} present
{t} asked for {x}
can i ask {t} to respond
the report by {n} on {x}
the review led by {n}
the work that {n} did on {x}
research by {n} and colleagues
the book by {n}
{n} published a paper on {x}
{l} et al found that {x} matters
the {l} review
the {l} report said {x}
the {l} inquiry
professor {n} from {b}
according to {n}
in the words of {n}
{n} once said that {x} is {x}
a resident called {n}
a tenant named {f}
one of our residents {n} has {x}
one of my constituents {t} has been waiting for {x}
there's a lady in {c} called {f}
there's a gentleman {t} who lives on {s}
my neighbour {f} has {x}
my neighbour {n} at number {z}
my son {f} has asthma
my daughter {f} is at school with {x}
my husband {f} rang them about {x}
my wife {f} and i moved to {c}
my mum {f} is eighty
my friend {f} from {c}
her name is {n}
his name was {n}
i think her name was {f}
she's called {f}
they call him {f}
a young man {f} who was sleeping on {x}
{f} is a single mum with {z} kids
{f} who is {z} lives with {x}
{f} has been on the waiting list for {z} years
{f} has damp in every room
{f}'s mother has {x}
{f}'s flat was full of {x}
{l}'s house
poor {f} had no heating for {z} weeks
we moved {f} into {x}
{f} was told to wait for {x}
{t} at number {z}
{t} on {s} has complained about {x}
{t} of {z} {s}
the case of {t} and {x}
the housing officer {f} never came
our housing officer is {n}
our new surveyor {f} is very good
the surveyor a chap called {f}
the contractor sent {f} and {f}
{f} the caretaker
{f} in repairs
{f} in my team
{f} on the front desk
{f} from finance
{f} from {x}
my colleague {f}
my colleague {n} will answer that
my colleagues {f} and {f}
my manager {f} said no
my boss {f}
i work with {f} on {x}
i work alongside {n}
i report to {p}
our engineer {f} went out to {x}
the plumber {f} came twice
sergeant {l} from {b}
pc {l} has been round
doctor {l} at the surgery
nurse {f} told her about {x}
the headteacher {t}
the vicar {f}
our solicitor {n}
inspector {l} found {x}
the chair of the panel {n}
{n} and {n} are co chairs
{f} {f} and {f}
{f} and {f}
{n} {n} and {n}
i've got {f} then {f} and then {f}
hands up from {f} and {f}
first {f} then {f}
so that's {f} {f} {f} and me
{f} can you hear us
can you hear me {f}
are you there {f}
is {f} here
has anyone seen {f}
sorry {f}
sorry {f} go on
sorry {f} i cut across you
please {f}
yes {f}
yes please {f}
go ahead {f}
carry on {f}
right {f}
okay {f} thanks
well done {f}
good point {f}
fair point {f}
morning {f}
hi {f}
hello {f} nice to see you
bye {f}
happy birthday {f}
congratulations to {f} on {x}
lovely to meet you {f}
what do you think {f}
what about you {f}
i don't know {f}
it depends {f}
to be honest {f} i think {x} is better
{f} i'd just like to say {x} is not working
well {f} as you know {x} is going well
no {f} i was going to ask about {x}
{f} mentioned {y}
{f} thinks we should be {y}
{f} suggested {y} {x}
{f} was {y} {x}
{f} knows more about {y} than me
{f} started {y} {x} in {c}
if {f} were here he'd say {x}
i'll let {f} answer that one
i'll leave that to {f}
that's one for {f}
that's {f}'s area
credit to {f} and her team
{f} and the team at {o}
thanks to {p} and everybody at {o}
it was {p} who found {x}
the letter from {p}
a letter signed by {n}
an email from {f} about {x}
the photo that {f} took
in memory of {n}
the late {n}
{n} passed away in january
the inquest into the death of {n}
the family of {n}
named after {n}
{n} won {x}
elected {n} as vice chair
nominate {n}
i nominate {p}
all those in favour of {p}
spelled {f}
i always get your name wrong {f} isn't it
is it {f} or {f}
sorry how do you say your surname {l}
"""

ABOUT_BODIES = """
i'm from {o}
we at {o} have {z} homes
i work for {o}
i've worked at {o} for {z} years
here at {o} we started {y}
{o} are {y} {x}
{o} has {z} thousand homes in {c}
{o} and {o} have merged
{o} told the tenants about {x}
tenants of {o} in {c}
speaking on behalf of {o}
my landlord is {o}
the merger with {o}
colleagues from {o} and {b}
{o} used to be called {o}
contractors like {o} and {o}
we use {o} for repairs
{o} won the contract for {x}
the board of {o}
a complaint about {o} went to {b}
{b} wrote to us about {x}
{b} says {x} must be ready
we wait for guidance from {b}
funding from {b} for {x}
{b} and {b} both want {x}
we live in {c}
our estate in {c}
people in {c} and {c} are {y}
up in {c}
down in {c} they are {y}
across {c} and the north of {c}
the road between {c} and {c}
we have schemes in {c} {c} and {c}
{c} is a long way from {c}
from {c} to {c}
the flats on {s}
number {z} {s}
the corner of {s} and {s}
{s} was closed for {x}
residents of {s} in {c}
the train to {c}
a visit to {c} by {p}
"""
