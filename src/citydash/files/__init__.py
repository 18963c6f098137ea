"""TOML in and out: a workspace's files found, cut, parsed and held to the format; every problem with its place.

Loaders return (value, problems): bad data never raises. Other rooms use `discover.scan`, `read.sections` and
`read.read_sections`, `problems`, `locate`; nothing is imported here, so that a warm start loads only what it needs.
"""
