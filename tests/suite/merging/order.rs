//! Where a school's sections and texts stand among the trust's.

use super::{headings, reads};

headings! {
    a_section_stands_after_the_one_it_names:
        "## Birds {after=why}\nB.\n" => "Why, Birds, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_after_another_stands_after_all_that_is_in_that_one:
        "## Birds {after=rules}\nB.\n" => "Why, Rules, > Dogs, >> Leads, > Cats, Birds, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_stands_before_the_one_it_names:
        "## Birds {before=rules}\nB.\n" => "Why, Birds, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_may_stand_before_the_first:
        "## Birds {before=why}\nB.\n" => "Birds, Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_without_an_instruction_stands_before_the_appendices:
        "## Birds\nB.\n" => "Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Birds, Appendix A: Forms, Appendix B: People";
    sections_without_an_instruction_stand_in_the_order_of_the_file:
        "## Birds\nB.\n\n## Ants\nA.\n" => "Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Birds, Ants, Appendix A: Forms, Appendix B: People";
    a_new_appendix_is_the_last_of_them:
        "## Birds {.appendix}\nB.\n" => "Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People, Appendix C: Birds";
    an_appendix_may_stand_between_two:
        "## Birds {.appendix after=forms}\nB.\n" => "Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: Birds, Appendix C: People";
    a_section_comes_before_an_appendix_that_the_school_put_first:
        "## Birds {.appendix before=forms}\nB.\n\n## Ants\nA.\n"
            => "Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Ants, Appendix A: Birds, Appendix B: Forms, Appendix C: People";
    two_after_one_section_stand_in_the_order_of_the_file:
        "## Birds {after=why}\nB.\n\n## Ants {after=why}\nA.\n"
            => "Why, Birds, Ants, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    three_after_one_section_stand_in_the_order_of_the_file:
        "## C {after=why}\nC.\n\n## A {after=why}\nA.\n\n## B {after=why}\nB.\n"
            => "Why, C, A, B, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    two_before_one_section_stand_in_the_order_of_the_file:
        "## Birds {before=thanks}\nB.\n\n## Ants {before=thanks}\nA.\n"
            => "Why, Rules, > Dogs, >> Leads, > Cats, Birds, Ants, Thanks, Appendix A: Forms, Appendix B: People";
    after_one_section_comes_before_before_the_next_as_in_the_file:
        "## Birds {after=why}\nB.\n\n## Ants {before=rules}\nA.\n"
            => "Why, Birds, Ants, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_may_stand_after_one_that_the_file_added:
        "## Birds {after=why}\nB.\n\n## Ants {after=birds}\nA.\n"
            => "Why, Birds, Ants, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    what_stands_after_an_added_section_stays_with_it:
        "## Birds {after=why}\nB.\n\n## Ants {after=birds}\nA.\n\n## Bees {after=why}\nB.\n"
            => "Why, Birds, Ants, Bees, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    what_is_put_right_after_an_added_section_stands_before_what_followed_it:
        "## Birds {after=why}\nB.\n\n## Bees {after=why}\nB.\n\n## Ants {after=birds}\nA.\n"
            => "Why, Birds, Ants, Bees, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_may_stand_before_one_that_the_file_added:
        "## Birds {after=why}\nB.\n\n## Ants {before=birds}\nA.\n"
            => "Why, Ants, Birds, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    before_and_after_one_section_do_not_disturb_each_other:
        "## A {before=rules}\nA.\n\n## B {after=rules}\nB.\n\n## C {before=rules}\nC.\n\n## D {after=rules}\nD.\n"
            => "Why, A, C, Rules, > Dogs, >> Leads, > Cats, B, D, Thanks, Appendix A: Forms, Appendix B: People";
    after_the_last_section_comes_before_the_end:
        "## End\nE.\n\n## Birds {after=thanks}\nB.\n"
            => "Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Birds, End, Appendix A: Forms, Appendix B: People";
    a_section_takes_the_level_of_its_target:
        "## Birds {after=dogs}\nB.\n" => "Why, Rules, > Dogs, >> Leads, > Birds, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_of_a_deeper_level_comes_up_to_its_target:
        "#### Birds {after=why}\nB.\n" => "Why, Birds, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    sub_headings_move_along_with_their_section:
        "## Birds {after=dogs}\nB.\n\n### Owls\nO.\n\n#### Barn owls\nO.\n\n### Gulls\nG.\n"
            => "Why, Rules, > Dogs, >> Leads, > Birds, >> Owls, >>> Barn owls, >> Gulls, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    sub_headings_never_go_past_the_last_level:
        "## Birds {after=leads}\nB.\n\n### A\nA.\n\n#### B\nB.\n\n##### C\nC.\n"
            => "Why, Rules, > Dogs, >> Leads, >> Birds, >>> A, >>>> B, >>>> C, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_may_stand_after_a_nested_one_that_the_file_added:
        "## Birds {after=dogs}\nB.\n\n## Bees {after=birds}\nB.\n"
            => "Why, Rules, > Dogs, >> Leads, > Birds, > Bees, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_may_stand_after_a_sub_heading_of_one_that_the_file_added:
        "## Birds {after=why}\nB.\n\n### Owls\nO.\n\n## Gulls {after=owls}\nG.\n"
            => "Why, Birds, > Owls, > Gulls, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_may_stand_after_a_sub_heading_that_the_file_appended:
        "## X {append=why}\nB.\n\n### Owls\nO.\n\n## Gulls {after=owls}\nG.\n"
            => "Why, > Owls, > Gulls, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    an_instruction_may_stand_on_a_heading_of_any_level:
        "## Birds {after=why}\nB.\n\n### Dogs {replace=dogs}\nNone.\n"
            => "Why, Birds, Rules, > Dogs, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_sub_section_behind_a_nested_instruction_stays_where_it_is_written:
        "## Birds {after=why}\nB.\n\n### X {append=dogs}\nMore.\n\n### Owls\nO.\n"
            => "Why, Birds, > Owls, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_replaced_section_stands_where_the_old_one_stood:
        "## Birds {replace=rules}\nB.\n" => "Why, Birds, Thanks, Appendix A: Forms, Appendix B: People";
    a_replacement_takes_the_level_of_what_it_replaces:
        "## Birds {replace=dogs}\nB.\n\n### Owls\nO.\n"
            => "Why, Rules, > Birds, >> Owls, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_section_may_stand_after_one_that_is_replaced:
        "## Birds {replace=why}\nB.\n\n## Ants {after=why}\nA.\n"
            => "Birds, Ants, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_replacement_leaves_what_was_put_after_it_in_order:
        "## A {after=why}\nA.\n\n## New why {replace=why}\nN.\n\n## B {after=why}\nB.\n"
            => "New why, A, B, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
    a_replaced_appendix_is_one_only_when_it_says_so:
        "## Papers {.appendix replace=forms}\nP.\n" => "Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Papers, Appendix B: People";
    a_removed_section_is_gone_with_all_in_it:
        "## Rules {remove=rules}\nWe have none.\n" => "Why, Thanks, Appendix A: Forms, Appendix B: People";
    a_removed_appendix_gives_its_letter_to_the_next:
        "## Forms {remove=forms}\n" => "Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: People";
    a_section_may_stand_next_to_one_that_is_taken_out_afterwards:
        "## Birds {after=why}\nB.\n\n## Why {remove=why}\n" => "Birds, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People";
}

