//! The documents that there have to be: `requirements.toml`, and which places have them.

use crate::builder::{Portal, TODAY, approved, portal, words};
use frontsheet::calendar::Day;
use frontsheet::merge::Drafts;
use frontsheet::pipeline::{self, Options};
use frontsheet::register::{AtPlace, Remark};

/// A requirement that the policy `slugs` satisfies, with further keys.
fn requirement(slugs: &str, more: &str) -> String {
    format!(
        "[[requirement]]\ntitle = \"What {} says\"\npolicies = {slugs}\nbasis = \"law\"\nsource = \"An Act\"\n\
         checked_on = 2026-11-01\n{more}\n",
        slugs.replace(['[', ']', '"'], "")
    )
}

/// A trust with a nursery, a primary and a high school.
fn fens() -> Portal {
    portal()
        .school_with("ashby", "name = \"Ashby Nursery\"\nphase = \"nursery\"\n")
        .school("brook", "Brook Primary School")
        .school_with("cold", "name = \"Cold High School\"\nphase = \"secondary\"\n")
}

/// How each place that a requirement names stands to it, with what is remarked; requirement by requirement.
fn states(portal: &Portal, day: &str, drafts: Drafts) -> Vec<String> {
    let options = Options { drafts, ..Options::new(portal.root().to_owned(), Day::parse_iso(day).expect("a day")) };
    let registers = pipeline::registers(&options).expect("the disk works");
    let register = &registers.portals[0].register;
    let at = |place: &AtPlace| {
        let remarks = place.remarks.iter().map(|remark| match remark {
            Remark::Draft(_) => " draft".to_owned(),
            Remark::Withdrawn(_) => " withdrawn".to_owned(),
            Remark::InForceFrom(date) => format!(" from {}", date.iso()),
            Remark::NoReview => " no review".to_owned(),
            Remark::LongerCycle(wording) => format!(" {wording}"),
            Remark::LateReview(date) => format!(" late {}", date.iso()),
            Remark::OtherBody(body) => format!(" by {body}"),
            Remark::NoBody => " by nobody".to_owned(),
        });
        let whose =
            place.school.map_or("trust".to_owned(), |school| registers.portals[0].schools[school].slug.to_string());
        let document = place.document.map(|index| format!(" [{}]", register.documents[index].policy));
        format!("{whose} {}{}{}", place.state.word(), document.unwrap_or_default(), remarks.collect::<String>())
    };
    register.required.iter().map(|required| required.places.iter().map(at).collect::<Vec<_>>().join(", ")).collect()
}

fn on(portal: &Portal, day: &str) -> String {
    states(portal, day, Drafts::LeaveOut).join("; ")
}

#[test]
fn each_place_that_is_asked_has_it_or_not() {
    let portal = fens()
        .policy("dogs", "## A\nA.\n")
        .policy_with("cats", &format!("{}copies = \"trust\"\nphases = [\"primary\"]\n", approved("Cats")), "## A\nA.\n")
        .policy_with("fish", &format!("{}copies = \"schools\"\n", approved("Fish")), "## A\nA.\n")
        .school_file("cold", "owls", &approved("Owls"), "## A\nA.\n")
        .file(
            "content/requirements.toml",
            [
                requirement("\"dogs\"", ""),
                requirement("\"cats\"", ""),
                requirement("\"owls\"", "phases = [\"secondary\", \"middle\"]"),
                requirement("[\"none\", \"fish\"]", "schools = \"brook\"\nphases = \"nursery\""),
                requirement("[\"fish\"]", "level = \"trust\""),
                requirement("[\"dogs\"]", "level = \"trust\"").replace("What", "And what"),
            ]
            .concat(),
        );
    assert_eq!(
        states(&portal, TODAY, Drafts::LeaveOut),
        [
            "ashby present [dogs], brook present [dogs], cold present [dogs]",
            "ashby missing, brook present [cats], cold missing",
            "ashby not_applicable, brook not_applicable, cold present [owls]",
            "ashby present [fish], brook present [fish], cold not_applicable",
            "trust missing",
            "trust present [dogs]",
        ]
    );
}

