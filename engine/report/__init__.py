"""What people and programs are shown: one document, one module for each output."""
