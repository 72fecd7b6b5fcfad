"""Leads: warnings about a household, analysed and confirmed into a procedure with a plan, or closed with a reason."""
