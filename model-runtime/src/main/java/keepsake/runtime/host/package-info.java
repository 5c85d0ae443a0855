/// The model host: engines run in a child process, so that a native abort cannot take the window.
///
/// The parent starts [HostMain] from the same Java runtime and speaks framed JSON over the child's standard streams;
/// no socket is involved. [HostedLoader] is the parent's side, [HostServer] the child's.
@NullMarked
package keepsake.runtime.host;

import org.jspecify.annotations.NullMarked;
