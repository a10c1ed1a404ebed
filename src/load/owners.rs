//! Reads the trust's list of owners: `[owners]`, a name or post each, and whether somebody holds it.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{ListedOwner, OwnersList};
use crate::source::Located;
use crate::table::{Reader, Table, Value, ValueKind};

/// The words for whether somebody holds a post.
const IN_POST: &str = "in post";
const LEFT: &str = "left";

/// Reads the list; `None` where the trust keeps none.
pub(super) fn read(table: Option<&Table>, outer: &[&str], diagnostics: &mut Diagnostics) -> Option<OwnersList> {
    let table = table?;
    Reader::new(table).finish_free(outer, diagnostics);
    let own = table.entries().iter().filter(|(name, _)| !outer.contains(&name.value.as_str()));
    let owners = own.map(|(name, value)| read_owner(name, value, diagnostics)).collect();
    Some(OwnersList { owners })
}

fn read_owner(name: &Located<String>, value: &Value, diagnostics: &mut Diagnostics) -> ListedOwner {
    let word = match &value.kind {
        ValueKind::Text(text) => Some(text.trim().to_lowercase()),
        _ => None,
    };
    let has_left = match word.as_deref() {
        Some(IN_POST) => false,
        Some(LEFT) => true,
        // That it cannot be read has been said.
        None if matches!(value.kind, ValueKind::Unreadable) => false,
        _ => {
            let message = format!("of \"{}\" it has to be said whether somebody holds the post", name.value);
            let fault = Diagnostic::error(Code::UnknownValue, value.place, message);
            diagnostics.push(fault.help(format!("write \"{IN_POST}\" or \"{LEFT}\"")));
            // Whoever it is, the list has them.
            false
        }
    };
    ListedOwner { name: name.value.clone(), place: name.place, has_left }
}
