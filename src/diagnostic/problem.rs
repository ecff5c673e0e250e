//! The kinds of finding, each with what its finder knows, its code and its severity.

use chrono::{NaiveDate, NaiveTime};

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

/// What a request is called by in a list of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestName {
    /// Its number in the log.
    Id(String),
    /// Its line, where it has no number.
    Line(u64),
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
        /// A file that somebody writes by hand is larger than any such file.
        FileTooLarge "file-too-large" {
            /// How many bytes it has, if the system says so.
            bytes: Option<u64>,
            /// The largest size, in MiB.
            limit_mib: usize,
        };
        /// A log that `report.toml` names is not there.
        MissingLog "missing-log" {
            /// The file it names.
            file: String,
        };
        /// A pattern of `report.toml` stands for a file whose name is not UTF-8.
        NameNotUtf8 "name-not-utf8" {
            /// The name, its bytes beyond ASCII escaped.
            name: String,
        };
        /// A file that `report.toml` names is not there.
        MissingFile "missing-file" {
            /// The file it names.
            file: String,
        };
        /// The project has no log at all.
        NoLogs "no-logs";
        /// The project has no log of requests.
        NoRequestLog "no-request-log";
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
        /// A file of working days cannot be read.
        BadCalendar "bad-calendar" {
            /// What is wrong.
            problem: CalendarProblem,
        };
        /// A file with a text in it is not UTF-8.
        TextNotUtf8 "text-not-utf8";
        /// A workbook cannot be read.
        BadWorkbook "bad-workbook" {
            /// What is wrong with it.
            fault: WorkbookFault,
        };
        /// A workbook does not have the sheet that `report.toml` names, or none at all.
        MissingSheet "missing-sheet" {
            /// The sheets it has.
            found: Vec<String>,
        };
        /// A log is a web page under another name.
        WebPage "web-page" {
            /// What it is.
            kind: PageKind,
        };
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
        /// A statutory form that cannot be used.
        BadForm "bad-form" {
            /// What is wrong with it.
            problem: FormProblem,
        };
    }
    Error {
        /// Bytes of a log that cannot be read in its encoding.
        DamagedText "damaged-text" {
            /// The log, as `report.toml` calls it.
            log: &'static str,
            /// Its file.
            file: String,
            /// The encoding.
            encoding: &'static str,
            /// The first offending byte, counted from the start of the file.
            offset: u64,
        };
        /// A log has no header row.
        NoHeader "no-header";
        /// The cells of a log are separated by something that is not read as a separator.
        UnknownSeparator "unknown-separator" {
            /// What separates them.
            separator: &'static str,
        };
        /// A file or sheet is another kind of table than a log.
        NotALog "not-a-log" {
            /// What it is.
            kind: OtherTable,
            /// The log it is named for.
            log: &'static str,
        };
        /// Sheets of a workbook hold the same rows.
        SheetsOverlap "sheets-overlap" {
            /// The sheet whose rows stand in others.
            sheet: String,
            /// How many rows it has.
            rows: u64,
            /// How many of them stand in others.
            shared: u64,
            /// The log, its file and what `report.toml` says of every row of it.
            log: &'static str,
            /// The workbook.
            file: String,
            /// The sheets that hold each row once.
            instead: Vec<String>,
        };
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
            /// The file.
            file: String,
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
        /// A row that is longer than rows may be.
        RowTooLong "row-too-long" {
            /// The limit, in MiB.
            limit_mib: u64,
        };
        /// A cell that must be filled is blank.
        MissingCell "missing-cell";
        /// A cell that should hold a date does not.
        BadDate "bad-date" {
            /// The cell.
            text: String,
        };
        /// A date without its year.
        DateWithoutYear "date-without-year" {
            /// The cell.
            text: String,
            /// How many such cells the column has.
            rows: u64,
            /// The file, and the key of its log, so that its year can be given.
            file: Option<(&'static str, String)>,
            /// The year that its title or its name says.
            year: Option<i32>,
        };
        /// A day without its year that may be another.
        DoubtfulDay "doubtful-day" {
            /// The cell.
            text: String,
            /// Which other.
            because: DoubtfulDay,
        };
        /// A month where a day is needed.
        DateWithoutDay "date-without-day" {
            /// The cell.
            text: String,
        };
        /// A date whose year has two digits.
        TwoDigitYear "two-digit-year" {
            /// The cell.
            text: String,
        };
        /// An id that a spreadsheet rounded.
        LostId "lost-id" {
            /// The cell.
            text: String,
        };
        /// What a spreadsheet writes instead of a value it could not find or show.
        SheetError "sheet-error" {
            /// The cell.
            text: String,
        };
        /// A formula was never calculated: its cell has no value.
        FormulaWithoutValue "formula-without-value";
        /// A cell that should hold a sum of money does not.
        BadAmount "bad-amount" {
            /// The cell.
            text: String,
        };
        /// A cell holds none of the words its column allows.
        UnknownCode "unknown-code" {
            /// The cell.
            text: String,
            /// The list of the words of the column, as `[logs.values]` calls it.
            list: &'static str,
            /// The understood words most like it, each with its code.
            nearest: Vec<(String, &'static str)>,
            /// The usual words that would be understood.
            known: Vec<&'static str>,
            /// How many rows of the file hold it.
            rows: u64,
        };
        /// Cells of applicants hold no kind of applicant. They may be names, which are never shown.
        UnknownApplicant "unknown-applicant" {
            /// How many rows.
            rows: u64,
            /// Their lines, the first few.
            lines: Vec<u64>,
            /// How many of them seem to be names of persons.
            persons: u64,
            /// The lines of the others, the first few.
            doubtful: Vec<u64>,
            /// The file, where its column seems to hold names.
            offer: Option<String>,
        };
        /// A word of a cell may stand for several codes: each record decides which.
        UndecidedWord "undecided-word" {
            /// The cell.
            text: String,
            /// The list of the words of the column, as `[logs.values]` calls it.
            list: &'static str,
            /// How many rows of the file hold it.
            rows: u64,
            /// The first of them, by id or by line.
            first: Vec<String>,
        };
        /// Not one of the columns for the kinds of applicant, or for the outcomes, is ticked, but none or
        /// several.
        UndecidedTicks "undecided-ticks" {
            /// The key of the column they stand for.
            key: &'static str,
            /// How many rows of the file are such.
            rows: u64,
            /// The first of them, by id or by line.
            first: Vec<String>,
        };
        /// Two decisions of the office about one row contradict each other.
        DecisionsContradict "decisions-contradict" {
            /// Whether they are answers; else one joins rows that the other keeps apart.
            is_answer: bool,
            /// A row they are about, by id or by line.
            row: String,
            /// The line of the later one in `report.toml`, or of the one that keeps rows apart.
            line: u64,
            /// The line of the other.
            other_line: u64,
        };
        /// A normative document is repealed, and nothing says when.
        RepealWithoutDay "repeal-without-day" {
            /// How many rows of the file are such.
            rows: u64,
            /// The key of the log and the file, as `report.toml` names it.
            file: Option<(&'static str, String)>,
        };
        /// A lawsuit does not say by which route it came.
        MissingRoute "missing-route" {
            /// How many rows of the file are such.
            rows: u64,
            /// The first of them, by id or by line, with the route that a remark plainly says.
            first: Vec<(String, Option<&'static str>)>,
            /// The header of the column that says the route of all of them.
            column: Option<String>,
        };
        /// An answer of the office that decides nothing either.
        BadAnswer "bad-answer" {
            /// The key of the column.
            key: &'static str,
            /// The word it answers.
            text: String,
        };
        /// A time limit that is neither a date nor a number of days.
        BadLimit "bad-limit" {
            /// The cell.
            text: String,
        };
        /// A sum of money that no office can mean, or one that is not exact.
        ImplausibleAmount "implausible-amount" {
            /// Which one.
            amount: UnsafeAmount,
        };
        /// A date that no log of an office can hold: an error. One that does not fit the others of its
        /// row: a warning.
        ImplausibleDate "implausible-date" {
            /// The date.
            date: NaiveDate,
            /// What is wrong with it.
            because: Implausible,
        };
        /// A request was answered before it was received.
        RepliedBeforeReceived "replied-before-received" {
            /// The day of the reply.
            replied: NaiveDate,
            /// The day of receipt.
            received: NaiveDate,
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
        /// One request stands in the logs with days of receipt in two years, and would be received in both.
        RequestOfTwoYears "request-of-two-years" {
            /// The id.
            id: String,
            /// File of the first row with it.
            first_file: String,
            /// Line of the first row with it.
            first_line: u64,
            /// The year of receipt by that row.
            first_year: i32,
            /// The year by this one.
            year: i32,
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
        /// One figure is declared twice, and not the same.
        DeclaredTwice "declared-twice" {
            /// The figure's key, or the cell, as it is declared here.
            key: String,
            /// The figure that is declared here.
            declared: String,
            /// The key or cell as it was declared before.
            first_key: String,
            /// The figure that was declared before.
            first: String,
            /// The line of the earlier declaration.
            first_line: u64,
        };
        /// No log has a dated row.
        NoRows "no-rows";
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
        /// A narrative uses what only the template engine knows.
        UnknownConstruct "unknown-construct" {
            /// What it is, as written.
            construct: String,
            /// How often it stands there.
            count: u64,
        };
        /// Brackets, signs, filters, blocks or quotes of a narrative or a form are nested too deep.
        NestedTooDeep "nested-too-deeply" {
            /// How deep they may be.
            limit: usize,
        };
        /// A narrative that would take too many steps, or be too long.
        EndlessNarrative "endless-narrative";
        /// An image's address that names no figure.
        BadAddress "bad-address" {
            /// The address.
            address: String,
            /// The known key most like it.
            nearest: Option<String>,
        };
        /// The narrative holds a character that the program needs for itself.
        ReservedCharacter "reserved-character";
        /// A disclosure request without its kind of applicant, which the form asks for.
        MissingApplicant "missing-applicant" {
            /// How many requests; those of a file without such a column are reported once.
            requests: u64,
            /// The headers of such a file that may be those of names.
            candidates: Vec<String>,
        };
        /// A disclosure request ended in a way that the form has no row for.
        OutcomeNotInForm "outcome-not-in-form" {
            /// The outcome, as the forms call it.
            outcome: &'static str,
            /// Id of the form.
            form: String,
        };
        /// What must hold between cells of the form does not.
        IdentityFails "identity-fails" {
            /// Which, and both its sides.
            identity: Box<FailedIdentity>,
        };
        /// Everything is said to have been answered in time, and was not.
        OnTimeContradicted "on-time-contradicted" {
            /// What is said.
            claim: String,
            /// The figure that says otherwise.
            key: String,
            /// Its value.
            value: String,
        };
    }
    Warning {
        /// An answer of a citizen that is no known grade of satisfaction: it is in no rate.
        UnknownAnswer "unknown-answer" {
            /// The answer.
            text: String,
            /// The rows of the file that hold it.
            rows: u64,
        };
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
        /// A channel of publication whose name leaves open in which group it counts.
        UnclearChannel "unclear-channel" {
            /// The channel.
            channel: String,
            /// How many items were published on it.
            items: u64,
        };
        /// Rows of a second instance, whose cases may stand in the log with their first as well.
        SecondInstance "second-instance" {
            /// How many rows of the file are such.
            rows: u64,
            /// The first of them, by id or by line.
            first: Vec<String>,
        };
        /// The channel of disclosure requests may be post or e-mail.
        UndecidedChannel "undecided-channel" {
            /// The cell.
            text: String,
            /// How many rows of the file hold it.
            rows: u64,
        };
        /// Days were counted that depend on the notice of a year, which is not known.
        UnknownCalendar "unknown-calendar" {
            /// The year.
            year: i32,
            /// Requests whose days depend on it.
            requests: u64,
            /// Those of them that are still open.
            open: u64,
            /// The days off that the law gives; empty where these are not known either.
            off: Vec<NaiveDate>,
            /// The working days that make up for those on weekends.
            made_up: Vec<NaiveDate>,
        };
        /// Two days of a request are the wrong way round.
        EventsOutOfOrder "events-out-of-order" {
            /// Header of the day that should come first.
            earlier: &'static str,
            /// That day.
            earlier_on: NaiveDate,
            /// Header of the day that should not come before it.
            later: &'static str,
            /// That day.
            later_on: NaiveDate,
        };
        /// A day is logged without the one it follows from.
        MissingEvent "missing-event" {
            /// Header of the day that is missing.
            event: &'static str,
        };
        /// An extension was notified when the period was over.
        ExtensionTooLate "extension-too-late" {
            /// The day of the notice.
            on: NaiveDate,
            /// The last day for it.
            due: NaiveDate,
        };
        /// An extension is longer than the law allows.
        ExtensionTooLong "extension-too-long" {
            /// The day logged.
            until: NaiveDate,
            /// The last day allowed.
            allowed: NaiveDate,
        };
        /// A clarification was asked for later than the law allows.
        ClarificationTooLate "clarification-too-late" {
            /// The day of asking.
            on: NaiveDate,
            /// The last day for it.
            by: NaiveDate,
        };
        /// Applicants were asked to clarify and did not within the period given, and nothing ended the
        /// requests.
        ClarificationExpired "clarification-expired" {
            /// Each by its number, or by its line.
            requests: Vec<RequestName>,
        };
        /// An applicant was asked to clarify more than once, and what that does decides between on time and
        /// late.
        SecondClarification "second-clarification" {
            /// The answer taken, as in `report.toml`.
            taken: &'static str,
            /// The due date by it.
            due: NaiveDate,
            /// By it the request is late, and not by the other; or the reverse.
            is_late: bool,
            /// The other answer.
            other: &'static str,
            /// The due date by it.
            other_due: NaiveDate,
        };
        /// A request was confirmed with the applicant later than the law allows.
        LateConfirmation "late-confirmation" {
            /// The day it came.
            came: NaiveDate,
            /// The day it was confirmed.
            confirmed: NaiveDate,
            /// The due date by that day.
            due: NaiveDate,
            /// The due date by the day it came.
            other_due: NaiveDate,
        };
        /// Events are of requests that no log has.
        EventWithoutRequest "event-without-request" {
            /// Rows of the file.
            rows: u64,
            /// The numbers of the requests.
            requests: Vec<String>,
        };
        /// The log of events has another day than the log of requests.
        EventDiffers "event-differs" {
            /// The header of the day.
            event: &'static str,
            /// The day in the log of requests.
            logged: NaiveDate,
            /// The day in the log of events.
            other: NaiveDate,
        };
        /// What the law leaves open about a clarification decides between on time and late.
        UnsettledClarification "unsettled-clarification" {
            /// The answer taken, as in `report.toml`.
            taken: &'static str,
            /// The due date by it.
            due: NaiveDate,
            /// By it the request is late, and not by the other; or the reverse.
            is_late: bool,
            /// The other answer.
            other: &'static str,
            /// The due date by that.
            other_due: NaiveDate,
        };
        /// Something that would stop the clock happened when the period was over.
        StopTooLate "stop-too-late" {
            /// Header of the day.
            event: &'static str,
            /// The day.
            on: NaiveDate,
            /// The last day of the period.
            due: NaiveDate,
        };
        /// Somebody who was asked answered after the day set for it.
        AnsweredTooLate "answered-too-late" {
            /// Header of the day.
            event: &'static str,
            /// The day.
            on: NaiveDate,
            /// The last day for it.
            by: NaiveDate,
        };
        /// The law that applies knows no such thing.
        NotInForce "not-in-force" {
            /// Header of the day.
            event: &'static str,
        };
        /// A later due date was set that is not later.
        NotLater "not-later" {
            /// The day that was set.
            on: NaiveDate,
            /// The due date without it.
            due: NaiveDate,
        };
        /// The log's due date is not the law's.
        DueDisagrees "due-disagrees" {
            /// The log's.
            logged: NaiveDate,
            /// The law's.
            due: NaiveDate,
        };
        /// The log says that a request is overdue and it is not, or the reverse.
        OverdueFlagDisagrees "overdue-flag-disagrees" {
            /// Whether the log says that it is overdue.
            flag: bool,
            /// How it stands by its dates.
            standing: FlaggedAs,
        };
        /// A disclosure request that was answered has no outcome.
        ReplyWithoutOutcome "reply-without-outcome";
        /// A disclosure request has an outcome and did not end.
        OutcomeWithoutReply "outcome-without-reply";
        /// An entry of a file of working days changes nothing.
        IdleCalendarEntry "idle-calendar-entry";
        /// A file of working days makes a year known with hardly a holiday in it.
        SparseCalendarYear "sparse-calendar-year" {
            /// The year.
            year: i32,
        };
        /// A header that `report.toml` names and the file does not have.
        MappedHeaderMissing "mapped-header-missing" {
            /// The key of the column.
            key: &'static str,
            /// The header.
            header: String,
        };
        /// Lines above the header that look like records.
        RowsAboveHeader "rows-above-header" {
            /// How many there are.
            rows: u64,
        };
        /// A request log has no column for the day of the reply or of closing, and unused columns of days.
        NoEndColumn "no-end-column" {
            /// The headers of these columns.
            candidates: Vec<String>,
        };
        /// A total below a table states another number of records than the table has.
        TotalDiffers "total-differs" {
            /// The number it states.
            stated: u64,
            /// How many records the table has.
            rows: u64,
            /// Whether it adds up the records below the total before it, and these are counted here.
            is_of_part: bool,
        };
        /// A file that is named twice for one log.
        FileNamedTwice "file-named-twice" {
            /// The file.
            file: String,
        };
        /// A header that is not used is nearly that of a column the file lacks.
        SimilarHeader "similar-header" {
            /// The key of the column.
            key: &'static str,
            /// Its usual header.
            header: &'static str,
            /// The header as written.
            written: String,
            /// The key of the log.
            log: &'static str,
        };
        /// A row that the office decided about is not in the log.
        UnmetDecision "unmet-decision" {
            /// The row, by id or by line.
            row: String,
            /// The key of the log.
            log: &'static str,
        };
        /// No row asks for an answer that the office gives.
        IdleAnswer "idle-answer" {
            /// The row, by id or by line.
            row: String,
            /// The key of the log.
            log: &'static str,
        };
        /// Without a decision of the office the rows would count the same.
        IdleDecision "idle-decision" {
            /// Whether it says that rows are one.
            is_same: bool,
            /// The key of the log.
            log: &'static str,
        };
        /// Ids begin anew in each file or sheet: they name no record.
        RunningIds "running-ids" {
            /// How many ids stand in several files or sheets.
            ids: u64,
            /// The key of the log.
            log: &'static str,
            /// One of the files.
            file: String,
        };
        /// Two labels of a breakdown are nearly the same.
        LabelsAlike "labels-alike" {
            /// The label.
            label: String,
            /// The one that it is like.
            other: String,
        };
        /// Two ids are nearly the same.
        IdsAlike "ids-alike" {
            /// The id.
            id: String,
            /// The one that it is like.
            other: String,
        };
        /// Items without an id have one document number and different titles.
        SharedDocumentNumber "shared-document-number" {
            /// The number.
            number: String,
            /// How many rows of the file have a number that another title has.
            rows: u64,
        };
        /// Requests without an id stand in a file several times, cell for cell.
        PossibleDuplicates "possible-duplicate" {
            /// How many rows repeat another.
            rows: u64,
            /// Lines of some of them, each behind that of the first.
            lines: Vec<(u64, u64)>,
        };
        /// A further row with an id says something else than the first.
        DifferingRow "differing-row" {
            /// The id.
            id: String,
            /// File of the first row with it.
            first_file: String,
            /// Line of the first row with it.
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
        /// An item was published before it was made.
        PublishedBeforeMade "published-before-made" {
            /// The day of publication.
            published: NaiveDate,
            /// The day it was made.
            made: NaiveDate,
        };
        /// An item was published before its secrecy review.
        PublishedBeforeReviewed "published-before-reviewed" {
            /// The day of publication.
            published: NaiveDate,
            /// The day of the review.
            reviewed: NaiveDate,
        };
        /// Nothing says that an item was reviewed, or that several of a log were.
        ItemWithoutReview "item-without-review" {
            /// How many items of the log; none where one row is meant.
            items: Option<u64>,
        };
        /// A notice does not stand in the published log, which is said to include it.
        NoticeNotPublished "notice-not-published" {
            /// Its title.
            title: String,
            /// The day of its publication.
            published: NaiveDate,
        };
        /// A result of a procurement has no notice that invited tenders.
        ResultWithoutTender "result-without-tender" {
            /// Number of the project.
            project: String,
        };
        /// A waiver lets nothing pass.
        UnusedWaiver "unused-waiver" {
            /// The code it is about.
            code: Code,
        };
        /// A waiver has run out.
        ExpiredWaiver "expired-waiver" {
            /// The last day on which it held.
            until: NaiveDate,
            /// The day that was compared.
            day: NaiveDate,
        };
        /// What should hold between cells of the form does not.
        IdentityDoubtful "identity-doubtful" {
            /// Which, and both its sides.
            identity: Box<FailedIdentity>,
        };
        /// The narrative leaves out what the form or the Regulations ask for.
        MissingContent "missing-content" {
            /// What it is, and who asks for it.
            content: Box<LeftOut>,
        };
        /// A section has another heading than the form gives it.
        HeadingDiffers "heading-differs" {
            /// The heading.
            heading: String,
            /// The form's.
            expected: String,
        };
        /// A section stands before one that the form has before it.
        SectionOutOfOrder "section-out-of-order" {
            /// Its heading.
            heading: String,
            /// The heading of the one that should stand before it.
            before: String,
        };
        /// What the narrative says of fees is not what the logs say.
        FeeStatement "fee-statement" {
            /// The rule.
            id: String,
            /// What the narrative says.
            stated: String,
            /// The sum of the logs, in yuan.
            logged: String,
        };
        /// A number was typed where a placeholder belongs.
        TypedFigure "typed-figure" {
            /// The number as typed.
            text: String,
            /// The figure it is.
            key: String,
        };
        /// A typed number is not the figure that it names.
        FigureContradicted "figure-contradicted" {
            /// The number as typed.
            text: String,
            /// The figure it names.
            key: String,
            /// The value of that.
            value: String,
        };
        /// Another year stands where the report's is meant.
        StaleYear "stale-year" {
            /// The year that stands there.
            found: i32,
            /// The report year.
            year: i32,
        };
        /// An exact count with a word that makes it vague.
        VagueCount "vague-count" {
            /// The count with its words.
            text: String,
            /// Whether it is made vague twice.
            is_both: bool,
        };
        /// A day written as it is spoken.
        ColloquialDate "colloquial-date" {
            /// The day.
            text: String,
        };
        /// The text claims what a figure does not bear out.
        ClaimContradicted "claim-contradicted" {
            /// What is said.
            claim: String,
            /// The figure that says otherwise.
            key: String,
            /// Its value.
            value: String,
        };
        /// The text speaks of a rate that is one of nothing.
        RateOverNothing "rate-over-nothing" {
            /// The rate.
            key: String,
        };
        /// Something is said to be the largest of its kind, and is not.
        NotTheLargest "not-the-largest" {
            /// What is said to be the largest.
            name: String,
            /// What is larger.
            larger: String,
        };
        /// A figure is said to have moved otherwise than it did.
        TrendContradicted "trend-contradicted" {
            /// The word for how it moved.
            word: String,
            /// The figure.
            key: String,
            /// Its value in the year before.
            before: String,
            /// Its value.
            now: String,
        };
        /// A paragraph on problems or measures, or with a typed figure, is last year's.
        StaleParagraph "stale-paragraph" {
            /// How many characters in a hundred are the same.
            percent: u8,
            /// Where it stands in last year's narrative.
            last_line: u64,
        };
        /// A heading has nothing below it.
        EmptySection "empty-section" {
            /// The heading.
            heading: String,
        };
        /// A target was not met.
        TargetMissed "target-missed" {
            /// The figure.
            key: String,
            /// What it should have come to.
            goal: String,
            /// What it came to.
            actual: String,
            /// Whether it came to too much, instead of too little.
            is_above: bool,
        };
    }
    Note {
        /// A file has several days of receipt, and some requests lack the one that the law asks for.
        ReceiptNotLogged "receipt-not-logged" {
            /// The headers of the days, and how many requests lack each.
            lacking: Vec<(&'static str, u64)>,
        };
        /// A file says how replies went out, and some requests lack the day that is that of the reply then.
        ReplyNotLogged "reply-not-logged" {
            /// The headers of the days, and how many requests lack each.
            lacking: Vec<(&'static str, u64)>,
        };
        /// Rows of the log of events hold what has no effect on a period.
        EventsNotUsed "events-not-used" {
            /// How many.
            rows: u64,
            /// Their words, and how many rows hold each.
            words: Vec<(String, u64)>,
        };
        /// A consultation went on for longer than most do, and its days are left out all the same.
        LongConsultation "long-consultation" {
            /// The last of its days that is not worth a remark.
            by: NaiveDate,
            /// The consulted had a limit, if only the log said when they got the letter.
            lacks_delivery: bool,
        };
        /// Labels of the office's own order that no figure has.
        UnusedOrder "unused-order" {
            /// The breakdown.
            key: String,
            /// The labels.
            labels: Vec<String>,
        };
        /// More was found of a kind in a file than is told.
        MoreFindings "more-findings" {
            /// The kind.
            code: Code,
            /// How many more.
            count: u64,
        };
        /// A word of a code column that the program does not know, kept as it is.
        UnknownWord "unknown-word" {
            /// The word.
            word: String,
            /// The words that are known.
            known: Vec<&'static str>,
            /// How many rows of the file hold it.
            rows: u64,
        };
        /// A channel of publication that is in no known group.
        UnknownChannel "unknown-channel" {
            /// The channel.
            channel: String,
            /// How many items were published on it.
            items: u64,
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
        /// Two rows with different ids have the same title and date.
        SameTitleAndDate "same-title-and-date" {
            /// Id of the first row.
            first: String,
            /// File of the first row.
            first_file: String,
            /// Line of the first row.
            first_line: u64,
        };
        /// Rows are dated after the day as seen from.
        RowsAfterAsOf "rows-after-as-of" {
            /// How many.
            rows: u64,
            /// The day as seen from.
            as_of: NaiveDate,
        };
        /// What usually holds between cells of the form does not.
        IdentityUnusual "identity-unusual" {
            /// Which, and both its sides.
            identity: Box<FailedIdentity>,
        };
        /// A paragraph is last year's, as an honest one may be.
        UnchangedParagraph "unchanged-paragraph" {
            /// How many characters in a hundred are the same.
            percent: u8,
            /// Where it stands in last year's narrative.
            last_line: u64,
        };
        /// Nobody says whether a count lies within the total beside it.
        UnclearSubtotal "unclear-subtotal" {
            /// The count.
            key: String,
            /// The log it comes from.
            log: &'static str,
        };
        /// Several headers could be one column, and one of them was chosen.
        ColumnChosen "column-chosen" {
            /// The key of the column.
            key: &'static str,
            /// The header an office usually writes for it.
            column: &'static str,
            /// The header that is used.
            chosen: String,
            /// Those that are not.
            others: Vec<String>,
            /// The log.
            log: &'static str,
        };
        /// A column that figures need was not found, and unused headers may be it.
        UnreadColumns "unread-columns" {
            /// The headers that are not used.
            headers: Vec<String>,
            /// The columns that were not found: key, usual header, and the header that may be it.
            likely: Vec<(&'static str, &'static str, String)>,
            /// The log.
            log: &'static str,
        };
        /// No column says of which kind the records are, and a name or a title does.
        KindTaken "kind-taken" {
            /// The kind.
            kind: &'static str,
            /// The name or the title.
            text: String,
            /// The log.
            log: &'static str,
            /// The file.
            file: String,
        };
        /// Rows that a word takes out of the count: it says that there is no record to count.
        ExcludedRows "excluded-rows" {
            /// How many.
            rows: u64,
            /// The words, each with how many of the rows hold it.
            words: Vec<(String, u64)>,
        };
        /// Requests that their status takes out of the count.
        ExcludedRequests "excluded-requests" {
            /// How many were received in the year.
            requests: u64,
        };
        /// A row that adds up the rows above it.
        TotalsRow "totals-row" {
            /// What its first cell says.
            text: String,
            /// How many such rows the file has.
            rows: u64,
        };
        /// Rows of a sheet that are struck through.
        StruckRows "struck-rows" {
            /// How many.
            rows: u64,
        };
        /// Totals, signatures and notes below a table.
        LinesBelowTable "lines-below-table" {
            /// How many lines.
            lines: u64,
            /// Their labels.
            labels: Vec<String>,
        };
        /// What is declared or wanted of a year says nothing of a part of it.
        WholeYearFigures "whole-year-figures" {
            /// The year.
            year: i32,
            /// How many figures and targets `report.toml` gives for it.
            figures: u64,
        };
        /// Rows whose ids are a range are as many records as the range has ids.
        RangeOfIds "range-of-ids" {
            /// The first such range.
            id: String,
            /// How many rows there are.
            rows: u64,
            /// How many records they are counted as.
            records: u64,
        };
        /// Rows whose ids differ in a number at their end, with one title and day, are one article.
        ArticleInColumns "article-in-columns" {
            /// How many rows there are beside the first of each article.
            rows: u64,
            /// The id of one of them.
            id: String,
            /// The id of its article.
            article: String,
        };
        /// Rows above groups of records that say what the records are.
        DividerRows "divider-rows" {
            /// How many there are.
            rows: u64,
            /// What they say.
            words: Vec<String>,
        };
        /// Rows at the end of a table that have a number, or the office, and nothing else.
        NumberedRows "numbered-rows" {
            /// How many there are.
            rows: u64,
        };
        /// Rows that stand in an earlier export as well, cell for cell.
        RepeatedRows "repeated-rows" {
            /// How many.
            rows: u64,
            /// The file of the first row.
            first_file: String,
        };
        /// How a text file was read.
        FileRead "file-read" {
            /// Its encoding.
            encoding: &'static str,
            /// What separates its cells.
            separator: Separator,
            /// The line of its header.
            header_line: u64,
        };
        /// How a sheet of a workbook was read.
        SheetRead "sheet-read" {
            /// The row of its header.
            header_line: u64,
        };
        /// The sheets of a workbook that a log is read from.
        SheetsChosen "sheets-chosen" {
            /// Their names.
            read: Vec<String>,
            /// The others, each with the reason.
            left_out: Vec<(String, SheetReason)>,
        };
        /// Cells merged over several rows, the value of which is that of every row.
        MergedCells "merged-cells" {
            /// How many merged cells.
            cells: u64,
            /// How many cells below the first rows of them were filled in.
            filled: u64,
        };
        /// Hidden files that a pattern matches, and that are not read.
        SkippedFiles "skipped-files" {
            /// Their names.
            files: Vec<String>,
        };
        /// A file has a header and no rows.
        FileWithoutRows "file-without-rows";
        /// Rows that have separators and nothing else.
        BlankRows "blank-rows" {
            /// How many there are.
            rows: u64,
        };
        /// A file ends with the byte that DOS ends files with.
        EndMark "end-mark";
        /// Columns that no figure needs.
        IgnoredColumns "ignored-columns" {
            /// Their headers.
            headers: Vec<String>,
        };
        /// Sums of money that are multiplied because of their unit.
        UnitApplied "unit-applied" {
            /// The header of their column.
            header: String,
            /// What they are multiplied with.
            factor: u32,
        };
        /// Days that are written as numbers.
        SerialDates "serial-dates" {
            /// The first of them.
            text: String,
            /// The day it is.
            date: NaiveDate,
        };
    }
}

/// A table that is no log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherTable {
    /// One record, each label with its value beside it.
    Form,
    /// Numbers by month.
    Summary,
    /// The numbers of decisions by kind.
    Totals,
}

/// Why a sheet of a workbook is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetReason {
    /// It is hidden.
    Hidden,
    /// It has no cells.
    Empty,
    /// Its name says that it is a sample, or was given up.
    Name,
    /// Another entry of `report.toml` reads it.
    Elsewhere,
    /// It lacks columns that the log must have.
    NoHeader,
    /// It is another kind of table.
    Other(OtherTable),
    /// It has the header of another log.
    OtherLog {
        /// The log.
        log: &'static str,
    },
    /// It holds requests of the other kind.
    OtherKind,
}

/// What separates the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// A tab.
    Tab,
    /// `;`
    Semicolon,
    /// `|`
    Pipe,
}

/// What a file is that is called a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// A web page.
    Html,
    /// A web page in one file with its pictures (MHTML).
    Archive,
    /// XML, such as a table of Excel 2003.
    Xml,
}

/// Something that a report leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is, in Chinese and in English.
    pub name: (String, String),
    /// The article that asks for it, in Chinese and in English.
    pub article: (String, String),
    /// The `{#id}` of the section that should speak of it; none where any may.
    pub section: Option<String>,
}

/// An identity that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedIdentity {
    /// Its name, e.g. `T3-1`.
    pub id: String,
    /// What it says, in Chinese and in English.
    pub about: (String, String),
    /// The left side as the form writes it, and what it comes to.
    pub left: (String, String),
    /// How it should stand to the right side.
    pub relation: &'static str,
    /// The right side as the form writes it, and what it comes to.
    pub right: (String, String),
    /// The cells that make up both sides.
    pub cells: Vec<IdentityCell>,
    /// Figures that may explain it: names in Chinese and in English, and values.
    pub named: Vec<(String, String, String)>,
}

/// A cell or a figure that an identity is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityCell {
    /// Its id.
    pub id: String,
    /// What the form calls it.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Where that comes from: files of logs, or the line of a declared figure.
    pub sources: Vec<String>,
}

/// What is wrong with a statutory form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormProblem {
    /// The id has no hyphen, or more than letters, digits and hyphens.
    FormId {
        /// The id.
        id: String,
    },
    /// A name that means nothing there.
    UnknownName {
        /// The name.
        name: String,
        /// The known name most like it.
        nearest: Option<String>,
    },
    /// Something that may stand there once, and is there twice.
    Twice {
        /// Its name.
        name: String,
    },
    /// A formula that cannot be read.
    BadFormula {
        /// The formula.
        formula: String,
    },
    /// A cell that is made of itself.
    Circular {
        /// The cell.
        id: String,
    },
    /// Cells whose spans leave gaps or overlap.
    Spans {
        /// How many columns they should fill.
        columns: usize,
    },
}

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkbookFault {
    /// It is damaged in a way that its reader cannot name.
    Damaged,
    /// It ends too early.
    CutShort,
    /// Its reader says why.
    Unreadable {
        /// What the reader says.
        reason: String,
    },
    /// It lacks a part.
    MissingPart {
        /// The part's name.
        name: String,
    },
    /// A reference to a row or a cell that no sheet has.
    BadReference {
        /// The reference.
        reference: String,
    },
    /// A row or a cell comes twice, or before one that it should follow.
    NotInOrder,
    /// A cell refers to a text that the workbook does not have.
    NoSuchText {
        /// The place of the text, as written.
        index: String,
    },
    /// A value that does not fit its kind.
    BadValue {
        /// The value.
        value: String,
    },
    /// A text is longer than a cell can hold.
    LongText,
    /// Merged cells overlap.
    MergedTwice,
    /// A short file stands for more copies of cells than any office writes.
    TooManyCopies,
}

/// What is wrong with an entry of a file of working days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarProblem {
    /// The name of a table is no year.
    NotAYear {
        /// The name.
        key: String,
    },
    /// A key that has no meaning where it stands.
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that have one.
        known: &'static [&'static str],
    },
    /// A value of the wrong type.
    WrongShape,
    /// Neither a day nor a range of days, or a name without a day.
    NotADay {
        /// The entry.
        text: String,
    },
    /// A date that no calendar has.
    NoSuchDate {
        /// The year meant.
        year: i32,
        /// The month.
        month: u32,
        /// The day of the month.
        day: u32,
    },
    /// A day in neither the table's year nor the December before.
    OutsideYear {
        /// The day.
        date: NaiveDate,
        /// The table's year.
        year: i32,
    },
    /// A range that ends before it starts.
    BackwardRange {
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// A day that is listed both as off and as worked.
    OffAndWorked {
        /// The day.
        date: NaiveDate,
    },
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
    /// `true` or `false`.
    Flag,
    /// A list of two years.
    TwoYears,
    /// A month and a day, `01-31`.
    MonthAndDay,
    /// A year as the name of a table.
    Year,
    /// The year of a file.
    YearOfFile,
    /// One of the given words.
    OneOf(&'static [&'static str]),
    /// A path inside the project folder.
    PathInside,
    /// A path with patterns in its last part alone.
    PatternOfNames,
    /// A number of working days, or a table with `days` and `extension`.
    Limit,
    /// A number, or `{ at-most = … }`.
    Target,
    /// A key of the vocabulary that names one figure.
    Key,
    /// A file name, or a table with `path`.
    LogFile,
    /// A domain without a scheme.
    Domain,
    /// The code of a government web site.
    SiteCode,
    /// The code of a finding.
    Code {
        /// The code most like what was written.
        nearest: Option<&'static str>,
    },
    /// The width of a margin.
    Margin,
    /// The size of a font.
    FontSize,
    /// The name of a font.
    FontName,
    /// The level of a heading.
    HeadingLevel,
    /// A word for one row of the form, not the name of a group of rows.
    OneRow,
    /// Nothing: the severity of this code is not the office's to set.
    Unset,
}

