//! Rules over single requests, checked in the pass that counts them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::calendar::unknown_year;
use crate::calendar::YearState;
use crate::count::{Case, Observer, Scope};
use crate::diagnostic::{
    AnsweredTooLate, ClarificationExpired, ClarificationTooLate, Diagnostic, DueDisagrees,
    EventsOutOfOrder, ExtensionTooLate, ExtensionTooLong, FeeUnpaid, Findings, FlaggedAs,
    LateConfirmation, LongConsultation, MissingApplicant, MissingEvent, NotInForce, NotLater,
    OutcomeNotInForm, OutcomeWithoutReply, OverdueFlagDisagrees, Place, Problem, ReceiptNotLogged,
    ReplyNotLogged, ReplyWithoutOutcome, RequestName, SecondClarification, StopTooLate,
    UnsettledClarification,
};
use crate::form::Form;
use crate::law::{Basis, Deadline, DeadlineFinding, Ending, Event, LoggedDue, State};
use crate::logs::{Decided, RequestWords};
use crate::logs::{Row, header};
use crate::record::{Log, RequestKind};
use crate::vocabulary::OUTCOMES;

/// Checks the requests of a period.
pub struct RequestRules<'s> {
    scope: &'s Scope<'s>,
    /// The form that the requests are counted for; `None` if only figures are wanted.
    form: Option<&'s Form>,
    /// By year without a holiday notice: number of requests that depend on it, and how many of those are
    /// open.
    unsettled: BTreeMap<i32, (u64, u64)>,
    /// By file: requests whose clarification did not arrive within its period, and the place of the first.
    expired: BTreeMap<Arc<str>, (Vec<RequestName>, Place)>,
    /// The same for requests whose fee was not paid within its period.
    unpaid: BTreeMap<Arc<str>, (Vec<RequestName>, Place)>,
    /// By file: requests that lack the day of receipt that the law asks for.
    without_receipt: Lacking,
    /// By file: requests that lack the day of the reply that the law asks for.
    without_reply: Lacking,
    /// By file without a column for the kind of applicant: number of requests, and the place of the file.
    without_applicant: BTreeMap<Arc<str>, WithoutApplicant>,
}

/// The requests of a file without a column for the kind of applicant.
struct WithoutApplicant {
    requests: u64,
    place: Place,
    /// Headers of columns that may hold names.
    candidates: Vec<String>,
}

/// Requests without a required day, by file: the place of the first, and the number of requests per header.
#[derive(Default)]
struct Lacking(BTreeMap<Arc<str>, (Place, Headers)>);

