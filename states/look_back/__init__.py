"""Looking back: households taken over, gaps of procedure filled later, check lists, stability, the way gone."""
