"""What a script offers a director: words and marks that ask for a movement, by language."""

LISTED_WORDS: dict[str, dict[str, str]] = {
    "greeting": {
        "en": "hello hi hey welcome greetings goodbye bye|good morning|good evening|good afternoon|good day",
        "de": "hallo willkommen moin servus tschüss|guten morgen|guten tag|guten abend|auf wiedersehen",
        "fr": "bonjour bonsoir salut bienvenue|au revoir",
        "es": "hola bienvenidos bienvenidas bienvenido adiós|buenos días|buenas tardes|buenas noches",
        "it": "ciao buongiorno buonasera salve benvenuti benvenuto benvenuta arrivederci",
        "pt": "olá oi tchau|bom dia|boa tarde|boa noite|bem-vindos",
        "nl": "hallo welkom dag hoi|goedemorgen|goedemiddag|goedenavond|tot ziens",
        "ru": "привет здравствуйте здравствуй|добрый день|доброе утро|добрый вечер|до свидания",
    },
    "thanks": {
        "en": "thanks|thank you",
        "de": "danke|vielen dank|herzlichen dank",
        "fr": "merci",
        "es": "gracias",
        "it": "grazie",
        "pt": "obrigado obrigada",
        "nl": "bedankt|dank je|dank u",
        "ru": "спасибо благодарю",
    },
    "negation": {
        "en": "never no nobody nothing none impossible cannot|not at all|no way",
        "de": "nie niemals nichts keinesfalls niemand unmöglich|auf keinen fall",
        "fr": "jamais rien personne impossible|pas du tout",
        "es": "nunca jamás nada nadie imposible|de ninguna manera",
        "it": "mai niente nulla nessuno impossibile|per niente",
        "pt": "nunca jamais nada ninguém impossível|de jeito nenhum",
        "nl": "nooit niets niemand onmogelijk|helemaal niet",
        "ru": "никогда ничего никто невозможно|ни за что",
    },
    "emphasis": {
        "en": "really absolutely definitely exactly truly especially must every only completely",
        "de": "wirklich absolut unbedingt genau besonders völlig",
        "fr": "vraiment absolument exactement surtout totalement",
        "es": "realmente absolutamente exactamente sobre-todo totalmente",
        "it": "davvero assolutamente esattamente soprattutto completamente",
        "pt": "realmente absolutamente exatamente sobretudo completamente",
        "nl": "echt absoluut precies vooral volledig",
        "ru": "действительно абсолютно точно особенно совершенно",
    },
    "thinking": {
        "en": "maybe perhaps possibly hmm|i think|i wonder|i guess|let me think|let me see",
        "de": "vielleicht hmm|ich glaube|ich denke|ich frage mich",
        "fr": "peut-être hmm|je crois|je pense",
        "es": "quizás tal-vez|creo que|me pregunto",
        "it": "forse magari|credo che|mi chiedo",
        "pt": "talvez|acho que|será que",
        "nl": "misschien|ik denk|ik geloof",
        "ru": "возможно наверное может-быть|я думаю",
    },
    "agreement": {
        "en": "yes certainly sure indeed|of course",
        "de": "ja sicherlich natürlich selbstverständlich",
        "fr": "oui certainement bien-sûr",
        "es": "sí claro ciertamente|por supuesto",
        "it": "sì certo certamente",
        "pt": "sim claro certamente",
        "nl": "ja natuurlijk zeker",
        "ru": "да конечно безусловно",
    },
}
"""Cue, language, single words, then "|" and phrases."""

LIST_JOINTS = frozenset(["and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "of", "и", "или"])
"""What stands before the last item of a list."""

GESTURES: dict[str, tuple[str, str]] = {
    "greeting": ("smiles and nods slightly", "a greeting"),
    "thanks": ("smiles and nods gently", "thanks"),
    "negation": ("shakes the head slightly", "a denial"),
    "emphasis": ("raises the eyebrows slightly", "a word that stresses"),
    "thinking": ("looks up slightly", "the speaker thinks aloud"),
    "agreement": ("nods", "a yes"),
    "shouting": ("raises the eyebrows", "a word in capitals"),
    "list": ("nods slightly", "an item of a list"),
    "question": ("raises the eyebrows slightly and tilts the head slightly", "a question"),
    "exclamation": ("raises the eyebrows slightly", "an exclamation"),
    "joy": ("looks happy", "a word of joy"),
    "glad": ("smiles slightly", "a glad word"),
    "warm": ("looks warm", "a warm word"),
    "calm": ("looks soothing", "a calm word"),
    "sad": ("looks slightly sad", "a sad word"),
    "upset": ("looks slightly angry", "an angry word"),
    "fear": ("looks slightly worried", "a word of fear"),
    "bad": ("looks slightly serious", "a word of trouble"),
}
"""Cue: what the speaker does, and why."""
