from django.core.exceptions import ValidationError
from django.utils import translation

from courses.models import Fact
from lms.publishing import NotPublishableError


def test_a_reason_names_the_field_it_is_about():
    problem = ValidationError({"source_title": "It is empty.", "__all__": "Not yet."})

    assert NotPublishableError(Fact(), problem).reasons == [
        "Source: It is empty.",
        "Not yet.",
    ]
    with translation.override("nl"):
        assert NotPublishableError(Fact(), problem).reasons[0] == "Bron: It is empty."


def test_reasons_without_fields_are_said_as_they_are():
    problem = ValidationError(["Not yet.", "Nor this."])

    assert NotPublishableError(Fact(), problem).reasons == ["Not yet.", "Nor this."]
