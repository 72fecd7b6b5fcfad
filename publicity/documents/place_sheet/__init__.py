"""The collection form of a place's yearly sheet: village, lifted-out village, work team or township (TZ09–TZ11)."""
