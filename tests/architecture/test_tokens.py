"""The contrasts of look.md, computed from the tokens in both themes: 4.5 to 1 for text, 3 to 1 for marks."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
PAIR = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
SINGLE = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")
THEMES = ("light", "dark")
SURFACES = ("page", "surface", "surface-sunk", "surface-raised")
SKY_LIGHTEST = "sky-glow"


def read_tokens(css: str) -> dict[str, tuple[str, str]]:
    """Give each colour token with its value in the light and in the dark theme."""
    singles = {name: (colour, colour) for name, colour in SINGLE.findall(css)}
    return singles | {name: (light, dark) for name, light, dark in PAIR.findall(css)}


def luminance(colour: str) -> float:
    """Give the relative luminance of a #rrggbb colour (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two #rrggbb colours, between 1 and 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


COLOURS = read_tokens(TOKENS.read_text())

TEXT = [
    *[(ink, surface) for ink in ("ink", "ink-muted", "accent", "good", "watch", "risk") for surface in SURFACES],
    *[(tone, f"{tone}-soft") for tone in ("accent", "good", "watch", "risk", "unknown")],
    ("ink", "accent-soft"),
    ("ink-muted", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *[(ink, SKY_LIGHTEST) for ink in ("sky-ink", "sky-muted", "sky-accent", "sky-risk")],
]
MARKS = [
    *[("line-strong", surface) for surface in SURFACES],
    *[
        (mark, SKY_LIGHTEST)
        for mark in (
            *[f"star-{step}" for step in (1, 2, 3)],
            *[f"star-{hue}-{step}" for hue in ("gold", "violet") for step in (1, 2, 3)],
            "star-outline",
            "sky-line",
            "sky-line-live",
            "sky-route",
            "sky-ours",
        )
    ],
]


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str, theme: str) -> None:
    at = THEMES.index(theme)
    assert contrast(COLOURS[ink][at], COLOURS[ground][at]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_can_be_seen(mark: str, ground: str, theme: str) -> None:
    at = THEMES.index(theme)
    assert contrast(COLOURS[mark][at], COLOURS[ground][at]) >= 3


HUES = ("star", "star-gold", "star-violet")


@pytest.mark.parametrize("hue", HUES)
def test_brightness_has_three_steps_one_can_tell_apart(hue: str) -> None:
    dim, middle, bright = (contrast(COLOURS[f"{hue}-{step}"][0], COLOURS[SKY_LIGHTEST][0]) for step in (1, 2, 3))
    assert middle / dim >= 1.3
    assert bright / middle >= 1.3
