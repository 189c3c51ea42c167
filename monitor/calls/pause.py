"""`pause`: visit these no more."""

from monitor.options import CONFIG, Config, SomeSources, called


@called("pause", "pause csto")
def pause(sources: SomeSources, config: Config = CONFIG) -> int:
    """Visit these sources no more, until they are resumed."""
    from monitor.commands import sources as command

    return command.pause(config, sources, paused=True)
