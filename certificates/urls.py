from django.urls import path

from certificates.views import register, verify

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
    path("verify/", verify.verify, name="verify"),
    path("verify/file/", verify.verify_file, name="verify_file"),
    path("verify/<str:number>/", verify.verify_number, name="verify_number"),
]
