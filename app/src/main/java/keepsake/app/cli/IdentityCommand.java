package keepsake.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import keepsake.app.home.Keepsake;
import keepsake.memory.Identity;
import keepsake.memory.MemoryException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "identity",
        description = "Shows who you are to forms; 'identity set NAME=VALUE' changes it.",
        subcommands = IdentityCommand.Set.class)
final class IdentityCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "a JSON array")
    private boolean json;

    IdentityCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            Identity identity = keepsake.memory().identity();
            List<Identity.Field> fields = identity.fields();
            if (json) {
                around.out()
                        .println(Json.text(
                                Json.array(fields.stream().map(Json::identity).toList())));
            } else if (fields.isEmpty()) {
                around.out()
                        .println(
                                "Nothing yet. Run 'keepsake identity set name=\"Anna Berg\" email=anna@example.org'; the"
                                        + " names are " + names(identity) + ".");
            } else {
                around.out()
                        .print(Prose.table(
                                fields.stream().map(IdentityCommand::row).toList()));
            }
            return ExitStatus.OK;
        }
    }

    private static List<String> row(Identity.Field field) {
        return List.of(
                field.name(),
                Prose.line(field.value(), 80),
                switch (field.status()) {
                    case CONFIRMED -> "";
                    case PROPOSED -> "(proposed; 'identity set' confirms it)";
                });
    }

    private static String names(Identity identity) {
        return identity.names().stream().map(Identity.FieldName::name).collect(Collectors.joining(", "));
    }

    @Command(name = "set", description = "Sets fields; they count as confirmed. An empty value removes the field.")
    static final class Set implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Parameters(arity = "1..*", paramLabel = "NAME=VALUE", description = "for example given-name=Anna")
        private List<String> pairs;

        Set(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Map<String, String> values = parsed();
            try (Keepsake keepsake = Session.open(spec, around)) {
                Identity identity = keepsake.memory().identity();
                for (String name : values.keySet()) requireKnown(identity, name);
                List<String> done = new ArrayList<>();
                values.forEach((name, value) -> {
                    set(identity, name, value, done);
                    done.add(name);
                });
                return ExitStatus.OK;
            }
        }

        private void set(Identity identity, String name, String value, List<String> done) {
            try {
                if (value.isBlank()) {
                    identity.remove(name);
                    around.out().println("Removed " + name + ".");
                } else {
                    around.out()
                            .println(name + " = "
                                    + Prose.line(identity.set(name, value).value(), 80));
                }
            } catch (MemoryException refused) {
                if (done.isEmpty()) throw refused;
                throw new MemoryException(
                        refused.reason(),
                        refused.getMessage() + " Set before that: " + String.join(", ", done) + ".",
                        refused);
            }
        }

        private Map<String, String> parsed() {
            Map<String, String> values = new LinkedHashMap<>();
            for (String pair : pairs) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw CommandProblem.badInput("'" + pair + "' is not of the form NAME=VALUE, for example"
                            + " given-name=Anna. Nothing was changed.");
                }
                values.put(pair.substring(0, equals).strip(), pair.substring(equals + 1));
            }
            return values;
        }

        private static void requireKnown(Identity identity, String name) {
            if (identity.names().stream().noneMatch(known -> known.name().equals(name))) {
                throw CommandProblem.badInput("'" + name
                        + "' is no name that forms use. Nothing was changed. Use one of " + names(identity) + ".");
            }
        }
    }
}