#[test]
fn on_the_day_of_the_review_it_is_not_overdue_and_on_the_next_it_is() {
    let front = |review: &str| approved("Dogs").replace("next_review = 2027-01-11", review);
    for (review, day, state) in [
        ("next_review = 2027-01-11", "2027-01-10", "present"),
        ("next_review = 2027-01-11", "2027-01-11", "present"),
        ("next_review = 2027-01-11", "2027-01-12", "overdue"),
        ("next_review = \"February 2028\"", "2028-02-29", "present"),
        ("next_review = \"February 2028\"", "2028-03-01", "overdue"),
        ("review_cycle = \"every 13 months\"", "2027-02-12", "present"),
        ("review_cycle = \"every 13 months\"", "2027-02-13", "overdue"),
    ] {
        let portal = portal()
            .school("brook", "Brook Primary School")
            .policy_with("dogs", &front(review), "## A\nA.\n")
            .file("content/requirements.toml", requirement("\"dogs\"", ""));
        assert_eq!(on(&portal, day), format!("brook {state} [dogs]"), "{review} on {day}");
    }
}

#[test]
fn of_several_policies_the_one_that_stands_best_counts() {
    let overdue = approved("Old").replace("2027-01-11", "2026-11-22");
    let upcoming = format!("{}effective = 2026-11-24\n", approved("Soon"));
    let draft = "title = \"Draft\"\n".to_owned();
    let withdrawn = approved("Gone").replace("approved\"", "withdrawn\"");
    let fronts =
        [("good", approved("Good")), ("old", overdue), ("soon", upcoming), ("draft", draft), ("gone", withdrawn)];
    let portal = fronts
        .iter()
        .fold(portal().school("brook", "Brook"), |portal, (slug, front)| portal.policy_with(slug, front, "## A\nA.\n"));
    for (slugs, expected) in [
        ("[\"gone\", \"draft\", \"soon\", \"old\", \"good\"]", "brook present [good]"),
        ("[\"gone\", \"draft\", \"soon\", \"old\"]", "brook overdue [old]"),
        ("[\"gone\", \"draft\", \"soon\"]", "brook present [soon] from 2026-11-24"),
        ("[\"gone\", \"draft\"]", "brook missing draft"),
        ("[\"nothing\", \"gone\"]", "brook missing [gone] withdrawn"),
        ("[\"nothing\"]", "brook missing"),
    ] {
        let requirements = portal.root().join("content/requirements.toml");
        std::fs::write(requirements, requirement(slugs, "")).expect("a file");
        assert_eq!(on(&portal, TODAY), expected, "{slugs}");
    }
    let requirements = portal.root().join("content/requirements.toml");
    std::fs::write(requirements, requirement("\"draft\"", "")).expect("a file");
    assert_eq!(states(&portal, TODAY, Drafts::Include), ["brook missing [draft] draft"], "where drafts are shown too");
    std::fs::write(portal.root().join("content/requirements.toml"), requirement("\"soon\"", "")).expect("a file");
    assert_eq!(on(&portal, "2026-11-24"), "brook present [soon]", "in force from its own day");
}

#[test]
fn what_is_otherwise_than_expected_is_remarked() {
    let expected = "review_cycle = \"every two years\"\napproved_by = [\"Trust Board\", \"Audit Committee\"]";
    let portal = fens()
        .policy("dogs", "## A\nA.\n")
        .school_file("ashby", "dogs", "review_cycle = \"every 25 months\"\nnext_review = 2026-12-01\n", "")
        .school_file("brook", "dogs", "approved_by = \"Local Governing Body\"\nnext_review = 2028-01-12\n", "")
        .school_file("cold", "dogs", "approved_by = \"audit  committee\"\nnext_review = 2028-01-13\n", "")
        .policy_with("bare", "title = \"Bare\"\nstatus = \"approved\"\n", "## A\nA.\n")
        .file("content/requirements.toml", requirement("\"dogs\"", expected) + &requirement("\"bare\"", expected));
    let bare = "present [bare] no review by nobody";
    assert_eq!(
        states(&portal, TODAY, Drafts::LeaveOut),
        [
            "ashby present [dogs] every 25 months, brook present [dogs] by Local Governing Body, \
             cold present [dogs] late 2028-01-13",
            &format!("ashby {bare}, brook {bare}, cold {bare}"),
        ]
    );
}

