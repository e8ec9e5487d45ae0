"""What people write."""

REASONED = (
    "Please take the lock first, because two workers may get here at once.",
    "I would split this so that the second half can be reverted alone.",
    "Rather than retrying here, let the caller decide, otherwise we wait twice.",
    "This loads every row. That way it runs out of memory on large accounts.",
    "Could you add a test for the empty list? The reason is the outage of last spring.",
)
PLAIN = ("Looks good to me.", "Please rename this.", "Nice.", "Typo here.", "Thanks, done?")
CHANGES = (
    "Add a limit to the export", "Keep the session after a rename", "Show totals in the report",
    "Cache the permission lookup", "Read the feature flag once", "Sort invoices by date",
    "Accept dates without a zone", "Retry the upload", "Split the settings page",
    "Drop the unused column", "Log the request id", "Validate the webhook payload",
)  # fmt: skip
PROBLEMS = (
    "Export stops after the first page", "Login loops on old browsers", "Totals differ by a cent",
    "Search is slow for large teams", "Reminder is sent twice", "Wrong zone in the calendar",
    "Upload fails without a message", "Dashboard shows last month", "Avatar is not updated",
)  # fmt: skip
ALERTS = (
    "Error rate above 5 %", "Queue is growing", "Disk almost full", "Latency above 2 s",
    "Health check failed", "Certificate expires soon", "No heartbeat from the worker",
)  # fmt: skip
SUBJECTS = (
    "Billing rules", "Rollout plan", "Data retention", "Access requests", "Search relevance",
    "Import formats", "Rate limits", "Notification settings", "Partner onboarding", "Audit trail",
    "Quota model", "Incident classes", "Naming of events", "Tenant migration",
)  # fmt: skip
PARAGRAPH = (
    "This page says how it works today, what we decided and why, and who to ask about it."
    " Correct it when something changes."
)
SUMMARY = (
    "Handing this over, so here is where it stands. The failing case is reproduced in staging with"
    " the attached account, the cause is the second lookup after the rename, and a draft fix is on"
    " the branch. Still open are the migration of old rows and the answer to the customer, who"
    " expects an update on Thursday. Ask the support desk for the account's history first."
)
WAITING = "I talked to the other team, the access is granted now. Please try it again."
STATUS = "Status update: we know the cause and are working on it. Next update in 30 minutes."
TIMELINE = ("Errors began.", "Rolled back the last change.", "Error rate is falling.", "Recovered.")
