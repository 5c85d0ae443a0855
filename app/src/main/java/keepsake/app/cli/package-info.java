/// The command line: every capability of Keepsake in a terminal and for scripts. docs/commands.md is its contract.
@NullMarked
package keepsake.app.cli;

import org.jspecify.annotations.NullMarked;
