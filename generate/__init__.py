"""What writes the generated files of this project. Run by `make generate`, not shipped."""
