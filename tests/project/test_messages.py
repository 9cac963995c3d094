import gettext

import polib
import pytest

import messages

TEMPLATE = """{% load i18n %}
<main>
    <h1>{% translate "Your courses" %}</h1>
  {% if x %}<p>{% blocktranslate trimmed with name=person.name %}
    Hello {{ name }},
    welcome.
  {% endblocktranslate %}</p>{% endif %}
      {% comment %}Translators: on a button{% endcomment %}
      {% translate "Open" context "verb" %}
  {% blocktranslate count n=total %}One course{% plural %}{{ n }} courses{% endblocktranslate %}
  {{ value|default:_("nothing (yet)") }} it's "quoted" ( {
</main>
"""
CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

LABEL = _("Your courses")
OPEN = pgettext_lazy("adjective", "Open")


def late(days):
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
"""


@pytest.fixture
def app(tmp_path):
    folder = tmp_path / "courses"
    (folder / "templates" / "courses").mkdir(parents=True)
    (folder / "templates" / "courses" / "page.html").write_text(TEMPLATE)
    (folder / "views.py").write_text(CODE)
    return folder


@pytest.fixture
def catalogue(app):
    """The Dutch catalogue of the app, complete."""
    messages.update(app, "nl", messages.extract_app(app))
    path = messages.catalogue_path(app, "nl")
    translated = polib.pofile(str(path))
    for entry in translated:
        if entry.msgid_plural:
            entry.msgstr_plural = {
                0: f"nl {entry.msgid}",
                1: f"nl {entry.msgid_plural}",
            }
        else:
            entry.msgstr = f"nl {entry.msgid}"
    translated.save()
    return path


def problems(app):
    return messages.problems(app, "nl", messages.extract_app(app), set())


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_text_is_translated(language):
    same = messages.load_same()
    found = [
        problem
        for app in messages.apps()
        for problem in messages.problems(app, language, messages.extract_app(app), same)
    ]
    assert found == []


def test_messages_of_templates_and_code_are_found(app):
    found = messages.extract_app(app)
    assert set(found) == {
        (None, "Your courses"),
        (None, "Hello %(name)s, welcome."),
        ("verb", "Open"),
        (None, "One course"),
        (None, "nothing (yet)"),
        ("adjective", "Open"),
        (None, "%(days)s day late"),
    }
    assert found[None, "One course"].plural == "%(n)s courses"
    assert found["verb", "Open"].comments == ["Translators: on a button"]
    assert found[None, "Your courses"].files == {
        "courses/templates/courses/page.html",
        "courses/views.py",
    }


def test_updating_keeps_translations_and_guesses_none(app, catalogue):
    text = (app / "views.py").read_text()
    (app / "views.py").write_text(text + '\nNEW = _("Your course")\n')
    waiting = messages.update(app, "nl", messages.extract_app(app))
    entries = {entry.msgid: entry for entry in polib.pofile(str(catalogue))}
    assert waiting == 1
    assert entries["Your courses"].msgstr == "nl Your courses"
    assert entries["Your course"].msgstr == ""
    assert not any(entry.fuzzy for entry in entries.values())


def test_a_message_that_went_away_keeps_its_translation_out_of_use(app, catalogue):
    (app / "views.py").write_text("")
    messages.update(app, "nl", messages.extract_app(app))
    late = polib.pofile(str(catalogue)).find(
        "%(days)s day late", include_obsolete_entries=True
    )
    assert late.obsolete
    (app / "views.py").write_text(CODE)
    messages.update(app, "nl", messages.extract_app(app))
    late = polib.pofile(str(catalogue)).find("%(days)s day late")
    assert late.msgstr_plural[0] == "nl %(days)s day late"


def test_updating_twice_changes_nothing(app, catalogue):
    messages.update(app, "nl", messages.extract_app(app))
    once = catalogue.read_bytes()
    messages.update(app, "nl", messages.extract_app(app))
    assert catalogue.read_bytes() == once


def test_a_complete_catalogue_has_no_problems(app, catalogue):
    assert problems(app) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"msgstr": ""}, "is not translated"),
        ({"flags": ["fuzzy"]}, "is marked fuzzy"),
        (
            {"msgstr": "Hallo"},
            "has other placeholders: %(name)s",
        ),
        (
            {"msgstr": "Hello %(name)s, welcome."},
            "is the same as in English "
            "(list it in tools/same_in_translation.txt if right)",
        ),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(app, catalogue, change, problem):
    changed = polib.pofile(str(catalogue))
    entry = changed.find("Hello %(name)s, welcome.")
    for attribute, value in change.items():
        setattr(entry, attribute, value)
    changed.save()
    assert problems(app) == [
        f"courses/locale/nl/LC_MESSAGES/django.po: {entry.msgid!r} {problem}"
    ]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_text_is_translated_otherwise_in_another_app(language):
    assert messages.disagreements(messages.ROOT, language) == []


@pytest.mark.parametrize(
    ("msgid", "change", "is_named"),
    [
        ("Your courses", {"msgstr": "nl Something else"}, True),
        ("Your courses", {"msgctxt": "tab", "msgstr": "nl Something else"}, False),
        ("Your courses", {"msgstr": ""}, False),
        ("%(days)s day late", {"msgstr_plural": {0: "één", 1: "meer"}}, True),
    ],
)
def test_two_apps_say_a_text_alike_or_in_a_context(
    app, catalogue, msgid, change, is_named
):
    other = messages.catalogue_path(app.parent / "quizzes", "nl")
    other.parent.mkdir(parents=True)
    changed = polib.pofile(str(catalogue))
    entry = changed.find(msgid)
    for attribute, value in change.items():
        setattr(entry, attribute, value)
    changed.save(str(other))
    found = messages.disagreements(app.parent, "nl")
    assert len(found) == is_named
    assert all(
        line.startswith(f"quizzes/locale/nl/LC_MESSAGES/django.po: {msgid!r} is")
        for line in found
    )


def test_a_text_listed_as_the_same_may_be_the_same(tmp_path):
    listed = tmp_path / "same.txt"
    listed.write_text("# Names.\nRelay\n\n[nl fr] Module\n")
    assert messages.load_same(listed) == {
        ("nl", "Relay"),
        ("fr", "Relay"),
        ("de", "Relay"),
        ("nl", "Module"),
        ("fr", "Module"),
    }


def test_compiled_catalogues_are_what_gettext_reads(app, catalogue):
    root = app.parent
    assert messages.compile_all(root) == 1
    assert messages.compile_all(root) == 0
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    assert translations.gettext("Your courses") == "nl Your courses"
    assert translations.pgettext("verb", "Open") == "nl Open"
    assert translations.ngettext("One course", "%(n)s courses", 3) == (
        "nl %(n)s courses"
    )
