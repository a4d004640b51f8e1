"""Bytes ⇄ trees. Nothing else in the project parses bytes that come from outside.

sources, splitting, wrapper   files, folders, stdin → documents, streamed
documents                     one document → its tree, by what it is
xml_door, json_door, csv_door, json_tree   bytes ⇄ Node and JSON values
rebase                        own URIs ⇄ placeholder
files                         files that can't be led astray
A door refuses with `adapter.errors.Unparseable`: line, column or pointer and the rule, no content.
"""
