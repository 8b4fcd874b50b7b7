"""English names of languages."""

from functools import cache

from likeness.speech.espeak.client import voice_records
from likeness.speech.tags import canonical_tag, primary_language


def language_name(tag: str) -> str:
    """Return the English name of a language, with its region where espeak-ng, whose names these are, has it.

    A language that it does not know is called by its tag.

    >>> language_name("en-US"), language_name("de-AT"), language_name("zxx")
    ('English (America)', 'German', 'zxx')
    """
    names = _names()
    wanted = canonical_tag(tag)
    if wanted in names:
        return names[wanted]
    primary = primary_language(wanted)
    same = sorted(name for known, name in names.items() if primary_language(known) == primary)
    return same[0].partition(" (")[0] if same else wanted


@cache
def _names() -> dict[str, str]:
    return {canonical_tag(record["languages"][0][1]): record["name"].strip() for record in voice_records()}
