"""Departments and titles in the languages customers use; where a language tells women from men, "hers|his"."""

from typing import Final

from stakeholders.domain.sky import Level

MANAGEMENT: Final = "General management"
LANGUAGES: Final = ("en", "de", "fr", "it", "es", "pt", "nl")
# The department as it is recorded, then its word in each language of titles.
_WORDS: Final[dict[str, str]] = {
    "Operations": "Operations|Betrieb|opérations|operazioni|operaciones|operações|operations",
    "Finance": "Finance|Finanzen|finances|finanza|finanzas|finanças|financiën",
    "IT": "IT|IT|informatique|IT|informática|informática|IT",
    "Procurement": "Procurement|Einkauf|achats|acquisti|compras|compras|inkoop",
    "Security": "Information Security|IT-Sicherheit|sécurité|sicurezza|seguridad|segurança|informatiebeveiliging",
    "Compliance": "Compliance|Compliance|conformité|compliance|cumplimiento|conformidade|compliance",
    "Human resources": "People|Personal|ressources humaines|risorse umane|recursos humanos|recursos humanos|HR",
    "Sales": "Sales|Vertrieb|ventes|vendite|ventas|vendas|verkoop",
    "Marketing": "Marketing|Marketing|marketing|marketing|marketing|marketing|marketing",
    "Customer service": "Customer Service|Service|service client|assistenza clienti|clientes|apoio ao cliente|service",
    "Logistics": "Supply Chain|Logistik|logistique|logistica|logística|logística|logistiek",
    "Production": "Manufacturing|Produktion|production|produzione|producción|produção|productie",
    "Data and analytics": "Data|Datenanalyse|données|dati|datos|dados|data",
    "Product": "Product|Produkt|produit|prodotto|producto|produto|product",
}
DEPARTMENTS: Final = {
    department: dict(zip(LANGUAGES, words.split("|"), strict=True)) for department, words in _WORDS.items()
}
# Departments where the product is used every day.
USING: Final = (
    "Operations",
    "Sales",
    "Marketing",
    "Customer service",
    "Logistics",
    "Production",
    "Data and analytics",
    "Human resources",
    "Product",
)

# Where it is used most in an industry that has such a department.
USUAL: Final[dict[str, str]] = {
    "Manufacturing": "Production",
    "Logistics": "Logistics",
    "Retail": "Sales",
    "Banking and insurance": "Customer service",
    "Pharmaceuticals": "Data and analytics",
    "Energy and utilities": "Operations",
    "Software": "Product",
    "Telecommunications": "Customer service",
    "Food and drink": "Production",
    "Travel and hospitality": "Marketing",
    "Media": "Marketing",
}
CHANCE_OF_USUAL: Final = 0.6

CHIEFS: Final[dict[str, str]] = {
    "en": "Chief Executive Officer",
    "de": "Geschäftsführerin|Geschäftsführer",
    "fr": "Directrice générale|Directeur général",
    "it": "Amministratrice delegata|Amministratore delegato",
    "es": "Directora general|Director general",
    "pt": "Diretora-geral|Diretor-geral",
    "nl": "Algemeen directeur",
}
# Heads at the top level who are called by letters everywhere.
OFFICERS: Final[dict[str, str]] = {
    "Finance": "CFO", "IT": "CIO", "Operations": "COO", "Security": "CISO", "Marketing": "CMO", "Product": "CPO",
    "Sales": "Chief Revenue Officer", "Human resources": "Chief People Officer",
    "Data and analytics": "Chief Data Officer",
    "Logistics": "Chief Supply Chain Officer", "Production": "COO", "Customer service": "Chief Customer Officer",
    "Procurement": "Chief Procurement Officer", "Compliance": "General Counsel",
}  # fmt: skip
PATTERNS: Final[dict[str, dict[Level, tuple[str, ...]]]] = {
    "en": {
        Level.VP: ("VP {}", "Vice President, {}", "Head of {}"),
        Level.DIRECTOR: ("Director of {}", "{} Director"),
        Level.MANAGER: ("{} Manager", "Manager, {}", "{} Team Lead"),
        Level.INDIVIDUAL: ("{} Specialist", "{} Analyst", "Senior {} Specialist", "{} Coordinator"),
    },
    "de": {
        Level.VP: ("Bereichsleiterin {}|Bereichsleiter {}", "VP {}"),
        Level.DIRECTOR: ("Leiterin {}|Leiter {}", "Abteilungsleiterin {}|Abteilungsleiter {}"),
        Level.MANAGER: ("Teamleiterin {}|Teamleiter {}",),
        Level.INDIVIDUAL: ("Referentin {}|Referent {}", "Sachbearbeiterin {}|Sachbearbeiter {}"),
    },
    "fr": {
        Level.VP: ("VP {}", "Directrice exécutive, {}|Directeur exécutif, {}"),
        Level.DIRECTOR: ("Directrice, {}|Directeur, {}",),
        Level.MANAGER: ("Responsable {}", "Cheffe d'équipe, {}|Chef d'équipe, {}"),
        Level.INDIVIDUAL: ("Chargée de mission, {}|Chargé de mission, {}", "Analyste, {}"),
    },
    "it": {
        Level.VP: ("Vicepresidente, {}",),
        Level.DIRECTOR: ("Direttrice {}|Direttore {}",),
        Level.MANAGER: ("Responsabile {}",),
        Level.INDIVIDUAL: ("Specialista {}", "Analista {}", "Addetta {}|Addetto {}"),
    },
    "es": {
        Level.VP: ("Vicepresidenta de {}|Vicepresidente de {}",),
        Level.DIRECTOR: ("Directora de {}|Director de {}",),
        Level.MANAGER: ("Jefa de {}|Jefe de {}", "Responsable de {}"),
        Level.INDIVIDUAL: ("Técnica de {}|Técnico de {}", "Analista de {}"),
    },
    "pt": {
        Level.VP: ("Vice-presidente de {}",),
        Level.DIRECTOR: ("Diretora de {}|Diretor de {}",),
        Level.MANAGER: ("Gestora de {}|Gestor de {}", "Coordenadora de {}|Coordenador de {}"),
        Level.INDIVIDUAL: ("Técnica de {}|Técnico de {}", "Analista de {}"),
    },
    "nl": {
        Level.VP: ("VP {}",),
        Level.DIRECTOR: ("Directeur {}", "Hoofd {}"),
        Level.MANAGER: ("Manager {}", "Teamleider {}"),
        Level.INDIVIDUAL: ("Medewerker {}", "Specialist {}"),
    },
}


def title_of(department: str, level: Level, language: str, is_woman: bool, choice: int) -> str:
    """The title of somebody at this level of a department; `choice` picks among several usual ones.

    >>> title_of("Procurement", Level.DIRECTOR, "de", True, 0), title_of("Finance", Level.EXECUTIVE, "it", False, 0)
    ('Leiterin Einkauf', 'CFO')
    """
    if department == MANAGEMENT:
        return _gendered(CHIEFS[language], is_woman)
    if level is Level.EXECUTIVE:
        return OFFICERS[department]
    patterns = PATTERNS[language][level]
    return _gendered(patterns[choice % len(patterns)], is_woman).format(DEPARTMENTS[department][language])


def _gendered(text: str, is_woman: bool) -> str:
    hers, _bar, his = text.partition("|")
    return hers if is_woman or not his else his
