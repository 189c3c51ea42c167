"""`try`: show what a place would give as a source. Nothing is kept."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from monitor import clock, logs, shapes
from monitor.commands import output
from monitor.commands.session import configuration
from monitor.commands.trial import Question, Trial, attempt, check
from monitor.config.settings import Fetch
from monitor.model.release import Document
from monitor.text import summary

SHOWN_CHARACTERS = 300


def run(config: Path, question: Question, *, must_exist: bool, as_json: bool) -> int:
    """Try one place. 1 if it would give nothing.

    A configuration says how to fetch; unless it `must_exist`, the defaults do where it does not.
    """
    check(question)
    fetch = configuration(config).fetch if must_exist or config.exists() else Fetch()
    logs.set_up()
    trial = asyncio.run(attempt(question, fetch, clock.now()))
    if as_json:
        output.document(shape(trial))
    else:
        _show(trial)
    return 0 if trial.documents and not trial.problems else 1


def shape(trial: Trial) -> shapes.Shape:
    """As it is printed for programs."""
    said = shapes.trial(
        trial.kind,
        trial.place,
        trial.title,
        trial.documents,
        confidence=trial.sure,
        explain=trial.explain,
        problems=trial.problems,
    )
    return {**said, "alternatives": [each for _, each in trial.alternatives]}


def _show(trial: Trial) -> None:
    if trial.documents:
        count = output.counted(len(trial.documents), "item")
        output.line(f"{trial.place}: {count}, as {trial.kind}")
    for document in trial.documents:
        output.line("\n" + "\n  ".join(_lines(document)))
    show_why(trial)
    for problem in trial.problems:
        output.remark(problem)


def show_why(trial: Trial) -> None:
    """Why these items and not others, and what the place could be read as instead."""
    if trial.explain:
        output.line("\n" + "\n".join(trial.explain))
    if others := [line for line, _ in trial.alternatives]:
        output.line("\nor, instead:\n" + "\n".join(f"  {line}" for line in others))


def _lines(document: Document) -> Iterator[str]:
    yield document.title
    yield _when(document)
    if document.text:
        yield summary(document.text, SHOWN_CHARACTERS)


def _when(document: Document) -> str:
    date = document.published
    if date is None:
        said = "no date"
    else:
        said = f"{date.value} (concluded)" if date.inferred else date.value
    return f"{said}  {document.url}" if document.url else said
