"""A design in use is versioned, never changed."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.domain.award import award_certificate, sweep
from certificates.domain.designs import freezing
from certificates.domain.designs.freezing import version_for
from certificates.domain.document import certificate_pdf
from certificates.models import Certificate, Design, DesignVersion
from lms.errors import DomainError
from lms.storage import private_storage
from tests.factories.certificates import complete, make_rule, next_completion
from tests.factories.designs import drawn, logo, make_design, make_picture, signatory
from tests.factories.threads import at_once

LANGUAGES = ("en", "nl")


def pdfs(certificate) -> list[bytes]:
    """As somebody gets them later, from the register alone."""
    stored = Certificate.objects.get(pk=certificate.pk)
    return [certificate_pdf(stored, language=code) for code in LANGUAGES]


def test_the_published_design_is_frozen_in_all_its_languages(rule, certificate, now):
    content = certificate.design.content
    assert set(content) == {"en", "nl"}
    assert content["nl"] == {
        "paper": "landscape",
        "accent": "#00525c",
        "heading": "Diploma nl",
        "awarded_to": "Given to nl",
        "above": "For {course} nl",
        "below": "On {date} nl",
        "logos": [],
        "signatories": [
            {"name": "Ann Devos", "title": "Burgemeester", "picture": None}
        ],
    }
    assert certificate.design.design_key == rule.design.translation_key
    assert certificate.design.created_at == now


def test_a_rule_without_design_freezes_none(small_course, completion, now):
    make_rule(small_course.course)
    assert award_certificate(completion, now=now).design is None
    assert not DesignVersion.objects.exists()


def test_what_is_only_a_draft_is_not_printed_by(rule, designs, completion, now):
    designs["en"].unpublish()
    designs["nl"].heading = "A draft"
    designs["nl"].save_revision()
    version = version_for(rule, now=now)
    assert list(version.content) == ["nl"]
    assert version.content["nl"]["heading"] == "Diploma nl"


def test_a_design_of_which_nothing_is_published_is_none(rule, designs, now):
    for design in designs.values():
        design.unpublish()
    assert version_for(rule, now=now) is None


def test_the_same_design_is_stored_once(rule, certificate, now):
    later = now + timedelta(days=3)
    second = next_completion(certificate.completion.enrolment, cycle=2, now=later)
    assert award_certificate(second, now=later).design == certificate.design
    assert DesignVersion.objects.count() == 1


def test_an_edit_makes_a_new_version_and_leaves_the_old(
    rule, certificate, designs, now
):
    before = pdfs(certificate)
    designs["nl"].heading = "Getuigschrift"
    designs["nl"].save_revision().publish()
    second = next_completion(certificate.completion.enrolment, cycle=2, now=now)
    newer = award_certificate(second, now=now)
    assert newer.design != certificate.design
    assert newer.design.content["nl"]["heading"] == "Getuigschrift"
    assert pdfs(certificate) == before
    assert pdfs(newer) != before


def test_a_known_version_is_found_in_two_queries(
    rule, certificate, now, django_assert_num_queries
):
    rule.refresh_from_db()
    with django_assert_num_queries(2):
        assert version_for(rule, now=now) == certificate.design


def test_a_version_is_never_changed_and_never_deleted(certificate):
    version = certificate.design
    version.content = {}
    with pytest.raises(DomainError):
        version.save()
    with pytest.raises(DomainError):
        version.delete()
    stored = DesignVersion.objects.get(pk=version.pk)
    assert stored.content["en"]["heading"] == "Diploma en"


@pytest.fixture
def pictured(rule, designs):
    """The design with a logo and a signature."""
    logos, signature = make_picture("navy"), make_picture("black", kind="JPEG")
    for design in designs.values():
        design.logos = [logo(logos)]
        design.signatories = [signatory("Ann Devos", "Mayor", signature)]
        design.save_revision().publish()
    return logos, signature


def test_pictures_are_kept_apart_once_each(pictured, rule, completion, now):
    certificate = award_certificate(completion, now=now)
    content = certificate.design.content
    assert content["en"]["logos"] == content["nl"]["logos"]
    (kept,) = content["en"]["logos"]
    assert kept["text"] == "City of Beekstad"
    assert (kept["picture"]["width"], kept["picture"]["height"]) == (400, 120)
    storage = private_storage()
    assert storage.exists(kept["picture"]["file"])
    folder, name = kept["picture"]["file"].rsplit("/", 1)
    assert storage.listdir(folder)[1].count(name) == 1


def test_deleting_the_pictures_and_the_design_changes_no_certificate(
    pictured, rule, completion, designs, now
):
    certificate = award_certificate(completion, now=now)
    before = pdfs(certificate)
    for image in pictured:
        image.delete()
    rule.design = None
    rule.save()
    for design in designs.values():
        design.delete()
    assert not Design.objects.exists()
    assert pdfs(certificate) == before


def test_a_picture_that_is_replaced_makes_a_new_version(
    pictured, rule, completion, now
):
    certificate = award_certificate(completion, now=now)
    before = pdfs(certificate)
    picture = pictured[0]
    picture.file = ContentFile(drawn("maroon"), name="other.png")
    # As Wagtail's form does.
    picture.file_hash = ""
    picture.save()
    newer = version_for(rule, now=now)
    assert newer != certificate.design
    assert newer.content["en"]["logos"] != certificate.design.content["en"]["logos"]
    assert pdfs(certificate) == before


def test_a_picture_that_cannot_be_read_holds_the_award_up_until_it_can(
    pictured, rule, completion, now
):
    storage, name = pictured[0].file.storage, pictured[0].file.name
    with storage.open(name) as file:
        data = file.read()
    # Known by its hash, which needs no reading.
    pictured[0].get_file_hash()
    storage.delete(name)
    with pytest.raises(DomainError, match="cannot be read"):
        award_certificate(completion, now=now)
    assert sweep(now) == 0
    storage.save(name, ContentFile(data))
    assert sweep(now) == 1
    assert Certificate.objects.get().design is not None


def test_who_loses_a_race_gets_the_winners_version(pictured, rule, now, monkeypatch):
    winners, prepared = [], freezing.prepared

    def while_another_process_freezes(image):
        monkeypatch.setattr(freezing, "prepared", prepared)
        winners.append(version_for(rule, now=now))
        return prepared(image)

    monkeypatch.setattr(freezing, "prepared", while_another_process_freezes)
    assert version_for(rule, now=now) == winners[0]
    assert DesignVersion.objects.count() == 1


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sixteen_threads_store_a_version_once(rule, now):
    found = []
    assert at_once(*[lambda: found.append(version_for(rule, now=now).pk)] * 16) == []
    assert found == [DesignVersion.objects.get().pk] * 16


ACTS = st.lists(
    st.sampled_from(
        [
            "award",
            "award",
            "heading",
            "colour",
            "portrait",
            "logo",
            "unpublish",
            "publish",
            "delete picture",
        ]
    ),
    max_size=7,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_whatever_is_edited_each_certificate_prints_as_when_it_was_awarded(
    acts, small_course, bob, beekstad, now
):
    """The bytes at award are the bytes after any history of edits."""
    with transaction.atomic():
        _walk(acts, small_course, bob, beekstad, now)
        transaction.set_rollback(True)


def _walk(acts, small_course, bob, beekstad, now):
    design = make_design(beekstad, languages=("en",))["en"]
    rule = make_rule(small_course.course, design=design)
    completion = complete(small_course, bob, now=now)
    awarded = []
    for step, act in enumerate(["award", *acts, "award"]):
        if act == "award":
            cycle = 10 + step
            done = next_completion(completion.enrolment, cycle=cycle, now=now)
            certificate = award_certificate(done, now=now)
            awarded.append(
                (certificate.pk, certificate_pdf(certificate, language="en"))
            )
        else:
            _edit(Design.objects.get(pk=rule.design_id), act, step)
    for pk, pdf in awarded:
        assert certificate_pdf(Certificate.objects.get(pk=pk), language="en") == pdf


def _edit(design, act, step):
    if act == "heading":
        design.heading = f"Heading {step}"
    elif act == "colour":
        design.accent = f"#00{step:02x}5c"
    elif act == "portrait":
        design.paper = "portrait"
    elif act == "logo":
        design.logos = [logo(make_picture(("navy", "maroon", "teal")[step % 3]))]
    elif act == "delete picture":
        for block in design.logos:
            if block.value["image"]:
                block.value["image"].delete()
        return
    elif act == "unpublish":
        design.unpublish()
        return
    design.save_revision().publish()
