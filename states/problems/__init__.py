"""Problem lists: what others found wrong, claimed, traced to similar cases, rectified, checked and closed (TZ16)."""
