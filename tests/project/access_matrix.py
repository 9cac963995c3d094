"""The matrix: what each role gets at each address, with things of municipality A.

Outcomes: ok; login (sent to sign in); missing (404: not yours, so it does not exist);
forbidden (403); elsewhere (sent to another page); method (405: the address takes POST
only); invalid (400); a status where it is one by design.
"""

# The order of the columns in SITE.
SITE_ROLES = (
    "stranger",
    "learner of A",
    "coordinator of A",
    "auditor of A",
    "author of A",
    "owner of A",
    "learner of B",
    "coordinator of B",
    "author of B",
    "owner of B",
    "administrator",
)
# The order of the columns in CONTENT_ADMIN.
STUDIO_ROLES = (
    "author of A",
    "owner of A",
    "author of B",
    "owner of B",
    "administrator",
)
# What everybody else gets at every address of the content admin.
CLOSED_OUT = {
    "stranger": "login",
    "learner of A": "missing",
    "coordinator of A": "missing",
    "auditor of A": "missing",
    "learner of B": "missing",
    "coordinator of B": "missing",
}
# Who has nothing to do with municipality A.
OUTSIDERS = (
    "stranger",
    "learner of B",
    "coordinator of B",
    "author of B",
    "owner of B",
)
# Where the names of all organisations are, to say to which one belongs.
PUBLIC_NAMES = {
    "account_signup ()",
    "organisations:profile ()",
    "organisations:by_badge ()",
    "trainers:session_new (programme, organiser)",
    "trainers:session_change (uuid)",
    "trainers:open_sessions ()",
    "trainers:open_session (uuid)",
    "trainers:open_asked (uuid)",
}

