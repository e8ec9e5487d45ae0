"""Invented names of many cultures, and the handles and addresses people make of them."""

import unicodedata
from random import Random

_GIVEN = """
Aaliyah Abebe Adwoa Agnieszka Aiko Aino Ali Amara Amélie Ana Anders Andrés Anouk Arjun Astrid Ayşe
Baran Beatriz Bilal Björn Bohdan Camille Catalina Chidi Chinwe Claire Dao Darius Deepa Diego Dmitri
Ebba Eilidh Ekaterina Elif Emre Esra Fatima Felix Fernanda Finn Françoise Gabriel Giulia Goran Greta
Hana Hiroshi Ibrahim Ilse Imani Inés Ioana Ishaan Ivana Jamal Jiho Joaquín João Jonas Kaito Kamila
Keiko Kwame Lars Leila Lerato Liam Lin Lucía Luka Maja Malik Mariam Marta Mateo Mei Milan Minh
Nadia Naoki Nia Nikolai Noor Nuno Obinna Oksana Olivia Omar Paolo Parisa Petra Priya Quentin Rafał
Rania Ravi Rosa Ruth Sakura Samir Sanne Seo-yeon Sibusiso Simone Sofía Søren Tariq Tatiana Thandi
Thomas Uma Valentina Viktor Wei Wiktoria Yara Yusuf Zainab Zeynep Zoë Željka
"""

_FAMILY = """
Abdi Achterberg Adeyemi Aguirre Almeida Andersson Aoki Banerjee Barbosa Bauer Bergström Bianchi
Bondarenko Boateng Brennan Castillo Chaudhary Cheng Çelik Cohen Costa Dang Demir Dlamini Dubois
Ekström El-Sayed Espinoza Eze Farouk Ferreira Fischer Fontaine Friis Fujimoto García Ghosh Gill
Grönholm Gutiérrez Haddad Halvorsen Hansen Hashimoto Hernández Horvat Hughes Ibarra Ito Ivanova
Jankowski Jansen Jensen Jiménez Jørgensen Kamau Kaplan Kaur Keller Khan Kiplagat Kovács Kowalczyk
Krüger Kumar Laurent Lê Lindqvist López Łukasik Mahlangu Marković Martínez Mbeki Mehta Meyer Mori
Mutasa Müller Nakamura Ndiaye Nguyễn Nieminen Novák Nowicki O'Connor Obi Okafor Olsen Oyelaran Park
Patel Pereira Petrov Popescu Quispe Rahman Ramírez Rossi Sánchez Sato Schneider Sharma Silva Singh
Soto Suzuki Şahin Takeda Tanaka Thapa Torres Tran Vargas Virtanen Vries Wang Weiss Wójcik Xu Yamada
Yavuz Zhang Zieliński
"""

_NOT_DECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "đ": "d", "æ": "ae"})
DOMAIN = "acme.example"


class Names:
    """Deals out names, and handles that nobody else has."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given, self._family = _GIVEN.split(), _FAMILY.split()
        self._taken: set[str] = set()

    def name(self) -> str:
        """A given and a family name; two people may get the same."""
        return f"{self._random.choice(self._given)} {self._random.choice(self._family)}"

    def handle(self, name: str) -> str:
        """A name in plain letters, numbered if somebody has it already."""
        folded = unicodedata.normalize("NFKD", name.lower().translate(_NOT_DECOMPOSED))
        plain = "".join(letter for letter in folded if letter.isascii() and letter.isalpha())
        given = "".join(filter(str.isascii, folded)).split()[0].replace("'", "")
        handle = f"{given}.{plain[len(given.replace('-', '')) :]}"
        number = 1
        while handle in self._taken:
            number += 1
            handle = f"{handle.rstrip('0123456789')}{number}"
        self._taken.add(handle)
        return handle


def addresses(handle: str, others: int) -> tuple[str, ...]:
    """The main address and so many others of one person."""
    given, _, family = handle.partition(".")
    spare = (f"{family}.{given}", f"{given}_{family}", f"{family}-{given}")
    return tuple(f"{local}@{DOMAIN}" for local in (handle, *spare[:others]))
