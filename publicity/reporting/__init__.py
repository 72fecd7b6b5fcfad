"""Reports drafted from the data: sentences and tables whose figures know the lists they were counted from."""
