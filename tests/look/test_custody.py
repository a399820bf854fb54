"""The drawn line: what stands where, in per cent of its width."""

import pytest
from django.utils.safestring import mark_safe

from marketplace.trade.custody import CustodyLine, Sign, Stand, State, Station, Stroke, draw

STATIONS = (Station("You"), Station("Held"), Station("Wang’s Tea"))
HELD = (Stand("held", "¥128.00"),)


def line(state: State, amounts: tuple[Stand, ...] = HELD, progress: float | None = None, ticks: int = 0) -> CustodyLine:
    sentence = mark_safe("It is here.")
    return CustodyLine(state, "¥128.00 is held", sentence, amounts, STATIONS, progress=progress, ticks=ticks)


def test_unpaid_money_stands_nowhere() -> None:
    drawing = draw(line("unpaid", (Stand("buyer", "¥128.00", firm=False),)))
    assert drawing.strokes == (Stroke("k-gap", "1%", "50%"), Stroke("k-gap", "50%", "99%"))
    assert drawing.nodes == ("k-node", "k-node", "k-node")
    assert drawing.signs == ()


def test_held_money_stands_on_the_square() -> None:
    drawing = draw(line("held"))
    assert drawing.strokes == (Stroke("k-done", "1%", "50%"), Stroke("k-gap", "50%", "99%"))
    assert drawing.nodes == ("k-node k-full", "k-here", "k-node")
    assert drawing.ticks == ()


def test_a_counting_line_shows_how_much_of_the_window_has_passed() -> None:
    drawing = draw(line("counting", progress=0.5, ticks=4))
    assert drawing.strokes[2] == Stroke("k-past", "50%", "75.0%")
    assert drawing.ticks == ("63.5%", "75.0%", "86.5%")


@pytest.mark.parametrize(("progress", "end"), [(None, "52.0%"), (-1.0, "52.0%"), (0.0, "52.0%"), (7.0, "98.0%")])
def test_progress_stays_on_the_line(progress: float | None, end: str) -> None:
    assert draw(line("counting", progress=progress, ticks=7)).strokes[2].end == end


@pytest.mark.parametrize(("parts", "marks"), [(0, 0), (1, 0), (2, 1), (16, 15), (17, 0), (30, 0)])
def test_a_window_of_many_days_has_no_marks(parts: int, marks: int) -> None:
    assert len(draw(line("counting", progress=0.1, ticks=parts)).ticks) == marks


def test_frozen_money_stands_between_two_gates() -> None:
    drawing = draw(line("frozen"))
    assert drawing.signs == (Sign("gate", "25%"), Sign("gate", "75%"))
    assert drawing.nodes == ("k-node k-full", "k-here", "k-node")


def test_released_money_stands_with_the_seller() -> None:
    drawing = draw(line("released", (Stand("seller", "¥128.00"),)))
    assert drawing.strokes == (Stroke("k-done", "1%", "99%"),)
    assert drawing.signs == (Sign("forth", "75%"),)
    assert drawing.nodes == ("k-node k-full", "k-node", "k-here")


def test_money_that_is_asked_back_stands_with_the_seller_behind_a_gate() -> None:
    drawing = draw(line("claimed", (Stand("buyer", "¥40.00", firm=False), Stand("seller", "¥128.00"))))
    assert drawing.strokes == (Stroke("k-done", "1%", "99%"),)
    assert drawing.signs == (Sign("gate", "25%"), Sign("forth", "75%"))
    assert drawing.nodes == ("k-node", "k-node", "k-here")


def test_refunded_money_stands_with_the_buyer() -> None:
    drawing = draw(line("refunded", (Stand("buyer", "¥128.00"),)))
    assert drawing.strokes == (Stroke("k-done", "1%", "50%"), Stroke("k-gap", "50%", "99%"))
    assert drawing.signs == (Sign("back", "25%"),)
    assert drawing.nodes == ("k-here", "k-node", "k-node")


def test_a_division_goes_both_ways() -> None:
    drawing = draw(line("settled", (Stand("buyer", "¥43.00"), Stand("seller", "¥85.00"))))
    assert drawing.signs == (Sign("back", "25%"), Sign("forth", "75%"))
    assert drawing.nodes == ("k-here", "k-node", "k-here")


def test_a_proposed_division_stands_nowhere_yet() -> None:
    drawing = draw(line("settled", (Stand("buyer", "¥43.00", firm=False), Stand("seller", "¥85.00", firm=False))))
    assert drawing.signs == (Sign("back", "25%"), Sign("forth", "75%"))
    assert drawing.nodes == ("k-node", "k-node", "k-node")


def test_a_part_given_back_leaves_the_rest_held() -> None:
    drawing = draw(line("held", (Stand("buyer", "¥20.00"), Stand("held", "¥108.00"))))
    assert drawing.signs == (Sign("back", "25%"),)
    assert drawing.nodes == ("k-here", "k-here", "k-node")


def test_a_void_order_has_no_money() -> None:
    drawing = draw(line("void", ()))
    assert drawing.strokes == (Stroke("k-gap", "1%", "50%"), Stroke("k-gap", "50%", "99%"))
    assert drawing.nodes == ("k-node", "k-node", "k-node")
