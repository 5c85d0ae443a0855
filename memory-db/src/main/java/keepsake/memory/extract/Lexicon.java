package keepsake.memory.extract;

/// The words of the rules, as alternatives of regular expressions.
final class Lexicon {
    static final String KIN =
            "(?:(?:step|grand|great-grand|half[- ]?)?(?:mother|father|mom|mum|dad|ma|papa|parents?|sisters?|brothers?|sons?"
                    + "|daughters?|child(?:ren)?|kids?)(?:[- ]in[- ]law)?|siblings?|grandma|grandpa|granny|nan|wife|husband|partner|spouse"
                    + "|girlfriend|boyfriend|fianc[eé]e?|baby|babies|twins|toddler|aunt|auntie|uncle|cousins?|niece|nephew|god(?:son|daughter|mother|father)|folks"
                    + "|ex(?:[- ](?:wife|husband|girlfriend|boyfriend|partner))?|in-laws|family)";
    static final String ROLE =
            "(?:boss|manager|supervisor|colleagues?|co-?workers?|assistant|teacher|tutor|professor|coach|trainer|mentor|doctor|gp"
                    + "|dentist|therapist|physiotherapist|physio|lawyer|accountant|landlord|landlady|neighbou?rs?|room-?mates?|flat-?mates?"
                    + "|house-?mates?|friends?|buddy|bestie|team-?mates?|classmate|nanny|babysitter|hairdresser|vet|priest|client|business partner)";
    static final String PET =
            "(?:dogs?|pupp(?:y|ies)|pups?|cats?|kittens?|kitt(?:y|ies)|rabbits?|bunn(?:y|ies)|hamsters?|guinea pigs?|parrots?|budgies?|canar(?:y|ies)"
                    + "|horses?|pon(?:y|ies)|tortoises?|turtles?|goldfish|fish|snakes?|lizards?|geckos?|chickens?|hens?|goats?|ferrets?|rats?"
                    + "|greyhound|labrador|poodle|terrier|beagle|dachshund|husky|retriever|shepherd|bulldog|corgi|spaniel|pug)";
    static final String PEOPLE = "(?:" + KIN + "|" + ROLE + "|" + PET + ")";
    static final String ADJECTIVES =
            "(?:(?:new|old|older|younger|little|big|best|eldest|oldest|youngest|twin|late|first|second|former|current|dear|good|close"
                    + "|only|own|beloved|elder|middle|childhood|school|work|long-?time|adopted|biological|foster|maternal|paternal|ex|beautiful"
                    + "|lovely|\\w+-year-old)[\\s-]+){0,3}?";

    static final String CAPITAL = "(?-i:\\p{Lu}[\\p{L}\\p{M}'’-]*)";
    static final String NAME = "(?:(?-i:Dr|Mr|Mrs|Ms|Prof|Frau|Herr)\\.?\\s+)?" + CAPITAL
            + "(?:\\s+(?:(?-i:van|von|de|der|den|la|di|da|del|bin|al)\\s+)?" + CAPITAL + "){0,3}";
    /// One first name, or a title and a name.
    static final String PERSON =
            "(?:(?-i:Dr|Mr|Mrs|Ms|Prof|Frau|Herr)\\.?\\s+)?" + CAPITAL + "(?:\\s+" + CAPITAL + ")?";

    static final String NUMBER =
            "(?:\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
                    + "|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four"
                    + "|five|six|seven|eight|nine))?|a hundred)";

    static final String MONTH =
            "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug"
                    + "|sept?|oct|nov|dec)";
    static final String WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";

    static final String HABIT =
            "(?:every (?!one|thing|body|single|now)|each (?:day|week|month|year|morning|evening|night|" + WEEKDAY
                    + ")|on " + WEEKDAY
                    + "s|on (?:weekdays|weekends|mondays)|at weekends|at the weekends?|once a|twice a|(?:three|four|five|\\d) times a|daily"
                    + "|weekly|in the mornings?|in the evenings?|most (?:days|mornings|evenings|weekends)|after work|before work"
                    + "|before breakfast|before bed|at (?:half past |quarter (?:past|to) )?(?:\\d{1,2}(?::\\d\\d)?|five|six|seven|eight|nine|ten|eleven|noon|midnight)(?: ?(?:am|pm|a\\.m|p\\.m|o'clock))?)";

