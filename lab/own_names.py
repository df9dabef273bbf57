"""Names of groups that Faker does not know, or not in Latin letters: first names, then last names, by group.

Common names from general knowledge; nobody in particular is meant.
"""

from __future__ import annotations

OWN: dict[str, tuple[str, str]] = {
    "welsh": (
        """
Aled Alun Alwyn Aneirin Aneurin Arwel Arwyn Bryn Brynmor Cadi Caradog Carwyn Cati Catrin Ceinwen Cemlyn Ceri Cerys
Dafydd Dai Deiniol Dewi Dilwyn Dilys Dyfan Dyfed Dyfrig Eifion Eilir Einir Eirian Eirlys Eirwen Elan Eleri Elfed Elin
Elinor Elis Eluned Emlyn Emrys Emyr Enfys Ffion Fflur Gareth Garmon Geraint Gerallt Gerwyn Gethin Glenys Glyn Glyndwr
Goronwy Gruff Gruffudd Gruffydd Guto Gwen Gwenda Gwenfair Gwenllian Gwenno Gwilym Gwladys Gwyn Gwyneth Gwynfor Haf
Hedd Heddwyn Heledd Hefin Huw Hywel Idris Ieuan Ifan Ifor Illtyd Ioan Iolo Iona Iorwerth Irfon Islwyn Iwan Leusa Llew
Llinos Lleucu Llyr Llywelyn Lowri Luned Mabli Mai Mair Maldwyn Manon Mared Mari Medi Medwyn Megan Meilir Meinir Meirion
Menna Meredydd Mererid Meurig Mirain Morfudd Morgan Myfanwy Nerys Nest Nia Non Olwen Osian Owain Owen Peredur Prys
Rhian Rhiannon Rhodri Rhun Rhydian Rhys Ruth Seren Sian Sioned Siwan Steffan Sulwen Taliesin Tecwyn Tegan Tegid Tegwen
Teleri Tesni Tomos Trefor Tudur Tudwal Wyn Wynne Ynyr
""",
        """
Bebb Bevan Beynon Bowen Cadwaladr Cadwallader Conwy Craddock Davies Ebbsworth Edwards Ellis Evans Eynon Fychan
Gethin Gittins Glynne Gough Gower Griffith Griffiths Gronow Gwilliam Gwyn Gwynne Harries Havard Hopkin Howell Howells
Hughes Humphreys Ifans Ithell James Jenkins John Jones Kendrick Kyffin Landeg Lewis Llewellyn Llewelyn Lloyd Llwyd
Lougher Maddocks Madoc Mathias Meredith Meyrick Morgan Morris Mostyn Nevett Onions Owen Parry Penry Phillips Powell
Price Pritchard Probert Prosser Protheroe Prydderch Pryce Pugh Rees Rhydderch Richards Roberts Roderick Rosser
Rowlands Sayce Stradling Talog Thomas Trahearne Trevor Tudor Vaughan Watkins Williams Wynn Yorath ap-Dafydd ap-Gwilym
ap-Rhys
""",
    ),
    "scottish": (
        """
Ailsa Aileen Ailidh Ainsley Alasdair Alastair Alec Alison Alistair Andrew Angus Archie Arran Ashley Athol Ava Beathan
Blair Brodie Bruce Calum Cameron Campbell Catriona Coll Colin Craig Crawford Davina Donald Donalda Donella Dougal
Douglas Drummond Duncan Effie Eilidh Ellen Elspeth Ewan Euan Ewen Farquhar Fergus Fife Finlay Fiona Flora Forbes Fraser
Gavin Geordie Gillespie Gilchrist Gordon Grace Graeme Grant Gregor Greer Grizel Hamish Heather Hector Hugh Iain Ian
Innes Iona Irvine Isla Isobel Ivor Jamesina Janet Jean Jessie Keir Keith Kenneth Kenna Kirsteen Kirsten Kirsty Kyle
Lachlan Lennox Leslie Lewis Logan Lorna Lorne Mairi Malcolm Malina Marsali Maisie Mhairi Moira Morag Morven Muir Mungo
Munro Murdo Murdina Murray Muriel Neil Nairn Ninian Norma Peigi Ramsay Ranald Robina Roderick Ronald Ross Rory Rowan
Ruaridh Ruairidh Scott Seonaid Sheena Shona Sorcha Stuart Struan Tam Tavish Torquil Una Wallace Wilma
""",
        """
Abercrombie Abernethy Adam Affleck Agnew Aitken Allardyce Anderson Arbuthnot Auchterlonie Baird Balfour Ballantyne
Bannerman Barclay Baxter Beaton Begbie Birnie Blackwood Boyd Brodie Bruce Bryce Buchan Buchanan Burnett Cairns Calder
Cameron Campbell Carmichael Carnegie Chisholm Christie Clephane Cochrane Colquhoun Coulter Craig Crawford Crichton
Cumming Cunningham Dalgleish Dalrymple Dalziel Davidson Dewar Dinwoodie Drummond Dunbar Duncan Dundas Dunlop Durie
Elphinstone Erskine Farquhar Farquharson Fergusson Findlay Fleming Forbes Forsyth Fraser Fullarton Galbraith Galloway
Geddes Gemmell Gibb Gilchrist Gillespie Gilmour Glendinning Gourlay Graham Grant Guthrie Haldane Halliday Hamilton
Heriot Hogg Home Hunter Imrie Inglis Innes Irvine Jardine Johnstone Keir Keith Kennedy Kerr Kilgour Kinloch Kinnaird
Kirkpatrick Laidlaw Laird Lamont Lauder Leckie Leitch Lennox Leslie Lindsay Livingstone Lockhart Logan Lyle MacAlister
MacArthur MacAskill MacAulay MacBeth MacCallum MacDonald MacDougall MacDuff MacEwan MacFarlane MacGregor MacInnes
MacIntosh MacIntyre MacIver MacKay MacKenzie MacKinnon MacLachlan MacLaren MacLean MacLennan MacLeod MacMillan MacNab
MacNeil MacPhail MacPherson MacQueen MacRae MacTaggart McAllister McBain McCulloch McCrae McCrindle McEwen McFadyen
McGill McGonagall McIlroy McIlwraith McKechnie McLeish McNaught McSporran McWhirter Maitland Menzies Moffat Moncrieff
Montgomerie Muir Muirhead Munro Murchison Murdoch Murray Nairn Napier Nicolson Nisbet Ogilvie Oliphant Orr Paterson
Petrie Pitcairn Pollock Pringle Rae Raeburn Ramsay Rankin Rattray Reid Riddell Ritchie Rollo Rose Ross Ruthven
Scrimgeour Selkirk Sempill Shand Sinclair Skene Smillie Somerville Spence Stirling Strachan Struthers Sutherland Swan
Tait Tennant Tulloch Turnbull Urquhart Waddell Wallace Weir Wemyss Wishart Yuill
""",
    ),
    "irish": (
        """
Aidan Aine Aisling Aodhan Aoibheann Aoife Ardal Bernadette Blathnaid Brendan Breda Brid Bridie Caitriona Caoimhe Cathal
Cian Ciara Ciaran Cillian Clodagh Colm Colum Conall Conleth Conor Cormac Dara Darragh Declan Deirdre Dermot Diarmuid
Donal Donncha Dympna Eamon Eamonn Eilish Eimear Eithne Emer Enda Eoghan Eoin Fergal Fergus Fiachra Finbar Fintan
Fionnuala Gearoid Gobnait Grainne Iarla Iseult Jarlath Kathleen Kieran Lorcan Mairead Malachy Maeve Maura Mairtin
Micheal Muireann Myles Nessa Niall Niamh Noirin Nollaig Nuala Odhran Oisin Oonagh Oran Orla Orlaith Padraic Padraig
Pearse Peadar Proinsias Roisin Ronan Ruairi Saoirse Seamus Sean Senan Sheelagh Sinead Siobhan Sorcha Tadhg Tiernan
Turlough Ultan Una
""",
        """
Barry Boland Boyle Brady Breen Brennan Breslin Brosnan Buckley Burke Byrne Caffrey Cahill Callaghan Carrigan Casey
Clancy Cleary Coghlan Colgan Collins Comerford Conlon Connolly Considine Conway Corcoran Corrigan Costello Coughlan
Crowley Cullen Curran Daly Deasy Deegan Delaney Dempsey Devaney Devlin Dillon Doherty Dolan Donnelly Doran Dowd
Dowling Doyle Drennan Driscoll Duffy Duggan Dwyer Egan Fahy Fallon Farrell Feeney Fennelly Finnegan Fitzgerald
Fitzgibbon Fitzpatrick Flaherty Flanagan Flynn Fogarty Foley Gaffney Gallagher Galvin Garvey Geraghty Geoghegan
Gilhooly Gilligan Gilmartin Gleeson Glynn Gorman Grady Halligan Halloran Hanlon Hannigan Hanrahan Harrington Hartigan
Healy Heffernan Hegarty Hennessy Hickey Higgins Hogan Horgan Houlihan Hurley Kavanagh Keane Kearney Keating Keenan
Kelleher Kelly Keneally Kenny Keogh Kiely Kilbride Kinsella Lafferty Lally Lavelle Leahy Lenihan Lonergan Loughran
Lynch Madigan Magee Maguire Maher Mahon Malone Mannion McCabe McCarthy McDermott McDonagh McEvoy McGann McGarry
McGinley McGovern McGrath McHugh McInerney McLoughlin McMahon McManus McNamara McNulty Meehan Molloy Moloney Monaghan
Mooney Moran Moriarty Moynihan Mulcahy Muldoon Mulligan Mulqueen Murphy Murtagh Nagle Nolan Noonan O'Brien O'Callaghan
O'Connell O'Connor O'Dea O'Doherty O'Donnell O'Donoghue O'Driscoll O'Dwyer O'Farrell O'Flynn O'Gorman O'Grady O'Halloran
O'Hara O'Keeffe O'Leary O'Mahony O'Malley O'Meara O'Neill O'Regan O'Reilly O'Riordan O'Rourke O'Shaughnessy O'Shea
O'Sullivan O'Toole Phelan Prendergast Quigley Quinlan Quinn Quirke Rafferty Reardon Redmond Regan Roche Rooney Scanlon
Scully Sexton Shanahan Shaughnessy Sheehan Sheridan Slattery Spillane Sweeney Tierney Timoney Tobin Toomey Tracey
Treacy Tuohy Twomey Tyrrell Wall Whelan
""",
    ),
    "polish_and_romanian": (
        """
Agnieszka Aleksandra Andrzej Anna Bartek Bartosz Beata Boguslaw Bozena Czeslaw Danuta Dariusz Dorota Elzbieta Ewa
Grazyna Grzegorz Halina Henryk Hubert Iwona Jacek Jadwiga Jan Janusz Jerzy Joanna Jolanta Kasia Katarzyna Kazimierz
Krystyna Krzysztof Leszek Lukasz Maciej Magda Malgorzata Marcin Marek Mariusz Mateusz Miroslaw Monika Pawel Piotr
Przemyslaw Radoslaw Renata Ryszard Slawomir Stanislaw Szymon Tadeusz Teresa Tomasz Urszula Wieslaw Wioletta Wojciech
Zbigniew Zdzislaw Zofia Zygmunt Alina Andreea Bogdan Camelia Catalin Ciprian Claudiu Corneliu Cosmin Costel Cristina
Dragos Dumitru Florin Gheorghe Horia Ileana Ioana Ion Ionel Iulia Laurentiu Liviu Loredana Luminita Marius Mihaela
Mihai Mircea Nicoleta Octavian Oana Ovidiu Radu Raluca Razvan Roxana Rodica Sorin Stefania Traian Valentin Vasile
Viorica Vlad
""",
        """
Adamczyk Andrzejewski Baran Bielecka Bielecki Blaszczyk Borkowski Borowska Brzezinski Chmielewski Chojnacki Cieslak
Czarnecki Czerwinski Dabrowski Dabrowska Domanski Dudek Duda Dziedzic Gajewski Glowacki Gorska Gorski Grabowska
Grabowski Jablonski Jakubowski Jankowski Jankowska Jasinski Jaworski Kaczmarczyk Kaczmarek Kalinowski Kaminska Kaminski
Kania Kasprzak Kolodziej Konieczny Kopec Kowalczyk Kowalska Kowalski Kozlowski Krajewski Krawczyk Krol Kubiak Kucharski
Kwiatkowska Kwiatkowski Laskowski Lewandowska Lewandowski Lis Maciejewski Majewski Makowski Malinowski Marciniak
Markowski Mazurek Mazur Michalak Michalski Mroz Nowak Nowakowski Nowicki Olszewski Ostrowska Ostrowski Pawlak
Pawlowski Pietrzak Piotrowski Przybylski Rutkowski Sadowski Sikora Sikorski Sobczak Sokolowski Stankiewicz Stepien
Szczepanski Szewczyk Szulc Szymanska Szymanski Tomaszewski Urbaniak Walczak Wasilewski Wieczorek Wilk Wisniewska
Wisniewski Witkowski Wlodarczyk Wojciechowski Wojcik Wozniak Wrobel Wroblewski Wysocki Zajac Zakrzewski Zalewski
Zawadzki Zielinska Zielinski Ziolkowski Albu Antonescu Ardelean Balan Barbu Bucur Calinescu Ciobanu Cojocaru Constantin
Cozma Craciun Cristea Danila Diaconu Dima Dinu Dobre Dragomir Dumitrescu Dumitru Enache Florea Georgescu Gheorghiu
Grigore Ionescu Lazar Lungu Manea Manole Marin Marinescu Matei Mihailescu Mocanu Moldovan Munteanu Neagu Nica
Nicolescu Nistor Olteanu Oprea Petrescu Popa Popescu Preda Rusu Sandu Serban Stan Stanciu Stefanescu Stoica Stroe
Suciu Toma Tudor Ungureanu Vasilescu Voicu Zamfir
""",
    ),
    "nigerian": (
        """
Abimbola Abiodun Abiola Ade Adebayo Adedayo Adekunle Adeola Adesola Adetokunbo Adewale Adunni Akin Akinola Akintunde
Amaka Amarachi Anuoluwapo Ayo Ayodele Ayomide Babajide Babatunde Bamidele Biodun Bisi Bola Bolaji Bolanle Bukola
Busola Chiamaka Chibuzo Chidi Chidinma Chigozie Chika Chima Chinedu Chinenye Chinwe Chioma Chizoba Chuka
Chukwudi Chukwuemeka Dapo Dayo Ebele Ebuka Efe Ejike Ekene Emeka Enitan Ese Ezinne Femi Fola Folake Folarin Funke
Funmi Funmilayo Gbenga Ifeanyi Ifeoma Ifunanya Ikechukwu Ireti Iyabo Jide Kayode Kelechi Kemi Kunle Lanre Lola Modupe
Mojisola Morenike Ndidi Ngozi Nkechi Nkem Nneka Nnamdi Nonso Nwando Obi Obinna Ogechi Okechukwu Ola Oladipo Olamide
Olayinka Olu Olufemi Olumide Olusegun Oluwaseun Oluwatobi Omolara Omotola Onyeka Osagie Osaze Rotimi Sade Segun Seun
Simisola Sola Somto Taiwo Tayo Temitope Titilayo Tobi Tokunbo Tola Toyin Tunde Tunji Uche Uchenna Ugochi Uju Uzo Wale
Yemi Yetunde Yewande Zainab Hauwa Aisha Halima Bashir Sani Musa Danjuma Nafisa
""",
        """
Abiola Abubakar Achebe Adebayo Adebisi Adedeji Adegoke Adeleke Adelaja Ademola Adeniyi Adesanya Adewumi Adeyemi Agbaje
Agu Ajayi Ajibade Akande Akinfenwa Akinyemi Akpan Alabi Alakija Amadi Aniebo Anyanwu Asika Attah Awolowo Ayoade Azikiwe
Babangida Babatunde Balogun Bamgbose Bankole Bello Chukwu Dada Danjuma Dike Duru Ebegbulem Ediale Edozien Efiong Egwu
Ehiorobo Ekwueme Eze Ezekwesili Fagbemi Fashola Fayemi Gbadamosi Ibe Ibekwe Ibrahim Idowu Igwe Iheanacho Ikpeazu
Iwobi Jakande Jegede Kalu Kuti Lawal Maduka Mbah Mbanefo Musa Nnadi Nnaji Nwachukwu Nwankwo Nwosu Obaseki Obi Obiora
Odukoya Ofoegbu Ogbonna Ogundele Ogunleye Ogunsanya Ojo Okafor Okeke Okereke Okezie Okolie Okonjo Okonkwo Okoro Okoye
Okpara Oladele Oladipo Olatunji Olawale Oloyede Olowu Olusanya Omotoso Onuoha Onwuka Onyekachi Onyema Opara Osagie
Oshodi Osinbajo Osuji Owolabi Oyedepo Oyelaran Oyelowo Oyinlola Salako Sanusi Shonibare Sowande Soyinka Tinubu Ubah
Uche Udoh Ugwu Ukpong Umeh Uzodimma Uzor Wabara Yakubu Yusuf
""",
    ),
    "ghanaian": (
        """
Kofi Kwame Kwabena Kwaku Yaw Kwesi Kwasi Kojo Kobina Ebo Fiifi Kow Ekow Nana Paa Papa Akosua Adwoa Abena Akua Yaa Afua
Ama Esi Ekua Efua Araba Aba Adjoa Afia Serwaa Afriyie Agyei Akwasi Aku Akweley Naa Nii Ayorkor Dede Korkor Lartey
Odartey Tetteh Teye Dzifa Edem Elikem Elorm Enyonam Esinam Eyram Kafui Kekeli Kwadwo Mawuli Mawusi Sefakor Selasi
Selorm Senam Sena Sitsofe Worlanyo Yayra Atsu Etse Dela Delali Enam Akorfa Abla Afi Akpene Adzo Maame Obaapa Obuobi
Ofori Oppong Osei Owusu Opoku Panyin Kakra Ntiri Nhyira Nkunim Aseda Adom Ayeyi Baaba Boatemaa Comfort Dufie Dzigbordi
Gifty Konadu Mansa Maanu Ohemaa Oheneba Pokuaa Sika Takyiwaa Tiwaa Abiba Alhassan Fuseini Mumuni Rahinatu Zenabu
""",
        """
Abankwa Aboagye Abrokwah Acheampong Acquah Adade Adams Addae Addo Addy Adjei Adomako Adu Adusei Afful Afriyie Agyapong
Agyei Agyeman Aidoo Akoto Akuffo Akufo Ameyaw Amissah Amoah Amoako Amoateng Ampofo Ampomah Amponsah Ankomah Ankrah
Annan Anokye Ansah Antwi Anyidoho Appiah Apraku Arhin Armah Arthur Aryeetey Asamoah Asante Asare Asiedu Asomaning
Atta Attoh Awuah Ayew Ayim Badu Baffoe Baidoo Bannerman Barnor Bekoe Bempah Boadu Boahen Boakye Boamah Boateng Bonsu
Brobbey Buabeng Busia Coffie Dankwa Danquah Danso Darko Debrah Djan Dodoo Donkor Duah Dwamena Dzokoto Edusei Essien
Forson Frimpong Fynn Gyamfi Gyan Hagan Haizel Hayford Jantuah Kissi Konadu Korankye Kuffour Kumah Kwakye Kwarteng
Kyei Kyeremeh Lamptey Lartey Mensah Nketia Nkrumah Nsiah Ntim Nyarko Obeng Ocloo Ocran Odoom Ofori Ofosu Okai Okyere
Opare Opoku Oppong Osei Owiredu Owusu Oware Peprah Poku Prempeh Quaye Quarshie Quansah Quartey Sackey Safo Sarkodie
Sarpong Sasu Sefa Sekyi Siaw Tagoe Takyi Tawiah Tetteh Twum Twumasi Vanderpuye Wiredu Yamoah Yeboah Yirenkyi
""",
    ),
    "somali_and_arabic": (
        """
Abdi Abdikarim Abdirahman Abdirizak Abdisalam Abdiwahab Abdullahi Abshir Aden Ahmed Amina Anab Asad Asha Ayaan Ayan
Bashir Bile Deeqa Dahir Deqo Duale Faduma Faisa Falis Farah Farhiya Fartun Filsan Fowsia Guled Habiba Hamdi Hani Hibaq
Hibo Hodan Hoodo Idil Idris Ifrah Ilhan Iman Ismahan Jama Kaltun Khadra Ladan Leyla Liban Mahad Maryan Mohamud Muna
Muse Najma Nimco Nuh Nuradin Omar Qasim Rahma Rooda Sagal Said Sahra Samatar Shamso Shukri Siham Sucdi Suleiman Ubah
Warsame Yasin Yusuf Zahra Zamzam Abdulrahman Adel Ali Amal Amir Anwar Asma Aya Aziz Badr Bilal Dina Duaa Fadi Fahad
Faisal Faris Fatima Ghada Habib Hadi Haifa Hala Hamid Hamza Hana Hanan Hassan Hatem Hisham Huda Hussein Ibtisam Imad
Isra Jalal Jamal Jamila Kamal Karim Khaled Khalid Laith Lamia Latifa Layla Lina Lubna Maha Mahmoud Majid Malak Manal
Mariam Marwa Marwan May Mazen Moataz Mona Mounir Mustafa Nabil Nada Nadia Nahla Najib Nasser Nawal Nizar Noor Nour
Omaima Osama Rabab Rami Rana Randa Rania Rasha Rashid Rawan Reem Riad Rima Ruba Sabah Said Salah Salma Sami Samira
Samir Sana Sawsan Shaima Soraya Suad Tahani Tamer Tarek Wafa Wael Walid Wissam Yahya Yara Yasmin Yassin Youssef Zaid
Zeinab Ziad
""",
        """
Abdi Abdille Abdirahman Abdullahi Abshir Addow Aden Adan Ahmed Ainashe Artan Barre Bihi Boqor Botan Buraale Dahir
Dirie Dualeh Egal Elmi Fara Farah Gaas Gedi Ghelle Guled Hashi Hersi Hirsi Hussein Idle Isse Jama Jimale Kahin Kulmiye
Mahamoud Mire Mohamed Mohamud Muhumed Mumin Noor Nur Omaar Osman Rage Roble Sahal Samatar Sharif Sheekh Shire Shirwa
Warsame Yabarow Yusuf Abadi Abbas Abboud Aboud Abdallah Abdulaziz Abusaid Alami Albayati Aldabbagh Alhaddad Alhashimi
Alkhatib Almasri Alnajjar Alqasim Alsaadi Alshami Alsharif Altikriti Alzubaidi Amari Aoun Assad Atallah Awad Ayoub
Azzam Bakr Barakat Bazzi Benali Benchikh Bouchareb Boulos Chahine Daher Darwish Dib Elmasry Elsayed Essam Fadel Fakhoury
Farhat Fawzi Gerges Ghanem Ghazal Habash Haddad Hakim Halabi Hamdan Hammoud Harb Hariri Hasan Hijazi Husseini Ismail
Jaber Jabbour Kabbani Kanaan Karam Karimi Kassab Kassem Khalaf Khalil Khatib Khoury Maalouf Mahdi Malouf Mansour
Masri Matar Mikhail Mrad Nader Naffah Nahas Najm Nasr Nassar Qabbani Qasem Rahal Rahim Rizk Saab Sabbagh Sader Salama
Saleh Salem Salman Sayegh Shaheen Shami Shehadeh Sleiman Srour Taha Takla Tawfik Touma Wahab Yaacoub Zaki Zayed Zein
""",
    ),
    "pakistani_and_bangladeshi": (
        """
Abida Adeel Afzal Aftab Ahsan Ajmal Akbar Akhtar Ambreen Amjad Aneela Anjum Anwar Aqeel Arif Arshad Asif Asim Asma
Atif Ayesha Azhar Babar Bushra Danish Ejaz Faiza Farah Farhan Farida Farooq Farrukh Fahmida Fozia Ghazala Ghulam Hafsa
Haider Hamza Haroon Hina Humaira Ifrah Iftikhar Imran Imtiaz Iqra Irfan Ishtiaq Javed Junaid Kainat Kaleem Kamran
Kashif Khadija Khalida Khurram Kiran Kulsoom Lubna Maham Mahnoor Maqsood Mariam Mehwish Mohsin Moazzam Mubashir
Mudassar Munir Musarat Nadeem Nadia Naeem Naila Najma Nasreen Nasir Naveed Nazia Nighat Nosheen Parveen Qaiser Qasim
Rabia Raheela Rashid Razia Rehana Rizwan Robina Rubina Rukhsana Saadia Sabiha Safdar Saima Sajid Saleem Samina Sana
Saqib Sarfraz Shabana Shabbir Shafiq Shagufta Shahbaz Shahid Shahida Shaista Shakeel Shazia Sobia Sohail Sumaira
Tahir Tahira Talat Tanveer Tariq Tasleem Tehmina Ubaid Umair Umar Usman Uzma Waheed Waqar Waseem Yasmeen Zafar Zahid
Zaheer Zainab Zeeshan Zubair Abdul Abul Anisur Anwara Asaduzzaman Ashraful Aziza Bilkis Delwar Dilara Farzana
Ferdousi Golam Habibur Hasina Jahanara Jahangir Kamrul Khaleda Lutfur Mahbub Mahfuza Mizanur Monowara Mujibur Nazma
Nazmul Nilufar Nurul Rafiqul Rahima Rezaul Rokeya Ruhul Runa Sabina Salma Shafiqul Shahanara Shamim Shamsul Shirin
Sultana Taslima Tofazzal Zakia Ziaur
""",
        """
Abbasi Afridi Afzal Ahmad Ahmed Akhtar Akram Alam Ali Aslam Anjum Ansari Anwar Arain Asghar Ashraf Aslam Awan Aziz Baig
Bajwa Bashir Bhatti Bibi Bukhari Butt Chaudhry Chaudhary Cheema Dar Durrani Farooqi Ghani Gilani Gondal Gujjar Habib
Hafeez Haider Hameed Hanif Hashmi Hayat Hussain Hussein Iqbal Ishaq Jabeen Jafri Jamil Janjua Javed Kausar Kazmi Khalid
Khaliq Khan Khattak Khokhar Kiani Latif Lodhi Mahmood Majeed Malik Mansoor Masood Mehmood Memon Minhas Mir Mirza Mughal
Mukhtar Mumtaz Nawaz Naqvi Nazir Niazi Paracha Pervaiz Qadir Qazi Qureshi Rafiq Rahim Raja Rana Randhawa Rashid Rasool
Raza Razzaq Rehman Riaz Rizvi Saeed Sadiq Saleem Sarwar Satti Shabir Shafi Shafique Shah Shahzad Shaikh Sharif Sheikh
Siddiqui Soomro Sultan Tahir Tariq Usmani Virk Wahid Warraich Yaqoob Yasin Yousaf Younis Zafar Zaidi Zaman Zia Begum
Bhuiyan Biswas Chowdhury Choudhury Das Haque Hoque Hossain Islam Kabir Karim Khanam Khatun Majumder Mia Miah Mollah
Mondal Munshi Nessa Patwary Rahman Sarkar Sikder Talukdar Uddin Ullah
""",
    ),
    "indian": (
        """
Amandeep Amarjit Amrit Amritpal Arvinder Avtar Balbir Baldev Baljit Balwinder Bhupinder Charanjit Daljit Davinder
Dilraj Gurbaksh Gurcharan Gurdeep Gurjit Gurmeet Gurminder Gurpreet Gursharan Hardeep Harjinder Harjit Harkirat
Harminder Harpal Harpreet Harvinder Inderjit Jagdeep Jagdish Jagjit Jasbir Jaskaran Jasleen Jaspal Jaspreet Jaswant
Jatinder Joginder Kamaljit Karamjit Kulbir Kuldip Kulvinder Kulwant Lakhvir Maninder Manjit Manpreet Mohinder Navdeep
Navjot Paramjit Parminder Prabhjot Rajinder Ranjit Ravinder Rupinder Sarbjit Satnam Satwinder Simran Simranjit
Sukhdev Sukhjinder Sukhvinder Surinder Surjit Tajinder Tejinder Varinder Aarti Abhishek Ajay Akash Alpa Amit Anand
Anil Anita Anjali Ankit Aparna Archana Arjun Arun Asha Ashok Ashwin Bharat Bhavesh Bhavna Chetan Chirag Deepa Deepak
Dharmesh Dilip Dinesh Dipti Divya Falguni Ganesh Gaurav Geeta Girish Gopal Hansa Hari Harish Harsha Hasmukh Heena
Hemant Hetal Himanshu Hitesh Indira Jagruti Jayesh Jayshree Jignesh Jitendra Kalpana Kamala Kanti Karthik Kavita
Ketan Kiran Kirit Kishor Komal Krishna Kunal Lakshmi Lalita Lata Madhavi Mahesh Manish Manoj Meena Meera Mehul Mohan
Mukesh Nainesh Nalini Namrata Narendra Naresh Neha Nikhil Nilesh Nimisha Niraj Nisha Nitin Padma Pankaj Paresh Parul
Pooja Prakash Pramod Pranav Prasad Pratik Pravin Preeti Priya Purnima Radha Rahul Rajan Rajendra Rajesh Rakesh Ramesh
Rashmi Ravi Rekha Renuka Rohini Rohit Roshni Rupal Sachin Sandeep Sangeeta Sanjay Sarita Satish Seema Shailesh Shanti
Sharmila Shilpa Shobha Shreya Smita Sneha Sonal Sridevi Subramaniam Sudha Suman Sunil Sunita Suresh Sushila Swati
Tejal Trupti Uma Urvashi Usha Vandana Varsha Vasant Venkatesh Vidya Vijay Vikram Vinay Vineeta Vinod Vipul Viren
Vishal Yogesh Thayalan Sivakumar Kumaran Senthil Muthu Ponnambalam
""",
        """
Acharya Agarwal Aggarwal Ahluwalia Amin Anand Arora Atwal Aujla Babu Bains Balakrishnan Banerjee Bansal Basra Bassi
Basu Batra Bedi Bhakta Bhandari Bhardwaj Bhatia Bhatt Bhattacharya Bhogal Birdi Bose Chahal Chakraborty Chana Chandra
Chatterjee Chauhan Chawla Chhabra Chopra Dass Dave Desai Deshmukh Deshpande Dhaliwal Dhanda Dhanjal Dhawan Dhillon
Dhindsa Dhir Dosanjh Dubey Dutta Fernandes Gandhi Ganguly Garg Ghosh Gill Gokhale Gohil Gosal Goswami Goyal Grewal
Gupta Hayer Hundal Iyer Jadeja Jain Jassal Jhutti Johal Joshi Kalsi Kandola Kang Kapoor Karia Katyal Kaur Khanna
Khatri Khosla Kohli Kooner Kotecha Krishnan Kulkarni Kumar Lad Lakhani Lal Lalli Lall Mahajan Mahal Malhotra Mander
Manku Mann Mathur Matharu Mehta Menon Minhas Mishra Mistry Modi Mody Mukherjee Nagra Nair Nanda Narayan Nathwani
Nayar Nijjar Pabla Padda Pandey Pandya Panesar Parekh Parmar Patel Pathak Patil Pillai Popat Prajapati Prasad Purewal
Purohit Raghavan Rai Raina Rajput Raman Ramakrishnan Randhawa Ranganathan Rao Rathod Rathore Reddy Roy Sagoo Sahota
Saini Samra Sandhu Sanghera Saraf Sehmi Sekhon Sen Sethi Shankar Sharma Shergill Shetty Shukla Sidhu Singh Sinha
Sivanathan Sodhi Sohal Solanki Soni Sood Srinivasan Sran Suri Swami Takhar Tandon Tanna Thakkar Thakur Thandi Thiara
Tiwari Toor Trivedi Upadhyay Uppal Vadher Vaghela Varma Venkataraman Verma Virdee Virdi Vohra Vora Vyas Wadhwa Walia
Yadav Sivalingam Thavarajah Nadarajah Rajaratnam Kandasamy
""",
    ),
    "caribbean": (
        """
Alvita Alvin Althea Andre Antoinette Antonette Aubrey Beres Beverley Carlene Carlton Cecil Charmaine Cherise Cleon
Cleveland Clifton Clive Clovis Cordell Courtney Curtley Cynthia Daphne Dawnette Delano Delroy Denzil Desmond Deveon
Devon Dexter Dionne Donette Doreen Dulcie Dwight Earl Earline Elroy Elvira Errol Ethlyn Everton Faye Fitzroy Floella
Garfield Gladstone Glenroy Gloria Hortense Hyacinth Icilda Icylin Imogene Ionie Ivorine Jacinth Jermaine Joslyn
Junior Kadeem Keisha Kemar Kenroy Kerry-Ann Kirk Lascelles Latoya Leroy Linval Linton Lloyd Lorna Lynval Marcia
Marlene Marlon Marva Maxine Melvina Merlene Merva Mervin Monique Myrtle Natoya Neville Nevroy Novlette Odette Oneil
Orville Oswald Pansy Patrice Paulette Pearline Percival Petronella Petula Phylis Ransford Rasheeda Rohan Romaine
Rosalind Roxroy Roydel Rupert Sephora Shanice Sharlene Shaniqua Shauna Shelton Sherene Sheldon Sonia Sylbert Tamika
Tanisha Tashana Tavia Telford Trevene Trevor Tyrone Una Uriah Valrie Vashti Venetia Verna Veronica Vilma Vinette
Vivia Wendell Winnifred Winston Yanique Yvette Zadie
""",
        """
Alleyne Anglin Archibald Archer Aird Bailey Barnaby Barrett Beckford Bennett Bernard Blackwood Bogle Bovell Brathwaite
Brissett Broomes Burrell Campbell Cargill Carty Cato Chambers Charlemagne Clarke Codrington Coke Comrie Cumberbatch
Cupid Dacres Daley Dallas Dawkins DaCosta Delapenha Dennis Dixon Douglas Downer Drakes Durrant Dyer Ebanks Edmondson
Edwards Ellington Eversley Facey Farquharson Fearon Francis Franklyn Fraser Gayle Gittens Goulbourne Gooden Gordon
Greenidge Griffiths Hamlet Haynes Headley Henriques Henry Heron Hibbert Hinds Holder Honeyghan Husbands Hylton Inniss
Isaacs Jagessar Jarrett John-Baptiste Joseph Josephs Kerr Knibb Lawes Lecky Levy Linton Lindo Livingston Llewellyn
Lumsden Lewin Manley Marchan Maragh Maynard McCalla McFarlane McKenzie McLean McPherson Minott Mitchell Montaque
Morant Morrison Mullings Myrie Nembhard Noel Nurse Palmer Parchment Patterson Peart Pinnock Pitter Plummer Pottinger
Powell Prescod Ramdin Ramsaran Reid Reynolds Riley Rowe Salmon Samuels Scarlett Seaga Senior Seivwright Sewell Shand
Shirley Simmonds Sinclair Skeete Small Spence Springer St-Louis Stephenson Sterling Tapper Tavares Thelwell Thom
Tomlinson Trotman Tulloch Vassell Walcott Walters Weekes Wellington Whyte Wint Yearwood
""",
    ),
    "chinese_and_turkish": (
        """
Wei Jun Min Ming Hong Jing Ying Yan Yi Yu Xin Xiao Xiaoming Xiaoli Xiu Mei Meiling Li Lili Lihua Lin Ling Jie Jia
Jiahui Jianhua Jiawei Jing Kai Kun Lan Lei Liang Long Na Ning Ping Qian Qiang Qing Rong Rui Shan Shu Shufen Siu Song
Tao Ting Wai Wen Wenjie Wing Xia Xiang Xue Yang Yong Yuan Yuen Yue Yun Zhen Zhi Zhong Kwok Kam Ka-Wai Ka-Yan Man-Wai
Chi-Keung Siu-Ling Sau-Mei Pui-Yee Wai-Lam Hoi-Yan Tsz-Kin Chun-Kit Cheuk Abdullah Ahmet Ali Aslan Asli Atilla Aydin
Aylin Ayse Aysel Baris Berk Betul Bulent Burak Burcu Bahar Canan Cansu Cem Cemal Cengiz Ceren Deniz Derya Dilek
Dogan Ebru Ece Elif Emine Emrah Emre Ender Engin Ercan Erdal Erdem Erkan Erol Esra Fatih Fatma Ferhat Feride Filiz
Gamze Gizem Gokhan Gonca Gul Gulay Gulsen Gulten Gurkan Hakan Halil Hande Hasan Hatice Hulya Husnu Huseyin Ibrahim
Ilhan Ilker Ipek Ismail Kadir Kemal Kerem Koray Levent Mehmet Melek Meltem Meryem Mert Metin Murat Mustafa Nazan
Necla Neslihan Nihat Nilgun Nuray Nurten Oguz Okan Onur Orhan Osman Oya Ozan Ozge Ozgur Ozlem Pelin Pinar Recep
Rustem Sabri Seda Selcuk Selim Selin Sema Serdar Serhat Serkan Sevgi Sevim Sibel Songul Suat Sukru Suleyman Sultan
Tolga Tugba Tuncay Turgut Turkan Ufuk Umit Umut Veli Volkan Yasemin Yavuz Yildiz Yilmaz Zehra Zeki Zeynep Zuhal
Hoang Thi Thu Linh Trang Huong Phuong Ngoc Quang Duc
""",
        """
Au Bai Cai Cao Chan Chang Chao Chau Chen Cheng Cheung Chiang Chin Chiu Choi Chow Chu Chua Chung Deng Ding Dong Du Fan
Fang Feng Fong Fu Fung Gao Goh Gong Guo Han He Ho Hong Hou Hsieh Hsu Hu Huang Hui Hung Jia Jiang Jin Ko Kong Koh Kuo
Kwan Kwok Kwong Lai Lam Lau Lee Leong Leung Li Liang Liao Lim Lin Ling Liu Lo Loh Long Lu Lui Luk Luo Ma Mak Mao Meng
Mo Mok Ng Ngai Ong Ou Pan Pang Peng Poon Qian Qin Qiu Quan Ren Sham Shen Shi Shum Sit Siu So Song Su Sun Sung Szeto
Tam Tan Tang Tao Teo Tian To Tong Tsai Tsang Tse Tso Tsui Tu Tung Wan Wang Wei Wen Weng Wong Woo Wu Xia Xiao Xie Xiong
Xu Xue Yan Yang Yao Yau Ye Yeung Yi Yim Yin Ying Yip Yiu Yu Yuan Yuen Yung Zeng Zhang Zhao Zheng Zhong Zhou Zhu Zou
Acar Akbas Akbulut Akin Aksoy Aktas Akyol Alkan Altun Arikan Arslan Aslan Atalay Ates Avci Aydemir Aydin Aydogan
Bal Balci Baran Basaran Bayram Bilgin Bozkurt Bulut Celik Cetin Ceylan Cicek Coban Coskun Dagdelen Demir Demirci
Demirel Dogan Duman Durmaz Ekici Erdogan Erdem Eren Erol Ersoy Gokce Gul Guler Gunduz Gunes Guven Isik Kaplan Kara
Karaca Karadag Karahan Karakas Karatas Kaya Kilic Koc Kocak Korkmaz Kose Kurt Mutlu Ozcan Ozdemir Ozdogan Ozer Ozkan
Ozturk Pehlivan Polat Sahin Sari Sen Sener Simsek Sonmez Soylu Tas Tasci Tekin Topal Toprak Tunc Turan Turk Ucar
Unal Uysal Uzun Yalcin Yaman Yavuz Yildirim Yildiz Yilmaz Yuksel Nguyen Tran Pham Huynh Phan Vu Vo Dang Bui
""",
    ),
}
