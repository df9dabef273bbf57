"""South Asian, East Asian and Turkish names as English ears spell them."""

SOUTH_ASIAN = """
farida fareeda far_reader|khan carn can con|shazia shahzia shazeea|imran imrahn|nasreen nazreen|nasrin nazreen|
rukhsana rooksana rookserna|bilal bilahl|mohammed mohammad mohamid|muhammad mohammad moohammad|mohammad mohammed|
zubair zoobair|saima sighma syma|chaudhry chowdry chawdry|choudhury chowdry|chowdhury chowdry|choudhry chowdry|
begum baygum|qureshi kooreshy kureshi|malik mallick|uddin oodeen|miah meeah mia|rahman rackman rahmahn|
siddiqui siddeeky siddicky|siddique siddeek|akhtar acktar|akhter acktar|abida abbeeda|adeel addeel|adnan adnahn|
afzal afzal|aftab aftahb|ahsan assan|amjad amjad|anjum anjoom|anwar anwar|arif arreef|arshad arshad|asif asseef|
ashraf ashraf|asghar azgar|ayub eye_yoob|azhar azzar|aziz azeez|babar barber|bashir basheer|bibi beeby|bano barno|
bhatti bartty butty|butt but|dar dar|ejaz ejahz|fahim faheem|farhan farhahn|farooq farook|farzana farzahna|
fauzia fowzia|ghafoor gafoor|ghulam goolahm|habib habeeb|hafeez haffeez|haq hack|haque hack|hameed hammeed|
humaira hoomyra|hussain hoosayn|hussein hoosayn|iftikhar iftickar|ijaz ijahz|iqbal ickbal|irfan irfahn|ishaq ishack|
jahangir jahangeer|javed javaid|jamil jammeel|kashif kasheef|kausar cowser|kauser cowser|khalid callid|
khatun cartoon kahtoon|khatoon cartoon|khurram koorum|kulsoom coolsoom|latif latteef|mahmood mackmood|majid majeed|
mansoor mansoor|maqsood macksood|mehmood memood|mirza meerza|mushtaq mooshtack|nadeem naddeem|naheed naheed|
naeem nigh_eem|naveed naveed|nazir nazzeer|noreen noreen|parveen parveen|parvez parvayz|pervaiz pervayz|
qadir cardeer|qasim cassim|qaisar kyser|rafiq raffeek|raheela raheela|rashida rasheeda|raza razza|razia razeea|
rehman raymarn|riaz reeahz|rizwan rizwahn|rubina roobeena|sabir sabbeer|sadia sadeea|sadiq saddeek|saeeda sah_eeda|
saira syra|sajid sajeed|sajjad sajjad|saleem saleem|samina sameena|sarwar sarwar|shabana shabahna|shabnam shabnam|
shafiq shaffeek|shagufta shagoofta|shaheen shaheen|shahid shaheed|shahnaz shahnaz|shakeel shackeel|shamim shammeem|
shaukat showcat|sheikh shake|shaikh shake|sohail so_hail|sultana sooltahna|syed sye_ed said|tahir taheer|
tahira taheera|tanveer tanveer|tanvir tanveer|tasleem tazleem|tayyab tieyab|ullah oolar ulla|umar oomar|
usman oosmahn|uzma oozma|waheed waheed|wajid wajeed|waqar wackar|waqas wackass|waseem waseem|yaqub yackoob|
yasmeen yazmeen|younis yoonis|yunus yoonus|zafar zaffar|zaheer zaheer|zahid zaheed|zahida zaheeda|zaman zammahn|
zara zahra|zia zeea|zulfiqar zoolfickar|harpreet harpreet hurpreet|priya preeya prior|sukhdeep sookdeep|
sukhwinder sookwinder|sukhjit sookjit|lakshmi luckshmy lackshmy|rajesh rajaysh|parminder parminder|
anjali anjelly unjally|gurdeep goordeep|gurpreet goorpreet|gurmeet goormeet|gurdip goordeep|gurjit goorjit|
gurinder goorinder|sunita sooneeta|venkat vencat|bhavna bavna bahvna|bhavesh bavaysh|bhavin bavin|
sandhu sundoo sandoo|patel pattell|krishnamurthy krishnamoorty krishnamurphy|dhaliwal dolliwall dahliwal|
banerjee bannerjee|bannerji bannerjee|venkataraman vencatarahman|chatterjee chatterjee|mistry mistree|gill gill|
sharma sharmer|subramaniam soobramanyam|subramanian soobramanyan|agarwal aggerwall|aggarwal aggerwall|
ahluwalia alloowahlia|amrit umrit|anand annand|anita annita|arjun arjoon|arora arrora|arvind arvind|ashok ashoke|
ashwin ashwin|bains baynes|balbir balbeer|baljit baljit|balwinder balwinder|basra busra|bedi baydy|bhakta backta|
bhardwaj bardwudge|bhatia bahtia|bhatt but|bhogal bogul|bindu bindoo|birdi birdy|bose bose|chahal chahal|
chandra chundra|chaudhari chowdry|chaudhuri chowdry|chauhan chow_hahn|chopra chopra|dasgupta dassgoopta|
davinder davvinder|deepa deeper|deepak deepuck|deol day_ole|desai daysigh dessigh|deshpande daysh_panday|
dhawan davvan|dhillon dillon|dhanda dander|dharam darrum|dinesh dinnaysh|dipti dipty|divya divvya|dosanjh doesunge|
dutta dutter|gandhi gandy|ganesh gannaysh|gayatri guy_atry|geeta geeter|ghosh goshe|ghuman gooman|girish girreesh|
gita geeter|gopal gopahl|gosal gosal|goswami goswarmy|govind govvind|grewal graywall|gupta goopta|
harbhajan harbudgen|hardeep hardeep|hardip hardeep|harinder harinder|harish harreesh|harjinder harjinder|
harjit harjit|hemant hemmunt|indira indeera|inder inder|iyer eyer|jagdeep jugdeep|jagdish jugdeesh|
jaswinder jusswinder|jasvinder jassvinder|jasbir jassbeer|jaspreet jusspreet|jatinder jutinder|jayanti jayanty|
jayesh jayaysh|jaya jyer|jeevan jeevan|jha jar|johal johal|joshi joeshy|jyoti jyoty|kamal cammal|kamaljit camaljit|
kapoor kapoor|kapur kapoor|karan carran|kaur core|kavita kaveeta|keshav kayshav|khaira kyra|khanna kahnna|
kiran kirran|kishan kishan|krishna krishner|krishnan krishnan|kuldeep cooldeep|kuldip cooldeep|kulwinder coolwinder|
kulwant coolwunt|kumar coomar|kumari coomarry|lal lahl|lata latter|madhu madoo|mahajan mahajun|mahesh mahaysh|
malhotra mulhotra|mandeep mundeep|mangat mungut|manjit munjit|manoj mannoje|manpreet munpreet|mathur marter|
meera meerer|meena meener|mehta metter mayta|menon mennon|mishra mishrer|mohan mohun|mukherjee mookerjee|
mukesh mookaysh|murthy moorty|naidu nighdoo|naik nike|nair nire|nanda nander|narayan narrighan|narinder narrinder|
natarajan nutterrahjan|navin navveen|neelam neelum|neha nayha|nikhil nickill|nirmal neermal|nisha neesher|
nita neeter|nitin nitin|padma pudma|pandey panday|pandya pandyer|panesar pannesar|parekh parrake|parikh parreek|
parmar parmar|parmjit parmjit|parvati parvarty|parvathy parvarty|pathak puttuck|pillai pillie|pooja poojer|
prabha prubber|pradeep pradeep|prakash prackash|pramod prammode|prasad prassad|pratap prattap|prem prame|
punam poonum|poonam poonum|pushpa pooshper|rai rye|raj rahj|raja rahjer|rajan rahjan|rajinder rajinder|rajiv rajeev|
rakesh rackaysh|ram rahm|raman rahman|ramesh rammaysh|rana rahner|ranjit runjit|rao row|rattan rutton|ravi rahvy|
ravinder ravvinder|reddy reddy|rekha rakeher|rohit rohit|roopa rooper|sachdeva sutch_dayver|sahni sarny|samra summra|
sandeep sundeep|sanjay sunjay|sanjeev sunjeev|santosh suntosh|saroj sarroje|satish sutteesh|satnam sutnahm|
savita savveeta|seema seemer|sehgal saygle|sekhon saykon|seth sate|shah shar|shankar shunker|shanti shanty|
shekhar shaker|shilpa shilper|shreya shrayer|shukla shookler|sidhu siddoo|singh sing|sinha sinner|sohal so_hal|
srinivasan shrinnyvassan|sridhar shreedar|srivastava shrivastarver|sudha sooder|sujata soojarter|suman soomun|
sundar soonder|suresh sooraysh|surinder soorinder|surjit soorjit|sushma sooshmer|swaminathan swarminarthan|
takhar tucker|tejinder tayjinder|thakur tahkoor|trivedi trivaydy|uppal oopal|usha oosher|vaidya vydyer|varma varmer|
verma vermer|vijay vidge_eye|vikram vickram|vimal vimmal|vinod vinnode|virk verk|vishal vishahl|yadav yahdav|
ahmed akmed|aktar acktar|barua barroower|bhuiyan booeeyan|hoque hoke|islam islahm|kamrul camrool|karim kareem|
mahbub mahboob|majumdar mojoomdar|mannan mannan|mia meeah|mollah molla|monir monneer|nazma nuzma|nessa nessa|
nurul noorool|rafiqul raffeekool|rahima raheema|rina reena|rokeya rockayer|sarker sircar|sikder sickdar|
shahanara sharnarra|shirin shireen|sufia soofia|talukder talookdar|tarafdar tarrafdar|perera perrayra|
fernando fernando|jayasuriya jy_a_soory_a|wickramasinghe vickramasinger|ranasinghe rannasinger|
gunawardena goonawardayna|kandiah candyer|sivakumar shivacoomar|sivanathan shivanarthan|selvarajah selvarrahjer|
thangaraj tungaraj|yogeswaran yogayswaran|rajapaksa rahjapucksa
"""
EAST_ASIAN = """
xiaoming shaoming shyowming|xiao shyow|xu shoe|xin shin|xi she|xia sheer|xian shen|xiang shang shyang|xie shyeh|
xiong shyong|xue shweh|yan yen|jing jing|jin jin|jun joon|juan jwen|wei way|weiming wayming|zhang jang|zhao jow|
zhou joe|zhu jew|zhen jen|zheng jung|zhi jer|zhong jong|qian chen chee_en|qi chee|qiang chang|qiao chow|qin chin|
qing ching|qiu chew|quan chwen|cai tsigh|cao tsow|cui tsway|cheng chung|cheung chung|chow chow|choi choy|chan chan|
chen chen|chiu chew|chu chew|deng dung|dong dong|du doo|fang fang|feng fung|fong fong|fung fung|gao gow|guo gwaw|
guan gwan|han han|he her|heng hung|ho ho|hong hong|hou ho|hu who|hua hwa|huang hwang|hui hway|jia jeer|jian jen|
jiang jang|jiao jow|kai kye|kang kang|kwok kwok|kwan kwan|lai lie|lam lam|lau lau|leung lung|li lee|lian lyen|
liang lyang|lin lin|ling ling|liu lew|lu loo|luo lwaw|ma mar|mei may|meng mung|ming ming|mo mo|ng ing ung|ngan ngan|
ni nee|pan pan|peng pung|shan shan|shao shaow|shen shun|shi sher|shu shoe|siu sew|song song|su sue|sun soon|tan tan|
tang tang|tian tyen|tong tong|tsang tsang|tse say|tsui choy|wan wan|wang wang|wen when|wong wong|woo woo|wu woo|
yang yang|yao yow|yau yow|ye yeh|yeung yung|yi ee|yin yin|ying ying|yip yip|yong yong|yu you|yuan ywen|yue yweh|
yuen yoon|yun yoon|zeng tsung|zi tser|zou tso|nguyen win new_yen nwin|thi tea|tran chan tran|phuong foong|phan fan|
pham fam|huynh hwin|hoang hwang|ngoc nock|nhung nyung|thuy twee|trang chang|trinh chin|truong chong|vuong voong|
anh an|binh bin|dinh din|dung yoong|duong zoong|hien hyen|huong hoong|kieu kew|khanh kan|linh lin|loan lwan|minh min|
my me|nga nga|quang kwang|quyen kwin|thanh tan|thao tao|tuan twan|tuyet twit|xuan swan|hiroshi hiroshy|yuki yooky|
kenji kenjy|keiko kayko|ayumi eye_yoomy|akiko ackeeko|takeshi tackeshy|joon june|hyun hyoon|kyung kyung|seung sung|
eun un|rhee ree|yoon yoon|jung jung
"""
TURKISH = """
mehmet memmet|ayse eye_shay isha|emre emray|elif elleef|huseyin hoosayin|yilmaz yillmaz|demir demmeer|
ozturk erzturk ozturk|ahmet ackmet|ali alley|aylin eye_lin|aysel eye_sell|aysegul eye_shagool|aytac eye_tach|
baris barrish|berna berna|bulent boolent|burcu boorjoo|canan janan|can john jahn|caner janner|cem jem|cemal jemmal|
cengiz jengeez|ceren jerren|ceylan jaylan|ceyda jayda|derya derrya|deniz dennis deneez|dilek dillek|ebru ebroo|
ece edgey|ecevit edgevit|emine emminay|engin engin|ercan erjan|erdem erdem|erdogan erdowan|erol errol|esra ezra|
eylem aylem|fatih fatty|fatma fatma|ferhat ferhat|filiz filleez|funda foonda|gokhan gerkhan gokan|gonul gernool|
gulay goolie|gulsen goolshen|guler gooler|gunes goonesh|hakan hackan|haluk halook|hasan hassan|hatice hatteejay|
hulya hoolya|ibrahim ibraheem|ilker ilker|ilknur ilknoor|inci injy|ipek eepek|ismail ismigh_eel|kaya kyer|
kemal kemmal|kerem kerrem|koray corrigh|levent levvent|mert mert|meryem merryem|mine minnay|murat moorat|
mustafa moostafa|nazan nazan|nazli nazly|nese neshay|nevin nevvin|nil nil|nilufer niloofer|nuray noorigh|
nurcan noorjan|oguz oh_ooz|okan ockan|onur onnoor|orhan orhan|osman osman|ozan ozzan|ozge ozgay|ozlem ozlem erzlem|
pinar pinnar|ramazan rammazan|recep rejjep|refik reffeek|sabri sabbry|sadik saddik|sahin shaheen|savas savvash|
sebnem shebnem|seda sedda|selcuk selchook|selim selleem|sema semma|semra semra|serap serrap|serkan serkan|
sevgi sevgy|sevil sevvil|sevim sevvim|sibel sibbell|sinan sinnan|songul songool|suleyman soolayman|taner tanner|
tolga tolga|tugba toober|tuncay toonjigh|tulay toolie|turgut toorgoot|ugur oo_oor|umit oomit|umut oomoot|veli velly|
volkan volkan|yasar yashar|yasemin yassemin|yavuz yavvooz|yesim yeshim|yildirim yildirim|yildiz yildiz|yusuf yoosoof|
zehra zara|zeki zecky|zeynep zaynep|aksoy acksoy|aslan aslan|aydin eye_din|bulut booloot|celik chellick|
cetin chettin|cicek chichek|dogan dough_an|kaplan kaplan|kara karra|kilic killitch|koc coach|korkmaz corkmaz|
ozcan ozjan|ozdemir ozdemmeer|polat pollat|simsek shimshek|tas tash|tekin teckin|unal oonal|yalcin yalchin
"""
