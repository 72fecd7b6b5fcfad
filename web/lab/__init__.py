"""The lab: the plans of places and periods, looked at, checked, compared and tried out before anybody works by them."""
