//! What must hold between the cells of a form, with the numbers it was held against.

use rust_decimal::Decimal;

/// A rule between two sides, and whether they keep it.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedIdentity {
    /// Its name, e.g. `T3-1`.
    pub id: String,
    /// What it says, in Chinese.
    pub about: String,
    /// The side before the sign.
    pub left: IdentitySide,
    /// How the sides must stand to each other.
    pub relation: Relation,
    /// The side behind the sign.
    pub right: IdentitySide,
    /// How bad it is when it does not hold.
    pub kind: IdentityKind,
    /// Whether it holds; none where a number is absent.
    pub holds: Option<bool>,
}

/// A side of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentitySide {
    /// As the form writes it.
    pub text: String,
    /// What it is computed from.
    pub formula: Formula,
    /// The result; none where a number is absent.
    pub number: Option<Decimal>,
}

/// A formula over cells and figures. What depends on an absent number is absent.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// A number that the rule names.
    Number(Decimal),
    /// A cell or a figure.
    Operand(Operand),
    /// Two formulas and what is done with them.
    Binary(Operator, Box<Formula>, Box<Formula>),
    /// The largest.
    Maximum(Vec<Formula>),
    /// The smallest.
    Minimum(Vec<Formula>),
    /// 0 where it is absent.
    OrZero(Box<Formula>),
}

/// A number that a formula takes from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// Where it stands.
    pub source: OperandSource,
    /// The id of the cell, the key of the figure, or the name of the list.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// The number; none where nobody knows it.
    pub number: Option<Decimal>,
}

/// Where a number of a formula stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperandSource {
    /// In a cell of a statutory table.
    Cell,
    /// Among the figures.
    Figure,
    /// It is the sum of the figures that a list of the form names.
    List,
    /// In last year's report.
    LastYear,
}

/// How bad it is when an identity does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityKind {
    /// The report is wrong.
    Error,
    /// It is doubtful.
    Warning,
    /// It is unusual.
    Note,
}

/// What is done with two numbers.
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

/// How two sides of a rule are held to stand to each other.
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
    /// Whether it holds.
    #[must_use]
    pub fn holds(self, left: Decimal, right: Decimal) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtMost => left <= right,
            Self::AtLeast => left >= right,
        }
    }

    /// The sign for it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "≤",
            Self::AtLeast => "≥",
        }
    }
}
