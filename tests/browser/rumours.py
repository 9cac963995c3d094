"""What the trainer of test_authoring writes, and the Dutch of it."""

HARMFUL = "Then somebody says the whole street is a hotbed."
HARMLESS = "Then somebody says something is wrong in the whole street."
HEARD = "You hear it at the counter first: a house with its curtains closed."
MATERIAL = "Ask what the person saw. Thank them, and say what you will do with it."

CASE = {
    "story": "A woman says that the curtains next door stay closed all day.",
    "see": "She is worried, and she looks at the door while she talks.",
    "explanations": "Somebody who works at night sleeps in the daytime.",
    "job": "Listen, and find out what she saw with her own eyes.",
    "consult": "A colleague who knows the street.",
    "trap": "Telling it on, as if it were known.",
}
QUESTION = {
    "prompt": "What do you ask first?",
    "options": [
        {
            "text": "What did you see yourself?",
            "feedback": "So you learn what is known.",
        },
        {"text": "Who told you to say that?", "feedback": "That ends the talk."},
    ],
}
STATEMENT = {
    "prompt": "Somebody who passes a rumour on is always lying.",
    "feedback": "Most people believe what they pass on.",
}
PAIRS = {
    "prompt": "What is it that you hear?",
    "pairs": [
        {"left": "The curtains were closed at noon.", "right": "Something seen"},
        {"left": "They are hiding something.", "right": "Something guessed"},
    ],
}
ORDER = {
    "prompt": "Put what you do in order.",
    "events": [
        {"text": "You listen until the end."},
        {"text": "You ask what was seen."},
        {"text": "You say what you will do."},
    ],
}
REFLECTION = "When did you believe a rumour yourself?"
REMEMBER = {
    "title": "Before you pass it on",
    "items": ["I know who saw it.", "I know when it was."],
}

DUTCH = {
    "Rumours at work": "Geruchten op het werk",
    "What a rumour does in a street, and what you can do.": (
        "Wat een gerucht doet in een straat, en wat jij kunt doen."
    ),
    "Hear what is meant before you answer.": (
        "Hoor wat er bedoeld wordt voor je antwoordt."
    ),
    "Listening first": "Eerst luisteren",
    "Answering": "Antwoorden",
    "A rumour often says more about worry than about facts.": (
        "Een gerucht zegt vaak meer over zorgen dan over feiten."
    ),
    "What you answer travels on.": "Wat je antwoordt, gaat verder rond.",
    HEARD: "Je hoort het eerst aan de balie: een huis met de gordijnen dicht.",
    HARMLESS: "Dan zegt iemand dat er iets mis is in de hele straat.",
    CASE["story"]: "Een vrouw zegt dat de gordijnen hiernaast de hele dag dicht zijn.",
    CASE["see"]: "Ze is bezorgd, en ze kijkt naar de deur terwijl ze praat.",
    CASE["explanations"]: "Wie ’s nachts werkt, slaapt overdag.",
    CASE["job"]: "Luisteren, en nagaan wat ze met eigen ogen zag.",
    CASE["consult"]: "Een collega die de straat kent.",
    CASE["trap"]: "Het doorvertellen alsof het vaststaat.",
    "What do you ask first?": "Wat vraag je eerst?",
    "What did you see yourself?": "Wat heb je zelf gezien?",
    "So you learn what is known.": "Zo weet je wat vaststaat.",
    "Who told you to say that?": "Wie heeft je dat laten zeggen?",
    "That ends the talk.": "Daarmee stopt het gesprek.",
    "Somebody who passes a rumour on is always lying.": (
        "Wie een gerucht doorvertelt, liegt altijd."
    ),
    "Most people believe what they pass on.": (
        "De meeste mensen geloven wat ze doorvertellen."
    ),
    "What is it that you hear?": "Wat hoor je?",
    "The curtains were closed at noon.": "De gordijnen waren dicht om twaalf uur.",
    "Something seen": "Iets wat gezien is",
    "They are hiding something.": "Ze verbergen iets.",
    "Something guessed": "Iets wat vermoed wordt",
    "Put what you do in order.": "Zet in volgorde wat je doet.",
    "You listen until the end.": "Je luistert tot het einde.",
    "You ask what was seen.": "Je vraagt wat er gezien is.",
    "You say what you will do.": "Je zegt wat je zult doen.",
    REFLECTION: "Wanneer geloofde je zelf een gerucht?",
    "Before you pass it on": "Voor je het doorvertelt",
    "I know who saw it.": "Ik weet wie het zag.",
    "I know when it was.": "Ik weet wanneer het was.",
}
