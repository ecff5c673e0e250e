//! Formats a finding as one line of English, for programs that write their own log.

use std::fmt;

use super::{Diagnostic, Place, Severity};

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error | Self::Trouble => "error",
        })
    }
}

impl fmt::Display for Place {
    /// `requests.csv:12:4`, `log.xlsx[Sheet1]:12:4`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(formatter, "[{sheet}]")?;
        }
        for number in [self.line, self.column]
            .into_iter()
            .map_while(|number| number)
        {
            write!(formatter, ":{number}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Diagnostic {
    /// `requests.csv:12:4: error: "2017-13-01" is not a date [bad-date]`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(formatter, "{place}: ")?;
        }
        let (severity, message, code) = (self.severity(), self.problem.message(), self.code());
        write!(formatter, "{severity}: {} [{}]", message.en, code.name())
    }
}
