package keepsake.memory.extract;

import java.util.regex.Pattern;
import keepsake.memory.text.Telling;

/// What must not be read as a statement about the user's life, whatever its words.
final class Guards {
    /// A longer message is pasted text.
    private static final int LONGEST = 4_000;

    /// Orders to an assistant, and secrets planted with them.
    private static final Pattern PLANTED = Pattern.compile(
            "(?iU)\\b(?:ignore|disregard|forget|override|bypass)\\b.{0,30}\\b(?:rules?|instructions?|prompts?|guidelines|previous|above|restrictions|everything)\\b"
                    + "|\\b(?:you must|you are now|you're now|from now on,? you|you will (?:always|now|never)|you have to always|act as|behave as|jailbreak"
                    + "|developer mode|admin(?:istrator)? (?:password|access|mode)|system prompt|master password|api[- ]key|secret key"
                    + "|do anything now)\\b|^\\s*\\W*(?:system|assistant|developer)\\s*[:>\\]]|<\\|?(?:system|im_start)"
                    + "|\\b(?:ignoriere|vergiss)\\b.{0,30}\\b(?:regeln|anweisungen|alles)\\b|\\bdu (?:musst|bist (?:jetzt|ab jetzt))\\b");

    /// Fiction that is asked for or announced, games, role-play.
    private static final Pattern FICTION = Pattern.compile(
            "(?iU)\\b(?:write|tell|make up|invent|compose|create|continue|draft|generate|schreib\\w*|erzähl\\w*|erfinde\\w*|dichte)\\b.{0,60}\\b(?:stor(?:y|ies)|poems?|songs?|tale|novel|scene|script"
                    + "|dialogue|jokes?|lyrics|rap|haiku|limerick|speech|monologue|essay|letter|character|geschichte|gedicht|lied|szene|witz|märchen)\\b"
                    + "|\\brole-?play\\w*|\\b(?:pretend|imagine|let's (?:play|pretend|say)|stell dir vor|tu so|angenommen|nehmen wir an)\\b"
                    + "|\\b(?:for|in) (?:a|my|the) (?:poem|story|novel|song|game|play|script|rpg|d&d|campaign|screenplay|dream)\\b"
                    + "|\\b(?:my|the|main) (?:character|protagonist|avatar|persona)\\b|\\b(?:fictional|hypothetically|once upon a time|es war einmal)\\b");

    /// A text to work on follows.
    private static final Pattern TEXT_WORK = Pattern.compile(
            "(?iU)^\\W*(?:please\\s+|can you\\s+|could you\\s+|bitte\\s+)?(?:translate|correct|proofread|rewrite|rephrase|paraphrase|summari[sz]e|shorten|edit|improve|fix|format|polish"
                    + "|check|review|grade|analy[sz]e|classify|parse|say|repeat|übersetze?|korrigiere?|fasse?)\\b");

    private static final Pattern HYPOTHETICAL = Pattern.compile(
            "(?iU)\\b(?:if|unless|suppose|supposing|wish|wished|wonder|wondering|as though|were to|in case|whether|dreamed|dreamt|joking|kidding|jk"
                    + "|assuming|would have|wenn|falls|würde\\w*|hätte\\w*|wäre\\w*|könnte\\w*|ob)\\b");

    static final Pattern UNCERTAIN = Pattern.compile(
            "(?iU)\\b(?:maybe|perhaps|might|(?:i|we|he|she|they|it|you) may|not sure|unsure|probably|possibly|i guess|i suppose|i think|i believe|i assume|could be|supposedly|don't know|vielleicht"
                    + "|wahrscheinlich|eventuell|womöglich|ich glaube|ich denke|vermutlich)\\b");

    private static final Pattern SARCASM = Pattern.compile(
            "(?U)^\\W*(?i:(?:oh|ah|wow),?\\s+(?:great|joy|wonderful|sure|fantastic|brilliant|lovely|perfect|super|toll|yes)\\b|(?:great|wonderful|fantastic|brilliant|lovely|perfect|super|toll|prima|na toll),?"
                    + "\\s+(?:another|more|yet|just|now|noch|schon)\\b|(?:yeah|sure|ja),?\\s+(?:right|klar)\\b|as if\\b|of course i)"
                    + "|\\b(?:LOVE|SOOO*|TOTALLY|SUCH|REALLY|ADORE|DEFINITELY|HATE|LIEBE)\\b|(?:^|\\s)/s\\b|🙄|🤡|(?i:\\bjust what i (?:needed|wanted)\\b|\\bhow (?:wonderful|lovely|nice)\\b)");

    private Guards() {}

    static boolean refusesMessage(String message) {
        return message.length() > LONGEST
                || PLANTED.matcher(message).find()
                || FICTION.matcher(message).find();
    }

    static boolean givesOrders(String text) {
        return PLANTED.matcher(text).find();
    }

    /// A text to work on follows this sentence, so that the rest of the message is not about the user.
    static boolean announcesText(String sentence) {
        return TEXT_WORK.matcher(sentence).find();
    }

    static boolean refusesSentence(String sentence) {
        String plain = Clause.withoutLead(sentence);
        return Telling.isQuestionOrRequest(plain)
                || sentence.strip().endsWith("?")
                || HYPOTHETICAL.matcher(sentence).find()
                || SARCASM.matcher(sentence).find();
    }

    static boolean isUncertain(String sentence) {
        return UNCERTAIN.matcher(sentence).find();
    }
}