const SHORT: &str = "## Rules {#rules}\nRules.\n\n### Dogs {#dogs}\nDogs.\n\n## Thanks {#thanks}\nThanks.\n";

reads! {
    appended_text_stands_at_the_end_of_the_section_behind_all_in_it:
        SHORT, "## Dropped {append=rules}\nMore.\n" => "## Rules | Rules. | ### Dogs | Dogs. | More. | ## Thanks | Thanks.";
    prepended_text_stands_between_the_heading_and_the_text:
        SHORT, "## Dropped {prepend=rules}\nFirst.\n" => "## Rules | First. | Rules. | ### Dogs | Dogs. | ## Thanks | Thanks.";
    two_appended_texts_stand_in_the_order_of_the_file:
        SHORT, "## X {append=dogs}\nOne.\n\n## Y {append=dogs}\nTwo.\n" => "## Rules | Rules. | ### Dogs | Dogs. | One. | Two. | ## Thanks | Thanks.";
    two_prepended_texts_stand_in_the_order_of_the_file:
        SHORT, "## X {prepend=dogs}\nOne.\n\n## Y {prepend=dogs}\nTwo.\n" => "## Rules | Rules. | ### Dogs | One. | Two. | Dogs. | ## Thanks | Thanks.";
    text_may_be_put_at_both_ends:
        SHORT, "## X {append=thanks}\nEnd.\n\n## Y {prepend=thanks}\nStart.\n" => "## Rules | Rules. | ### Dogs | Dogs. | ## Thanks | Start. | Thanks. | End.";
    sub_headings_of_appended_text_stand_below_the_section:
        SHORT, "## X {append=dogs}\nMore.\n\n### Puppies\nP.\n" => "## Rules | Rules. | ### Dogs | Dogs. | More. | #### Puppies | P. | ## Thanks | Thanks.";
    text_may_be_appended_to_a_section_that_the_file_added:
        SHORT, "## Birds {after=dogs}\nB.\n\n## X {append=birds}\nMore.\n" => "## Rules | Rules. | ### Dogs | Dogs. | ### Birds | B. | More. | ## Thanks | Thanks.";
    text_may_be_appended_to_a_section_that_the_file_replaced:
        SHORT, "## Hounds {replace=dogs}\nH.\n\n## X {append=dogs}\nMore.\n" => "## Rules | Rules. | ### Hounds | H. | More. | ## Thanks | Thanks.";
    a_replacement_brings_its_own_sub_sections:
        SHORT, "## House rules {replace=rules}\nOurs.\n\n### Birds\nB.\n" => "## House rules | Ours. | ### Birds | B. | ## Thanks | Thanks.";
    a_file_may_do_everything_at_once:
        SHORT, "## A {prepend=rules}\na.\n\n## B {replace=dogs}\nb.\n\n## C {after=dogs}\nc.\n\n## D {remove=thanks}\nd.\n\n## E\ne.\n"
            => "## Rules | a. | Rules. | ### B | b. | ### C | c. | ## E | e.";
    lists_and_tables_come_along_with_appended_text:
        SHORT, "## X {append=thanks}\n- One\n- Two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n" => "## Rules | Rules. | ### Dogs | Dogs. | ## Thanks | Thanks. | One | Two | A | B | 1 | 2";
}
