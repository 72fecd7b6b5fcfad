"""The county's notice of the households that its townships reported."""
