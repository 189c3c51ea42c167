"""`restore`: a backup in place of what is kept; what was there is put aside."""

from pathlib import Path

from monitor import clock
from monitor.commands import output
from monitor.commands.progress import bar
from monitor.commands.session import configuration
from monitor.errors import UsageError
from monitor.store.backup.restore import restore, verify


def run(config: Path, file: Path, *, dry: bool, as_json: bool) -> int:
    """Check a backup to its end, then put it in place. `dry`: only check it."""
    settings = configuration(config)
    if not file.is_file():
        raise UsageError(f"there is no file {file}", hint="name one that `backup` has written")
    with bar("check") as told:
        head = verify(file, told)
    aside = None
    if not dry:
        with bar("restore") as told:
            aside = restore(settings.store, settings.root, file, clock.now(), told)
    if as_json:
        said = {"made_at": head.made_at, "revision": head.revision, "rows": head.rows}
        output.document({"file": str(file), **said, "restored": not dry, "aside": aside})
        return 0
    verb = "is whole" if dry else "is restored"
    output.line(f"{file} {verb}: {output.counted(head.rows, 'row')}, made at {head.made_at}")
    if aside:
        output.remark(f"what was there before is kept: {aside}")
    return 0
