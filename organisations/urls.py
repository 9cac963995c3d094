from django.urls import path

from organisations.views import (
    announcements,
    by_badge,
    flags,
    invitations,
    invitations_again,
    language,
    letters,
    line_managers,
    looks,
    merging,
    people,
    profile,
    setup,
    sign_out,
    welcome,
)

app_name = "organisations"

ONE_ORGANISATION = "organisation/<slug:code>/"

urlpatterns = [
    # By the colour and the rules that make a stylesheet of it.
    path("look/1/<str:colour>.css", looks.look_sheet, name="look_sheet"),
    path("me/", profile.profile, name="profile"),
    path("me/organisation/", profile.belonging, name="belonging"),
    path("me/memberships/<int:pk>/end/", profile.leave, name="leave"),
    path(
        f"{ONE_ORGANISATION}invitations/", invitations.invitations, name="invitations"
    ),
    path(
        f"{ONE_ORGANISATION}invitations/again/",
        invitations_again.send_again,
        name="send_invitations_again",
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
    path(f"{ONE_ORGANISATION}letters/", letters.letters, name="letters"),
    path(
        f"{ONE_ORGANISATION}letters/<uuid:uuid>/",
        letters.letter_run,
        name="letter_run",
    ),
    path(
        f"{ONE_ORGANISATION}letters/<uuid:uuid>/file/",
        letters.letter_file,
        name="letter_file",
    ),
    path(f"{ONE_ORGANISATION}people/", people.people, name="people"),
    path(f"{ONE_ORGANISATION}people/<uuid:uuid>/", people.person, name="person"),
    path(
        f"{ONE_ORGANISATION}people/<uuid:uuid>/appoint/", people.appoint, name="appoint"
    ),
    path(
        f"{ONE_ORGANISATION}people/line-managers/",
        line_managers.line_managers,
        name="line_managers",
    ),
    path(
        f"{ONE_ORGANISATION}people/<uuid:uuid>/line-manager/",
        line_managers.name_manager,
        name="name_manager",
    ),
    path(
        f"{ONE_ORGANISATION}memberships/<int:pk>/correct/",
        people.correct,
        name="correct",
    ),
    path(f"{ONE_ORGANISATION}memberships/<int:pk>/move/", people.move, name="move"),
    path(
        f"{ONE_ORGANISATION}announcements/",
        announcements.announcements,
        name="announcements",
    ),
    path(
        f"{ONE_ORGANISATION}announcements/<uuid:uuid>/withdraw/",
        announcements.withdraw_announcement,
        name="withdraw_announcement",
    ),
    path(f"{ONE_ORGANISATION}flags/", flags.flags, name="flags"),
    path(
        f"{ONE_ORGANISATION}flags/<uuid:uuid>/",
        flags.change_flag,
        name="change_flag",
    ),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("welcome/<str:token>/switch/", welcome.switch_account, name="switch_account"),
    path("setup/", setup.set_up, name="set_up"),
    path(
        "setup/announcements/",
        announcements.announcements_to_all,
        name="announcements_to_all",
    ),
    path(
        "setup/announcements/<uuid:uuid>/withdraw/",
        announcements.withdraw_announcement_to_all,
        name="withdraw_announcement_to_all",
    ),
    path("setup/merge/", merging.merge, name="merge"),
    path(
        "setup/merge/<uuid:kept>/<uuid:merged>/",
        merging.merge_preview,
        name="merge_preview",
    ),
    path("sign-in/badge/", by_badge.by_badge, name="by_badge"),
    path("sign-in/badge/next/", by_badge.way_in, name="way_in"),
    path("sign-out/", sign_out.sign_out, name="sign_out"),
    path("language/", language.set_language, name="set_language"),
]