#[test]
fn a_trust_without_schools_is_asked_itself() {
    let portal = portal()
        .policy("dogs", "## A\nA.\n")
        .file("content/requirements.toml", requirement("\"dogs\"", "phases = \"primary\""));
    assert_eq!(on(&portal, TODAY), "trust present [dogs]");
}

#[test]
fn what_an_author_may_type_wrongly_is_said_with_what_to_write() {
    let good = requirement("\"dogs\"", "");
    let without = |key: &str| good.lines().filter(|line| !line.starts_with(key)).collect::<Vec<_>>().join("\n");
    let with = |line: &str| format!("{good}{line}\n");
    let cases: &[(String, &str, &[&str])] = &[
        (
            without("title"),
            "missing-key",
            &["the title is missing", "add title = \"Complaints procedure\" below [[requirement]]"],
        ),
        (without("policies"), "missing-key", &["the name of the policy is missing", "add policies = \"complaints\""]),
        (without("basis"), "missing-key", &["the basis is missing", "\"law\", \"guidance\" or \"trust\""]),
        (without("source"), "missing-key", &["the source is missing", "the name or the web address"]),
        (
            without("checked_on"),
            "missing-key",
            &["the day of the check is missing", "add checked_on = \"23 November 2026\""],
        ),
        (requirement("[]", ""), "missing-key", &["no policy is named", "write policies = \"complaints\""]),
        (requirement("[\" \"]", ""), "missing-key", &["the name of the policy is empty"]),
        (
            requirement("'Dogs on Site'", ""),
            "bad-slug",
            &["\"Dogs on Site\" is not the name of a policy", "write \"dogs-on-site\""],
        ),
        (requirement("'content/policies/dogs.md'", ""), "bad-slug", &["write \"dogs\": the name of the policy's file"]),
        (requirement("7", ""), "wrong-type", &["policies must be text or a list of texts", "write policies = \"7\""]),
        (
            with("phases = [\"primry\"]"),
            "unknown-value",
            &["\"primry\" is not one of the choices for phases", "\"primary\""],
        ),
        (with("schools = \"asby\""), "unknown-value", &["there is no school \"asby\"", "did you mean \"ashby\"?"]),
        (with("level = \"schools\""), "unknown-value", &["write level = \"school\""]),
        (with("review_cycle = \"anually\""), "unknown-review-cycle", &["write review_cycle = \"annually\""]),
        (with("cycle = \"annually\""), "unknown-key", &["did you mean review_cycle?"]),
        (with("policy = \"cats\""), "unknown-key", &["did you mean policies?"]),
        (with("colour = \"red\""), "unknown-key", &["the keys here are title, policies, basis, source"]),
        (
            good.replace("\"law\"", "\"statute\""),
            "unknown-value",
            &["write basis = \"law\", \"guidance\" or \"trust\""],
        ),
        (good.replace("2026-11-01", "\"last week\""), "bad-date", &["checked_on = \"30 September 2026\""]),
        (
            with("level = \"trust\"\nphases = \"primary\""),
            "unknown-key",
            &["asked of no school", "asked of the trust", "level = \"school\""],
        ),
        (good.clone() + &good, "duplicate-key", &["two requirements have the title \"What dogs says\"", "the first"]),
        (
            good.replace("[[requirement]]", "[requirement]"),
            "wrong-type",
            &["write [[requirement]] on a line of its own"],
        ),
        (good.replace("[[requirement]]", "[[requirements]]"), "unknown-key", &["did you mean requirement?"]),
        (with("status = \"draft\""), "key-after-table", &["move it above line 1, before the first [heading]"]),
        (format!("status = \"drafty\"\n{good}"), "unknown-value", &["write status = \"draft\""]),
    ];
    for (toml, code, said) in cases {
        let site = fens().policy("dogs", "## A\nA.\n").file("content/requirements.toml", toml).build();
        assert_eq!(site.codes(), [*code], "{toml}\n{}", site.printed());
        site.in_words(said);
    }
}

