"""The fonts of the printed page: fetched by package name, made to fit one another once per machine, found by all.

They are prepared rather than used as they come because a line that mixes fonts of different heights leaves the
official grid of 22 lines, and because no single free 仿宋 holds the characters that people are really named with.
"""
