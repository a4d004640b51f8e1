"""Source formats, one module or package each: parsed tree → records, and back where we write."""