/// Headers, each with a number of requests.
type Headers = Vec<(&'static str, u64)>;

impl Lacking {
    /// Adds a request without the day of an event; the column `key` holds the day used instead.
    fn add(&mut self, event: Event, row: &Row<'_>, key: &str) {
        let place = || (row.place_of(Log::Requests, key), Vec::new());
        let (_, lacking) = self.0.entry(Arc::clone(row.file())).or_insert_with(place);
        count(lacking, header(Log::Requests, event.key()), 1);
    }

    fn merge(&mut self, later: Self) {
        for (file, (place, more)) in later.0 {
            let (_, lacking) = self.0.entry(file).or_insert((place, Vec::new()));
            for (header, requests) in more {
                count(lacking, header, requests);
            }
        }
    }
}

/// Adds to the count of a header.
fn count(lacking: &mut Headers, header: &'static str, requests: u64) {
    match lacking.iter_mut().find(|(known, _)| *known == header) {
        Some((_, known)) => *known += requests,
        None => lacking.push((header, requests)),
    }
}

impl<'s> RequestRules<'s> {
    /// Creates the rules for the requests of a period.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, form: Option<&'s Form>) -> Self {
        Self {
            scope,
            form,
            unsettled: BTreeMap::new(),
            expired: BTreeMap::new(),
            unpaid: BTreeMap::new(),
            without_receipt: Lacking::default(),
            without_reply: Lacking::default(),
            without_applicant: BTreeMap::new(),
        }
    }

    /// Reports a request that the form has no column or no row for.
    fn report_missing_in_form(&mut self, form: &Form, case: &Case<'_>, found: &mut Findings<'_>) {
        let mut report = |key, problem| report(case.row, key, problem, found);
        let words = &case.request.words;
        let is_undetermined = words.decided == Decided::Undetermined;
        let has_applicant = words.applicant.is_some() || is_undetermined;
        let place = case.row.place_of(Log::Requests, "applicant");
        if form.needs_applicant && !has_applicant && place.column.is_some() {
            let problem = Problem::from(MissingApplicant {
                requests: 1,
                candidates: Vec::new(),
            });
            report("applicant", problem);
        } else if form.needs_applicant && !has_applicant {
            let place = Place {
                line: None,
                ..place
            };
            let of_file = self.without_applicant.entry(Arc::clone(case.row.file()));
            let of_file = of_file.or_insert_with(|| WithoutApplicant {
                requests: 0,
                place,
                candidates: case.row.headers_of_names(),
            });
            of_file.requests += 1;
        }
        // A request that ends next year belongs to the form of that year.
        let is_of_year = |ended: Ending| ended.on <= self.scope.period().end;
        let outcome = words.outcome.filter(|code| !form.has_outcome(code));
        if let (Some(code), true) = (outcome, case.deadline.ended.is_some_and(is_of_year)) {
            let known = OUTCOMES.iter().find(|known| known.code == code);
            let outcome = known.map_or(code, |known| known.name.zh);
            let form = form.id.clone();
            report("outcome", Problem::from(OutcomeNotInForm { outcome, form }));
        }
    }

    /// Records a request whose clarification or payment did not arrive within its period. A request with an
    /// outcome but no end is reported elsewhere.
    fn note_expired(&mut self, deadline: &Deadline, row: &Row<'_>) {
        for finding in &deadline.findings {
            let (expired, key) = match finding {
                DeadlineFinding::ClarificationExpired { .. } => (&mut self.expired, "clarify_by"),
                DeadlineFinding::FeeUnpaid { .. } => (&mut self.unpaid, "fee_paid_on"),
                _ => continue,
            };
            let name = row.id().map_or_else(
                || RequestName::Line(row.line()),
                |id| RequestName::Id(id.to_owned()),
            );
            let place = row.place_of(Log::Requests, key);
            let of_file = expired.entry(Arc::clone(row.file()));
            of_file.or_insert((Vec::new(), place)).0.push(name);
        }
    }

    /// Reports the findings of a deadline, except expired periods.
    fn report_deadline(&mut self, deadline: &Deadline, row: &Row<'_>, found: &mut Findings<'_>) {
        self.note_unsettled(deadline);
        self.note_lacking(deadline, row);
        let worded = deadline
            .findings
            .iter()
            .filter_map(|&finding| worded(finding));
        for (key, problem) in worded {
            report(row, key, problem, found);
        }
    }

    /// Records a request without the day of receipt or of reply that the law requires.
    fn note_lacking(&mut self, deadline: &Deadline, row: &Row<'_>) {
        for finding in &deadline.findings {
            match *finding {
                DeadlineFinding::ReceiptNotLogged { event } => {
                    self.without_receipt.add(event, row, "received_on");
                }
                DeadlineFinding::ReplyNotLogged { event } => {
                    self.without_reply.add(event, row, "replied_on");
                }
                _ => {}
            }
        }
    }

    fn note_unsettled(&mut self, deadline: &Deadline) {
        for finding in &deadline.findings {
            if let DeadlineFinding::UncertainCalendar { first, last } = *finding {
                // Record both ends. Years between them are rare and are not recorded.
                for year in [first, last]
                    .into_iter()
                    .take(if first == last { 1 } else { 2 })
                {
                    let (requests, open) = self.unsettled.entry(year).or_default();
                    *requests += 1;
                    *open += u64::from(deadline.ended.is_none());
                }
            }
        }
    }
}

