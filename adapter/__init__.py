"""Everything that touches the outside: bytes, servers, state, people at a terminal."""
