"""Spot checks: households drawn so that anybody can draw them again, and visited to lay the record beside the house."""
