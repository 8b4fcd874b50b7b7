"""Feeling words by language: own selection of frequent words; a star stands for any ending."""

CLASSES: dict[str, tuple[float, float]] = {
    "joy": (0.85, 0.7),
    "glad": (0.6, 0.2),
    "warm": (0.5, -0.1),
    "calm": (0.35, -0.5),
    "sad": (-0.75, -0.5),
    "upset": (-0.75, 0.6),
    "fear": (-0.6, 0.5),
    "bad": (-0.4, 0.1),
}
"""Valence and arousal of each class, -1 to 1."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "joy": (
            "wonderful* amazing* fantastic* awesome excite* exciting thrill* delight* incredible hooray "
            "hurray wow brilliant* celebrat* congratulations victory triumph* joy* ecstatic magnificent "
            "spectacular champion* winner won laugh* yay bravo superb marvel* terrific breakthrough "
            "overjoyed"
        ),
        "glad": (
            "good great happy happi* glad nice love* lovely beautiful* best better enjoy* fun smile* "
            "success* proud excellent perfect* pleas* hope* win wins lucky bright favourite favorite easy "
            "improve* cheer* interesting exciting fresh gift* benefit* birthday holiday* party sunny "
            "positive recommend* improved"
        ),
        "warm": (
            "thank* welcome* friend* kindness kindly dear care caring warm* grateful* gentle* sweet* hello "
            "family together help* trust* heart* bless* appreciat* support* honor* honour* embrace mother "
            "child* hug"
        ),
        "calm": (
            "calm* peace* quiet* relax* safe* soft* comfort* gentle breathe slow* steady sleep patien* serene"
        ),
        "sad": (
            "sad* sorrow* unfortunate* regret* lost loss losing lonely alone grief griev* mourn* cry cried "
            "crying tear* missed die died dead death* funeral goodbye farewell sorry apolog* heartbr* "
            "disappoint* hopeless tragic* tragedy miser* depress* hurt* weep* pain* suffer* victim* ill "
            "illness cancer poverty"
        ),
        "upset": (
            "angry anger hate* hatred furious rage* outrag* terribl* awful* horribl* disgust* disgrace* "
            "unacceptable insult* betray* lied liar* cheat* unfair cruel* stupid* idiot* violen* kill* "
            "attack* destroy* war wars crime* criminal* abuse* damn guilty shame* scandal*"
        ),
        "fear": (
            "afraid fear* scare* scary danger* threat* risk* panic* terror* terrif* worry worri* anxi* "
            "nervous* warn* emergenc* crisis alarm* urgent* disaster* catastroph* nightmare* horror"
        ),
        "bad": (
            "bad* worse worst fail* problem* difficult* trouble* mistake* error* broken break weak* poor* "
            "sick* tired boring bored ugly dirty slow complain* damage* debt* expensive unhappy concern* "
            "doubt* refuse* reject* impossible"
        ),
    },
    "de": {
        "joy": (
            "wunderbar* fantastisch* großartig* begeister* toll* herrlich* jubel* spitze glückwunsch* sieg* "
            "gewonnen unglaublich* freude* super hurra"
        ),
        "glad": (
            "gut* glücklich* froh* schön* freue* freut* liebe* gern* erfolg* stolz* perfekt* lieblings* "
            "spaß lächel* lach* besser* beste* hoff* glück* prima"
        ),
        "warm": "danke* dank willkommen freund* lieb hallo herzlich* familie zusammen hilf* vertrau* herz*",
        "calm": "ruhig* ruhe fried* entspann* geborgen* sanft* still*",
        "sad": (
            "traurig* leider verlust* verloren einsam* trauer* weinen weint weinte tränen tod tot gestorben "
            "sterben abschied schade entschuldig* enttäusch* bedauer* schmerz* allein"
        ),
        "upset": (
            "wütend* wut hass* schrecklich* furchtbar* ekel* unverschämt* verrat* lüg* unfair grausam* "
            "dumm* gewalt* krieg* angriff* empör* falsch*"
        ),
        "fear": "angst* gefahr* gefährlich* sorge* fürcht* warn* krise* panik notfall* katastroph*",
        "bad": (
            "schlecht* schlimm* problem* schwierig* schwer* fehler* kaputt* krank* müde arm hässlich* "
            "zweifel*"
        ),
    },
    "fr": {
        "joy": (
            "merveilleu* fantastique* génial* formidable* incroyable* félicitations victoire* bravo "
            "superbe* magnifique* joie* ravi* enthousias*"
        ),
        "glad": (
            "bon bonne bons bonnes bien heureu* content* beau belle* aime* aimer plaisir* meilleur* succès "
            "fier* parfait* sourire* rire* espoir* espér* chance* agréable* adore*"
        ),
        "warm": (
            "merci* bienvenue* ami amie amis amies bonjour cher chère* famille* ensemble aide* confiance "
            "cœur salut"
        ),
        "calm": "calme* paix tranquill* doux douce* repos* sûr* serein*",
        "sad": (
            "triste* tristesse malheureu* perdu* perte* seul* deuil pleur* larme* mort* mourir adieu "
            "désolé* regret* déçu* souffr* douleur* hélas pardon"
        ),
        "upset": (
            "colère* furieu* haine* déteste* horrible* affreu* terrible* dégoût* injuste* cruel* stupide* "
            "mensonge* violen* guerre* honte* inacceptable* attaque*"
        ),
        "fear": (
            "peur* danger* inquiet* inquiét* crainte* menace* risque* panique* urgence* crise* catastroph*"
        ),
        "bad": (
            "mauvais* mal pire* problème* difficile* erreur* faute* malade* fatigué* pauvre* échec* doute*"
        ),
    },
    "es": {
        "joy": (
            "maravillos* fantástic* increíble* genial* felicidades victoria* bravo magnífic* alegría* "
            "emocion* estupend* espectacular*"
        ),
        "glad": (
            "bueno* buena* bien feliz* felices content* alegr* bonit* hermos* gust* mejor* éxito* orgullos* "
            "perfect* sonris* reír risa* esperanza* suerte encanta* disfrut*"
        ),
        "warm": (
            "gracias bienvenid* amig* hola querid* familia* junto* ayud* confianza corazón* amor* cariño*"
        ),
        "calm": "calma* tranquil* paz suave* descans* segur* seren*",
        "sad": (
            "triste* tristeza perdid* pérdida* soledad llor* lágrima* muerte* muert* morir adiós lament* "
            "siento dolor* sufr* decepcion* perdón pena*"
        ),
        "upset": (
            "enfadad* enojad* ira odi* furios* horrible* terrible* asco* injust* cruel* estúpid* mentira* "
            "violen* guerra* vergüenza* inaceptable* ataqu*"
        ),
        "fear": "miedo* peligr* preocup* amenaza* riesgo* pánico urgen* crisis catástrof*",
        "bad": "malo* mala* mal peor* problema* difícil* error* enferm* cansad* pobre* fracas* dud*",
    },
    "it": {
        "joy": (
            "meraviglios* fantastic* incredibil* geniale complimenti congratulazioni vittoria* bravo brava "
            "magnific* gioia* entusias* splendid* stupend*"
        ),
        "glad": (
            "buono buona buoni bene felic* content* bell* bello piac* miglior* successo* orgoglios* "
            "perfett* sorris* ride* speranza* fortun* adoro allegr*"
        ),
        "warm": (
            "grazie benvenut* amic* ciao caro cara cari famiglia* insieme aiut* fiducia cuore amore affett*"
        ),
        "calm": "calma* tranquill* pace dolce* ripos* sicur* seren*",
        "sad": (
            "triste* tristezza perso persa persi perdita* solitudin* piang* lacrim* morte* mort* morire "
            "addio purtroppo dispiac* dolor* soffr* delus* scus*"
        ),
        "upset": (
            "arrabbiat* rabbia odi* furios* orribil* terribil* schif* ingiust* crudel* stupid* bugi* "
            "violen* guerra* vergogn* inaccettabil* attacc*"
        ),
        "fear": "paura* pericol* preoccup* minacci* rischi* panico urgen* crisi catastrof*",
        "bad": "cattiv* male peggio* problem* difficil* error* malat* stanc* pover* fallim* dubb*",
    },
    "pt": {
        "joy": (
            "maravilhos* fantástic* incrível incríveis genial parabéns vitória* bravo magnífic* alegria* "
            "emocion* espetacular*"
        ),
        "glad": (
            "bom boa bons boas bem feliz* felizes content* alegr* bonit* lind* gost* melhor* sucesso* "
            "orgulhos* perfeit* sorri* riso* esperança* sorte ador* ótim*"
        ),
        "warm": (
            "obrigad* bem-vind* amig* olá querid* família* junt* ajud* confiança coração* amor* carinho*"
        ),
        "calm": "calma* tranquil* paz suave* descans* segur* seren*",
        "sad": (
            "triste* tristeza perdid* perda* sozinh* chor* lágrima* morte* mort* morrer adeus infelizmente "
            "desculp* dor dores sofr* decepcion* saudade* lament*"
        ),
        "upset": (
            "zangad* raiva* ódio* odei* furios* horríve* terríve* nojo* injust* cruel* estúpid* mentira* "
            "violên* guerra* vergonha* inaceitáve* ataqu*"
        ),
        "fear": "medo* perig* preocup* ameaça* risco* pânico urgen* crise* catástrof*",
        "bad": "mau má mal pior* problema* difícil* erro* doente* cansad* pobre* fracass* dúvida*",
    },
    "nl": {
        "joy": (
            "geweldig* fantastisch* ongelooflijk* prachtig* gefeliciteerd overwinning* hoera schitterend* "
            "vreugde*"
        ),
        "glad": (
            "goed* blij* gelukkig* mooi* leuk* fijn* lief* beste beter* succes* trots* perfect* lach* hoop* "
            "geluk* prettig* plezier"
        ),
        "warm": "dank* bedankt welkom vriend* hallo lieve familie samen help* vertrouw* hart*",
        "calm": "rustig* rust kalm* vrede* veilig* zacht* stil*",
        "sad": (
            "verdriet* triest* verdrietig* helaas verlies* verloren eenzaam* huil* tranen dood* gestorven "
            "afscheid sorry spijt* teleurgesteld* pijn* alleen"
        ),
        "upset": (
            "boos* woede* haat* woedend* vreselijk* afschuwelijk* walg* oneerlijk* wreed* dom domme leugen* "
            "geweld* oorlog* schande* aanval*"
        ),
        "fear": "bang* angst* gevaar* gevaarlijk* zorgen bezorgd* dreig* risico* paniek nood* crisis ramp*",
        "bad": "slecht* probleem* problemen moeilijk* fout* ziek* moe arm mislukt* twijfel*",
    },
    "ru": {
        "joy": (
            "чудесн* прекрасн* замечательн* потрясающ* невероятн* поздравля* побед* ура великолепн* радост* "
            "восторг* восхит*"
        ),
        "glad": (
            "хорош* рад рада рады счастлив* красив* люблю любим* нрав* лучш* успех* горд* отличн* улыб* "
            "смех смеюсь смеётся надежд* удач* весел* приятн*"
        ),
        "warm": (
            "спасибо благодар* друг друзья друзей привет* здравствуй* дорог* семь* вместе помощ* помо* "
            "довер* сердц* добр*"
        ),
        "calm": "спокой* тих* мир* отдых* безопасн* мягк*",
        "sad": (
            "груст* печал* жаль сожал* потер* одинок* плак* плач* слез* слёз* смерт* умер* прощай* простите "
            "прости разочаров* боль* страда* увы"
        ),
        "upset": (
            "злой злая злость злит гнев* ненави* ярост* ужасн* отврат* несправедлив* жесток* глуп* ложь "
            "лгать насили* войн* позор* атак*"
        ),
        "fear": (
            "страх* страшн* боюсь бояться опасн* тревож* волну* угроз* риск* паник* срочн* кризис* катастроф*"
        ),
        "bad": "плох* хуже проблем* трудн* сложн* ошибк* больн* устал* бедн* провал* сомнен*",
    },
}
"""Language, class, words."""

NEGATIONS: dict[str, str] = {
    "en": (
        "not no never don't doesn't didn't isn't aren't wasn't weren't can't cannot won't without hardly "
        "nothing"
    ),
    "de": "nicht kein keine keinen keinem keiner nie niemals ohne",
    "fr": "pas ne jamais sans aucun aucune ni",
    "es": "no nunca jamás sin ni ningún ninguna",
    "it": "non mai senza nessun nessuna né",
    "pt": "não nunca jamais sem nem nenhum nenhuma",
    "nl": "niet geen nooit zonder",
    "ru": "не нет никогда без ни",
}
"""A feeling word up to three words after one of these turns around, weakly."""

INTENSIFIERS: dict[str, str] = {
    "en": "very so really extremely truly absolutely incredibly deeply",
    "de": "sehr so wirklich äußerst unglaublich total",
    "fr": "très si vraiment extrêmement tellement",
    "es": "muy tan realmente sumamente",
    "it": "molto così davvero estremamente",
    "pt": "muito tão realmente extremamente",
    "nl": "heel zeer zo echt",
    "ru": "очень так действительно крайне",
}
"""A feeling word right after one of these is stronger."""
