"""What the detector sees in invented texts. Every name and number here is made up."""

import pytest

from lms.detector import Kind, confirmation_of, people_in, unconfirmed

ABOUT_PEOPLE = {
    # E-mail.
    "You can write to j.doe@example.org about it.": {"email": "j.doe@example.org"},
    "Mail naar sofie.p+werk@stad.example": {
        "email": "sofie.p+werk@stad.example",
    },
    "écrivez à k.d (at) exemple.be": {"email": "k.d (at) exemple.be"},
    "Schreib an info@schule.example.de!": {"email": "info@schule.example.de"},
    # Telephone.
    "He gave 0475 12 34 56 as his number": {"phone": "0475 12 34 56"},
    "Bel 02/123.45.67 en vraag ernaar": {"phone": "02/123.45.67"},
    "Appelez le +32 (0)475 12 34 56": {"phone": "+32 (0)475 12 34 56"},
    "tel. 0032475123456": {"phone": "0032475123456"},
    "Ruf 030 1234567 an": {"phone": "030 1234567"},
    "call 020 7946 0958 after five": {"phone": "020 7946 0958"},
    "le 06.12.34.56.78": {"phone": "06.12.34.56.78"},
    # National numbers.
    "rijksregister 85.07.30-033.28": {"number": "85.07.30-033.28"},
    "numéro 85073003328": {"number": "85073003328"},
    "born later: 00 01 01 001 05": {"number": "00 01 01 001 05"},
    "BSN 111222333": {"number": "111222333"},
    "NIR 1 85 05 78 006 084 91": {"number": "1 85 05 78 006 084 91"},
    # Addresses.
    "hij woont Kerkstraat 12 bus 3": {"address": "Kerkstraat 12"},
    "op de hoek van de Grote Markt 1": {"address": "Grote Markt 1"},
    "elle habite rue de la Loi 16": {"address": "rue de la Loi 16"},
    "au 12, avenue des Tilleuls": {"address": "12, avenue des Tilleuls"},
    "er wohnt in der Hauptstraße 5a": {"address": "Hauptstraße 5a"},
    "she lives at 12 Church Street": {"address": "12 Church Street"},
    # Names after a title.
    "I spoke with Mrs Thornhill about it": {"name": "Mrs Thornhill"},
    "het gesprek met mevrouw De Wachter": {"name": "mevrouw De Wachter"},
    "toen zei dhr. van Dale iets": {"name": "dhr. van Dale"},
    "M. Lambert n'a rien dit": {"name": "M. Lambert"},
    "mit Frau Zimmerli gesprochen": {"name": "Frau Zimmerli"},
    # Names that are introduced.
    "a boy named Ronan came in": {"name": "named Ronan"},
    "de jongen heet Dzjamil": {"name": "heet Dzjamil"},
    "il s’appelle Oumar": {"name": "s’appelle Oumar"},
    "ein Junge namens Torben": {"name": "namens Torben"},
    # First names that many have, of every origin.
    "I was too quick with Kevin.": {"name": "Kevin"},
    "Asked Kevin what he meant": {"name": "Kevin"},
    "Fatima zei niets meer": {"name": "Fatima"},
    "hier j'ai vu Mohammed B. à la gare": {"name": "Mohammed B."},
    "Gestern habe ich mit Jürgen Vogt geredet": {"name": "Jürgen Vogt"},
    "Jean-Pierre est venu": {"name": "Jean-Pierre"},
    "Der Junge, Kevin Schulz, war wieder da.": {"name": "Kevin Schulz"},
    "Zu Hause bei Familie Kowalski war Streit": {"name": "bei Familie Kowalski"},
    # Two capitals where a sentence runs; initials.
    "the talk with Tristram Okafor went well": {"name": "Tristram Okafor"},
    "samen met Wendel van den Broeke": {"name": "Wendel van den Broeke"},
    "signed by J. Peeters": {"name": "J. Peeters"},
    # Several at once, each named once.
    "Kevin, 0475 12 34 56, k@example.org": {
        "name": "Kevin",
        "phone": "0475 12 34 56",
        "email": "k@example.org",
    },
}

ABOUT_NOBODY = [
    "I listened too late, and asked too many questions.",
    "On 12/03/2026 at 10:30 we met, 25 people in all.",
    "From 2014 to 2016 there were 1 200 cases in Belgium.",
    "Call 112 in an emergency, or 101.",
    "The work of the Belgian Police in the European Union.",
    "In september sprak ik met een collega van de politie in Mechelen.",
    "Ik ging te snel; volgende keer wacht ik 3 dagen.",
    "De weg naar vertrouwen is lang. 10 stappen.",
    "Le premier jour, je n'ai rien demandé à personne.",
    "La commune de Bruxelles a ouvert une maison en 2019.",
    "Der Junge hat in der Schule mit dem Lehrer über Vertrauen gesprochen.",
    "Das heißt Geduld haben und die Menschen nicht verurteilen.",
    "Ich habe mit meiner Kollegin über das Gespräch nachgedacht.",
    "Herr Bürgermeister war auch da.",
    "Saint-Martin is a lane, and Sint-Maarten a feast.",
    "It cost 1.250,00 euro, order 123456789012.",
    "Said too much. Greet people at the door; Lieve woorden helpen.",
    "We called Police at once, the sign called Hope stayed up.",
    "2026-11-25 10 of us",
    "",
]