SITE = {
    "home ()": (
        "ok elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "library:help ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "library:accessibility ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "library:privacy ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "organisations:profile ()": "login ok ok ok ok ok ok ok ok ok ok",
    "organisations:belonging ()": (
        "login method method method method method method method method method method"
    ),
    "organisations:leave (pk)": (
        "login method method method method method method method method method method"
    ),
    "organisations:invitations (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:send_invitations_again (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:resend_invitation (code, uuid)": (
        "login method method method method method method method method method method"
    ),
    "organisations:withdraw_invitation (code, uuid)": (
        "login method method method method method method method method method method"
    ),
    "organisations:confirm_member (code, pk)": (
        "login method method method method method method method method method method"
    ),
    "organisations:decline_member (code, pk)": (
        "login method method method method method method method method method method"
    ),
    "media:look (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:look_sheet (colour)": "ok ok ok ok ok ok ok ok ok ok ok",
    "organisations:letters (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:letter_run (code, uuid)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:letter_file (code, uuid)": (
        "login method method method method method method method method method method"
    ),
    "organisations:by_badge ()": (
        "ok elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "organisations:way_in ()": "login ok ok ok ok ok ok ok ok ok ok",
    "organisations:announcements (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:withdraw_announcement (code, uuid)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:announcements_to_all ()": (
        "login missing missing missing missing missing missing missing missing missing ok"
    ),
    "organisations:withdraw_announcement_to_all (uuid)": (
        "login missing missing missing missing missing missing missing missing missing ok"
    ),
    "organisations:welcome (token)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "organisations:switch_account (token)": (
        "method method method method method method method method method method method"
    ),
    "organisations:set_up ()": (
        "login missing missing missing missing missing missing missing missing missing ok"
    ),
    "organisations:people (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:person (code, uuid)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:appoint (code, uuid)": (
        "login method method method method method method method method method method"
    ),
    "organisations:line_managers (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:name_manager (code, uuid)": (
        "login method method method method method method method method method method"
    ),
    "organisations:correct (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:move (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:merge ()": (
        "login missing missing missing missing missing missing missing missing missing ok"
    ),
    "organisations:merge_preview (kept, merged)": (
        "login missing missing missing missing missing missing missing missing missing ok"
    ),
    "organisations:sign_out ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "organisations:set_language ()": (
        "elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "organisations:flags (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "organisations:change_flag (code, uuid)": (
        "login method method method method method method method method method method"
    ),
    "certificates:old_lists (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "certificates:old_list (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "certificates:old_list_progress (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "certificates:old_list_csv (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "certificates:old_queue ()": (
        "login missing missing missing missing ok missing missing missing ok ok"
    ),
    "certificates:old_decide (pk)": (
        "login missing missing missing missing ok missing missing missing missing ok"
    ),
    "certificates:old_csv (pk)": (
        "login missing missing missing missing ok missing missing missing missing ok"
    ),
    "certificates:old_proof (pk)": (
        "login missing missing missing missing ok missing missing missing missing ok"
    ),
    "interop:tokens (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "interop:withdraw_token (code, uuid)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    # Programs come in with keys of their own, whoever is signed in beside them.
    "interop:api_docs ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "api:openapi-json ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "api:api-root ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "api:organisations ()": "401 401 401 401 401 401 401 401 401 401 401",
    "api:people ()": "401 401 401 401 401 401 401 401 401 401 401",
    "api:memberships ()": "401 401 401 401 401 401 401 401 401 401 401",
    "api:requirements ()": "401 401 401 401 401 401 401 401 401 401 401",
    "api:standings ()": "401 401 401 401 401 401 401 401 401 401 401",
    "api:coverage ()": "401 401 401 401 401 401 401 401 401 401 401",
    "api:certificates ()": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_config ()": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_types ()": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_type (name)": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_schemas ()": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_schema (name)": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_users ()": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_search_users ()": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_user (uuid)": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_groups ()": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_search_groups ()": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_group (uuid)": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_search ()": "401 401 401 401 401 401 401 401 401 401 401",
    "interop:scim_nowhere (path)": "401 401 401 401 401 401 401 401 401 401 401",
    "tracking:pickups ()": (
        "login missing missing missing missing missing missing missing missing missing ok"
    ),
    "tracking:pickup (code)": (
        "login missing missing missing missing missing missing missing missing missing ok"
    ),
    "tracking:home ()": "login ok ok ok ok ok ok ok ok ok ok",
    "tracking:hide_announcement (uuid)": (
        "login method method method method method method method method method method"
    ),
    "tracking:put_suggestion_away (uuid)": (
        "login method method method method method method method method method method"
    ),
    "tracking:coverage (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:exports (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:figures (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:figures_csv (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:count_figures (code)": (
        "login method method method method method method method method method method"
    ),
    "tracking:count_progress (code, pk)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:trained (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:trained_csv (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:activity (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:activity_csv (code)": (
        "login missing missing missing missing missing missing missing missing missing missing"
    ),
    "tracking:benchmark (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:attestation (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:keep_view (code)": (
        "login method method method method method method method method method method"
    ),
    "tracking:forget_view (code, pk)": (
        "login method method method method method method method method method method"
    ),
    "tracking:exempt_many (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:extend_many (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:suggest (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:suggestions (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:suggestion_act (code, act)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:new_export (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:new_regular_export (code)": (
        "login method method method method method method method method method method"
    ),
    "tracking:change_regular_export (code, pk, act)": (
        "login method method method method method method method method method method"
    ),
    "tracking:export (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing missing"
    ),
    "tracking:export_progress (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing missing"
    ),
    "tracking:export_file (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing missing"
    ),
    "tracking:shown (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "tracking:requirements (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:end_requirement (code, pk)": (
        "login method method method method method method method method method method"
    ),
    "tracking:staff (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:staff_list (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:staff_progress (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:staff_csv (code, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:person (code, uuid)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:exempt (code, uuid, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:extend (code, uuid, pk)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:withdraw_waiver (code, uuid, waiver)": (
        "login method method method method method method method method method method"
    ),
    "tracking:reminders (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:reminders_follow (code)": (
        "login method method method method method method method method method method"
    ),
    "tracking:reminders_test (code)": (
        "login method method method method method method method method method method"
    ),
    "tracking:reminders_preview (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:reminders_sent (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:reminders_unreachable (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "tracking:reminders_now (code)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "courses:catalogue ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "courses:course (code)": (
        "missing ok ok ok ok ok missing missing missing missing missing"
    ),
    "courses:enrol (code)": (
        "method method method method method method method method method method method"
    ),
    "courses:again (code)": (
        "method method method method method method method method method method method"
    ),
    "courses:changes (code)": (
        "missing ok ok ok ok ok missing missing missing missing missing"
    ),
    # There is no newer edition: back to the course, for who is in it.
    "courses:newer (code)": (
        "login elsewhere missing missing missing missing missing missing missing missing missing"
    ),
    "courses:stay (code)": (
        "method method method method method method method method method method method"
    ),
    "courses:undo (code)": (
        "method method method method method method method method method method method"
    ),
    "courses:resume (code)": (
        "login elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "courses:text (code)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "courses:reflections (code)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "courses:programme (code)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "courses:path (code)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "courses:begin_path (code)": (
        "method method method method method method method method method method method"
    ),
    "courses:practice ()": "login ok ok ok ok ok ok ok ok ok ok",
    "courses:take_practice ()": (
        "method method method method method method method method method method method"
    ),
    "courses:decline_practice ()": (
        "method method method method method method method method method method method"
    ),
    "courses:practice_offers ()": (
        "method method method method method method method method method method method"
    ),
    "courses:try (code)": (
        "login missing missing missing ok ok missing missing missing missing ok"
    ),
    "courses:try_lesson (code, key)": (
        "login missing missing missing ok ok missing missing missing missing ok"
    ),
    "courses:try_check (code, key, exercise)": (
        "login missing missing missing elsewhere elsewhere missing missing missing missing elsewhere"
    ),
    "courses:play (code, key)": (
        "login ok elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "courses:done (code, key)": (
        "method method method method method method method method method method method"
    ),
    "courses:seen (code, key)": (
        "method method method method method method method method method method method"
    ),
    "courses:walk (code, key, exercise, way)": (
        "login missing elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "courses:check (code, key, exercise)": (
        "login elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "courses:feedback (code, key)": (
        "login elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "courses:part (code, key, segment)": (
        "login elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "quizzes:marking ()": (
        "login missing missing missing ok ok missing missing ok ok missing"
    ),
    "quizzes:marking_next ()": (
        "method method method method method method method method method method method"
    ),
    "quizzes:marking_take (reference)": (
        "method method method method method method method method method method method"
    ),
    # Who may mark it takes it in the list first.
    "quizzes:mark (reference)": (
        "login missing missing missing elsewhere elsewhere missing missing missing missing missing"
    ),
    "quizzes:more_time ()": "login ok ok ok ok ok ok ok ok ok ok",
    "quizzes:front (code, key)": (
        "login ok elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "quizzes:start (code, key)": (
        "method method method method method method method method method method method"
    ),
    "quizzes:review (attempt)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "quizzes:submit (attempt)": (
        "method method method method method method method method method method method"
    ),
    "quizzes:result (attempt)": (
        "login elsewhere missing missing missing missing missing missing missing missing missing"
    ),
    "quizzes:contest (attempt)": (
        "login elsewhere missing missing missing missing missing missing missing missing missing"
    ),
    "quizzes:contest_question (attempt, position)": (
        "login elsewhere missing missing missing missing missing missing missing missing missing"
    ),
    "quizzes:withdraw (attempt, contest)": (
        "method method method method method method method method method method method"
    ),
    "quizzes:question (attempt, position)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "quizzes:walk (attempt, position, way)": (
        "login missing missing missing missing missing missing missing missing missing missing"
    ),
    "quizzes:save (attempt, position)": (
        "method method method method method method method method method method method"
    ),
    "certificates:list ()": "login ok ok ok ok ok ok ok ok ok ok",
    "certificates:check_name ()": (
        "login elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "certificates:archive ()": "login ok ok ok ok ok ok ok ok ok ok",
    "certificates:recognitions ()": "login ok ok ok ok ok ok ok ok ok ok",
    "certificates:recognition_new ()": "login ok ok ok ok ok ok ok ok ok ok",
    "certificates:recognition_withdraw (pk)": (
        "login method method method method method method method method method method"
    ),
    "certificates:detail (uuid)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:ask_correction (uuid)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:appeal (uuid)": (
        "login elsewhere missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:appeal_withdraw (uuid)": (
        "login method method method method method method method method method method"
    ),
    "certificates:qr (uuid)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:pdf (uuid)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:name (uuid)": (
        "login method method method method method method method method method method"
    ),
    "certificates:share (uuid)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:share_withdraw (uuid, link)": (
        "login method method method method method method method method method method"
    ),
    "certificates:show (uuid, code)": (
        "login method method method method method method method method method method"
    ),
    "certificates:show_stop (uuid, code)": (
        "login method method method method method method method method method method"
    ),
    "certificates:shared (token)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:shared_pdf (token)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:shared_qr (token)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:badge_file (uuid)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:badge_image (uuid)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:badge_jwt (uuid)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:badge_wallet (token)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:badge_status (number, purpose)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "certificates:did ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "trainers:desk ()": "login ok ok ok ok ok ok ok ok ok ok",
    "trainers:begin ()": "login ok ok ok ok ok ok ok ok ok ok",
    "trainers:superior (token)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "trainers:sessions ()": "login ok ok ok ok ok ok ok ok ok ok",
    "trainers:session_choose ()": (
        "login elsewhere ok ok ok elsewhere elsewhere ok ok elsewhere ok"
    ),
    "trainers:session_new (programme, organiser)": (
        "login ok ok missing missing ok missing missing missing missing ok"
    ),
    "trainers:session (uuid)": (
        "login ok ok ok ok ok missing missing missing missing ok"
    ),
    "trainers:attendance_worker ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "trainers:attendance (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:attendance_marks (uuid)": (
        "401 ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:session_change (uuid)": (
        "login ok ok missing missing ok missing missing missing missing ok"
    ),
    "trainers:session_sign_up (uuid)": (
        "login method method method method method method method method method method"
    ),
    "trainers:session_calendar (uuid)": (
        "login ok ok ok ok ok missing missing missing missing ok"
    ),
    "trainers:session_act (uuid, act)": (
        "login method method method method method method method method method method"
    ),
    "trainers:registration_cancel (uuid)": (
        "login method method method method method method method method method method"
    ),
    "trainers:session_activity (code, key)": (
        "login ok elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "trainers:attendance_code (uuid, block)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:attendance_code_now (uuid, block)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:here ()": ("login ok ok ok ok ok ok ok ok ok ok"),
    "trainers:check_in (block)": (
        "login ok ok ok ok ok missing missing missing missing ok"
    ),
    "trainers:check_in_by_code (block, token)": (
        "410 410 410 410 410 410 410 410 410 410 410"
    ),
    "trainers:attendance_sheet (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:attendance_slips (uuid)": (
        "login elsewhere missing missing missing elsewhere missing missing missing missing elsewhere"
    ),
    "trainers:attendance_paper (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:paper_sheet_add (uuid)": (
        "login method method method method method method method method method method"
    ),
    "trainers:paper_sheet (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:paper_sheet_remove (uuid)": (
        "login method method method method method method method method method method"
    ),
    "trainers:attendance_claim ()": ("login ok ok ok ok ok ok ok ok ok ok"),
    "trainers:registration_attendance (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:open_sessions ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "trainers:open_session (uuid)": "ok ok ok ok ok ok ok ok ok ok ok",
    "trainers:open_asked (uuid)": "ok ok ok ok ok ok ok ok ok ok ok",
    "trainers:guest (token)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "trainers:guest_calendar (token)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "trainers:recognition_new ()": "login ok ok ok ok ok ok ok ok ok ok",
    "trainers:recognition (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:recognition_proof (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:requests ()": "login ok ok ok ok ok ok ok ok ok ok",
    "trainers:request_new ()": (
        "login missing ok missing missing missing missing ok missing missing ok"
    ),
    "trainers:request (uuid)": (
        "login ok ok missing missing ok missing missing missing missing ok"
    ),
    "trainers:request_change (uuid)": (
        "login missing ok missing missing missing missing missing missing missing ok"
    ),
    "trainers:delivery ()": "login ok ok ok ok ok ok ok ok ok ok",
    "trainers:delivery_csv ()": "login ok ok ok ok ok ok ok ok ok ok",
    "trainers:report ()": "login ok ok ok ok ok ok ok ok ok ok",
    "trainers:report_csv ()": (
        "login missing ok ok missing ok missing ok missing ok ok"
    ),
    "trainers:group_choose ()": ("login elsewhere ok ok ok ok elsewhere ok ok ok ok"),
    "trainers:group (uuid)": (
        "login ok ok ok missing ok missing missing missing missing ok"
    ),
    "trainers:group_new (programme, language)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:group_change (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:group_record (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:group_act (uuid, act)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:meeting_new (uuid)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:meeting_change (uuid, meeting)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:meeting_remove (uuid, meeting)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:roster (code)": (
        "login missing ok ok missing missing missing missing missing missing ok"
    ),
    "trainers:programme (code)": (
        "login missing missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:following (code)": (
        "login missing missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:following_csv (code)": (
        "login missing missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:numbers (code)": (
        "login missing missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:sample (code)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "trainers:end_assessor (code, pk)": (
        "login method method method method method method method method method method"
    ),
    "trainers:accreditation (uuid)": (
        "login ok ok ok missing ok missing missing missing missing ok"
    ),
    "trainers:apply (uuid)": (
        "login ok elsewhere elsewhere missing elsewhere missing missing missing missing elsewhere"
    ),
    "trainers:plan (uuid)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "trainers:follow_up (uuid, months)": (
        "login ok missing missing missing missing missing missing missing missing missing"
    ),
    "trainers:write (uuid, kind)": (
        "login ok missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:rubric (uuid, kind)": (
        "login missing missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:suspend (uuid)": (
        "login missing missing missing missing ok missing missing missing missing ok"
    ),
    "trainers:sign (uuid, key)": (
        "login method method method method method method method method method method"
    ),
    "trainers:coordinator (uuid)": (
        "login method method method method method method method method method method"
    ),
    "trainers:step (uuid, act)": (
        "login method method method method method method method method method method"
    ),
    "trainers:name (uuid, part)": (
        "login method method method method method method method method method method"
    ),
    "trainers:suspension (uuid, act)": (
        "login method method method method method method method method method method"
    ),
    "trainers:withdraw (uuid)": (
        "login method method method method method method method method method method"
    ),
    "certificates:verify ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "certificates:verify_file ()": "method method method method method method method method method method method",
    "certificates:verify_number (number)": "ok ok ok ok ok ok ok ok ok ok ok",
    "account_login ()": (
        "ok elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "account_logout ()": "elsewhere ok ok ok ok ok ok ok ok ok ok",
    "account_inactive ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "account_signup ()": (
        "ok elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "account_reauthenticate ()": (
        "login forbidden forbidden forbidden forbidden forbidden forbidden forbidden forbidden forbidden forbidden"
    ),
    "account_email ()": "login ok ok ok ok ok ok ok ok ok ok",
    "account_email_verification_sent ()": (
        "login elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "account_change_password ()": (
        "login elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "account_set_password ()": "login ok ok ok ok ok ok ok ok ok ok",
    "account_reset_password ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "account_confirm_login_code ()": (
        "login elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "account_confirm_password_reset_code ()": (
        "login login login login login login login login login login login"
    ),
    "account_complete_password_reset ()": (
        "elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "account_password_reset_completed ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "account_request_login_code ()": (
        "ok elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere elsewhere"
    ),
    "wagtaildocs_serve ()": (
        "missing missing missing missing ok ok missing missing missing missing ok"
    ),
    "wagtaildocs_authenticate_with_password (restriction_id)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "styleguide ()": (
        "missing missing missing missing missing missing missing missing missing missing ok"
    ),
    "operations ()": (
        "missing missing missing missing missing missing missing missing missing missing ok"
    ),
    "operations_retry (task_id)": (
        "missing missing missing missing missing missing missing missing missing missing method"
    ),
    "demo_mail ()": "ok ok ok ok ok ok ok ok ok ok ok",
    "demo_mail_message (name)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "uploads (path)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "wagtailcore_authenticate_with_password (page_view_restriction_id, page_id)": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
    "wagtailcore_login ()": (
        "login login login login login login login login login login login"
    ),
    "wagtail_serve ()": (
        "missing missing missing missing missing missing missing missing missing missing missing"
    ),
}

CONTENT_ADMIN = {
    "wagtailadmin_home ()": "ok ok ok ok ok",
    "- cms/test404/ ()": "missing missing missing missing ok",
    "wagtailadmin_api:pages:listing ()": "ok ok ok ok ok",
    "wagtailadmin_api:pages:detail (pk)": "ok ok missing missing ok",
    "wagtailadmin_api:pages:find ()": "missing missing missing missing missing",
    "wagtailadmin_api:pages:action (pk, action_name)": (
        "missing missing missing missing method"
    ),
    "wagtailadmin_api:documents:listing ()": "missing missing missing missing ok",
    "wagtailadmin_api:documents:detail (pk)": "missing missing missing missing ok",
    "wagtailadmin_api:documents:find ()": "missing missing missing missing missing",
    "wagtailadmin_api:images:listing ()": "missing missing missing missing ok",
    "wagtailadmin_api:images:detail (pk)": "missing missing missing missing ok",
    "wagtailadmin_api:images:find ()": "missing missing missing missing missing",
    "wagtailadmin_error_test ()": "missing missing missing missing 500",
    "wagtailadmin_explore_root ()": "ok ok ok ok ok",
    "wagtailadmin_explore (parent_page_id)": "ok ok missing missing ok",
    "wagtailadmin_explore_results (parent_page_id)": "ok ok missing missing ok",
    "wagtail_bulk_action (app_label, model_name, action)": (
        "missing missing missing missing missing"
    ),
    "wagtailadmin_pages:add (content_type_app_name, content_type_model_name, parent_page_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailadmin_pages:preview_on_add (content_type_app_name, content_type_model_name, parent_page_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailadmin_pages:type_use (content_type_app_name, content_type_model_name)": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_pages:choose_parent (app_label, model_name)": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_pages:type_use_results (content_type_app_name, content_type_model_name)": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_pages:usage (page_id)": "ok ok missing missing ok",
    "wagtailadmin_pages:edit (page_id)": "ok ok missing missing ok",
    "wagtailadmin_pages:preview_on_edit (page_id)": "ok ok missing missing ok",
    "wagtailadmin_pages:view_draft (page_id)": "ok ok missing missing ok",
    "wagtailadmin_pages:add_subpage (parent_page_id)": "ok ok missing missing ok",
    "wagtailadmin_pages:delete (page_id)": "elsewhere ok missing missing ok",
    "wagtailadmin_pages:unpublish (page_id)": "elsewhere elsewhere missing missing ok",
    "wagtailadmin_pages:convert_alias (page_id)": (
        "missing missing missing missing missing"
    ),
    "wagtailadmin_pages:search ()": "ok ok ok ok ok",
    "wagtailadmin_pages:search_results ()": "ok ok ok ok ok",
    "wagtailadmin_pages:move (page_to_move_id)": "elsewhere ok missing missing ok",
    "wagtailadmin_pages:move_confirm (page_to_move_id, destination_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailadmin_pages:set_page_position (page_to_move_id)": (
        "method method missing missing method"
    ),
    "wagtailadmin_pages:copy (page_id)": "ok ok missing missing ok",
    "wagtailadmin_pages:workflow_action (page_id, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing ok"
    ),
    "wagtailadmin_pages:collect_workflow_action_data (page_id, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing ok"
    ),
    "wagtailadmin_pages:confirm_workflow_cancellation (page_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailadmin_pages:workflow_preview (page_id, task_id)": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_pages:set_privacy (page_id)": "missing missing missing missing ok",
    "wagtailadmin_pages:lock (page_id)": "method method missing missing method",
    "wagtailadmin_pages:unlock (page_id)": "method method missing missing method",
    "wagtailadmin_pages:revisions_index (page_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailadmin_pages:revisions_view (page_id, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailadmin_pages:revisions_revert (page_id, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailadmin_pages:revisions_unschedule (page_id, revision_id)": (
        "elsewhere ok missing missing ok"
    ),
    "wagtailadmin_pages:revisions_compare (pk, revision_id_a, revision_id_b)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailadmin_pages:workflow_history (page_id)": "ok ok missing missing ok",
    "wagtailadmin_pages:workflow_history_detail (page_id, workflow_state_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailadmin_pages:history (page_id)": "ok ok missing missing ok",
    "wagtailadmin_pages:history_results (page_id)": "ok ok missing missing ok",
    "wagtailadmin_choose_page ()": "ok ok ok ok ok",
    "wagtailadmin_choose_page_child (parent_page_id)": "ok ok missing missing ok",
    "wagtailadmin_choose_page_search ()": "ok ok ok ok ok",
    "wagtailadmin_choose_page_chosen_multiple ()": "ok ok missing missing ok",
    "wagtailadmin_choose_page_external_link ()": "ok ok ok ok ok",
    "wagtailadmin_choose_page_email_link ()": "ok ok ok ok ok",
    "wagtailadmin_choose_page_phone_link ()": "ok ok ok ok ok",
    "wagtailadmin_choose_page_anchor_link ()": "ok ok ok ok ok",
    "wagtailadmin_tag_autocomplete ()": "missing missing missing missing ok",
    "wagtailadmin_tag_model_autocomplete (app_name, model_name)": (
        "missing missing missing missing missing"
    ),
    "wagtailadmin_collections:index ()": "missing missing missing missing ok",
    "wagtailadmin_collections:add ()": "missing missing missing missing ok",
    "wagtailadmin_collections:edit (pk)": "missing missing missing missing ok",
    "wagtailadmin_collections:delete (pk)": "missing missing missing missing ok",
    "wagtailadmin_collections:set_privacy (collection_id)": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_workflows:index ()": "missing missing missing missing ok",
    "wagtailadmin_workflows:index_results ()": "missing missing missing missing ok",
    "wagtailadmin_workflows:add ()": "missing missing missing missing ok",
    "wagtailadmin_workflows:enable (pk)": "missing missing missing missing method",
    "wagtailadmin_workflows:disable (pk)": "missing missing missing missing ok",
    "wagtailadmin_workflows:edit (pk)": "missing missing missing missing ok",
    "wagtailadmin_workflows:usage (pk)": "missing missing missing missing ok",
    "wagtailadmin_workflows:usage_results (pk)": "missing missing missing missing ok",
    "wagtailadmin_workflows:remove (page_pk)": "missing missing missing missing method",
    "wagtailadmin_workflows:remove (page_pk, workflow_pk)": (
        "missing missing missing missing method"
    ),
    "wagtailadmin_workflows:add_task (app_label, model_name)": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_workflows:select_task_type ()": "missing missing missing missing ok",
    "wagtailadmin_workflows:task_index ()": "missing missing missing missing ok",
    "wagtailadmin_workflows:task_index_results ()": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_workflows:edit_task (pk)": "missing missing missing missing ok",
    "wagtailadmin_workflows:disable_task (pk)": "missing missing missing missing ok",
    "wagtailadmin_workflows:enable_task (pk)": "missing missing missing missing method",
    "wagtailadmin_workflows:task_chooser ()": "missing missing missing missing ok",
    "wagtailadmin_workflows:task_chooser_results ()": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_workflows:task_chooser_create ()": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_workflows:task_chosen (task_id)": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_reports:locked_pages ()": "missing missing missing missing ok",
    "wagtailadmin_reports:locked_pages_results ()": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_reports:workflow ()": "missing missing missing missing ok",
    "wagtailadmin_reports:workflow_results ()": "missing missing missing missing ok",
    "wagtailadmin_reports:workflow_tasks ()": "missing missing missing missing ok",
    "wagtailadmin_reports:workflow_tasks_results ()": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_reports:site_history ()": "missing missing missing missing ok",
    "wagtailadmin_reports:site_history_results ()": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_reports:aging_pages ()": "ok ok ok ok ok",
    "wagtailadmin_reports:aging_pages_results ()": "ok ok ok ok ok",
    "wagtailadmin_reports:page_types_usage ()": "missing missing missing missing ok",
    "wagtailadmin_reports:page_types_usage_results ()": (
        "missing missing missing missing ok"
    ),
    "wagtailadmin_account ()": "ok ok ok ok ok",
    "wagtailadmin_logout ()": "method method method method method",
    "wagtailadmin_dismissibles ()": "ok ok ok ok ok",
    "wagtailadmin_editing_sessions:ping (app_label, model_name, object_id, session_id)": (
        "method method missing missing method"
    ),
    "wagtailadmin_editing_sessions:release (session_id)": (
        "method method method method method"
    ),
    "wagtailadmin_block_preview ()": "missing missing missing missing missing",
    "course_release (pk)": "missing ok missing missing ok",
    "translations_to_do ()": "ok ok ok ok ok",
    "course_translate (pk, language)": "ok ok missing missing ok",
    "course_by_sentence (pk, language)": "ok ok missing missing ok",
    "translation_status (pk)": "ok ok missing missing ok",
    "course_po (pk, language)": "ok ok missing missing ok",
    "course_po_import (pk, language)": "ok ok missing missing ok",
    "course_languages (pk)": "ok ok missing missing ok",
    "course_languages_report (pk)": "ok ok missing missing ok",
    "course_languages_act (pk, language, step)": "ok ok missing missing ok",
    "course_language_exception (pk)": "missing method missing missing method",
    "desk_drafts ()": "ok ok ok ok ok",
    "practice_courses ()": "ok ok ok ok ok",
    "practice_start (pk)": "elsewhere elsewhere missing missing elsewhere",
    "practice_progress (pk)": "ok ok missing missing ok",
    "course_duplicate (pk)": "missing ok missing missing ok",
    "course_copies (pk)": "missing ok missing missing ok",
    "course_copies_progress (pk)": "missing ok missing missing ok",
    "checklist_lines (thing)": "ok ok missing missing ok",
    # Nothing is wrong with the words of that fact: there is nothing to give reasons for.
    "wording_reason (thing, rule, subject)": (
        "missing missing missing missing missing"
    ),
    "publish_without_review (thing)": "missing ok missing missing ok",
    "course_prepare (pk)": "missing method missing missing method",
    "course_preparation (pk)": "missing ok missing missing ok",
    "course_difference (pk)": "ok ok missing missing ok",
    "course_difference_words (pk, key)": "ok ok missing missing ok",
    "feedback_overview ()": "ok ok ok ok ok",
    "feedback_report ()": "ok ok ok ok ok",
    "feedback_lesson (key)": "ok ok missing missing ok",
    "feedback_act (pk)": "method method missing missing method",
    "fact_review ()": "ok ok ok ok ok",
    "fact_report ()": "ok ok ok ok ok",
    "fact_uses (pk)": "ok ok missing missing ok",
    "testimony_consent (pk)": "ok ok missing missing ok",
    "testimony_withdraw (pk)": "method method missing missing method",
    "testimony_document (pk)": "ok ok missing missing ok",
    "fact_confirm (pk)": "method method missing missing method",
    "fact_replace (pk)": "ok ok missing missing ok",
    "wagtail_localize:javascript_catalog ()": "ok ok ok ok ok",
    "wagtail_localize:submit_page_translation (page_id)": (
        "elsewhere elsewhere missing missing ok"
    ),
    "wagtail_localize:submit_snippet_translation (app_label, model_name, pk)": (
        "missing missing missing missing ok"
    ),
    "wagtail_localize:update_translations (translation_source_id)": (
        "elsewhere elsewhere missing missing ok"
    ),
    "wagtail_localize:edit_string_translation (translation_id, string_segment_id)": (
        "method method missing missing method"
    ),
    "wagtail_localize:edit_override (translation_id, overridable_segment_id)": (
        "missing missing missing missing method"
    ),
    "wagtail_localize:download_pofile (translation_id)": "ok ok missing missing ok",
    "wagtail_localize:upload_pofile (translation_id)": (
        "method method missing missing method"
    ),
    "wagtail_localize:machine_translate (translation_id)": (
        "method method missing missing method"
    ),
    "wagtail_localize:preview_translation (translation_id)": "ok ok missing missing ok",
    "wagtail_localize:preview_translation (translation_id, mode)": (
        "missing missing missing missing missing"
    ),
    "wagtail_localize:stop_translation (translation_id)": (
        "method method missing missing method"
    ),
    "wagtail_localize:convert_to_alias (page_id)": (
        "missing missing missing missing missing"
    ),
    "wagtail_localize:translations_report ()": "missing missing missing missing ok",
    "wagtail_localize:snippets_api_listing (app_label, model_name)": (
        "missing missing missing missing ok"
    ),
    "wagtail_localize:snippets_api_detail (app_label, model_name, pk)": (
        "missing missing missing missing ok"
    ),
    "wagtail_localize:translations_report_results ()": (
        "missing missing missing missing ok"
    ),
    "wagtailsettings:edit (app_name, model_name)": (
        "missing missing missing missing missing"
    ),
    "wagtailsettings:edit (app_name, model_name, pk)": (
        "missing missing missing missing missing"
    ),
    "wagtailsettings:preview_on_edit (app_name, model_name, pk)": (
        "missing missing missing missing missing"
    ),
    "wagtailembeds:chooser ()": "missing missing missing missing ok",
    "wagtailembeds:chooser_upload ()": "missing missing missing missing ok",
    "wagtailsnippets:index ()": "missing missing missing missing elsewhere",
    "wagtaildocs:index ()": "ok ok ok ok ok",
    "wagtaildocs:index_results ()": "ok ok ok ok ok",
    "wagtaildocs:add ()": "ok ok ok ok ok",
    "wagtaildocs:edit (document_id)": "ok ok missing missing ok",
    "wagtaildocs:delete (document_id)": "ok ok missing missing ok",
    "wagtaildocs:add_multiple ()": "ok ok ok ok ok",
    "wagtaildocs:edit_multiple (doc_id)": "method method missing missing method",
    "wagtaildocs:create_multiple_from_uploaded_document (uploaded_file_id)": (
        "method missing missing missing method"
    ),
    "wagtaildocs:delete_multiple (doc_id)": "method method missing missing method",
    "wagtaildocs:delete_upload_multiple (uploaded_file_id)": (
        "method missing missing missing method"
    ),
    "wagtaildocs:document_usage (document_id)": "ok ok missing missing ok",
    "wagtailimages:index ()": "ok ok ok ok ok",
    "wagtailimages:index_results ()": "ok ok ok ok ok",
    "wagtailimages:edit (image_id)": "ok ok missing missing ok",
    "wagtailimages:delete (image_id)": "ok ok missing missing ok",
    "wagtailimages:url_generator (image_id)": "missing missing missing missing missing",
    "wagtailimages:url_generator_output (image_id)": (
        "missing missing missing missing missing"
    ),
    "wagtailimages:preview (image_id, filter_spec)": "ok ok missing missing ok",
    "wagtailimages:add ()": "ok ok ok ok ok",
    "wagtailimages:image_usage (image_id)": "ok ok missing missing ok",
    "wagtailimages:add_multiple ()": "ok ok ok ok ok",
    "wagtailimages:edit_multiple (image_id)": "method method missing missing method",
    "wagtailimages:create_multiple_from_uploaded_image (uploaded_file_id)": (
        "method missing missing missing method"
    ),
    "wagtailimages:delete_multiple (image_id)": "method method missing missing method",
    "wagtailimages:delete_upload_multiple (uploaded_file_id)": (
        "method missing missing missing method"
    ),
    "wagtailsnippets_quizzes_question:list ()": "ok ok ok ok ok",
    "wagtailsnippets_quizzes_question:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_quizzes_question:add ()": "ok ok ok ok ok",
    "wagtailsnippets_quizzes_question:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_question:delete (pk)": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_quizzes_question:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_question:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_question:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_question:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_question:preview_on_add ()": "ok ok ok ok ok",
    "wagtailsnippets_quizzes_question:preview_on_edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_question:revisions_view (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_quizzes_question:revisions_revert (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_quizzes_question:revisions_compare (pk, revision_id_a, revision_id_b)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_quizzes_question:revisions_unschedule (pk, revision_id)": (
        "missing ok missing missing ok"
    ),
    "wagtailsnippets_quizzes_question:unpublish (pk)": "missing ok missing missing ok",
    "wagtailsnippetchoosers_quizzes_question:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_quizzes_question:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_quizzes_question:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_quizzes_question:chosen_multiple ()": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippetchoosers_quizzes_question:create ()": (
        "missing missing missing missing ok"
    ),
    "hotspot_picture (pk)": "elsewhere elsewhere missing missing elsewhere",
    "question_try (pk)": "ok ok missing missing ok",
    "quiz_try (pk)": "elsewhere elsewhere missing missing elsewhere",
    "bank_analysis (pk)": "ok ok missing missing ok",
    "bank_analysis_start (pk)": "method method missing missing method",
    "bank_analysis_progress (pk)": "ok ok missing missing ok",
    "bank_question_analysis (pk, key)": "ok ok missing missing ok",
    "bank_question_retire (pk, key)": "method method missing missing method",
    "bank_interchange (pk)": "ok ok missing missing ok",
    "bank_scales (pk)": "ok ok missing missing ok",
    "bank_draws (pk)": "ok ok missing missing ok",
    "bank_duplicates (pk)": "elsewhere elsewhere missing missing elsewhere",
    "question_duplicates ()": "ok ok ok ok ok",
    "question_duplicates_decide ()": "method method method method method",
    "question_asides ()": "ok ok ok ok ok",
    "bank_versions (pk)": "ok ok missing missing ok",
    "bank_gains (pk)": "ok ok missing missing ok",
    "bank_import_undo (pk, run)": "method method missing missing method",
    "bank_export (pk, form)": "ok ok missing missing ok",
    "bank_export_file (pk, form)": "ok ok missing missing ok",
    "bank_template (pk, form)": "ok ok missing missing ok",
    "quiz_contests ()": "ok ok ok ok ok",
    "quiz_contest (contest)": "ok ok missing missing ok",
    "bank_regrades (pk)": "ok ok missing missing ok",
    "bank_regrade_new (pk, version)": "ok ok missing missing ok",
    "bank_regrade (pk, regrade)": "ok ok missing missing ok",
    "bank_regrade_progress (pk, regrade)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_bank:list ()": "ok ok ok ok ok",
    "wagtailsnippets_quizzes_bank:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_quizzes_bank:add ()": "ok ok ok ok ok",
    "wagtailsnippets_quizzes_bank:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_bank:delete (pk)": "missing missing missing missing ok",
    "wagtailsnippets_quizzes_bank:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_bank:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_bank:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_bank:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_quizzes_bank:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_quizzes_bank:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_quizzes_bank:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_quizzes_bank:chosen_multiple ()": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippetchoosers_quizzes_bank:create ()": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_courses_fact:list ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_fact:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_fact:add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_fact:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_fact:delete (pk)": "missing missing missing missing ok",
    "wagtailsnippets_courses_fact:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_fact:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_fact:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_fact:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_fact:preview_on_add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_fact:preview_on_edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_fact:revisions_view (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_fact:revisions_revert (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_fact:revisions_compare (pk, revision_id_a, revision_id_b)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_fact:revisions_unschedule (pk, revision_id)": (
        "missing ok missing missing ok"
    ),
    # The step in hand is of a page's review, so it is none of this thing's.
    "wagtailsnippets_courses_fact:workflow_action (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_courses_fact:collect_workflow_action_data (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_courses_fact:confirm_workflow_cancellation (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_fact:workflow_preview (pk, task_id)": (
        "missing missing missing missing elsewhere"
    ),
    "wagtailsnippets_courses_fact:workflow_history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_fact:workflow_history_detail (pk, workflow_state_id)": (
        "missing missing missing missing missing"
    ),
    # The step in hand is of a page's review, so it is none of this thing's.
    "wagtailsnippets_courses_vignette:workflow_action (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_courses_vignette:collect_workflow_action_data (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_courses_vignette:confirm_workflow_cancellation (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_vignette:workflow_preview (pk, task_id)": (
        "missing missing missing missing elsewhere"
    ),
    "wagtailsnippets_courses_vignette:workflow_history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_vignette:workflow_history_detail (pk, workflow_state_id)": (
        "missing missing missing missing missing"
    ),
    # The step in hand is of a page's review, so it is none of this thing's.
    "wagtailsnippets_courses_symbol:workflow_action (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_courses_symbol:collect_workflow_action_data (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_courses_symbol:confirm_workflow_cancellation (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_symbol:workflow_preview (pk, task_id)": (
        "missing missing missing missing elsewhere"
    ),
    "wagtailsnippets_courses_symbol:workflow_history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_symbol:workflow_history_detail (pk, workflow_state_id)": (
        "missing missing missing missing missing"
    ),
    # The step in hand is of a page's review, so it is none of this thing's.
    "wagtailsnippets_courses_statement:workflow_action (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_courses_statement:collect_workflow_action_data (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_courses_statement:confirm_workflow_cancellation (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_statement:workflow_preview (pk, task_id)": (
        "missing missing missing missing elsewhere"
    ),
    "wagtailsnippets_courses_statement:workflow_history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_statement:workflow_history_detail (pk, workflow_state_id)": (
        "missing missing missing missing missing"
    ),
    # The step in hand is of a page's review, so it is none of this thing's.
    "wagtailsnippets_quizzes_question:workflow_action (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_quizzes_question:collect_workflow_action_data (pk, action_name, task_state_id)": (
        "elsewhere elsewhere missing missing elsewhere"
    ),
    "wagtailsnippets_quizzes_question:confirm_workflow_cancellation (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_question:workflow_preview (pk, task_id)": (
        "missing missing missing missing elsewhere"
    ),
    "wagtailsnippets_quizzes_question:workflow_history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_quizzes_question:workflow_history_detail (pk, workflow_state_id)": (
        "missing missing missing missing missing"
    ),
    "wagtailsnippets_courses_fact:unpublish (pk)": "missing ok missing missing ok",
    "wagtailsnippetchoosers_courses_fact:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_fact:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_fact:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_courses_fact:chosen_multiple ()": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippetchoosers_courses_fact:create ()": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_courses_statement:list ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_statement:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_statement:add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_statement:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_statement:delete (pk)": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_courses_statement:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_statement:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_statement:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_statement:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_statement:preview_on_add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_statement:preview_on_edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_statement:revisions_view (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_statement:revisions_revert (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_statement:revisions_compare (pk, revision_id_a, revision_id_b)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_statement:revisions_unschedule (pk, revision_id)": (
        "missing ok missing missing ok"
    ),
    "wagtailsnippets_courses_statement:unpublish (pk)": "missing ok missing missing ok",
    "wagtailsnippets_courses_vignette:list ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_vignette:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_vignette:add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_vignette:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_vignette:delete (pk)": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_courses_vignette:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_vignette:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_vignette:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_vignette:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_vignette:preview_on_add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_vignette:preview_on_edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_vignette:revisions_view (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_vignette:revisions_revert (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_vignette:revisions_compare (pk, revision_id_a, revision_id_b)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_vignette:revisions_unschedule (pk, revision_id)": (
        "missing ok missing missing ok"
    ),
    "wagtailsnippets_courses_vignette:unpublish (pk)": "missing ok missing missing ok",
    "wagtailsnippetchoosers_courses_statement:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_statement:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_statement:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_courses_statement:chosen_multiple ()": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippetchoosers_courses_statement:create ()": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippetchoosers_courses_vignette:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_vignette:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_vignette:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_courses_vignette:chosen_multiple ()": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippetchoosers_courses_vignette:create ()": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_courses_symbol:list ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_symbol:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_symbol:add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_symbol:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_symbol:delete (pk)": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_courses_symbol:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_symbol:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_symbol:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_symbol:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_symbol:preview_on_add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_symbol:preview_on_edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_symbol:revisions_view (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_symbol:revisions_revert (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_symbol:revisions_compare (pk, revision_id_a, revision_id_b)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_courses_symbol:revisions_unschedule (pk, revision_id)": (
        "missing ok missing missing ok"
    ),
    "wagtailsnippets_courses_symbol:unpublish (pk)": "missing ok missing missing ok",
    "wagtailsnippetchoosers_courses_symbol:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_symbol:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_symbol:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_courses_symbol:chosen_multiple ()": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippetchoosers_courses_symbol:create ()": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_media_testimony:list ()": "ok ok ok ok ok",
    "wagtailsnippets_media_testimony:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_media_testimony:add ()": "ok ok ok ok ok",
    "wagtailsnippets_media_testimony:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_testimony:delete (pk)": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_media_testimony:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_testimony:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_testimony:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_testimony:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_testimony:preview_on_add ()": "ok ok ok ok ok",
    "wagtailsnippets_media_testimony:preview_on_edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_testimony:revisions_view (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_media_testimony:revisions_revert (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_media_testimony:revisions_compare (pk, revision_id_a, revision_id_b)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_media_testimony:revisions_unschedule (pk, revision_id)": (
        "missing ok missing missing ok"
    ),
    "wagtailsnippets_media_testimony:unpublish (pk)": "missing ok missing missing ok",
    "wagtailsnippetchoosers_media_testimony:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_media_testimony:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_media_testimony:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_media_testimony:chosen_multiple ()": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippetchoosers_media_testimony:create ()": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_media_recording:list ()": "ok ok ok ok ok",
    "wagtailsnippets_media_recording:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_media_recording:add ()": "ok ok ok ok ok",
    "wagtailsnippets_media_recording:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_recording:delete (pk)": "missing missing missing missing ok",
    "wagtailsnippets_media_recording:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_recording:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_recording:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_recording:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_media_recording:revisions_revert (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_media_recording:revisions_compare (pk, revision_id_a, revision_id_b)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_media_recording:revisions_unschedule (pk, revision_id)": (
        "missing ok missing missing ok"
    ),
    "wagtailsnippets_media_recording:unpublish (pk)": "missing ok missing missing ok",
    "wagtailsnippetchoosers_media_recording:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_media_recording:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_media_recording:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_media_recording:chosen_multiple ()": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippetchoosers_media_recording:create ()": (
        "missing missing missing missing ok"
    ),
    "wagtailsnippets_courses_locallesson:list ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_locallesson:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_locallesson:add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_locallesson:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:delete (pk)": "missing missing missing missing ok",
    "wagtailsnippets_courses_locallesson:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:preview_on_add ()": "ok ok ok ok ok",
    "wagtailsnippets_courses_locallesson:preview_on_edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:revisions_view (pk, revision_id)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:revisions_revert (pk, revision_id)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:revisions_compare (pk, revision_id_a, revision_id_b)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:revisions_unschedule (pk, revision_id)": "ok ok missing missing ok",
    "wagtailsnippets_courses_locallesson:unpublish (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_courses_locallesson:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_locallesson:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_courses_locallesson:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_courses_locallesson:chosen_multiple ()": "ok ok missing missing ok",
    "wagtailsnippetchoosers_courses_locallesson:create ()": "missing missing missing missing ok",
    "overlays ()": "ok missing ok missing ok",
    "overlay_begin ()": "method method method method method",
    "overlay (pk)": "ok missing missing missing ok",
    "overlay_place (pk)": "method missing missing missing method",
    "overlay_publish (pk)": "method missing missing missing method",
    "overlay_move (pk, placement)": "ok missing missing missing ok",
    "overlay_vignette (pk)": "ok missing missing missing ok",
    "overlay_take_out_vignette (pk, vignette)": "method missing missing missing method",
    "overlay_take_out (pk, placement)": "method missing missing missing method",
    "overlay_switch (pk, module)": "method missing missing missing method",
    "overlay_decide (pk, thing, number)": "method missing missing missing method",
    "wagtailsnippets_organisations_contact:list ()": "ok ok ok ok ok",
    "wagtailsnippets_organisations_contact:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_organisations_contact:add ()": "ok ok ok ok ok",
    "wagtailsnippets_organisations_contact:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_organisations_contact:delete (pk)": "missing missing missing missing ok",
    "wagtailsnippets_organisations_contact:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_organisations_contact:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_organisations_contact:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_organisations_contact:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_organisations_contact:revisions_revert (pk, revision_id)": "ok ok missing missing ok",
    "wagtailsnippets_organisations_contact:revisions_compare (pk, revision_id_a, revision_id_b)": "ok ok missing missing ok",
    "wagtailsnippets_organisations_contact:revisions_unschedule (pk, revision_id)": "ok ok missing missing ok",
    "wagtailsnippets_organisations_contact:unpublish (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_organisations_contact:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_organisations_contact:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_organisations_contact:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_organisations_contact:chosen_multiple ()": "ok ok missing missing ok",
    "wagtailsnippetchoosers_organisations_contact:create ()": "missing missing missing missing ok",
    "courses_course:index ()": "ok ok ok ok ok",
    "courses_course:index_results ()": "ok ok ok ok ok",
    "courses_course:add ()": "elsewhere ok elsewhere ok ok",
    "courses_course:edit (pk)": "missing ok missing missing ok",
    "courses_course:delete (pk)": "missing missing missing missing ok",
    "courses_course:history (pk)": "elsewhere ok missing missing ok",
    "courses_course:history_results (pk)": "elsewhere ok missing missing ok",
    "courses_course:usage (pk)": "elsewhere ok missing missing ok",
    "courses_course:inspect (pk)": "ok ok missing missing ok",
    "courses_equivalents:index ()": "ok ok ok ok ok",
    "courses_equivalents:index_results ()": "ok ok ok ok ok",
    "courses_equivalents:add ()": "elsewhere ok elsewhere ok ok",
    "courses_equivalents:edit (pk)": "missing ok missing missing ok",
    "courses_equivalents:delete (pk)": "missing missing missing missing ok",
    "courses_equivalents:history (pk)": "elsewhere ok missing missing ok",
    "courses_equivalents:history_results (pk)": "elsewhere ok missing missing ok",
    "courses_equivalents:usage (pk)": "elsewhere ok missing missing ok",
    "courses_programmes:index ()": "ok ok ok ok ok",
    "courses_programmes:index_results ()": "ok ok ok ok ok",
    "courses_programmes:add ()": "elsewhere ok elsewhere ok ok",
    "courses_programmes:edit (pk)": "missing ok missing missing ok",
    "courses_programmes:delete (pk)": "missing missing missing missing ok",
    "courses_programmes:history (pk)": "elsewhere ok missing missing ok",
    "courses_programmes:history_results (pk)": "elsewhere ok missing missing ok",
    "courses_programmes:usage (pk)": "elsewhere ok missing missing ok",
    "courses_paths:index ()": "ok ok ok ok ok",
    "courses_paths:index_results ()": "ok ok ok ok ok",
    "courses_paths:add ()": "elsewhere ok elsewhere ok ok",
    "courses_paths:edit (pk)": "missing ok missing missing ok",
    "courses_paths:delete (pk)": "missing missing missing missing ok",
    "courses_paths:history (pk)": "elsewhere ok missing missing ok",
    "courses_paths:history_results (pk)": "elsewhere ok missing missing ok",
    "courses_paths:usage (pk)": "elsewhere ok missing missing ok",
    "courses_providers:index ()": "ok ok ok ok ok",
    "courses_providers:index_results ()": "ok ok ok ok ok",
    "courses_providers:add ()": "elsewhere ok elsewhere ok ok",
    "courses_providers:edit (pk)": "missing ok missing missing ok",
    "courses_providers:delete (pk)": "missing missing missing missing ok",
    "courses_providers:history (pk)": "elsewhere ok missing missing ok",
    "courses_providers:history_results (pk)": "elsewhere ok missing missing ok",
    "courses_providers:usage (pk)": "elsewhere ok missing missing ok",
    "courses_terms:index ()": "ok ok ok ok ok",
    "courses_terms:index_results ()": "ok ok ok ok ok",
    "courses_terms:add ()": "elsewhere ok elsewhere ok ok",
    "courses_terms:edit (pk)": "missing ok missing ok ok",
    # It is withdrawn instead.
    "courses_terms:delete (pk)": "missing missing missing missing elsewhere",
    "courses_terms:history (pk)": "elsewhere ok elsewhere ok ok",
    "courses_terms:history_results (pk)": "elsewhere ok elsewhere ok ok",
    "courses_terms:usage (pk)": "elsewhere ok elsewhere ok ok",
    "courses_terms:inspect (pk)": "ok ok ok ok ok",
    "term_withdraw (pk)": "missing ok missing ok ok",
    "courses_titles:index ()": "ok ok ok ok ok",
    "courses_titles:index_results ()": "ok ok ok ok ok",
    "courses_titles:add ()": "elsewhere ok elsewhere ok ok",
    "courses_titles:edit (pk)": "missing ok missing missing ok",
    "courses_titles:delete (pk)": "missing missing missing missing ok",
    "courses_titles:history (pk)": "elsewhere ok missing missing ok",
    "courses_titles:history_results (pk)": "elsewhere ok missing missing ok",
    "courses_titles:usage (pk)": "elsewhere ok missing missing ok",
    "places:index ()": "missing missing missing missing ok",
    "places:index_results ()": "missing missing missing missing ok",
    "places:add ()": "missing missing missing missing ok",
    "places:edit (pk)": "missing missing missing missing ok",
    "places:delete (pk)": "missing missing missing missing ok",
    "places:history (pk)": "missing missing missing missing ok",
    "places:history_results (pk)": "missing missing missing missing ok",
    "places:usage (pk)": "missing missing missing missing ok",
    "sectors:index ()": "missing missing missing missing ok",
    "sectors:index_results ()": "missing missing missing missing ok",
    "sectors:add ()": "missing missing missing missing ok",
    "sectors:edit (pk)": "missing missing missing missing ok",
    "sectors:delete (pk)": "missing missing missing missing ok",
    "sectors:history (pk)": "missing missing missing missing ok",
    "sectors:history_results (pk)": "missing missing missing missing ok",
    "sectors:usage (pk)": "missing missing missing missing ok",
    "wagtaillocales:index ()": "missing missing missing missing ok",
    "wagtaillocales:index_results ()": "missing missing missing missing ok",
    "wagtaillocales:add ()": "missing missing missing missing ok",
    "wagtaillocales:edit (pk)": "missing missing missing missing ok",
    "wagtaillocales:delete (pk)": "missing missing missing missing ok",
    "wagtaillocales:history (pk)": "missing missing missing missing ok",
    "wagtaillocales:history_results (pk)": "missing missing missing missing ok",
    "wagtaillocales:usage (pk)": "missing missing missing missing ok",
    "wagtaillocales:copy (pk)": "missing missing missing missing ok",
    "wagtailsites:index ()": "missing missing missing missing ok",
    "wagtailsites:index_results ()": "missing missing missing missing ok",
    "wagtailsites:add ()": "missing missing missing missing ok",
    "wagtailsites:edit (pk)": "missing missing missing missing ok",
    "wagtailsites:delete (pk)": "missing missing missing missing ok",
    "wagtailsites:history (pk)": "missing missing missing missing ok",
    "wagtailsites:history_results (pk)": "missing missing missing missing ok",
    "wagtailsites:usage (pk)": "missing missing missing missing ok",
    "wagtailsites:copy (pk)": "missing missing missing missing ok",
    "wagtailusers_users:index ()": "missing missing missing missing ok",
    "wagtailusers_users:index_results ()": "missing missing missing missing ok",
    "wagtailusers_users:add ()": "missing missing missing missing ok",
    "wagtailusers_users:edit (pk)": "missing missing missing missing ok",
    "wagtailusers_users:delete (pk)": "missing missing missing missing elsewhere",
    "wagtailusers_users:history (pk)": "missing missing missing missing ok",
    "wagtailusers_users:history_results (pk)": "missing missing missing missing ok",
    "wagtailusers_users:usage (pk)": "missing missing missing missing ok",
    "wagtailusers_users:copy (pk)": "missing missing missing missing ok",
    "wagtailusers_groups:index ()": "missing missing missing missing ok",
    "wagtailusers_groups:index_results ()": "missing missing missing missing ok",
    "wagtailusers_groups:add ()": "missing missing missing missing ok",
    "wagtailusers_groups:edit (pk)": "missing missing missing missing ok",
    "wagtailusers_groups:delete (pk)": "missing missing missing missing ok",
    "wagtailusers_groups:history (pk)": "missing missing missing missing ok",
    "wagtailusers_groups:history_results (pk)": "missing missing missing missing ok",
    "wagtailusers_groups:usage (pk)": "missing missing missing missing ok",
    "wagtaildocs_chooser:choose ()": "ok ok ok ok ok",
    "wagtaildocs_chooser:choose_results ()": "ok ok ok ok ok",
    "wagtaildocs_chooser:chosen (pk)": "ok ok missing missing ok",
    "wagtaildocs_chooser:chosen_multiple ()": "ok ok missing missing ok",
    "wagtaildocs_chooser:create ()": "ok ok ok ok ok",
    "wagtailimages_chooser:choose ()": "ok ok ok ok ok",
    "wagtailimages_chooser:choose_results ()": "ok ok ok ok ok",
    "wagtailimages_chooser:chosen (pk)": "ok ok missing missing ok",
    "wagtailimages_chooser:chosen_multiple ()": "ok ok missing missing ok",
    "wagtailimages_chooser:create ()": "ok ok ok ok ok",
    "wagtailimages_chooser:select_format (image_id)": "ok ok missing missing ok",
    "wagtailadmin_sprite ()": "ok ok ok ok ok",
    "wagtailadmin_login ()": "login login login login login",
    "wagtailadmin_password_reset ()": "login login login login login",
    "wagtailadmin_password_reset_done ()": "login login login login login",
    "wagtailadmin_password_reset_confirm (uidb64, token)": (
        "login login login login login"
    ),
    "wagtailadmin_password_reset_complete ()": "login login login login login",
    "wagtailadmin_javascript_catalog ()": "ok ok ok ok ok",
    "- cms/^.*/$ ()": "missing missing missing missing missing",
    "recognition_queue ()": "missing ok missing ok ok",
    "recognition_begin ()": "missing ok missing ok ok",
    "recognition (pk)": "missing ok missing missing ok",
    "recognition_proof (pk)": "missing ok missing missing ok",
    "award_runs ()": "missing ok missing ok ok",
    "award_run_new ()": "missing ok missing ok ok",
    "award_run (run)": "missing ok missing missing ok",
    "award_run_progress (run)": "missing ok missing missing ok",
    "award_run_report (run)": "missing ok missing missing ok",
    "award_run_mails (run)": "missing ok missing missing ok",
    "wagtailsnippets_certificates_design:list ()": "ok ok ok ok ok",
    "wagtailsnippets_certificates_design:list_results ()": "ok ok ok ok ok",
    "wagtailsnippets_certificates_design:add ()": "ok ok ok ok ok",
    "wagtailsnippets_certificates_design:edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_certificates_design:delete (pk)": (
        "missing ok missing missing ok"
    ),
    "wagtailsnippets_certificates_design:usage (pk)": "ok ok missing missing ok",
    "wagtailsnippets_certificates_design:history (pk)": "ok ok missing missing ok",
    "wagtailsnippets_certificates_design:history_results (pk)": "ok ok missing missing ok",
    "wagtailsnippets_certificates_design:copy (pk)": "ok ok missing missing ok",
    "wagtailsnippets_certificates_design:preview_on_add ()": "ok ok ok ok ok",
    "wagtailsnippets_certificates_design:preview_on_edit (pk)": "ok ok missing missing ok",
    "wagtailsnippets_certificates_design:revisions_view (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_certificates_design:revisions_revert (pk, revision_id)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_certificates_design:revisions_compare (pk, revision_id_a, revision_id_b)": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippets_certificates_design:revisions_unschedule (pk, revision_id)": (
        "missing ok missing missing ok"
    ),
    "wagtailsnippets_certificates_design:unpublish (pk)": "missing ok missing missing ok",
    "wagtailsnippetchoosers_certificates_design:choose ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_certificates_design:choose_results ()": "ok ok ok ok ok",
    "wagtailsnippetchoosers_certificates_design:chosen (pk)": "ok ok missing missing ok",
    "wagtailsnippetchoosers_certificates_design:chosen_multiple ()": (
        "ok ok missing missing ok"
    ),
    "wagtailsnippetchoosers_certificates_design:create ()": (
        "missing missing missing missing ok"
    ),
    "design_languages (pk)": "ok ok missing missing ok",
    "certificates_rules:index ()": "missing ok missing ok ok",
    "certificates_rules:index_results ()": "missing ok missing ok ok",
    "certificates_rules:add ()": "missing ok missing ok ok",
    "certificates_rules:edit (pk)": "missing ok missing missing ok",
    "certificates_rules:delete (pk)": "missing missing missing missing ok",
    "certificates_rules:history (pk)": "missing ok missing missing ok",
    "certificates_rules:history_results (pk)": "missing ok missing missing ok",
    "certificates_rules:usage (pk)": "missing ok missing missing ok",
    "certificate_editions ()": "missing ok missing ok ok",
    "certificate_edition (edition, issuer)": "missing ok missing missing ok",
    "certificates_register:index ()": "missing ok missing ok ok",
    "certificates_register:signatories ()": "missing ok missing ok ok",
    "certificates_register:withdraw_signatory (change)": "missing method missing missing method",
    "certificates_register:counts ()": "missing ok missing ok ok",
    "certificates_register:corrections ()": "missing ok missing ok ok",
    "certificates_register:correction (correction)": "missing ok missing missing ok",
    "certificates_register:appeals ()": "missing ok missing ok ok",
    "certificates_register:appeal (appeal)": "missing ok missing missing ok",
    "certificates_register:export (form)": "missing ok missing ok ok",
    "certificates_register:look ()": "missing method missing method method",
    "certificates_register:change (change)": "missing ok missing missing ok",
    "certificates_register:progress (change)": "missing ok missing missing ok",
    "certificates_register:entry (uuid)": "missing ok missing missing ok",
    "certificates_register:name (uuid)": "missing ok missing missing ok",
}
