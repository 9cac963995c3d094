"""Pictures of questions go out with them, come in with them, and are taken back."""

from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from wagtail.models import Locale

from media.models import MediaImage
from quizzes.domain.exporting import export_questions
from quizzes.domain.importing import import_questions, undo_import
from quizzes.domain.planning import plan_import
from quizzes.interchange import FORMATS, Found
from quizzes.interchange.shapes import Area, Areas, Picture
from quizzes.models import Bank, Question
from tests.factories.exercises import question_body
from tests.factories.media import RIGHTS, make_image

pytestmark = pytest.mark.django_db
ALT = "A room with a counter."


@pytest.fixture
def pictured(other_bank) -> Question:
    """A question on a picture, in a bank of its own."""
    image = make_image(**RIGHTS)
    body = question_body("spot", "en", kind="hotspot")
    body[0]["value"]["image"] = {
        "image": image.pk,
        "alt_text": ALT,
        "decorative": False,
    }
    bank = Bank.objects.create(course=other_bank.course, code="pictures", name="P")
    question = Question(
        bank=bank,
        key="spot",
        locale=Locale.objects.get(language_code="en"),
        live=False,
    )
    question.body = body
    question.save()
    return question


@pytest.mark.parametrize("name", ["qti", "qti3", "moodlexml"])
def test_a_picture_goes_out_comes_in_with_its_rights_and_is_taken_back(
    pictured, other_bank, take, alice, now, name
):
    form = FORMATS[name]
    export = export_questions(pictured.bank, form, language="en")
    assert export.kinds == {"hotspot": 1}
    first = MediaImage.objects.get()

    run = take(export.data, form)

    image = MediaImage.objects.exclude(pk=first.pk).get()
    assert (image.rights_holder, image.licence) == tuple(RIGHTS.values())
    assert not image.no_danger_cue
    assert image.uploaded_by_user == alice
    [block] = other_bank.questions.get().body
    assert block.value["image"].pk == image.pk
    assert block.value["image"].contextual_alt_text == ALT
    again = export_questions(other_bank, form, language="en")
    assert form.read(again.data) == form.read(export.data)
    assert plan_import(other_bank, form, export.data, language="en").known == ["spot"]
    undo_import(run, actor=alice, now=now)
    assert MediaImage.objects.get() == first


def test_a_picture_that_is_there_already_is_shown_and_stays_when_undone(
    pictured, other_bank, take, alice, now
):
    form = FORMATS["qti"]
    export = export_questions(pictured.bank, form, language="en")
    run = take(export.data, form)
    third = Bank.objects.create(course=other_bank.course, code="third", name="Third")
    second_run = import_questions(
        third, form, export.data, language="en", actor=alice, now=now
    )
    assert MediaImage.objects.count() == 2
    assert [set(row) for row in second_run.made] == [{"question", "revision"}]
    # The other bank shows it still.
    undo_import(run, actor=alice, now=now)
    assert MediaImage.objects.count() == 2
    assert third.questions.get().body[0].value["image"] is not None


@pytest.mark.parametrize("form", ["gift", "xlsx", "csv"])
def test_a_format_without_pictures_leaves_the_question_out_and_says_so(pictured, form):
    export = export_questions(pictured.bank, FORMATS[form], language="en")
    assert export.kinds == {}
    assert [one.message for one in export.problems] == [
        "This format has no such kind of question."
    ]


@pytest.mark.parametrize("lost", ["file", "row", "none"])
def test_a_picture_that_is_gone_is_told(pictured, lost):
    image = MediaImage.objects.get()
    if lost == "file":
        default_storage.delete(image.file.name)
    elif lost == "row":
        image.delete()
    else:
        pictured.body = question_body("spot", "en", kind="hotspot")
        pictured.save()
    for form in ("qti", "moodlexml"):
        export = export_questions(pictured.bank, FORMATS[form], language="en")
        assert [one.message for one in export.problems] == ["Its picture is not there."]


def looked_at(bank, picture) -> list[str]:
    areas = tuple(
        Area(f"Area {number}", number == 1, "", "rect", f"{number} 0 9 9")
        for number in (1, 2)
    )
    found = Found("1", key="spot", prompt="Where?", shape=Areas(picture, areas))
    form = replace(FORMATS["qti"], read=lambda data: [found])
    plan = plan_import(bank, form, b"any", language="en")
    return [one.message for one in plan.problems]


def test_what_the_media_library_would_not_take_is_told(other_bank):
    told = looked_at(other_bank, Picture("x", b"no image", ALT, "We", "CC0"))
    assert "Upload a valid image" in told[0]
    assert looked_at(other_bank, None) == ["Its picture is not in the file."]
    assert looked_at(other_bank, Picture("x", b"", "")) == [
        "Its picture has no text that says what it shows."
    ]
    assert not MediaImage.objects.exists()


def test_a_picture_without_rights_comes_in_and_waits_for_them(pictured):
    with pictured.body[0].value["image"].file.open("rb") as file:
        data = file.read()
    assert looked_at(None, Picture("x", data, ALT)) == [
        "Say whose its picture is, and its licence, before it goes live."
    ]
