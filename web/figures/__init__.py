"""Pages of figures for supervision: progress, quality and timeliness, ranking, trend, where time goes, burden."""
