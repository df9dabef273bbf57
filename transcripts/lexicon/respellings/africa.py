"""Nigerian, Ghanaian, Somali and Arabic names as English ears spell them."""

NIGERIAN = """
oluwaseun oloowashayun olushawn oluwashaun|seun shayun shawn|oluwatobi oloowatoby|oluwafemi oloowafemmy|
oluwatosin oloowatosseen|olufemi oloofemmy|olusegun oloosheggun|segun sheggun|olumide oloomeeday|olamide olameeday|
olajide olajeeday|olayinka olayinka|olanrewaju olanraywaju|olabisi olabeesy|babatunde babatoonday|tunde toonday|
babajide babajeeday|folasade folashaday|sade shaday|folake folakay|funmilayo foonmilayo|funmi foonmy|
yetunde yaytoonday|yewande yaywonday|titilayo tittylayo|titi titty|temitope temmytopay|tope topay|temi temmy|
taiwo tie_wo|kehinde kehinday|kayode kayoday|kunle koonlay|adekunle adekoonlay|adebayo addybyo|adeola addy_ola|
adewale addywallay|ademola ademmola|adeniyi adeneeyi|adeyemi addyyemmy|adeyinka addyyinka|adedayo addydie_o|
adegoke addygokay|adesola addyshola|ayodele eyeodelly|ayo eyeo|bukola bookola|bola bola|bisi beessy|biodun beeodun|
damilola dammylola|dami dammy|dele delly|ebun ebboon|femi femmy|gbenga benga|gboyega boyegga|ibironke ibbyronkay|
ife eefay|ifeoma eefayoma|ifeanyi eefanyi|idowu eedowoo|jumoke joomokay|lanre lanray|mojisola mojishola|
morenike morennikay|niyi neeyi|ronke ronkay|simisola simmyshola|sola shola|tola tola|tobi toby|tosin tosseen|
wale wallay|wole wollay|yemi yemmy|yinka yinka|chinedu chinnaydoo|nedu naydoo|chinonso chinonso|chioma cheeoma|
chidi cheedy|chidinma cheedinma|chiamaka cheeamaka|chibuzo cheeboozo|chike cheekay|chika cheeka|chima cheema|
chinwe chinway|chinyere chinyerry|chukwudi chookwoody|chukwuemeka chookwoo_emmeka|chukwuma chookwooma|emeka emmeka|
ebele ebellay|ejike ejeekay|eze ezzay|ezinne ezeenay|ikechukwu ikaychookwoo|ike eekay|kelechi kelletchy|
kenechukwu kennaychookwoo|ngozi ingozy go_zee|nkechi inkaychy kaychy|nkem inkem|nnamdi namdy|nneka neka|
nwachukwu wachookwoo inwachookwoo|nwosu woso no_so inwosoo|nwankwo wankwo inwankwo|nwaneri wannerry|obi obee|
obinna obeena|obiageli obeeagelly|ogechi ogaychy|onyeka onyeka|onyinye onyinyay|oge oggay|okey okay|uche oochay|
uchenna oochenna|ugochi oogochy|ugonna oogonna|udo oodo|uju ooju|amaka ammaka|amara amarra|ada adda|
adaeze adda_ezzay|adaobi addaoby|afolabi affolabby|adichie adeechy|achebe achebbay|akpan akpan|akintola akintola|
akinyemi akinyemmy|akinola akinola|alabi alabby|amadi amaddy|aminu ameenoo|anozie anozy|asiegbu asyegboo|
awolowo awolowo|azikiwe azikeeway|balogun ballogun|bello bello|danjuma danjooma|dike deekay|eke ekay|
ekwueme ekwaymay|ekwueme ekwoo_emmay|ekpo ekpo|emenike emmenikay|enahoro ennahoro|fashola fashola|
gbadamosi badamossy|ibe eebay|igwe eegway|iroha irroha|iwu eewoo|madueke maddoo_ekay|mbah umbah|mbanefo mbanefo|
musa moosa|nnaji najee|obasanjo obassanjo|obi oby|ode odday|odukoya odookoya|ogbonna obonna|ogunleye ogoonlayay|
ogundipe ogoondeepay|ogunbiyi ogoonbeey|okafor okafor oakafor|okeke okaykay|oke okay|okeowo okayowo|okocha okotcha|
okonjo okonjo|okonkwo okonkwo|okoro okoro|okorocha okorotcha|okoye okoyay|oladipo oladeepo|olaleye olalayay|
olatunji olatoonjy|olawale olawallay|olorunfemi oloroonfemmy|oni onny|onuoha onoo_oha|onwuachi onwachy onwoo_achy|
onyema onyemma|onyeama onyeama|osagie osaggy|osinbajo oshinbajo|oyelaran oyaylarran|oyelowo oyellowo|
oyinlola oyinlola|sanusi sanoosy|shonibare shonnibarray|sowunmi showoonmy|soyinka shoyinka|tinubu tinooboo|
udeh ooday|ugwu oogwoo|umeh oomay|umunna oomoona|uzor oozor|yusuf yoosuf|zubairu zoobyroo|danladi danladdy|
garba garba|haruna haroona|ibrahim ibraheem|sani sanny|usman ooseman oosman
"""
GHANAIAN = """
kwame kwahmay quammy|kwabena kwabbena|kwasi kwessy|kwaku kwakoo|kweku kwekoo|kwadwo kwajo|kojo kojo|
kofi koffy coffee|kobina kobbeena|kobby cobby|ebo ebbo|yaw yow yo your|yaa yah|akosua akosseea akosua|akua akwea|
akwasi akwassy|abena abbena|abla abla|adwoa ajwoa adjua|adjoa ajwoa|ama amma armour|afia affeea|afua effwa|
efua effwa|esi essy|araba arraba|ekua ekwa|nana nanna|nii nee|naa nah|kwaw kwow|kwamina kwameena|akwetey akwettay|
mensah mensar|owusu owoosoo|boateng bwateng boating|asante assantay|appiah appeeah a_pier|agyeman ajiman adjayman|
agyei ajay|agyapong ajapong|osei ossay oh_say|amoah amwah|ofori offorry|acheampong achampong|addo addo|addai adie|
adjei ajay|adomako addomakko|akufo akkoofo|amankwah amankwa|ampofo ampoffo|ankomah ankoma|ansah ansa|anane annanay|
antwi antwee|asamoah assamwah|asare assarray|asiedu assyedoo|ayew eyew|baah bah|badu baddoo|baffour baffor|
bediako beddyakko|bonsu bonsoo|botchway botchway|darko darko|danquah dankwa|donkor donkor|essien essyen|
frimpong frimpong|fosu fossoo|gyamfi jamfy|gyan jan|gyasi jassy|kufuor koofwor|kumi koomy|kuffour kooffor|kyei chay|
kyeremeh cherremay|manu mannoo|nkansah inkansa|nkrumah inkrooma|ntim intim|nyarko nyarko|obeng obbeng|oduro odooro|
opoku oppokoo|oppong oppong|oteng otteng|quansah kwansa|quaye kway|quartey kwartay|sarpong sarpong|tetteh tettay|
tawiah tawya|twumasi choomassy|yeboah yebwah|yiadom yaddom|amponsah amponsa|agyemang ajiman|kyerematen cherrematten|
wiredu wirraydoo
"""
SOMALI_AND_ARABIC = """
abdirahman abdyrakman abdyraman|abdullahi abdoolahy|abdi abdy|abdiaziz abdyazeez|abdikadir abdycadeer|
abdulkadir abdoolcadeer|abdul abdool|abdulla abdoola|abdifatah abdyfatta|ayaan iyahn eye_an|ayan iyahn|hodan hoddan|
hibaaq hibback|hibo hibbo|hawa hower|halima haleema|hamdi hamdy|hassan hassan|hussein hoosayn|cabdi abdy|cali ali|
caasha asha|cumar omar|xasan hassan|xuseen hoosayn|xaliimo haleemo|axmed ahmed|maxamed mohammed|maxamuud mahamood|
faduma fadooma|fadumo fadoomo|fatuma fatooma|farhiya farheeya|farah farra|filsan filsan|fowsiya fowzeea|guled gooled|
idil iddil|ifrah ifrah|ilhan ilhan|ismahan ismahan|jama jammer|kadra kaddra|khadija kadeeja|khadra kaddra|
layla layla|liban leebahn|maryan marryan|muna moona|mahad mahad|mohamud mohamood|mahamud mahamood|nimco nimmo|
nimo neemo|nasra nassra|nur noor|osman osman|saynab zaynab|sagal saggal|sahra sara|suad soo_ad|shukri shookry|
ubah oobah|warsame warsammy|warsama warsamma|yasin yaseen|yusuf yoosuf|yahya yahyer|elmi elmy|dahir daheer|
egal eggal|aden adden|ahmed akmed ahmed|ali alley|adan addan|afrah afra|duale doo_alay|gelle gellay|gedi geddy|
hersi hersy|igal eegal|isse issay|jibril jibreel|nuh noo|omar oh_mar|roble roblay|samatar samattar|sharif shareef|
shire sheeray|al-rashid alrasheed|rashid rasheed|haddad haddad|khalil kaleel|khaled callid|khalid callid|
mahmoud mahmood|mustafa moostafa|mostafa mostafa|nabil nabbeel|nadia nardia|noor noor|qasim cassim|qadir cadeer|
rania rarnia|reem reem|salim saleem|salma sallma|samir sameer|samira sameera|sana sarna|tariq tarrick|tarek tarreck|
wafa waffer|waleed walleed|walid walleed|yasmin yazmin|youssef yoosef|yousef yoosef|zahra zara|zainab zaynab|
zaynab zaynab|zeinab zaynab|ziad zeead|zubair zoobair|zuhair zoohair|ghada gadda|ghassan gassan|hisham hishahm|
huda hooder|ibtisam ibtissam|iman eeman|jamila jameela|jamal jamahl|karim kareem|kareem kareem|leila layla|
lubna loobna|mona mona|mouna moona|munira mooneera|naima nyeema|nawal nawahl|osama ossama|rabia rabeea|rana rahna|
saad sahd|said sah_eed|saeed sah_eed|safiya saffeea|safiyya saffeea|shaima shyma|suleiman soolayman|taha taha|
umar oomar|amina ameena|aisha eye_eesha ayesha|ayesha eye_eesha aisha|asma azma|bushra booshra|dalia darlia|
eman eeman|fahad fahad|faisal fysal|faiza fyza|fatima fattima fatteema|fouad foo_ad|gamal gamahl
"""
