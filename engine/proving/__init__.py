"""Proving the rules: their own tests, and mutants that those tests must notice."""
