from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.numbers import compact, file_size, grouped


@pytest.mark.parametrize(
    ("number", "decimals", "printed"),
    [
        (1234567, None, "1.234.567"),
        (999, None, "999"),
        (0, None, "0"),
        (-1234567, None, "-1.234.567"),
        (1234.5, None, "1.234,5"),
        (4.0, None, "4"),
        (4.0, 1, "4,0"),
        (Decimal("2340000.50"), None, "2.340.000,50"),
        (1234.567, 1, "1.234,6"),
        (Decimal("0.25"), 1, "0,3"),
        (2.5, 0, "3"),
        (-0.2, 0, "0"),
        (1e21, None, "1.000.000.000.000.000.000.000"),
    ],
)
def test_grouped(number, decimals, printed):
    assert grouped(number, decimals) == printed


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValueError, match="cannot be printed"):
        grouped(number)


@given(st.integers())
def test_grouping_keeps_every_digit(number):
    assert int(grouped(number).replace(".", "")) == number


@pytest.mark.parametrize(
    ("count", "printed"),
    [
        (950, "950"),
        (1000, "1 nghìn"),
        (1234, "1,2 nghìn"),
        (999_999, "999,9 nghìn"),
        (3_000_000, "3 triệu"),
        (1_570_000_000, "1,5 tỷ"),
        (2_500_000_000_000, "2.500 tỷ"),
        (-1234, "-1,2 nghìn"),
    ],
)
def test_compact(count, printed):
    assert compact(count) == printed


@pytest.mark.parametrize(
    ("size", "printed"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (1024, "1 KB"),
        (1536 * 1024, "1,5 MB"),
        (20 * 1024**2, "20 MB"),
        (1024**2 - 1, "1 MB"),
        (3 * 1024**3, "3 GB"),
        (5000 * 1024**4, "5.000 TB"),
    ],
)
def test_file_size(size, printed):
    assert file_size(size) == printed


def test_a_negative_size_is_refused():
    with pytest.raises(ValueError, match="negative"):
        file_size(-1)