#[test]
fn a_file_of_nearly_its_name_is_led_to_it() {
    let toml = requirement("\"dogs\"", "");
    for (file, help) in [
        ("content/requirement.toml", "rename it to content/requirements.toml"),
        ("content/Requirements.toml", "rename it to content/requirements.toml"),
        ("content/schools/ashby/requirements.toml", "into content/requirements.toml, each with schools = [\"ashby\"]"),
    ] {
        fens().file(file, &toml).build().says(&["misplaced-file"]).in_words(&[help]);
    }
}

/// A trust whose policies are as far as these warnings are about.
fn half_way() -> Portal {
    fens()
        .policy_with("draft", "title = \"Draft\"\nphases = [\"primary\"]\n", "## A\nA.\n")
        .policy_with("gone", &approved("Gone").replace("approved\"", "withdrawn\""), "## A\nA.\n")
        .policy_with("dogs", &format!("{}phases = [\"nursery\"]\n", approved("Dogs")), "## A\nA.\n")
        .policy("complaints-procedure", "## A\nA.\n")
}

#[test]
fn each_missing_document_is_one_warning_with_what_to_do() {
    for (slugs, more, said) in [
        ("\"cats\"", "", "is missing at Ashby Nursery, Brook Primary School and Cold High School"),
        ("\"cats\"", "", "begin it with: frontsheet new policy cats; if you have it under another name"),
        ("\"cats\"", "level = \"trust\"", "is missing at the trust"),
        ("[\"draft\", \"cats\"]", "phases = \"primary\"", "is only a draft at Brook Primary School"),
        ("\"draft\"", "phases = \"primary\"", "a draft, which does not count yet: content/policies/draft.md:1:1"),
        ("\"gone\"", "schools = \"brook\"", "put another policy in its place"),
        ("\"gone\"", "schools = \"brook\"", "withdrawn: content/policies/gone.md"),
        ("\"dogs\"", "", "is missing at Brook Primary School and Cold High School"),
        ("\"dogs\"", "", "content/policies/dogs.md makes no copy there that counts"),
        ("\"complaints\"", "", "write policies = [\"complaints\", \"complaints-procedure\"]"),
        ("\"complaint-procedures\"", "", "write policies = [\"complaint-procedures\", \"complaints-procedure\"]"),
    ] {
        let site = half_way().file("content/requirements.toml", requirement(slugs, more)).build();
        site.says(&["missing-document"]).in_words(&[said]);
    }
}

#[test]
fn a_terminal_is_not_flooded() {
    let mut portal = portal();
    for number in 10..20 {
        portal = portal.school(&format!("school-{number}"), &format!("School {number}"));
    }
    let some = "schools = [\"school-10\", \"school-11\", \"school-12\", \"school-13\", \"school-14\"]";
    let dogs = format!("{}schools = [\"school-14\", \"school-19\"]\n", approved("Dogs"));
    let site = portal
        .policy_with("dogs", &dogs, "## A\nA.\n")
        .file("content/requirements.toml", requirement("\"dogs\"", "") + &requirement("\"cats\"", some))
        .build();
    site.says(&["missing-document", "missing-document"]).in_words(&[
        "\"What dogs says\" is missing at 8 of 10 schools: School 10, School 11, School 12 and 5 more\n",
        "\"What cats says\" is missing at all 5 schools that must have it\n",
    ]);
}

#[test]
fn warnings_are_kept_away_where_the_trust_says_so_and_where_they_may_be_wrong() {
    let toml = requirement("\"cats\"", "");
    let draft = fens().file("content/requirements.toml", format!("status = \"draft\"\n{toml}")).build().clean();
    assert!(!draft.has("register/required/index.html") && !draft.page("register/").contains("Required"));
    assert_eq!(draft.outcome.skipped[0].file, "content/requirements.toml");
    let shown = Portal::with_drafts(draft.portal).build().clean();
    assert!(shown.page("register/required/").contains("data-count=\"missing\">3<") && shown.outcome.skipped.is_empty());
    // The school's file of that name cannot be read, so nobody can tell.
    fens()
        .file("content/policies/cats.md", b"+++\ntitle = \"Caf\xe9\"\n+++\n")
        .file("content/requirements.toml", &toml)
        .build()
        .says(&["not-utf8"]);
    let site = fens().school_with("dell", "name = \"Dell School\"\n").policy("cats", "## A\nA.\n");
    let toml = requirement("\"cats\"", "phases = \"primary\"");
    site.file("content/requirements.toml", toml)
        .build()
        .says(&["missing-key"])
        .in_words(&["nothing gives the phase of Dell School", "add phase = \"primary\", or the phase that it is"]);
}

