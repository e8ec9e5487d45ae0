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
DECISIONS = (
    "Keep one queue", "Version the export", "Drop the old login", "Store times in UTC",
    "Retry at the edge", "Charge by seat", "Mirror the reports", "Sign every webhook",
)  # fmt: skip
DIAGNOSES = (
    "I can reproduce it. The fault is in `{}`: the second lookup runs before the rename.",
    "This comes from `{}`, which rounds twice when the list is long.",
    "Looked into it, `{}` keeps the session although the request was cancelled.",
)
QUESTIONS = (
    "How do I run the export for one tenant only?", "Where is the retry limit configured?",
    "Which of the flags turns the new report on?", "How do I read a stuck job's log?",
)  # fmt: skip
ANSWER = (
    "Set the tenant in the job's own settings and start it from there. The global switch only"
    " applies to jobs that have none."
)
SUGGESTION = "Take the default from the settings:\n```suggestion\n    limit = settings.limit\n```"
PARTS = tuple(f"lib/part_{number}.py" for number in range(30))
"""The platform's files."""
