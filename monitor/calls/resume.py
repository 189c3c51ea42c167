"""`resume`: visit these again."""

from monitor.options import CONFIG, Config, SomeSources, called


@called("resume", "resume csto")
def resume(sources: SomeSources, config: Config = CONFIG) -> int:
    """Visit these sources again; they are due at once."""
    from monitor.commands import sources as command

    return command.pause(config, sources, paused=False)