/// Which other day a day without its year may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoubtfulDay {
    /// A spreadsheet drops the last zero of a number: 12.3 may be 12.30.
    CutShort {
        /// The day that it may be.
        whole: String,
    },
    /// Days before it are later in the year: it may be of the next year.
    NextYear {
        /// The year of the file.
        year: i32,
    },
}

/// Why a date cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Implausible {
    /// No log of an office reaches so far.
    OutOfRange,
    /// It is a due date before the day of receipt.
    DueBeforeReceipt {
        /// The day of receipt.
        received: NaiveDate,
    },
    /// It is a due date more than 400 days after receipt.
    DueLongAfterReceipt {
        /// The day of receipt.
        received: NaiveDate,
    },
    /// It is the earliest day on which a limit of more than 400 days can end.
    LimitTooLong,
    /// It is a reply or an end more than three years after receipt.
    EndedLongAfterReceipt {
        /// The day of receipt.
        received: NaiveDate,
    },
    /// Hardly any row of the log is of its year, which lies years after the others.
    RareYear {
        /// The last year before it that has more rows.
        last: i32,
        /// The rows of its year that are not reported by themselves.
        others: u64,
    },
}

/// An amount of money that is not taken for a number.
#[derive(Debug, Clone, PartialEq)]
pub enum UnsafeAmount {
    /// A cell, or a declared figure, above 10¹⁵ yuan.
    Single {
        /// As it is written.
        text: String,
    },
    /// A sum that has more digits than a number holds exactly.
    Sum {
        /// The figure's key.
        key: String,
    },
}

