"""Beekstad lets its directory in."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from interop.domain.directory.places import Directory
from interop.domain.tokens import make_token
from organisations.enums import Level
from organisations.models import Organisation, Sector
from tests.conftest import NOW

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@dataclass
class Program:
    """A program with a key."""

    key: str

    def ask(self, method: str, path: str, said: Any = None, **headers):
        """What comes back, with its JSON in `said`."""
        response = Client(raise_request_exception=True).generic(
            method,
            path,
            b"" if said is None else json.dumps(said).encode(),
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.key}", **headers},
        )
        is_json = "json" in response.get("Content-Type", "")
        response.said = json.loads(response.content) if is_json else None
        return response

    def bring(self, user_name: str, **said):
        return self.ask(
            "POST", "/scim/v2/Users", {"schemas": [USER], "userName": user_name, **said}
        )

    def patch(self, path: str, *operations: dict):
        return self.ask(
            "PATCH",
            f"/scim/v2/{path}",
            {"schemas": [PATCH], "Operations": list(operations)},
        )

    def found(self, query: str = "", kind: str = "Users") -> list[dict]:
        response = self.ask("GET", f"/scim/v2/{kind}?{query}")
        assert response.status_code == 200, response.said
        return response.said.get("Resources", [])


def let_in(organisation, by, *, scopes=("scim",), now=NOW, **how):
    """A token and its key."""
    return make_token(
        organisation,
        name="Entra ID",
        scopes=scopes,
        last_day=date(2027, 11, 1),
        sector=Sector.objects.get(pk="POL"),
        actor=by,
        now=now,
        **how,
    )


def department(name: str, of: Organisation) -> Organisation:
    made = Organisation.objects.create(
        name=name,
        code=f"{of.code}-{name.lower()}",
        parent=of,
        level=Level.DEPARTMENT,
        language_regime=of.language_regime,
    )
    made.path = f"{of.path}{made.pk}/"
    made.save(update_fields=["path"])
    return made


@pytest.fixture
def police(beekstad):
    return department("Police", beekstad)


@pytest.fixture
def youth(beekstad):
    return department("Youth", beekstad)


@pytest.fixture
def that_day(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def entra(beekstad, alice, that_day) -> Program:
    """Beekstad's directory."""
    return Program(let_in(beekstad, alice)[1])


@pytest.fixture
def okta(valmont, charlie, that_day) -> Program:
    """The directory of Valmont-les-Saules."""
    return Program(let_in(valmont, charlie)[1])


@pytest.fixture
def directory(beekstad, alice, that_day) -> Directory:
    return Directory(let_in(beekstad, alice)[0])
