"""Accounts, groups and who is in them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadPayload, ScopeRevoked
from connectors.google.people_records import People, group, member, user
from tests.connectors.conftest import NOW

ROW = {
    "id": "117",
    "primaryEmail": "Ada@acme.example",
    "name": {"fullName": "Ada  Berg"},
    "aliases": ["a.berg@acme.example"],
    "nonEditableAliases": ["ada@acme.test"],
    "relations": [
        {"value": "Bo Lind", "type": "manager"},
        {"value": "cy@acme.example", "type": "custom", "customType": "Buddy"},
        {"value": "somebody", "type": "partner"},
    ],
    "customSchemas": {"Onboarding": {"Buddy": [{"value": "DI@acme.example"}, {"type": "work"}]}},
    "creationTime": "2025-01-02T03:04:05.000Z",
    "suspended": False,
    "archived": True,
}
PEOPLE = People({"bo lind": "bo@acme.example"})


@pytest.fixture
def case(world: Any) -> Any:
    """Three people, one group in another."""
    space = world.workspace
    world.ada = space.add_account("ada", name="Ada Berg", at=datetime(2026, 2, 1, tzinfo=UTC))
    world.bo = space.add_account("bo", name="Bo Lind")
    world.ada.manager_email = "Bo@acme.example"
    world.ada.aliases = ("a.berg@acme.example",)
    world.inner = space.add_group("storage", world.ada)
    world.outer = space.add_group("engineering", world.bo)
    world.outer.members += [world.inner.email, "guest@other.example"]
    return world


def test_an_account_keeps_what_names_it_and_who_manages_it(case: Any):
    assert [result.error for result in case.pull("user")] == [None]
    assert case.latest("user")[case.ada.id,] == {
        "user_id": case.ada.id,
        "display_name": "Ada Berg",
        "email": "ada@acme.example",
        "aliases": ["a.berg@acme.example"],
        "manager_email": "bo@acme.example",
        "buddy_emails": [],
        "created_at": "2026-02-01T00:00:00Z",
        "is_suspended": False,
        "is_archived": False,
        "observed_at": "2026-03-02T08:00:00Z",
    }


def test_homes_phones_and_genders_are_never_asked_for(case: Any):
    case.pull("user", buddy_field="Onboarding.Buddy")
    (request,) = [each for each in case.server.log if each.path.endswith("/users")]
    for word in ("phones", "addresses", "gender", "recovery", "*"):
        assert word not in request.query["fields"]
    landed = b"".join(case.everything_landed())
    for word in (b"+1555", b"Example Street", b"home.example", b"gender"):
        assert word not in landed


def test_a_manager_is_found_by_a_name_that_one_account_has(case: Any):
    case.ada.manager_email = "bo  LIND"
    case.bo.manager_email = "Nobody Known"
    case.pull("user")
    rows = case.latest("user")
    assert rows[case.ada.id,]["manager_email"] == "bo@acme.example"
    assert rows[case.bo.id,]["manager_email"] is None
    case.workspace.add_account("bo2", name="Bo Lind")
    case.pull("user")
    assert case.latest("user")[case.ada.id,]["manager_email"] is None


def test_a_buddy_stands_in_the_configured_field_or_in_a_relation(case: Any):
    case.ada.fields = {"Onboarding": {"Buddy": "Bo@acme.example", "Secret": "canary"}}
    case.pull("user", buddy_field="Onboarding.Buddy")
    assert case.latest("user")[case.ada.id,]["buddy_emails"] == ["bo@acme.example"]
    assert b"canary" not in b"".join(case.everything_landed())
    converted = user(ROW, PEOPLE, "Onboarding.Buddy", NOW)
    assert converted.buddy_emails == ("cy@acme.example", "di@acme.example")
    assert user(ROW, PEOPLE, None, NOW).buddy_emails == ("cy@acme.example",)


def test_suspended_and_archived_accounts_are_told(case: Any):
    case.ada.is_suspended, case.bo.is_archived = True, True
    case.pull("user")
    rows = case.latest("user")
    assert (rows[case.ada.id,]["is_suspended"], rows[case.bo.id,]["is_archived"]) == (True, True)


def test_a_group_keeps_its_other_addresses(case: Any):
    case.outer.aliases = ("Dev@acme.example", "all-dev@acme.example")
    case.pull("group")
    aliases = {row["email"]: row["aliases"] for row in case.latest("group").values()}
    assert aliases == {
        "storage@acme.example": [],
        "engineering@acme.example": ["dev@acme.example", "all-dev@acme.example"],
    }


def test_members_are_listed_through_the_groups_in_a_group(case: Any):
    case.pull("group", "group_member")
    assert {row["email"] for row in case.latest("group").values()} == {
        "storage@acme.example",
        "engineering@acme.example",
    }
    found = {
        (row["group_id"], row["email"], row["type"]) for row in case.latest("group_member").values()
    }
    assert found == {
        (case.inner.id, "ada@acme.example", "USER"),
        (case.outer.id, "bo@acme.example", "USER"),
        (case.outer.id, "storage@acme.example", "GROUP"),
        (case.outer.id, "ada@acme.example", "USER"),
        (case.outer.id, "guest@other.example", "EXTERNAL"),
    }


@pytest.mark.parametrize("stream", ["user", "group", "group_member"])
def test_a_list_lands_only_when_it_changed_and_is_whole(case: Any, stream: str):
    case.pull(stream)
    before = len(case.landed(stream))
    assert case.complete(stream) == [[]]
    case.time.pass_by(days=1)
    case.pull(stream)
    assert len(case.landed(stream)) == before
    case.workspace.accounts.pop("bo@acme.example")
    case.workspace.groups.pop("storage@acme.example")
    case.time.pass_by(days=1)
    case.pull(stream)
    assert len(case.landed(stream)) > before
    assert case.complete(stream) == [[]]


def test_a_renamed_account_stays_the_same(case: Any):
    case.pull("user")
    case.ada.name, case.ada.email = "Ada Lund", "lund@acme.example"
    case.time.pass_by(days=1)
    case.pull("user")
    row = case.latest("user")[case.ada.id,]
    assert (row["display_name"], row["email"]) == ("Ada Lund", "lund@acme.example")


def test_lists_are_read_to_their_last_page(case: Any):
    for number in range(1200):
        case.workspace.add_account(f"p{number}")
    case.outer.members += [f"p{number}@acme.example" for number in range(450)]
    assert case.read_requests("user") == 1 + 3
    assert len(case.latest("user")) == 1203
    assert case.read_requests("group_member") == 1 + 1 + 1 + 3
    case.workspace.paging.most, case.workspace.paging.empty = 100, 2
    case.zone.root = case.zone.root / "again"
    case.pull("user")
    assert len(case.latest("user")) == 1203


def test_a_group_that_vanished_meanwhile_has_no_members(case: Any):
    case.server.on("/members", "run", call=lambda: case.workspace.groups.pop(case.inner.email))
    assert [result.error for result in case.pull("group_member", threads=1)] == [None]
    assert {row["group_id"] for row in case.latest("group_member").values()} == {case.outer.id}


def test_whoever_is_no_administrator_reads_no_directory(case: Any):
    case.workspace.accounts["admin@acme.example"].is_admin = False
    errors = [result.error for result in case.pull("user", "group", "group_member")]
    assert {type(error) for error in errors} == {ScopeRevoked}
    assert case.complete("user") == []


def test_a_service_account_may_hold_the_role_itself(case: Any):
    assert {type(r.error) for r in case.pull("user", admin=None)} == {ScopeRevoked}
    case.workspace.is_reader = True
    assert [result.error for result in case.pull("user", admin=None)] == [None]
    assert len(case.latest("user")) == 3


@given(st.sets(st.sampled_from(sorted(set(ROW) - {"id", "primaryEmail"}))))
def test_an_account_without_its_optional_fields_is_still_one(dropped: set[str]):
    row = {name: value for name, value in ROW.items() if name not in dropped}
    converted = user(row, PEOPLE, "Onboarding.Buddy", NOW)
    assert (converted.user_id, converted.email) == ("117", "ada@acme.example")
    assert converted.manager_email == (None if "relations" in dropped else "bo@acme.example")
    is_old = converted.created_at == datetime(1970, 1, 1, tzinfo=UTC)
    assert is_old == ("creationTime" in dropped)
    assert converted.display_name == ("" if "name" in dropped else "Ada Berg")


def test_what_identifies_a_row_is_never_guessed():
    for name in ("id", "primaryEmail"):
        with pytest.raises(BadPayload):
            user({**ROW, name: None}, PEOPLE, None, NOW)
    for row in ({"id": "g"}, {"email": "g@acme.example"}):
        with pytest.raises(BadPayload):
            group(row, NOW)
    with pytest.raises(BadPayload):
        member({"email": "ada@acme.example"}, "g", NOW)
    assert member({"id": "x"}, "g", NOW).email is None
