"""规模统计表: how many rural households and people there are after a quarter's sweep, place by place."""
