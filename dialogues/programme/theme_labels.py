"""What the themes are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from dialogues.programme.themes import Theme

THEMES: Mapping[Theme, object] = {
    Theme.CLIMATE_AND_NUTRITION: _l("Climate change and nutrition"),
    Theme.RIGHT_TO_FOOD: _l("The right to food"),
    Theme.WATER_SCARCITY: _l("Water scarcity"),
    Theme.LOCAL_PRODUCERS: _l("Protecting local producers"),
    Theme.INFRASTRUCTURE: _l("Infrastructure"),
    Theme.TRUE_COST_ACCOUNTING: _l("True cost accounting"),
    Theme.LOSS_AND_WASTE: _l("Post-harvest loss and food waste"),
    Theme.FOOD_SECURITY: _l("Food security"),
    Theme.ACCESS_TO_FOOD: _l("Access to food"),
    Theme.FOOD_PRICES: _l("Food prices"),
}
