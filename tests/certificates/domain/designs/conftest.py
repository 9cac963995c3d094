"""The small course gives a certificate in a design of Beekstad."""

import pytest

from tests.factories.designs import make_design


@pytest.fixture
def designs(beekstad):
    return make_design(beekstad)


@pytest.fixture
def rule(rule, designs):
    """The rule of the course, which prints by the design."""
    rule.design = designs["nl"]
    rule.save()
    return rule
