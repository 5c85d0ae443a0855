package keepsake.memory.reflect.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.memory.reflect.Linking;
import keepsake.memory.sql.Database;

/// The jobs there are, in the order in which they must run.
public final class AllJobs {
    private AllJobs() {}

    public static List<Work> of(Database database, Optional<Linking> linking) {
        List<Work> works = new ArrayList<>(
                List.of(new SegmentJob(), new SummariseJob(), new ExtractJob(database), new ConsolidateJob()));
        linking.ifPresent(links -> works.add(new LinkJob(links)));
        works.add(new FadeJob());
        works.add(new ProfileJob());
        return List.copyOf(works);
    }
}
