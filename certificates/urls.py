from django.urls import path

from certificates.views import (
    appeals,
    archive,
    badges,
    correction,
    names,
    recognition,
    register,
    shares,
    showing,
    verify,
)
from certificates.views.old import lists as old_lists
from certificates.views.old import queue as old_queue

app_name = "certificates"

urlpatterns = [
    path("certificates/", register.certificate_list, name="list"),
    path("certificates/your-name/", names.check, name="check_name"),
    path("certificates/all.zip", archive.archive, name="archive"),
    path("certificates/recognition/", recognition.recognitions, name="recognitions"),
    path(
        "certificates/recognition/new/",
        recognition.recognition_new,
        name="recognition_new",
    ),
    path(
        "certificates/recognition/<int:pk>/withdraw/",
        recognition.recognition_withdraw,
        name="recognition_withdraw",
    ),
    path("certificates/<uuid:uuid>/", register.certificate_detail, name="detail"),
    path("certificates/<uuid:uuid>/qr.svg", register.certificate_qr, name="qr"),
    path(
        "certificates/<uuid:uuid>/certificate.pdf",
        register.certificate_pdf,
        name="pdf",
    ),
    path("certificates/<uuid:uuid>/name/", names.choose, name="name"),
    path("certificates/<uuid:uuid>/share/", shares.share, name="share"),
    path(
        "certificates/<uuid:uuid>/share/<int:link>/withdraw/",
        shares.withdraw,
        name="share_withdraw",
    ),
    path("certificates/<uuid:uuid>/show/<slug:code>/", showing.show, name="show"),
    path(
        "certificates/<uuid:uuid>/show/<slug:code>/stop/",
        showing.stop,
        name="show_stop",
    ),
    path("shared/<str:token>/", shares.shared, name="shared"),
    path("shared/<str:token>/certificate.pdf", shares.shared_pdf, name="shared_pdf"),
    path("shared/<str:token>/qr.svg", shares.shared_qr, name="shared_qr"),
    path("certificates/<uuid:uuid>/correction/", correction.ask, name="ask_correction"),
    path("certificates/<uuid:uuid>/appeal/", appeals.appeal, name="appeal"),
    path(
        "certificates/<uuid:uuid>/appeal/withdraw/",
        appeals.withdraw,
        name="appeal_withdraw",
    ),
    path("certificates/<uuid:uuid>/badge.json", badges.badge_file, name="badge_file"),
    path("certificates/<uuid:uuid>/badge.png", badges.badge_image, name="badge_image"),
    path("certificates/<uuid:uuid>/badge.jwt", badges.badge_jwt, name="badge_jwt"),
    path("badges/wallet/<str:token>/", badges.badge_wallet, name="badge_wallet"),
    # Inside credentials that are signed and out of our hands: it stays as it is.
    path(
        "badges/status/<int:number>/<slug:purpose>/",
        badges.badge_status,
        name="badge_status",
    ),
    # Where did:web has everybody look.
    path(".well-known/did.json", badges.did_json, name="did"),
    path(
        "organisation/<slug:code>/old-completions/",
        old_lists.lists,
        name="old_lists",
    ),
    path(
        "organisation/<slug:code>/old-completions/<int:pk>/",
        old_lists.one,
        name="old_list",
    ),
    path(
        "organisation/<slug:code>/old-completions/<int:pk>/progress/",
        old_lists.progress,
        name="old_list_progress",
    ),
    path(
        "organisation/<slug:code>/old-completions/<int:pk>/lines.csv",
        old_lists.lines_csv,
        name="old_list_csv",
    ),
    path("old-completions/", old_queue.queue, name="old_queue"),
    path("old-completions/<int:pk>/", old_queue.one, name="old_decide"),
    path("old-completions/<int:pk>/lines.csv", old_queue.lines_csv, name="old_csv"),
    path("old-completions/<int:pk>/proof/", old_queue.proof, name="old_proof"),
    path("verify/", verify.verify, name="verify"),
    path("verify/file/", verify.verify_file, name="verify_file"),
    path("verify/<str:number>/", verify.verify_number, name="verify_number"),
]
