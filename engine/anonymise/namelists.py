"""Lists of words for telling names from ordinary English: common given names, their short forms, small words."""

from __future__ import annotations

SMALL = """
a about above across after again against all almost alone along already also although always am among an and
another any anybody anyone anything are around as asked at away back be became because been before began behind
being below beside best better between big both but by call called came can cannot card care case child children
clean clear come could daily day days did do does doing done door down due during each early east eight either
eleven else end enough evening every everybody everyone everything family far father few first five follow for
form found four from full gave get girl give given go going gone good great had half hall hand happy has have
having he head hello help her here hers herself him himself his home house how however i if in inside into is it
its itself just keep kept knew know known large last late later least left less let letter like likes list
little live lives long look lost lots made make man many may me mean men might mine more morning most mother
move moved much must my myself name named near need never new next night nine no nobody none nor north not note
nothing now number of off offered often old on once one only onto open or other others our ours out outside over
own page park part past people place plan played playing post present put quiet rang rather read ready rest
right road room said same sat saw say says school second see seen sent set seven several shall she should show
side since six small so some somebody someone something soon south spoke start stay still such take taken ten
text than thank that the their theirs them themselves then there these they thing things third this those though
three through time to today together told tomorrow too took towards town transfer tried twelve twice two under
until up upon us use used very visit wait want was way we week well went were west what when where whether which
while who whole whom whose why will wish with within without woman women word work would wrote year years yes
yesterday yet you young your yours landlord lodger neighbour van car bus phone mobile tel landline fax email
mail insta instagram snapchat facebook tiktok whatsapp teams zoom online website page link ref reg reference
number numbers file filed surname forename address postcode ward council county borough district street lane
avenue close drive court flat crown magistrates family crime incident log cad urn mosaic liquidlogic system upn
nhs ni dob id covid lockdown british english polish romanian welsh scottish irish somali urdu punjabi bengali
arabic portuguese england wales scotland ireland uk gmt bst private confidential official sensitive restricted
not protectively marked version draft page signed author dear sincerely sergeant inspector constable detective
chief superintendent doctor professor reverend councillor judge recorder midwife midwives nurse nurses matron
sister consultant registrar paediatrician psychiatrist psychologist dentist optician pharmacist paramedic
teacher head headteacher deputy tutor governor assistant coordinator manager practitioner worker workers officer
officers lead chair clerk solicitor barrister guardian advocate interpreter foster carer carers mum mums mummy
mom mam dad dads daddy nan nana nanny gran granny grandma grandpa grandad grandmother grandfather grandparents
aunt auntie aunty uncle cousin cousins brother brothers sister sisters sibling siblings son daughter baby babies
infant toddler boy boys lad lads girls lady gentleman male female adult adults partner partners boyfriend
girlfriend husband wife fiance stepdad stepmum stepfather stepmother stepbrother stepsister ex mate friend
friends unborn newborn twin twins pupil student client patient resident tenant household
"""
"""Ordinary words of records that the labelled corpus may not write small."""

ALSO_WORDS = """
amber april art august autumn bill chance daisy dawn dean eve faith grace grant guy heather holly hope iris ivy
jack joy june mark mason may paris pearl penny poppy ray rob rose sky star summer sunny violet will
"""
"""Given names that are also words: names only where a roster, a title or another name beside them says so."""

