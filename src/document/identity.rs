//! Identities between the cells of a form, with the numbers they were checked against.

use rust_decimal::Decimal;

/// An identity between two sides, and whether it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedIdentity {
    /// Its name, e.g. `T3-1`.
    pub id: String,
    /// Its meaning, in Chinese.
    pub about: String,
    /// The left side.
    pub left: IdentitySide,
    /// The required relation of the sides.
    pub relation: Relation,
    /// The right side.
    pub right: IdentitySide,
    /// Its severity if it does not hold.
    pub kind: IdentityKind,
    /// Whether it holds. `None` if a number is missing.
    pub holds: Option<bool>,
}

/// A side of an identity.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentitySide {
    /// As the form writes it.
    pub text: String,
    /// The formula it is computed from.
    pub formula: IdentityFormula,
    /// The result. `None` if a number is missing.
    pub number: Option<Decimal>,
}

/// A formula over cells and figures. If a number is missing, so is every result that depends on it.
#[derive(Debug, Clone, PartialEq)]
pub enum IdentityFormula {
    /// A constant.
    Number(Decimal),
    /// A cell or a figure.
    Operand(Operand),
    /// A binary operation.
    Binary(Operator, Box<IdentityFormula>, Box<IdentityFormula>),
    /// The maximum.
    Maximum(Vec<IdentityFormula>),
    /// The minimum.
    Minimum(Vec<IdentityFormula>),
    /// The value, or 0 if it is missing.
    OrZero(Box<IdentityFormula>),
}

/// A number that a formula refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// Its source.
    pub source: OperandSource,
    /// The id of the cell, the key of the figure, or the name of the list.
    pub id: String,
    /// Its display name.
    pub label: String,
    /// The number. `None` if it is not known.
    pub number: Option<Decimal>,
}

/// The source of a number in a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperandSource {
    /// A cell of a statutory table.
    Cell,
    /// A figure.
    Figure,
    /// The sum of the figures in a list of the form.
    List,
    /// A number of last year's report.
    LastYear,
}

/// The severity of an identity that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityKind {
    /// The report contains an error.
    Error,
    /// The report may contain an error.
    Warning,
    /// The numbers are unusual.
    Note,
}

/// A binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    By,
}

/// The required relation of two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `≤`
    AtMost,
    /// `≥`
    AtLeast,
}

impl Relation {
    /// Whether the relation holds.
    #[must_use]
    pub fn holds(self, left: Decimal, right: Decimal) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtMost => left <= right,
            Self::AtLeast => left >= right,
        }
    }

    /// Its sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "≤",
            Self::AtLeast => "≥",
        }
    }
}
