"""The sheets that are filled in at the household: the yearly collection form, 附件3, and the comparison sheet."""
