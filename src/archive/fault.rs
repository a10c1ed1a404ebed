//! What is wrong with an archive, in words.

/// In which way an archive is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Something has other bytes than were recorded.
    Changed,
    /// Something that was recorded is not there.
    Removed,
    /// Something is there that was not recorded.
    Added,
    /// The ledger's lines stand in another order.
    Reordered,
    /// Something cannot be read.
    Unreadable,
    /// A release was stopped before it was done.
    Unfinished,
}

impl Wrong {
    /// The word in machine-readable output.
    pub fn word(self) -> &'static str {
        match self {
            Wrong::Changed => "changed",
            Wrong::Removed => "removed",
            Wrong::Added => "added",
            Wrong::Reordered => "reordered",
            Wrong::Unreadable => "unreadable",
            Wrong::Unfinished => "unfinished",
        }
    }

    /// Whether what the archive publishes can still be believed.
    pub fn is_harmless(self) -> bool {
        matches!(self, Wrong::Added | Wrong::Unfinished)
    }
}

/// One thing that is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveFault {
    /// In which way.
    pub wrong: Wrong,
    /// The file, from the root.
    pub path: String,
    /// The line of the ledger, from 1.
    pub line: Option<usize>,
    /// What happened: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: String,
}
