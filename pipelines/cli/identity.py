"""``unsung identity``: a person looks at suggested accounts and decides whose they are."""

import getpass
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pipelines.cli.decisions import Action, Decision, decision_file, decisions_in_force
from pipelines.cli.identities import identities, not_one
from pipelines.cli.judging import Judge, Wanted
from pipelines.cli.listing import ACCOUNTS, PAIRS, Shown, listing_options, rows_of, show
from pipelines.cli.options import config_option, configured, json_option
from pipelines.errors import ConfigError
from pipelines.run_context import RunContext


def _reason(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """One line: the file has one row a decision."""
    reason = " ".join(text.split())
    if not reason:
        raise click.BadParameter("say why in a few words")
    return reason


_day = click.DateTime(["%Y-%m-%d"])
_reason_option = click.option(
    "--reason", required=True, callback=_reason, help="Why; kept in the file, read by no tool."
)
_by_option = click.option(
    "--by", default=getpass.getuser, show_default="your user name", help="Who decides."
)
_file_option = click.option(
    "--from-file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Decide so about every row of this CSV file, or about none if one cannot be.",
)


def _pair_command(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments and options of every command that decides about accounts and people."""
    command = _file_option(_by_option(_reason_option(config_option(command))))
    person = click.argument("person", required=False)
    return click.argument("account", required=False)(person(command))


def _account_command(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments and options of every command that decides what accounts are."""
    command = _file_option(_by_option(_reason_option(config_option(command))))
    return click.argument("accounts", nargs=-1)(command)


@click.group()
def identity() -> None:
    """Decides whose an account is.

    A decision takes effect with the next `unsung run`.

    ACCOUNT is an account id such as github:1. PERSON is a roster id, a person id, an account id
    or a name that one person has. Instead of both, --from-file names a table that `review` or
    `machines` exported, without the rows that you do not want.

    Exit codes: 0 done, 4 unknown account or person or a decision that cannot be, 75 locked.
    """


@identity.command()
@config_option
@json_option
@listing_options
@click.option("--above", default=0.0, help="Only suggestions of at least this score, such as 0.8.")
@click.option("--person", help="Only this person, or all of this name.")
def review(
    config_path: Path, source: str | None, above: float, person: str | None, **given: Any
) -> None:
    """Shows accounts and the people whose they may be, those with the most work first.

    Those for which a common handle alone speaks come last. What you decided is not shown again.
    """
    run_context = RunContext(configured(config_path))
    with identities(run_context) as known:
        people = known.people([person])[person] if person else None
        if people == []:
            raise ConfigError("--person", *not_one(people))
        found = known.suggestions(above=above, source=source, people=people)
    decided = {decision.pair for decision in decisions_in_force(run_context.config.data_dir)}
    pairs = [row for row in found if frozenset((row.account_id, row.person_key)) not in decided]
    show(pairs, Shown(**given))


@identity.command()
@_pair_command
@click.option("--from", "first", type=_day, help="First day on which the account is theirs.")
@click.option("--to", "last", type=_day, help="Last such day.")
def accept(first: datetime | None, last: datetime | None, **given: Any) -> None:
    """Says that ACCOUNT is PERSON's, always or from one day to another."""
    _decide_pairs("accept", valid_from=_date(first), valid_to=_date(last), **given)


@identity.command()
@_pair_command
def reject(**given: Any) -> None:
    """Says that ACCOUNT is not suggested for PERSON again; no link changes."""
    _decide_pairs("reject", **given)


@identity.command()
@_pair_command
def unlink(**given: Any) -> None:
    """Takes ACCOUNT away from PERSON, whatever rule tied them."""
    _decide_pairs("unlink", **given)


@identity.command()
@config_option
@json_option
@listing_options
@click.option("--all", "with_known", is_flag=True, help="Also those that are known as machines.")
def machines(config_path: Path, *, source: str | None, with_known: bool, **given: Any) -> None:
    """Shows accounts that are like a machine's, and are on no page until somebody decides.

    Those with the most work come first. What you decided is not shown again, but with --all.
    """
    run_context = RunContext(configured(config_path))
    with identities(run_context) as known:
        found = known.machines(with_known=with_known, source=source)
    decided = {decision.pair for decision in decisions_in_force(run_context.config.data_dir)}
    left = [row for row in found if with_known or frozenset((row.account_id,)) not in decided]
    show(left, Shown(**given))


@identity.command()
@_account_command
def machine(**given: Any) -> None:
    """Says that ACCOUNTS are machines: they earn nothing."""
    _decide_accounts("machine", **given)


@identity.command()
@_account_command
def human(**given: Any) -> None:
    """Says that ACCOUNTS are people's, whatever they are called."""
    _decide_accounts("human", **given)


def _date(day: datetime | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _decide_pairs(
    action: Action,
    *,
    account: str | None,
    person: str | None,
    file: Path | None,
    config_path: Path,
    **terms: str,
) -> None:
    if (account is None) != (file is not None) or (account is None) != (person is None):
        raise click.UsageError("name ACCOUNT and PERSON, or --from-file and neither")
    run_context = RunContext(configured(config_path))
    if file is not None:
        wanted = rows_of(file, PAIRS, run_context)
    else:
        wanted = [Wanted("identity", str(account), str(person))]
    _decide(action, wanted, run_context, is_bulk=file is not None, **terms)


def _decide_accounts(
    action: Action, *, accounts: Sequence[str], file: Path | None, config_path: Path, **terms: str
) -> None:
    if bool(accounts) == (file is not None):
        raise click.UsageError("name ACCOUNTS or --from-file, and not both")
    run_context = RunContext(configured(config_path))
    if file is not None:
        wanted = rows_of(file, ACCOUNTS, run_context)
    else:
        wanted = [Wanted("identity", account, account) for account in accounts]
    _decide(action, wanted, run_context, is_bulk=file is not None, **terms)


def _decide(
    action: Action,
    wanted: Sequence[Wanted],
    run_context: RunContext,
    *,
    is_bulk: bool,
    by: str,
    reason: str,
    valid_from: str = "",
    valid_to: str = "",
) -> None:
    decided_at = f"{run_context.clock().astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    terms = Decision(decided_at, by, action, "", "", valid_from, valid_to, reason)
    with identities(run_context) as known, decision_file(run_context.config.data_dir) as decided:
        new = Judge(known, decided.newest(), is_bulk=is_bulk).judged(wanted, terms)
        decided.append(new)
    before = len(wanted) - len(new)
    said = f"; {before} were decided so before" if before else ""
    click.echo(f"{len(new)} written down, to take effect with the next `unsung run`{said}")
