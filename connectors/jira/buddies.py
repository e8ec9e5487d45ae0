"""Who onboards whom, as an onboarding issue says it. Its description is read for that and dropped.

Rule buddy_field: whom the configured user picker names. Rule checklist, where that names nobody: a
line of the description such as ``Onboarding buddy: @Ada`` that mentions exactly one account. A
plain name, a second mention or a second line that names another account makes it nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from connectors.jira.adf import NOT_OWN_WORDS, own_wiki
from connectors.jira.records import Context, issue_url
from connectors.jira.settings import Onboarding
from connectors.jira.streams import Pairing
from connectors.rest.paging import Row

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand around what a mention names; typed ones are removed."""

_MARKS = str.maketrans("", "", _OPEN + _CLOSE)
_EMPHASIS = str.maketrans("", "", "*_+")
_MENTION = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_WIKI_MENTION = re.compile(r"\[~([^\]\n]+)\]")
_WIKI_MACRO = re.compile(r"\{[^{}\n]*\}")
_BUDDY = re.compile(
    r"^\W*(?:\[[ xX]\]\s*)?(?:assign\s+)?(?:onboarding\s+)?buddy\s*[:|][\s|:]*(.*)", re.IGNORECASE
)
_ASIDE = re.compile(r"\([^()]*\)")
_ENDS = frozenset({"paragraph", "heading", "listItem", "taskItem", "tableRow", "hardBreak"})
_CELLS = frozenset({"tableCell", "tableHeader"})
_PEOPLE = frozenset({None, "", "DEFAULT"})


@dataclass(frozen=True)
class Reading:
    """What the settings ask for, where they ask for anything.

    Attributes:
        rules: The settings.
        digest: Changes whenever they do.
    """

    rules: Onboarding
    digest: str

    @property
    def fields(self) -> list[str]:
        """The custom fields that a search must tell."""
        return [name for name in (self.rules.buddy_field, self.rules.start_field) if name]

    def is_onboarding(self, row: Row) -> bool:
        """Whether an issue meets the conditions."""
        fields, rules = row["fields"], self.rules
        wanted = (
            (rules.projects, {fields["project"]["key"]}),
            (rules.issue_types, {fields["issuetype"]["name"]}),
            (rules.labels, set(fields["labels"])),
        )
        return all(not given or has & set(given) for given, has in wanted)

    def picked(self, row: Row, context: Context) -> list[Pairing]:
        """The pairings that the user picker tells."""
        chosen = row["fields"].get(self.rules.buddy_field or "")
        users = chosen if isinstance(chosen, list) else [chosen]
        accounts = [context.account_id(user) for user in users if isinstance(user, dict)]
        return self._pairings(row, accounts, "buddy_field", context)

    def told(self, row: Row, account_id: str | None, context: Context) -> list[Pairing]:
        """The pairing that the description tells."""
        return self._pairings(row, [account_id], "checklist", context)

    def _pairings(
        self, row: Row, accounts: list[str | None], rule_id: str, context: Context
    ) -> list[Pairing]:
        newcomer_id = context.account_id(row["fields"].get(self.rules.newcomer))
        day = row["fields"].get(self.rules.start_field or "")
        return [
            Pairing(
                issue_id=row["id"],
                newcomer_id=newcomer_id,
                buddy_id=buddy_id,
                rule_id=rule_id,
                start_on=date.fromisoformat(day[:10]) if day else None,
                url=issue_url(context.web, row["key"]),
                observed_at=context.observed_at,
            )
            for buddy_id in dict.fromkeys(accounts)
            if newcomer_id is not None and buddy_id is not None and buddy_id != newcomer_id
        ]


def mentioned_buddy(body: Any) -> str | None:
    """What the mention in the line about the buddy names: an account of Cloud, or a user name."""
    text = "".join(_parts(body)) if isinstance(body, dict) else _wiki(body)
    named: set[str | None] = set()
    for line in text.split("\n"):
        if match := _BUDDY.match(line):
            named.add(_only_one(match[1].partition("|")[0]))
    return named.pop() if len(named) == 1 else None


def _only_one(value: str) -> str | None:
    """The one account that a value mentions if it says nothing else but asides."""
    value = _ASIDE.sub(" ", value)
    names = _MENTION.findall(value)
    is_alone = not any(map(str.isalnum, _MENTION.sub("", value)))
    return names[0] if len(names) == 1 and is_alone else None


def _parts(node: dict[str, Any]) -> Iterator[str]:
    kind, attributes = node.get("type"), node.get("attrs") or {}
    if kind in NOT_OWN_WORDS:
        return
    if kind == "text":
        yield _marked(str(node.get("text", "")).translate(_MARKS))
    if kind == "mention" and attributes.get("userType") in _PEOPLE:
        yield f"{_OPEN}{attributes.get('id', '')}{_CLOSE}"
    elif kind == "mention":
        yield "somebody"
    inner = "".join(part for child in node.get("content") or () for part in _parts(child))
    yield f"{' '.join(inner.split())}|" if kind in _CELLS else inner
    if kind in _ENDS:
        yield "\n"


def _wiki(body: Any) -> str:
    return _WIKI_MACRO.sub("", _marked(own_wiki(body).translate(_MARKS)))


def _marked(text: str) -> str:
    """Mentions as wiki markup writes them become marks, and emphasis goes."""
    parts = _WIKI_MENTION.split(text)
    for index, part in enumerate(parts):
        name = part.removeprefix("accountid:")
        parts[index] = f"{_OPEN}{name}{_CLOSE}" if index % 2 else part.translate(_EMPHASIS)
    return "".join(parts)
