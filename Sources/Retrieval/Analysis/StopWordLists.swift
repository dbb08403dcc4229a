/// Stop words by primary language: those of stopwords-iso (MIT, https://github.com/stopwords-iso) that are
/// frequent in texts of their language. Written by `scripts/make-stop-words`; do not edit.
enum StopWordLists {
    static let byLanguage: [String: String] = [
        "af": """
        aan af al as baie by daar dag dat die dit een en gaan gese haar het hom hulle hy in is jou jy kan \
        kom maar met my na nie om ons op saam sal se sien so sy te toe uit van vir was wat
        """,
        "ar": """
        آي أ أجل أصبح أقل أكثر أم أن أو أي إذ إذا إلى إن اثر اف التي الثاني الثانية الذي الذين السابق الماضي \
        المقبل الوقت الى اليوم ان ب باسم بسبب بشكل بعد بعض بل بما بن به بها بي بين تلك تم ثلاثة ثم جميع \
        حاليا حتى حسب حول حيث حين خلال دون ذات ذلك زيارة سنة سنوات شخصا صباح ضد ضمن عام عاما عامة عدة عدد \
        عدم عشر عشرة على عليه عليها عن عند عندما عين غدا غير في فيما فيه فيها قال قام قبل قد كان كانت كل كلم \
        كما كيف لا لدى لقاء لكم لكن لم لما لن له لها لوكالة ما مايو مثل مساء مع مقابل مليار مليون مما من منذ \
        منها نحو نفس نفسه نهاية هذا هذه هكذا هل هناك هو هي و واحد وفي وقال وقالت وقد وكان وكانت ولا ولم ومن \
        وهو وهي يكون يمكن يوم
        """,
        "bg": """
        а ако бе без беше би бил била били било близо бъдат бъде бяха в вас вероятно вече ви време все всеки \
        всички всичко всяка във въпреки върху г ги го година години д да дали два две двете ден днес дни до \
        добра добре добро добър докато дори доста друг друга други е един една едно живот за заедно заради \
        защото и или им има имат й каза как както като когато което които който която където към лесно малко \
        между много могат може момента му н на над най направи например не него нещо нея ни но нова нови \
        някои няколко няма обаче около освен особено от още по повече повечето под поради почти прави пред \
        преди през при първата първо пъти с са само се сега си скоро след според срещу сте със също тази \
        така такъв там те тези ти то това този той толкова точно три трябва тъй тя тях у хиляди часа че \
        често чрез ще я
        """,
        "bn": """
        অথবা অনুযায়ী অনেক অনেকেই অন্তত অন্য অবশ্য আগামী আগে আগেই আছে আজ আপনার আপনি আবার আমরা আমাদের আমার \
        আমি আর আরও ই ইত্যাদি উত্তর উপর উপরে এ এই একই একটি এখন এখানে এটা এটি এতে এবং এবার এমন এর এসে ও ওই \
        কয়েক কয়েকটি করছে করছেন করতে করবে করবেন করলে করলেন করা করায় করার করি করে করেছিলেন করেছে করেছেন \
        করেন কাছে কাজ কাজে কারণ কি কিংবা কিছু কিন্তু কী কে কেউ কেন কোটি কোন কোনও কোনো ক্ষেত্রে খুব গিয়ে \
        গুলি গেছে গেল গেলে চলে চান চার চালু চেয়ে চেষ্টা ছাড়া ছিল ছিলেন জন জনের জন্য জানতে জানা জানানো \
        জানিয়েছে টি ঠিক তখন তবে তা তাঁকে তাঁদের তাঁর তাঁরা তাই তাকে তাদের তার তারা তাহলে তিনি তুমি তুলে তো \
        থাকবে থাকা থাকে থাকেন থেকে থেকেই দিকে দিতে দিন দিয়ে দিয়েছে দিয়েছেন দিলেন দুই দুটি দেওয়া দেওয়ার \
        দেখতে দেখা দেখে দেন দেয় দ্বারা ধরা ধরে নতুন নয় না নানা নিজের নিতে নিয়ে নেই নেওয়া নেওয়ার পক্ষে \
        পর পরে পর্যন্ত পাওয়া পারে পারেন পেয়ে প্রতি প্রথম প্রাথমিক প্রায় ফলে ফিরে বক্তব্য বদলে বলতে বললেন \
        বলা বলে বলেছেন বলেন বহু বা বিভিন্ন বিশেষ বিষয়টি বেশ বেশি ব্যবহার ভাবে মতো মধ্যে মধ্যেই মনে মাত্র \
        মাধ্যমে মোট যখন যদি যদিও যা যাওয়া যাওয়ার যাচ্ছে যাতে যান যাবে যায় যার যারা যে যেখানে যেতে যেন \
        যেমন র রয়েছে রাখা রেখে শুধু শুরু সঙ্গে সব সবার সম্প্রতি সহ সাধারণ সামনে সে সেই সেখানে হওয়া হওয়ার \
        হচ্ছে হত হতে হন হবে হয় হয়নি হয়ে হয়েছিল হয়েছে হয়েছেন হল হলে হলেও হলো হাজার হিসাবে
        """,
        "ca": """
        a abans aixi aixo al alguna algunes alguns allo als altra altre altres amb anar aquest aquesta \
        aquestes aquests aqui be cada com contra de del dels des despres dins durant el ells els en encara \
        ens entre era eren es esta estan estat estava fa fan fer fi fins fora gairebe ha han haver havia hi \
        ho i ja la les llarg ma malgrat mateix mateixa mentre mes molt molta moltes molts mon ni no nomes o \
        on pas pel pels per pero perque poc poden poder podeu primer qual quals quan que qui sense ser seu \
        seus seva seves si sobre sobretot son sota tambe tan tant te tenir teu teva tot tota totes tots un \
        una unes uns us va van vostre
        """,
        "cs": """
        a aby ale ani ano asi az behem bez bohuzel bude budeme budou by byl byla byli bylo byly byt chce \
        chceme chteji ci co coz ctyri cz dal dale dalsi den deset dnes do dva dve ho i jak jako jde je jeden \
        jedna jednou jeho jehoz jej jeji jejich jen jeste jez ji jich jim jinak jine jiz jsem jsme jsou jste \
        k kazdy kde kdo kdy kdyz ke krome ktera ktere kteri kterou ktery kvuli ma maji mame me mezi mi mit \
        moc mohl mohou mozna musi muze my na nad nam nas nase nasi ne nebo neco nejsou neni nez ni nic nich \
        nim nimi nove novy o od on pak pet po pod podle pokud pouze prave pred pres pri pro proc proti proto \
        protoze prvni s se sedm sest si sice spolu strana sve svuj svych svym ta tak take tam tato te tedy \
        tema ten tento teto ti tim timto tisic to toho tohoto tom tomto tomu toto treba tri tu tuto ty tyto \
        u uz v vam vas ve vecer vice vsak vsichni vubec vzdy z za zatimco zda zde ze zpet zpravy
        """,
        "da": """
        ad af aldrig alle alt anden andet andre at begge blev blive bliver da de dem den denne der deres det \
        dette dig din dine disse dit dog du efter eller en end eneste enhver er et fa far fem fik fire flere \
        fleste for fordi fra før god godt han hans har havde have helt her hos hun hvad hvilken hvis hvor \
        hvordan i ikke ind ingen kan kom komme kommer kun kunne lidt lige lille ma man mange med meget men \
        mens mere mod nar ned nogen noget nogle nu ny nyt næste næsten og ogsa om op os over pa sa se selv \
        ser ses sig sin sine sit skal skulle som stor store syv tage til to tre ud under var ved vi vil \
        ville vores være været
        """,
        "de": """
        ab aber alle allem aller allerdings alles als am an andere anderen auch auf aus bei beiden beim \
        bekannt bereits besser bis bisher da dabei dafur damit dann darauf das dass davon dazu dem den denen \
        der deren des die dies diese diesem diesen dieser dieses doch dort drei durch eigenen ein eine einem \
        einen einer eines einige einmal ende er erst erste ersten es etwa etwas funf fur gab ganz gegen \
        gegenuber gehen geht gerade gibt große großen gut gute habe haben hat hatte hatten heute hier hinter \
        ich ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist jahr jahre jahren jeder jedoch jetzt \
        kann kaum kein keine kommen kommt konnen konnte konnten kurz lange machen macht mal man mann mehr \
        menschen mit moglich muss mussen nach nachdem neue neuen nicht nichts noch nun nur ob oder oft ohne \
        recht rund s sagt sagte schon sechs sehr sei seien sein seine seinem seinen seiner seit selbst sich \
        sie sieben sind so soll sollen sollte sollten sondern sowie spater statt steht tag tage teil uber \
        uhr um und uns unser unsere unserer unter vergangenen viel viele vielen vier vom von vor wahrend war \
        waren warum was weg wegen weil weiter weitere welche wenig weniger wenn wer werde werden wie wieder \
        will wir wird wo wollen worden wurde wurden zehn zeit zu zum zur zuruck zusammen zwei zweiten \
        zwischen
        """,
        "el": """
        α ακομα ακομη αλλα αλλες αλλη αλλο αλλων αν ανα αναμεσα απ απο αρκετα ας αυριο αυτα αυτες αυτη αυτης \
        αυτο αυτον αυτου αυτων αφου γι για γυρω δεν εαν ειναι ειχαν ειχε εκ εκει εκτος εμεις εν ενα εναν \
        ενας ενος εντος ενω επειτα επι επισης επομενως ετσι εχει εχουμε εχουν εως η ης ηταν θα ισως κ καθε \
        καθως και καμια κανεις καποια καποιος κατα κατι κατω κι κοντα κυριως λιγο λογω μαζι μαλιστα μας με \
        μεσα μετα μεταξυ μεχρι μη μην μια μιας μολις μονο μου μπορει μπορουν να ο οι ολα ολες ολη ολο ολοι \
        ολους ομως οποια οποιες οποιο οποιοι οποιος οποιων οπου οπως οσα οσο οσον οταν οτι ουτε οχι παρα \
        περι περιπου περισσοτερο πιο πισω πλεον πολυ ποτε που πρεπει πριν προκειμενου προκειται προς πως σαν \
        σας σε σημερα στα στη στην στις στο στον στους συνηθως συχνα τα τελικα τη την της τι τις το τον τοσο \
        τοτε του τουλαχιστον τους των τωρα υπερ υπο χθες χωρις ως ωστε ωστοσο
        """,
        "eo": """
        ajn al ankorau antau au bonan ci ciu ciun cu da de dek do du dua dum eble ec ekzemple en estas estis \
        estos estu for gi gia gin gis havas havis ili ilia ilin inter iu jam je kaj ke kio kion kiu kiujn \
        kiun kvankam kvar kvin la li lia lin malgrau mem mi ne neniu ni nun nur oni plej pli plu por post se \
        sed sep si sia sian sin sub super sur tamen tio tion tiu tiun tra tri tuj tute unu unua versajne vi \
        via vian vin
        """,
        "es": """
        a acuerdo ademas ahora al algo algunas algunos alrededor ante antes aseguro asi aun aunque ayer bajo \
        bien cada casi cerca cinco como con conocer contra cual cuales cualquier cuando cuanto cuatro cuenta \
        d da dado dar de debe deben debido decir dejo del dentro desde despues dia dias dice dicen \
        diferentes dijo dio donde dos durante e ejemplo el ella ellos embargo empleo en encuentra entre era \
        es esa ese eso esta estaba estado estados estamos estan estar estas este esto estos ex fin final fue \
        fuera fueron g general gran grandes ha haber habia habla habra hace hacer hacia han hasta hay hecho \
        hizo horas hoy i incluso informo junto la largo las le les llego lo los luego lugar mal manera mas \
        mayor me mediante medio mejor menos mi mientras mismo momento muchas mucho muchos muy nada ni no nos \
        nuestro nueva nuevas nuevo nuevos o otra otras otro otros pais para parte partir pasado pero poco \
        poder podria por porque posible primer primera primero primeros proximo puede pueden pues que quedo \
        quien quienes quiere se sea segun segunda segundo seis ser sera seran seria si sido siempre sigue \
        sin sino sobre solo son su sus tambien tan tanto te tendra tener tenia tiempo tiene tienen toda \
        todas todo todos total trabajo tras trata traves tres tu tuvo ultimas ultimo ultimos un una uno unos \
        uso va van varias varios veces ver vez y ya
        """,
        "et": """
        aga ara ei et ja kas koik kui me mida midagi mis nad nii oli oma on pole seda see selle siin siis ta \
        te
        """,
        "eu": """
        arabera asko baina bat batean batek batzuek batzuetan batzuk bera bere beste bezala da dago dira \
        ditu du dute edo egin ere eta ez gainera gutxi haiek hala hau hauek honek hori horiek horrek \
        horretan horri hura izan nola zen zenbait zer ziren zituen zuen zuten
        """,
        "fa": """
        آمد آمده آن آنان آنجا آنها آنچه آورد آورده آیا اخیر از است استفاده اش اعلام اغلب البته ام اما امروز \
        امسال امور انجام اند او اول اکنون اگر ای اید ایم این اینکه با بار باز باشد باشند باشید باشیم بالا \
        باید بخش بخشی بدون بر برابر برای برخی بزرگ بسیار بسیاری بعد بلکه بنابراین به بهتر بود بودم بودن \
        بودند بوده بکند بی بیرون بیش بیشتر بیشتری بین تا تازه تاکنون تحت تر تمام تنها تو تواند توانست توانند \
        توسط جای جدید جریان جز جهت حاضر حال حالا حتی حق خدمات خواست خواهد خواهم خواهند خواهید خواهیم خوب خود \
        خودش خیلی داد دادن دادند داده دار دارد دارند داریم داشت داشتند داشته دانست در درباره ده دهد دهم دهند \
        دهید دهیم دو دوباره دوم دیروز دیگر دیگران دیگری را راه رسید رفت رو روز روی زمان زمانی زمینه زیر سابق \
        ساخته سایر سراسر سوم سوی شان شاید شد شدن شدند شده شدید شش شما شود شوند صورت ضمن طرف طریق طور طی عدم \
        علیه عمل عنوان غیر فردا فقط فوق قابل قبل ما مانند مثل مختلف مدت مردم مقابل ممکن من موارد مورد می \
        میان نام نباید نبود نخست نخواهد ندارد نشان نشده نمی نه نوع نوعی نیز نیست ها های هایی هر هزار هستند \
        هستیم هم همان همه همچنان همچنین همیشه همین هنوز هنگام هیچ و واقعی وجود وقتی ولی وی ویژه پس پنج پیدا \
        پیش چرا چند چنین چه چهار چون چگونه چیز چیزی کامل کدام کرد کردم کردن کردند کرده کردیم کس کسانی کسی کل \
        کم کمتر کمی کنار کند کنم کنند کننده کنید کنیم که گاه گاهی گذاشته گذشته گردد گرفت گرفتن گرفته گفت \
        گفته گوید گویند گیرد گیری ی یا یابد یافت یافته یعنی یک یکی
        """,
        "fi": """
        aiemmin aika aikaa aikaan aikaisemmin aikana aikoo aina ainakin aivan ajan alle aluksi alussa antaa \
        asia asiaa asiasta asiat asti avulla edelleen ehka ei eika eilen eivat eli en enaa enemman eniten \
        ennen ensi ensimmainen ensimmaisen ensimmaista ensin eri erittain erityisesti esimerkiksi et etenkin \
        etta ettei haluaa han hanen hanet hanta he heidan hieman huomenna hyva hyvin ihan ilman itse ja jaa \
        jalkeen jo joiden joilla joissa joista joita joka joku jolla jonka jopa jos joskus jossa jota joten \
        jotka jotta juuri kahden kaikki kaikkien kaksi kannattaa kanssa kautta kerran kertaa kohti koko \
        kolme koska koskaan kuin kuinka kuitenkaan kuitenkin kun kuten kylla lahella lahes liian lisaa \
        lisaksi me melkein melko mennessa mika miksi mina minun missa mita mitaan miten monet moni monta \
        muassa muiden muita mukaan mukana mutta muun muut myohemmin myos nain naista naita nama ne nelja \
        niiden niin niista niita noin nopeasti nyt ole olen olevan oli olisi olivat olla ollut oman on onko \
        ovat paljon perusteella pian samaan samalla sataa se seka sen siella siihen siina siis siita siksi \
        silla silloin silti sita sitten ssa suuri suurin taalla taas tahan tai takaisin takia talla tama \
        taman tana tanaan tassa tasta tata taytyy toinen toisen tulee tulevat tulla tullut usein useita \
        uuden uusi uusia uutta vaan vahan vahemman vaikea vaikka vain valilla varten vastaan viela viime voi \
        voidaan voisi voivat vuoden vuoksi vuosi vuotta yha yhdessa yhta yksi yleensa yli
        """,
        "fr": """
        a afin ai ailleurs ainsi alors apres au aujourd aurait aussi autre autres aux avaient avait avant \
        avec avoir avons ayant beaucoup bien bon c ca car ce cela celle celui cependant certaines certains \
        ces cet cette ceux chaque chez ci cinq comme comment contre d dans de debut deja depuis dernier \
        derniere des desormais deux deuxieme devant devrait dit dix doit donc dont du durant e effet \
        egalement elle elles en encore entre environ est et etaient etait etat ete etre eu fait fois font \
        fut gens h haut hui ici il ils j je jusqu l la laquelle le les leur leurs lors lorsque lui m ma \
        maintenant mais malgre meme moins n ne nombreuses nombreux non nos notamment notre nous nouveau \
        nouveaux on ont ou par parce parmi pas passe pendant personne personnes peu peut peuvent plupart \
        plus plusieurs possible pour pourquoi pourrait premier premiere pres puis qu quand quatre que quel \
        quelques qui reste retour s sa sans se selon sera serait seront ses seul seulement si six soit son \
        sont sous souvent sur t tant toujours tous tout toute toutes tres trois un une va vers vont vos \
        votre vous y
        """,
        "ga": """
        a ach ag agus an aon ar as ba chomh chuig chun da dar de den dha do don dti e eis faoi faoin gach \
        gan go gur i iad idir in ina is le leis lena mar mo na nach ni nior no o on os roimh sa se si siad \
        sna tar thar tri trina tu
        """,
        "gl": """
        a ainda ao aos as asi ben cando co coa coas con cos cun cunha da das de deles desde deste do dos dun \
        dunha e el en era eran esa ese eses esta estaba estan estar este estes facer foi foron hai isto lle \
        lles mais moi na nas nin no non nos nun nunha o os ou para pero pode pola polas polo polos por que \
        se senon ser seu seus sexa sobre sua suas tamen tan ten tenen ter tina un unha unhas uns
        """,
        "gu": """
        અંગે અંદર અથવા અને આ આગળ આપણે આપી આવી આવે ઉપર એ એક એમ એવા એવી એવો ઓછું કરતાં કરવું કરી કરે કર્યા \
        કર્યું કર્યો કે કેવી કોઈ ખૂબ ગઈ ગયા ગયું ઘણું છતાં છીએ છે છો જ જાય જે જેને જેમ જેવી જો જોઈએ જ્યાં \
        જ્યારે તમને તમારું તમે તે તેઓ તેણે તેથી તેના તેની તેનું તેને તેમ તેમનું તેમને તો ત્યાં ત્યારે થઈ થતી \
        થયા થયું થયો થાય થી દરેક ન નથી નહીં ના ની નીચે નું ને નો પછી પણ પર પરંતુ પહેલાં પાછળ પાસે ફક્ત ફરી \
        ફરીથી બંને બધા બધું બની બહાર બહુ બાદ બે માં માટે માત્ર મી રહી રહે રહ્યા રહ્યો રીતે લેવા વધુ શકે સામે \
        સુધી હતા હતી હતું હવે હશે હો હોઈ હોય હોવા
        """,
        "ha": """
        a amma ba ban ce cikin da don ga in ita ji ka ko kuma lokacin ma mai na ne sai shi su suka sun ta \
        take tana wani wannan wata ya yake yana yi za
        """,
        "he": """
        אבל או אולי אותה אותו אותם אז אחר אחרות אחרי אחרים אחרת אי איך אין אך אל אלה אלו אם אנחנו אני אף אשר \
        את אתם באמצעות בגלל בין בלי בתוך גם דרך הוא היא היה היתה הם הן ואת זאת זה יהיה יכול יכולה יכולים יש \
        כאן כאשר כי כיצד כך כל כלל כמו כן לא לה להיות להם לו לי למה למרות לנו לעבר לפני מה מול מחוץ מי \
        מכיוון מן מעט מעל נגד עד על עליו עם עצמו פה רק שוב של שלה שלהם שלו שלכם שלנו שם תהיה תחת
        """,
        "hi": """
        अपना अपनी अपने अभी आदि आप इन इस इसका इसकी इसके इसमें इसी इसे उन उनका उनकी उनके उन्हें उस उसके उसी \
        उसे एक एवं ऐसे ओर और कई कर करता करते करना करने करें कहते कहा का कि किया किसी की कुछ के को कोई कौन \
        गया घर जब जहाँ जहां जा जिस जिसे जैसे जो तक तब तरह तो था थी थे दिया दूसरे दो द्वारा न नहीं ने पर पहले \
        पूरा फिर बनी बहुत बाद भी मे में यदि यह यहाँ यहां या ये रहा रहे लिए लिये लेकिन वह वहां वाले वे सकता \
        सकते सबसे सभी साथ से ही हुआ हुई हुए है हैं हो होता होती होते होना होने
        """,
        "hr": """
        a ako ali bi bila bili bilo bio biste biti ce cete da do ga i iako ih ili iz je jedna jedno jer jos \
        kada kako kao koja koje koji kojima koju kroz li mu na nad nakon nam ne nece nego neki nema nesto ni \
        nije nisu njih no o od oni ono ova pa po pod prije s sa samo se ste sto su sve svi svoj svoje tada \
        taj tako te ti to tome tu u uz vam vas vec vrlo za
        """,
        "hu": """
        a abban ahhoz ahogy ahol akar aki akik akkor ala alapjan alatt altal altalaban am amely amelyek \
        amelyet amelynek ami amikor amit annak arra arrol at attol az azert azok azokat azonban azt aztan \
        azzal ban bar be belul ben benne csak csupan de e ebben ebbol eddig egesz egy egyeb egyelore egyes \
        egyetlen egyik egyre egyutt el ele eleg ellen ellenere elleni elmondta elo eloszor elott elozo elso \
        elsosorban en ennek eppen erre errol erte es ev evben eve evek eves evi evvel ez ezek ezeket ezen \
        ezer ezert ezt ezzel fel fele gyakran ha hanem harom hat helyett het hiaba hiszen hogy hogyan hozza \
        iden igen igy illetve ilyen inkabb is ismet itt jelenleg jo jobban jol joval jovore kell kellene \
        kellett keresztul ket ki kivul korabban korul koze kozel kozott kozul kulon kulonbozo le legalabb \
        legyen lehet lehetett lenne lesz lett levo ma maga magat mai majd mar mas masik masodik meg megis \
        mellett mely melyek mert mi miatt miert mig milyen mind minden mindenki mindig mint mit mivel mondta \
        most nagy nagyobb nagyon ne negy nehany nelkul nem nemcsak nemreg nincs nyolc o ok oket olyan on \
        ossze ot ota ott par pedig peldaul persze ra s sajat sem semmi soha sok sokan sokkal soran sot \
        szamara szaz szemben szerint szinte talan tavaly tegnap tehat teljes tiz tobb tobbi tovabb tovabbi \
        tul ugy ugyanakkor ugyanis uj ujabb ujra utan utolso vagy vagyis valaki valamint valo van vannak \
        vegen vegre vegul vele vissza viszont volna volt voltak
        """,
        "hy": """
        այդ այլ այն այս դու դուք են ենք ես եք է էին էր ըստ թ ի ին իսկ իր կամ համար հետ հետո մենք մեջ մի ն նա \
        նաև նրա նրանք որ որը որոնք որպես ու ում վրա և
        """,
        "id": """
        ada adalah adanya agar akan akhir akhirnya anda antara apa apakah asal atas atau awal awalnya \
        bagaimana bagi bagian bahkan bahwa baik bakal banyak baru bawah beberapa begini begitu bekerja belum \
        berada berbagai beri berlangsung bersama besar biasa biasanya bisa bukan bulan bung cara cukup dalam \
        dan dapat dari datang dekat dengan depan di dia diberikan digunakan diketahui dilakukan diri dirinya \
        disampaikan disebut dua empat hal hampir hanya hari harus hingga ia ibu ikut ingin ini itu jadi \
        jangan jauh jawaban jelas jika juga jumlah kalau kami karena kasus kata ke kecil kedua keduanya \
        kembali kemudian kemungkinan kepada ketika khususnya kini kita kurang lagi lain lainnya lalu lama \
        lebih lewat lima luar maka mampu mana masa masalah masih masing mau maupun melakukan melalui melihat \
        memang memastikan memberi memberikan membuat meminta memulai mendapat mendapatkan mendatang \
        menegaskan mengatakan mengenai menggunakan mengingatkan mengungkapkan menjadi menjelaskan menuju \
        menunjukkan menurut menyampaikan menyatakan merasa mereka merupakan meski meskipun minta mulai \
        mungkin naik namun nanti oleh pada paling panjang para penting per perlu pernah pertama pertanyaan \
        pihak pihaknya pun punya saat saja saling sama sampai sana sangat satu saya se sebab sebagai \
        sebagian sebanyak sebelum sebelumnya sebesar sebuah sebut secara sedang sedikit sehingga sejak \
        sejumlah sekali sekaligus sekarang sekitar selain selalu selama seluruh semakin sementara sempat \
        semua sendiri seorang sepanjang seperti sering serta setelah setiap siap siapa soal suatu sudah tahu \
        tahun tak tanpa tapi telah tempat tengah tentang tepat terakhir terdapat terdiri terhadap terjadi \
        terlihat termasuk ternyata tersebut terus tetap tetapi tiba tidak tiga tinggi turut umum ungkap \
        untuk usai waktu yaitu yakin yakni yang
        """,
        "it": """
        a abbia abbiamo ad adesso agli ai al alcuni all alla alle allo allora altre altri altro anche ancora \
        anni anno ansa attraverso avanti aver avere aveva avevano avrebbe avuto basta ben bene c caso cento \
        certo che chi ci cinque cio circa citta col come comunque con consiglio contro cosa cosi cui d da \
        dagli dai dal dall dalla dalle davanti degli dei del dell della delle dello detto deve di dice \
        dietro dire dopo dove dovra due durante e ecco ed era erano esempio essere ex fa fanno fare fatto \
        fine fino forse forza fosse fra fu fuori furono futuro generale gente gia giorni giorno gli grande \
        grazie gruppo ha hanno ho i ieri il in infatti inoltre insieme intorno invece io l la le lei li lo \
        loro lui lungo luogo ma maggior mai male me meglio meno mentre mesi mezzo mi mia mila miliardi \
        milioni mio modo molti molto momento mondo ne negli nei nel nell nella nelle nello nessun nessuno \
        niente no noi nome non nonostante nostra nostri nostro nulla nuovi nuovo o oggi ogni oltre ora ore \
        paese parte per perche pero persone piu po poco poi possa posto potrebbe prima primo probabilmente \
        proprio puo qualche quale quali quando quanto quasi quattro quel quella quelle quelli quello quest \
        questa queste questi questo qui quindi rispetto sara saranno sarebbe scorso se secondo seguito sei \
        sembra sempre senza si sia siamo siano solo soltanto sono sopra soprattutto sotto spesso sta stanno \
        stata state stati stato stessa stesso su sua subito sue sugli sui sul sull sulla sulle suo suoi tale \
        tali tanto tempo terzo ti titolo tra tre troppo tutta tuttavia tutte tutti tutto ultimo un una uno \
        uomo va vari verso vi vicino visto vita voi volta volte
        """,
        "ko": """
        가 거의 것 결국 과 그 그러나 그리고 년 다른 동안 등 따라 때 때문에 또 또한 로 를 모두 및 시간 어떤 에 에서 와 왜 우리 월 으로 을 의 이 이러한 이번 이상 일 있다 제 \
        하지만 함께
        """,
        "lt": """
        a ant apie aplink ar arba be bei bet beveik dar del galbut gana iki ir jei jeigu ji jis jums kad \
        kadangi kai kaip kas kita kitas kokia kol kur kuri kuris mano ne nei nes net netgi netoli nors nuo o \
        pagal pat pati per pirma po prie savo su ta tai taip tarp tik tikriausiai tokia toks toliau vienas \
        vis visa
        """,
        "lv": """
        aiz ap ar ari bet bez bija bus but del esat gan ir ja jau jeb jo ka kaut kluva kops lai lidz ne neka \
        nevis no pa par pat pec pie pirms pret starp ta tacu tad tadel tapat tapec tiek tik tika tikai tomer \
        un uz vai var varat vareja vien virs
        """,
        "mr": """
        अधिक अनेक अशी असलेल्या असा असून असे आज आणि आता आपल्या आला आली आले आहे आहेत एक एका कमी करून का काम \
        काही की केला केली केले गेल्या घेऊन जात झाला झाली झाले झालेल्या डॉ तर तरी तसेच ती तीन ते तो त्या \
        त्याचा त्याची त्याच्या त्यामुळे दिली दोन न नाही पण मात्र माहिती म्हणजे म्हणाले म्हणून या याचा याची \
        येथील येथे व सर्व सुरू हा ही हे होत होता होती होते
        """,
        "ms": """
        acara ada adalah air akan akhir aktiviti alam amat amerika anak antara antarabangsa apa apabila as \
        asas asia asing atas atau australia awal awam bagaimanapun bagi bahagian bahan baharu bahawa baik \
        bandar banyak baru bawah beberapa bekas beliau berada berbanding berdasarkan berjaya berkaitan \
        berkata berkenaan berlaku bermula bersama berubah besar bidang boleh bukan bulan dalam dan dapat \
        dari daripada dasar dengan dewan di dijangka dua dunia empat enam hanya harga hari hingga hubungan \
        ia iaitu ialah india ini itu jalan jepun jika juga julai jumlah juta kali kami kata kawasan ke \
        keadaan kecil kedua kedudukan kekal kepada keputusan kerajaan kerana kereta kerja kes keselamatan \
        keseluruhan kesihatan ketika ketua kini kita kuasa kumpulan lagi lain laporan lebih lepas lima luar \
        makanan maklumat malam mana masa masalah masih mata melalui melihat memastikan membantu membawa \
        memberi memberikan membolehkan membuat mempunyai menarik menawarkan mencapai mendapat mendapatkan \
        menerima mengambil mengenai menggunakan mengumumkan menjadi menteri menunjukkan menyediakan mereka \
        merupakan minggu mudah mungkin nasional negara negeri ogos oleh orang pada pagi paling para parti \
        pasukan pelancongan pelbagai peluang pembinaan penduduk penerbangan penting peratus perdana \
        perjanjian perkara perkhidmatan perlu perniagaan pertama pihak pilihan polis politik presiden proses \
        pukul pula pusat rakan rakyat ramai raya rendah rumah sahaja sama satu saya sebagai sebahagian \
        sebanyak sebarang sebelum sebelumnya sebuah secara sedang segi sehingga sejak sekarang selain selama \
        selatan selepas seluruh semakin semasa sementara semua semula sendiri seorang sepanjang seperti \
        september serta setiap sistem sudah sukan syarikat tahap tahun tanah tanpa teknologi telah tempat \
        tempatan tempoh tenaga tengah tentang terbaik terbang terbesar terdapat terhadap termasuk tersebut \
        terus tetapi tiada tidak tiga timur tindakan tinggi turun untuk utama walaupun wang wanita wilayah \
        yang
        """,
        "nl": """
        aan achter af afgelopen al alle alleen alles als altijd ander andere anders beetje beide ben bent \
        bij bijna binnen buiten daar daarna daarom dan dat de der deze die dit doe doen doet door drie dus \
        echter een eens eerder eerst eerste eigen eigenlijk elk elke en enige er erg even geen gehad geleden \
        genoeg geweest gewoon haar had hadden heb hebben hebt heeft heel hem hen het hetzelfde hier hij hoe \
        hoewel hun ieder iedereen iemand iets ik in inderdaad inmiddels is ja je jij jou jouw juist jullie \
        kan kon kun kunnen kunt later lijkt maak maakt maar mag maken me meer meest meestal met mij mijn \
        minder misschien moest moet moeten mogen na naar nadat nee nemen net niemand niet nog nooit nu of om \
        omdat onder ongeveer ons onze ooit ook op opnieuw over overal paar pas per precies rond samen sinds \
        slechts sommige steeds te tegen terwijl tien tijdens toch toe toen tot tussen twee tweede u uit uw \
        vaak van vanaf vanuit vanwege veel verder verschillende vervolgens via vier vijf vol volgens voor \
        vooral voordat vrij waar waarom wanneer want waren was wat we weer weg weinig wel welke werd werden \
        wie wij wil willen worden wordt zal ze zei zeker zelf zelfs zes zich zij zijn zo zoals zodat zonder \
        zou zouden zullen
        """,
        "no": """
        a alle andre at av bade bare begge ble bli blir blitt bruke da de deg dem den denne der deres det \
        dette din disse ditt du eller en eneste enn er et ett etter fa folk for fordi fra før ga gjorde god \
        ha hadde han hans har her hun hva hver hvis hvor hvordan i ikke ingen inn kan kom kun kunne lage \
        lang lik like ma man mange mate med mellom men mens mer mest mot mye na nar ned noe noen ny og ogsa \
        om opp oss over pa rett sa samme seg selv siden sin sine sitt skal skulle slik som tid til tilbake \
        under ut uten var ved vi vil ville være vært
        """,
        "pl": """
        a aby albo ale ani az bardziej bardzo beda bedzie bez bo by byc był była było były cała chce choc ci \
        co coraz cos czesto czy czyli dla dlaczego dlatego do dobrze duzo dwa dwie dzis gdy gdzie go i ich \
        ii ile im inne innych ja jak jako je jeden jedna jednak jednym jego jej jesli jest jestem jeszcze \
        jezeli juz kazdy kiedy kilka kilku kto ktora ktore ktorego ktorej ktory ktorych ktorym ktorzy ktos \
        lat lecz lub ma maja mam mamy mi miał miedzy mimo mnie moga moze mozna mu musi na nad nam nas nawet \
        nic nich nie niego niej nigdy nim niz nowe np o obok od około on ona one oraz pan pana pani po pod \
        podczas ponad poniewaz poza prawie przeciez przed przez przy raz roku rowniez sa sam sie soba sobie \
        sposob swoje ta tak taka taki takich takie takze tam te tego tej temu ten teraz tez to trzeba tu \
        tych tylko tym tys u w we według wiec wiecej wiele wielu wsrod wszystkich wszystkie wszystkim \
        wszystko wtedy własnie z za zawsze ze zeby został zł
        """,
        "pt": """
        a agora ainda alem algo algumas alguns ano anos antes ao aos apenas apoio apos aqui area as assim \
        ate atraves bem boa bom cada caminho cinco coisa com como conhecido conselho contra da dar das de \
        dele deles dentro depois desde desta deste deve devem devera dez dia diante diz dizem dizer do dois \
        dos duas durante e ela ele eles em enquanto entao entre era eram essa esse esta estado estamos estao \
        estar estava estavam este esteve eu exemplo falta favor faz fazem fazer fez fim final foi fora foram \
        forma fosse geral grande grandes grupo ha havia hoje hora horas houve inicio ir ira isso ja la lado \
        lhe local lugar maior maioria mais mal mas me meio menor menos mes meses mesma mesmo meu mil minha \
        momento muito muitos na nada nao nas nem nesta neste nivel no noite nome nos nosso nova novas nove \
        novo novos num numa numero nunca o oito onde ontem os ou outra outras outro outros para parece parte \
        partir pela pelas pelo pelos perto pessoas pode podem poder podera ponto pontos por porque possivel \
        pouco povo primeira primeiro primeiros propria proprio proxima proximo proximos quais qual qualquer \
        quando quanto quarta quatro que quem quer querem quinta relacao sabe saber sao se segunda segundo \
        seis seja sem sempre sendo ser sera serao seria sete seu seus sexta sim sistema so sob sobre sua \
        suas tambem tao tarde tem tempo tenha tentar ter tera teria teve tinha tipo toda todas todo todos \
        trabalho tres tudo ultimo um uma usa usar vai valor vao varios veja vem ver verdade vez vezes viagem \
        voce
        """,
        "ro": """
        a acea aceasta aceea aceeasi acel acelasi acest acesta aceste acestea acestei acestia acestui acolo \
        acord acum ai aiba aici al alaturi ale alt alta alte am apoi ar are asa asemenea asta astazi astfel \
        asupra atat atunci au avea avut b bine buna c ca cand care cat cate catre ce cea ceea cei cel cele \
        celor ceva chiar ci cinci conform cu cum d da daca dar dat data datorita de deja deoarece desi \
        despre din dintr dintre doar doi doilea doua drept dupa e ea ei el ele era este f face fara fata fel \
        fi fie fiecare foarte fost g i ia iar ieri ii il impotriva in inainte inca incat insa intr intre isi \
        j l la langa le lor lui m ma mai mare mi mod mult multe multi n ne nevoie nici noastra noi nou noua \
        nu numai o ori orice p pana patru pe pentru peste plus poate pot prima primul prin putin r s sa sai \
        sale sapte sase sau se si spre sub sunt sus t te timp toata toate tot toti totusi trei tuturor u ul \
        ului un una unde unei unele uneori unii unor unui unul v va vor zi
        """,
        "ru": """
        а без более больше большой будет будут бы был была были было быть в вам вас вместе во вопрос вот \
        времени время все всего всем всех всё второй вы г где год года году город даже два две двух дело \
        день деньги для до должен дом другие других его ее ей ему если есть еще ещё её же женщина жизнь за \
        затем здесь и из или им имеет именно их к каждый как какой когда которая которого которой которые \
        который которых кроме кто лет ли лишь лучше люди м между менее место миллионов мира много могут \
        может можно москва мы на над назад нам нас начала не него несколько нет ни ним них ничего но новый \
        ночь нужно о об обычно один однако одного одной около он она они от очень первый перед по под пока \
        получить пор после потому почему почти при про просто против пять работать раз россия с сам самый \
        своего своей свои своих свой свою сделать себе себя сегодня сейчас сказал со собой сразу стал стать \
        так также такие такой там те тем теперь тех то тогда того только том тот три тысяч у уже улица хотя \
        часто часть чего человек чем через четыре что чтобы эта эти этих это этого этой этом этот эту я
        """,
        "sk": """
        a aby aj ak ako ale alebo ani asi avsak az bez bol bola boli bolo bud bude budete budu by byt cez ci \
        cim co dalsich dalsie dnes do este ho hoci iba ich im ine inych inymi je jeho jej ju k kazdy kde ked \
        kedze ktora ktore ktorej ktori ktoru ktory ktorych len ma maju mal mala mali mat mate medzi moze \
        mozete mozno mozu musite na nad najma nej nez nich nie nieco niektore niektorych nim no o od po pod \
        podla potom pre pred preto pretoze pri s sa sebe sebou si so ste su svoj svoje svojho svojich svojim \
        svoju tak take takze tam tato tejto tento tie tieto tiez to toho tohto tom tomto tomu toto tu tuto \
        tych tym u uz v vam vas viac vo vsak vsetko vsetky z za ze zo
        """,
        "sl": """
        a ali bi bil bila bile bili bilo biti blizu bo bodo bolj boste brez ce celo cez da dan danes do \
        dobro dovolj drugi drugo dva dve eden ena eno ga h in iz je jih jim jo k kako kar ker ki kje kjer ko \
        kot lahko le leto malo manj med mesec mora morajo morate n na nad naj najmanj nato ne nekaj nekatere \
        nekateri ni nikoli njegova njih o ob od okoli pa po pod pogosto poleg ponovno potem prav precej pred \
        pri priblizno primer proti prvi prvo redko s saj samo se si sicer skoraj skozi so sta ste stiri ta \
        tako tam te tega tezko ti to tudi v vam vas vcasih vec vedno velik velika veliko vendar ves vse vsi \
        z za zdaj ze zelo
        """,
        "so": """
        aad ay ayaa ayee ayuu dhan in inuu isku jiray jirtay ka kale kasoo ku kuu markii oo si soo uga ugu \
        uu waa waxa
        """,
        "st": """
        a ba bona e empa ena ha hae hape ho hore ka ke la le moo ne o re sa se tloha tsa tse
        """,
        "sv": """
        aldrig alla allt alltid alltsa an andra annan annat annu ar at att av aven bada bara battre bland \
        blev bli blir blivit bort bra da dag dar darfor de del delen dem den denna deras dess dessa det \
        detta dig dock dom du efter eftersom eller emot en enkelt enligt ens er ett fa fanns far fatt fick \
        finns fler flera flesta for fore forsta fram framfor fran fyra ga galler gar genom gick gjorde gjort \
        gor gora ha hade haft han hans har helst helt henne hennes hog hogre hon honom hur i ibland idag \
        igen in ingen innan inom inte jag ju just kan kanske kom komma kommer kommit kr kunde kunna kvar \
        lange langre langt latt ligger lika lite liten litet man manga maste med mellan men mer mera mest \
        mig min mindre mitt mojligt mot mycket nagon nagot nagra nar ner ni nog nu och ocksa ofta olika om \
        oss over pa ratt redan sa sadan sadana sade saga sager samma sedan senare sig sin sina sista sitt \
        sjalv ska skall skulle sma som stor stora storre stort ta tar tidigare till tillsammans tre tva \
        under upp ur ut utan utanfor ute vad val var vara varfor varit varje vart vem vi vid vidare vilka \
        vilken vilket vill
        """,
        "sw": """
        alikuwa alisema baada basi bila cha chini hadi hapo hata hivyo hiyo huku huo ili ilikuwa juu kama \
        karibu katika kila kisha kubwa kutoka kuwa kwa kwamba kwenda kwenye la lakini mara mdogo mkubwa \
        mmoja moja muda na ndani ni nini pamoja pia sana sasa sauti tena tu vile wa wakati wake walikuwa wao \
        watu wengine wote ya yake yao za zaidi zake
        """,
        "tl": """
        ang ano anumang apat at atin ating ay bago bawat bilang dahil dapat din dito doon gayunman ginagawa \
        ginawa gumawa gusto habang hanggang hindi huwag iba ibabaw ibig ikaw ilalim ilan isa isang itaas ito \
        iyo iyon iyong ka kahit kailangan kanila kanilang kanyang kapag kapwa karamihan katulad kaya kaysa \
        kung laban lahat lamang likod maaari maaaring maging mahusay makita marami may mayroon mga minsan \
        mula muli na naging nagkaroon ng ngayon ni nila nilang nito niya noon o pa paano paggawa pagitan \
        pagkakaroon pagkatapos palabas pamamagitan panahon para paraan sa saan sabi sabihin sarili sila siya \
        tayo tulad tungkol una walang
        """,
        "tr": """
        ancak az bazı bin bir bircok birlikte bu cogu cok da daha de degil diger eden ediyor en etti gibi \
        gore hangi her icin iki ile ilgili ilk is ise iste iyi kadar kez milyar milyon mı nasıl ne neden \
        nedeniyle o olan olarak oldu oldugu oldugunu once ragmen sonra su tarafından tek tum uc var ve veya \
        ya yaptı yaptıgı yapılan yeniden yok
        """,
        "uk": """
        адже але б без був була були було бути більш вам вас весь ви вона вони воно все всіх від він де для \
        до з завжди замість й коли майже ми навколо навіть нам от отже про під та так такий також те ти \
        тобто тож тощо хоча це цей чи чого що як який якої є із інших їх її
        """,
        "ur": """
        آئی آئے آج آخر ارد افراد الگ اور اچھی اکثر اگرچہ ایک تر تو تک تھی تھے دو دور دی دیتی دیتے دیر دے \
        رکھتی رکھتے رہی رہے ضرورت ضروری طرف طریقہ طریقے طور علاقوں علاقہ علاقے فی لئے لوگ لوگوں لی لیں لے و \
        والے پر پھر پہلا پہلی چلا چھوٹی چھوٹے کئی کئے کرتی کرتے کریں کرے کن کوئی کہ کہتے کہیں کی کیلئے کیوں \
        کیے کے گئی گئے گرد گی گے ہر ہو ہوئی ہوئے ہوا ہوتی ہوتے ہوں ہی ہیں ہے یہ
        """,
        "vi": """
        a ai anh ao ay ba bac bai ban bang bay ben bi biet bo boi bong buc ca cac cai can cang cao cau cay \
        cha chac chang chi chiec chinh cho chu chua chuyen co con cu cua cung cuoc cuon da dau di do du duoi \
        duy em gi giua hay ho hoac hoi hon khac khi khong la lai lam lan len lon luc luon ma minh mo moi mot \
        muon nam nao nay nen neu ngay ngoai ngoi ngon nguoi nha nhan nhat nhau nhe nhi nhieu nhu nhung no \
        noi nua o ong phai phat phe pho phong phut qua quyen quyet ra rang rat rieng roi sach sao sap sat \
        sau se si so su tai tam tan tap tha tham thang thanh thay the theo thi thoat thoi thua thuan thuong \
        to toa toi tot tren trong truoc tu tung tuy va van vang vao vay ve vi viec vo voi vua xep xuong y đa \
        đang đay đe đen đeu đi đieu đo đuoc
        """,
        "yo": """
        a an ati awon ba bere bi e fe fun gbogbo i inu je ju kan ki ko lati le lo maa mi mo n naa ni nigba \
        nitori nla nnkan o ojo opolopo oun pada pe pelu pupo re s se si sinu sugbon ti wa won yii
        """,
        "zu": """
        futhi kahle kakhulu kanye khona kodwa kusho lapho ngesikhathi nje phansi phezulu u ukuba ukuthi \
        ukuze uma wakhe wase wathi zonke
        """,
    ]

    /// Tags whose words are those of another one.
    static let same: [String: String] = [
        "bs": "hr",
        "fil": "tl",
        "nb": "no",
        "nn": "no",
        "sr": "hr",
    ]
}
