"""What a reader may say, and nothing else."""

import pickle
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Enclosure
from monitor.intake.reader.wire import HEAD, Answer, frame, opened
from monitor.intake.understand import Understood
from monitor.model.published import Precision, Published
from monitor.model.release import Document
from monitor.model.source import Failure

DOCUMENT = Document(
    "Title",
    "Text",
    "https://x.example/",
    published=Published("2024-12", Precision.MONTH, inferred=True),
    enclosures=(Enclosure("https://x.example/a.mp3", "audio/mpeg", 12),),
)


class Evil:
    """Something that does what it likes when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("taken over",))


def test_an_answer_comes_through_whole() -> None:
    failures = {"b": Failure("no_feed", "b: this is no feed", "look", permanent=True, status=200)}
    answer = Answer(Understood((DOCUMENT,), frozenset({"a"}), failures), last=True)
    sent = frame(answer)
    assert HEAD.unpack(sent[: HEAD.size]) == (len(sent) - HEAD.size,)
    assert opened(BytesIO(sent[HEAD.size :])) == answer


@pytest.mark.parametrize("said", [Evil(), DOCUMENT, None, [Answer()], Answer(traceback=Evil())])  # type: ignore[arg-type]
def test_what_is_no_answer_is_refused(said: object, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(pickle.UnpicklingError):
        opened(BytesIO(pickle.dumps(said)))
    assert not capsys.readouterr().out


@given(st.binary(max_size=200))
def test_garbage_is_refused(said: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        opened(BytesIO(said))
