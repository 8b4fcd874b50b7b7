"""Language tags (BCP 47)."""


def canonical_tag(tag: str) -> str:
    """Return a tag with the customary case of its parts.

    >>> canonical_tag("en_us"), canonical_tag("ZH-hant-tw"), canonical_tag("vi-vn-x-south")
    ('en-US', 'zh-Hant-TW', 'vi-VN-x-south')
    """
    parts = tag.strip().replace("_", "-").split("-")
    shaped = [parts[0].lower()]
    is_private = False
    for part in parts[1:]:
        is_private = is_private or len(part) == 1
        if is_private or len(part) not in (2, 4):
            shaped.append(part.lower())
        else:
            shaped.append(part.upper() if len(part) == 2 else part.title())
    return "-".join(shaped)


def primary_language(tag: str) -> str:
    """Return the language itself, without script and region.

    >>> primary_language("pt-BR")
    'pt'
    """
    return tag.replace("_", "-").split("-")[0].lower()


_SAME_LANGUAGE = {"zh": "cmn", "no": "nb", "iw": "he", "in": "id", "tl": "fil", "mo": "ro", "sh": "hr"}


def spoken_language(primary: str) -> str:
    """Return the code that voices carry for a language that users may write with another one.

    >>> spoken_language("zh"), spoken_language("de")
    ('cmn', 'de')
    """
    return _SAME_LANGUAGE.get(primary, primary)
