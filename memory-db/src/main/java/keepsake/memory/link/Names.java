package keepsake.memory.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.Entity.Kind;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// Finds names by their capitals, in any script that has them, and by the titles that follow names in those that have
/// none (Japanese, Korean). Rather no name than a wrong one: a capital at the beginning of a sentence proves nothing,
/// and in German, where every noun has one, it takes more. Never throws; any text is valid.
final class Names {
    /// What follows in a pasted text is about somebody else.
    private static final int LOOKED_AT = 4_000;

    private static final int MOST = 40;
    private static final int LONGEST = 60;

    private static final String CAPITAL = "\\p{Lu}[\\p{L}\\p{M}]*(?:['’-]\\p{L}[\\p{L}\\p{M}]*)*";
    private static final String INNER = "(?:van|von|de|der|den|du|la|di|da|del|bin|al|of|y|zu)";
    private static final Pattern RUN =
            Pattern.compile("(?<![\\p{L}\\p{N}_@#/.’'-])(?<title>(?:Dr|Mr|Mrs|Ms|Prof|Frau|Herr"
                    + "|Mme|Sr|Sra)\\.? )?(?<name>" + CAPITAL + "(?: (?:" + INNER + " ){0,2}" + CAPITAL
                    + "){0,3})(?![\\p{L}\\p{N}_@])(?!\\.\\w)");

    /// さん and 씨 follow a person's name.
    private static final Pattern HONOURED = Pattern.compile(
            "(?<name>[\\p{IsHan}]{1,4}|[\\p{IsKatakana}ー]{2,8})(?:さん|ちゃん|くん|先生)|(?<korean>[\\p{IsHangul}]{2,4})씨(?!\\p{IsHangul}{2})");

    private static final Pattern GERMAN = Pattern.compile(
            "(?iU)\\b(?:der|die|das|und|ist|ich|nicht|ein|eine|mit|zu|den|auf|für|im|wir|war|hat|habe|mein|meine)\\b");
    private static final Pattern ENGLISH =
            Pattern.compile("(?iU)\\b(?:the|and|is|i|not|a|an|with|to|on|for|in|we|was|has|have|my|you|it|of|that)\\b");

    private static final Pattern PERSON_BEFORE = Pattern.compile(
            "(?iU)(?:\\b(?:with|meet|meeting|met|told|asked|called|phoned|named|dear|hi|hey|hello|thanks|namens|heißt|mit|by|name is|name's)|,) $");
    private static final Pattern PLACE_BEFORE = Pattern.compile(
            "(?iU)\\b(?:in|near|visit|visited|visiting|at|(?:go|going|went|gone|move|moved|moving|fly|flew|flying|drive|drove|travel|travell?ed|travell?ing"
                    + "|trip|back|return|returned|been|came|come|relocated|journey) to|(?:come|came|am|i'm|is|are|originally|back|flew|moved) from|nach|in|aus) $");
    private static final Pattern PERSON_AFTER = Pattern.compile(
            "(?iU)^(?:,? and i\\b| (?:said|says|told|asked|called|thinks|loves|likes|wants|turned|is \\d+|and i|married|sagt|sagte|erzählte)\\b|['’]s (?:birthday|wedding|house|mother|father|mum|mom|dad|wife|husband|son|daughter|sister|brother))");

    private static final Pattern GERMAN_PLACE = Pattern.compile("(?U)\\b(?:in|nach|aus) $");
    private static final Pattern MOVES =
            Pattern.compile("(?iU)wohn|zieh|zog|leb|fahr|fuhr|flieg|flog|reis|geboren|komm|gefahren|umzug");
    private static final Pattern GERMAN_NAMED =
            Pattern.compile("(?iU)\\b(?:namens|heißt|heißen|hieß|heiße|nennt sich|nennen (?:sie|ihn)) $");
    private static final Pattern NOUN = Pattern.compile(
            "(?U).*(?:ung|ungen|heit|keit|schaft|tion|chen|lein|tum|nis|tät|ismus|zeug|stück|haus|hause|tag|abend|jahr)$");

