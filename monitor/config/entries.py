"""The sources of a configuration as somebody wrote them: variables, defaults left out, and all."""

import os
from collections.abc import Iterator
from typing import Any

from monitor.config import include
from monitor.config.context import Context
from monitor.config.document import read_text, read_yaml
from monitor.config.kinds import Notifiers, SourceKinds
from monitor.config.problems import Problems
from monitor.config.settings import Settings


def written(
    settings: Settings, kinds: SourceKinds, notifiers: Notifiers
) -> Iterator[dict[str, Any]]:
    """Each entry of a configuration that was loaded, in its order."""
    file = str(settings.path)
    listed = read_yaml(read_text(settings.path, file), file).data.get("sources")
    yield from listed or ()
    context = Context(settings.root, kinds, notifiers, os.environ, Problems(os.environ))
    for included in settings.files[1:]:
        yield from (values for _, values in include.entries(context, included))
