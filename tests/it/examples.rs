//! The offices in `examples`: the command of each README prints the report next to it.

use crate::program::{root, run};
use crate::snapshot::difference;

/// Runs `report` and compares its output with a file of an example. There must be no messages.
#[track_caller]
fn check(example: &str, words: &str, expected: &str) {
    let found = run(&format!("{words} --data examples/{example}"));
    assert_eq!((found.stderr.as_str(), found.status), ("", 0));
    let path = root().join("examples").join(example).join(expected);
    if let Err(difference) = difference(&found.stdout, &path) {
        panic!("{difference}");
    }
}

#[test]
fn a_bureau_under_the_form_of_2021_in_two_consecutive_years() {
    let office = "bureau-2022";
    check(office, "compile --year 2021", "report-2021.txt");
    check(office, "compile --year 2022", "report-2022.txt");
    check(
        office,
        "compile --year 2022 --format markdown",
        "report-2022.md",
    );
    check(
        office,
        "compile --year 2022 --format html",
        "report-2022.html",
    );
}

#[test]
fn an_office_under_the_regulations_of_2007_with_its_annex() {
    check("office-2016", "compile --year 2016", "report-2016.txt");
}
