"""Numbers in documents are the program's: each fact is a sentence with the value from the code."""

import math
import re
from datetime import timedelta

import pytest

from connectors import sync
from connectors.claims import rows as claims
from connectors.confluence import cloud, data_center
from connectors.confluence import listings as confluence
from connectors.confluence.settings import LABELS
from connectors.git import client as git
from connectors.git import connector as git_connector
from connectors.git import parse as git_parse
from connectors.git import people as git_people
from connectors.git import tree as git_tree
from connectors.github import auth as github
from connectors.github import client as github_client
from connectors.github import listings as github_listings
from connectors.google import calendar, meet, place, reports
from connectors.google.settings import hashed
from connectors.jira import listing as jira
from connectors.pagerduty import children, windows
from connectors.pagerduty import client as pagerduty
from connectors.rest import http
from connectors.roster.rows import PEOPLE
from connectors.text import cleaning, flags, named_objects
from pipelines import schedules
from pipelines.cli import display, published, setup, supervise
from pipelines.config import PROJECT, LandingConfig, StoreConfig
from transforms.rulebook import Passes, Threshold, read_rules
from warehouse import publish, store

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = dict(enumerate(_NUMBERS))
_WORDS |= {20: "twenty", 100: "hundred"}
_ORDINALS = {3: "third", 10: "tenth"}
_PARTS = {0.10: "a tenth", 0.25: "a quarter"}


def in_words(number: float) -> str:
    """A whole number as a document spells it."""
    whole = int(number)
    assert whole == number
    return _WORDS.get(whole, f"{whole:,}")


def in_minutes(time: timedelta) -> float:
    return time / timedelta(minutes=1)


def in_hours(time: timedelta) -> float:
    return time / timedelta(hours=1)


def _limit(name: str) -> int:
    values = {
        row.name: row.value
        for row_type, rows in read_rules().values()
        for row in rows
        if row_type is Threshold and isinstance(row, Threshold)
    }
    return values[name]


def _words(name: str) -> str:
    return in_words(_limit(name))


def _passes(rule: str, **wanted: str) -> str:
    """The three numbers of a list of effort, as its table has them."""
    rows = [
        row
        for row in read_rules()[rule][1]
        if isinstance(row, Passes) and all(getattr(row, k) == v for k, v in wanted.items())
    ]
    return " | ".join(f"{number} min" for number in (rows[0].low, rows[0].mid, rows[0].high))


