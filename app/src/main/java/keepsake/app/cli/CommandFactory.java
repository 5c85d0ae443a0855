package keepsake.app.cli;

import picocli.CommandLine;

/// Gives every command the surroundings it runs in.
final class CommandFactory implements CommandLine.IFactory {
    private final Surroundings around;
    private final CommandLine.IFactory plain = CommandLine.defaultFactory();

    CommandFactory(Surroundings around) {
        this.around = around;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (var constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Surroundings.class) {
                return type.cast(constructor.newInstance(around));
            }
        }
        return plain.create(type);
    }
}
