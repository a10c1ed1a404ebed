//! A large trust's index stays small: a hundred schools, sixty policies, and no sentence twice.

use crate::builder::{TODAY, approved};
use flate2::Compression;
use flate2::write::GzEncoder;
use frontsheet::archive::Archive;
use frontsheet::calendar::Day;
use frontsheet::diagnostic::Diagnostics;
use frontsheet::merge::{self, Drafts, Settings};
use frontsheet::model::ThemeFiles;
use frontsheet::search;
use frontsheet::site::{Artefact, LinkStyle, Site};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

const SCHOOLS: usize = 100;
const POLICIES: usize = 60;
/// What an index may weigh on its way to the reader, in bytes.
const MOST: usize = 300 * 1024;

/// Numbers that look like chance, and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    /// A word as texts use them: some of them again and again, thousands hardly ever.
    fn word(&mut self) -> String {
        let common = ["the", "of", "and", "to", "a", "in", "is", "for", "that", "school", "not", "with", "be", "or"];
        match self.below(10) {
            0..4 => common[self.below(common.len())].to_owned(),
            4..8 => made_word(self.below(900)),
            _ => made_word(self.below(9_000)),
        }
    }

    fn sentence(&mut self, words: usize) -> String {
        let words: Vec<String> = (0..words).map(|_| self.word()).collect();
        format!("{}.", words.join(" "))
    }
}

/// The word of a number: of two to four syllables, and no other number's.
fn made_word(mut number: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ban", "cor", "del", "fin", "gar", "hol", "jus", "ken", "lim", "mar", "nor", "pel", "quin", "ros", "sal",
        "ter", "und", "ver", "wil", "yes",
    ];
    let mut word = String::new();
    for _ in 0..2 {
        word.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    while number > 0 {
        word.push_str(["a", "e", "i", "o", "u"][number % 5]);
        word.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    word
}

/// About 1,500 words in twelve sections, with the values that policies print.
fn policy(dice: &mut Dice, number: usize) -> String {
    let mut text = format!(
        "+++\n{}category = \"Category {}\"\nreference = \"FLT-{number:02}\"\n+++\n",
        approved(&format!("{} {} policy", made_word(number), made_word(number + 400))),
        number % 7
    );
    for section in 0..12 {
        let heading = dice.sentence(4);
        let _ = writeln!(text, "## {} {{#part-{section}}}\n", heading.trim_end_matches('.'));
        let _ = writeln!(text, "{{{{ school.name }}}}: {} {}", dice.sentence(18), dice.sentence(22));
        let _ = writeln!(text, "Ask {{{{ school.contacts.dsl.name }}}} or ring {{{{ school.phone }}}}.\n");
        for _ in 0..4 {
            let _ = writeln!(text, "- {}", dice.sentence(12));
        }
        let _ = writeln!(text, "\nThe {{{{ terms.head }}}} says: {}\n", dice.sentence(25));
    }
    text
}

/// A hundred schools, each with people of its own, changes to five policies and two policies of its own.
fn write_portal(root: &Path) {
    let mut dice = Dice(7);
    let write = |path: String, text: String| {
        let file = root.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    };
    let trust = "name = \"Large Trust\"\n[terms]\nhead = \"Headteacher\"\n[school_defaults]\nname = \"the school\"\n\
                 phone = \"the office\"\n[school_defaults.contacts.dsl]\nname = \"the safeguarding lead\"\n";
    write("content/trust.toml".to_owned(), trust.to_owned());
    for number in 0..POLICIES {
        write(format!("content/policies/policy-{number}.md"), policy(&mut dice, number));
    }
    for school in 0..SCHOOLS {
        let name = made_word(school * 37 + 5);
        let lead = format!("{} {}", made_word(school * 53 + 11), made_word(school * 91 + 700));
        let folder = format!("content/schools/school-{school}");
        let toml = format!(
            "name = \"{name} Primary School\"\nurn = {}\nphase = \"primary\"\nphone = \"01632 960{school:03}\"\n\
             email = \"office@{name}.example\"\naddress = [\"{school} {name} Road\"]\n\
             [terms]\nhead = \"{}\"\n[contacts.dsl]\nname = \"{lead}\"\n",
            100_000 + school,
            ["Headteacher", "Principal"][school % 2],
        );
        write(format!("{folder}/school.toml"), toml);
        for change in 0..5 {
            let policy = (school * 7 + change * 11) % POLICIES;
            let text = format!(
                "+++\nbased_on = \"1.0\"\n+++\n## {} {{after=part-3}}\n{}\n## More {{append=part-5}}\n{}\n",
                dice.sentence(3).trim_end_matches('.'),
                dice.sentence(60),
                dice.sentence(40)
            );
            write(format!("{folder}/policies/policy-{policy}.md"), text);
        }
        for own in 0..2 {
            let title = format!("{} {own}", made_word(school * 17 + own * 1000));
            let text = format!("+++\n{}+++\n## Rules\n{}\n", approved(&title), dice.sentence(200));
            write(format!("{folder}/policies/own-{school}-{own}.md"), text);
        }
    }
}

fn artefacts(root: &Path) -> Vec<Artefact> {
    let mut diagnostics = Diagnostics::default();
    let content = frontsheet::load::load(root, None, &mut diagnostics).expect("the disk works");
    let today = Day::parse_iso(TODAY).expect("a day");
    let archive = Archive::default();
    let words = ThemeFiles::built_in().english();
    let settings = Settings { today, drafts: Drafts::LeaveOut, freezes: false, base_url: None };
    let portal = merge::merge(&content.portals[0], &archive, &content.sources, &settings, &words, &mut diagnostics);
    assert!(!diagnostics.has_errors());
    let site = Site::new(&portal, LinkStyle::Folder, &content.sources, &mut diagnostics);
    search::artefacts(&site)
}

fn zipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory").len()
}

#[test]
fn the_index_of_a_hundred_schools_and_sixty_policies_is_small() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_portal(folder.path());
    let files = artefacts(folder.path());
    let index = files.iter().find(|file| file.path == "assets/search-index.js").expect("an index");
    let size = zipped(&index.bytes);
    assert!(size < MOST, "the index takes {size} bytes");

    // The trust's passages once, then what each school wrote: two additions to five policies, and two policies of two
    // passages; and the homes.
    let trusts = POLICIES * 13;
    let texts = files.iter().filter(|file| file.path.contains("/policies/")).map(|file| passages(&file.bytes));
    assert_eq!(texts.sum::<usize>(), trusts + SCHOOLS * (5 * 2 + 2 * 2));
    let shared = files.iter().find(|file| file.path.ends_with("/policies/policy-1.js")).expect("its texts");
    assert!(zipped(&shared.bytes) < 32 * 1024, "texts are small enough to load with a result");
}

/// How many texts a file of them holds.
fn passages(script: &[u8]) -> usize {
    let script = String::from_utf8_lossy(script);
    let json = script.split_once('=').expect("an assignment").1.trim_end().trim_end_matches(';');
    let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
    value[1].as_array().expect("texts").len()
}
