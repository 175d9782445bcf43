"""Many live streams: sources, decode workers, model hosts, scheduler, supervisor."""