impl Observer for RequestRules<'_> {
    type Outcome = ();

    const OBSERVES_OPEN: bool = false;

    fn observe(&mut self, case: &Case<'_>, found: &mut Findings<'_>) {
        if !case.is_in_period {
            return;
        }
        self.report_deadline(case.deadline, case.row, found);
        let words = &case.request.words;
        if words.outcome.is_none() {
            self.note_expired(case.deadline, case.row);
        }
        let mut report = |key, problem| report(case.row, key, problem, found);
        if let Some(problem) = contradicted_flag(case) {
            report("overdue_flag", problem);
        }
        // A service request needs a reply, but no outcome.
        if words.kind == RequestKind::Disclosure {
            let is_undetermined = words.decided == Decided::Undetermined;
            let has_outcome = words.outcome.is_some() || is_undetermined;
            match (case.deadline.ended, has_outcome) {
                (Some(_), false) => report("outcome", Problem::from(ReplyWithoutOutcome)),
                (None, true) if !case.request.days.has_end() => {
                    report("outcome", Problem::from(OutcomeWithoutReply));
                }
                _ => {}
            }
            if let Some(form) = self.form {
                self.report_missing_in_form(form, case, found);
            }
        }
    }

    fn is_classed(&self, words: &RequestWords<'_>) -> bool {
        let suits = |form: &Form| {
            (words.applicant.is_some() || !form.needs_applicant)
                && words.outcome.is_none_or(|code| form.has_outcome(code))
        };
        let is_of_form = || self.form.is_none_or(suits);
        words.overdue_flag.is_none() && (words.kind == RequestKind::Service || is_of_form())
    }

    fn observe_deadline(&mut self, deadline: &Deadline, row: &Row<'_>, found: &mut Findings<'_>) {
        self.report_deadline(deadline, row, found);
        self.note_expired(deadline, row);
    }

    fn merge(&mut self, later: Self) {
        for (year, (requests, open)) in later.unsettled {
            let of_year = self.unsettled.entry(year).or_default();
            of_year.0 += requests;
            of_year.1 += open;
        }
        for (expired, later) in [
            (&mut self.expired, later.expired),
            (&mut self.unpaid, later.unpaid),
        ] {
            for (file, (mut requests, place)) in later {
                let of_file = expired.entry(file).or_insert((Vec::new(), place));
                of_file.0.append(&mut requests);
            }
        }
        self.without_receipt.merge(later.without_receipt);
        self.without_reply.merge(later.without_reply);
        for (file, of_file) in later.without_applicant {
            match self.without_applicant.entry(file) {
                Entry::Occupied(mut known) => known.get_mut().requests += of_file.requests,
                Entry::Vacant(free) => {
                    free.insert(of_file);
                }
            }
        }
    }

    fn finish(mut self, found: &mut Findings<'_>) {
        for (requests, place) in self.expired.into_values() {
            found.push(Diagnostic::at(place, ClarificationExpired { requests }));
        }
        for (requests, place) in self.unpaid.into_values() {
            found.push(Diagnostic::at(place, FeeUnpaid { requests }));
        }
        for (place, lacking) in self.without_receipt.0.into_values() {
            let problem = ReceiptNotLogged { lacking };
            found.push(Diagnostic::at(place, problem));
        }
        for (place, lacking) in self.without_reply.0.into_values() {
            found.push(Diagnostic::at(place, ReplyNotLogged { lacking }));
        }
        for of_file in self.without_applicant.into_values() {
            let problem = MissingApplicant {
                requests: of_file.requests,
                candidates: of_file.candidates,
            };
            found.push(Diagnostic::at(of_file.place, problem));
        }
        // Rates per working day depend on the calendar of the report year, even without requests.
        if self.scope.calendar.state(self.scope.year) >= YearState::Statutory {
            self.unsettled.entry(self.scope.year).or_default();
        }
        for (year, (requests, open)) in self.unsettled {
            let problem = unknown_year(self.scope.calendar, year, requests, open);
            found.push(Diagnostic::new(problem));
        }
    }
}

/// Returns a problem if the log's overdue flag contradicts the dates of the request.
fn contradicted_flag(case: &Case<'_>) -> Option<Problem> {
    let flag = case.request.words.overdue_flag?;
    let deadline = case.deadline;
    let is_late = match deadline.state {
        State::Late | State::Overdue => true,
        // Platforms write 否 in every row: for a request without a limit, only 是 carries information.
        State::OnTime { .. } | State::Open | State::Suspended { .. } | State::Undetermined => false,
    };
    if flag == is_late {
        return None;
    }
    let standing = match (deadline.state, deadline.due) {
        (State::Undetermined, _) => FlaggedAs::Undetermined,
        (State::Suspended { .. }, _) => FlaggedAs::Suspended,
        (_, None) => return None,
        (_, Some(on)) => {
            // The time of day belongs to the due day in the log.
            let is_of_log = deadline.basis == Basis::Logged(LoggedDue::On(on));
            let logged = case.request.days.logged_due().filter(|_| is_of_log);
            let at = logged.and_then(|(_, time)| time);
            FlaggedAs::Due { on, at }
        }
    };
    Some(Problem::from(OverdueFlagDisagrees { flag, standing }))
}

