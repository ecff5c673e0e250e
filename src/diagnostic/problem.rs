//! The kinds of finding, each with what its finder knows, its code and its severity.

use chrono::NaiveDate;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing need be done.
    Note,
    /// A person should look.
    Warning,
    /// A figure cannot be trusted.
    Error,
    /// The run could not be made at all: configuration, or a file that cannot be read.
    Trouble,
}

macro_rules! problems {
    ($($severity:ident {
        $($(#[$doc:meta])* $variant:ident $code:literal
          $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })?;)*
    })*) => {
        /// What was found, with what the finder knows of it.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Problem {
            $($($(#[$doc])* $variant $({ $($(#[$field_doc])* $field: $type),* })?,)*)*
        }

        /// The stable kebab-case name of a kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = concat!("`", $code, "`")] $variant,)*)*
        }

        impl Problem {
            /// The kind of this finding.
            #[must_use]
            pub fn code(&self) -> Code {
                match self {
                    $($(Self::$variant { .. } => Code::$variant,)*)*
                }
            }
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$($(Code::$variant,)*)*];

            /// The name, as it is printed and as it stands in `report.toml`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $($(Self::$variant => $code,)*)*
                }
            }

            /// How bad findings of this kind are.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $($(Self::$variant => Severity::$severity,)*)*
                }
            }
        }
    };
}

