"""``unsung identity``: a person looks at suggested accounts and decides whose they are."""

import getpass
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from pipelines.cli.decisions import Action, Decision, decision_file, identities
from pipelines.cli.options import config_option, configured, json_option
from pipelines.run_context import RunContext


def _reason(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """One line: the file has one row a decision."""
    reason = " ".join(text.split())
    if not reason:
        raise click.BadParameter("say why in a few words")
    return reason


_WRITTEN = "written down; it takes effect with the next `unsung run`"
_day = click.DateTime(["%Y-%m-%d"])
_reason_option = click.option(
    "--reason", required=True, callback=_reason, help="Why; kept in the file, read by no tool."
)
_by_option = click.option(
    "--by", default=getpass.getuser, show_default="your user name", help="Who decides."
)


def _decision_command(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments and options of every command that decides."""
    command = _by_option(_reason_option(config_option(command)))
    return click.argument("account")(click.argument("person")(command))


@click.group()
def identity() -> None:
    """Decides whose an account is.

    A decision takes effect with the next `unsung run`.

    ACCOUNT is an account id such as github:1. PERSON is a roster id, a person id, an account id
    or a name that one person has.

    Exit codes: 0 done, 4 unknown account or person or a decision that cannot be, 75 locked.
    """


@identity.command()
@config_option
@json_option
def review(config_path: Path, *, as_json: bool) -> None:
    """Shows accounts without a place in the roster and the people whose they may be."""
    with identities(RunContext(configured(config_path))) as known:
        suggestions = known.suggestions()
    if as_json:
        click.echo(json.dumps([asdict(suggestion) for suggestion in suggestions]))
        return
    table = Table("account", "name", "may be", "name", "score", "why")
    for found in suggestions:
        why = ", ".join([*found.features, *(["others too"] if found.is_contested else [])])
        names = (found.account_name or "", found.person_key, found.person_name)
        table.add_row(found.account_id, *names, f"{found.score:.2f}", why)
    Console().print(table)


@identity.command()
@_decision_command
@click.option("--from", "first", type=_day, help="First day on which the account is theirs.")
@click.option("--to", "last", type=_day, help="Last such day.")
def accept(first: datetime | None, last: datetime | None, **given: Any) -> None:
    """Says that ACCOUNT is PERSON's, always or from one day to another."""
    _decide("accept", valid_from=_date(first), valid_to=_date(last), **given)


@identity.command()
@_decision_command
def reject(**given: Any) -> None:
    """Says that ACCOUNT is not suggested for PERSON again; no link changes."""
    _decide("reject", **given)


@identity.command()
@_decision_command
def unlink(**given: Any) -> None:
    """Takes ACCOUNT away from PERSON, whatever rule tied them."""
    _decide("unlink", **given)


@identity.command()
@config_option
@json_option
@click.option("--all", "with_known", is_flag=True, help="Also those that are known as machines.")
def machines(config_path: Path, *, as_json: bool, with_known: bool) -> None:
    """Shows accounts that are like a machine's, and are on no page until somebody decides."""
    with identities(RunContext(configured(config_path))) as known:
        found = known.machines(with_known=with_known)
    if as_json:
        click.echo(json.dumps([asdict(account) for account in found]))
        return
    table = Table("account", "name", "is", "events")
    for account in found:
        state = "a machine's" if account.account_type == "bot" else "like a machine's"
        name = account.account_name or ""
        table.add_row(account.account_id, name, state, str(account.event_count))
    Console().print(table)


@identity.command()
@click.argument("accounts", nargs=-1, required=True)
@_by_option
@_reason_option
@config_option
def machine(accounts: tuple[str, ...], reason: str, by: str, config_path: Path) -> None:
    """Says that ACCOUNTS are machines: they earn nothing."""
    _judge("machine", accounts, reason, by, config_path)


@identity.command()
@click.argument("accounts", nargs=-1, required=True)
@_by_option
@_reason_option
@config_option
def human(accounts: tuple[str, ...], reason: str, by: str, config_path: Path) -> None:
    """Says that ACCOUNTS are people's, whatever they are called."""
    _judge("human", accounts, reason, by, config_path)


def _judge(
    action: Action, accounts: tuple[str, ...], reason: str, by: str, config_path: Path
) -> None:
    run_context = RunContext(configured(config_path))
    with identities(run_context) as known, decision_file(run_context.config.data_dir) as file:
        known.refuse_unknown(accounts)
        decided_at = f"{run_context.clock().astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        for account in dict.fromkeys(accounts):
            file.append(Decision(decided_at, by, action, account, account, "", "", reason))
    click.echo(_WRITTEN)


def _date(day: datetime | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _decide(
    action: Action,
    *,
    account: str,
    person: str,
    reason: str,
    by: str,
    config_path: Path,
    valid_from: str = "",
    valid_to: str = "",
) -> None:
    run_context = RunContext(configured(config_path))
    with identities(run_context) as known, decision_file(run_context.config.data_dir) as file:
        decided_at = f"{run_context.clock().astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        decision = Decision(
            decided_at, by, action, account, known.person(person), valid_from, valid_to, reason
        )
        known.refuse(decision, file.newest())
        file.append(decision)
    click.echo(_WRITTEN)
