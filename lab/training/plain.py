"""What people say at meetings without naming anybody, and words that carry a capital without being a name."""

from __future__ import annotations

from lab.training.listed import listed

PLAIN = """
thanks chair
thank you chair
thank you very much chair
thank you convener
thanks convener and good morning
thank you minister
thanks everyone
thanks everybody for coming
thanks all
thanks both
thank you both for that
thank you so much
thank you that was helpful
thanks for that
thanks again
thanks a lot
over to you chair
over to the panel
over to the officers
over to the next speaker
back to the chair
i'll hand over to the clerk
i'll hand back
good morning everyone
good morning committee
good afternoon and welcome
good evening all
hello everyone
hi all
hi folks
hi there
morning all
welcome everybody
welcome back
welcome to the meeting
my name is on the list
i'm sorry
i'm a tenant
i'm here on behalf of residents
i'm the chair
i'm scottish and proud of it
i'm happy with that
i'm going to move on
i'm conscious of time
i'm in two minds about it
i am content
this is brilliant
this is the second time
this is monday's paper
it's wonderful
it's mainly about money
it's friday
he's called again twice
she's called the office
the meeting was called off
next is item four
next is the budget
next up is housing
next we have questions
can i bring in the officers please
can i bring in members
bring in the next question
i agree with that
i agree with everything said
i agree with members
as has been said
as mentioned
as the chair said
as the minister mentioned
like members were saying
going back to the earlier point
to follow on from that
i think that's right
i think so
i think members want to respond
you're on mute
you're still muted
your hand is up
there's a hand up
somebody has their hand up
the chat is open
put it in the chat
go ahead
carry on please
yes please
okay thanks
well done
good point
fair point
fair enough
bye everyone
congratulations everybody
what do you think
what about cost
i don't know
it depends
to be honest it is not good enough
yes
no
okay
right then
lovely
brilliant
absolutely
exactly
indeed
agreed
noted
hear hear
perfect
sorry
sorry about that
sorry i cut across you
apologies for being late
are there any apologies
apologies have been received
there are no declarations of interest
i declare an interest as a trustee
the minutes of the last meeting were agreed
are members content with the minutes
matters arising from the minutes
any other business
i move the recommendation
i second that
all those in favour
that is carried
the motion falls
the amendment is agreed to
we now move into private session
the next meeting will be in september
we will take a short break
the committee will consider the evidence
we have a quorum
this meeting is being recorded
please mute yourself when not speaking
can you see my screen
next slide please
can everybody hear me
the sound keeps going
i lost my connection
we may come back to that in may
it may be that we will need to mark it down
mark that as done
they will have to pay the bill
the bill was passed by parliament in march
the housing bill will be at stage two in the spring
we hope to grow rose bushes in the garden
with the grace of time and some hope
to be frank it was a joy
he will be better by dawn
let's be frank about it
a ray of hope
the dean wants a new chapel
pat yourselves on the back
we need to rob nobody
a jack of all trades
the faith groups and the voluntary sector
the art group meets in the church hall
the sun was out
use the drew of lots
the river wall is old and the stone is dark
the young and the old
long term plans and short term cash
black and minority ethnic communities
english and welsh law
the price of wood
the cook had to walk home
a good king and a bad bishop
the north west and the south east
east and west
high street shops
the green belt
white goods and brown bins
the brown bins are collected on tuesday
christmas and easter are busy
in january and february we saw snow
by the end of october
on wednesday the fourth of june
last summer we had a drought
covid made everything harder
the pandemic hit us all
brexit has changed the labour market
universal credit is a problem for many
the housing ombudsman found maladministration
the regulator of social housing gave us a grade
the decent homes standard is being reviewed
right to buy has cost us homes
section twenty one is being abolished
awaab's law will come into force
since grenfell we have changed how we work
the equality act applies
the freedom of information act
the care act and the mental health act
the building safety regulator wants a safety case
damp and mould is the top complaint
we have replaced kitchens and bathrooms
boilers are serviced every year
the lift was out for weeks
repairs take too long
the call centre never answers
rents went up by seven per cent
service charges are not clear
the tenant satisfaction measures were published
our tenants' panel meets monthly
we scrutinise the landlord's performance
there is a waiting list of nine hundred
temporary accommodation costs us a fortune
homelessness is rising
rough sleeping has doubled
the allocations policy needs a review
adaptations for disabled people take a year
we retrofit two hundred homes a year
heat pumps and solar panels
energy bills are frightening
fuel poverty is real
the void turnaround is thirty days
anti social behaviour on the stairwell
noise at night
fly tipping behind the garages
parking is a nightmare
the play area is broken
the community centre is closed
bus services have been cut
the school is full
there is no dentist
the doctor's surgery has a long wait
hospital discharge is slow
social care is under pressure
the health board overspent
the police budget has been cut
officers will bring a report back
the capital programme has slipped
reserves are low
the budget gap is twelve million
council tax will rise
the audit found weaknesses
the risk register is updated
procurement took a year
the contract ends in march
the contractor went bust
the local plan is at consultation
the planning application was refused
affordable housing on that site
an environmental impact assessment
flood risk and drainage
net zero by twenty thirty
active travel and cycling
potholes everywhere
the ferry was cancelled
fishing and farming communities
crofting and land reform
the curriculum and exams
additional support needs
teachers are leaving
university funding
apprenticeships and skills
child poverty targets
domestic abuse services
drug deaths
mental health waiting times
young carers
care leavers
older people living alone
digital exclusion
broadband in rural areas
the census tells us that
statistics show a fall
evidence from witnesses
written evidence was received
the call for views closed on friday
we wrote to the cabinet secretary
the government's response is due
secondary legislation
the instrument was laid
the financial memorandum
human rights and equalities
a statutory duty
the code of practice
judicial review
the supreme court judgment
local government elections
first past the post
the labour group and the conservative group
liberal democrat amendment
the green party
cross party work
"""

