"""All pages about places: importing the modules puts their views on the blueprints."""

from __future__ import annotations

from web.places import (
    assigning,
    blueprint,
    clerks,
    grids,
    locating,
    merging,
    offices,
    pairing,
    picture,
    regrouping,
    renaming,
    returning,
    share,
    situations,
    splitting,
    status,
    totals,
)

BLUEPRINTS = (blueprint.grids, blueprint.totals, blueprint.homes, blueprint.clerks)
MODULES = (
    assigning, clerks, grids, locating, merging, offices, pairing, picture, regrouping, renaming,
    returning, share, situations, splitting, status, totals,
)  # fmt: skip
