//! What is printed when nothing was asked for.

use super::{Ending, Global};

/// Says what can be done next in this folder.
pub(super) fn what_next(global: &Global) -> Ending {
    let here = global.root.join("content").is_dir();
    let next = if here {
        "This folder holds policies. What you can do next:\n\
         \n\
         \x20 frontsheet check          see what is wrong, writing nothing\n\
         \x20 frontsheet serve          see the sites while you write; each change shows as you save\n\
         \x20 frontsheet build          make the websites in output/\n\
         \x20 frontsheet new policy X   begin a new policy\n\
         \x20 frontsheet new school X   add a school\n"
    } else {
        "There is no content folder here. What you can do next:\n\
         \n\
         \x20 frontsheet init           make a new portal here, with a finished sample in it\n\
         \x20 frontsheet --root DIR …   work in another folder\n"
    };
    anstream::println!("{next}\nEvery command and option: frontsheet --help");
    Ending::Done
}
