"""Pages of what comes in and goes out: imports with their outcome, exports, layouts, collection forms."""
