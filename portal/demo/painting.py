"""Pictures for demonstration articles, painted by the program: no photograph, no licence to ask for."""

from collections.abc import Callable

from PIL import Image

from .scenes import (
    close,
    coast,
    fields,
    flood,
    learning,
    offices,
    portraits,
    rivers,
    sport,
    streets,
    town,
    wilds,
    works,
)
from .scenes.canvas import Canvas

SCENES: dict[str, Callable[[Canvas], Image.Image]] = {
    "river_bridge": rivers.river_bridge,
    "lagoon_boats": rivers.lagoon_boats,
    "dragon_boat_race": rivers.dragon_boat_race,
    "rice_field": fields.rice_field,
    "rice_harvest": fields.rice_harvest,
    "mountain_mist": fields.mountain_mist,
    "forest_patrol": wilds.forest_patrol,
    "wind_farm": wilds.wind_farm,
    "old_street_lanterns": streets.old_street_lanterns,
    "market": streets.market,
    "storm_rain": flood.storm_rain,
    "citadel_gate": town.citadel_gate,
    "court_building": town.court_building,
    "night_city": town.night_city,
    "road_works": works.road_works,
    "train_station": works.train_station,
    "school_yard": learning.school_yard,
    "classroom": learning.classroom,
    "library": learning.library,
    "clinic": offices.clinic,
    "service_counter": offices.service_counter,
    "meeting_hall": offices.meeting_hall,
    "stadium": sport.stadium,
    "running_race": sport.running_race,
    "beach": coast.beach,
    "fishing_port": coast.fishing_port,
    "food_bowl": close.food_bowl,
    "craft_workshop": close.craft_workshop,
    "portrait_man": portraits.portrait_man,
    "portrait_woman": portraits.portrait_woman,
}


def paint(scene: str, seed: int, size: tuple[int, int] = (1600, 1067)) -> Image.Image:
    """Paint a scene as an RGB picture of `size` pixels; the same seed gives the same bytes.

    Raises KeyError naming the known scenes when there is no such scene.
    """
    if scene not in SCENES:
        raise KeyError(f"no scene {scene!r}; there are: {', '.join(sorted(SCENES))}")
    return SCENES[scene](Canvas(f"{scene}:{seed}", size))
