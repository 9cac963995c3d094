from django.urls import path

from certificates.views import badges, correction, register, verify

app_name = "certificates"

urlpatterns = [
    path("certificates/", register.certificate_list, name="list"),
    path("certificates/<uuid:uuid>/", register.certificate_detail, name="detail"),
    path("certificates/<uuid:uuid>/qr.svg", register.certificate_qr, name="qr"),
    path(
        "certificates/<uuid:uuid>/certificate.pdf",
        register.certificate_pdf,
        name="pdf",
    ),
    path("certificates/<uuid:uuid>/correction/", correction.ask, name="ask_correction"),
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
    path("verify/", verify.verify, name="verify"),
    path("verify/file/", verify.verify_file, name="verify_file"),
    path("verify/<str:number>/", verify.verify_number, name="verify_number"),
]
