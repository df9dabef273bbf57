"""Words of today and of the sector that the dictionary lacks, and that are nobody's name. Lower-case, folded."""

from __future__ import annotations

from transcripts.lexicon import words

SECTOR_TALK = words(
    """
exec execs leaseholder leaseholders freeholder freeholders shareholder shareholders stakeholder stakeholders
householder householders homeowner homeowners ratepayer ratepayers taxpayer taxpayers councillor councillors
ombudsperson subletting sublet sublets cosubs safeguarding signposting signpost signposted retrofit retrofits
retrofitted retrofitting decant decants decanted decanting decarbonise decarbonisation decarbonising photovoltaic
photovoltaics cladding sinking ringfence ringfenced regs spec specs comms admin app apps webinar webinars podcast
podcasts livestream broadband wifi smartphone smartphones laptop laptops tablet hashtag emoji emojis chatbot chatbots
online offline website websites webpage webpages login logins username usernames dropdown inbox inboxes spreadsheet
spreadsheets dashboard dashboards touchpoint touchpoints codesign coproduce coproduced coproduction coproducing
neurodiverse neurodivergent neurodiversity intersectional intersectionality microaggression wellbeing lifecycle
benchmarking upskill upskilling reskill onboarding onboard outsource outsourced outsourcing insource insourced
insourcing procurement payback outturn underspend overspend underspends overspends backlog backlogs downsize
downsizing rightsizing undersized bungalow maisonette maisonettes bedsit bedsits almshouse almshouses hostels foyer
foyers stairwell stairwells stairlift stairlifts handrail handrails wetroom wetrooms plasterboard rendering soffit
soffits fascia fascias downpipe downpipes gutterings thermostat thermostats radiators combi dehumidifier dehumidifiers
airbrick airbricks mould moulds silverfish bedbugs cockroach cockroaches mice rodent rodents asbestos legionella radon
carbon monoxide sprinklers intercom intercoms flytip flytipping flytipped antisocial carer carers caregiver childcare
nightshelter foodbank foodbanks homelessness rehoused rehouse rehousing overcrowded underoccupied underoccupying
bedroomed tenanted untenanted lettable unlettable arrears lettings relet relets transferee nominations bandings
banding prepayment smartmeter tariff tariffs microgrid biomass heatpump heatpumps triage triaged triaging neighbour
neighbours grassroots drop-in dropin ward wards constituency devolved devolution bilateral trilateral quango quangos
whitepaper legislate legislated remit remits scoping shortlist shortlisted rollout rollouts timeline timelines
deadline deadlines roadmap roadmaps workstream workstreams workplan workplans subgroup subgroups subcommittee
secondees secondee secondment attendee attendees participatory facilitator facilitators convenor chairing pandemic
lockdown lockdowns covid coronavirus vaccine vaccines furlough austerity brexit omicron long-covid tranche tranches
caveat caveats lacuna quorum quorate inquorate hustings diolch bawb prynhawn croeso senedd cynulliad cymru llywodraeth
cyngor tai shwmae iawn noswaith yfawr hwyl slainte failte gotcha hubby mummy daddy fella fellas blokes lass lasses
lads guvnor missus hun luv lovey dunno reckon yous y'all blah hiya heya ciao ta cheerio howdy okey dokey lol omg fyi
asap tbh btw imo diy vlog vlogs selfie selfies bbq telly tellies etcetera etc ie eg vis versa ergo
"""
)