    static final String DISEASE =
            "(?:(?:an? |the |chronic |severe |mild |bad |type (?:1|2|one|two) )*(?:diabetes|asthma|epilepsy|migraines?|arthritis|celiac(?: disease)?"
                    + "|coeliac(?: disease)?|depression|anxiety|adhd|add|autism|cancer|hay fever|eczema|psoriasis|high blood pressure|hypertension"
                    + "|hypothyroidism|insomnia|tinnitus|vertigo|scoliosis|crohn'?s(?: disease)?|ibs|lupus|ms|multiple sclerosis|dyslexia|anemia"
                    + "|anaemia|endometriosis|parkinson'?s|dementia|alzheimer'?s|heart (?:condition|disease|problem)|bad (?:back|knee)|back pain"
                    + "|fibromyalgia|glaucoma|gout|ptsd|ocd|bipolar|sleep apn(?:o)?ea|allerg(?:y|ies)|\\w+itis|long covid|food intolerance"
                    + "|a pacemaker|a hearing aid))";
    static final String DIET =
            "(?:vegetarian|vegan|pescatarian|pescetarian|lactose[- ]intolerant|gluten[- ]intolerant|coeliac|celiac|diabetic|asthmatic|teetotal"
                    + "|halal|kosher|gluten[- ]free|epileptic|dyslexic|autistic|colou?r[- ]blind|short-?sighted|near-?sighted|far-?sighted|deaf|left[- ]handed"
                    + "|right[- ]handed|ambidextrous|pregnant|hypoglyc[ae]mic)";
    static final String BODY =
            "(?:wrist|knee|knees|back|shoulder|ankle|hip|neck|elbow|foot|feet|hand|hands|leg|legs|arm|stomach|head|tooth|heart|eyes?|ears?|thumb|heel)";

    static final String JOB =
            "(?:[\\p{L}-]+\\s+){0,3}?(?:nurse|doctor|physician|surgeon|teacher|professor|lecturer|tutor|engineer|developer|programmer|designer|architect"
                    + "|lawyer|attorney|solicitor|barrister|judge|accountant|analyst|consultant|manager|director|ceo|cto|founder|entrepreneur"
                    + "|owner|freelancer|translator|interpreter|writer|author|journalist|editor|photographer|painter|artist|musician|singer|composer|drummer|pianist"
                    + "|guitarist|violinist|cellist|actor|actress|dancer|chef|cook|baker|butcher|waiter|waitress|barista|bartender|carpenter|joiner|electrician"
                    + "|plumber|mechanic|builder|bricklayer|welder|technician|driver|pilot|sailor|captain|soldier|veteran|police(?:man|woman| officer)?|officer|firefighter"
                    + "|fireman|paramedic|midwife|dentist|hygienist|pharmacist|vet|veterinarian|biologist|chemist|physicist|mathematician|scientist"
                    + "|researcher|historian|psychologist|therapist|physiotherapist|social worker|librarian|secretary|receptionist|assistant|clerk"
                    + "|salesman|saleswoman|salesperson|seller|cashier|shopkeeper|hairdresser|barber|farmer|gardener|fisherman|forester|beekeeper|student"
                    + "|undergraduate|postgrad|phd student|intern|apprentice|trainee|pensioner|retiree|housewife|stay-at-home (?:mom|mum|dad|parent)|nanny|cleaner"
                    + "|politician|priest|pastor|coach|trainer|athlete|footballer|runner|cyclist|blogger|youtuber|streamer|goldsmith|jeweller|tailor"
                    + "|florist|optician|statistician|economist|banker|broker|broker|realtor|estate agent|recruiter|marketer|administrator|supervisor"
                    + "|data scientist|curator|diver|guide|steward|stewardess|flight attendant|locksmith|roofer|tiler|potter|sculptor|luthier|geologist|astronomer)";

    /// What one has: things with a name, an age, a colour.
    static final String THING =
            "(?:car|van|truck|motorbike|motorcycle|scooter|moped|bicycle|bike|e-?bike|cargo bike|boat|sailing boat|canoe|kayak|camper|campervan|caravan"
                    + "|house|flat|apartment|condo|cottage|cabin|allotment|garden|farm|phone|smartphone|laptop|computer|pc|macbook|tablet|ipad|iphone|camera"
                    + "|printer|router|piano|guitar|violin|cello|keyboard|drum kit|telescope|sewing machine|3d printer|console|playstation|xbox"
                    + "|switch|watch|smartwatch|bakery|caf[eé]|restaurant|shop|store|business|company|studio|startup|agency|practice|salon|bookshop|greenhouse|tent"
                    + "|season ticket|membership|driving licen[cs]e|driver'?s license|passport|tattoo|piercing|fireplace|sauna|pool|balcony)";

    static final String LANGUAGE =
            "(?:english|german|french|spanish|italian|portuguese|dutch|flemish|frisian|danish|swedish|norwegian|finnish|icelandic|polish|czech"
                    + "|slovak|hungarian|romanian|bulgarian|serbian|croatian|bosnian|slovene|slovenian|albanian|greek|turkish|russian|ukrainian"
                    + "|lithuanian|latvian|estonian|arabic|hebrew|persian|farsi|kurdish|hindi|urdu|bengali|punjabi|tamil|telugu|chinese|mandarin"
                    + "|cantonese|japanese|korean|vietnamese|thai|indonesian|malay|tagalog|swahili|amharic|irish|gaelic|welsh|basque|catalan|latin"
                    + "|esperanto|sign language|asl|bsl|yoruba|zulu|afrikaans)";

    private Lexicon() {}
}