# Said with a capital in minutes and captions, and nobody's name.
CAPITALS = listed(
    """
Chair|Vice Chair|Convener|Deputy Convener|Minister|Cabinet Secretary|First Minister|Secretary of State|
Presiding Officer|Clerk|Committee|Sub-Committee|Cabinet|Council|Full Council|Executive|Parliament|Senedd|Assembly|
Government|Scottish Government|Welsh Government|UK Government|Westminster|Holyrood|Whitehall|House of Commons|
House of Lords|Treasury|Department|Member|Members|Councillor|Councillors|Leader|Mayor|Director|Chief Executive|
Head of Housing|Officer|Officers|Board|Panel|Tenant|Tenants|Resident|Residents|Landlord|Housing Ombudsman|
Ombudsman|Regulator|Commissioner|Auditor General|Bill|Act|Housing Bill|Stage Two|Part Three|Schedule Four|
Section Twenty|Clause|Amendment|Annex B|Appendix A|Item Five|Agenda|Minutes|Standing Orders|Code of Conduct|Budget|
Local Plan|Strategy|Framework|Programme|Pathway|Charter|Standard|Green Paper|White Paper|Decent Homes Standard|
Universal Credit|Right to Buy|Housing First|Local Housing Allowance|Awaab's Law|Grenfell|Brexit|Covid|Christmas|
Easter|Ramadan|Eid|Diwali|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|
May|June|July|August|September|October|November|December|Spring|Summer|Autumn|Winter|English|Welsh|Scottish|Irish|
British|European|Gaelic|Polish|Romanian|Somali|Urdu|Bengali|Punjabi|Labour|Conservative|Conservatives|Lib Dem|
Liberal Democrats|Greens|Plaid|SNP|Tory|Unionist|Independent|Zoom|Teams|Outlook|Excel|PowerPoint|WhatsApp|Facebook|
Twitter|Google|YouTube|Wi-Fi|NHS|GP|AGM|Q and A|FAQ|ASB|TSM|EPC|HMO|ALMO|KPI|PRS|LGBT|BAME|CEO|HR|IT|AI|DWP|HMRC|
DLUHC|MHCLG|COSLA|LGA|SFHA|NHF|CIH|TPAS|Brilliant|Lovely|Absolutely|Definitely|Exactly|Perfect|Great|Okay|Right|
Sorry|Hello|Morning|Afternoon|Everyone|Everybody|Folks|Guys|Colleagues|Friends|Team|Mum|Dad|Nan|God|Lord|Sir|Madam|
Doctor|Professor
""",
    "|",
)

