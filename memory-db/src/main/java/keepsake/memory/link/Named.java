package keepsake.memory.link;

import keepsake.memory.Entity;

/// A name in a text.
///
/// @param key    its words, folded; of a relation, whose it is, a slash, and which: `0/sister`
/// @param said   as the text says it
/// @param kind   what the words around it make of it; THING when they say nothing
/// @param isSure whether the text itself shows that it is a name; else it counts when it is known to be one
record Named(String key, String said, Entity.Kind kind, boolean isSure) {}
