"""A small course in files, made right; a test spoils what it is about."""

from pathlib import Path

from courses.seeding import CourseSeed, read_course, write_course
from quizzes.seeding import read_banks, write_banks

CODE = "small-course"

COURSE = """
code = "small-course"
owner = "relay"
is_open = true
sectors = []
languages = ["en", "nl"]
modules = ["m1"]
title = {en = "Small", nl = "Klein"}
summary = {en = "A small course.", nl = "Een kleine opleiding."}
[[outcomes]]
en = "tell two words apart"
nl = "twee woorden uit elkaar houden"
"""

MODULE = """
key = "m1"
minutes = 10
sectors = ["POL"]
title = {en = "Words", nl = "Woorden"}
summary = {en = "About words.", nl = "Over woorden."}
[[objectives]]
en = "tell them apart"
nl = "ze uit elkaar houden"
[[lessons]]
file = "01-words"
minutes = 4
[[lessons]]
file = "02-acts"
minutes = 3
[quiz]
key = "m1-quiz"
minutes = 3
draw = 5
pass_percent = 80
title = {en = "Quiz", nl = "Toets"}
"""

FACTS = """
[[fact]]
key = "m1-f1"
source_key = "S1"
source_title = "A report, 2020"
source_url = ""
source_date = 2020-01-01
source_date_precision = "year"
valid_from = 2020-01-01
review_by = 2027-11-01
text = {en = "An idea is not an act.", nl = "Een idee is geen daad."}
"""

VIGNETTES = """
[[vignette]]
key = "m1-v1"
form = "none"
sector = "POL"
title = {en = "Robin", nl = "Robin"}
story = {en = "Robin is late.", nl = "Robin is te laat."}
see = {en = "- Late *twice*.", nl = "- *Twee keer* te laat."}
explanations = {en = "- The bus.", nl = "- De bus."}
job = {en = "- Ask.", nl = "- Vraag het."}
consult = {en = "- A colleague.", nl = "- Een collega."}
trap = {en = "Haste.", nl = "Haast."}
"""

EXERCISES = """
[[exercise]]
key = "m1-x1"
kind = "matching"
prompt = {en = "Match.", nl = "Verbind."}
feedback = {en = "So it is.", nl = "Zo is het."}
[[exercise.pairs]]
key = "p1"
left = {en = "Idea", nl = "Idee"}
right = {en = "In the head", nl = "In het hoofd"}
[[exercise.pairs]]
key = "p2"
left = {en = "Act", nl = "Daad"}
right = {en = "In the world", nl = "In de wereld"}

[[exercise]]
key = "m1-x2"
kind = "card_sort"
prompt = {en = "Sort.", nl = "Sorteer."}
feedback = {en = "Sorted.", nl = "Gesorteerd."}
categories = [
  {key = "opinion", en = "Opinion", nl = "Mening"},
  {key = "offence", en = "Offence", nl = "Misdrijf"},
]
cards = [
  {key = "c1", category = "offence", en = "Arson", nl = "Brandstichting"},
  {key = "c2", category = "opinion", en = "“No!”", nl = "“Neen!”"},
]
"""

LESSON_EN = """+++
title = "Two words"
+++
::: lead
Two words.
:::

## Ideas

An **idea** is *free*. See [the law](https://example.org/law).

- one
- two

::: fact m1-f1
:::

::: vignette m1-v1
:::

::: callout remember
**Look** at acts.
:::

::: exercise m1-x1
:::
"""

LESSON_NL = """+++
title = "Twee woorden"
+++
::: lead
Twee woorden.
:::

## Ideeën

Een *idee* is **vrij**. Zie [de wet](https://example.org/law).

- een
- twee

::: fact m1-f1
:::

::: vignette m1-v1
:::

::: callout remember
**Kijk** naar daden.
:::

::: exercise m1-x1
:::
"""

ACTS_EN = '+++\ntitle = "Acts"\n+++\nActs count.\n\n::: exercise m1-x2\n:::\n'
ACTS_NL = '+++\ntitle = "Daden"\n+++\nDaden tellen.\n\n::: exercise m1-x2\n:::\n'

QUESTION = """
[[question]]
key = "m1-q{number:02}"
kind = "single_choice"
must_pass = {must_pass}
tags = ["{topic}"]
difficulty = 1
lesson = "01-words"
fact = "m1-f1"
prompt = {{en = "Question {number}?", nl = "Vraag {number}?"}}
feedback = {{en = "Because {number}.", nl = "Omdat {number}."}}
options = [
  {{key = "a", correct = true, en = "Yes", nl = "Ja", feedback = {{en = "r", nl = "j"}}}},
  {{key = "b", correct = false, en = "Never", nl = "Nooit", feedback = {{en = "w", nl = "f"}}}},
]
"""


class SeedFiles:
    """The folder of the small course, and the folder of its banks."""

    def __init__(self, root: Path) -> None:
        self.course = root / "courses" / CODE
        self.banks = root / "quizzes" / CODE
        module = self.course / "m1"
        module.mkdir(parents=True)
        self.banks.mkdir(parents=True)
        (self.course / "course.toml").write_text(COURSE)
        for name, text in {
            "module.toml": MODULE,
            "facts.toml": FACTS,
            "vignettes.toml": VIGNETTES,
            "exercises.toml": EXERCISES,
            "01-words.en.md": LESSON_EN,
            "01-words.nl.md": LESSON_NL,
            "02-acts.en.md": ACTS_EN,
            "02-acts.nl.md": ACTS_NL,
        }.items():
            (module / name).write_text(text)
        self.write_bank(must_pass=3)

    def write_bank(self, *, count: int = 20, must_pass: int = 0) -> None:
        (self.banks / "m1.toml").write_text(
            "".join(
                QUESTION.format(
                    number=number,
                    must_pass=str(number <= must_pass).lower(),
                    topic="rights" if number <= must_pass else "words",
                )
                for number in range(1, count + 1)
            )
        )

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a file; `name` is "m1/01-words.en.md" or "bank"."""
        path = self.banks / "m1.toml" if name == "bank" else self.course / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def read(self) -> CourseSeed:
        return read_course(self.course)

    def read_banks(self):
        return read_banks(self.read(), self.banks)

    def write(self):
        return write_course(self.read())

    def write_banks(self):
        return write_banks(self.read(), self.read_banks())
