"""The public board as the public meets it: many at once, and some who send whatever they like."""