/// How a request stands by its dates that the log marks otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlaggedAs {
    /// Late or overdue, or not, by a due date.
    Due {
        /// The due date.
        on: NaiveDate,
        /// The time of that day, if the log gives one.
        at: Option<NaiveTime>,
    },
    /// Waiting for somebody else, so that it cannot be overdue.
    Suspended,
    /// Without a limit, so that nobody can tell.
    Undetermined,
}

impl Problem {
    /// How bad it is, unless the office's rules say otherwise.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            // The row counts without it.
            Self::ImplausibleDate { because, .. } if *because != Implausible::OutOfRange => {
                Severity::Warning
            }
            _ => self.code().severity(),
        }
    }

    /// Whether it costs one row of a log and nothing else.
    #[must_use]
    pub fn loses_a_row(&self) -> bool {
        let is_sum = matches!(
            self,
            Self::ImplausibleAmount {
                amount: UnsafeAmount::Sum { .. }
            }
        );
        self.code().loses_a_row() && self.severity() >= Severity::Error && !is_sum
    }

    /// The figure, the cell or the identity of a form that the finding is about.
    #[must_use]
    pub fn figure(&self) -> Option<&str> {
        match self {
            Self::DeclaredDisagrees { key, .. }
            | Self::DeclaredTwice { key, .. }
            | Self::ImplausibleAmount {
                amount: UnsafeAmount::Sum { key },
            } => Some(key),
            Self::IdentityFails { identity }
            | Self::IdentityDoubtful { identity }
            | Self::IdentityUnusual { identity } => Some(&identity.id),
            _ => None,
        }
    }
}

