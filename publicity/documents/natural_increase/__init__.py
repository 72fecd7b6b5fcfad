"""The form of those who joined households: births, marriages, moves (TZ05, 附件1)."""
