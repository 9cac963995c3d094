from courses.domain.facts.saving import in_every_language, own_facts
from tests.factories.facts import small_fact


def test_own_facts_are_nobodys_without_a_content_role(small, bob, alice, author):
    assert not own_facts(bob).exists()
    assert not own_facts(alice).exists()
    assert list(own_facts(author).order_by("locale__language_code")) == (
        in_every_language(small_fact())
    )
