"""Annual income: items and periods as data, lines by person and quarter, the statement that is reviewed and locked."""
