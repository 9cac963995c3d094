from lms.errors import DomainError


def test_a_domain_error_shows_its_message_and_keeps_its_code():
    error = DomainError("This link was used before.", code="used")
    assert (str(error), error.message, error.code) == (
        "This link was used before.",
        "This link was used before.",
        "used",
    )