# German writes its nouns with capitals, and short notes often hold two in a row.
GERMAN_ABOUT_NOBODY = [
    "Heute ging es in der Klasse um Respekt, Vertrauen und gegenseitige Hilfe.",
    "Danke für gestern, Frau Direktorin.",
    "Gute Arbeit mit Jugendlichen braucht Zeit, Geduld und Offenheit.",
    "Mehr Fragen stellen, weniger Urteile fällen.",
    "Zuhören, Nachfragen, Zeit geben.",
    "Kolleginnen, Kollegen, Eltern und Vereine früh einbeziehen.",
    "Vertrauen wächst langsam, Misstrauen schnell.",
    "Nächste Woche spreche ich mit Kollegen über Grenzen, Rechte Pflichten und Hilfe.",
    "Mit mehr Ruhe zuhören, keine schnellen Schlüsse ziehen, Kontakt halten.",
    "Beim nächsten Gespräch erst Fragen, dann Ratschläge geben.",
    "Ich habe gelernt, Beobachtung und Urteil zu trennen.",
    "Polizei, Schule, Jugendamt: jeder hat eigene Aufgaben.",
    "Wichtig: Ruhe bewahren, Kollegin fragen, Notruf 112 bei Gefahr.",
    "Offene Fragen stellen statt Vorwürfe machen.",
    "Sprechen über Gefühle hilft Jugendlichen, Eltern Halt geben auch.",
    "Eltern Mut machen, Jugendlichen Zeit lassen.",
    "Meine Stärke: Menschen Raum geben.",
    "Vor allem Kindern Sicherheit geben, Eltern Respekt zeigen.",
    "Für Kollegen Zeit nehmen, Konflikte offen ansprechen.",
    "Im Team Aufgaben verteilen, Fälle anonym besprechen.",
    "Am Montag Teamsitzung, danach Gespräch Hausmeister.",
    "Gestern auf der Straße Jugendliche angesprochen, freundlich geblieben.",
    "Dialog statt Druck",
    "mehr Zuhören, weniger Reden",
    "keine Vorurteile, offene Haltung, klare Grenzen",
    "gegen Hass Haltung zeigen",
    "offen über Hass Rede sprechen",
    "dass Radikalisierung Prozess heißt, wusste ich",
    "wenn Jugendliche Sorgen haben, Zeit nehmen",
    "weil Lehrer Vorbilder sind",
]


@pytest.mark.parametrize(("text", "expected"), ABOUT_PEOPLE.items())
def test_what_may_point_to_a_person_is_seen(text, expected):
    assert {str(one.kind): one.excerpt for one in people_in(text)} == expected


@pytest.mark.parametrize("text", [*ABOUT_NOBODY, *GERMAN_ABOUT_NOBODY])
def test_what_points_to_nobody_is_left_alone(text):
    assert people_in(text) == []


def test_every_kind_has_samples_in_plenty():
    kinds = [kind for found in ABOUT_PEOPLE.values() for kind in found]

    assert set(kinds) == set(Kind.values)
    assert len(ABOUT_PEOPLE) >= 30


def test_what_is_seen_stands_where_it_says_in_the_order_of_the_text():
    text = "Bel 0475 12 34 56, of Fatima, Kerkstraat 12"

    found = people_in(text)

    assert [str(one.kind) for one in found] == ["phone", "name", "address"]
    assert [text[one.start : one.end] for one in found] == [
        one.excerpt for one in found
    ]


def test_a_confirmation_is_of_one_text_alone():
    text = "I was too quick with Kevin."
    confirmed = confirmation_of(text)

    assert [one.excerpt for one in unconfirmed(text, confirmation="")] == ["Kevin"]
    assert unconfirmed(text, confirmation=confirmed) == []
    other = f"{text} And with Fatima."
    assert [one.excerpt for one in unconfirmed(other, confirmation=confirmed)] == [
        "Kevin",
        "Fatima",
    ]


@pytest.mark.parametrize(
    "text", ["A. " * 20_000, "Aa " * 20_000, "1 " * 20_000, "a@" * 20_000]
)
def test_a_long_text_of_nothing_takes_no_long_time(text):
    assert len(people_in(text)) < len(text)
