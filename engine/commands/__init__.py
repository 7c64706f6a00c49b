"""The parts of the `flag` command that are not its main job: arguments in, exit status out, no logic."""