    /// Capitalised for other reasons than being a name; folded.
    private static final Set<String> NO_NAME = Set.copyOf(List.of(
            ("i im ive id ill ok okay tv lol omg btw fyi ps am pm diy asap pc cd dvd usb id faq rip eta aka wow hey hi hello"
                            + " thanks thank yes no oh ah haha yeah please sorry congrats congratulations happy merry good great"
                            + " monday tuesday wednesday thursday friday saturday sunday january february march april may june july"
                            + " august september october november december jan feb mar apr jun jul aug sep sept oct nov dec spring"
                            + " summer autumn fall winter christmas easter halloween thanksgiving birthday new year eve english german"
                            + " french spanish italian portuguese dutch russian chinese japanese korean arabic turkish polish american"
                            + " british european african asian latin greek indian mexican canadian irish scottish swiss god internet"
                            + " web wifi bluetooth mom mum dad mama papa mommy daddy grandma grandpa mother father sister brother aunt"
                            + " uncle today tomorrow yesterday north south east west one two three dr mr mrs ms prof montag dienstag"
                            + " mittwoch donnerstag freitag samstag sonntag januar februar marz mai juni juli oktober dezember frau herr"
                            + " weihnachten ostern euro dollar keepsake image photo picture link http https www com user assistant"
                            + " bye goodbye cheers woohoo yay yup yep nope sounds looks glad cool awesome nice absolutely definitely"
                            + " totally mon tue tues wed weds thu thurs fri sat sun"
                            + " remember note todo dear love best re fwd subject also just maybe well so then now here there")
                    .split("\\s+")));

    private Names() {}

    /// The names in a text, each once, in the order of their first occurrence.
    static List<Named> of(String text) {
        String start = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        if (isShouted(start)) return List.of();
        boolean german = isGerman(start);
        Map<String, Named> found = new LinkedHashMap<>();
        Matcher run = RUN.matcher(start);
        while (run.find() && found.size() < MOST) {
            for (Named one : names(start, run, german)) {
                found.merge(one.key(), one, (before, now) -> better(before, now));
            }
        }
        Matcher honoured = HONOURED.matcher(start);
        while (honoured.find() && found.size() < MOST) {
            String name = honoured.group("name") == null ? honoured.group("korean") : honoured.group("name");
            String key = Words.key(name);
            if (!key.isEmpty()) found.putIfAbsent(key, new Named(key, name, Kind.PERSON, true));
        }
        return List.copyOf(found.values());
    }

    private static Named better(Named before, Named now) {
        Kind kind = before.kind() == Kind.THING ? now.kind() : before.kind();
        return new Named(before.key(), before.said(), kind, before.isSure() || now.isSure());
    }

    /// One run of capitalised words is most often one name; words that are none are taken off its ends and split it.
    private static List<Named> names(String text, Matcher run, boolean german) {
        List<Named> names = new ArrayList<>();
        String title = run.group("title") == null ? "" : run.group("title");
        int from = run.start("name");
        boolean begins = title.isEmpty() && beginsSentence(text, from);
        List<int[]> words = words(text, from, run.end("name"));
        int first = 0;
        while (first < words.size()) {
            if (!isNameWord(text, words.get(first))) {
                first++;
                continue;
            }
            int last = first;
            while (last + 1 < words.size() && (isNameWord(text, words.get(last + 1)) || joins(text, words, last + 1)))
                last++;
            int start = words.get(first)[0];
            int end = words.get(last)[1];
            boolean sure =
                    !(begins && first == 0) || (last > first && !german && !mayBeginSentence(text, words.get(first)));
            Kind kind = title.isEmpty() ? kind(text, start, end) : Kind.PERSON;
            if (german && sure) {
                sure = !title.isEmpty() || isGermanName(text, start, end, last - first);
                if (GERMAN_PLACE.matcher(before(text, start)).find()) kind = Kind.PLACE;
            }
            String said = (first == 0 ? title : "") + bare(text.substring(start, end));
            String key = Words.key(said);
            if (!key.isEmpty() && said.length() <= LONGEST) names.add(new Named(key, said, kind, sure));
            first = last + 1;
        }
        return names;
    }

