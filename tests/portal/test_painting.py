"""The demonstration pictures: painted here, the same for everyone who asks for the same."""

import pytest

from portal.demo.painting import SCENES, paint

SIZE = (480, 320)


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_a_scene_comes_out_the_same_for_a_seed_and_otherwise_for_another(scene):
    first, again, other = paint(scene, 1, SIZE), paint(scene, 1, SIZE), paint(scene, 2, SIZE)
    assert (first.mode, first.size, other.size) == ("RGB", SIZE, SIZE)
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()
    darkest, brightest = first.convert("L").getextrema()
    assert brightest - darkest > 90, "an empty sheet is no picture"


@pytest.mark.parametrize("size", [(300, 300), (200, 320), (321, 107)])
def test_other_shapes_are_filled_to_the_edge(size):
    assert paint("rice_field", 5, size).size == size


def test_an_unknown_scene_is_refused_with_the_names_of_the_known_ones():
    with pytest.raises(KeyError, match="river_bridge"):
        paint("volcano", 1)