impl Code {
    /// Whether an error of this kind in a row of a log costs that row and nothing else.
    #[must_use]
    pub fn loses_a_row(self) -> bool {
        matches!(
            self,
            Self::RaggedRow
                | Self::MissingCell
                | Self::BadDate
                | Self::DateWithoutYear
                | Self::DateWithoutDay
                | Self::DoubtfulDay
                | Self::TwoDigitYear
                | Self::LostId
                | Self::SheetError
                | Self::FormulaWithoutValue
                | Self::BadAmount
                | Self::BadLimit
                | Self::UnknownCode
                | Self::UndecidedWord
                | Self::UndecidedTicks
                | Self::RepealWithoutDay
                | Self::MissingRoute
                | Self::UnknownApplicant
                | Self::DuplicateId
                | Self::RequestOfTwoYears
                | Self::ImplausibleDate
                | Self::ImplausibleAmount
                | Self::RepliedBeforeReceived
        )
    }

    /// Whether its severity is not the office's to set: where this is found, nothing that could be
    /// relied on can be made.
    #[must_use]
    pub fn is_fixed(self) -> bool {
        let stops = matches!(
            self,
            Self::DamagedText
                | Self::NoHeader
                | Self::MissingColumn
                | Self::UnknownSeparator
                | Self::NotALog
                | Self::SheetsOverlap
                | Self::AmbiguousColumn
                | Self::UnclosedQuote
                | Self::RowTooLong
                | Self::YearWithoutRows
                | Self::NoForm
                | Self::UnknownPlaceholder
                | Self::BadPlaceholder
                | Self::UnknownConstruct
                | Self::NestedTooDeep
                | Self::EndlessNarrative
                | Self::BadAddress
                | Self::ReservedCharacter
        );
        stops || self.severity() == Severity::Trouble
    }

