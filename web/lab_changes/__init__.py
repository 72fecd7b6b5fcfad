"""Another wording of a pack while cases run: proposals, dry runs, activation, migration, the scan for stuck cases."""
