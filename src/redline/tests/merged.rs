//! What changed, as a reader is told.

use super::told;

fn check(cases: &[(&str, &str, &str)]) {
    for (old, new, said) in cases {
        assert_eq!(told(old, new).trim_end(), *said, "\n{old}\n=>\n{new}");
    }
}

#[test]
fn words_are_told_as_a_person_would_mark_them() {
    check(&[
        (
            "The head tells the parents. The governors are told as well. Records are kept.",
            "The head tells the parents. The pupil is told on the same day. The governors are told as well. Records are kept.",
            "The head tells the parents. {+The pupil is told on the same day. +}The governors are told as well. Records are kept.",
        ),
        (
            "Tell the parents, the governors, and the trust.",
            "Tell the parents, and the trust.",
            "Tell the parents, [-the governors, -]and the trust.",
        ),
        (
            "Pupils must wear a tie.",
            "All pupils must wear a tie, except in the summer term.",
            "[-Pupils-]{+All pupils+} must wear a tie{+, except in the summer term+}.",
        ),
        (
            "The panel meets within 10 school days of the request and sends its decision within 5 school days of the meeting.",
            "The panel meets within 15 school days of receiving the request, and sends its decision in writing within 5 school days of the meeting.",
            "The panel meets within [-10-]{+15+} school days of {+receiving +}the request{+,+} and sends its decision {+in writing +}within 5 school days of the meeting.",
        ),
        (
            "The school day begins at 8.40am and ends at 3.15pm.",
            "The school day begins at 8:35am and ends at 3.20pm.",
            "The school day begins at [-8.40am-]{+8:35am+} and ends at [-3.15pm-]{+3.20pm+}.",
        ),
        (
            "This policy was agreed by the Local Governing Body.",
            "This policy was agreed by the Trust Board on behalf of the schools.",
            "This policy was agreed by the [-Local Governing Body-]{+Trust Board on behalf of the schools+}.",
        ),
    ]);
}

#[test]
fn words_that_stay_by_chance_between_two_changes_are_taken_into_them() {
    check(&[
        (
            "Write within ten days of absence to the office.",
            "Write within five weeks of leave to the office.",
            "Write within [-ten days of absence-]{+five weeks of leave+} to the office.",
        ),
        (
            "It goes from Ashby to Fenton on the first bus.",
            "It goes from Marsh to Copse on the first bus.",
            "It goes from [-Ashby to Fenton-]{+Marsh to Copse+} on the first bus.",
        ),
    ]);
}

#[test]
fn a_paragraph_of_which_little_stayed_is_told_whole() {
    check(&[(
        "Complaints must be made within three months of the incident. Later ones are considered in exceptional circumstances only.",
        "Complaints should be raised as soon as possible, and at the latest within three school months. We consider later complaints where there is good reason for the delay.",
        "[-Complaints must be made within three months of the incident. Later ones are considered in exceptional circumstances only.-]\n\
         {+Complaints should be raised as soon as possible, and at the latest within three school months. We consider later complaints where there is good reason for the delay.+}",
    )]);
}

#[test]
fn a_paragraph_that_was_split_or_joined_is_one_change() {
    let (one, two, three) = ("Phones stay at home.", "A phone that is seen is taken away.", "It is given back at 3pm.");
    check(&[
        (
            &format!("{one} {two} {three}"),
            &format!("{one}\n\n{two}\n\n{three}"),
            &format!("{one}{{+¶+}}[- -]{two}{{+¶+}}[- -]{three}"),
        ),
        (
            &format!("{one}\n\n{two}\n\n{three}"),
            &format!("{one} {two} {three}"),
            &format!("{one}[-¶-]{{+ +}}{two}[-¶-]{{+ +}}{three}"),
        ),
        // A new paragraph beside one that stayed is just that.
        (one, &format!("{one}\n\n{two}"), &format!("{one}\n{{+{two}+}}")),
    ]);
}

