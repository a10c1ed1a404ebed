//! What has changed between two texts of few changed lines, as a patch shows it.

use std::fmt::Write as _;

/// The changed lines with their numbers: `-` as they were, `+` as they are. Line ends make no difference.
pub fn difference(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let width = (head + old.len().max(new.len())).to_string().len();
    let mut text = String::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        // Up to the nearest lines that are the same again.
        let again = meeting(&old[i..], &new[j..]);
        for (number, line) in old[i..i + again.0].iter().enumerate() {
            let _ = writeln!(text, "{:width$} - {line}", head + i + number + 1);
        }
        for (number, line) in new[j..j + again.1].iter().enumerate() {
            let _ = writeln!(text, "{:width$} + {line}", head + j + number + 1);
        }
        (i, j) = (i + again.0, j + again.1);
    }
    text
}

/// How many lines of each are passed over until two are the same, as few as can be.
fn meeting(old: &[&str], new: &[&str]) -> (usize, usize) {
    for passed in 1..=old.len() + new.len() {
        for i in 0..=passed.min(old.len()) {
            let j = passed - i;
            if j < new.len() && i < old.len() && old[i] == new[j] {
                return (i, j);
            }
        }
    }
    (old.len(), new.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_and_added_lines_are_shown_with_their_numbers() {
        assert_eq!(difference("a\nb\nc\nd\n", "a\nB\nc\nx\ny\nd\n"), "2 - b\n2 + B\n4 + x\n5 + y\n");
        assert_eq!(difference("a\r\nb\r\n", "a\nb\n"), "");
        assert_eq!(difference("", "a\n"), "1 + a\n");
        assert_eq!(difference("a\na\n", "a\n"), "2 - a\n");
    }
}