PUBLIC_BODIES = listed(
    """
Housing Ombudsman|Regulator of Social Housing|Homes England|Scottish Housing Regulator|Scottish Government|
Welsh Government|Ministry of Housing|Department for Education|Department of Health|Home Office|Treasury|
Cabinet Office|NHS England|NHS Scotland|Police Scotland|Public Health Wales|Audit Scotland|Audit Wales|
National Audit Office|Citizens Advice|Shelter|Crisis|Age UK|Mencap|Unison|Unite|National Housing Federation|
Chartered Institute of Housing|Health and Safety Executive|Environment Agency|Natural Resources Wales|
Scottish Water|Network Rail|National Grid|Ofgem|Ofsted|Ofcom|Estyn|Equality and Human Rights Commission|
Competition and Markets Authority|Local Government Association|COSLA|Convention|Joseph Rowntree Foundation|
Nuffield Foundation|Resolution Foundation|University of Glasgow|Cardiff University|Sheffield Hallam University|
London School of Economics|Law Society|Fire Brigades Union|Citizens Assembly|Health Board|Integration Joint Board|
Combined Authority|Fire and Rescue Service|Parks Trust|Students Union|Chamber of Commerce
""",
    "|",
)

PLACES = listed(
    """
Aberdeen Aberystwyth Acton Airdrie Aldershot Alloa Andover Antrim Arbroath Armagh Ashford Ayr Bangor Banff Barking
Barnet Barnsley Barrow Barry Basildon Basingstoke Bath Bedford Belfast Berwick Beverley Bexley Birkenhead Birmingham
Blackburn Blackpool Bletchley Bodmin Bolton Bootle Boston Bournemouth Bracknell Bradford Braintree Brecon Brent
Brentford Brentwood Bridgend Bridgwater Brighton Bristol Brixton Bromley Broxtowe Burnley Bury Buxton Caerphilly
Caithness Camberwell Cambridge Camden Cannock Canterbury Cardiff Carlisle Carmarthen Carrick Chatham Chelmsford
Cheltenham Cheshire Chester Chesterfield Chorley Clacton Clydebank Coatbridge Colchester Conwy Corby Cornwall
Coventry Crawley Crewe Croydon Cumbria Cumbernauld Dagenham Darlington Dartford Deptford Derby Derry Devon Doncaster
Dorset Dover Dudley Dumbarton Dumfries Dundee Dunfermline Durham Ealing Eastbourne Easterhouse Edinburgh Ely Enfield
Exeter Falkirk Falmouth Fareham Fife Fleetwood Folkestone Fulham Gateshead Gillingham Glasgow Glenrothes Gloucester
Gosport Govan Grantham Gravesend Greenock Greenwich Grimsby Guildford Gwynedd Hackney Halifax Hamilton Hammersmith
Haringey Harlow Harrogate Harrow Hartlepool Hastings Hatfield Havering Hereford Hertford Hexham Highlands Hillingdon
Holyhead Horsham Hounslow Huddersfield Hull Huntingdon Inverclyde Inverness Ipswich Islington Jarrow Jersey Keighley
Kendal Kent Kettering Kilmarnock Kirkcaldy Kirklees Lambeth Lanark Lancaster Leeds Leicester Leith Lerwick Lewes
Lewisham Leyton Lichfield Limerick Lincoln Lisburn Liverpool Livingston Llandudno Llanelli London Lothian
Loughborough Lowestoft Luton Maidstone Manchester Mansfield Margate Medway Merthyr Merton Middlesbrough Moray
Morecambe Motherwell Nairn Neath Newark Newcastle Newham Newport Newry Norfolk Northampton Norwich Nottingham
Nuneaton Oban Oldham Orkney Oxford Paisley Peckham Pembroke Penrith Penzance Perth Peterborough Peterhead Plymouth
Pontypridd Poole Portsmouth Powys Preston Ramsgate Reading Redbridge Redditch Reigate Renfrew Rhondda Rhyl Rochdale
Rochester Romford Rotherham Rugby Runcorn Rutland Salford Salisbury Sandwell Scarborough Scunthorpe Sefton Selby
Sheffield Shetland Shropshire Skye Slough Solihull Southampton Southend Southport Southwark Stafford Stevenage
Stirling Stockport Stockton Stoke Stornoway Stratford Stroud Sunderland Surrey Sussex Sutton Swansea Swindon
Tameside Tamworth Taunton Telford Thurrock Torbay Torfaen Torquay Tottenham Trafford Truro Tyneside Uist Uxbridge
Wakefield Wales Wallasey Walsall Waltham Wandsworth Warrington Warwick Watford Wembley Wexford Weymouth Whitby
Whitehaven Widnes Wigan Wiltshire Winchester Windsor Wirral Woking Wokingham Wolverhampton Worcester Workington
Worthing Wrexham Wycombe Yeovil York Yorkshire England Scotland Ireland Europe France Germany Poland Pakistan
Bangladesh Jamaica Nigeria Ghana Somalia Ukraine India China Turkey
"""
)
