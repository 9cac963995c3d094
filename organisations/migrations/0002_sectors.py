"""The sixteen professional sectors and their names; parents get no certificate."""

from django.db import migrations

# Code, English, Dutch, French, German.
SECTORS = [
    ("POL", "Police (local and federal)", "Politie", "Police", "Polizei"),
    ("YTH", "Youth work", "Jeugdwerk", "Travail de jeunesse", "Jugendarbeit"),
    (
        "YCA",
        "Youth care and assistance",
        "Jeugdhulp",
        "Aide à la jeunesse",
        "Jugendhilfe",
    ),
    ("EDU", "Education", "Onderwijs", "Enseignement", "Unterrichtswesen"),
    (
        "PRI",
        "Prison staff",
        "Gevangeniswezen",
        "Établissements pénitentiaires",
        "Strafvollzug",
    ),
    (
        "PRB",
        "Probation (justice houses)",
        "Justitiehuizen",
        "Maisons de justice",
        "Justizhaus",
    ),
    (
        "MUN",
        "Municipal services",
        "Gemeentediensten",
        "Services communaux",
        "Gemeindedienste",
    ),
    (
        "PRV",
        "Local prevention services, peacekeepers",
        "Preventiediensten, gemeenschapswachten",
        "Services de prévention, gardiens de la paix",
        "Präventionsdienste",
    ),
    (
        "SOC",
        "Social welfare (OCMW/CPAS/ÖSHZ)",
        "Maatschappelijk welzijn (OCMW)",
        "Action sociale (CPAS)",
        "Sozialhilfe (ÖSHZ)",
    ),
    (
        "HEA",
        "Health and mental health",
        "Gezondheid en geestelijke gezondheid",
        "Santé et santé mentale",
        "Gesundheit und psychische Gesundheit",
    ),
    (
        "INT",
        "Integration and citizenship",
        "Integratie en inburgering",
        "Intégration et citoyenneté",
        "Integration",
    ),
    (
        "EMP",
        "Employment and training services",
        "Werk en opleiding",
        "Emploi et formation",
        "Beschäftigung und Ausbildung",
    ),
    (
        "SPO",
        "Sport and culture",
        "Sport en cultuur",
        "Sport et culture",
        "Sport und Kultur",
    ),
    (
        "CIV",
        "Civil society, key figures",
        "Middenveld, sleutelfiguren",
        "Société civile, personnes-relais",
        "Zivilgesellschaft",
    ),
    (
        "COO",
        "Coordinators of prevention / LIVC-R",
        "Coördinatoren",
        "Coordinateurs",
        "Koordinatoren",
    ),
    ("PAR", "Parents and carers", "Ouders", "Parents", "Eltern"),
]


def add_sectors(apps, schema_editor):
    Sector = apps.get_model("organisations", "Sector")
    for position, (code, en, nl, fr, de) in enumerate(SECTORS, start=1):
        Sector.objects.update_or_create(
            code=code,
            defaults={
                "name_en": en,
                "name_nl": nl,
                "name_fr": fr,
                "name_de": de,
                "gives_certificate": code != "PAR",
                "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    # Back: the rows stay, because people may point to them.
    operations = [migrations.RunPython(add_sectors, migrations.RunPython.noop)]