def _measured(what: str) -> int:
    """A figure of the benchmarks, as they wrote it down."""
    text = (PROJECT / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    (figure,) = re.findall(rf"^\| {re.escape(what)} \| (\d+) \|", text, re.MULTILINE)
    return int(figure)


def _weights(contributions: int) -> list[str]:
    return [f"{1 + math.log2(number):.3g}" for number in range(1, contributions + 1)]


_PORT = next(param.default for param in setup.dev.params if param.name == "port")
_REFUSED = (
    f"asks for a wait of more than {in_words(http.LONGEST_WAIT / 60)} minutes",
    f"break or never end, after {in_words(http.TRIES)} tries",
)
_SKEW = f"differ by more than {in_words(in_minutes(http.SKEW_REFUSED))} minutes"
_MIB = http.BODY_BYTES // 1024**2
_MANY = f"{pagerduty.CEILING:,} rows"
_GIT = f"{git_connector._WORKERS}"

FACTS: dict[str, list[str]] = {
    "README.md": [
        f"readable by DuckDB {store._STORAGE_VERSION[1:].removesuffix('.0')} or newer",
    ],
    "docs/first-hour.md": [
        f"http://127.0.0.1:{_PORT} with a nightly schedule",
        f"a line every {in_words(display.LINE_SECONDS)} seconds",
        f"less than {in_hours(published.STALE_AFTER):g} hours old",
        f"in the last {_limit('review_window_weeks')} weeks",
    ],
    "docs/glossary.md": [f"The last {_limit('review_window_weeks')} whole ISO weeks"],
    "docs/privacy.md": [f"at most {cleaning.TITLE_LENGTH} characters"],
    "docs/operations.md": [
        f"at {int(schedules.NIGHTLY.split()[1]):02}:00 UTC",
        f"After {in_words(supervise.GRACE)} seconds, or at a second signal",
        f"keep_days: {LandingConfig().keep_days}",
        f"memory_limit: {StoreConfig().memory_limit}",
        f"data files go {LandingConfig().keep_days} days after",
        f"the newest {publish.KEEP_VERSIONS} versions",
        f"no connection for {in_words(http.PATIENCE)} seconds",
        f"at most {in_words(http.PATIENCE)} seconds, all threads together",
        f"about {http.PATIENCE + http.TIMEOUTS[0]:g} seconds for each",
        f"more than {_PARTS.get(publish._SHRINK_LIMIT)} of all evidence links",
        _SKEW,
    ],
    "docs/sources/github.md": [
        f"(version {github.HEADERS['X-GitHub-Api-Version']})",
        f"looks {in_words(in_minutes(github_listings.OVERLAP))} minutes further back",
        f"takes about {round(_measured('github: full pull, requests'), -1):,} requests",
        f"and {in_words(_measured('github: nothing changed, requests'))} for the rest",
        f"the newest {in_words(int(github_client.PAGE['per_page']))}, and on",
        f"at most {cleaning.TITLE_LENGTH} characters",
        f"more than {_MIB} MiB",
        f"by more than {in_words(in_minutes(http.SKEW_REFUSED))} minutes",
        f"name or link, {in_words(named_objects._MOST)} at most",
        *_REFUSED,
    ],
    "docs/sources/jira.md": [
        f"less {in_minutes(jira.OVERLAP):g} minutes",
        f"at most {cleaning.TITLE_LENGTH} characters",
        f"name or link, {in_words(named_objects._MOST)} at most",
        _SKEW,
        *_REFUSED,
    ],
    "docs/sources/confluence.md": [
        f"looks {in_hours(confluence.OVERLAP):g} hours further back",
        f"({cloud.LIMIT} on Cloud, {data_center.LIMIT} on Data Center)",
        f"{cloud._MOST_IDS} at once",
        f"Wanted labels are {', '.join(f'`{label}`' for label in LABELS)}",
        *_REFUSED,
    ],
    "docs/sources/pagerduty.md": [
        f"the {in_minutes(windows.OVERLAP):g} minutes before",
        f"more than {in_minutes(windows.OVERLAP):g} minutes late",
        f"at most {_MANY} of one query",
        f"more than {_MANY} in one second",
        f"({windows.LONGEST.days} days at most)",
        f"default {windows.HISTORY.days // 30} months back",
        f"a log entry within {children.REREAD.days} days",
        f"{in_words(children.MOST_MISSING)} and more changed incidents",
        f"each {in_words(pagerduty.LIMIT)} log entries",
        f"by more than {in_words(in_minutes(http.SKEW_REFUSED))} minutes",
        *_REFUSED,
    ],
    "docs/sources/google.md": [
        f"and {in_hours(reports.OVERLAP):g} hours before",
        f"calls since {in_words(meet.OVERLAP.days)} days before",
        f"default {place.FIRST_DAYS.days // 30} months back",
        f"one for each {calendar.PAGE} changed events",
        f"more than {_MIB} MiB",
        f"the first {len(hashed('a@b.example'))} digits of the address's SHA-256",
        f"The log reaches back {reports.KEPT.days + 1} days",
    ],
    "docs/sources/git.md": [
        f"that read ahead; default {_GIT}",
        f"Files above {git_tree.MOST_BYTES // 1024**2} MiB",
        f"first {git_people._LINE_LIMIT:,} characters",
        f"Of a message Unsung reads the first {git_parse._TOKEN_LIMIT // 1024**2} MiB",
        f"longer than {in_words(git_people._NAME_WORDS)} words",
        f"more than {int(git._OVERRULED['diff.renameLimit']):,} deleted and created files",
    ],
    "docs/sources/claims.md": [
        f"at most {claims._MOST_DAYS // 7} weeks",
        f"at most {claims._LONGEST_TEXT} characters",
        ", ".join(f"`{tag}`" for tag in claims.TAGS[:-1]) + f" or `{claims.TAGS[-1]}`",
    ],
    "docs/sources/roster.md": [
        f"only the first {in_words(len(PEOPLE.required))} columns are required",
    ],
    "docs/method/claims.md": [
        f"more than {_limit('late_days')} days after the work",
        f"in {_limit('review_window_weeks')} weeks (GAM-1)",
        f"the {_ORDINALS.get(_limit('notes_of_a_pair') + 1)} note of one author about one person",
        f"{_words('witnesses')} independent witnesses",
        f"has {in_words(_limit('working_day_minutes') / 60)} contracted hours",
    ],
    "docs/method/credit.md": [
        f"Below {_limit('share_weeks')} weeks present or",
        f"{_limit('share_minutes') // 60} hours seen a person has no share",
        f"more than {_limit('uncalibrated_percent')} % of the hidden minutes",
        f"fewer than {_limit('smallest_group')} people",
        f"{_words('template_comments')} or more and nearly all",
        f"within {_words('template_seconds')} seconds of each other",
        f"{in_words(len(flags.skeleton('one two three four five') or ''))} digits of a hash",
        f"within {_limit('churn_days')} days, is no upkeep",
        f"within {in_words(_limit('meeting_trace_days') / 7)} weeks",
        f"robust z above {_limit('rate_percent') / 100:g}, of {_words('rate_weeks')} weeks or more",
    ],
    "docs/method/effort.md": [
        f"| a session ends after | {_passes('effort__sessions')} |",
        *(
            f"| cap, pace {pace} | {_passes('effort__caps', pace=pace)} |"
            for pace in ("short", "middle", "long")
        ),
        f"more than {_words('meeting_hours')} hours are left alone",
        f"at most {_words('caps_of_an_object')} caps of its kind",
        f"with {_limit('diary_person_weeks')} or more weeks of diaries",
        f"from {_words('diary_persons')} or more volunteers",
        f"holds {_limit('bootstrap_percent')} % of {_limit('bootstrap_draws'):,} draws",
        f"With {_words('held_out_persons')} volunteers or more",
        f"less than {_limit('one_act_seconds')} seconds between",
    ],
    "docs/method/fixes.md": [
        f"made {_limit('owner_changes')} or more of its merged changes",
        f"and {_limit('owner_percent')} % of all of them",
        f"(up to {named_objects._MOST})",
        f"follows within {_limit('diagnosis_days')} days",
        f"as completed within {_limit('diagnosis_close_days')} days",
        f"undoes within {_words('flip_minutes')} minutes",
    ],
    "docs/method/meeting-notes.md": [
        f"from {_limit('minutes_before_minutes')} minutes before its start",
        f"until {_limit('minutes_after_hours')} hours after its end",
        f"in {_words('minutes_slots')} or more slots of {_words('minutes_slot_minutes')} minutes",
        f"until {_words('minutes_slot_hours')} hours after the end",
    ],
    "docs/method/newcomers.md": [
        f"a newcomer for {_limit('newcomer_days')} days",
        f"unless {_limit('migrated_accounts')} or more accounts",
        f"counts for {_limit('pairing_days')} days",
        f"joined {_limit('tenure_days_ahead')} days or more before",
        f"{_words('mentor_interactions')} acts of guidance or more",
        f"or more, in {_words('mentor_weeks')} weeks or more",
        f"and {_PARTS.get(_limit('mentor_percent') / 100)} of all",
        f"{_words('mentor_meetings')} one-to-ones of one series",
        f"in the first {_limit('mentor_meeting_days')} days",
        f"of {_words('first_changes_reviewed')} and of {_limit('first_changes_percent')} %",
        f"the first {_words('first_changes')} merged changes",
    ],
    "docs/method/outcomes.md": [
        f"for one to {_words('contributions')}, and no more",
        " and ".join(", ".join(_weights(_limit("contributions"))).rsplit(", ", 1)),
        f"a newcomer's {_ORDINALS.get(_limit('milestone'))} merged change",
        f"Counts are rounded to {_limit('rounding')} and the mean to {_limit('rounding') / 100}",
        f"Below {_limit('smallest_group')} people or objects",
    ],
    "docs/method/tickets.md": [
        f"more than {_limit('own_item_hours')} hours after",
        f"less than {_limit('ticket_share_percent')} % of that time",
        f"{_limit('bulk_assignments')} tickets or more that one person",
        f"More than {_limit('intake_minute_tickets')} tickets within",
    ],
    "docs/method/people.md": [f"the last {_limit('review_window_weeks')} whole ISO weeks"],
}


def text_of(page: str) -> str:
    """A document on one line."""
    return " ".join((PROJECT / page).read_text(encoding="utf-8").split())


@pytest.mark.parametrize("page", FACTS)
def test_a_number_of_a_page_is_the_programs(page: str) -> None:
    text = text_of(page)
    assert [fact for fact in FACTS[page] if fact not in text] == []


def test_weekly_is_what_a_full_listing_is() -> None:
    assert timedelta(weeks=1) == sync.SWEEP_EVERY
    assert "once a week" in text_of("docs/glossary.md")
