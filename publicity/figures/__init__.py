"""Figures for supervision in pictures and sentences, for pages and for the sheet that goes to a dispatch meeting."""
