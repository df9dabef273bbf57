"""English names whose spelling misleads, and Polish, Romanian and other names, as English ears spell them."""

ENGLISH = """
beauchamp beecham|cholmondeley chumley|cholmondley chumley|featherstonehaugh fanshaw|marjoribanks marchbanks|
mainwaring mannering|leveson looson|belvoir beaver|beaulieu bewley|caius keys|cowper cooper|st_john sinjin|
stjohn sinjin|fiennes fines|gough goff|villiers villers|wriothesley rizly|worcester wooster|leicester lester|
gloucester gloster|wodehouse woodhouse|alleyne allen allayn|althorp altrup|bagehot badgut|blount blunt|bohun boon|
boleyn bullin|brougham broom|burgh burra|coke cook|colclough coakly|cockcroft cocroft|crichton kryton|de'ath deeath|
death deeath|deighton dayton|dymoke dimmock|eyre air|fermor farmer|foulkes fokes|froude frood|geoghan gaygan|
gallimore gallimore|goulding goolding|greenhalgh greenhalsh greenhalj|haigh hague hay|haughton hawton|heyhoe hayo|
hough huff|houghton horton howton|hughes hews use|jeavons jevvons|jervis jarvis|keighley keethly|knollys noles|
knowles noles|lascelles lassels|laugharne larn|legh lee|leigh lee|maugham mawm|maughan mawn|meiklejohn micklejohn|
mildmay mildmay|mohun moon|naish nash|ough oh|penrith penrith|pepys peeps|plaistow plarstow|pole pool|
ponsonby punsonby|powell pole powell|pugh pew|rhodes roads|rievaulx reevo|romilly romilly|rothwell rothwell|
ruthven riven|salisbury sawlsbury|sandys sands|saltoun sawlton|scone scoon|shrewsbury shrowsbury|slaithwaite slowit|
smyth smith smythe|southwell suthel|stephen steven|stephens stevens|stephenson stevenson|strachan strawn|
taliaferro tolliver|theobald tibbald|thom tom|thompson tomson|thomson tomson|thomas tommas|thynne thin|
tollemache tolmash|tunnicliffe tunniclif|tyrwhitt tirrit|urquhart urkut|vaughan vawn|waldegrave wallgrave|waugh waw|
wemyss weems|wymondham windham|yeo yo|yonge young|hilary hillary|hillary hilary|geoffrey jeffrey|geoff jeff|
jeff geoff|phoebe feeby|phyllis fillis|penelope pennellopy|persephone persefony|hermione hermyony|ralph rafe|
xanthe zanthy|xavier zavier|yvonne evon ivon|yvette evet|zoe zoey|chloe cloey|clare clair|claire clare|isla eyela|
lea lee|siegfried sigfreed|aidan ayden|adrian aydrian|maureen morreen|jacqueline jackleen jacklin|jacqui jacky|
marguerite margareet|marie maree|louise looeez|lois lowis|naomi nayomy|noelle nowell|rhoda roda|rhona rona|
ursula ersula|vivien vivian|vivienne vivienn|winifred winnyfred|imogen immajen|irene ireen|eunice younis|
eugenie ujeeny|bernice berneece|beatrice beertriss|beatrix beertrix|candice candiss|cecilia seseelya|cerise sereez|
cherie sheree|celia seelya|sheila sheela|sheelagh sheela|antony antony|anthony antony|graham graym|graeme graym|
keith keef|hugh hew hue|hugo hewgo|hughie hewy|ewan yewan|euan yewan|evan evvan|evelyn evlin|rowena roweena|
rowan rowan|sarah sara sairer|tara tarra|deborah debra|debra deborah|catherine kathryn|kathryn catherine|
marcia marsha|desiree dezeeray|dionne deon|denise deneece|delroy delroy|leroy leeroy|tyrone tyrone|jermaine jermain|
shanice shaneece|lavinia lavinnya|claudette clawdet|braithwaite brathwait|brathwaite brathwait|thwaite thwait|
st-hill saint_hill
"""
POLISH = """
wojciech voytech voychek voytek|agnieszka agneeshka agnyeshka|przemyslaw shemmyswaf pshemiswav shemislav|
malgorzata malgozhatta malgoshata|krzysztof kshishtof kristof krizdof|zbigniew zbignyev zbignef|
grzegorz gzhegosh gregosh shegosh|katarzyna katazhina katashina|andrzej anjay anjey|szymon shimmon|
stanislaw stanislav stanniswaf|wladyslaw vladislav|wladek vladek|zdzislaw jislav|jaroslaw yaroslav|jacek yatsek|
jerzy yezhy yezzy|jan yan|jakub yakub|jozef yozef|janusz yanush|joanna yoanna|justyna yustina|jadwiga yadviga|
jolanta yolanta|wieslaw vyeslav|wieslawa vyeslava|wanda vanda|weronika veronica|wiktor victor|wiktoria victoria|
waldemar valdemar|witold vittold|lukasz wookash lucash|lucja wootsya|slawomir swavomir slavomeer|miroslaw miroslav|
boguslaw boguslav|bozena bozhenna|elzbieta elzhbyetta elsbeeta|ewa evva|ewelina evveleena|mateusz mattayoosh|
dariusz daryush|mariusz maryush|bartosz bartosh|tomasz tomash|lukas lucas|pawel pavvel|rafal raffal|
michal mihow meehal|marcin marchin|maciej matchay mahchay|mikolaj mikoly|czeslaw cheslav|kazimierz kazimyesh|
tadeusz tadayoosh|ryszard rishard|ryszarda risharda|urszula urshula|zuzanna zuzanna|zofia zofya sofia|
krystyna kristina|halina haleena|irena ireyna|iwona ivona|danuta danoota|beata beyata|aleksandra alexandra|
aleksander alexander|dagmara dagmara|dominik dominick|kowalczyk kovalchik|kowalski kovalsky|kaczmarek kachmarek|
kaczynski kachinsky|wisniewski vishnyevsky vishnefsky|wisniewska vishnyevska|wojcik voychik|wozniak vozhnyak vosniak|
wrobel vrubel|wieczorek vyechorek|walczak valchak|wasik vonchik|lewandowski levandofsky|lewandowska levandofska|
dabrowski dombrofsky|dabrowska dombrofska|szymanski shimansky|szymanska shimanska|szczepanski shchepansky|
szewczyk shefchik|zielinski zhelinsky|jankowski yankofsky|jankowska yankofska|jablonski yabwonsky|krawczyk krafchik|
piotrowski pyotrofsky|grabowski grabofsky|pawlowski pavwofsky|nowak novak|nowicki novitsky|majewski mayefsky|
olszewski olshefsky|jaworski yavorsky|malinowski malinofsky|gorski gorsky|rutkowski rootkofsky|michalski mihalsky|
adamczyk adamchik|dudek doodek|zajac zayonts|krol krool|wilk vilk|mazur mazzur|mazurek mazzurek|sikora sheekora|
baran barran|szulc shoolts|czarnecki charnetsky|sobczak sobchak|urbanski oorbansky|blaszczyk bwashchik|
chmielewski hmyelefsky|przybylski pshibilsky|zawadzki zavatsky|sawicki savitsky|ostrowski ostrofsky
"""
OTHERS = """
ioana yoanna|ion yon|ionut yonoots|ionescu yonesku|popescu popesku|ciobanu chobanoo|constantin constanteen|
gheorghe gay_orgay|gheorghiu gay_orgew|mihai mehigh|mihaela mihigh_ela|cristian kristian|nicolae nickolie|radu radoo|
raluca ralooka|razvan razvan|stefan stefan|stefania stefanya|vasile vasseelay|viorel vee_orell|florin floreen|
doina doyna|dumitru doomeetroo|ecaterina ekaterina|alexandru alexandroo|andreea andreya|bogdan bogdan|
catalin catalin|ceausescu chow_chesku|dragomir dragomeer|dumitrescu doomitresku|georgescu jorjesku|stoica stoyka|
ungureanu ungooryanoo|munteanu moontyanoo|moldovan moldovan|olteanu oltyanoo|stanciu stanchew|diaconu dyakonoo|
serban sherban|tudose toodosay|jose hosay|jorge horhay|juan hwan wan|javier haviair|jesus haysoos|joao jwow|
joaquim zhwakeem|goncalves gonsalvez|guerreiro gerrairo|xavier zavier|nunez noonyez|munoz moonyoz|pereira perrayra|
ribeiro ribbairo|teixeira tayshaira|giovanni jovanny|giuseppe jooseppy|giulia joolya|luigi looweejy|chiara keeara|
ciro chiro|guido gweedo|federica federeeka|alessandro alessandro|francois franswa|benoit benwa|jacques jhak|
jean-luc jon_luke|genevieve jenevieve|guillaume geeyome|thierry tierry|mathieu matew|michel mishell|bjorn byorn|
jorgen yurgen|sven sven|soren surren|joachim yoakim|johannes yohannes|jurgen yurgen|wolfgang volfgang|werner verner|
wilhelm vilhelm|lindqvist lindkvist lindquist|dimitrios dimmeetrios|evangelos evangelos|giorgos yorgos|
yiannis yannis|xenia zenia|ekaterina yekaterina|evgeny yevgenny|sergei sergay|yevgeny yevgenny|oleksandr oleksander|
volodymyr volodimeer|oksana oxana|zsofia zhofia|zsuzsa zhuzha|gyorgy jorj|gyula joola|laszlo lazlo|besnik bezneek|
agron aggron|shqipe ship_ay|dritan dreetan|vjosa vyosa|xhevat jevat|xhemal jemal|vytautas veetowtas|jurgita yurgeeta|
rasa rassa|zydrunas zhidroonas
"""
