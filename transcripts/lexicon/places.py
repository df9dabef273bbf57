"""Names with a capital that are nobody's: places, peoples, firms and things. Lower-case, folded, one word each.

A district of the roster is masked all the same: this list only says that such a word alone is no person.
"""

from __future__ import annotations

from transcripts.lexicon import words

UK_PLACES = words(
    """
aberdare aberdeen aberdeenshire abergavenny abergele aberystwyth accrington alloa ammanford anglesey antrim
argyll arbroath argyle armagh arfon arran ashford aylesbury ayr ayrshire bala balham ballymena banbury banff bangor
barking barnet barnsley barnstaple barrow basildon basingstoke bath bathgate battersea beckton bedford
bedfordshire belfast bellshill belper berkshire bermondsey bethesda bethnal bexhill bexley bicester
birkenhead birmingham blackburn blackpool blackwood blaenau blyth bodmin bognor bolton bootle boscombe bournemouth bow
bracknell bradford braintree brecon brent brentford brentwood bridgend bridgwater bridlington brighton bristol brixton
bromley bromsgrove buckinghamshire bucks burgess burnley bury bute buxton byker caerleon caernarfon caerphilly
caithness calderdale camberwell camborne cambridge cambridgeshire camden cannock canterbury canton cardiff cardigan
carlisle carmarthen carmarthenshire catford ceredigion chatham chelmsford cheltenham cheshire chester chesterfield
chichester chippenham chorley cleveland clydebank clydeside colchester colne colwyn conwy coventry cornwall corby
cowdenbeath craigavon crawley crewe croydon cumbria cumbernauld cumnock cwmbran cynon dagenham darlington darwen
dartford daventry denbigh denbighshire deptford derby derbyshire derry devon dewsbury dolgellau doncaster dorchester
dorset dorking dover down droitwich dudley dulwich dumfries dumbarton dunbartonshire dundee dunfermline dungannon
durham dwyfor dyfed ealing eastbourne eastleigh ebbw edinburgh edmonton elgin ely elstree enfield enniskillen epping
epsom erewash essex eton evesham exeter fareham falkirk falmouth farnborough farnham felixstowe fermanagh fife filey
finchley fishguard flint flintshire folkestone fulham galashiels garston gateshead gillingham gipton glamorgan glasgow
glastonbury glenrothes gloucester gloucestershire goole gosport gower grampian grangetown grantham gravesend greenock
greenwich grimsby guernsey guildford guisborough gwent gwynedd hackney halesowen halifax halton hammersmith hampshire
hampstead haringey harlech harlow harpenden harrogate hartlepool harwich hastings hatfield haverfordwest havering
hebrides hemel henley hereford herefordshire hertford hertfordshire hertsmere hexham heywood highgate highland
highlands hillingdon hinckley hitchin holyhead holyrood holywell horsham hounslow hove huddersfield hull humberside
huyton hyndburn ilford ilkeston ilkley inverclyde inverness ipswich islington jarrow jersey keighley kendal kennington
kensington keswick kettering kidderminster kilmarnock kingston kirkby kirkcaldy kirklees knowsley knutsford lambeth
lampeter lanark lanarkshire lancashire lancaster launceston leamington leeds leicester leicestershire leigh leith
lerwick lewes lewisham leyton leytonstone lichfield lincolnshire lisburn littlehampton liverpool livingston
llandrindod llandudno llanelli llangefni llangollen llanrwst london londonderry lothian loughborough lowestoft ludlow
luton machynlleth macclesfield maesteg maidenhead maidstone malvern manchester mansfield margate matlock medway
melksham merseyside merthyr merton middlesbrough middlesex midlands midlothian milford minehead moray morecambe
morpeth motherwell mumbles narberth neath newark newbury newcastle newham newhaven newmarket newport newquay newry
newtownards norfolk northallerton northampton northamptonshire northumberland northumbria norwich nottingham
nottinghamshire notts nuneaton oban oldham omagh orkney ormskirk orpington oswestry oxford oxfordshire paddington
paisley peckham pembroke pembrokeshire penarth penrith penzance perth perthshire peterborough peterhead peterlee
plymouth plaistow pontefract pontypool pontypridd poole poplar porthcawl porthmadog portree portsmouth potteries powys
prestatyn prestwick pwllheli radnorshire ramsgate rawtenstall redbridge redcar redditch redruth reigate renfrewshire
rhondda rhyl rhymney richmond ripon rochdale rochester romford rossendale rotherham rotherhithe rugby runcorn
rushcliffe rutland ryde ryedale salford salisbury sandbach sandwell scarborough scunthorpe sedgefield selby sellafield
senedd sevenoaks sheffield shetland shoreditch shrewsbury shropshire sidcup skegness skelmersdale skipton skye slough
snowdonia solihull somerset southall southampton southend southport southwark spalding stafford staffordshire staines
stamford stepney stevenage stirling stockport stockton stoke stornoway stourbridge stowmarket strabane stratford
streatham stromness stroud sudbury suffolk sunderland surbiton surrey sussex swansea swindon taff tamworth taunton
teesside telford tenby tewkesbury thamesmead thanet thurrock tilbury tonbridge tooting torbay torfaen torquay
tottenham tower trafford tredegar trowbridge truro tunbridge twickenham tyneside tywyn uckfield ulster ulverston
upminster uxbridge uttlesford vauxhall wakefield wallasey wallsend walsall waltham walthamstow wandsworth wantage
warrington warwick warwickshire watford waveney wearside wellingborough welshpool welwyn wembley westminster weston
wetherby weymouth whitby whitechapel whitehall whitehaven whitstable widnes wigan wiltshire wimbledon winchester
windsor wirral wishaw witney woking wokingham wolverhampton woodstock woolwich worcester worcestershire workington
worksop worthing wrexham wycombe wythenshawe yarmouth yeovil ynys yorkshire ystrad thames tees tyne humber mersey
severn clyde wear trent pennines cotswolds chilterns snowdon dartmoor exmoor fens wash cymru caledonia albion
britannia anglia wessex mercia rct taf morgannwg clwyd clydach treorchy tonypandy aberaeron abertillery splott roath
cathays
"""
)
WORLD_PLACES = words(
    """
afghanistan africa albania algeria america antarctica argentina armenia asia australia austria bahrain bangladesh
barbados belarus belgium bolivia bosnia botswana brazil britain bulgaria cambodia cameroon canada chile china colombia
congo croatia cuba cyprus czechia denmark dominica ecuador egypt england eritrea estonia ethiopia europe fiji finland
france gambia germany ghana gibraltar greece grenada guinea guyana haiti holland honduras hungary iceland india
indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya korea kosovo kurdistan kuwait latvia
lebanon liberia libya lithuania luxembourg macedonia malawi malaysia maldives mali malta mauritius mexico moldova
mongolia montenegro montserrat morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway
oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda scandinavia
scotland senegal serbia singapore slovakia slovenia somalia somaliland spain sudan sweden switzerland syria taiwan
tanzania thailand tibet tobago togo trinidad tunisia turkey uganda ukraine uruguay usa uzbekistan venezuela vietnam
wales yemen zambia zimbabwe amsterdam ankara athens atlanta auckland baghdad bangkok barcelona beijing beirut berlin
boston brussels bucharest budapest cairo calcutta california chicago copenhagen damascus delhi detroit dhaka dubai
dublin florida frankfurt geneva gaza hamburg hanoi havana helsinki istanbul jakarta jerusalem johannesburg kabul
karachi kathmandu kiev kyiv kolkata lagos lahore lisbon lyon madrid marseille melbourne milan minneapolis montreal
moscow mumbai munich mogadishu nairobi naples oslo paris philadelphia prague rome rotterdam salzburg seattle seoul
shanghai stockholm strasbourg texas tokyo toronto vancouver venice vienna vilnius warsaw washington wellington zurich
cork galway limerick kerry donegal mayo grenfell hillsborough windrush ronan lakanal
"""
) - words("ronan jordan kerry georgia chad")
PEOPLES = words(
    """
afghan african albanian algerian american americans arab arabic arabs asian asians australian austrian bangladeshi
belgian bengali bosnian brazilian brit brits british britons bulgarian canadian cantonese caribbean catholic catholics
celtic chinese christian christians commonwealth cornish croatian cuban cypriot czech danish dutch egyptian english
eritrean estonian ethiopian european europeans farsi finnish french gaelic geordie german germans ghanaian glaswegian
greek greeks gujarati gypsy hebrew hindi hindu hindus hungarian icelandic indian indians iranian iraqi irish israeli
italian italians jamaican japanese jew jewish jews kenyan korean kurdish latin latvian lebanese libyan lithuanian
liverpudlian londoner londoners maltese mancunian mandarin methodist methodists mexican moroccan muslim muslims nepali
nigerian nordic norwegian pakistani palestinian pashto polish portuguese presbyterian protestant punjabi quaker
quakers rastafarian roma romani romanian romanians roman russian russians scandinavian scot scots scottish serbian
sikh sikhs slovak somali somalis spanish sudanese swahili swedish swiss sylheti syrian syrians tamil thai tigrinya
traveller travellers turkish ukrainian ukrainians urdu vietnamese welsh yiddish yoruba zulu cymraeg victorian
edwardian georgian tudor marxist keynesian thatcherite blairite labour conservative conservatives tory tories liberal
democrat democrats plaid snp ukip unionist
"""
)
FIRMS = words(
    """
airbnb alexa aldi amazon android apple argos asda barclays bbc bitcoin boots brexit camelot capita carillion chatgpt
civica costa covid deliveroo deloitte dropbox ebay eventbrite excel facebook fitbit fujitsu furlough google greggs
gumtree halifax homebase iceland ikea instagram ipad ipads iphone iphones itv kpmg lego lidl linkedin lloyds maccy
mailchimp mcdonald's mcdonalds mears mencap mentimeter microsoft miro morrisons natwest netflix nationwide nesta
novotel octavia ofcom ofgem ofsted ofwat openreach oxfam padlet passivhaus paypal pdf photoshop pinterest poundland
powerpoint premier primark rightmove ryanair sainsbury's sainsburys salesforce samaritans samsung santander savills
serco shelter sharepoint skype slack slido snapchat spotify starbucks surveymonkey tescos tesco tiktok travelodge
trello trustpilot twitter uber unilever unison velux vodafone waitrose wates webex wetherspoons whatsapp wickes wifi
wikipedia willmott windows xbox yammer yodel youtube zoopla zoom teams siri sky barnardo's barnardos stonewall
stonewater hoarding rentplus kickstart generocity propertymark homeswapper housemark inside tpas acorn citb nhbc rics
cih tai cymorth crisis llamau centrepoint emmaus nacro turning ombudsman senedd holyrood stormont westminster hansard
parliament plenary cabinet treasury dwp hmrc cobra nato unicef unesco omicron delta legionella asbestos aids hiv adhd
autism dementia alzheimer's alzheimers parkinson's parkinsons asperger's aspergers down's covid-19 spotlight hackitt
macpherson beveridge bevan thatcher blair
"""
) - words(
    """
octavia acorn inside costa premier windows hoarding turning bevan blair spotlight delta slack apple boots crisis
"""
)
FEASTS = words(
    """
monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
sundays january february march april may june july august september october november december christmas easter eid
ramadan diwali hanukkah passover lent advent halloween hogmanay michaelmas whitsun xmas god jesus christ bible quran
allah buddha
"""
)
NOBODYS = UK_PLACES | WORLD_PLACES | PEOPLES | FIRMS | FEASTS
