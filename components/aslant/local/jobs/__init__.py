"""Jobs that run as commands on this machine, in place of containers and managed services."""
