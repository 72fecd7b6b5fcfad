"""Values as they stood on a past day: what is changed keeps what stood there before, and what nobody knows is said."""
