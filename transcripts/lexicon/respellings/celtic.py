"""Irish, Welsh and Scottish names as English ears spell them."""

IRISH = """
siobhan shivawn shevaun shivonne|niamh neev neave|aoife eefa eva|caoimhe keeva kweeva|saoirse seersha sersha surcha|
tadhg tyg tiger|eoghan owen yoan|eoin owen|padraig pawdrig porrick paudrick|sinead shinaid shinade|
roisin rosheen roe_sheen|oisin usheen osheen ocean|grainne grawnya gronya|ciaran keeran kieran|ciara keera kiera|
aine awnya onya|aisling ashling ashleen|eilis eyelish ailish|eimear eemer|fionnuala finoola|fionn fyun finn|
maeve mayv|meabh mayv|medb mayv|orlaith orla|orla orla|nuala noola|sorcha surraka sorka|siofra sheefra|sile sheela|
dearbhla dervla|deirdre deerdra|dervla dervla|bronagh brona|clodagh cloda|cliona cleena|caitlin kotcheleen kaitlin|
caoilfhionn keelin|caoilinn keelin|caolan keelan|cathal kahal cahill|cillian killian|colm collum|
conchobhar connor cruhoor|cormac cormack|daithi dahee dothy|diarmuid dermot deermid|diarmaid dermot|
donnchadh dunnaka|donal donal|fiachra feekra|fergal fergle|fearghal fergle|eamon aymon|eamonn aymon|liam leeum|
lorcan lorkan|mairead maraid|maire moira moya|micheal meehaul|muireann mwirin|naoise neesha|niall nile neil|
oonagh oona|peadar padder|ruairi rory|ruari rory|seamus shaymus|sean shawn|senan sennan|sibeal shibayle|
treasa trassa|ultan ultan|una oona|bláthnaid blawnid|blathnaid blawnid|ni nee|mac mack|o oh|geoghegan gaygan gegan|
gallagher galaher gallaker|keogh kyoh keyoh|keoghane kyohan|mcloughlin mclocklin|loughlin locklin|lochlainn locklin|
meagher maher mar|mahony mahnee|doherty dockerty dorety|docherty dockerty|shaughnessy shocknessy shawnessy|
o'shaughnessy oshocknessy oshawnessy|mcconaughey mcconnahay|mccarthy mccarty|mcgrath mcgrah|mchugh mcue|
mcveigh mcvay|mcnamara macnamara|mcginley mcginlay|mcguinness mcginnis|mcmahon mcman|mcgeough mcgoe|mckeown mcewan|
mceneaney mceneeny|breathnach brannock brathnock|bhriain vreen|murchu murraku|suilleabhain soolavawn|ceallaigh kelly|
cinneide kinnayda|coughlan cocklan coglan|cahill cahill|costello costello|crehan creean|devaney devanny|
dunleavy dunlevy|fahy fahee|feehily feely|geraghty gerraty gerrity|heaney heeny|hegarty heggerty|houlihan hoolihan|
kavanagh cavanah|keane kane keen|kearney carney|kehoe kyoh|keaveney keeveny|loughnane locknane|lavelle lavell|
mannion mannyon|molloy muloy|moynihan moynihan|mulvihill mulvyhill|naughton nawton|o'brien obrien|o'keeffe okeef|
o'keefe okeef|o'malley omally|o'neill oneel|o'reilly orylee|o'riordan oreerdan|o'rourke orork|o'sullivan osullivan|
o'toole otool|quigley kwigly|quinn kwin|reilly rylee|riordan reerdan|sheehan sheean|sheehy sheehee|tierney teerny|
toibin tobeen|twomey toomy|whelan weelan|hanrahan hanrahan|hennessy hennessy|heneghan henegan
"""
WELSH = """
llyr clear lear leer thlear|rhys reece reese|huw hugh hew|dai die dye|dafydd davith david|dewi dewy|
gruffydd griffith griffid|gruffudd griffith|iwan yewan|ifan eevan|ieuan yayan yeyan|iolo yolo|ioan yoan|ianto yanto|
iorwerth yorweth|idris idris|ifor eevor|illtyd ilthtid|islwyn isloyn|emyr emmeer|emlyn emlin|eurig ayrig|
eirlys ayrlis|eirian ayrian|eira ayra|eleri elairy|elin ellin|eluned eleened ellyned|elwyn elwin|
geraint gerrint gerrynt|gethin gethin|glyndwr glindoor|glenys glennis|goronwy goronwee|gwen gwen|gwenan gwennan|
gwenllian gwenthleean gwenclian gwenleean|gwilym gwillim|gwyn gwin|gwyneth gwinneth|gwynfor gwinvor|hefin hevin|
heledd heleth hellath|heulwen haylwen|hywel howell huwell|lleucu thlaykee|llewelyn lewellin cluellin|
llewellyn lewellin cluellin|llew clew thlew lew|llinos lynos clinos thlinos|lloyd loyd|lowri lowry|
llywelyn luwellin cluellin|mair mire|mared marred|meinir mynear|meirion myrion|menna menna|mererid merrerid|
meurig myrig|mihangel mihangel|myfanwy mivanwee|myrddin merthin|nerys nerris|nia neea near|non non|owain owine owen|
osian oshan|penri penry|pryderi pruderry|rhian reean|rhiannon reeannon|rhodri roddry|rhydian ridian|rhun reen|
rhonwen ronwen|sian sharn shahn|sion shon|sioned shonned|siwan shewan|siriol shiriol|seren serren|tegwen tegwen|
teleri telairy|tomos tomoss|trystan tristan|tudur tidder|tudor tudor|wyn win|wynne win|ynyr unneer|aled allid|
alun alin|aneurin anyrin|angharad ankarad angharrad|arwel arwell|bethan bethan|bleddyn blethin|branwen branwen|
bronwen bronwen|bryn brin|cadwaladr cadwallader|caradog caradog|carwyn carwin|catrin catrin|ceri kerry|cerys kerris|
ceridwen keridwen|cledwyn cledwin|cynan cunnan|cynog cunnog|delyth dellith|deiniol dynyol|dilys dillis|
dylan dullan dillan|eifion ivyon ivion|einir ayneer|eilir aylir|ffion feeon fion|fflur fleer|ffraid fride|ap ap|
ab ab|pugh pew|prydderch pritherch |pritchard prichard|probert probbert|bowen boen|bevan bevvan|llwyd cloid lloyd|
meredith meredith|morgan morgan|maddocks maddox|vaughan vawn|gwynne gwin|gwynfryn gwinvrin|hopkin hopkin|
penhaligon penhaligon|eynon innon|beynon bynon|rhydderch rhutherch|trefor trevor|ynys unnis|cadwgan cadoogan|
glyn glin
"""
SCOTTISH = """
eilidh aylee ailey hayley|mhairi vahree varry|mairi mahree|ruaridh rory roorie|ruairidh rory|iain een ian|isla eyela|
iona eyeona|catriona catreena|caitriona catreena|morag morrag|alasdair alister alastair|alistair alister|
alasdhair alister|aonghas innes angus|eachann yachan|eoghann yoan owen|fionnlagh finlay|finlay finly|fearghas fergus|
gregor gregger|hamish haymish|seumas shaymus hamish|lachlan locklan|lachlann locklan|niall neel neil|oighrig ayrick|
peigi peggy|seonaid shona shonidge|shona shona|sorley sorly|somhairle sorly|una oona|ailsa ailsa|beathag baya|
beitris betrish|calum callum|coinneach conyach|domhnall doll donal|donnchadh donnaka|effie effy|elspeth elspeth|
ishbel ishbel|kenna kenna|kirsteen kirsteen|marsaili marsally|muireall muriel|murdo murdo|ranald ronald|
colquhoun cahoon kahoon|menzies mingis mengis|dalziel deeyell deal|dalyell deeyell|urquhart urkut erkhart|
farquhar farkar|farquharson farkerson|strachan strawn strackan|buchanan bewcannan|buchan buckan|
auchterlonie octerlony|auchinleck afleck|abercrombie abercrumby|balfour balfour|cockburn coburn|culzean cullane|
drummond drummond|erskine erskin|forsyth forsythe|glamis glahms|heriot herriot|kilbride kilbride|kirkcaldy kirkoddy|
kirkcudbright kirkoobry|leuchars lookers|lochhead lockhead|macleod macloud|mcleod mcloud|macleish macleesh|
mackay macky mckye|mckay macky mckye|mackenzie mackenzy|mackie macky|maclean maclane|mclean mclane|macaulay macawly|
macdonald macdonald|mcdonald mcdonald|mceachern mckechern|mcgillivray mcgilvry macgillvray|mcilvanney macilvanny|
mcilwraith mackilraith|macintyre mackintire|mcphail mcfail|mcpherson mcferson|macpherson mcferson|milngavie mulguy|
moncrieff moncreef|ruthven riven|sutherland sutherland|tulloch tullock|wemyss weems|monzie monee|
maclachlan maclocklan|kinloch kinlock|geddes geddis|galbraith galbraith|gilchrist gilkrist|fraser frazer
"""
