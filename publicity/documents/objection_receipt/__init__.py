"""The receipt that is handed over the counter to somebody who objects (XZ14)."""
