"""All base forms that the tables know: endings are only taken off a word when one of these remains."""

from functools import cache

from likeness.direction import lexicon, modifiers, places


@cache
def known_words() -> frozenset[str]:
    """Return every word of every table."""
    forms = {**lexicon.SHORT_FORMS, **places.SHORT_FORMS}
    rows = [*lexicon.PATTERNS.values(), *places.PLACES.values(), *places.TIMES.values(), *forms.values()]
    rows += [places.SAYING, places.THEN, places.COUNTS, *places.JOIN]
    words = {word for row in rows for slot in row.split() for word in slot.split("/") if word.isalpha()}
    tables = (
        modifiers.DEGREES, modifiers.TEMPOS, modifiers.NEGATIONS, modifiers.REDUCTIONS, modifiers.PRONOUNS,
        modifiers.GLUE, modifiers.FILLERS, modifiers.CANNOT, modifiers.AMOUNTS, modifiers.SIDES,
        modifiers.REPEATS, modifiers.DURATIONS_S,
    )  # fmt: skip
    return frozenset(words.union(*tables))
