"""Tables of leads and shadows, and of buddies and newcomers."""

from connectors.git.pairs import pairs
from connectors.text.scribes import mention_hash, name_hash

ADA, BO, CY = (name_hash(name) for name in ("Ada Brandt", "Bo Sample", "Cy Novák"))


def found(table):
    return [(p.row_number, p.position, p.lead_hash, p.shadow_hash, p.role) for p in pairs(table)]


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
