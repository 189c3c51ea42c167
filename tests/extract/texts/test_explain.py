"""What is said of a text that is tried."""

from datetime import date

from monitor.extract.texts.explain import explain

TODAY = date(2025, 2, 3)
RIVER = (
    "The river rose by two metres in one night, and the lower town was flooded. Nobody was hurt."
)


def test_what_was_cut_left_out_and_concluded_is_said() -> None:
    text = (
        f"News | Contact\nSearch\n\nRiver rises\n10 December\n{RIVER}\n\nBridge\n9 May\n{RIVER}\n"
    )
    assert explain(text.encode(), today=TODAY) == (
        "2 releases with a title of its own",
        "what stands before line 4 is of no release, and left out",
        "2 dates of which a part is not written there, but concluded",
    )


def test_leads_and_what_has_no_date_or_cannot_be_read_are_said() -> None:
    assert explain(RIVER.replace("town", "t\ufffdwn").encode(), today=TODAY) == (
        "1 release without one: the first sentence makes its headline",
        "1 release without a date: dated by its first sight",
        "1 character that could not be read: \ufffd",
    )


def test_of_what_is_no_text_nothing_is_said() -> None:
    assert explain(b"%PDF-1.4", today=TODAY) == ()