    /// Whether it is told only where `report.toml` asks for it.
    #[must_use]
    pub fn is_on_request(self) -> bool {
        self == Self::ResultWithoutTender
    }

    /// Whether a finding of this kind is only a detail of how a file was read, told to who asks.
    #[must_use]
    pub fn is_detail(self) -> bool {
        matches!(
            self,
            Self::FileRead
                | Self::SheetRead
                | Self::IgnoredColumns
                | Self::BlankRows
                | Self::EndMark
                | Self::UnitApplied
                | Self::SerialDates
        )
    }

    /// Whether it says only how a file was opened, and nothing that was left out or converted.
    #[must_use]
    pub fn is_about_opening(self) -> bool {
        matches!(self, Self::FileRead | Self::SheetRead)
    }

    /// Whether a finding of this kind is about the layout of a file and not about what it says. The
    /// same rows in another layout give the same report, so it is no part of the report.
    #[must_use]
    pub fn is_about_layout(self) -> bool {
        self.is_detail()
            || matches!(
                self,
                Self::TotalsRow
                    | Self::StruckRows
                    | Self::LinesBelowTable
                    | Self::NumberedRows
                    | Self::DividerRows
                    | Self::SheetsChosen
                    | Self::MergedCells
                    | Self::SkippedFiles
            )
    }

    /// The code whose name is `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}
