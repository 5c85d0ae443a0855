package keepsake.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.NeverStore;
import keepsake.memory.NeverStore.Kind;
import keepsake.memory.NeverStore.Rule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "never-store",
        description = "Lists what is never kept; 'never-store add TEXT' and 'never-store remove N' change it.",
        subcommands = {NeverStoreCommand.Listing.class, NeverStoreCommand.Add.class, NeverStoreCommand.Remove.class})
final class NeverStoreCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "a JSON array")
    private boolean json;

    NeverStoreCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return list(spec, around, json);
    }

    private static int list(CommandSpec spec, Surroundings around, boolean json) {
        try (Keepsake keepsake = Session.open(spec, around)) {
            show(keepsake.memory().neverStore(), around, json);
            return ExitStatus.OK;
        }
    }

    private static void show(NeverStore rules, Surroundings around, boolean json) {
        List<Rule> all = rules.rules();
        if (json) {
            around.out()
                    .println(Json.text(Json.array(
                            all.stream().map(NeverStoreCommand::object).toList())));
        } else if (all.isEmpty()) {
            around.out()
                    .println("Everything said is kept. 'keepsake never-store add TEXT' adds words that are not;"
                            + " card-numbers, ibans and passwords as TEXT cover those.");
        } else {
            around.out()
                    .print(Prose.table(all.stream()
                            .map(rule -> List.of(Long.toString(rule.id()), text(rule)))
                            .toList()));
        }
    }

    private static Json.Fields object(Rule rule) {
        return new Json.Fields()
                .with("id", rule.id())
                .with("kind", rule.kind().id())
                .with("text", Optional.of(rule.text()).filter(text -> !text.isEmpty()));
    }

    private static String text(Rule rule) {
        return switch (rule.kind()) {
            case PHRASE -> "“" + Prose.line(rule.text(), 100) + "”";
            case CARD_NUMBER -> "card numbers";
            case IBAN -> "bank account numbers (IBAN)";
            case PASSWORD -> "what is said to be a password";
        };
    }

    @Command(name = "list", description = "Lists what is never kept.")
    static final class Listing implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "a JSON array")
        private boolean json;

        Listing(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            return list(spec, around, json);
        }
    }

    @Command(
            name = "add",
            description =
                    "Adds words that are never kept from now on; what is kept already stays. The TEXT card-numbers,"
                            + " ibans or passwords stands for all of them.")
    static final class Add implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "the rules, as a JSON array")
        private boolean json;

        @Parameters(arity = "1..*", paramLabel = "TEXT", description = "the words; '-' reads standard input")
        private List<String> words;

        Add(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (Keepsake keepsake = Session.open(spec, around)) {
                String text = Session.text(words, around);
                NeverStore rules = keepsake.memory().neverStore();
                Rule rule = rules.add(kind(text), text);
                if (json) {
                    show(rules, around, true);
                } else {
                    around.out()
                            .println("From now on never kept (rule " + rule.id() + "): " + text(rule)
                                    + ". What is kept already stays; 'keepsake recall' finds it, 'keepsake forget"
                                    + " --for-good' erases it.");
                }
                return ExitStatus.OK;
            }
        }

        private static Kind kind(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "card-numbers" -> Kind.CARD_NUMBER;
                case "ibans" -> Kind.IBAN;
                case "passwords" -> Kind.PASSWORD;
                default -> Kind.PHRASE;
            };
        }
    }

    @Command(name = "remove", description = "Removes a rule.")
    static final class Remove implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "the rules that are left, as a JSON array")
        private boolean json;

        @Parameters(paramLabel = "N", description = "the rule's number, as 'never-store' lists it")
        private long number;

        Remove(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (Keepsake keepsake = Session.open(spec, around)) {
                NeverStore rules = keepsake.memory().neverStore();
                rules.remove(number);
                if (json) show(rules, around, true);
                else around.out().println("Rule " + number + " is gone; what it covered is kept from now on.");
                return ExitStatus.OK;
            }
        }
    }
}
