"""Things to say: sentences of a small grammar, and words that no language has.

Everything here was written for this project. What matters is that many sounds meet many others; sense does
not. Invented words bring combinations that the grammar lacks.
"""

from collections.abc import Callable, Sequence

import numpy as np


def _words(text: str, mark: str | None = None) -> list[str]:
    return [" ".join(word.split()) for word in text.split(mark)]


_NOUNS = _words(
    """
    apple baker basket beach bell bird boat book bottle box bread bridge brush butter cabin camera candle
    captain carpet castle chair cheese cherry church circle cloud coat coffee corner cotton cup dance
    daughter desk doctor dream drum eagle earth elbow engine evening eye family farmer father feather fever
    field film finger fire fish flame flower forest friend frog fruit game garden gate giant glass glove
    goose grape guest hammer harbor hat health heart heaven horse hour house idea island jacket jaw judge
    juice jungle key kitchen knife ladder lake lamp lawyer leaf lemon letter light lion lip machine market
    measure medal milk minute mirror money monkey month moon morning mother mountain mouse mouth museum
    music nail needle neighbor nephew night noise north nurse oak ocean office oil onion orange oven owl
    page paint paper park path pepper picture pigeon pillow pilot plum pocket poem potato prayer prince
    problem puppy purple queen question rabbit railway rain reason ribbon river road rock roof rope rose
    sailor salt sand school scissors sea season shadow sheep shelf ship shirt shoe shoulder silver sister
    smoke snow soap song soup spoon spring square stable star station stone storm story sugar summer sun
    table teacher television theory thief thumb thunder tiger tooth tower toy train treasure tree truth
    uncle valley vegetable vessel village vision voice volume wagon wall watch water weather wheel window
    wing winter wolf woman wood word world yard year yellow youth zebra zero zone
    """
)
_ADJECTIVES = _words(
    """
    able ancient angry awful big bitter black blue bold brave brief bright broken brown busy calm careful
    cheap clean clever cold cruel curious damp dark deaf dear deep different dirty dry dull early easy empty
    famous fast fat fierce fine foolish fresh funny gentle glad golden good gray green half happy hard heavy
    high hollow hot huge hungry judicious kind large late lazy light little lonely long loud lovely low mad
    modern narrow new nice noisy odd old open pale patient perfect plain pleasant polite poor proud pure
    quick quiet rare raw red rich rough round royal rude sad safe shallow sharp short shy silly simple slow
    small smooth soft solid sour square strange strong stupid sudden sweet tall thick thin thirsty tiny
    tired tough true ugly unusual useful vague vast warm weak wet white whole wide wild wise wonderful worse
    young zealous
    """
)
_VERBS = _words(
    """
    admires asks avoids bakes beats begs believes blames bothers breaks brings brushes builds burns buys
    calls carries catches changes chases chooses cleans climbs closes cooks copies counts covers crosses
    cuts describes digs draws drinks drives drops enjoys feeds fetches fights fills finds fixes follows
    forgets forgives gathers gives greets guards hates hears helps hides holds hurts ignores imagines
    improves invites joins judges keeps kicks kisses knows leaves lends lifts likes loses loves makes
    marries measures meets mixes moves needs notices obeys offers opens paints passes pays picks plants
    pleases praises prepares presses promises protects proves pulls pushes reaches reads refuses remembers
    repairs robs saves sees sells sends shakes shares shows shuts smells spoils steals stops studies takes
    teaches tears thanks throws touches trusts turns uses visits wants warms washes watches wears weighs
    wishes writes
    """
)
_NAMES = _words(
    """
    Abby Arthur Bob Bruce Carla Charles Daphne Dave Edith Eve Frank George Gina Hugo Ida Jack Joy Judith
    Keith Laura Leo Martha Max Nathan Olive Oscar Pam Paul Ruth Sheila Theo Una Vera Victor Wayne Yasmin Zoe
    """
)
_PLACES = _words(
    """
    above the | across the | after the | along the | before the | behind the | below my | beside the |
    between every | beyond the | by her | for our | from this | in a | in front of the | inside your | near
    that | on top of the | over the | past the | through their | to the | towards the | under a | with the |
    without any
    """,
    "|",
)
_ADVERBS = _words(
    """
    again always badly carefully eagerly enough finally gladly hardly here more often loudly maybe never now
    often perhaps quickly quietly rarely really sometimes soon suddenly there today together tomorrow twice
    very well usually yesterday
    """
)
_OPENERS = _words(
    """
    I think | you know | they said | we hope | why do you believe | would you mind if | perhaps | nobody
    told me that | please remember that | it seems | she was sure that | he forgot how | as far as I can see
    | both of us heard that | who knew that | the other thing is that | just imagine | there goes the day
    when | oh boy | well | what if | may I say that | if only
    """,
    "|",
)
_NUMBERS = _words(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
    """
)

_ONSETS = _words(
    """
    b bl br ch d dr f fl fr g gl gr h j k kl kr kw l m n p pl pr r s sh shr sk sl sm sn sp spl spr st str sw
    t th thr tr tw v w wh y z
    """
)
_NUCLEI = _words("a a e e i i o o u u ay ee oo ow oi ea ai ou ar er or ir igh aw ew ue")
_CODAS = (
    _words(
        """
    b ch ck d f ft g k l ld lf lk lm lp lt m mp n nch nd ng nk nt p r rb rch rd rf rk rm rn rp rse rt rth sh
    sk sp ss st t th tch v x z
    """
    )
    + [""] * 22
)

Generator = np.random.Generator
Speller = Callable[[Generator], str]


def english_text(rng: Generator) -> str:
    """Return a sentence: of the grammar, of numbers, or of invented words."""
    kind = rng.random()
    if kind < 0.55:
        return _sentence(rng)
    if kind < 0.65:
        return " ".join(_any(rng, _NUMBERS) for _ in range(rng.integers(4, 9))) + "."
    words = [invented_word(rng) for _ in range(rng.integers(5, 10))]
    for i in range(0, len(words), 3):
        words[i] = _any(rng, ("the", "and a", "of my", "with", "is", "was", "to be", "from", "what", "you"))
    return " ".join(words) + _any(rng, (".", ".", "?", "!"))


def _any(rng: Generator, words: Sequence[str]) -> str:
    return words[int(rng.integers(len(words)))]


def _sentence(rng: Generator) -> str:
    opener = f"{_any(rng, _OPENERS)} " if rng.random() < 0.4 else ""
    text = f"{opener}{_subject(rng)} {_any(rng, _VERBS)} {_object(rng)}"
    if rng.random() < 0.5:
        text += f" {_any(rng, _PLACES)} {_any(rng, _NOUNS)}"
    if rng.random() < 0.35:
        link, last = (
            _any(rng, ("and", "but", "because", "so", "while")),
            _any(rng, ("me", "it", "them", "us", "her")),
        )
        text += f", {link} {_subject(rng)} {_any(rng, _VERBS)} {last}"
    if rng.random() < 0.4:
        text += f" {_any(rng, _ADVERBS)}"
    return text + _any(rng, (".", ".", ".", "?", "!"))


def _subject(rng: Generator) -> str:
    if rng.random() < 0.25:
        return _any(rng, _NAMES)
    return f"{_any(rng, ('the', 'a', 'my', 'your', 'this', 'every', 'our', 'his', 'her'))} {_object(rng)}"


def _object(rng: Generator) -> str:
    adjective = f"{_any(rng, _ADJECTIVES)} " if rng.random() < 0.6 else ""
    return adjective + _any(rng, _NOUNS)


def invented_word(rng: Generator) -> str:
    """Return a word of one to three syllables in English spelling."""
    return "".join(
        _any(rng, _ONSETS) + _any(rng, _NUCLEI) + _any(rng, _CODAS) for _ in range(rng.integers(1, 4))
    )


def invented_text(rng: Generator, speller: Speller) -> str:
    """Return a row of invented words, now and then with a comma."""
    words = [
        "".join(speller(rng) for _ in range(rng.integers(1, 5))) + ("," if rng.random() < 0.08 else "")
        for _ in range(rng.integers(4, 11))
    ]
    return " ".join(words) + _any(rng, (".", ".", "?", "!"))


def _latin(consonants: str, vowels: str) -> Speller:
    onsets, nuclei = consonants.split(), vowels.split()

    def spell(rng: Generator) -> str:
        coda = _any(rng, onsets) if rng.random() < 0.3 else ""
        return _any(rng, onsets) + _any(rng, nuclei) + coda

    return spell


def _abugida(base: int) -> Speller:
    """Scripts of India share one order of letters: consonants at +0x15, vowel signs at +0x3E."""
    letters = (*range(0x15, 0x29), *range(0x2A, 0x31), 0x32, 0x35, *range(0x38, 0x3A))
    consonants = [chr(base + letter) for letter in letters]
    signs = ["", *(chr(base + i) for i in (0x3E, 0x3F, 0x40, 0x41, 0x42, 0x47, 0x4B))]
    return lambda rng: _any(rng, consonants) + _any(rng, signs)


def _hangul(rng: Generator) -> str:
    coda = int(rng.choice([0, 0, 0, 4, 8, 16, 17, 21]))
    return chr(0xAC00 + int(rng.integers(19)) * 588 + int(rng.integers(21)) * 28 + coda)


_ROMAN = _latin(
    "p b m f v t d n l s z k g h r sh ch y w br tr pl kl st m p b v f", "a e i o u a e i o u ai au ei"
)
_PINYIN = _latin(
    "b p m f d t n l g k h j q x zh ch sh r z c s w y b p m f",
    "a1 o4 e2 i3 u1 ai2 ei4 ao3 ou1 an4 en2 ang1 eng3 ong2 a4 i1 u4 ao1",
)
_SPELLERS: dict[str, Speller] = {
    "cyrillic": _latin(
        "п б м ф в т д н л с з ш ж ч ц к г х р й ст бр пл м б п ф в", "а е и о у ы э ю я а о и"
    ),
    "greek": _latin("π μπ μ φ β τ ντ ν λ σ ζ κ γκ γ χ ρ θ δ ξ ψ π μ", "α ε ι ο ου η ω αι α ο ε"),
    "georgian": _latin("პ ბ მ ვ ფ ტ დ ნ ლ ს ზ შ ჟ ჩ ც კ გ ხ რ თ მ ბ", "ა ე ი ო უ"),
    "armenian": _latin("պ բ մ ֆ վ տ դ ն լ ս զ շ ժ չ ց կ գ խ ր թ հ", "ա ե ի ո ու է"),
    "arabic": _latin("ب م ف ت د ن ل س ز ش ج ك ح خ ر ث ذ ه ط ص ق ب م", "َا ِي ُو َ ِ ُ ا و ي"),
    "hebrew": _latin("ב מ פ ת ד נ ל ס ז ש ג כ ח ר ק ט צ", "ָ ִ ֻ ֵ וֹ וּ ִי"),
    "kana": lambda rng: chr(int(rng.integers(0x304A, 0x3090))),
    "hangul": _hangul,
    "thai": _latin("ป บ ม ฟ ว ต ด น ล ส ช จ ก ค ห ร ย ง พ", "า ี ู อ ะ ิ ุ ื"),
    "ethiopic": lambda rng: chr(0x1200 + 8 * int(rng.integers(0, 40)) + int(rng.integers(0, 7))),
    "pinyin": lambda rng: _PINYIN(rng).rstrip("bcdfghjklmnpqrstwxyz") + " ",
    "italian": _latin(
        "p b m f v t d n l s z c ch g gh r sc gn gl st tr pr br sp qu m b p", "a e i o u a e i o ia io"
    ),
    "czech": _latin(
        "p b m f v t d n l s z š ž č c k h ch r j ť ď ň st br pl m b", "a e i o u á é í ou ú a e i o"
    ),
    "finnish": _latin(
        "p m t n l s k h r v j d m p pp tt kk ll mm", "a e i o u y ä ö aa ee ii uu ai ei ou uo ie yö"
    ),
    "catalan": _latin("p b m f v t d n l s z c g r x ny ll rr j tr pl br m b", "a e i o u a e i o ai ou"),
}
_LANGUAGES_OF_SCRIPT = {
    "cyrillic": "ru uk be bg mk sr kk ky tt ba cv", "arabic": "ar fa ur sd ug", "greek": "el grc",
    "georgian": "ka", "armenian": "hy hyw", "hebrew": "he", "kana": "ja", "hangul": "ko", "thai": "th",
    "ethiopic": "am", "pinyin": "cmn-Latn-pinyin", "italian": "it", "czech": "cs sk", "finnish": "fi et",
    "catalan": "ca",
}  # fmt: skip
_SCRIPT_OF_LANGUAGE = {
    language: script for script, languages in _LANGUAGES_OF_SCRIPT.items() for language in languages.split()
}
_ABUGIDA_OF_LANGUAGE = {
    "hi": 0x900, "mr": 0x900, "ne": 0x900, "kok": 0x900, "bn": 0x980, "as": 0x980, "pa": 0xA00, "gu": 0xA80,
    "or": 0xB00, "ta": 0xB80, "te": 0xC00, "kn": 0xC80, "ml": 0xD00, "si": 0xD80,
}  # fmt: skip


def speller_of(language: str) -> Speller:
    """Return what spells syllables that the voices of a language can read, in its own letters."""
    if language in _ABUGIDA_OF_LANGUAGE:
        return _abugida(_ABUGIDA_OF_LANGUAGE[language])
    return _SPELLERS.get(_SCRIPT_OF_LANGUAGE.get(language, ""), _ROMAN)