/// Reports a problem in a cell of a request.
fn report(row: &Row<'_>, key: &str, problem: Problem, found: &mut Findings<'_>) {
    row.report(found, (Log::Requests, key), problem.code(), || problem);
}

/// Converts a finding of the law module to its column and problem; `None` if it is reported elsewhere, or
/// once for all requests.
fn worded(finding: DeadlineFinding) -> Option<(&'static str, Problem)> {
    let problem = match finding {
        DeadlineFinding::OutOfOrder { earlier, later } => {
            let problem = Problem::from(EventsOutOfOrder {
                earlier: header(Log::Requests, earlier.0.key()),
                earlier_on: earlier.1,
                later: header(Log::Requests, later.0.key()),
                later_on: later.1,
            });
            return Some((later.0.key(), problem));
        }
        DeadlineFinding::Missing { event } => {
            let problem = Problem::from(MissingEvent {
                event: header(Log::Requests, event.key()),
            });
            return Some((event.key(), problem));
        }
        DeadlineFinding::AfterDue {
            event: Event::ExtendedOn,
            on,
            due,
        } => (
            Event::ExtendedOn,
            Problem::from(ExtensionTooLate { on, due }),
        ),
        DeadlineFinding::AfterDue { event, on, due } => {
            let name = header(Log::Requests, event.key());
            (
                event,
                Problem::from(StopTooLate {
                    event: name,
                    on,
                    due,
                }),
            )
        }
        DeadlineFinding::AfterLimit {
            event: Event::ClarificationAskedOn,
            on,
            by,
        } => (
            Event::ClarificationAskedOn,
            Problem::from(ClarificationTooLate { on, by }),
        ),
        DeadlineFinding::AfterLimit { event, on, by } => {
            let name = header(Log::Requests, event.key());
            (
                event,
                Problem::from(AnsweredTooLate {
                    event: name,
                    on,
                    by,
                }),
            )
        }
        DeadlineFinding::LongConsultation { by, lacks_delivery } => (
            Event::ConsultationFrom,
            Problem::from(LongConsultation { by, lacks_delivery }),
        ),
        DeadlineFinding::NotInForce { event, .. } => {
            let name = header(Log::Requests, event.key());
            (event, Problem::from(NotInForce { event: name }))
        }
        DeadlineFinding::NotLater { event, on, due } => {
            (event, Problem::from(NotLater { on, due }))
        }
        DeadlineFinding::ExtensionTooLong { until, allowed } => (
            Event::ExtendedUntil,
            Problem::from(ExtensionTooLong { until, allowed }),
        ),
        DeadlineFinding::DueDisagrees { logged, due } => {
            return Some(("due_on", Problem::from(DueDisagrees { logged, due })));
        }
        _ => return worded_choice(finding),
    };
    Some((problem.0.key(), problem.1))
}

/// Like [`worded`], for findings that compare two due dates.
fn worded_choice(finding: DeadlineFinding) -> Option<(&'static str, Problem)> {
    let (event, problem) = match finding {
        DeadlineFinding::UnsettledClarification { taken, reading } => (
            Event::ClarificationAskedOn,
            Problem::from(UnsettledClarification {
                taken: taken.word(),
                due: reading.due,
                is_late: reading.is_late,
                other: taken.other().word(),
                other_due: reading.other_due,
            }),
        ),
        DeadlineFinding::SecondClarification { taken, reading } => (
            Event::ClarificationAskedOn,
            Problem::from(SecondClarification {
                taken: taken.word(),
                due: reading.due,
                is_late: reading.is_late,
                other: taken.other().word(),
                other_due: reading.other_due,
            }),
        ),
        DeadlineFinding::LateConfirmation {
            came,
            confirmed,
            due,
            other_due,
        } => (
            Event::Confirmed,
            Problem::from(LateConfirmation {
                came,
                confirmed,
                due,
                other_due,
            }),
        ),
        // Reported once per year, or unknown to this version.
        _ => return None,
    };
    Some((event.key(), problem))
}
