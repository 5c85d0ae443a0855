package keepsake.app.cli;

/// A command cannot go on. The message is the one plain sentence for standard error.
final class CommandProblem extends RuntimeException {
    private final int exitStatus;

    private CommandProblem(int exitStatus, String sentence) {
        super(sentence);
        this.exitStatus = exitStatus;
    }

    static CommandProblem badInput(String sentence) {
        return new CommandProblem(ExitStatus.BAD_INPUT, sentence);
    }

    static CommandProblem failed(String sentence) {
        return new CommandProblem(ExitStatus.FAILED, sentence);
    }

    static CommandProblem stopped(String sentence) {
        return new CommandProblem(ExitStatus.STOPPED, sentence);
    }

    int exitStatus() {
        return exitStatus;
    }
}
