"""Numbers as Vietnamese prints them: a dot between thousands, a comma before decimals."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))
_SIZES = ("KB", "MB", "GB", "TB")

SWAPPED = str.maketrans(",.", ".,")


def grouped(number: int | float | Decimal, decimals: int | None = None) -> str:
    """1234567 is "1.234.567", 1234.5 is "1.234,5"; halves round away from zero.

    decimals: how many to print; None prints those the number has. ValueError for infinity and NaN.
    """
    value = Decimal(str(number))
    if not value.is_finite():
        raise ValueError(f"{number} cannot be printed as a number.")
    if isinstance(number, float) and value == value.to_integral_value():
        value = value.to_integral_value()
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        printed = format(value, ",f" if decimals is None else f",.{decimals}f")
    if not printed.strip("-0.,"):
        printed = printed.lstrip("-")
    return printed.translate(SWAPPED)


def compact(count: int) -> str:
    """A count in a few characters: "950", "1,2 nghìn", "3 triệu", "1,5 tỷ". Cut, never rounded up."""
    for scale, name in _SCALES:
        if abs(count) >= scale:
            tenths = abs(count) * 10 // scale
            sign = "-" if count < 0 else ""
            return f"{sign}{_tenths(tenths)} {name}"
    return grouped(count)


def file_size(size: int) -> str:
    """A size in bytes, 1.024 to the next unit: "512 B", "1,5 MB". ValueError when negative."""
    if size < 0:
        raise ValueError("A file cannot have a negative size.")
    if size < 1024:
        return f"{grouped(size)} B"
    for power, unit in enumerate(_SIZES, 1):
        tenths = (size * 10 + 1024**power // 2) // 1024**power
        if tenths < 10240 or unit == _SIZES[-1]:
            return f"{_tenths(tenths)} {unit}"


def _tenths(tenths: int) -> str:
    """A number of tenths, without a useless ",0"."""
    return grouped(Decimal(tenths) / 10, 1 if tenths % 10 else 0)