/// The text of each row of the table below a heading.
fn rows(page: &str, id: &str) -> Vec<String> {
    let (_, section) = page.split_once(&format!("<h2 id=\"{id}\"")).unwrap_or_else(|| panic!("{id} should be there"));
    let section = section.split("</table>").next().expect("a table");
    let text = |row: &str| words(row.split("</tr>").next().and_then(|row| Some(row.split_once('>')?.1)).unwrap_or(""));
    section.split("<tr").skip(2).map(text).collect()
}

/// A trust with something of each state.
fn mixed() -> Portal {
    half_way().policy_with("old", &approved("Old").replace("2027-01-11", "2026-11-22"), "## A\nA.\n").file(
        "content/requirements.toml",
        [
            requirement("\"dogs\"", "phases = [\"nursery\", \"primary\"]\napproved_by = \"Audit Committee\""),
            requirement("\"old\"", "schools = \"cold\"\nreview_cycle = \"annually\"")
                .replace("An Act", "The guide: https://www.example.org/guide"),
            requirement("\"complaints-procedure\"", "level = \"trust\"").replace("\"law\"", "\"trust\""),
            requirement("\"draft\"", "level = \"trust\""),
        ]
        .concat(),
    )
}

#[test]
fn the_page_shows_each_state_in_words_with_links_and_reasons() {
    let site = mixed().build();
    let page = site.page("register/required/");
    assert_eq!(
        rows(&page, "trust"),
        [
            "What complaints-procedure says Trust’s own choice Present complaints procedure , Fenland Learning Trust",
            "What draft says Law Missing There is a draft",
        ]
    );
    assert_eq!(
        rows(&page, "schools"),
        [
            "What dogs says Law Present Dogs , Ashby Nursery Approved by Trust Board, and Audit Committee is expected \
             Missing Does not apply",
            "What old says Law Does not apply Does not apply Overdue Old , Cold High School \
             Review was due 22 November 2026",
        ]
    );
    assert_eq!(
        rows(&page, "asked"),
        [
            "What dogs says Nursery and primary schools Approved by Audit Committee Law: An Act 1 November 2026",
            "What old says Cold High School Reviewed: annually Law: The guide 1 November 2026",
            "What complaints-procedure says The trust Trust’s own choice: An Act 1 November 2026",
            "What draft says The trust Law: An Act 1 November 2026",
        ]
    );
    for html in [
        "href=\"../../schools/ashby/policies/dogs/\"",
        "href=\"../../schools/cold/policies/old/\"",
        "<span class=\"tag\" data-tag=\"missing\">Missing</span>",
        "<a href=\"https://www.example.org/guide\">The guide</a>",
        "data-count=\"missing\">2<",
        "data-count=\"overdue\">1<",
        "data-count=\"present\">2<",
        "data-count=\"otherwise\">1<",
    ] {
        assert!(page.contains(html), "{html}");
    }
    assert!(words(&page).contains("Status as at 23 November 2026."));
    let register = site.page("register/");
    assert!(register.contains("<a href=\"required/\">Required documents: 2 missing, 1 overdue for review</a>"));
    let brook = site.page("register/schools/brook/");
    assert_eq!(rows(&brook, "required"), ["What dogs says Law Missing"]);
    assert!(words(&brook).contains("Does not apply: What old says."));
    for address in ["register/due/", "register/local/", "register/schools/cold/"] {
        assert!(site.page(address).contains("required/\">Required documents</a>"), "{address} leads to the list");
    }
}

#[test]
fn without_a_list_nothing_is_said_of_required_documents() {
    let site = fens().policy("dogs", "## A\nA.\n").build().clean();
    assert!(!site.has("register/required/index.html"));
    assert!(!site.page("register/").contains("Required") && !site.page("register/schools/ashby/").contains("Required"));
    let empty = fens().file("content/requirements.toml", "# None yet.\n").build().clean();
    assert!(words(&empty.page("register/required/")).contains("No documents are required."));
    assert!(empty.page("register/").contains("Required documents: 0 missing, 0 overdue"));
}