GIVEN = """
aaliyah aaron abbie abdul abigail adam adele ahmed aidan aisha alan albert alex alexander alexandra alfie ali
alice alicia alison amanda amelia amina amir amy ana andrea andrew andy angela angus anita anna annabel anne
annie anthony anton archie arlo arthur asha ashley ashton aurora ava ayesha barbara barney barry beatrice becca
beccy becky bella ben benjamin bernard bertie beth bethany betty beverley bex billie billy bobby bonnie brad
bradley brandon brenda brian bridget bruce caitlin callum calum cameron carl carla carly carol caroline carrie
catherine cathy charlene charles charlie charlotte chelsea cheryl chloe chris christian christina christine
christopher ciara claire clara clare colin connor conor corey courtney craig curtis daisy dale damian damien
daniel danielle danny darren daryl dave david dawn dean debbie deborah declan demi denise dennis derek diana
diane dominic donna doris dorothy dougie dylan ebony eddie edith edward eileen elaine eleanor elena eli elijah
elizabeth ella ellen ellie elliot elliott elsie emily emma eric erin esme ethan eva evan eve evelyn evie ewan
faisal fatima fay faye felicity felix fiona florence frances francesca francis frank frankie fred freddie freya
gabriel gareth garry gary gavin gemma geoff george georgia georgie georgina gerald geraldine gill gillian gina
glen glenn gloria grace graham greg gwen hamza hannah harley harriet harrison harry harvey hassan hayden hayley
hazel heidi helen henry hilary hollie holly hugh hugo ian ibrahim imogen imran irene iris isaac isabel isabella
isabelle isla ismail isobel ivan ivy jackie jacob jacqueline jade jaden jake jakub james jamie jan jane janet
janice jasmin jasmine jason jay jayden jean jeff jemma jen jenna jennifer jenny jeremy jess jesse jessica jill
jim jimmy jo joan joanna joanne joe joel john johnny jon jonathan jordan jose joseph josh joshua josie joy joyce
jude judith judy julia julian julie june justin kai karen karim karl kat kate katherine kathleen kathryn kathy
katie katy kay kaya kayden kayleigh keeley keira keith kelly kelsey ken kenneth kerry kev kevin khadija kian
kieran kim kimberley kirsty kit kyle kylie lacey lara laura lauren layla leah leanne lee leila lena leo leon
leonie lesley leslie lewis lexi liam libby lilly lily linda lindsay lisa lloyd logan lola lorna lorraine louis
louisa louise luca lucas lucy luis luke lydia lynn lynne lynsey mackenzie maddie madison malcolm mandy marcus
margaret maria mariam marie marilyn marion martha martin mary maryam mason mateusz matilda matt matthew maureen
max maxine maya megan mehmet mel melanie melissa mia michael michaela michal michelle mick mike millie milo
miriam mitchell mohamed mohammad mohammed moira molly morgan muhammad myles nadia naomi natalia natalie natasha
nathan neil niall niamh nicholas nick nicky nicola nicole nigel nina noah noel nora nuala oliver olivia ollie
omar oscar owen pam pamela pat patricia patrick paul paula pauline peggy peter phil philip phoebe phyllis piotr
poppy rachael rachel ralph ravi rebecca reece reggie rhys riaz richard ricky riley rita robbie robert roberta
robyn rochelle roger ron ronnie rory rosa rosemary rosie ross roxanne roy ruben ruby rupert russell ruth ryan
sadie safiya sahra sally sam samantha samir samuel sandra sara sarah scarlett scott sean seb sebastian shane
shannon sharon shaun shauna sheila shelley shirley sian sid simon skye sofia sonia sophia sophie spencer stacey
stanley stefan stella stephanie stephen steve steven stewart stuart sue susan suzanne sylvia tahir tamara tanya
tara tariq ted teddy teresa terry tess thea theo theresa thomas tia tiffany tilly tim timothy tina tobias toby
todd tom tommy toni tony tracey tracy trevor tricia troy tyler tyrone umar una valerie vanessa vera veronica
vicky victor victoria vincent viv vivienne warren wayne wendy wesley wilfred william willow yasmin yasmine yusuf
yvette yvonne zac zach zachary zahra zain zainab zak zara zeeshan zoe zofia
"""
"""Given names common enough to be taken for one wherever they stand with a capital and no one is known by them."""

SHORT = """
thomas tom tommy
katherine catherine kathryn kate katie kathy cathy kat kitty
elizabeth liz lizzie beth betty eliza libby
william will bill billy liam
robert rob bob bobby robbie
richard rick dick ricky rich
james jim jimmy jamie
michael mike mick mikey mickey
david dave davey
daniel dan danny
samuel sam sammy
samantha sam sammy
alexander alex al sandy lex
alexandra alex lexi sandra
benjamin ben benny
joseph joe joey
joshua josh
matthew matt matty
nicholas nick nicky
andrew andy drew
anthony tony ant
christopher chris kit
christine chris chrissie tina
charles charlie chas chaz
charlotte charlie lottie char
edward ed eddie ted teddy ned
frederick fred freddie
jacob jake
jonathan jon jonny
stephen steven steve stevie
timothy tim timmy
kenneth ken kenny
ronald ron ronnie
raymond ray
rebecca becky becca bex beccy
jessica jess jessie
jennifer jen jenny
victoria vicky vic tori
deborah debbie debs deb
patricia pat trish tricia patsy
margaret maggie meg peggy
susan sue susie suzie
abigail abby abbie abi
isabella bella izzy isabel
eleanor ellie nell nora ella
amelia millie amy milly
natasha tasha nat
natalie nat
nicola nicky nic
gabriella gabby gabi ella
madeleine maddie maddy
kayleigh kay
theodore theo teddy ted
zachary zac zak zach
mohammed mo
muhammad mo
francesca fran frankie
georgina georgie gina
harriet hattie harry
henry harry
harold harry
oliver ollie olly
lewis lew
gregory greg
jeffrey jeff
philip phil
philippa pip pippa
lucille lucy lucie
tobias toby
leonard leo len lenny
peter pete
donald don donny
"""
"""A given name a line, with the short forms it goes by."""

ROLES = """
a adult an and aunt auntie baby big boy boyfriend brother carer child children cousin current dad daddy eldest
ex family father female former foster four friend girl girlfriend gran grandad grandfather grandmother granny
half her his husband infant little lodger ma male mam man maternal mgf mgm mom mother mu mum mummy nan nana
neighbour new newborn of older parent parents partner paternal pgf pgm sgf sibling siblings sister step stepdad
stepfather stepmother stepmum the their three toddler twin two unborn uncle wife woman younger youngest
"""
"""Words of a name in a side sheet that say who somebody is to the others, and are nobody's own."""

ABBREVIATIONS = """
am an as at be by cc cp da dc dl dm do dr ds dv dx ed eh er ex fh fs ga gp he hi hr ht hv hx id if in is it iv
la ld lp ma md me mh mo mr ms mu mw my na nb nd ne nf nh ni no np nw oh ok on op or os ot pa pc pd pe pm po pp
pr ps pt px qa ra rd re rx sc sd se sg sn so sp ss st sw ta tc td tl tm to tv uc uk up us va vs wa we wk wt yp
yr ys
"""
"""Two letters that records write for something else than a name."""
