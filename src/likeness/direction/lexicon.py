"""What can be asked for, as data: the ways to say each action.

Patterns are parted by "|". A pattern is a row of slots, a slot a choice of base forms parted by "/". Endings
are
taken off by `tokens.lemma`; articles, possessives, degrees and sides may stand between two slots ("raises her
left eyebrow slightly").
"""

from likeness.core.direction import Action

SHORT_FORMS = {
    "{move}": "move/turn/swing/rock/go",
    "{see}": "look/gaze/stare/glance/peer/eye",
    "{viewer}": "camera/lens/viewer/audience/us/you/me/listener",
    "{brow}": "brow/eyebrow",
    "{up}": "raise/lift/arch/up/rise/cock",
}
"""Slots that several patterns share."""

PATTERNS: dict[Action, str] = {
    Action.NOD: (
        "nod | nod head | head nod | nod agreement | agree | affirm | {move} head up down | nod along | nod "
        "yes | say yes with head | approve | nod approval"
    ),
    Action.SHAKE_HEAD: (
        "shake head | head shake | shake | shake no | disagree | deny | disapprove | {move} head side to "
        "side | {move} head from side to side | wag head | no with head"
    ),
    Action.TILT_HEAD: (
        "tilt head | head tilt | tilt | cock head | incline head | lean head | head lean | head cock | tip "
        "head | bend head"
    ),
    Action.TURN_HEAD: (
        "turn head | head turn | turn | rotate head | turn face | turn away | turn to side | face away | "
        "turn head away | swivel head | turn head to side | pivot head"
    ),
    Action.BOB_HEAD: (
        "bob head | head bob | bob | sway head | sway | rock head | bounce head | groove | move head | "
        "wiggle head | bop head | wobble head | sway gently"
    ),
    Action.CHIN_UP: (
        "raise chin | lift chin | chin up | raise head | lift head | head high | head up | chin raise | head "
        "hold high | hold head high | chin lift | head held high | tilt head back | tilt head up | tip head "
        "back | chin high"
    ),
    Action.CHIN_DOWN: (
        "lower chin | drop chin | chin down | lower head | drop head | head down | hang head | tuck chin | "
        "tilt head down | tilt head forward | dip head | dip chin | duck head"
    ),
    Action.BOW: ("bow | bow head | head bow | take bow"),
    Action.LEAN_IN: (
        "lean in | lean forward | lean closer | lean toward | come closer | move closer | get closer | lean "
        "into | move forward | lean | lean to camera | push forward"
    ),
    Action.LEAN_BACK: (
        "lean back | lean away | pull back | move back | sit back | lean backward | draw back | move "
        "backward | recoil | step back | withdraw | flinch"
    ),
    Action.LOOK_AT_CAMERA: (
        "{see} {viewer} | {see} at {viewer} | {see} into {viewer} | {see} straight | {see} directly | face "
        "{viewer} | turn to {viewer} | turn {viewer} | speak to {viewer} | talk to {viewer} | eye contact | "
        "eye on {viewer} | look back at {viewer} | look back to {viewer} | address {viewer} | eye to "
        "{viewer} | speak {viewer} | {see} ahead | {see} straight ahead | {see} forward | {see} straight at "
        "{viewer} | {see} directly at {viewer} | {see} straight into {viewer} | {see} directly into {viewer} "
        "| eye contact with {viewer} | talk directly to {viewer} | speak directly to {viewer} | direct gaze "
        "| steady gaze | fix gaze | hold gaze | gaze on {viewer} | return gaze to {viewer} | return to "
        "{viewer}"
    ),
    Action.LOOK_AWAY: (
        "{see} away | {see} off | {see} into distance | {see} away from {viewer} | {see} off {viewer} | "
        "break eye contact | lose eye contact | {see} elsewhere | {see} off into distance | shift gaze"
    ),
    Action.LOOK_ASIDE: (
        "{see} aside | {see} sideways | {see} to side | {see} left | {see} right | side eye | side glance | "
        "{see} over shoulder | sideways glance | sidelong glance"
    ),
    Action.LOOK_UP: (
        "{see} up | {see} upward | {see} at sky | {see} at ceiling | raise eye | lift eye | eye up | {see} "
        "up at sky | {see} up at ceiling | raise gaze | {see} heavenward | {see} skyward"
    ),
    Action.LOOK_DOWN: (
        "{see} down | {see} downward | {see} at floor | {see} at ground | lower eye | lower gaze | drop gaze "
        "| eye down | {see} down at floor | drop eye | {see} down at ground | downcast eye | eye downcast | "
        "cast eye down"
    ),
    Action.WANDER_EYES: (
        "{see} around | {see} about | eye wander | gaze wander | wander eye | dart eye | eye dart | wander "
        "gaze | eye dart around | eye wander around | scan room | {see} around room | eye roam | shifty eye "
        "| gaze roam"
    ),
    Action.AVERT_EYES: (
        "avert eye | avert gaze | eye avert | gaze avert | avoid eye contact | avoid {viewer} | look bashful "
        "away | avoid gaze"
    ),
    Action.ROLL_EYES: ("roll eye | eye roll"),
    Action.RAISE_BROWS: (
        "{up} {brow} | {brow} {up} | {brow} flash | flash {brow} | wiggle {brow} | {up} both {brow} | {brow} "
        "high | high {brow} | waggle {brow} | {brow} wiggle | {brow} waggle"
    ),
    Action.RAISE_ONE_BROW: (
        "{up} one {brow} | one {brow} {up} | single {brow} {up} | {up} single {brow} | quirk {brow} | {brow} "
        "quirk | quirk one {brow}"
    ),
    Action.FURROW_BROWS: (
        "furrow {brow} | {brow} furrow | knit {brow} | lower {brow} | furrow forehead | {brow} lower | "
        "{brow} knit | wrinkle {brow} | draw {brow} together | knit {brow} together | contract {brow} | "
        "wrinkle forehead | pinch {brow} | scowl | glower | squeeze {brow} | furrow | crease forehead | "
        "crease {brow}"
    ),
    Action.BLINK: (
        "blink | blink eye | eye blink | bat eye | flutter eye | bat lash | bat eyelash | flutter eyelash | "
        "flutter lash | flutter eyelid"
    ),
    Action.WINK: (
        "wink | wink eye | wink one eye | wink camera | wink at camera | wink at viewer | wink at audience | "
        "close one eye | give wink"
    ),
    Action.SQUINT: (
        "squint | squint eye | eye squint | narrow eye | eye narrow | half close eye | peer | screw up eye | "
        "screw eye"
    ),
    Action.WIDEN_EYES: (
        "widen eye | eye widen | wide eye | eye wide | open eye wide | eye wide open | wide open eye | open "
        "eye | eye open | big eye | eye big | bulge eye"
    ),
    Action.CLOSE_EYES: (
        "close eye | shut eye | eye close | eye shut | close both eye | close eyelid | lower eyelid | lower "
        "lid | shut both eye"
    ),
    Action.SMILE: ("smile | beam | smile face | put smile | put smile on | smile on face | half smile"),
    Action.GRIN: (
        "grin | grin ear to ear | grin from ear to ear | toothy smile | smile toothy | laugh | chuckle | "
        "giggle | smile with tooth | show tooth | open smile | toothy grin | smile ear to ear | smile from "
        "ear to ear | flash tooth | bare tooth"
    ),
    Action.SMIRK: (
        "smirk | crooked smile | lopsided smile | wry smile | crooked grin | lopsided grin | sly smile | "
        "sneer | smile one side | asymmetric smile | sly grin | smug smile"
    ),
    Action.FROWN: (
        "frown | grimace | mouth corner down | turn mouth down | turn down mouth | downturn mouth | corner "
        "mouth down | sad mouth | turn corner mouth down"
    ),
    Action.POUT: (
        "pout | pout lip | push out lip | lower lip out | stick out lip | stick lip out | sulk face | stick "
        "out lower lip | push lip out | jut lip"
    ),
    Action.PURSE_LIPS: (
        "purse lip | pucker lip | pucker | purse mouth | lip purse | pucker mouth | pucker up | lip pucker | "
        "duck face | kissy face"
    ),
    Action.PRESS_LIPS: (
        "press lip | tighten lip | lip press | press lip together | purse lip together | thin lip | lip "
        "tight | tight lip | clench jaw | set jaw | bite lip | clamp lip | clench tooth | press mouth | "
        "close mouth | shut mouth | mouth close | close lip | tighten mouth | mouth shut | tight mouth | "
        "purse lip tightly"
    ),
    Action.OPEN_MOUTH: (
        "open mouth | mouth open | drop jaw | jaw drop | gape | gasp | mouth agape | open mouth surprise | "
        "gawk | mouth fall open | jaw open | open jaw | mouth wide open | open mouth wide"
    ),
    Action.SHRUG: ("shrug | shrug shoulder | shoulder shrug | give shrug"),
    Action.RAISE_SHOULDERS: (
        "raise shoulder | lift shoulder | shoulder up | shoulder raise | hunch shoulder | tense shoulder | "
        "shoulder tense | hunch"
    ),
    Action.DROP_SHOULDERS: (
        "drop shoulder | lower shoulder | shoulder down | relax shoulder | shoulder drop | slump | slump "
        "shoulder | shoulder slump | shoulder relax | slouch"
    ),
    Action.DEEP_BREATH: (
        "deep breath | breathe deep | breathe deeply | inhale | breathe in | take breath | take deep breath "
        "| inhale deeply | breath | breathe in deeply | draw breath | catch breath | breathe | draw deep "
        "breath | breathe slowly"
    ),
    Action.SIGH: (
        "sigh | exhale | breathe out | let out breath | let out sigh | breathe out deeply | exhale deeply | "
        "heave sigh | give sigh | release breath"
    ),
    Action.STILL: (
        "still | motionless | immobile | no move | hold still | frozen | static | hold head still | keep "
        "still | stay still | head still | remain still | still head | freeze | stillness | rigid | stiff | "
        "steady | minimal movement | minimal motion | keep head still | head steady | stationary"
    ),
    Action.CALM: (
        "calm | relax | composed | quiet | serene | peaceful | tranquil | restrained | subdued | understated "
        "| laid back | unhurried | measured | collected | low energy | low key | at ease | poised | subtle "
        "movement | reserved"
    ),
    Action.LIVELY: (
        "lively | animated | energetic | energy | dynamic | expressive | vivid | vigorous | spirited | "
        "bouncy | high energy | full of energy | vivacious | exuberant | active | move | movement | motion | "
        "move around | head movement | head motion | emotional | emotionally | dramatic | theatrical"
    ),
    Action.ENUNCIATE: (
        "enunciate | articulate | speak clearly | speak distinctly | articulate clearly | enunciate clearly "
        "| talk clearly | precise articulation | clear articulation | pronounce clearly | exaggerate lip | "
        "speak precisely | articulate well | crisp articulation | clear diction | good diction"
    ),
    Action.MUMBLE: (
        "mumble | mutter | murmur | slur | speak indistinctly | speak unclearly | barely open mouth | "
        "barely move lip | barely move mouth | mouth barely move | lip barely move"
    ),
    Action.NEUTRAL: (
        "neutral | expressionless | deadpan | poker face | emotionless | blank | impassive | matter of fact "
        "| straight face | stoic | unemotional | blank face | neutral face | no emotion | without emotion | "
        "no expression | without expression | zero emotion | flat | no feeling"
    ),
    Action.WARM: (
        "warm | warmly | friendly | kind | kindly | gentle look | welcoming | affable | cordial | inviting | "
        "approachable | amiable | tender | loving | affection | affectionate | warmth | good natured | "
        "hospitable | sweet | sweetly | love | friendliness | kindness | caring | polite | politely | "
        "grateful | gratefully | gratitude | thankful | appreciative"
    ),
    Action.HAPPY: (
        "happy | happily | joy | joyful | joyfully | glad | gladly | cheerful | cheerfully | delighted | "
        "pleased | cheery | merry | jolly | happiness | upbeat | sunny | radiant | bright mood | positive | "
        "smiley | good mood | jovial | content | gleeful | bubbly | elated | blissful | lighthearted | light "
        "hearted | optimistic | hopeful | hopefully"
    ),
    Action.EXCITED: (
        "excited | excitedly | enthusiastic | enthusiastically | thrilled | enthusiasm | excitement | "
        "ecstatic | eager | eagerly | passionate | passionately | passion | hyped | pumped | zealous | "
        "overjoyed | euphoric | exhilarated"
    ),
    Action.PLAYFUL: (
        "playful | playfully | mischievous | mischievously | teasing | cheeky | flirty | flirtatious | funny "
        "| humorous | joking | jokingly | goofy | silly | amused | coy | sly | naughty | amusement | tongue "
        "in cheek | wry | witty | flirt"
    ),
    Action.PROUD: (
        "proud | proudly | pride | triumphant | triumphantly | victorious | smug | smugly | satisfied | "
        "arrogant | arrogantly | haughty | self satisfied"
    ),
    Action.CONFIDENT: (
        "confident | confidently | assured | self assured | confidence | bold | boldly | assertive | "
        "assertively | determined | authoritative | authority | professional | professionally | resolute | "
        "commanding | decisive | strong presence | broadcaster | news anchor | newscaster | presenter | "
        "determination | convincing | self confident | convinced"
    ),
    Action.SERIOUS: (
        "serious | seriously | stern | sternly | solemn | solemnly | grave | gravely | sober | earnest | "
        "earnestly | formal | formally | sincere | sincerely | grim | strict | businesslike | intense | "
        "intensely | severe | focused | no nonsense | seriousness | intensity | urgent | urgently | "
        "dignified"
    ),
    Action.THOUGHTFUL: (
        "thoughtful | thoughtfully | pensive | pensively | think | ponder | reflect | contemplate | "
        "contemplative | reflective | reflectively | in thought | muse | wonder | consider | meditative | "
        "dreamy | dreamily | nostalgic | wistful | wistfully | lost in thought | deep in thought | "
        "philosophical | hesitate | hesitant | hesitantly | contemplation"
    ),
    Action.CURIOUS: (
        "curious | curiously | inquisitive | interested | intrigued | questioning | curiosity | quizzical | "
        "quizzically | attentive | attentively | engaged | listen attentively | interest | alert | inquiring"
    ),
    Action.SKEPTICAL: (
        "skeptical | sceptical | skeptically | sceptically | doubtful | doubtfully | doubt | suspicious | "
        "suspiciously | incredulous | unconvinced | disbelief | unsure | dubious | suspicion | sarcastic | "
        "sarcastically | ironic | ironically | uncertain | confused | puzzled | confusion | perplexed | "
        "bewildered | skepticism | scepticism | critical | cynical"
    ),
    Action.SURPRISED: (
        "surprise | surprised | astonished | amazed | shocked | amazement | shock | awe | astonishment | "
        "stunned | startled | awestruck | wonderstruck | astonish | wow | amaze | stun | startle | "
        "flabbergasted"
    ),
    Action.SYMPATHETIC: (
        "sympathetic | sympathetically | compassionate | empathetic | empathetically | compassionately | "
        "understanding | concerned | concern | empathy | sympathy | compassion | empathic | consoling | "
        "apologetic | apologetically | sorry | regretful | regret | pity | forgiving | supportive | "
        "encouraging | encouragingly | reassuring | reassuringly"
    ),
    Action.SOOTHING: (
        "soothing | soothingly | calming | comforting | gentle mood | hushed | softly speak | soft speak | "
        "zen | lullaby | whispering | whisper"
    ),
    Action.SAD: (
        "sad | sadly | sadness | unhappy | sorrow | sorrowful | sorrowfully | melancholy | melancholic | "
        "gloomy | depressed | mournful | grieving | grief | down hearted | heartbroken | miserable | "
        "dejected | disappointed | disappointment | despondent | tearful | hurt | somber | sombre | lonely | "
        "weary sad | unhappily | despair | hopeless"
    ),
    Action.WORRIED: (
        "worried | worry | anxious | anxiously | nervous | nervously | uneasy | troubled | tense | stressed "
        "| anxiety | distressed | apprehensive | tension | stress | fretful | insecure | concernedly | "
        "worriedly | uneasily | nervousness"
    ),
    Action.AFRAID: (
        "afraid | fear | fearful | scared | frightened | terrified | fearfully | panic | panicked | "
        "horrified | horror | terror | petrified | alarmed"
    ),
    Action.ANGRY: (
        "angry | angrily | anger | furious | furiously | mad | rage | irritated | annoyed | aggressive | "
        "aggressively | outraged | frustrated | frustration | livid | hostile | fierce | fiercely | "
        "annoyance | fury | irritation | indignant | grumpy | resentful | enraged | mean | menacing | "
        "threatening | impatient | impatiently"
    ),
    Action.DISGUSTED: (
        "disgusted | disgust | revolted | repulsed | contempt | contemptuous | disdain | disdainful | "
        "wrinkle nose | nose wrinkle | scrunch nose | scornful | scorn | crinkle nose | scrunch face"
    ),
    Action.SHY: (
        "shy | shyly | bashful | bashfully | timid | timidly | embarrassed | embarrassment | sheepish | "
        "sheepishly | modest | modestly | humble | humbly | coyly | awkward | awkwardly | ashamed | guilty | "
        "shame | shyness | self conscious | introverted | guilt"
    ),
    Action.BORED: (
        "bored | boredom | indifferent | uninterested | disinterested | apathetic | listless | unimpressed | "
        "nonchalant | nonchalantly | casual | casually | aloof | detached"
    ),
    Action.TIRED: (
        "tired | tiredly | sleepy | sleepily | weary | wearily | exhausted | drowsy | fatigued | worn out | "
        "lethargic | yawn | drained | fatigue | exhaustion | jaded | half asleep | drowsily | heavy eye | "
        "sluggish"
    ),
}
"""Patterns of each action; the longest pattern wins, among equals the first."""

SIDED = frozenset(
    {Action.TILT_HEAD, Action.TURN_HEAD, Action.LOOK_ASIDE, Action.LOOK_AWAY, Action.LOOK_UP,
    Action.LOOK_DOWN,
     Action.AVERT_EYES, Action.SMIRK, Action.WINK, Action.RAISE_ONE_BROW, Action.LEAN_IN, Action.LEAN_BACK}
)  # fmt: skip
"""Actions that have a side."""

OWN_SIDED = frozenset({Action.WINK, Action.RAISE_ONE_BROW, Action.SMIRK})
"""Parts of the body: "the left eye" is the speaker's own left; directions are those of the picture."""

EMOTIONS: dict[str, tuple[tuple[Action, float], ...]] = {
    "excited": ((Action.EXCITED, 1.0),),
    "friendly": ((Action.WARM, 1.0),),
    "serious": ((Action.SERIOUS, 1.0),),
    "soothing": ((Action.SOOTHING, 1.0),),
    "broadcaster": ((Action.CONFIDENT, 1.0), (Action.SERIOUS, 0.4)),
}
"""Names of emotions in voice interfaces; any other mood word of the table above is understood too."""
