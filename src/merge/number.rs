//! Numbers sections and letters appendices, after merging, so that an inserted section renumbers the rest.

use super::text::CopySection;
use crate::model::Words;

/// Numbers the sections of levels 2 and 3 where `numbered`; appendices get their letters in any case.
pub fn number(sections: &mut [CopySection<'_>], numbered: bool, words: &Words) {
    let mut count = 0;
    let mut appendices = 0;
    for section in sections {
        let name = if section.is_appendix {
            appendices += 1;
            let letter = letters(appendices);
            section.appendix = Some(words.fill("text.appendix", &[("letter", &letter)]));
            Some(letter)
        } else if section.unnumbered {
            None
        } else {
            count += 1;
            Some(count.to_string())
        };
        if numbered && !section.is_appendix {
            section.number.clone_from(&name);
        }
        number_inside(section, name.filter(|_| numbered).as_deref());
    }
}

/// Numbers the sections one level down, in the order they are read.
fn number_inside(section: &mut CopySection<'_>, parent: Option<&str>) {
    let mut count = 0;
    let CopySection { prepended, children, appended, .. } = section;
    let added = prepended.iter_mut().flat_map(|part| part.children.iter_mut());
    let at_end = appended.iter_mut().flat_map(|part| part.children.iter_mut());
    for child in added.chain(children.iter_mut()).chain(at_end) {
        let Some(parent) = parent.filter(|_| child.level == 3 && !child.unnumbered) else { continue };
        count += 1;
        child.number = Some(format!("{parent}.{count}"));
    }
}

/// A, B, … Z, AA, AB, …: the appendix with this number, from 1.
fn letters(number: usize) -> String {
    let (before, last) = ((number - 1) / 26, (number - 1) % 26);
    let letter = char::from(b'A' + u8::try_from(last).expect("less than 26"));
    if before == 0 { letter.to_string() } else { letters(before) + &letter.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appendices_go_on_after_z() {
        for (number, expected) in [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA")] {
            assert_eq!(letters(number), expected);
        }
    }
}
