package keepsake.memory.text;

import java.util.Set;

/// Words that say nothing about what is meant, English and German, folded as in [Words].
public final class StopWords {
    private static final Set<String> WORDS = Set.of("""
            a aber about above after again against all alle allem allen aller alles als also am an and ander andere
            any are aren as at auch auf aus be because been before bei being below between bin bis bist bitte both
            but by can cannot could couldn da damit dann das dass dein deine deinem deinen deiner dem den denn der
            des dich did didn die dies diese diesem diesen dieser dieses dir do doch does doesn doing don dort down
            du durch during each ein eine einem einen einer eines either else er erinnere es etwas euch euer eure
            ever every few for from fur further gave gegen get gewesen gib give given go goes going gone got hab habe
            haben had hadn has hasn hast hat hatte hatten have haven having he her here hers herself hier him himself
            hin hinter his how i ich if ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins into is isn ist it
            its itself ja jede jedem jeden jeder jedes jene jetzt just kann kannst kein keine knew know konnen konnte
            let ll mach man manche me mein meine meinem meinen meiner meines merke mich mir mit more most much muss
            must my myself nach nein nicht nichts no noch nor not now nun nur ob oder of off ohne on once one only or
            other our ours ourselves out over own please re really remember remind sag sage said same say sehr sein
            seine seinem seinen seiner shall she should shouldn sich sie sind so solche soll sollte some sondern
            sonst such tell than that the their theirs them themselves then there these they thing things this those
            through to told too uber um und under uns unser unsere unter until up us ve very viel vom von vor wann
            want wants war warum was wasn we weg weil weisst welche welchem welchen welcher welches wem wen wenn wer
            werde werden were weren what whats when where whether which while who whom whose why wie wieder will wird
            wirst with wo wohin wollen won would wouldn wurde wurden yes you your yours yourself yourselves zu zum
            zur zwar zwischen""".split("\\s+"));

    private StopWords() {}

    /// Whether `word` (folded) carries meaning: no stop word, and more than one letter unless it is a number or a
    /// character that is a word by itself, as in Chinese.
    public static boolean meaningful(String word) {
        if (WORDS.contains(word)) return false;
        int first = word.codePointAt(0);
        boolean single = word.length() == Character.charCount(first);
        return !single || Character.isDigit(first) || Character.isIdeographic(first);
    }
}