#[test]
fn looks_and_addresses_are_told_apart_from_words() {
    check(&[
        ("No dogs here today.", "No **dogs** here today.", "No dogs<look> here today."),
        (
            "See [the guidance](https://a.example.org/1) first.",
            "See [the guidance](https://a.example.org/2) first.",
            "See the guidance<https://a.example.org/1 → https://a.example.org/2> first.",
        ),
        ("See the guidance first.", "See [the guidance](x) first.", "See the guidance<none → x> first."),
        ("![The gate](a.png)", "![The gate](b.png)", "The gate<a.png → b.png>"),
    ]);
}

#[test]
fn what_stayed_is_left_out_but_for_what_leads_up_to_a_change() {
    check(&[
        (
            "One.\n\nTwo.\n\nThree.\n\nFour changes here.\n\nFive.\n\nSix.\n\nSeven.",
            "One.\n\nTwo.\n\nThree.\n\nFour alters here.\n\nFive.\n\nSix.\n\nSeven.",
            "… 2\nThree.\nFour [-changes-]{+alters+} here.\n… 3",
        ),
        (
            "- a one\n- b two\n- c three\n- d four\n- e five\n- f six",
            "- a one\n- b two\n- c three\n- d four\n- e five and more\n- f six",
            "… 3\n- d four\n- e five{+ and more+}\n- f six",
        ),
    ]);
}

#[test]
fn lists_stay_lists() {
    check(&[
        (
            "1. First step\n2. Write to the head\n3. Third",
            "1. First step\n2. Ask for a meeting\n3. Write to the head\n4. Third",
            "- First step\n- {+Ask for a meeting+}\n- Write to the head\n- Third",
        ),
        ("- a\n  - inner one\n- b", "- a\n  - inner two\n- b", "- a\n  - inner [-one-]{+two+}\n- b"),
        (
            "DSL\n: The designated safeguarding lead\n\nLADO\n: Officer",
            "DSL\n: The designated safeguarding lead of the school\n\nMASH\n: Hub\n\nLADO\n: Officer",
            "DSL\n  The designated safeguarding lead{+ of the school+}\n{+MASH+}\n  {+Hub+}\nLADO\n  Officer",
        ),
        ("> Keep dogs out of school.", "> Keep all dogs out of school.", "> Keep {+all +}dogs out of school."),
    ]);
}

#[test]
fn tables_are_told_by_rows_cells_and_columns() {
    check(&[
        (
            "| Step | Who | Days |\n|---|---|---|\n| Informal | Tutor | 5 |\n| Formal | Head | 10 |\n| Panel | Governors | 20 |\n| Appeal | Trust | 25 |",
            "| Step | Who | Days |\n|---|---|---|\n| Informal | Tutor | 5 |\n| Formal | Headteacher | 15 |\n| Mediation | Trust | 10 |\n| Panel | Governors | 20 |",
            "Step | Who | Days\nInformal | Tutor | 5\nFormal | [-Head-]{+Headteacher+} | [-10-]{+15+}\n{+Mediation | Trust | 10+}\nPanel | Governors | 20\n[-Appeal | Trust | 25-]",
        ),
        (
            "| Step | Who |\n|---|---|\n| Informal | Tutor |",
            "| Step | Who | Days |\n|---|---|---|\n| Informal | Tutor | 5 |",
            "Step | Who | {+Days+}\nInformal | Tutor | {+5+}",
        ),
        (
            "| Step | Old name |\n|---|---|\n| Informal | 5 |",
            "| Step | Days |\n|---|---|\n| Informal | 7 |",
            "Step | [-Old name-]{+Days+}\nInformal | [-5-]{+7+}",
        ),
        (
            "<table><tr><th>Gate</th><th>Time</th></tr><tr><td>North</td><td>8am</td></tr></table>",
            "<table><tr><th>Gate</th><th>Time</th></tr><tr><td>North</td><td>9am</td></tr></table>",
            "Gate | Time\nNorth | [-8am-]{+9am+}",
        ),
    ]);
}

