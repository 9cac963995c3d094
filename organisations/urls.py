from django.urls import path

from organisations.views import invitations, language, profile, setup, sign_out, welcome

app_name = "organisations"

ONE_ORGANISATION = "organisation/<slug:code>/"

urlpatterns = [
    path("me/", profile.profile, name="profile"),
    path("me/organisation/", profile.belonging, name="belonging"),
    path("me/memberships/<int:pk>/end/", profile.leave, name="leave"),
    path(
        f"{ONE_ORGANISATION}invitations/", invitations.invitations, name="invitations"
    ),
    path(
        f"{ONE_ORGANISATION}invitations/<uuid:uuid>/resend/",
        invitations.resend_invitation,
        name="resend_invitation",
    ),
    path(
        f"{ONE_ORGANISATION}invitations/<uuid:uuid>/withdraw/",
        invitations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        f"{ONE_ORGANISATION}members/<int:pk>/confirm/",
        invitations.confirm_member,
        name="confirm_member",
    ),
    path(
        f"{ONE_ORGANISATION}members/<int:pk>/decline/",
        invitations.decline_member,
        name="decline_member",
    ),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("welcome/<str:token>/switch/", welcome.switch_account, name="switch_account"),
    path("setup/", setup.set_up, name="set_up"),
    path("sign-out/", sign_out.sign_out, name="sign_out"),
    path("language/", language.set_language, name="set_language"),
]
