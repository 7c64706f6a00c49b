"""The rule language: what a rule file may say, loading it strictly, rendering it in plain English."""
