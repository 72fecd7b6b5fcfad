"""Lists that come in and go out: layouts as data, lists by the shown filter, remarks beside cells, collection forms."""
