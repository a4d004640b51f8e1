"""Bytes ⇄ trees. Nothing else in the project parses bytes that come from outside.

    xml_door    XML ⇄ Node                json_door   JSON ⇄ Python values, JSON values ⇄ Node
    csv_door    CSV ⇄ Node, row by row    documents   files, folders, stdin → documents, streamed
    rebase      own URIs ⇄ placeholder    files       writing files that can't be led astray

A door refuses with `adapter.errors.Unparseable`: line, column or pointer and the rule, no content.
"""
