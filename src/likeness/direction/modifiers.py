"""Words that change an action - degree, speed, number, negation, side - and words without a meaning here."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


DEGREES: dict[str, float] = {
    "slightly": 0.5, "slight": 0.5, "little": 0.5, "bit": 0.55, "subtle": 0.5, "subtly": 0.5, "gentle": 0.6,
    "gently": 0.6, "soft": 0.6, "softly": 0.6, "small": 0.55, "tiny": 0.35, "faint": 0.4, "faintly": 0.4,
    "mild": 0.6,
    "mildly": 0.6, "light": 0.6, "lightly": 0.6, "delicate": 0.5, "delicately": 0.5, "minimal": 0.4,
    "minimally": 0.4,
    "moderate": 0.85, "moderately": 0.85, "somewhat": 0.75, "partly": 0.6, "partially": 0.6, "half": 0.6,
    "almost": 0.7, "nearly": 0.7, "fairly": 0.9, "rather": 0.9, "normal": 1.0, "normally": 1.0,
    "natural": 0.9,
    "naturally": 0.9, "quite": 1.15, "clearly": 1.25, "visibly": 1.2, "noticeably": 1.2, "clear": 1.2,
    "very": 1.4,
    "really": 1.35, "so": 1.2, "too": 1.2, "extremely": 1.7, "super": 1.5, "incredibly": 1.6, "highly": 1.4,
    "big": 1.5, "bigger": 1.3, "large": 1.5, "huge": 1.8, "wide": 1.45, "widely": 1.45, "broad": 1.5,
    "broadly": 1.5,
    "strong": 1.4, "strongly": 1.4, "deep": 1.35, "deeply": 1.35, "heavy": 1.4, "heavily": 1.4, "hard": 1.4,
    "vigorously": 1.5, "emphatically": 1.4, "emphatic": 1.4, "firm": 1.2, "firmly": 1.2, "intensively": 1.4,
    "lot": 1.4, "much": 1.3, "more": 1.25, "most": 1.4, "exaggerated": 1.8, "exaggeratedly": 1.8,
    "dramatically": 1.6,
    "bright": 1.3, "brightly": 1.3, "full": 1.3, "fully": 1.3, "completely": 1.5, "totally": 1.5,
    "absolutely": 1.5,
    "entirely": 1.5, "perfectly": 1.3, "sharply": 1.3, "sharp": 1.3, "wildly": 1.7, "tightly": 1.3,
    "tight": 1.3,
    "greatly": 1.4, "great": 1.4, "maximum": 1.8, "extra": 1.3, "pronounced": 1.4, "knowingly": 0.9,
    "knowing": 0.9,
    "genuinely": 1.1, "genuine": 1.1, "truly": 1.2, "overly": 1.4, "ever": 1.0,
}  # fmt: skip
"""Factor of the size; the product is kept within 0.3 to 2."""

TEMPOS: dict[str, float] = {
    "slowly": 0.65, "slow": 0.65, "fast": 1.4, "quickly": 1.4, "quick": 1.4, "rapidly": 1.5, "rapid": 1.5,
    "suddenly": 1.5, "sudden": 1.5, "abruptly": 1.5, "gradually": 0.55, "gradual": 0.55, "swiftly": 1.4,
    "brisk": 1.3,
    "briskly": 1.3, "hurriedly": 1.5, "leisurely": 0.7, "smoothly": 0.8, "smooth": 0.8, "lazily": 0.65,
    "snappy": 1.4,
    "gracefully": 0.75,
}  # fmt: skip
"""Factor of the speed."""

DURATIONS_S: dict[str, float] = {
    "briefly": 1.0,
    "brief": 1.0,
    "shortly": 1.0,
    "momentarily": 0.8,
    "long": 3.5,
}
"""Seconds."""

REPEATS: dict[str, int] = {"once": 1, "twice": 2, "thrice": 3, "double": 2, "triple": 3}
"""Number in a row; "three times" is read as a number."""

NUMBERS: dict[str, float] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
    "a": 1, "an": 1, "couple": 2, "few": 3, "several": 3, "half": 0.5, "fifteen": 15, "twenty": 20,
    "thirty": 30,
    "many": 4, "multiple": 3,
}  # fmt: skip
"""Numbers in words."""

NEGATIONS = words(
    "no not never without don't doesn't didn't won't wouldn't shouldn't can't cannot isn't aren't nor "
    "neither avoid stop quit refrain dont doesnt wont shouldnt cant isnt arent mustn't mustnt zero"
)
"""What follows is not to happen."""

LISTED_NEGATIONS = words("no without avoid nor neither zero")
"""These hold for a whole list: "without nodding and smiling"."""

REDUCTIONS: dict[str, float] = {
    "hardly": 0.3, "barely": 0.3, "rarely": 0.3, "seldom": 0.3, "scarcely": 0.3, "less": 0.5, "fewer": 0.5,
    "reduced": 0.5, "reduce": 0.5, "minimize": 0.3, "limit": 0.5, "limited": 0.5, "infrequently": 0.4,
}  # fmt: skip
"""Share that is left."""

AMOUNTS = words("much often lot many too very frequently constantly always so overly more")
"""After a negation these leave some of it: "doesn't blink much"."""

AMOUNT_LEFT = 0.4
"""How much of it."""

SIDES: dict[str, str] = {"left": "left", "leftward": "left", "leftwards": "left", "right": "right",
                         "rightward": "right", "rightwards": "right"}  # fmt: skip

OWN_SIDE = words("his her their its own stage subject speaker your")
"""Directly before left or right: the speaker's own side."""

