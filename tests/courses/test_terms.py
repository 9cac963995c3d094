import pytest
from django.core.exceptions import ValidationError

from courses.models import Term


@pytest.mark.parametrize(
    "form", ["hotbed", "time bomb*", "société d’accueil", "no-go zone*"]
)
def test_a_form_is_words_with_a_star_at_most_at_their_end(form):
    Term(language="en", key="k", forms=form, reason="r", suggestion="s").clean()


@pytest.mark.parametrize("form", ["*bed", "a.b", "c*d", "one, two", "(", "7"])
def test_what_is_not_understood_is_refused_with_the_reason(form):
    with pytest.raises(ValidationError) as refused:
        Term(language="en", key="k", forms=f"fine\n\n{form}").clean()
    assert set(refused.value.message_dict) == {"forms"}
