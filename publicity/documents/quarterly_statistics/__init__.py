"""The quarter's figures: 规模统计表 and 帮扶措施落实情况统计表."""