PICTURE_SIDE = words("screen camera viewer our my picture image frame")
"""Directly before left or right: the side that the viewer sees."""

PRONOUNS = words("she he they it i you we speaker person avatar man woman subject character presenter")

GLUE = words(
    "the a an his her their its your my our own some any of to in on at with into from by for toward "
    "towards this that these those both is are be being been am was were do does did has have had"
)
"""May stand between the words of an action or of a place."""

FILLERS = words(
    "please can could should would will shall must may might let make give show express appear seem keep "
    "stay remain continue start begin try put get take go use add while as when whenever if during within "
    "about just only also even still another other again back there here one who which whose him them "
    "herself himself themselves themself itself yourself me us all well way manner style kind sort look "
    "talk speak say speech voice word tone face facial head eye mouth lip brow expression demeanor "
    "attitude feeling feel mood vibe video clip film scene whole entire time moment like certain such "
    "each every everything along over act behave play perform performance portray react reaction have "
    "hold maintain bring towards until till eyebrow side ok okay yes hi set up down in out off around "
    "together than how what where girl boy lady guy lad actor actress narrator teacher doctor host move "
    "direct create generate animate want need upon across through after before because since though "
    "although however eyelid lid chin shoulder gaze posture pose position direction thing something "
    "someone people everyone audience viewer listener lens that's there's i'd i'm you're they're we're "
    "then next second"
)
"""Words that carry nothing here when nothing else claims them."""

CANNOT = words(
    "hand finger fist arm palm thumb elbow wave gesture gesticulate point clap snap walk run stand sit "
    "jump dance step leg foot kneel crouch spin hop skip leap pick grab carry wear drink eat sip bite "
    "chew cook drive ride camera zoom pan dolly crane handheld shot angle tracking focus background wind "
    "hair light lighting weather rain snow sun sky cloth clothes dress hat coat music sound song sing "
    "room table chair desk phone cup book paper laptop glass prop body torso waist hip chest hug kiss "
    "salute applaud cross fold scratch touch wipe tear cry weep sob blush sweat tongue ear neck cigarette "
    "smoke animal dog cat car building street beach forest leave enter exit arrive approach travel fly "
    "float swim climb fall throw catch write type draw paint read product logo text caption subtitle "
    "effect filter color colour blur cinematic transition cut fade explosion fire water particle knock "
    "push pull juggle bend stretch exercise lie sleep snore cough sneeze spit swallow lick beard mustache "
    "jewelry necklace earring tie shirt jacket gun sword ball flag flower morph transform grow shrink "
    "disappear vanish nose cheek pocket sofa window door"
)
"""Understood, and beyond a talking head."""
