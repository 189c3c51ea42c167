"""How much memory a process holds, as Linux says it. Elsewhere nobody says: then it is 0."""

import resource
from pathlib import Path


def resident_bytes(pid: int) -> int:
    """What a process holds now."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()


def peak_bytes() -> int:
    """The most that this process ever held. (`ru_maxrss` would count what its parent held.)"""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    _, _, rest = status.partition("VmHWM:")
    return int(rest.split(maxsplit=1)[0]) * 1024 if rest else 0