problems! {
    Trouble {
        /// The project folder has no `report.toml`.
        MissingProject "missing-project";
        /// A file could not be read.
        UnreadableFile "unreadable-file" {
            /// What the system said.
            reason: String,
        };
        /// A log that `report.toml` names is not there.
        MissingLog "missing-log" {
            /// The file it names.
            file: String,
        };
        /// The project has no log at all.
        NoLogs "no-logs";
        /// `report.toml` is not TOML.
        BadToml "bad-toml" {
            /// What the TOML reader said.
            reason: String,
        };
        /// `report.toml` has a key that means nothing.
        UnknownSetting "unknown-setting" {
            /// The key as written.
            key: String,
            /// The known key most like it.
            nearest: Option<String>,
        };
        /// A value in `report.toml` is of the wrong kind.
        BadSetting "bad-setting" {
            /// The key.
            key: String,
            /// What would be right.
            expected: Expected,
        };
        /// `report.toml` lacks what has no default.
        MissingSetting "missing-setting" {
            /// The key.
            key: String,
        };
        /// A file with a text in it is not UTF-8.
        TextNotUtf8 "text-not-utf8";
        /// The day as seen from lies before the report year begins.
        AsOfBeforeYear "as-of-before-year" {
            /// The report year.
            year: i32,
            /// The day as seen from.
            as_of: NaiveDate,
        };
        /// A key that a command was given is in no vocabulary.
        UnknownKey "unknown-key" {
            /// The key as given.
            key: String,
            /// The known key most like it.
            nearest: Option<String>,
        };
    }
    Error {
        /// A log is not UTF-8.
        LogNotUtf8 "log-not-utf8" {
            /// The first offending byte, counted from the start of the file.
            offset: u64,
        };
        /// A log has no header row.
        NoHeader "no-header";
        /// A log lacks a column it must have.
        MissingColumn "missing-column" {
            /// The column's key.
            key: &'static str,
            /// The header an office usually writes.
            header: &'static str,
            /// The headers that were found.
            found: Vec<String>,
            /// The found header most like it.
            nearest: Option<String>,
            /// The log, as it is called in `report.toml`.
            log: &'static str,
        };
        /// Two headers of a log mean the same column.
        AmbiguousColumn "ambiguous-column" {
            /// The column's key.
            key: &'static str,
            /// The headers that match it.
            headers: Vec<String>,
            /// The log, as it is called in `report.toml`.
            log: &'static str,
        };
        /// A row has more or fewer cells than the header.
        RaggedRow "ragged-row" {
            /// Cells of the header.
            expected: usize,
            /// Cells of the row.
            found: usize,
        };
        /// A quoted cell that is never closed.
        UnclosedQuote "unclosed-quote";
        /// A cell that must be filled is blank.
        MissingCell "missing-cell";
        /// A cell that should hold a date does not.
        BadDate "bad-date" {
            /// The cell.
            text: String,
        };
        /// A cell that should hold a sum of money does not.
        BadAmount "bad-amount" {
            /// The cell.
            text: String,
        };
        /// A cell holds none of the words its column allows.
        UnknownCode "unknown-code" {
            /// The cell.
            text: String,
            /// The words that would be understood.
            known: Vec<&'static str>,
        };
        /// A time limit that is neither a date nor a number of days.
        BadLimit "bad-limit" {
            /// The cell.
            text: String,
        };
        /// Two disclosure requests, or service requests received on different days, share an id.
        DuplicateId "duplicate-id" {
            /// The id.
            id: String,
            /// File of the first row with it.
            first_file: String,
            /// Line of the first row with it.
            first_line: u64,
        };
        /// A declared figure is not what the log gives.
        DeclaredDisagrees "declared-disagrees" {
            /// The figure's key.
            key: String,
            /// The figure that was declared.
            declared: String,
            /// The figure that was counted.
            counted: String,
        };
        /// No log has a row in the year.
        YearWithoutRows "year-without-rows" {
            /// The year asked for.
            year: i32,
            /// The years that do have rows.
            years: Vec<i32>,
        };
        /// No form is in force for the year.
        NoForm "no-form" {
            /// The year asked for.
            year: i32,
        };
        /// A placeholder names nothing.
        UnknownPlaceholder "unknown-placeholder" {
            /// The name as written.
            name: String,
            /// The known name most like it.
            nearest: Option<String>,
        };
        /// A placeholder cannot be read or computed.
        BadPlaceholder "bad-placeholder" {
            /// What is wrong with it.
            reason: String,
        };
        /// An image's address that names no figure.
        BadAddress "bad-address" {
            /// The address.
            address: String,
            /// The known key most like it.
            nearest: Option<String>,
        };
        /// The narrative holds a character that the program needs for itself.
        ReservedCharacter "reserved-character";
    }
    Warning {
        /// The year has no narrative, so the form's own skeleton is used.
        NoNarrative "no-narrative" {
            /// The year.
            year: i32,
        };
        /// Rows were left out because they have errors.
        RowsLeftOut "rows-left-out" {
            /// How many.
            rows: u64,
        };
        /// A further row of an item differs from its first.
        DifferingField "differing-field" {
            /// The first row's cell.
            first: String,
            /// File of the first row.
            first_file: String,
            /// Line of the first row.
            first_line: u64,
        };
        /// A further row of an item is dated before its first.
        EarlierPublication "earlier-publication" {
            /// The first row's date.
            first: NaiveDate,
            /// Line of the first row.
            first_line: u64,
        };
        /// No day of signing is given for the report.
        NoSigningDate "no-signing-date" {
            /// The year.
            year: i32,
        };
        /// Emphasis marks that Markdown leaves standing as asterisks.
        StrayEmphasis "stray-emphasis";
        /// Something of Markdown that a report cannot hold.
        UnsupportedMarkdown "unsupported-markdown" {
            /// What it is.
            what: String,
        };
    }
    Note {
        /// A word of a code column that the program does not know, kept as it is.
        UnknownWord "unknown-word" {
            /// The word.
            word: String,
            /// The words that are known.
            known: Vec<&'static str>,
        };
        /// A service request that stands in several rows.
        RepeatedRequest "repeated-request" {
            /// Its id.
            id: String,
            /// In how many rows.
            rows: usize,
        };
        /// Service requests that have no limit.
        NoLimit "no-limit" {
            /// How many.
            requests: u64,
        };
        /// Several categories in one cell, of which the first counts.
        SeveralCategories "several-categories" {
            /// The cell.
            text: String,
        };
        /// The office's calendar is not known for a year that was counted in.
        UnknownCalendar "unknown-calendar" {
            /// The year.
            year: i32,
        };
    }
}

/// What a setting of `report.toml` should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A table.
    Table,
    /// A text.
    Text,
    /// A text, or a list of texts.
    TextOrList,
    /// A whole number from 0.
    Count,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A year as the name of a table.
    Year,
    /// One of the given words.
    OneOf(&'static [&'static str]),
    /// A path inside the project folder.
    PathInside,
    /// A number of working days, or a table with `days` and `extension`.
    Limit,
    /// A number, or `{ at-most = … }`.
    Target,
    /// A key of the vocabulary that names one figure.
    Key,
    /// A file name, or a table with `path`.
    LogFile,
}

impl Code {
    /// Whether a finding of this kind costs one row of a log and nothing else.
    #[must_use]
    pub fn loses_a_row(self) -> bool {
        matches!(
            self,
            Self::RaggedRow
                | Self::MissingCell
                | Self::BadDate
                | Self::BadAmount
                | Self::BadLimit
                | Self::UnknownCode
                | Self::DuplicateId
        )
    }

    /// The code whose name is `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}
