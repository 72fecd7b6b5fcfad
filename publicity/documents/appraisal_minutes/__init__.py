"""The minutes of an appraisal with roster and votes, blank for the meeting or filled from its record."""
