package keepsake.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Asks a person before something is lost.
final class Confirmation {
    private Confirmation() {}

    /// @param question ends with a question mark
    /// @throws CommandProblem when nobody is there to ask, or the answer is no
    static void ask(Surroundings around, String question) {
        if (!around.watched()) {
            throw CommandProblem.badInput(
                    "This needs a person's yes, and no terminal is there to ask on. Nothing was changed. Look at the list"
                            + " above and run it again with --yes.");
        }
        around.out().print(question + " [y/N] ");
        around.out().flush();
        String answer = line(around).strip().toLowerCase(Locale.ROOT);
        if (!answer.equals("y") && !answer.equals("yes")) {
            throw CommandProblem.stopped("Nothing was changed.");
        }
    }

    private static String line(Surroundings around) {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = around.in().read();
                    c >= 0 && c != '\n';
                    c = around.in().read()) {
                line.append(new String(new byte[] {(byte) c}, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException gone) {
            return "";
        }
        return line.toString();
    }
}
