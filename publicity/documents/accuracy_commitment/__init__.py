"""The commitment of a village's, township's or county's responsible leaders to the accuracy of its data (TZ26)."""
