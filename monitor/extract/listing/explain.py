"""Why a group was taken for the list, in lines that a person understands."""

from collections.abc import Mapping, Sequence

from monitor.extract.listing.candidates import Candidate

_AGAINST = {
    "navigation": "they stand in the page's navigation",
    "furniture": "they stand in a header, a footer or a banner",
    "beside": "they stand beside the main part of the page",
    "archive": "their titles are months, years or counts, as in an archive",
    "prose": "the page says more in sentences elsewhere",
    "in sentences": "their links stand in the midst of sentences",
    "dates in sentences": "their dates are only spoken of",
    "headline": "the page's own heading is a headline",
    "article": "the page calls itself an article",
    "address": "the page's own address names one story",
    "teaser": "they are few on a large page, as a taste of a list elsewhere",
    "crowded": "each holds several links of one kind, as a list would",
    "here": "they link to this very page",
    "sides": "they link to authors, subjects or comments",
    "called otherwise": "the heading above them speaks of something else",
}
_FOR = {
    "ordered": "their dates are in order",
    "headed": "each has a heading of its own",
    "documents": "they link to documents",
    "called releases": "the heading above them speaks of news, or the like",
    "marked": "the page marks them as articles or events",
    "declared": "data beside the page names the same ones",
}
_BY_TAG = {"tr": "table rows", "li": "list items", "article": "articles", "dt": "terms of a list"}


def explain(
    chosen: Sequence[Candidate], names: Sequence[str], signs: Mapping[str, float]
) -> tuple[str, ...]:
    """`names` are what the records' elements are called, a group each; `signs` those of a story."""
    lines = [_counted(candidate, name) for candidate, name in zip(chosen, names, strict=True)]
    values = {**chosen[0].features, **signs}
    lines.append(_shares(values))
    lines += [said for name, said in _FOR.items() if values.get(name, 0.0) > 0.5]
    lines += [f"but {said}" for name, said in _AGAINST.items() if values.get(name, 0.0) > 0.5]
    return tuple(lines)


def _counted(candidate: Candidate, name: str) -> str:
    tag = name.split(".")[0].split("#")[0].split(":")[0]
    kind = _BY_TAG.get(tag, f"`{name}` elements")
    if candidate.shape.run:
        return f"{len(candidate.found)} records, each beginning with one of the {kind}"
    return f"{len(candidate.found)} records: {kind}"


def _shares(values: Mapping[str, float]) -> str:
    return (
        f"{values['linked']:.0%} have a link, "
        f"{values['dated'] + values['dated above']:.0%} a date, "
        f"{values['distinct']:.0%} a title of their own"
    )
