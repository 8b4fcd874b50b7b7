"""Places in a film, as data: where, when and for how long something is to happen.

A pattern is a row of slots as in `lexicon`; `#` is a number, `@` a quotation. Articles and pronouns may stand
between the slots.
"""

from likeness.core.direction import Place

SHORT_FORMS = {
    "{speaking}": "speak/talk/narrate/present",
    "{saying}": "say/mention/speak/pronounce/utter/reach/read",
    "{s}": "sentence/phrase/statement/line",
    "{second}": "second/sec/s",
}
"""Slots that several patterns share."""

PLACES: dict[Place, str] = {
    Place.START: (
        "at start | at beginning | in beginning | at first | first | at outset | initially | to begin | to "
        "begin with | to start | to start with | start with | begin with | start by | begin by | from "
        "beginning | at very beginning | at very start | in first sentence | when start | as start | when "
        "begin | as begin | at opening | firstly | on first word | before speak | before talk | in first "
        "moment | early on | right away | immediately | at once | with first word | open with"
    ),
    Place.MIDDLE: (
        "in middle | halfway | halfway through | midway | in mid | at middle | midway through | at half | "
        "around middle | in the center"
    ),
    Place.END: (
        "at end | finally | in end | at last | lastly | end with | end by | finish with | finish by | to "
        "finish | before end | at very end | in conclusion | at close | to end | to close | close with | end "
        "on | in last sentence | at finish | after finish | after speak | after last word | to conclude | "
        "conclude with | toward end | when finish | when done | on last word | with last word"
    ),
    Place.THROUGHOUT: (
        "throughout | whole time | all time | constantly | always | continuously | continually | entire time "
        "| during whole | during entire | from start to end | from start to finish | from beginning to end | "
        "throughout video | at all time | all way through | all along | permanently | while {speaking} | "
        "when {speaking} | as {speaking} | in whole video | for whole video | for entire video | during "
        "video | during speech | through whole video | throughout whole video | throughout entire video | "
        "throughout speech | throughout clip | the whole video | the entire video | constant | continuous | "
        "all through | overall | generally | in general | consistently | during {speaking} | until end | "
        "till end | until very end | at all | consistent | steadily"
    ),
    Place.SOMETIMES: (
        "sometimes | occasionally | from time to time | now and then | every now and then | every so often | "
        "at times | once in while | periodically | occasional | here and there | now and again | every once "
        "in while"
    ),
    Place.OFTEN: (
        "often | frequently | repeatedly | regularly | frequent | many time | lots of | a lot of | again and "
        "again | over and over | all time again | repeated | regular | time and again | lot of"
    ),
    Place.SENTENCE_ENDS: (
        "at end of every/each {s} | after every/each {s} | at end of {s} | end of every/each {s} | at {s} "
        "end | to end every/each {s} | every/each {s} end | at end every/each {s} | after {s}"
    ),
    Place.EVERY_SENTENCE: (
        "every/each {s} | on every/each {s} | at start of every/each {s} | with every/each {s} | at "
        "beginning of every/each {s} | in every/each {s} | for every/each {s} | start of every/each {s} | "
        "before every/each {s} | during every/each {s} | at every/each {s} | per {s}"
    ),
    Place.QUESTIONS: (
        "on question | on every/each question | when/while/as/whenever ask question | at question | "
        "when/while/as/whenever ask | for question | with question | during question | in question | "
        "every/each question | after question | at end of question | after every/each question | whenever "
        "there question | when question"
    ),
    Place.EXCLAMATIONS: (
        "on exclamation | at exclamation | when/as exclaim | for exclamation | on every/each exclamation | "
        "with exclamation | on exclamation mark | every/each exclamation"
    ),
    Place.EMPHASIS: (
        "on emphasis | for emphasis | to emphasize | when/while/as emphasize | when/as stress | on stressed "
        "word | on important word | on key word | on key point | on important point | with emphasis | to "
        "stress | to underline | on every/each point | to make point | when/while make point | on accent | "
        "on main word | to emphasise | when/while/as emphasise | on strong word | on emphasized word | to "
        "accentuate | in rhythm | with rhythm | to rhythm | on beat | on key phrase | on key moment | at key "
        "moment | at important moment | at important point | emphatic word"
    ),
    Place.PAUSES: (
        "during pause | in pause | on pause | when/while/as pause | between sentence | at pause | when/while "
        "silent | in silence | during silence | between phrase | between word | pause | at every/each pause "
        "| in every/each pause | during every/each pause | between line | in between sentence | every/each "
        "pause"
    ),
    Place.LISTENING: (
        "while/when/as listen | when/while not speak | when/while not talk | while/when/as wait | before and "
        "after speak | when nobody speak | as if listen | while/when silent long"
    ),
}
"""Patterns of each place."""

SAYING = (
    "when/while/as/whenever/after/before/once {saying} | every/each time say | upon say | on word | "
    "at word | on phrase | at phrase | with word | during word | for word | on say"
)
"""What stands before the words at which something happens."""

TIMES: dict[str, str] = {
    "after": "after # {second} | # {second} in | # {second} later",
    "at": "at # {second} | at {second} # | from {second} #",
    "for": "for # {second} | for about # {second} | lasting # {second}",
    "first": "first # {second} | in/for/during first # {second}",
    "last": "last # {second} | in/for/during last/final # {second}",
    "before_end": "# {second} before end",
    "every": "every/each # {second} | once every # {second}",
    "every_one": "every/each {second}",
    "range": (
        "from # to # {second} | from # {second} to # {second} | between # and # {second} | "
        "from {second} # to {second} # | from {second} # to # | between {second} # and # | "
        "between # {second} and # {second} | from # {second} until # {second}"
    ),
    "moment": "for moment | for while | for instant | short moment",
}
"""Patterns of times in seconds."""

COUNTS = "# time | # time in row"
"""How often in a row."""

THEN = (
    "then | after that | afterwards | afterward | next | follow by | subsequently | later | thereafter | "
    "before | and after | until | second | secondly | thirdly"
)
"""What follows comes later."""

JOIN = {"and": "and", "plus": "and", "or": "or", "nor": "or", "but": "but", "yet": "but", "while": "while",
        "as": "while", "whilst": "while", "with": "and", "besides": "and"}  # fmt: skip
"""Words that join two parts; "with" and "as" only if nothing else claims them."""
