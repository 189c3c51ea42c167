"""`backup`: everything that is kept, in one file, while a daemon goes on."""

from contextlib import closing
from pathlib import Path

from monitor import clock
from monitor.commands import output
from monitor.commands.progress import bar
from monitor.commands.session import configuration
from monitor.errors import UsageError
from monitor.store.opening import is_there
from monitor.store.store import Store


def run(config: Path, file: Path, *, as_json: bool) -> int:
    """Write a backup. UsageError where there is no store yet: an empty backup helps nobody."""
    settings = configuration(config)
    if not is_there(settings.store, settings.root):
        hint = f"is `store:` of {config} right? It counts from that file"
        raise UsageError(f"there is no store yet at {settings.store}", hint=hint)
    with closing(Store.open(settings.store, root=settings.root)) as store, bar("backup") as told:
        head = store.backup(file, clock.now(), told)
    size = file.stat().st_size
    if as_json:
        said = {"made_at": head.made_at, "revision": head.revision, "rows": head.rows}
        output.document({"file": str(file), **said, "bytes": size})
    else:
        output.line(f"{file}: {output.counted(head.rows, 'row')}, {output.size(size)}")
        output.remark(f"the configuration is not in it: keep {config} too")
    return 0
