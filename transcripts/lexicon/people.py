"""Words around people's names."""

from __future__ import annotations

from transcripts.lexicon import words

TITLES = words(
    "mr mrs ms mister missus miss mx dr doctor prof professor cllr councillor sir dame lord lady rev reverend "
    "canon rabbi imam sister brother auntie aunty uncle baroness baron mp"
)
SPOKEN_TITLES = TITLES - words("sister brother canon")
AFTER_NAMES = words("mbe obe cbe kbe dbe bem phd ba bsc ma msc fcih cihcm cih mcih frics mrics jp mp qc kc")
PARTICLES = words(
    "van von der den de da di do dos del della du la le el al bin ben ibn bint ap ab ferch ver mac nic ni "
    "nee st saint ter ten te"
)
PRONOUNS = words("she her hers he him his they them theirs ze any all pronouns")

# Groups of forms that stand for one another; the first is the long one. Read in both directions.
_SHORT_FORMS = """
abigail abby abi|adebayo bayo ade|adeola ola ade|adrian ade|agnieszka aga|alexander alex al sandy alec xander|
alexandra alex sandra lexi|alfred alf alfie fred|alison ali|amanda mandy|andrew andy drew|angela angie|ann annie|
anne annie|anthony tony ant|antonia toni|arthur art|aoife eefa eva|babatunde tunde|barbara barb babs|
benjamin ben benny|bernadette bernie|bernard bernie|bethany beth|bridget biddy bridie|caroline caro carrie|
catherine cath cathy kate katie|kathleen kath kathy|katherine kath kathy kate katie kat|charles charlie chas chuck|
charlotte charlie lottie|chinedu nedu|chukwuemeka emeka|christina chris tina chrissie|christine chris chrissie tina|
christopher chris kit topher|ciaran kieran|clifford cliff|constance connie|cynthia cindy|daniel dan danny|
danielle dani|david dave davy dai|deborah deb debbie debs|dennis den|derek del|diana di|diane di|donald don donny|
dorothy dot dottie|douglas doug|edward ed eddie ted teddy ned|eilidh ayley aylee|eleanor ellie nell nora|
elizabeth liz lizzie beth betty eliza lisa libby bess|emily em emmy|emmanuel manny emma|eoghan owen|eugene gene|
felicity fliss flick|frances fran frankie|francis frank frankie|frederick fred freddie|gabriel gabe|gabrielle gabby|
geoffrey geoff|george georgie|georgina georgie|gerald gerry|gerard gerry ged|gillian gill|gordon gordy|
graham gray|gregory greg|gurpreet preeti gurps|gwendolyn gwen|harold harry hal|harriet hattie|henry harry hal|
hannah han|helen nell|ian iain|ibrahim ib ibby|isabel izzy bel|isabella izzy bella|jacob jake|jacqueline jackie jacqui|
james jim jimmy jamie|janet jan|jasmine jas jazz|jasvinder jas jazz|jeffrey jeff|jennifer jen jenny|jeremy jez jerry|
jessica jess jessie|joanna jo joanne|joanne jo|john johnny jack jon|jonathan jon jonny|joseph joe joey|
josephine jo josie|joshua josh|judith judy jude|julia jules|julie jules|kamaljit kam|kenneth ken kenny|
kimberley kim|kuldeep deep|lawrence larry loz|leonard len lenny|leslie les|lillian lily lil|llewelyn lyn llew|
louisa lou|louise lou|lucinda lucy cindy|madeleine maddy|malcolm malc mal|manpreet mani preet|margaret maggie meg peggy
marge rita greta mags|marie mary|martin marty|mary molly polly|matthew matt|michael mike mick mickey mikey|
michelle shell chelle|mohammed mo mohamed muhammad mohammad muhammed mohd mohamad|nathan nate|nathaniel nat nate|
natalie nat|natasha tasha|neil neal niall|niamh neve neev neeve|nicholas nick nicky|nicola nicky nic|norman norm|
olanrewaju lanre|olivia liv livvy|oluwaseun seun|oluwatobi tobi|oluwafemi femi|olufemi femi|oluwatosin tosin|
omolola lola|oliver ollie|olusegun segun|padraig porig paudie|pamela pam|parminder pam parm|patricia pat trish patsy
tricia paddy|patrick pat paddy|paula paulie|penelope penny|peter pete|philip phil pip|phillip phil|philippa pip pippa|
rachel rach|raymond ray|rebecca becky becca bex|reginald reg|richard rich rick dick ricky dickie|robert rob bob bobby
robbie bert|roberta bobbie|roderick rod roddy|roisin rosheen|ronald ron ronnie|rosemary rose rosie|russell russ|
ruaridh rory|saoirse sersha seersha|samantha sam sammy|samuel sam sammy|sandra sandy|siobhan shivon shevaun chevonne
shivawn shiv|sian sharn shan|sinead shinade|simon si|solomon sol|stephanie steph|stephen steve stevie|steven steve|
stanley stan|stewart stu|stuart stu|sukhwinder sukh|sunita sunny|susan sue susie suzie|susanna sue susie|
sylvia syl|tadhg tiger tyge|terence terry tel|teresa terry tess|theresa terry tess|theodore theo ted|thomas tom tommy|
timothy tim timmy|tobias toby|valerie val|veronica ronnie vron|victor vic|victoria vicky tori vic|
vincent vince vinny|virginia ginny|vivienne viv|walter wally walt|wendy wend|wilfred wilf|william will bill billy
liam willy|wojciech voytek voychek wojtek|yetunde yetty|yvonne von|zachary zac zach zak|zainab zee
"""
SHORT_FORMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(group.split()) for group in _SHORT_FORMS.replace("\n", " ").split("|")
)

