import pytest

from monitor.config.durations import Wrong, every, is_cron, is_interval, seconds, size


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0s", 0), ("30s", 30), ("15m", 900), ("2h", 7200), ("1d", 86400), ("1.5h", 5400)],
)
def test_a_duration_is_a_number_and_a_unit(text: str, expected: float) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "5", "m", "-1s", "5 parsecs", "1h30m", "١s", "1e9s", "nan s"])
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(Wrong, match="is not a duration"):
        seconds(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10MB", 10_000_000),
        ("500 kB", 500_000),
        ("1gb", 10**9),
        ("1.5KB", 1500),
        (70, 70),
        ("7B", 7),
    ],
)
def test_a_size_counts_in_thousands(text: str | int, expected: int) -> None:
    assert size(text) == expected


@pytest.mark.parametrize("text", ["", "MB", "10 apples", "-1MB", "10MiB"])
def test_anything_else_is_no_size(text: str) -> None:
    with pytest.raises(Wrong, match="is not a size"):
        size(text)


@pytest.mark.parametrize("text", ["1s", "15m", "auto", "0 9 * * mon-fri", "*/5 * * * *"])
def test_every_is_a_duration_auto_or_cron(text: str) -> None:
    assert every(text) == text


def test_every_is_tidied() -> None:
    assert every("  0   9 * *  1 ") == "0 9 * * 1"
    assert is_cron(every("0 9 * * 1"))
    assert not is_cron(every("9h"))
    assert [is_interval(each) for each in ("9h", "auto", "0 9 * * 1")] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0s", "too often"),
        ("0.5s", "too often"),
        ("automatic", "does not say when"),
        ("often enough", "does not say when"),
        ("0 9 * *", "five fields are needed"),
        ("99 * * * *", "cron"),
        ("0 9 31 2 *", "never comes"),
    ],
)
def test_every_that_cannot_be_followed_says_why(text: str, message: str) -> None:
    with pytest.raises(Wrong, match=message):
        every(text)
