"""The booklet of a monitored household: risks, measures, what arrived, visits (BZ09 一户一册)."""
