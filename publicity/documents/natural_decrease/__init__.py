"""The form of those who left households: deaths, marriages, moves (TZ05, 附件2)."""