# What may follow a greeting or a cue and is nobody's name.
NOT_NAMES = words(
    """
a about absolutely after again ah ahead all already also although always am an and any anybody anyone anyway are as
at back be because been before being both brother but by bye can chair chairman chairperson chairwoman cheers
colleague
colleagues committee could did do does everybody everyone evening fine finally first folks for forum friend
friends from
get god going gentlemen good great guys had has have he hello help her here hey hi him his host how however i if im in
indeed instead is it its just ladies last later let lets like look love lovely madam many maybe me members mine
moderator moving more morning most much my nd neighbour next no nobody not now of officer ok okay old on once one only
or other our over panel people perfect please question questions quite quickly really residents right said same
see she
should sir so some somebody someone something sorry still such sure take team thank thanks that the their them then
there these they thing things this those to today tomorrow tonight too two until up us very vice was we welcome well
were what when where which while who why will with would yeah yep yes yesterday you your yours
actually afternoon anything basically certainly couple each either else enough even ever every exactly few given
happy having hear hearing hopefully indeed less listening lot lots making might mind must need never new nice nothing
obviously often ours out own particularly perhaps point possible probably rather second secondly several since sort
speaking speaker sometimes thirdly three though thinking tenant tenants resident residents landlord landlords together
everyone's under unfortunately unless whatever whether yourself yourselves calling joining attending reading giving
raising sharing coming asking saying doing putting bringing letting taking waiting
january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday christmas easter ramadan eid diwali
english british welsh scottish irish european american african asian indian pakistani polish romanian nigerian
caribbean black white muslim christian jewish sikh hindu catholic labour conservative tory green
england britain wales scotland ireland uk london europe
zoom teams facebook whatsapp google microsoft youtube council ombudsman regulator government parliament
"""
)
MONTHS = words("january february march april may june july august september october november december")
# Ordinary words that often open a sentence: alone, a capital at the start of a sentence says nothing about them.
OPENERS = words(
    """
all an art as at bar be best better bill bless bright but by can come cook dale day do don down drew early even ever
every faith fair fine first for forward frank free friend gay given go good grant great green guy hall hand hard
have he her here high hill his hold home hope how if in is it joy just keen king know last lee let like little
live long
look lord love low major man many mark may might mind miss moon moor more most much must need new next nice no north
not now of off old on once one only or our out over own page park pay peace place places price progress quick quick
rather rich right rose round sad see set shall sharp she short should so some son south speed spring stay still stone
street strong such summer sure take than that the then they this through time to today together too true two under up
very wait want way we well west what when where which while white who whole why wide will winter wise with wood
word work would yes you young network anchor believe connect southern guinness sanctuary
"""
)
# After the first of these, the word before was a person: verbs of speech in the third person, and what a modal
# (will, may) could not be followed by.
AFTER_A_PERSON = words(
    """
said says asked asks mentioned mentions thinks thought raised raises told tells suggested suggests wants wanted has is
was does did from who wrote writes made makes put puts came comes went goes explained explains added adds
described reported reports agreed agrees knows knew gave gives sent sends called calls
"""
)
# Before a person, strong enough to overrule the lack of a capital.
BEFORE_A_PERSON = words(
    "thanks thank cheers ta hi hello hey mr mrs ms mx dr cllr councillor called named i'm im name's welcome dear"
)
# What follows the verb that looks like a name: "thanks, will do", "I hope that".
AFTER_A_VERB = words(
    "do be have not you we it the that this they he she i a an to get come go try see take make let up out so "
    "for of all your our my their his her its"
)
# Ordinary words that are given names too: before a colon they are a speaker, not a remark ("Note: ...").
GIVEN_WORDS = words(
    """
grace hope faith joy rose mark will bill frank pat ray dale may june april august summer ruby amber autumn dawn eve
ivy iris lily holly heather hazel violet daisy poppy olive pearl jade penny kitty robin jay martin dean guy miles max
rob bob nick jack jimmy billy tom drew josh sue carol sandy rich gene jean terry teddy earl duke lance curt chuck don
norm victor christian basil herb clay cliff glen heath lane reed rod rusty stone wade grant chase chance hunter parker
mason carter cooper taylor tyler walker ginger melody harmony patience prudence constance mercy charity verity
felicity
sky star sunny precious blessing favour comfort wisdom gift destiny angel pat jo al mo bo
"""
)
# In a dictionary, and yet hardly ever said at a housing meeting but as a name, when somebody there bears it.
SELDOM_WORDS = words(
    """
ken ray nick jack pat rob bob dean martin tom josh carol sandy jean terry teddy earl norm victor basil glen ivy iris
lily holly heather hazel daisy poppy pearl jade kitty robin dale joy rod chuck barry jimmy jenny johnny billy bobby
molly polly peg meg jim sally jerry harry dick dot gene cal tad van lee reed art ted sal dom dina dinah marina tara
tiffany hank abbey abbot randy
"""
) - words("pat dot art van abbey dick reed rob joy jean")
# Said between words, or written without their apostrophe: unknown to a dictionary, and nobody's name.
FILLERS = words(
    """
um umm uh uhm er erm err mm mmm hmm hm ah aha oh ooh ugh eh yeah yep yup nope nah okay ok okey gonna wanna gotta kinda
sorta cos coz cuz dunno innit thats whats hows wheres whos theres heres lets dont doesnt didnt cant couldnt wouldnt
shouldnt wont isnt arent wasnt werent havent hasnt hadnt im ive id ill youre youve youll youd theyre theyve theyll
weve wed hes shes itll thatll aint alright everythings somebodys someones ll ve re nt email emails online website
webinar wifi app apps covid retrofit decarbonisation chatgpt zoom whatsapp facebook mould
"""
)
# Given names that are no ordinary words. Not a list of everybody: it catches people whom the roster does not know.
_GIVEN = words(
    """
abbie abi ada aggie andi annika araminta ariana astrid audra avril barney baz beattie bertie bessie bez briony bryony
callie cassie charl claudie clem colette cressida cuthbert cyril dai davey daz deano deb des dez dilwyn dinah dougie
edie effie elsie essie ettie evie fergal flo gaz gertie gideon giles gladwyn gus gustav gwennie hector hedley herbie
hettie horace huey hughie imelda inga isolde issy jarvis jasper jaz jeannie jem jez joanie jocasta jodie johnnie jolyon
kathie kaz kev laurie len lionel loretta lou louie loz ludo lyndsey lynsey margie marnie mattie matty maud maude millie
minnie mitch mungo myles ned nellie nessa nestor nettie nev norrie olly ottilie ottoline ozzy pam percival perpetua
petey quentin rafferty ralphie rosalyn rosamund ruben rufus sacha sadie seb shaz shelley sid sonny sukie syd thaddeus
tilly trev tristram velma vic vinnie violetta wallace willa winnie zac zak zelda
abayomi abiodun adedayo adekunle adwoa agata akosua alastair aleksander alicja alina amarachi amarjit anneka anwar
ashleigh avtar awa ayanna ayotunde azeem baldeep balfour balwinder bartholomew basant beatriz benedict bhavesh bhavini
bhavna bilikisu bolaji boluwatife bozena caoimhe carwyn catriona ceinwen chandra chantal charanjit chukwuma cormac
dabrowka dalvinder darius davinder deepa deepak dhruv dipak dorcas dupe efosa eirian eluned emlyn emilia ese eseosa
ezinne fatoumata fikile folarin fearghal ffion fionnuala florentina gaynor geraint ginette gobinder godfrey grainne
grazyna gulshan gwenda gwilym gwynfor hamid harbinder harinder harsha hawa heledd henryk herbert himanshu huda hyun
ibironke idowu ihsan iolo iqbal ireti ishaan iva iveta jaspreet jaswant javed jerzy jolanta jorge jozef kareem kehinde
keziah khalil kiera kishore krystian kulvinder kwaku kwesi latoya lech lerato leszek liesl linus lorcan ludmila
lyudmila lubna mahesh mairead makeda mateo maura meinir meirion mercedes milena mirela mirza mohinder morwenna munir
musa nadira nakul nalini nana narges nasir navdeep neelam nessa nicolae nikola nikolay nkem nomvula nuno nurul odette
olufunke omolara onyinye opeyemi oyinkansola oyinlola pardeep paramjit parminder pavlos pernille philomena prabhjot
prem prosper purity rabia rahima rajni rakesh ramesh rania rekha renuka rhydian ritu rizwan rohit roksana ruaraidh
rukmini rupinder sadiq saffron sagal sahil salim samira sanjeev santosh sapna sarwar satnam seamus sefton senthil
shahida shakeel shanti sheetal shreyas sibongile siddharth siddiq sinazo sipho siwan stanislav subhash sumaya sunil
surjit swarna tabitha tahira tanveer tejal temi temidayo thabo thandeka thulani tiwa toluwani tomasz torsten tristan
tudur tulsi ugo uzoma valentina vasile venkat vikki vimala vishal wale wanjiru wiktoria wilhelmina xanthe yaa yaw
yewande yiannis ying yolande yuki yusra zahir zandile zeeshan zenobia zofia zsofia zuleikha zuzia
aaliyah aaron abdul abdullah abena abigail abimbola abu adaeze adam adebayo adeel adele adeola adesola adil aditi
adrian adunni aisha aishah akash akosua akua alan alastair alasdair albert alec aled aleksandra alex alexander
alexandra
alexandru alfie alfred ali alice alicia alison alistair allan allison alun alwyn ama amanda amandeep amara
ameera amelia
amina amir amira amit amrit amy anastasia andre andrea andrei andrew andrzej aneesa angela angharad angus anil anita
anjali ann anna annabel anne annette annie anthony antonia antonio anwen aoife arabella archie arif arjun arthur arun
asha ashok asif asma audrey ayaan ayesha ayo ayodele aziz babajide balbir baljit barbara barry bartosz beata beatrice
becky ben benjamin bernadette bernard beryl beth bethan bethany bev beverley bilal blessing bogdan boguslaw brenda
brendan brian bridget bronwen bronwyn bruce bryan bryn caitlin callum calum cameron carl carla carmen caroline carolyn
caron carys catalin catherine catrin cecilia cedric ceri ceridwen chantelle charlene charles charlie charlotte cheryl
chidi chiamaka chiara chidinma chinedu chinwe chioma chloe chris christina christine christopher chukwudi cian ciara
ciaran claire clara clare claudia clive colin colleen colm conor constantin corey craig cristina curtis cynthia
dafydd daljit damian damien damilola dan daniel daniela danielle danuta daphne daria darren david dawid dean deanna
debbie deborah deirdre delroy delyth denise dennis derek desmond diana diane dilys dimitri dionne dipti dilip dominic
dominika donal donald donna doreen dorota dorothy doug douglas duncan dylan eamon ebenezer ebony edith edward edwin
efua eileen eilidh eimear eirlys elaine eleanor elena eleri eleni elin elizabeth ella ellen ellie elliot elsie elwyn
emeka emily emma emmanuel emyr enid eoin eric erica erin esther ethan ethel euan eugene eunice eva evan eve evelyn ewa
ewan ezekiel fareeda farah farhan farida fatima fatou faisal femi fergus fernando finlay finn fiona folake folasade
francesca francis frances frederick funke funmi gabriel gabriela gareth garfield gary gavin gemma geoff
geoffrey george
georgia georgina gerald geraldine gerard gethin ghulam gillian giovanni giulia gladys glenda glenys gloria glyn gordon
graeme graham greg gregory grzegorz gurdeep gurdip gurmeet gurpreet gwen gwendoline gwyn gwyneth habib hafsa hakeem
halima hamza hannah hanna harbhajan hardeep harjit harpreet harriet harry haruka harvey hasan hassan hayley
heidi helen
helena henry hilary hilda howard hugh hugo humphrey huw hussain hyacinth iain ian ibrahim idris ieuan ifeanyi ifeoma
ifan ilona imran imogen ines ingrid ioana ioan ion irene isaac isabel isabella isla ismail ivan ivor iwan iwona
jacek jack jackie jacob jacqueline jagdish jahangir jake jakub jamal james jamila jan jana jane janet janice janusz
jaroslaw jasmine jason jaswinder jayden jean jeanette jeff jeffrey jemma jennifer jenny jeremy jermaine jerome jerzy
jessica jill jim jimmy jitendra joan joanna joanne joe joel john jonathan jordan jose josephine joseph josh joshua
joyce juan judith julia julian julie juliet justin justine justyna kadiatou kamal kamil kamran karen karim karl
karolina
kasia kate katarzyna kate katherine kathleen kathryn kathy katie katrina kavita kayleigh keiran keisha keith kelechi
kelly kelvin ken kenneth kerry kevin khadija khalid kieran kim kimberley kingsley kiran kirsten kirsty kofi kojo
krishna krystyna krzysztof kuldeep kulwinder kwabena kwame kwasi kyle lakshmi lamin laura lauren laurence
lawrence leah
leanne leila lena leo leon leona leonard leroy lesley leslie lewis liam libby lilian lillian linda lindsay lisa lloyd
llinos llyr lorna lorraine louis louise lowri luca lucas lucy luigi luke lukasz lydia lyn lynda lynette lynn lynne
maciej madeleine magdalena maggie mahmood mairi maisie malcolm malgorzata malik mandeep mandy manjit manoj
marcin marcus
mared margaret maria mariam marian marie mariusz marjorie marlene marta martha marvin mary mateusz matilda matt
matthew
maureen mavis maxine megan mehmet mei meera mel melanie melissa meryl mia michael michaela michal michelle miguel mike
mihaela mihai mikolaj mildred miriam moira mohamed mohammad mohammed mohsin molly monica monika moses mostafa muhammad
muhammed muriel mustafa myfanwy myra myrtle nadia nadeem naheed nana nancy naomi narinder nasreen natalia natalie
natasha nathan nathaniel naveed neha neil nerys ngozi niall niamh nicholas nicola nicole nigel nihal nikhil nikita
nikolai nimra nina nisha nkechi noel nora noreen norma norman nosheen nuala obinna olabisi olajide olamide olga oliver
olivia olu oluchi olufemi olumide oluwaseun oluwatobi omar onyeka orla osagie oscar osman owain owen padraig pamela
parveen patricia patrick patryk paul paula pauline pavel pawel penelope peter petra phil philip philippa philomena
phoebe phyllis piotr pooja prakash pradeep pravin preethi priscilla priya przemyslaw rachael rachel rachid radoslaw
rafal raheem rahim rahul raj rajesh rajinder rajiv ralph ramesh ramon rana ranjit rashid ravi raymond rebecca reece
reginald reuben rhian rhiannon rhodri rhona rhys ricardo richard rishi rita riya robert roberta robyn roderick rodney
roger rohan roisin roland ronald ronke rory rosemary rosalind rosie ross rowena roxanne roy rukhsana rupert ruqayyah
russell ruth ryan sabina sabrina sadia saeed safiya saima saira sajid salim sally salma sam samantha samina samir
samuel sandeep sandra sangeeta sanjay saoirse sara sarah saskia sean sebastian selina selwyn seren serena sergei seun
shabana shabnam shahid shamima shanice shaniqua shannon sharon shaun shaunagh shazia sheila shelagh sheree shereen
sheryl shirin shirley shivani shona shreya sian silvia simon simone sinead siobhan slawomir sofia solomon sonia sonja
sophia sophie stacey stanislaw stella stephanie stephen steve steven stewart stuart sukhdeep sukhjit sukhwinder
suleiman
sunil sunita suresh surinder susan susannah suzanne swati sylvester sylvia sylwia szymon tahir talia tamara tamsin
tanisha tanvir tanya tara tariq tasha tatiana tayo tegan temitope terence teresa tessa thandiwe thelma theo theodore
theresa thomas tiffany tim timothy tina tobi todd toni tony tracey tracy trevor tricia trudy tunde tyrone tyrell uche
uchenna umar una urszula ursula usha usman uzma valerie vanessa vera vernon veronica vicky vijay vikram vincent vivian
vivienne vlad waheed waldemar walter wanda waqas wayne wendy werner wesley wilfred william wilma winifred winston
wojciech xavier yasin yasmin yasmeen yetunde yolanda yousef yusuf yvette yvonne zachary zahid zahra zainab zara
zbigniew
zehra zeinab zofia zoe zoltan zubair zuzanna
"""
)
_PLACES_TOO = words("chelsea lincoln preston florence jordan victoria virginia sydney kent carlisle georgia israel ion")
GIVEN_NAMES = (_GIVEN | {form for group in SHORT_FORMS for form in group if len(form) > 3}) - _PLACES_TOO
