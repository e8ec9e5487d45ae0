"""Words that judge or feel a person. A text with one is refused: claims tell acts on objects.

Whole words and phrases, however cased and accented. A word that is as much about things as about
people, such as *kind*, is only here in phrases; usual names of things stand in `_THINGS`.
"""

import re
import unicodedata

TRAITS = (
    # traits
    *("amazing", "ambitious", "annoying", "arrogant", "awesome", "bad attitude", "best", "bossy"),
    *("brilliant", "careless", "caring", "charming", "cheerful", "clever", "committed person"),
    *(
        "dedicated person",
        "difficult",
        "dumb",
        "emotional",
        "fantastic",
        "friendly",
        "genius",
        "gifted",
    ),
    *("great attitude", "hard working", "hardworking", "helpful person", "hero", "heroic"),
    *("incompetent", "incredible", "intelligent", "kind hearted", "kind man", "kind person"),
    *("kind to", "kind woman", "kindness", "lazy", "lovely", "loyal", "moody", "natural leader"),
    *(
        "nice person",
        "outstanding person",
        "outstanding work",
        "passionate",
        "rock star",
        "rockstar",
        "rude",
    ),
    *("selfish", "selfless", "sloppy", "smart", "so kind", "so nice", "stubborn", "stupid"),
    *("superstar", "sweet", "talented", "team player", "toxic", "trustworthy", "very kind"),
    *("very nice", "wizard", "wonderful", "worst"),
    # feelings
    *("adore", "adores", "afraid", "angry", "anxious", "ashamed", "burned out", "burnt out"),
    *("enjoy", "enjoys", "feel", "feeling", "feelings", "feels", "felt", "frustrated", "grateful"),
    *("happy", "hate", "hated", "hates", "jealous", "love", "loved", "loves", "mood", "sad"),
    *("scared", "stressed", "unhappy", "upset", "worried"),
    # German
    *("angst", "begabt", "faul", "fleissig", "freundlich", "frustriert", "fuhle"),
    *("fuhlt", "gefuhl", "gefuhle", "genial", "hasst", "klug", "launisch", "liebt"),
    *("nett", "schlampig", "sehr nett", "talentiert", "traurig", "unfahig", "unfreundlich"),
    *("wunderbar", "wutend", "zickig", "zuverlassig"),
    # French
    *("adorable", "aime", "brillant", "brillante", "colerique", "deteste", "doue", "douee"),
    *("formidable", "geniale", "gentil", "gentille", "heureuse", "heureux", "intelligente"),
    *("paresseuse", "paresseux", "ressent", "sympa", "talentueuse", "talentueux", "triste"),
)
_THINGS = (
    *("best case", "best effort", "best practice", "best practices", "happy path"),
    *("install wizard", "setup wizard", "smart contract", "smart contracts", "smart host"),
    *("smart pointer", "smart pointers", "sweet spot", "user friendly", "worst case"),
)
_WORD = re.compile(r"[^\W_]+")


def describes_a_person(text: str | None) -> bool:
    """Whether a text has a word that judges or feels a person."""
    plain = unicodedata.normalize("NFKD", (text or "").casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = f" {' '.join(_WORD.findall(plain))} "
    for thing in _THINGS:
        words = words.replace(f" {thing} ", " | ")
    return any(f" {trait} " in words for trait in TRAITS)
