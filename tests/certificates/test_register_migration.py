from importlib import import_module

from django.apps import apps

from certificates.models import Certificate
from tests.factories.certificates import more_certificates

migration = import_module("certificates.migrations.0008_register")


def test_the_issuer_is_filled_in_from_the_words(certificate, beekstad, valmont, now):
    (other,) = more_certificates(certificate, 1, now=now)
    other.words = {**other.words, "issuer": {"id": valmont.pk, "name": "Valmont"}}
    other.save()
    Certificate.objects.filter(pk=certificate.pk).update(issuer=valmont)
    Certificate.objects.filter(pk=other.pk).update(issuer=beekstad)
    migration.fill_issuers(apps, None)
    assert dict(Certificate.objects.values_list("pk", "issuer")) == {
        certificate.pk: beekstad.pk,
        other.pk: valmont.pk,
    }
