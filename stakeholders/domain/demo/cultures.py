"""Where people and companies come from: names, languages, time zones, regions and currencies."""

import unicodedata
from random import Random
from typing import Final, NamedTuple


class Culture(NamedTuple):
    """A part of the world: given names of women and of men, family names, how companies are called."""

    key: str
    language: str
    time_zone: str
    region: str
    currency: str
    legal_form: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    rests_in_august: bool = False


def _culture(key: str, place: str, share: int, women: str, men: str, families: str, rests: bool = False) -> Culture:
    language, time_zone, region, currency, legal_form = place.split("|")
    split = (tuple(women.split()), tuple(men.split()), tuple(family.replace("_", " ") for family in families.split()))
    return Culture(key, language, time_zone, region, currency, legal_form, share, *split, rests)


CULTURES: Final[tuple[Culture, ...]] = (
    _culture(
        "english", "en|Europe/London|United Kingdom and Ireland|GBP|Ltd", 12,
        "Emma Olivia Grace Charlotte Hannah Lucy Niamh Alice Freya Imogen Rosie Harriet",
        "James Oliver Harry George Thomas Liam Callum Edward Rory Simon Owen Hugh",
        "Walker Hughes Bennett Clarke Murphy Fletcher Doyle Marsh Hartley Shaw Whitfield O'Connor Bradley Nolan Frost",
    ),
    _culture(
        "american", "en|America/New_York|North America|USD|Inc.", 14,
        "Madison Ashley Jasmine Lauren Nicole Brooke Megan Dana Vanessa Taylor Renee Kimberly",
        "Michael Brandon Tyler Marcus Ethan Jordan Derek Austin Logan Curtis Andre Scott",
        "Johnson Rivera Mitchell Coleman Foster Nguyen Brooks Patterson Ramirez Hayes Sullivan Price Bryant Chen",
    ),
    _culture(
        "german", "de|Europe/Berlin|Germany, Austria, Switzerland|EUR|GmbH", 14,
        "Anna Katharina Sabine Julia Franziska Lena Ulrike Heike Johanna Svenja Petra Miriam",
        "Stefan Jonas Andreas Matthias Lukas Florian Jürgen Tobias Sebastian Klaus Moritz Uwe",
        "Müller Schneider Becker Hoffmann Schäfer Krüger Vogel Lorenz Brandt Keller Winkler Roth Böhm Seidel Engel",
    ),
    _culture(
        "french", "fr|Europe/Paris|France and Benelux|EUR|SAS", 10,
        "Camille Léa Manon Juliette Hélène Aurélie Sophie Margaux Élodie Claire Inès Nathalie",
        "Julien Antoine Mathieu Étienne Nicolas Olivier Guillaume Rémi Bastien Thierry Maxime Luc",
        "Moreau Laurent Girard Lefèvre Fontaine Chevalier Marchand Renard Perrin Blanchard Dumas Roussel Leclerc",
        True,
    ),
    _culture(
        "italian", "it|Europe/Rome|Italy|EUR|S.p.A.", 8,
        "Giulia Chiara Francesca Martina Elena Silvia Valentina Paola Federica Ilaria Beatrice Marta",
        "Marco Alessandro Luca Matteo Andrea Davide Stefano Paolo Giorgio Riccardo Enrico Fabio",
        "Rossi Bianchi Ferrari Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Costa Mancini Lombardi",
        True,
    ),
    _culture(
        "spanish", "es|Europe/Madrid|Iberia|EUR|S.L.", 8,
        "Lucía Carmen Elena Marta Paula Sara Cristina Nuria Beatriz Rocío Isabel Alba",
        "Javier Carlos Alejandro Miguel Sergio Pablo Diego Álvaro Raúl Iván Jorge Andrés",
        "García Fernández López Sánchez Romero Navarro Torres Domínguez Vázquez Ramos Gil Serrano Molina Ortega Castro",
        True,
    ),
    _culture(
        "portuguese", "pt|Europe/Lisbon|Iberia|EUR|S.A.", 6,
        "Ana Joana Inês Catarina Mariana Rita Teresa Sofia Filipa Leonor Carolina Madalena",
        "João Tiago Pedro Rui Nuno Miguel Duarte Gonçalo André Vasco Bernardo Hugo",
        "Silva Santos Ferreira Pereira Oliveira Costa Carvalho Almeida Ribeiro Lopes Marques Fonseca Vieira Moura",
        True,
    ),
    _culture(
        "brazilian", "pt|America/Sao_Paulo|Latin America|BRL|Ltda.", 5,
        "Fernanda Juliana Camila Letícia Larissa Bruna Renata Patrícia Aline Débora Luana Tatiana",
        "Rafael Thiago Gustavo Felipe Leandro Rodrigo Vinícius Eduardo Caio Marcelo Renan Otávio",
        "Souza Lima Barbosa Rocha Nascimento Araújo Cardoso Teixeira Monteiro Correia Moraes Pinto Batista Freitas",
    ),
    _culture(
        "dutch", "nl|Europe/Amsterdam|France and Benelux|EUR|B.V.", 5,
        "Sanne Femke Lotte Anouk Marloes Iris Maaike Roos Esther Willemijn Fleur Judith",
        "Daan Bas Jeroen Sander Pieter Ruben Maarten Thijs Wouter Koen Joost Gijs",
        "de_Vries Jansen Bakker Visser Smit Meijer Mulder de_Boer Dekker Brouwer van_Dijk Hendriks Kuipers Vermeer",
    ),
    _culture(
        "nordic", "sv|Europe/Stockholm|Nordics and Baltics|SEK|AB", 6,
        "Astrid Ingrid Linnea Freja Maja Signe Karin Elin Solveig Hilde Kaisa Aino",
        "Lars Erik Anders Magnus Henrik Nils Mikkel Jens Oskar Juhani Sven Mads",
        "Lindqvist Johansson Nilsson Berg Hansen Dahl Sørensen Åkesson Virtanen Lund Nyström Holm Bakke Ekström",
    ),
    _culture(
        "polish", "pl|Europe/Warsaw|Central and Eastern Europe|PLN|sp. z o.o.", 4,
        "Agnieszka Katarzyna Małgorzata Zofia Ewa Magdalena Joanna Karolina Monika Dorota",
        "Piotr Krzysztof Tomasz Paweł Michał Marcin Jakub Grzegorz Wojciech Łukasz",
        "Nowak Kowalczyk Wiśniewski Zieliński Mazur Krawczyk Dudek Wójcik Pawlak Sikora Baran Rutkowski",
    ),
    _culture(
        "indian", "en|Asia/Kolkata|Asia and Pacific|USD|Pvt. Ltd", 4,
        "Priya Ananya Kavita Deepa Meera Sneha Lakshmi Nisha Pooja Shreya Divya Radhika",
        "Arjun Rahul Vikram Sanjay Rohan Amit Karthik Nikhil Suresh Aditya Manish Varun",
        "Sharma Patel Iyer Reddy Gupta Nair Mehta Chatterjee Rao Kulkarni Joshi Menon Desai Banerjee",
    ),
    _culture(
        "japanese", "ja|Asia/Tokyo|Asia and Pacific|JPY|K.K.", 2,
        "Yuki Sakura Aiko Naomi Haruka Emi Keiko Mei Rina Akiko",
        "Hiroshi Kenji Takumi Daichi Satoshi Ryo Haruto Makoto Shota Kazuki",
        "Tanaka Suzuki Watanabe Ito Yamamoto Nakamura Kobayashi Sato Kimura Hayashi Mori Shimizu",
    ),
    _culture(
        "west_african", "en|Africa/Lagos|Middle East and Africa|USD|Plc", 2,
        "Amara Ngozi Folake Adaeze Chioma Yetunde Efua Abena Zainab Ifeoma",
        "Chidi Emeka Tunde Kwame Kofi Babajide Ibrahim Segun Obinna Yaw",
        "Okafor Adeyemi Mensah Balogun Eze Owusu Nwosu Bello Boateng Afolabi Okonkwo Asante",
    ),
    _culture(
        "arabic", "ar|Asia/Dubai|Middle East and Africa|USD|LLC", 2,
        "Layla Fatima Nour Mariam Hana Salma Rania Yasmin Dalia Amina",
        "Omar Khalid Youssef Tariq Hassan Karim Samir Faisal Ziad Nabil",
        "Haddad Khoury Mansour Nasser Al-Amin Farouk Rahman Saleh Aziz Darwish Hamdan Qasim",
    ),
)  # fmt: skip
BY_KEY: Final[dict[str, Culture]] = {culture.key: culture for culture in CULTURES}
# How many of a customer's people come from elsewhere.
SHARE_FROM_ELSEWHERE: Final = 0.18


def draw_culture(random: Random) -> Culture:
    return random.choices(CULTURES, [culture.share for culture in CULTURES])[0]


def draw_name(random: Random, home: Culture) -> tuple[str, bool]:
    """Draw a full name of somebody at a company from `home`, and whether it is a woman's."""
    culture = draw_culture(random) if random.random() < SHARE_FROM_ELSEWHERE else home
    is_woman = random.random() < 0.5
    given = random.choice(culture.women if is_woman else culture.men)
    return f"{given} {random.choice(culture.families)}", is_woman


# Letters that do not fall apart into a plain one and an accent.
PLAIN: Final = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "đ": "d"})


def ascii_name(text: str) -> str:
    """The name as it stands in an address: lower case, plain letters, dots between the words.

    >>> ascii_name("Małgorzata Wójcik"), ascii_name("Daan de Vries"), ascii_name("Niamh O'Connor")
    ('malgorzata.wojcik', 'daan.de.vries', 'niamh.oconnor')
    """
    plain = unicodedata.normalize("NFKD", text.translate(PLAIN)).encode("ascii", "ignore").decode()
    words = plain.lower().replace("&", " ").split()
    return ".".join("".join(letter for letter in word if letter.isalnum() or letter == "-") for word in words)
