package keepsake.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import keepsake.app.home.Keepsake;
import keepsake.memory.Entities;
import keepsake.memory.Entity;
import keepsake.memory.Memory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "entities",
        description = "Lists the people, places and things you speak of; 'entities show ID' shows one, 'entities"
                + " rename', 'merge' and 'split' put them right.",
        subcommands = {
            EntitiesCommand.Show.class,
            EntitiesCommand.Rename.class,
            EntitiesCommand.Merge.class,
            EntitiesCommand.Split.class
        })
final class EntitiesCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;
    private static final int MENTIONS_SHOWN = 20;

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "a JSON array")
    private boolean json;

    EntitiesCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            List<Entity> all = read(keepsake.memory(), around).list();
            if (json) {
                around.out()
                        .println(Json.text(
                                Json.array(all.stream().map(Json::entity).toList())));
            } else if (all.isEmpty()) {
                around.out()
                        .println(
                                "Nobody and nothing is named yet. Who and what you speak of in a chat is listed here.");
            } else {
                around.out().print(table(all));
            }
            return ExitStatus.OK;
        }
    }

    /// Reads what was said since the last time first.
    private static Entities read(Memory memory, Surroundings around) {
        Progress progress = new Progress(around);
        for (long left = 1; left > 0; ) {
            left = memory.links().refresh(AT_ONCE, OptionalLong.empty());
            if (left > 0) progress.show("Reading for names: " + left + " left");
        }
        progress.clear();
        return memory.entities();
    }

    private static String table(List<Entity> all) {
        List<List<String>> rows = new ArrayList<>();
        for (Entity entity : all) {
            String others = String.join(
                    ", ",
                    entity.aliases().stream()
                            .filter(alias -> !alias.equals(entity.name()))
                            .toList());
            rows.add(List.of(
                    entity.id().toString(),
                    entity.kind().id(),
                    times(entity.mentions()),
                    Prose.line(entity.name(), 60) + (others.isEmpty() ? "" : "  (" + Prose.line(others, 100) + ")")));
        }
        return Prose.table(rows);
    }

    private static String times(long messages) {
        return messages == 1 ? "1 message" : messages + " messages";
    }

    private static Entity.Id id(String id) {
        try {
            return Entity.Id.parse(id);
        } catch (IllegalArgumentException notAnId) {
            throw CommandProblem.badInput(String.valueOf(notAnId.getMessage()));
        }
    }

    /// Changes something and prints the entity that came of it.
    private static int change(CommandSpec spec, Surroundings around, boolean json, Function<Entities, Entity> change) {
        try (Keepsake keepsake = Session.open(spec, around)) {
            Entity changed = change.apply(read(keepsake.memory(), around));
            around.out().print(json ? Json.text(Json.entity(changed).values()) + "\n" : table(List.of(changed)));
            return ExitStatus.OK;
        }
    }

    @Command(name = "show", description = "Shows what one is called, the facts about it and the messages that name it.")
    static final class Show implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "a JSON object")
        private boolean json;

        @Parameters(paramLabel = "ID", description = "as 'entities' lists it, such as n7")
        private String id;

        Show(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Entity.Id wanted = id(id);
            try (Keepsake keepsake = Session.open(spec, around)) {
                Entities.Details details = read(keepsake.memory(), around)
                        .show(wanted)
                        .orElseThrow(() -> CommandProblem.badInput(
                                "There is no entity " + wanted + "; 'keepsake entities' lists them."));
                if (json) around.out().println(Json.text(Json.entity(details).values()));
                else print(details);
                return ExitStatus.OK;
            }
        }

        private void print(Entities.Details details) {
            around.out().print(table(List.of(details.entity())));
            List<List<String>> rows = new ArrayList<>();
            details.facts()
                    .forEach(fact -> rows.add(List.of(
                            fact.id().toString(),
                            Prose.day(fact.recordedAt(), around.parts().zone()),
                            Prose.line(fact.statement(), 200))));
            details.mentions().stream()
                    .limit(MENTIONS_SHOWN)
                    .forEach(mention -> rows.add(List.of(
                            mention.message().toString(),
                            Prose.day(mention.saidAt(), around.parts().zone()),
                            "“" + Prose.line(mention.excerpt(), 150) + "”")));
            around.out().print(Prose.table(rows));
            long more = details.entity().mentions()
                    - Math.min(MENTIONS_SHOWN, details.mentions().size());
            if (more > 0) around.out().println("and " + times(more) + " more; --json lists a hundred");
        }
    }

    @Command(name = "rename", description = "Gives one another name.")
    static final class Rename implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "a JSON object")
        private boolean json;

        @Parameters(index = "0", paramLabel = "ID", description = "as 'entities' lists it, such as n7")
        private String id;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME", description = "what it is called from now on")
        private List<String> name;

        Rename(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Entity.Id wanted = id(id);
            return change(spec, around, json, entities -> entities.rename(wanted, String.join(" ", name)));
        }
    }

    @Command(name = "merge", description = "Makes one of two: ID gets everything the OTHER is called.")
    static final class Merge implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "a JSON object")
        private boolean json;

        @Parameters(index = "0", paramLabel = "ID", description = "the one that stays")
        private String id;

        @Parameters(index = "1", paramLabel = "OTHER", description = "the one that is the same")
        private String other;

        Merge(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Entity.Id stays = id(id);
            Entity.Id same = id(other);
            return change(spec, around, json, entities -> entities.merge(stays, same));
        }
    }

    @Command(name = "split", description = "Makes one of its names somebody or something else.")
    static final class Split implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "a JSON object")
        private boolean json;

        @Parameters(index = "0", paramLabel = "ID", description = "as 'entities' lists it, such as n7")
        private String id;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "ALIAS", description = "what the other is called")
        private List<String> alias;

        Split(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Entity.Id whole = id(id);
            return change(spec, around, json, entities -> entities.split(whole, String.join(" ", alias)));
        }
    }
}
