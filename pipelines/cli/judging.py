"""Which decisions about accounts can be: of known accounts and people, and none against another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.cli.decisions import Decision
from pipelines.cli.identities import Account, Identities, not_one
from pipelines.errors import ConfigError

_ROSTER = "roster:"
_SHOWN_FAULTS = 20
_OPPOSITES = {
    "accept": ("reject", "unlink"),
    "reject": ("accept",),
    "human": ("machine",),
    "machine": ("human",),
}
"""What a file of many rows takes back by no accident; `unlink` takes back whatever there is."""


@dataclass(frozen=True)
class Wanted:
    """One decision that somebody asks for.

    Attributes:
        place: What messages call it: ``identity``, or a line of a file.
        person: A word for the person; the account itself if that is judged alone.
    """

    place: str
    account_id: str
    person: str


class _People:
    """Who is one person: by the build, by decisions in force, and by those of this command."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def join(self, one: str, other: str) -> bool:
        """Makes two people one, unless that would merge two people of the roster."""
        one, other = self._top(one), self._top(other)
        if one == other:
            return True
        if one.startswith(_ROSTER):
            one, other = other, one
        if one.startswith(_ROSTER):
            return False
        self._above[one] = other
        return True

    def _top(self, key: str) -> str:
        while key in self._above:
            key = self._above[key]
        return key


class Judge:
    """Judges the decisions of one command, each beside those in force and those before it."""

    def __init__(self, known: Identities, newest: Sequence[Decision], *, is_bulk: bool) -> None:
        """Prepares to judge.

        Args:
            known: Accounts and people as the last build left them.
            newest: The decisions in force.
            is_bulk: The decisions come as the rows of a file, which nobody compared one by one
                with what was decided before.
        """
        self._known, self._newest, self._is_bulk = known, newest, is_bulk
        self._in_force = {decision.pair: decision for decision in newest}
        self._accounts: dict[str, Account] = {}
        self._people = _People()
        self._words: dict[str, list[str]] = {}
        self._accepted: dict[str, tuple[Wanted, Decision]] = {}

    def judged(self, wanted: Sequence[Wanted], terms: Decision) -> list[Decision]:
        """What is to be written down: all that is wanted, but for what is in force already.

        Args:
            wanted: Accounts and people.
            terms: What the decisions have in common; without an account and a person.

        Raises:
            ConfigError: Some cannot be; it says of each why not.
        """
        self._look_up(wanted)
        new: dict[frozenset[str], Decision] = {}
        faults: list[ConfigError] = []
        for each in wanted:
            try:
                decision = self._decision(each, terms)
            except ConfigError as fault:
                faults.append(fault)
                continue
            if not decision.says_the_same(self._before(each, decision)):
                new[decision.pair] = decision
        if faults:
            raise ConfigError.of(list(_shown(faults)))
        return list(new.values())

    def _look_up(self, wanted: Sequence[Wanted]) -> None:
        named = {key for each in wanted for key in (each.account_id, each.person)}
        decided = {key for decision in self._newest for key in decision.pair}
        self._accounts.update(self._known.accounts(named | decided))
        self._words.update(self._known.people({each.person for each in wanted}))
        for decision in self._newest:
            if decision.action == "accept" and not decision.is_dated:
                self._people.join(self._own(decision.account_id), self._own(decision.person_key))

    def _own(self, key: str) -> str:
        """By what the person is known who has an account; a roster's key is its own."""
        account = self._accounts.get(key)
        if account is None or account.person_key is None:
            return key
        decision = self._in_force.get(frozenset((key, account.person_key)))
        is_parted = decision is not None and decision.action == "unlink"
        return key if is_parted else account.person_key

    def _before(self, wanted: Wanted, decision: Decision) -> Decision | None:
        """What is in force of a pair, also by the name that the person had when it was made."""
        named = frozenset((wanted.account_id, wanted.person))
        return self._in_force.get(decision.pair) or self._in_force.get(named)

    def _decision(self, wanted: Wanted, terms: Decision) -> Decision:
        account = self._accounts.get(wanted.account_id)
        if account is None:
            action = "use account ids as `unsung identity review` or `machines` shows them"
            raise ConfigError(wanted.place, "no tool has shown this account", action)
        if terms.action in ("human", "machine"):
            decision = replace(terms, account_id=wanted.account_id, person_key=wanted.account_id)
        else:
            decision = self._of_pair(wanted, account, terms)
        opposites = _OPPOSITES.get(terms.action, ()) if self._is_bulk else ()
        before = self._before(wanted, decision)
        if before is not None and before.action in opposites:
            action = "take the row out, or decide on it alone if that was wrong"
            raise ConfigError(wanted.place, f"somebody decided {before.action} before", action)
        return decision

    def _of_pair(self, wanted: Wanted, account: Account, terms: Decision) -> Decision:
        if account.account_type != "human":
            action = "`unsung identity human` says that an account is a person's"
            raise ConfigError(wanted.place, "the account belongs to no single person", action)
        keys = self._words[wanted.person]
        if len(keys) != 1:
            raise ConfigError(wanted.place, *not_one(keys))
        # Accounts that became one person are known by one of them; the pair names the other too.
        is_account = wanted.account_id == keys[0] and wanted.person in self._accounts
        key = wanted.person if is_account else keys[0]
        if wanted.account_id == key:
            action = "decide about the other account of the pair"
            raise ConfigError(wanted.place, "the account is what the person is known by", action)
        decision = replace(terms, account_id=wanted.account_id, person_key=key)
        if terms.action == "accept":
            self._accept(wanted, decision)
        return decision

    def _accept(self, wanted: Wanted, decision: Decision) -> None:
        """Refuses what would give an account to two people, or merge two of the roster."""
        earlier, first = self._accepted.setdefault(wanted.account_id, (wanted, decision))
        if first.pair != decision.pair:
            cause = f"{earlier.place} gives the account to somebody else"
            raise ConfigError(wanted.place, cause, "keep one of the two rows")
        if decision.is_dated:
            _refuse_overlap(wanted.place, decision, self._newest)
        elif not self._people.join(self._own(wanted.account_id), self._own(decision.person_key)):
            cause = "somebody else in the roster has the account"
            action = "unlink it from that person first, or say --from or --to"
            raise ConfigError(wanted.place, cause, action)


def _refuse_overlap(place: str, decision: Decision, newest: Iterable[Decision]) -> None:
    first, last = decision.days
    if last < first:
        raise ConfigError(place, "--to is before --from", "correct the dates")
    for other in newest:
        is_rival = other.action == "accept" and other.is_dated and other.pair != decision.pair
        if is_rival and other.account_id == decision.account_id:
            starts, ends = other.days
            if starts <= last and first <= ends:
                cause = "the account is another person's on these days"
                action = "choose other dates, or unlink that person first"
                raise ConfigError(place, cause, action)


def _shown(faults: Sequence[ConfigError]) -> Iterator[ConfigError]:
    yield from faults[:_SHOWN_FAULTS]
    if hidden := faults[_SHOWN_FAULTS:]:
        action = "correct those above first; nothing was written down"
        yield ConfigError("identity", f"{len(hidden)} more rows are wrong", action)
