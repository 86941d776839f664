"""Company names, industries and domains: every number has its own, whatever the size of the portfolio."""

from math import gcd
from typing import Final, NamedTuple

from stakeholders.domain.demo.cultures import Culture, ascii_name

_STEMS: Final = (
    "Acorn Adria Albion Alder Altair Amber Anchor Apex Aquila Arbor Arctic Argent Ashford Aspen Atlas Avalon Azure "
    "Baltic Basalt Beacon Birch Borealis Bramble Bridgewater Brightwater Calder Canopy Cardinal Cascade Castor Cedar "
    "Celeste Chestnut Cobalt Compass Copper Coral Corvus Crescent Crystal Cygnus Delta Dovetail Eastgate Eider Ember "
    "Equinox Evergreen Falcon Fenwick Fjord Foxglove Garnet Glacier Granite Greenfield Halcyon Harbour Hawthorn "
    "Hazel Heron Highland Horizon Indigo Ironwood Isar Ivory Jasper Juniper Kingfisher Lagoon Lantern Larch Laurel "
    "Linden Lodestar Lotus Lyra Magnolia Maple Marigold Meridian Millstone Mistral Monsoon Nimbus Northgate Oakhurst "
    "Obsidian Olympia Onyx Opal Orchard Oriole Osprey Pallas Pegasus Pinnacle Polaris Quarry Quartz Rampart Redwood "
    "Rhone Ridgeway Riverstone Rowan Sable Saffron Sapphire Sequoia Sierra Silverline Solstice Sparrow Sterling "
    "Summit Swift Tamarin Thistle Timber Topaz Tundra Umber Vega Verdant Westbrook Willow Wren Zenith Zephyr"
)
STEMS: Final = tuple(_STEMS.split())
# What companies of an industry are called after their stem.
INDUSTRIES: Final[dict[str, tuple[str, ...]]] = {
    "Manufacturing": ("Components", "Industries", "Machines", "Works", "Precision"),
    "Logistics": ("Logistics", "Freight", "Shipping", "Cargo", "Post"),
    "Retail": ("Stores", "Retail", "Markets", "Outfitters", "Home"),
    "Banking and insurance": ("Bank", "Insurance", "Capital", "Assurance", "Mutual"),
    "Health care": ("Health", "Clinics", "Care", "Diagnostics", "Hospitals"),
    "Pharmaceuticals": ("Pharma", "Biotech", "Therapeutics", "Labs", "Genomics"),
    "Energy and utilities": ("Energy", "Power", "Water", "Solar", "Grid"),
    "Software": ("Software", "Systems", "Cloud", "Digital", "Networks"),
    "Telecommunications": ("Telecom", "Mobile", "Communications", "Broadband", "Fibre"),
    "Food and drink": ("Foods", "Dairy", "Beverages", "Bakeries", "Farms"),
    "Construction": ("Construction", "Builders", "Engineering", "Estates", "Facades"),
    "Education": ("Academy", "Learning", "University", "Schools", "Publishing"),
    "Travel and hospitality": ("Travel", "Hotels", "Airways", "Resorts", "Rail"),
    "Media": ("Media", "Studios", "Press", "Broadcasting", "Games"),
    "Professional services": ("Consulting", "Advisory", "Partners", "Legal", "Research"),
    "Public sector": ("Council", "Services", "Authority", "Transport", "Agency"),
}
WORDS: Final = tuple((industry, word) for industry, words in INDUSTRIES.items() for word in words)
POSSIBLE: Final = len(STEMS) * len(WORDS)
# A step that visits every pair of stem and word once, far from the previous one.
STEP: Final = next(step for step in range(6_211, POSSIBLE) if gcd(step, POSSIBLE) == 1)


class Company(NamedTuple):
    name: str
    industry: str
    domain: str


def company_of(index: int, seed: int, culture: Culture) -> Company:
    """The company with this number; its domain is nobody else's among 10,000 and more.

    >>> from stakeholders.domain.demo.cultures import BY_KEY
    >>> len({company_of(index, 1, BY_KEY["german"]).domain for index in range(12_000)})
    12000
    """
    pair = (index * STEP + seed * 97) % POSSIBLE
    industry, word = WORDS[pair // len(STEMS)]
    round_ = index // POSSIBLE
    called = f"{STEMS[pair % len(STEMS)]} {word}" + (f" {round_ + 1}" if round_ else "")
    return Company(f"{called} {culture.legal_form}", industry, domain_of(called))


def domain_of(called: str) -> str:
    """The web domain of a company; `.example` can never be anybody's.

    >>> domain_of("Aurora Logistica")
    'aurora-logistica.example'
    """
    return f"{ascii_name(called).replace('.', '-')}.example"
