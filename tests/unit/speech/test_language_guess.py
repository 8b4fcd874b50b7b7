import pytest

from likeness.speech.language_guess import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This is the house that we have not seen.", "en"),
        ("Das ist nicht das Haus, das wir sehen.", "de"),
        ("Ce n'est pas la maison que vous voyez dans la rue.", "fr"),
        ("No es la casa que se ve en la calle, pero me gusta.", "es"),
        ("Non è la casa che si vede, ma anche questo mi piace.", "it"),
        ("Não é a casa que você vê, mas eu gosto.", "pt"),
        ("Dat is niet het huis dat je ziet, maar ik vind het mooi.", "nl"),
        ("To nie jest dom, który widzisz, ale jestem na miejscu.", "pl"),
        ("Se ei ole niin iso kuin minä olen.", "fi"),
        ("Bu bir ev değil, ama çok güzel.", "tr"),
        ("Добрый день", "ru"),
        ("Як справи, мої друзі?", "uk"),
        ("今日は晴れです", "ja"),
        ("今天天气很好", "cmn"),
        ("안녕하세요", "ko"),
        ("नमस्ते दुनिया", "hi"),
        ("שלום עולם", "he"),
        ("Καλημέρα κόσμε", "el"),
        ("Zorblatt grumblekin", None),
        ("", None),
        ("123 !?", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert guess_language(text) == language
