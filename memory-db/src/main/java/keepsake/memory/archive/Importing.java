package keepsake.memory.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepsake.memory.Archive.Added;
import keepsake.memory.Archive.Watch;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.archive.format.ArchivedFact;
import keepsake.memory.archive.format.Findings;
import keepsake.memory.archive.format.Intake;
import keepsake.memory.archive.format.Item;
import keepsake.memory.archive.format.Source;
import keepsake.memory.sql.Database;

/// Takes what a reader finds into the database, some at a time.
final class Importing implements Intake {
    private static final int AT_ONCE = 1_000;

    private final Database database;
    private final ConversationBatch conversations;
    private final Findings findings;
    private final Source source;
    private final Watch watch;
    private final List<Pending> facts = new ArrayList<>();
    private final List<Item.Given> given = new ArrayList<>();
    private final Map<String, String> replaced = new LinkedHashMap<>();
    private int factsAdded;

    private record Pending(ArchivedFact fact, String where) {}

    Importing(Database database, Findings findings, Source source, Watch watch) {
        this.database = database;
        this.conversations = new ConversationBatch(database);
        this.findings = findings;
        this.source = source;
        this.watch = watch;
    }

    @Override
    public void conversation(ArchivedConversation conversation) {
        conversations.add(conversation);
        watch.progress(source.share(), conversations.added());
    }

    @Override
    public void fact(ArchivedFact fact, String where) {
        facts.add(new Pending(fact, where));
        fact.supersededBy().ifPresent(by -> replaced.put(fact.key(), by));
        if (facts.size() >= AT_ONCE) commitFacts();
    }

    @Override
    public void given(Item.Given memories) {
        given.add(memories);
        if (given.size() >= AT_ONCE) commitGiven();
    }

    @Override
    public void field(Item.Field field) {
        conversations.commit();
        database.write(sql -> new FactRows(sql).add(field));
    }

    private void commitFacts() {
        conversations.commit();
        List<Pending> now = List.copyOf(facts);
        facts.clear();
        if (now.isEmpty()) return;
        List<FactRows.Outcome> outcomes = database.write(sql -> {
            FactRows rows = new FactRows(sql);
            List<FactRows.Outcome> done = new ArrayList<>();
            for (Pending pending : now) done.add(rows.add(pending.fact()));
            return done;
        });
        for (int i = 0; i < now.size(); i++) {
            switch (outcomes.get(i)) {
                case ADDED -> factsAdded++;
                case ALREADY_THERE -> {
                    // As it is here.
                }
                case WITHOUT_SOURCE ->
                    findings.problem(now.get(i).where(), "no message that says the fact could be read");
            }
        }
    }

    private void commitGiven() {
        commitFacts();
        List<Item.Given> now = List.copyOf(given);
        given.clear();
        if (now.isEmpty()) return;
        database.write(sql -> {
            FactRows rows = new FactRows(sql);
            for (Item.Given memories : now) rows.add(memories);
            return now.size();
        });
    }

    /// Commits everything that was taken.
    void finish() {
        commitFacts();
        if (!replaced.isEmpty()) {
            database.write(sql -> {
                new FactRows(sql).link(replaced);
                return replaced.size();
            });
        }
        commitGiven();
    }

    Added added() {
        return conversations.added();
    }

    int facts() {
        return factsAdded;
    }
}
