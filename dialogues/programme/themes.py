"""The themes that convenors raised, which Dialogues, notes and action items carry."""

from collections.abc import Collection
from enum import StrEnum


class Theme(StrEnum):
    """One theme. The list is that of the Dialogue of 29 June 2022 (DESIGN 15)."""

    CLIMATE_AND_NUTRITION = "climate-and-nutrition"
    RIGHT_TO_FOOD = "right-to-food"
    WATER_SCARCITY = "water-scarcity"
    LOCAL_PRODUCERS = "local-producers"
    INFRASTRUCTURE = "infrastructure"
    TRUE_COST_ACCOUNTING = "true-cost-accounting"
    LOSS_AND_WASTE = "loss-and-waste"
    FOOD_SECURITY = "food-security"
    ACCESS_TO_FOOD = "access-to-food"
    FOOD_PRICES = "food-prices"


def in_order(codes: Collection[str]) -> tuple[str, ...]:
    """Those of ``codes`` that are themes, in their order."""
    return tuple(theme.value for theme in Theme if theme.value in codes)