    /// Start and end of each word between two places.
    private static List<int[]> words(String text, int from, int to) {
        List<int[]> words = new ArrayList<>();
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i < to && text.charAt(i) != ' ') continue;
            if (i > start) words.add(new int[] {start, i});
            start = i + 1;
        }
        return words;
    }

    private static boolean isNameWord(String text, int[] word) {
        String said = bare(text.substring(word[0], word[1]));
        if (said.isEmpty() || !Character.isUpperCase(said.codePointAt(0))) return false;
        String key = Words.key(said);
        if (key.isEmpty() || NO_NAME.contains(key) || !StopWords.meaningful(key)) return false;
        if (key.indexOf(' ') > 0 && NO_NAME.contains(key.substring(0, key.indexOf(' ')))) return false;
        boolean capitals = said.length() > 1 && said.equals(said.toUpperCase(Locale.ROOT));
        return !capitals || said.length() <= 5;
    }

    /// Whether every word of it may be one of a name.
    static boolean mayBeName(String said) {
        return words(said, 0, said.length()).stream().allMatch(word -> isNameWord(said, word));
    }

    /// "of" in "University of Leipzig": between two words of the name.
    private static boolean joins(String text, List<int[]> words, int at) {
        if (at + 1 >= words.size()) return false;
        String word = text.substring(words.get(at)[0], words.get(at)[1]);
        return word.matches(INNER) && (isNameWord(text, words.get(at + 1)) || joins(text, words, at + 1));
    }

    /// "Great Anna": the first of two may be capitalised for its place only. A word that ends like one of English.
    private static boolean mayBeginSentence(String text, int[] word) {
        String said = text.substring(word[0], word[1]).toLowerCase(Locale.ROOT);
        return said.length() < 3
                || said.endsWith("ing")
                || said.endsWith("ly")
                || said.endsWith("ed")
                || said.contains("'")
                || said.contains("’");
    }

    private static String bare(String said) {
        return said.replaceFirst("['’]s?$", "").replaceFirst("(?<=.)['’](?:s|ll|d|re|ve|m)$", "");
    }

    private static boolean beginsSentence(String text, int at) {
        int i = at - 1;
        while (i >= 0 && text.charAt(i) == ' ') i--;
        if (i < 0) return true;
        char before = text.charAt(i);
        return !(Character.isLetterOrDigit(before)
                || before == ','
                || before == '\''
                || before == '’'
                || before == '&'
                || before == '-');
    }

    private static String before(String text, int at) {
        return text.substring(Math.max(0, at - 24), at);
    }

    private static Kind kind(String text, int start, int end) {
        String after = text.substring(end, Math.min(text.length(), end + 20));
        String before = before(text, start);
        String own = text.substring(start, end);
        String tail = own.endsWith("'s") || own.endsWith("’s") ? own.substring(own.length() - 2) + after : after;
        if (PERSON_AFTER.matcher(tail).find()) return Kind.PERSON;
        if (PLACE_BEFORE.matcher(before).find()) return Kind.PLACE;
        return PERSON_BEFORE.matcher(before).find() ? Kind.PERSON : Kind.THING;
    }

    private static boolean isGermanName(String text, int start, int end, int further) {
        String before = before(text, start);
        if (GERMAN_NAMED.matcher(before).find() || Relations.endsWithRelation(before)) return true;
        String said = text.substring(start, end);
        if (GERMAN_PLACE.matcher(before).find() && further == 0) {
            return MOVES.matcher(text).find() && !NOUN.matcher(said).matches();
        }
        if (further == 0) return false;
        for (String word : said.split(" ", -1)) if (NOUN.matcher(word).matches()) return false;
        return !before.matches(
                "(?isU).*\\b(?:der|die|das|dem|den|des|ein|eine|einen|einem|einer|mein\\w*|dein\\w*|kein\\w*|jede\\w*) $");
    }

    private static boolean isGerman(String text) {
        return count(GERMAN, text) > count(ENGLISH, text);
    }

    private static int count(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        int count = 0;
        while (count < 60 && matcher.find()) count++;
        return count;
    }

    /// A headline, a list of titles, somebody shouting: capitals say nothing there.
    private static boolean isShouted(String text) {
        int words = 0;
        int capitals = 0;
        for (String word : text.split("\\s+", -1)) {
            if (word.isEmpty() || !Character.isLetter(word.charAt(0))) continue;
            words++;
            if (Character.isUpperCase(word.charAt(0))) capitals++;
        }
        return words >= 6 && capitals * 10 > words * 6;
    }

    /// Whether `text` says this name with the capitals it has, as whole words.
    static boolean says(String text, String name) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at));
            int end = at + name.length();
            boolean ends = end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end));
            if (begins && (ends || !Character.isUpperCase(name.codePointAt(0)))) return true;
        }
        return false;
    }

    /// The keys of everything a question may name: one to four words of it in a row.
    static Set<String> possible(String text) {
        List<String> words = Words.of(text, 64);
        Set<String> keys = new HashSet<>();
        for (int from = 0; from < words.size(); from++) {
            for (int to = from + 1; to <= Math.min(words.size(), from + 4); to++) {
                keys.add(String.join(" ", words.subList(from, to)));
            }
        }
        return keys;
    }
}
