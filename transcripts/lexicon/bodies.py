"""Words around landlords' names, and bodies, laws and idioms that stay."""

from __future__ import annotations

from transcripts.lexicon import words

GENERIC = words(
    """
housing homes home group trust association society limited ltd plc llp cic council borough city district county
metropolitan unitary partnership partnerships living communities community co operative cooperative coop
foundation charity tenant tenants management organisation almo the of and services service solutions royal london
"""
)
# Words that widen a landlord's name to the right when they carry a capital.
TAILS = words(
    "housing homes group trust association society limited ltd plc council borough city district county living "
    "partnership community communities foundation services"
)
LINKING = words("of and the for in on & at")
# Acronyms of the sector that a landlord's initials may collide with: never masked unless the roster lists them.
COMMON_ACRONYMS = words(
    """
asb hra tpas dlo epc ehs ni nhs uk eu gp it hr ai ok pm am tv dwp cih nhf rsh rsl la ha hms who bbc mp mps ceo
faq agm tsm tsms hhsrs gdpr dpia foi ico lac pip esa uc hb hmo ev co id dna cctv ict pdf url sla kpi kpis vat dss
"""
)
# Masked nowhere: public bodies, laws, places and idioms whose words are also names. Lower case, folded.
KEEP = tuple(
    phrase.strip()
    for phrase in """
housing ombudsman|housing ombudsman service|the ombudsman|ombudsman|regulator of social housing|
social housing regulator|building safety regulator|hact|heat network zone|future homes standard|warm homes plan|
future generations|white paper|green paper|rent smart wales|the regulator|
awaab's law|awaabs law|awaab ishak|grenfell|grenfell tower|grenfell inquiry|hyde park|hackitt report|
dame judith hackitt|hackitt review|martyn's law|martyns law|clare's law|sarah's law|natasha's law|homes england|
decent homes standard|decent homes|warm homes|warm homes fund|right to buy|national housing federation|
chartered institute of housing|citizens advice|universal credit|clarion call|home office|home secretary|network rail|
sanctuary scheme|sanctuary schemes|southern region|southern water|southern rail|southern england|a guinness|
pint of guinness|may day|bank holiday|windrush|the home counties|home counties|home page|at home|care home|care homes|
new homes|council homes|empty homes|social homes|social housing|supported housing|council housing|sheltered housing|
housing first|housing association|housing associations|housing benefit|housing act|equality act|care act|
building safety act|social housing act|renters' rights act|landlord and tenant act|data protection act|
fitness for human habitation act|ministry of housing|secretary of state|house of commons|house of lords|high court|
county court|supreme court|court of appeal|magistrates court|crown court|rose garden|anchor point|anchor points|
progress report|progress reports|chatham house|chatham house rule|downing street|coronation street|
sesame street|bill of rights|mark my words|question mark|question marks|benchmark|god willing|frank discussion|
joy division|ray of hope|grace period|grace periods|saving grace|coup de grace|rose tinted|zoom|teams|
""".replace("\n", "").split("|")
    if phrase.strip()
)
# A landlord's ordinary-word name is meant after these, or before those.
BEFORE_A_LANDLORD = words("from at with for by we're we with join joined against like")
STRONG_BEFORE_A_LANDLORD = words("from at")
AFTER_A_LANDLORD = words(
    "housing homes group trust association tenants residents tenant resident customers properties have has had are "
    "said says did do does doesn didn hasn haven own owns manage manages tells told repairs staff "
    "came sent wrote rang promised built replied answered refused never"
)
SECTOR_WORDS = words(
    """
social supported sheltered council affordable decent care new temporary general public private empty warm local
national strategic good better safe safer adult student rural urban specialist modern damp cold family older extra
cooperative community communities your our my their his her this that these those some many all any more most of for
in on the a an and or to at from with by other own different poor secure rented specialised
"""
)
