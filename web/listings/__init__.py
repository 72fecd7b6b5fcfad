"""Taking lists out: an address for each list, with the parameters of its page."""