#[test]
fn of_many_schools_the_page_names_the_gaps_and_stays_small() {
    let mut portal = portal();
    for number in 100..200 {
        portal = portal.school(&format!("school-{number}"), &format!("School of the Long Name Number {number}"));
    }
    let overdue = approved("Old").replace("2027-01-11", "2026-11-22");
    let here = "schools = [\"school-100\", \"school-150\", \"school-199\"]\n";
    let mut list = String::new();
    for number in 0..38 {
        list +=
            &requirement(&format!("\"policy-{number}\""), "review_cycle = \"annually\"\napproved_by = \"Trust Board\"")
                .replace(
                    "An Act",
                    "An Act of Parliament with a long name, section 27: https://www.example.org/uksi/2026/123",
                );
    }
    list += &requirement("\"old\"", "");
    list += &requirement("\"other\"", "schools = [\"school-100\", \"school-150\", \"school-151\"]");
    let site = portal
        .policy_with("old", &overdue, "## A\nA.\n")
        .policy_with("other", &format!("{}{here}", approved("Other")), "## A\nA.\n")
        .file("content/requirements.toml", list)
        .build();
    let page = site.page("register/required/");
    let rows_of_requirements = rows(&page, "schools");
    assert_eq!(rows_of_requirements.len(), 40);
    assert_eq!(
        rows_of_requirements[0],
        "What policy-0 says Law 100 0 0 0 Missing at all 100 schools that must have it"
    );
    assert_eq!(rows_of_requirements[38], "What old says Law 0 100 0 0 Overdue at all 100 schools that must have it");
    assert_eq!(rows_of_requirements[39], "What other says Law 1 0 2 0 Missing at School of the Long Name Number 151");
    assert_eq!(rows(&page, "by-school")[50], "School of the Long Name Number 150 38 1 1 0");
    assert!(page.contains("href=\"../schools/school-150/#required\""));
    let styles = site.text("assets/style.css").len();
    for address in ["register/required/", "register/", "register/schools/school-150/"] {
        let weight = site.page(address).len() + styles;
        assert!(weight <= 100 * 1024, "{address} weighs {weight} bytes with its styles");
    }
    assert_eq!(rows(&site.page("register/schools/school-150/"), "required").len(), 40);
}

#[test]
fn each_portal_has_its_own_list_in_its_own_language() {
    let root = portal();
    std::fs::remove_dir_all(root.root().join("content")).expect("it is there");
    let policy = format!("+++\n{}+++\n## A\nA.\n", approved("Dogs"));
    let site = root
        .file("content/one/trust.toml", "name = \"One\"\n")
        .file("content/one/policies/dogs.md", &policy)
        .file("content/one/requirements.toml", requirement("\"dogs\"", ""))
        .file("content/two/trust.toml", "name = \"Two\"\nlanguage = \"cy\"\n")
        .file("content/two/requirements.toml", requirement("\"dogs\"", ""))
        .file("content/three/trust.toml", "name = \"Three\"\n")
        .build();
    assert_eq!(site.codes().iter().filter(|code| **code == "missing-document").count(), 1);
    assert!(rows(&site.page("one/register/required/"), "trust")[0].contains("Present Dogs"));
    assert_eq!(rows(&site.page("two/register/required/"), "trust"), ["What dogs says Cyfraith Ar goll"]);
    assert!(!site.has("three/register/required/index.html"));
}

#[test]
fn what_an_author_writes_is_text_on_the_page() {
    let toml =
        requirement("\"cats\"", "approved_by = '<i>Board</i>'").replace("What cats says", "<b>&</b> {{ trust }}");
    let toml = toml.replace("\"An Act\"", "'\"<script> https://www.example.org/\"><script>'");
    let page = fens().file("content/requirements.toml", toml).build().page("register/required/");
    assert!(page.contains("&lt;b&gt;&amp;&lt;/b&gt; {{ trust }}") && page.contains("&lt;i&gt;Board"));
    assert!(!page.contains("<script>") && !page.contains("<i>Board"));
}
