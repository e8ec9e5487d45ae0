"""Tables of leads and shadows, and of buddies and newcomers."""

from connectors.git.pairs import pairs
from connectors.text.scribes import mention_hash, name_hash

ADA, BO, CY = (name_hash(name) for name in ("Ada Brandt", "Bo Sample", "Cy Novák"))


def found(table):
    return [
        (p.row_number, p.position, p.lead.known_by, p.shadow.known_by, p.role) for p in pairs(table)
    ]


def test_a_release_team_table_is_read_by_its_handles():
    table = (
        "| **Team Role** | **Lead Name** (**GitHub / Slack ID**) | **Shadow Name(s) (GitHub)** |\n"
        "|--|--|--|\n"
        "| CI | Ada Brandt ([@ada](https://github.com/ada) / Slack: `@ada.b`) "
        "| Bo Sample ([@Bo-S](https://github.com/Bo-S)), Cy Novák |\n"
        "| Docs | TBD | Bo Sample |\n| Comms | Ada Brandt | |\n| Notes | Bo Sample | Bo Sample |\n"
    )
    ada, bo = mention_hash("login", "ada"), mention_hash("login", "bo-s")
    assert found(table) == [(1, 0, ada, bo, "lead_shadow"), (1, 1, ada, CY, "lead_shadow")]


def test_buddies_and_mentors_are_told_apart_from_leads_and_other_tables_ignored():
    table = "| Buddy | Newcomer |\n|---|---|\n| Ada Brandt | [Bo Sample](https://example.com/b) |\n"
    other = "\n| Name | Shadow |\n|---|---|\n| Ada Brandt | Bo Sample |\n"
    two = "\n| Lead | Mentor | Mentee |\n|---|---|---|\n| Ada Brandt | Bo Sample | Cy Novák |\n"
    mentor = (
        "\nText\n| Mentee | Mentor |\n|---|---|\n| Cy Novák | Bo Sample & Ada Brandt |\n| short\n"
    )
    assert found(table + other + two + mentor) == [
        (1, 0, ADA, BO, "buddy"),
        (4, 0, BO, CY, "buddy"),
        (4, 1, ADA, CY, "buddy"),
    ]


def test_a_name_beside_a_role_is_its_lead_and_the_name_beside_a_handle_is_kept():
    table = (
        "| **Role** | **Name** (**GitHub/Slack ID**) "
        "| **Shadow Name(s) (GitHub/Slack ID), ...** |\n"
        "|--|--|--|\n"
        "| Docs | Ada Brandt ([@ada](https://github.com/ada)) "
        "| Bo Sample ([@bo-s](https://github.com/bo-s) / @bo.s on Slack), @cy, Cy Novák |\n"
        "| Notes | N/A | Bo Sample |\n"
    )
    ada, bo, cy = (mention_hash("login", name) for name in ("ada", "bo-s", "cy"))
    assert [(p.lead.known_by, p.lead.name_hash) for p in pairs(table)] == [(ada, ADA)] * 3
    assert [(p.shadow.known_by, p.shadow.name_hash) for p in pairs(table)] == [
        (bo, BO),
        (cy, None),
        (CY, None),
    ]


def test_several_columns_of_leads_and_of_shadows_are_read_together():
    table = (
        "| Team | Lead | Co-Lead | Shadow 1 | Shadow 2 |\n|---|---|---|---|---|\n"
        "| CI | Ada Brandt | Bo Sample | Cy Novák | TBD |\n| Docs | Ada Brandt |\n"
    )
    assert found(table) == [(1, 0, ADA, CY, "lead_shadow"), (1, 1, BO, CY, "lead_shadow")]