#[test]
fn footnotes_are_told_where_they_are_first_referred_to_and_not_by_their_labels() {
    check(&[(
        "A[^1] word.\n\nMore.\n\n[^1]: Education Act 1996, section 444.\n",
        "A[^x] word[^1].\n\nMore.\n\n[^x]: Education Act 1996, section 444A.\n\n[^1]: New one.\n",
        "A* word{+*+}.\nMore.\n* Education Act 1996, section [-444-]{+444A+}.\n* {+New one.+}",
    )]);
}

#[test]
fn sections_are_known_by_their_ids_then_by_their_headings_then_by_their_words() {
    let text = "Dogs are kept on a lead at all times, and out of the playing fields in the summer.";
    check(&[
        (
            &format!("## Dogs {{#d}}\n\n{text}"),
            "## Animals {#d}\n\nNo animal may come into any of the buildings.",
            "## Animals: was Dogs, changed\n\
             [-Dogs are kept on a lead at all times, and out of the playing fields in the summer.-]\n\
             {+No animal may come into any of the buildings.+}",
        ),
        (&format!("## Dogs\n\n{text}"), &format!("## Animals\n\n{text}"), "## Animals: was Dogs"),
        (&format!("## 3. Dogs\n\n{text}"), &format!("## 4. Dogs\n\n{text}"), "## 4. Dogs: kept"),
        (
            "## Roles\n\nThe head decides.\n\n## Review\n\nEvery year.",
            "## Roles\n\nThe head decides.\n\n## Dogs\n\nNo dogs.\n\n## Review\n\nEvery year.",
            "## Roles: kept\n## Dogs: added\n{+No dogs.+}\n## Review: kept",
        ),
        (
            "## Roles\n\nThe head decides.\n\n## Dogs\n\nNo dogs.\n\n## Review\n\nEvery year.",
            "## Roles\n\nThe head decides.\n\n## Review\n\nEvery year.",
            "## Roles: kept\n## Dogs: removed\n[-No dogs.-]\n## Review: kept",
        ),
    ]);
}

#[test]
fn a_section_that_stands_elsewhere_has_moved() {
    let section = |name: &str, level: usize| format!("{} {name}\n\nThe text of {name}.\n\n", "#".repeat(level));
    let [a, b, c, d] = ["Aims", "Bullying", "Conduct", "Dogs"].map(|name| section(name, 2));
    check(&[
        (
            &[&*a, &*b, &*c, &*d].concat(),
            &[&*a, &*c, &*d, &*b].concat(),
            "## Aims: kept\n## Conduct: kept\n## Dogs: kept\n## Bullying: moved from after Aims to after Dogs",
        ),
        (
            &[&*a, &*b, &*c].concat(),
            &[&*c, &*a, &*b].concat(),
            "## Conduct: moved from after Bullying to the top\n## Aims: kept\n## Bullying: kept",
        ),
        (
            &[&*a, &*b, &section("Small", 3), &*c].concat(),
            &[&*a, &section("Small", 3), &*b, &*c].concat(),
            "## Aims: kept\n### Small: moved from in Bullying to in Aims\n## Bullying: kept\n## Conduct: kept",
        ),
        // What stood in a section that is gone.
        (
            &[&*a, &*b, &section("Small", 3)].concat(),
            &[&*a, &section("Small", 3)].concat(),
            "## Aims: kept\n### Small: moved from in Bullying to in Aims\n## Bullying: removed\n[-The text of Bullying.-]",
        ),
    ]);
}

#[test]
fn a_section_inside_another_is_told_at_its_level() {
    check(&[(
        "## Roles\n\nAll have one.\n\n### Head\n\nDecides in ten days.\n\n### Board\n\nListens.",
        "## Roles\n\nAll have one.\n\n### Head\n\nDecides in five days.\n\n### Board\n\nListens.",
        "## Roles: kept\n### Head: changed\nDecides in [-ten-]{+five+} days.\n### Board: kept",
    )]);
}
