from likeness.speech.tags import canonical_tag, primary_language


def test_case_of_parts() -> None:
    assert canonical_tag("EN_us") == "en-US"
    assert canonical_tag("es-419") == "es-419"
    assert canonical_tag("chr-us-qaaa-X-West") == "chr-US-Qaaa-x-west"


def test_primary_language() -> None:
    assert primary_language("zh-Hant-TW") == "zh"
