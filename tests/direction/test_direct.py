"""Fuller prompts, emotions and feelings."""

from dataclasses import replace

import pytest

from likeness.core.direction import Action, Expressiveness, IgnoredReason, Place
from likeness.direction import Wish, direct, enhance, feelings_of, parse_prompt
from likeness.errors import OptionInvalidError
from likeness.testing import tone_speech

SCRIPT = "Hello friends! Have you seen the apples, the milk, and the bread? It will NEVER break. Thank you."


def test_additions_are_plain_sentences_of_the_grammar_with_reasons():
    enhanced = enhance("Keeps eye contact", SCRIPT)
    assert enhanced.prompt.startswith("Keeps eye contact. ")
    assert all(reason.addition in enhanced.prompt and reason.why for reason in enhanced.reasons)
    plan = parse_prompt(enhanced.prompt)
    assert plan.ignored == ()
    found = {(action.action, action.when.place) for action in plan.actions}
    assert (Action.RAISE_BROWS, Place.QUESTIONS) in found
    assert (Action.TILT_HEAD, Place.QUESTIONS) in found
    at_words = {(a.action, words) for a in plan.actions for words in a.when.words}
    assert {(Action.SMILE, "hello"), (Action.NOD, "hello"), (Action.SHAKE_HEAD, "never")} <= at_words
    assert {(Action.NOD, "milk"), (Action.NOD, "bread"), (Action.SMILE, "thank you")} <= at_words


def test_what_the_prompt_forbids_or_asks_for_is_not_added():
    enhanced = enhance("No nodding. Smiles throughout. Raises the eyebrows.", SCRIPT)
    added = {a.action for reason in enhanced.reasons for a in parse_prompt(reason.addition).actions}
    assert added.isdisjoint({Action.NOD, Action.SMILE, Action.RAISE_BROWS})
    quiet = enhance("Keeps very still.", SCRIPT)
    added = {a.action for reason in quiet.reasons for a in parse_prompt(reason.addition).actions}
    assert added.isdisjoint({Action.NOD, Action.SHAKE_HEAD, Action.TILT_HEAD})


@pytest.mark.parametrize(
    ("language", "script", "words"),
    [
        ("de", "Guten Tag! Danke.", {"guten tag", "danke"}),
        ("fr", "Bonjour tout le monde. Merci.", {"bonjour", "merci"}),
        ("es", "Hola a todos. Muchas gracias.", {"hola", "gracias"}),
        ("it", "Ciao a tutti. Grazie.", {"ciao", "grazie"}),
        ("pt", "Olá a todos. Muito obrigado.", {"olá", "obrigado"}),
        ("nl", "Hallo allemaal. Heel erg bedankt.", {"hallo", "bedankt"}),
        ("ru", "Привет. Большое спасибо.", {"привет", "спасибо"}),
        ("ja", "こんにちは。", set()),
    ],
)
def test_cues_in_other_languages(language, script, words):
    plan = parse_prompt(enhance("", script, language).prompt)
    assert words <= {word for action in plan.actions for word in action.when.words}


@pytest.mark.parametrize(
    "script", ["", "   ", "!!!", "?", "<break time='1s'/>", "a" * 5000, "no, " * 1200, "日本語。"]
)
def test_any_script_can_be_read(script):
    assert parse_prompt(enhance("nods", script).prompt).actions[0].action is Action.NOD


def test_feelings_are_those_of_the_words():
    speech = tone_speech("What a wonderful day. I am not happy. My dog died.")
    feelings = {speech.words[f.word_index].text: f.valence for f in feelings_of(speech)}
    assert feelings["wonderful"] > 0.5
    assert feelings["happy."] < 0.0
    assert feelings["died."] < -0.5
    assert feelings_of(replace(speech, language="xx")) == ()


@pytest.mark.parametrize(
    ("name", "mood"),
    [
        ("Excited", Action.EXCITED),
        ("friendly", Action.WARM),
        ("Serious", Action.SERIOUS),
        ("Soothing", Action.SOOTHING),
        ("Broadcaster", Action.CONFIDENT),
        ("sad", Action.SAD),
    ],
)
def test_emotions_are_moods(name, mood):
    directed = direct(Wish(emotion=name), tone_speech("Hello"))
    assert directed.direction.plan.actions[0].action is mood
    assert directed.direction.plan.actions[0].when.place is Place.THROUGHOUT


def test_an_unknown_emotion_is_refused():
    with pytest.raises(OptionInvalidError, match="blue-green"):
        direct(Wish(emotion="blue-green-ish"), tone_speech("Hello"))


def test_words_that_are_never_said_are_reported():
    wish = Wish(Expressiveness.LOW, 'nods when saying "apples"; winks when saying "hello"')
    directed = direct(wish, tone_speech("Hello there"))
    assert [action.action for action in directed.direction.plan.actions] == [Action.WINK]
    (missing,) = directed.direction.plan.ignored
    assert (missing.text, missing.reason) == ("nods", IgnoredReason.NOT_SAID)
    assert directed.direction.expressiveness is Expressiveness.LOW


def test_nothing_wished_is_nothing_directed():
    directed = direct(Wish(), tone_speech("One two three"))
    assert directed.direction.plan.actions == ()
    assert directed.reasons == ()
