package keepsake.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Erasure.Preview;
import keepsake.memory.Retention;
import keepsake.memory.Retention.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "retention",
        description = "Shows how long messages are kept; 'retention set DAYS' and 'retention off' change it.",
        subcommands = {RetentionCommand.Show.class, RetentionCommand.Set.class, RetentionCommand.Off.class})
final class RetentionCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    RetentionCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return shown(spec, around, json);
    }

    private static int shown(CommandSpec spec, Surroundings around, boolean json) {
        try (Keepsake keepsake = Session.open(spec, around)) {
            report(keepsake.memory().retention(), around, json);
            return ExitStatus.OK;
        }
    }

    private static void report(Retention retention, Surroundings around, boolean json) {
        Optional<Setting> setting = retention.setting();
        Optional<Preview> due = setting.map(set -> retention.preview(set.days()));
        if (json) {
            around.out()
                    .println(Json.text(new Json.Fields()
                            .with("days", setting.map(Setting::days))
                            .with("applied_at", setting.flatMap(Setting::applied))
                            .with(
                                    "would_erase",
                                    new Json.Fields()
                                            .with(
                                                    "messages",
                                                    due.map(preview -> preview.messages()
                                                                    .count())
                                                            .orElse(0L))
                                            .with(
                                                    "facts",
                                                    due.map(preview -> preview.facts()
                                                                    .count())
                                                            .orElse(0L)))
                            .values()));
            return;
        }
        if (setting.isEmpty()) {
            around.out().println("Messages are kept for ever.");
            return;
        }
        around.out()
                .println("Messages are kept for " + days(setting.get().days())
                        + ", then erased for good, at the start and daily. Sources of facts and of confirmed identity"
                        + " fields stay.");
        due.ifPresent(preview -> around.out().println(going(preview)));
    }

    private static String going(Preview preview) {
        long messages = preview.messages().count();
        if (messages == 0) return "Nothing is old enough now.";
        long facts = preview.facts().count();
        return "At the next start " + messages + (messages == 1 ? " message goes" : " messages go")
                + (facts == 0 ? "." : ", and " + facts + " facts that are not used any more.");
    }

    private static String days(int days) {
        return days == 1 ? "one day" : days + " days";
    }

    @Command(name = "show", description = "Shows how long messages are kept.")
    static final class Show implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "one JSON object")
        private boolean json;

        Show(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            return shown(spec, around, json);
        }
    }

    @Command(
            name = "set",
            description =
                    "Erases messages for good when they are older, at the next start and daily; says how many go.")
    static final class Set implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "one JSON object")
        private boolean json;

        @Option(names = "--yes", description = "asks nothing")
        private boolean yes;

        @Parameters(paramLabel = "DAYS", description = "1 to 36500")
        private int days;

        Set(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (Keepsake keepsake = Session.open(spec, around)) {
                Retention retention = keepsake.memory().retention();
                Preview preview = retention.preview(days);
                if (around.watched() && !yes && !preview.isEmpty()) {
                    around.out().println(going(preview));
                    Confirmation.ask(around, "Keep messages for " + days(days) + " only?");
                }
                retention.keepFor(days);
                report(retention, around, json);
                return ExitStatus.OK;
            }
        }
    }

    @Command(name = "off", description = "Keeps messages for ever again.")
    static final class Off implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "one JSON object")
        private boolean json;

        Off(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (Keepsake keepsake = Session.open(spec, around)) {
                keepsake.memory().retention().keepForEver();
                report(keepsake.memory().retention(), around, json);
                return ExitStatus.OK;
            }
        }
    }
}
