import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.RELAY_DEMO = True
    return settings.EMAIL_FILE_PATH


def send(subject, connection=None):
    message = EmailMultiAlternatives(
        subject,
        "Žaneta, <b>your code</b>: https://example.org/join/ABC",
        to=["bob@example.org"],
        connection=connection,
    )
    message.attach_alternative("<p>never shown</p>", "text/html")
    message.send()


def test_an_empty_mailbox_says_what_will_appear(client, mailbox):
    assert "No mail yet" in client.get(reverse("demo_mail")).text


def test_messages_are_listed_newest_first_and_shown_with_live_links(client, mailbox):
    with get_connection() as connection:
        send("First, in one file", connection)
        send("Second – č", connection)
    response = client.get(reverse("demo_mail"))
    mails = response.context["mails"]
    assert [mail.subject for mail in mails] == ["Second – č", "First, in one file"]
    page = client.get(reverse("demo_mail_message", args=[mails[0].name]))
    assert page.status_code == 200
    assert 'href="https://example.org/join/ABC"' in page.text
    assert "Žaneta, &lt;b&gt;your code&lt;/b&gt;" in page.text
    assert "never shown" not in page.text
    assert page.context["mail"].to == "bob@example.org"


@pytest.mark.parametrize(
    "name",
    [
        "..%2F..%2Fetc%2Fpasswd-0",
        "passwd-0",
        "20260101-000000-1.log",
        "20260101-000000-1.log-0",
        "20260101-000000-1.log-x",
        "x20260101-000000-1.log-0",
    ],
)
def test_a_name_that_is_no_message_is_not_found(client, mailbox, name):
    (mailbox.parent / "passwd").write_text("Subject: secret\n\nroot")
    url = reverse("demo_mail_message", args=["NAME"]).replace("NAME", name)
    assert client.get(url).status_code == 404


def test_a_number_beyond_the_messages_is_not_found(client, mailbox):
    send("Only one")
    name = client.get(reverse("demo_mail")).context["mails"][0].name
    assert name.endswith("-0")
    url = reverse("demo_mail_message", args=[f"{name[:-1]}1"])
    assert client.get(url).status_code == 404


def test_outside_the_demonstration_there_is_no_mailbox(client, mailbox, settings):
    send("Secret")
    name = client.get(reverse("demo_mail")).context["mails"][0].name
    settings.RELAY_DEMO = False
    assert client.get(reverse("demo_mail")).status_code == 404
    assert client.get(reverse("demo_mail_message", args=[name])).status_code == 404
