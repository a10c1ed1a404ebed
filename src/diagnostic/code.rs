//! The kinds of fault there are. A new one is a line here, and a folder in `tests/faults/`.

macro_rules! codes {
    ($($variant:ident $id:literal $title:literal)*) => {
        /// The kind of a fault: a name that stays the same between releases, and a one-line title.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Code { $(#[doc = $title] $variant,)* }

        impl Code {
            /// Every code there is, in the order of the list.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The code as it is printed.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $id,)* }
            }

            /// What this kind of fault is, in one line.
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => $title,)* }
            }
        }
    };
}

codes! {
    // Files and folders.
    NoPortal "no-portal" "the content folder holds no trust.toml"
    NotUtf8 "not-utf8" "a file is not saved as UTF-8"
    FileTooLarge "file-too-large" "a file is larger than the program reads"
    BadSlug "bad-slug" "a file or folder name that cannot be part of a web address"
    DuplicateSource "duplicate-source" "one thing is written in two files"
    MisplacedFile "misplaced-file" "a file stands where the program does not look"
    // TOML.
    Syntax "syntax" "a line that cannot be read as TOML"
    UnquotedDate "unquoted-date" "a date that needs quotation marks"
    CurlyQuotes "curly-quotes" "curly quotation marks round a value"
    ColonForEquals "colon-for-equals" "a colon between a key and its value"
    DuplicateKey "duplicate-key" "a key that is given twice"
    KeyAfterTable "key-after-table" "a key below a heading that it does not belong to"
    FrontMatter "front-matter" "the front matter does not begin or end as it should"
    UnknownKey "unknown-key" "a key that is not known"
    MissingKey "missing-key" "a key that must be there"
    WrongType "wrong-type" "a value of the wrong kind"
    UnknownValue "unknown-value" "a value that is not one of the choices"
    UnknownReviewCycle "unknown-review-cycle" "a review cycle that is not known"
    BadDate "bad-date" "a date that cannot be read, or does not exist"
    TermDates "term-dates" "academic terms that do not fit together, or do not reach far enough"
    Meetings "meetings" "meetings that cannot be as they stand"
    UnknownTerm "unknown-term" "a term that is not in the trust's calendar"
    BadColour "bad-colour" "a colour that cannot be read, or cannot carry text"
    // Texts.
    HeadingLevel "heading-level" "a heading of a level that does not fit"
    UnknownAttribute "unknown-attribute" "something on a heading that says nothing"
    BadId "bad-id" "an id that cannot be one"
    DuplicateId "duplicate-id" "one id for two things"
    NoValue "no-value" "a value that a text prints and nobody gave"
    Template "template" "a tag that cannot be filled in"
    Markdown "markdown" "something in a text that would be lost or unreadable"
    DeadLink "dead-link" "a link that leads nowhere"
    AddressTaken "address-taken" "two things that want one address"
    // Merging.
    TextBeforeHeading "text-before-heading" "text of an amendment that has nowhere to go"
    NoTarget "no-target" "an amendment of something that is not there"
    LockedSection "locked-section" "an amendment of a locked section"
    ChangeNotAllowed "change-not-allowed" "an amendment that the trust does not let schools make"
    UnfilledSection "unfilled-section" "a section that a school must fill in and has not"
    BehindTrust "behind-trust" "an amendment written against another version of the trust's policy"
    // Released versions.
    BrokenArchive "broken-archive" "a released version, or the ledger, that is not what it was"
    CannotRecord "cannot-record" "a review that cannot be recorded as it stands"
    CannotRelease "cannot-release" "a version that cannot be released as it stands"
    VersionNeeded "version-needed" "released wording that has changed without a new version"
    Unreleased "unreleased" "a version in force that is not released"
    DoubtfulVersion "doubtful-version" "a version that cannot be meant as it stands"
    UnprovenFile "unproven-file" "a file in the archive that no release has recorded"
    // Front sheets.
    NotRecorded "not-recorded" "an approved document without what it must have"
    ReviewDates "review-dates" "review dates that do not fit together"
    DoubtfulOwner "doubtful-owner" "an owner who is not on the trust's list, or has left"
    FullMonth "full-month" "a month with more reviews than the trust wants in one"
    MissingDocument "missing-document" "a document that there has to be, and is not"
    // The accessibility statement.
    NoStatement "no-statement" "a site without an accessibility statement"
    StatementOverdue "statement-overdue" "an accessibility statement that has gone out of date"
    // Lints.
    BoldHeading "bold-heading" "a bold line in place of a heading"
    EmptyItem "empty-item" "a list item with nothing in it"
    EmptySection "empty-section" "a heading with nothing below it"
    HandNumbered "hand-numbered" "a number typed into a heading"
    PlainHttp "plain-http" "a link that begins with http:"
    VagueLink "vague-link" "a link that does not say where it leads"
    WordResidue "word-residue" "what a word processor left behind"
    // Themes.
    UnknownTheme "unknown-theme" "a theme that is not there"
    NoWords "no-words" "words that a theme lacks in a portal's language"
    ThemeFault "theme-fault" "a theme that fails"
}
