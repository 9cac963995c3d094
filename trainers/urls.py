from django.urls import path

from trainers.views import (
    activity,
    attendance,
    attending,
    candidate,
    checking,
    claims,
    delivery,
    delivery_meetings,
    following,
    owning,
    paper,
    plans,
    recognising,
    report,
    requests,
    rubrics,
    sessions,
    signing,
)

app_name = "trainers"
urlpatterns = [
    path("trainers/", candidate.desk, name="desk"),
    path("trainers/begin/", candidate.begin, name="begin"),
    path("trainers/superior/<str:token>/", candidate.superior, name="superior"),
    path("trainers/recognition/", recognising.new, name="recognition_new"),
    path(
        "trainers/recognition/<uuid:uuid>/",
        recognising.recognition,
        name="recognition",
    ),
    path(
        "trainers/recognition/<uuid:uuid>/proof/",
        recognising.proof,
        name="recognition_proof",
    ),
    path("trainers/report/", report.report, name="report"),
    path("trainers/report.csv", report.report_csv, name="report_csv"),
    path("trainers/sessions/", sessions.sessions, name="sessions"),
    path("trainers/sessions/new/", sessions.choose, name="session_choose"),
    path(
        "trainers/sessions/new/<slug:programme>/<slug:organiser>/",
        sessions.new,
        name="session_new",
    ),
    path(
        "trainers/sessions/attendance-worker.js",
        attendance.worker,
        name="attendance_worker",
    ),
    path("trainers/sessions/<uuid:uuid>/", attending.session, name="session"),
    path(
        "trainers/sessions/<uuid:uuid>/attendance/",
        attendance.attendance,
        name="attendance",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/attendance/marks/",
        attendance.marks,
        name="attendance_marks",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/change/", sessions.change, name="session_change"
    ),
    path(
        "trainers/sessions/<uuid:uuid>/sign-up/",
        attending.sign_up,
        name="session_sign_up",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/calendar.ics",
        attending.calendar,
        name="session_calendar",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/do/<slug:act>/",
        sessions.act,
        name="session_act",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/attendance/<uuid:block>/code/",
        checking.code,
        name="attendance_code",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/attendance/<uuid:block>/code/now/",
        checking.code_now,
        name="attendance_code_now",
    ),
    path("here/", checking.here, name="here"),
    path("here/<uuid:block>/", checking.check_in, name="check_in"),
    path(
        "here/<uuid:block>/<str:token>/",
        checking.check_in_by_code,
        name="check_in_by_code",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/attendance/sheet.pdf",
        paper.sheet,
        name="attendance_sheet",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/attendance/slips.pdf",
        paper.slips,
        name="attendance_slips",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/attendance/paper/",
        paper.paper,
        name="attendance_paper",
    ),
    path(
        "trainers/sessions/<uuid:uuid>/attendance/paper/add/",
        paper.add,
        name="paper_sheet_add",
    ),
    path(
        "trainers/attendance/sheets/<uuid:uuid>/", paper.kept_sheet, name="paper_sheet"
    ),
    path(
        "trainers/attendance/sheets/<uuid:uuid>/remove/",
        paper.remove,
        name="paper_sheet_remove",
    ),
    path(
        "trainers/attendance/claim/", claims.attendance_claim, name="attendance_claim"
    ),
    path(
        "trainers/registrations/<uuid:uuid>/attendance/",
        claims.registration_attendance,
        name="registration_attendance",
    ),
    path(
        "trainers/registrations/<uuid:uuid>/cancel/",
        attending.cancel,
        name="registration_cancel",
    ),
    path(
        "trainers/in-course/<slug:code>/<uuid:key>/",
        activity.session_activity,
        name="session_activity",
    ),
    path("trainers/open/", attending.open_list, name="open_sessions"),
    path("trainers/open/<uuid:uuid>/", attending.open_one, name="open_session"),
    path("trainers/open/<uuid:uuid>/asked/", attending.open_asked, name="open_asked"),
    path("trainers/open/by-link/<str:token>/", attending.guest, name="guest"),
    path(
        "trainers/open/by-link/<str:token>/calendar.ics",
        attending.guest_calendar,
        name="guest_calendar",
    ),
    path("trainers/requests/", requests.requests, name="requests"),
    path("trainers/requests/new/", requests.new, name="request_new"),
    path("trainers/requests/<uuid:uuid>/", requests.one, name="request"),
    path(
        "trainers/requests/<uuid:uuid>/change/", requests.change, name="request_change"
    ),
    path("trainers/delivery/", delivery.delivery, name="delivery"),
    path("trainers/delivery/groups.csv", delivery.delivery_csv, name="delivery_csv"),
    path("trainers/delivery/new/", delivery.choose, name="group_choose"),
    path(
        "trainers/delivery/new/<slug:programme>/<slug:language>/",
        delivery.new,
        name="group_new",
    ),
    path("trainers/delivery/<uuid:uuid>/", delivery.group, name="group"),
    path("trainers/delivery/<uuid:uuid>/change/", delivery.change, name="group_change"),
    path("trainers/delivery/<uuid:uuid>/record/", delivery.record, name="group_record"),
    path(
        "trainers/delivery/<uuid:uuid>/do/<slug:act>/", delivery.act, name="group_act"
    ),
    path(
        "trainers/delivery/<uuid:uuid>/meetings/new/",
        delivery_meetings.new,
        name="meeting_new",
    ),
    path(
        "trainers/delivery/<uuid:uuid>/meetings/<uuid:meeting>/",
        delivery_meetings.change,
        name="meeting_change",
    ),
    path(
        "trainers/delivery/<uuid:uuid>/meetings/<uuid:meeting>/remove/",
        delivery_meetings.remove,
        name="meeting_remove",
    ),
    path("trainers/roster/<slug:code>/", owning.roster, name="roster"),
    path("trainers/programmes/<slug:code>/", owning.programme, name="programme"),
    path("trainers/programmes/<slug:code>/numbers/", owning.numbers, name="numbers"),
    path(
        "trainers/programmes/<slug:code>/follow-up/",
        following.following,
        name="following",
    ),
    path(
        "trainers/programmes/<slug:code>/follow-up/trainers.csv",
        following.following_csv,
        name="following_csv",
    ),
    path("trainers/programmes/<slug:code>/sample/", rubrics.sample, name="sample"),
    path(
        "trainers/programmes/<slug:code>/assessors/<int:pk>/end/",
        owning.end_assessor,
        name="end_assessor",
    ),
    path("trainers/<uuid:uuid>/", candidate.accreditation, name="accreditation"),
    path("trainers/<uuid:uuid>/apply/", candidate.apply, name="apply"),
    path("trainers/<uuid:uuid>/plan/", plans.plan, name="plan"),
    path(
        "trainers/<uuid:uuid>/follow-up/<int:months>/",
        plans.follow_up,
        name="follow_up",
    ),
    path("trainers/<uuid:uuid>/write/<slug:kind>/", signing.write, name="write"),
    path("trainers/<uuid:uuid>/rubric/<slug:kind>/", rubrics.fill, name="rubric"),
    path("trainers/<uuid:uuid>/sign/<uuid:key>/", signing.sign, name="sign"),
    path("trainers/<uuid:uuid>/coordinator/", signing.coordinator, name="coordinator"),
    path("trainers/<uuid:uuid>/step/<slug:act>/", signing.step, name="step"),
    path("trainers/<uuid:uuid>/name/<slug:part>/", signing.name, name="name"),
    path("trainers/<uuid:uuid>/suspend/", owning.suspend, name="suspend"),
    path(
        "trainers/<uuid:uuid>/suspension/<slug:act>/",
        owning.suspension,
        name="suspension",
    ),
    path("trainers/<uuid:uuid>/withdraw/", owning.withdraw, name="withdraw"),
]
