"""The sheet that hangs beside a notice whose printed last day is no longer the real one."""
