//! Findings about sentences of the narrative.

use crate::diagnostic::rule::{About, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{file, reason, text};
use crate::diagnostic::text::{Message, both, escaped, placeholder, shown, toml_string};
use crate::language::Bilingual;

/// The text claims that everything was answered in time, and a figure contradicts it.
#[derive(Debug, Clone, PartialEq)]
pub struct OnTimeContradicted {
    /// The claim.
    pub claim: String,
    /// The key of the figure that contradicts it.
    pub key: String,
    /// Its value.
    pub value: String,
}

impl Rule for OnTimeContradicted {
    const ABOUT: About = About {
        name: "on-time-contradicted",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿说“均按期答复”或者意思相同的话，而台账中有逾期答复或超期未答复的件。这是错误：报告不能写与台账相反的话。请按实际情况改写，或者更正台账。",
            en: "The text says that everything was answered in time, and the log has something late or overdue. An error: a report cannot say the opposite of its logs. Write what happened, or mend the log.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { claim, key, value } = self;
        contradicted(claim, key, value)
    }

    fn hint(&self) -> Option<Message> {
        let Self { key, .. } = self;
        Some(both!(
            "请按实际情况改写；用 report trace {0} 查看是哪些件",
            "write what happened; report trace {0} lists the rows",
            escaped(key)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            claim: text(),
            key: file(),
            value: reason(),
        }]
    }
}

/// A number was typed where a placeholder belongs.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedFigure {
    /// The number as typed.
    pub text: String,
    /// The key of the figure with this value.
    pub key: String,
    /// Whether the text says 受理 of requests for disclosure, which an organ receives.
    pub is_accepted: bool,
}

impl Rule for TypedFigure {
    const ABOUT: About = About {
        name: "typed-figure",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿里手工填写了一个数字，它正是程序统计出来的数字。数字是对的，所以只作提示；台账改动以后再核对一次，或者改用提示中的占位符。",
            en: "A number was typed that the program counts. It is right, so this is a note: after a change of the logs look again, or use the placeholder that the hint names.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text, key, .. } = self;
        both!(
            "“{}”是手工填写的，它就是 {}",
            "\"{}\" was typed by hand, and is {}",
            shown(text),
            escaped(key)
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            key, is_accepted, ..
        } = self;
        Some(if *is_accepted {
            both!(
                "请改用占位符 {{{{ {0} }}}}，数字就随台账变化；政府信息公开申请不经受理，写“收到”更准确",
                "use the placeholder {{{{ {0} }}}}, and the number follows the logs; a request for disclosure is received rather than accepted: \"收到\" is more exact",
                placeholders(key)
            )
        } else {
            both!(
                "请改用占位符 {{{{ {0} }}}}，数字就随台账变化",
                "use the placeholder {{{{ {0} }}}}, and the number follows the logs",
                placeholders(key)
            )
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let typed = |is_accepted| Self {
            text: text(),
            key: file(),
            is_accepted,
        };
        vec![typed(false), typed(true)]
    }
}

/// A typed number differs from the figure that the text names.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureContradicted {
    /// The number as typed.
    pub text: String,
    /// The key of the figure that the text names.
    pub key: String,
    /// Its value.
    pub value: String,
}

impl Rule for FigureContradicted {
    const ABOUT: About = About {
        name: "figure-contradicted",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿里手工填写的数字与它所说的指标不符。这是警告，因为程序可能误会了所指。请改用占位符；所指的确是另一个数字的，请写明白。",
            en: "A typed number is not the figure that its words name. A warning, for the program may have mistaken what is meant: use the placeholder, or say what other number it is.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text, key, value } = self;
        both!(
            "“{}”与 {} 不符，后者是 {}",
            "\"{}\" is not {}, which is {}",
            shown(text),
            escaped(key),
            value
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { key, .. } = self;
        Some(both!(
            "请改用占位符 {{{{ {0} }}}}；所指的不是这个数字的，请写明白",
            "use the placeholder {{{{ {0} }}}}; if another number is meant, say which",
            placeholders(key)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            text: text(),
            key: file(),
            value: reason(),
        }]
    }
}

/// A number matches none of the figures that its text may refer to.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureDoubtful {
    /// The number as typed.
    pub text: String,
    /// The figure it most likely is.
    pub key: String,
    /// The value of that.
    pub value: String,
}

impl Rule for FigureDoubtful {
    const ABOUT: About = About {
        name: "figure-doubtful",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿里的数字，各单位的口径不一：受理数可能含未转到本单位的来电，也可能含上年结转；没有写明工作日的天数，可能是自然日。按台账能想到的口径都对不上，所以提示。请核对，或者写明口径。",
            en: "Offices count what the words name in several ways: cases accepted may include calls that were never passed on, or those of last year; days may be calendar days. By none of the ways that the logs know is it this number. A note: compare it, or say how it was counted.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text, key, value } = self;
        both!(
            "“{}”按各种口径都与台账不同，{} 是 {}",
            "\"{}\" differs from the logs however it is counted: {} is {}",
            shown(text),
            escaped(key),
            value
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对，或者写明口径（新收、受理、含结转；工作日、自然日）",
            "compare it, or say how it was counted"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            text: text(),
            key: file(),
            value: reason(),
        }]
    }
}

/// A percentage differs from the share that the sentence states.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareContradicted {
    /// The percentage as typed.
    pub text: String,
    /// The part.
    pub part: String,
    /// The whole.
    pub whole: String,
    /// The share of the whole that the part is.
    pub share: String,
}

impl Rule for ShareContradicted {
    const ABOUT: About = About {
        name: "share-contradicted",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿写“占百分之几”，而用部分除以总数，按写出的小数位四舍五入，不是这个数。这是警告。请按提示中的算式改正。",
            en: "A percentage is said to be the share of a part in a whole, and the part over the whole, rounded half up to its decimals, is another. A warning: correct it by the arithmetic that the message shows.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            text,
            part,
            whole,
            share,
        } = self;
        both!(
            "文稿写占“{}”，而 {}÷{}＝{}",
            "the text says a share of \"{}\", but {} ÷ {} = {}",
            shown(text),
            part,
            whole,
            share
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对部分和总数各是哪个数字",
            "look at which numbers are the part and the whole"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            text: text(),
            part: "10".to_owned(),
            whole: "40".to_owned(),
            share: "25%".to_owned(),
        }]
    }
}

/// Numbers do not add up to the stated whole.
#[derive(Debug, Clone, PartialEq)]
pub struct SumContradicted {
    /// The parts and their sum.
    pub sum: String,
    /// The whole as typed.
    pub whole: String,
}

impl Rule for SumContradicted {
    const ABOUT: About = About {
        name: "sum-contradicted",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿在总数之后用“分别为”“包括”列出各部分，而各部分之和不等于总数。这是警告。请核对各部分；没有全部列出的，请写“其中”。",
            en: "After a whole the text lists all of its parts, and they do not add up to it. A warning: compare the parts, or say that they are only some of them.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { sum, whole } = self;
        both!("{}，文稿写的是 {}", "{}, and the text says {}", sum, whole)
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对各部分；没有全部列出的，请写“其中”",
            "compare the parts; where some are left out, write \"其中\""
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            sum: "3 + 4 = 7".to_owned(),
            whole: "8".to_owned(),
        }]
    }
}

/// The text gives another year where the report year is meant.
#[derive(Debug, Clone, PartialEq)]
pub struct StaleYear {
    /// The year in the text.
    pub found: i32,
    /// The report year.
    pub year: i32,
}

impl Rule for StaleYear {
    const ABOUT: About = About {
        name: "stale-year",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "标题、编制依据、统计期限等处应当是本报告的年度，却写了另一个年度，多半是照抄上年文稿留下的。这是警告。与上年比较、引用其他文件的年度不受影响。",
            en: "In a title, the basis or the period of the report another year stands than the report's, mostly left over from last year's text. A warning. Comparisons with other years and titles of other documents are left alone.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { found, year } = self;
        both!(
            "这里写的是 {} 年，本报告是 {} 年的",
            "this says {}, and the report is on {}",
            found,
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如是照抄上年的，请改为本年；正文可用 {{{{ year }}}}",
            "if it was left over from last year, renew it; the text may use {{{{ year }}}}"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            found: 2016,
            year: 2017,
        }]
    }
}

/// An exact count combined with a vague word.
#[derive(Debug, Clone, PartialEq)]
pub struct VagueCount {
    /// The count with its words.
    pub text: String,
    /// Whether there are two vague words.
    pub is_both: bool,
}

impl Rule for VagueCount {
    const ABOUT: About = About {
        name: "vague-count",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "准确到个位的数后面带“余”“多”，前面带“约”“近”，或者“约”“余”并用。这是警告。准确数直接写出；四舍五入的数用“约”。",
            en: "An exact count stands with a word that makes it vague, or two such words stand together. A warning: write an exact count as it is, and one such word with a rounded one.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        match self {
            Self {
                text,
                is_both: true,
            } => both!(
                "“{}”有两个约数词",
                "\"{}\" is made vague twice",
                shown(text)
            ),
            Self { text, .. } => both!(
                "“{}”中的数是准确数，却带约数词",
                "\"{}\" is an exact count with a word that makes it vague",
                shown(text)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "准确数不用“约”“余”；数字改用占位符",
            "leave the vague words out, and let a placeholder give the number"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                text: text(),
                is_both: true,
            },
            Self {
                text: text(),
                is_both: false,
            },
        ]
    }
}

/// A day in a colloquial form.
#[derive(Debug, Clone, PartialEq)]
pub struct ColloquialDate {
    /// The day.
    pub text: String,
}

impl Rule for ColloquialDate {
    const ABOUT: About = About {
        name: "colloquial-date",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "日期写成了“12月31号”。公文写“12月31日”，同一份报告里也应当一致。这是警告。",
            en: "A day is written as it is spoken. Official documents have a word of their own for the day of a month. A warning: write it their way throughout.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text } = self;
        both!(
            "“{}”是口语的写法",
            "\"{}\" writes a day as it is spoken",
            shown(text)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "公文中的日期写“日”，或者用占位符 {{{{ period.end | date }}}}",
            "write \"日\", or use the placeholder {{{{ period.end | date }}}}"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { text: text() }]
    }
}

/// The text makes a claim that a figure contradicts.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimContradicted {
    /// The claim.
    pub claim: String,
    /// The key of the figure that contradicts it.
    pub key: String,
    /// Its value.
    pub value: String,
}

impl Rule for ClaimContradicted {
    const ABOUT: About = About {
        name: "claim-contradicted",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿的一句话与数字相反，例如写“未收到申请”而收到了申请，写“未收取费用”而收取了费用，写“全程公开”而有的项目没有全程公开。这是警告。请按实际情况改写。",
            en: "A sentence says the opposite of a figure: that nothing was received where there is a request, that nothing was charged where there is a fee, that all is open where it is not. A warning: write what the logs bear out.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { claim, key, value } = self;
        contradicted(claim, key, value)
    }

    fn hint(&self) -> Option<Message> {
        let Self { key, .. } = self;
        Some(both!(
            "请按实际情况改写；用 report trace {0} 查看是哪些行",
            "write what the logs bear out; report trace {0} lists the rows",
            escaped(key)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            claim: text(),
            key: file(),
            value: reason(),
        }]
    }
}

/// The text mentions a rate whose denominator is 0.
#[derive(Debug, Clone, PartialEq)]
pub struct RateOverNothing {
    /// The rate.
    pub key: String,
}

impl Rule for RateOverNothing {
    const ABOUT: About = About {
        name: "rate-over-nothing",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿谈到一个比率，而它的分母是 0，例如没有收到申请，却写“均按期答复”或按期答复率。没有发生的事没有比率，既不是 0 也不是 100%。这是警告。",
            en: "The text speaks of a rate, or of all, where there was nothing: no request, and yet all answered in time. There is no such rate, neither 0 nor 100 %. A warning: write that there was nothing.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { key } = self;
        both!(
            "文稿谈到 {}，而它的分母是 0",
            "the text speaks of {}, which is a rate of nothing",
            escaped(key)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "没有应答复的，不写比率，如实写明没有发生",
            "write that there was nothing, and no rate"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { key: file() }]
    }
}

/// The text calls something the largest of its kind, but it is not.
#[derive(Debug, Clone, PartialEq)]
pub struct NotTheLargest {
    /// The name that is called the largest.
    pub name: String,
    /// The rank by its figure.
    pub found: RankFound,
}

/// Why something has not the rank that the text gives it.
#[derive(Debug, Clone, PartialEq)]
pub enum RankFound {
    /// This one is larger.
    Larger(String),
    /// This one is smaller, though the text speaks of the smallest.
    Smaller(String),
    /// It has another rank.
    At {
        /// The rank in the text.
        claimed: usize,
        /// The rank by the figures.
        actual: usize,
    },
}

impl Rule for NotTheLargest {
    const ABOUT: About = About {
        name: "not-the-largest",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿说某一类“主要”“居多”“最多”“最少”或者居第几位，而数字表明不是。这是警告。请按数量多少改写。",
            en: "The text says that something is the main, the largest or the smallest of its kind or gives its rank, and by the figures it is another. A warning: write it by the numbers.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { name, found } = self;
        match found {
            RankFound::Larger(larger) => both!(
                "“{}”不是最多的，“{}”更多",
                "\"{}\" is not the largest: \"{}\" is larger",
                shown(name),
                shown(larger)
            ),
            RankFound::Smaller(smaller) => both!(
                "“{}”不是最少的，“{}”更少",
                "\"{}\" is not the smallest: \"{}\" is smaller",
                shown(name),
                shown(smaller)
            ),
            RankFound::At { claimed, actual } => both!(
                "“{}”居第{}位，不是第{}位",
                "\"{}\" has rank {}, not {}",
                shown(name),
                actual,
                claimed
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请按数量多少改写，或者用 | top(3) | names",
            "write it by the numbers, or use | top(3) | names"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let all = [
            RankFound::Larger(text()),
            RankFound::Smaller(text()),
            RankFound::At {
                claimed: 2,
                actual: 3,
            },
        ];
        let named = |found| Self {
            name: text(),
            found,
        };
        all.map(named).to_vec()
    }
}

/// The text states a change of a figure in the wrong direction.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendContradicted {
    /// The word for the change.
    pub word: String,
    /// The figure.
    pub key: String,
    /// Its value in the year before.
    pub before: String,
    /// Its value.
    pub now: String,
}

impl Rule for TrendContradicted {
    const ABOUT: About = About {
        name: "trend-contradicted",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿说一个数字比上年增长、下降或持平，而两年的数字表明不是这样。这是警告。请改写，或者用 change 过滤器由程序写出。",
            en: "The text says that a figure grew, fell or stayed the same, and the figures of the two years say otherwise. A warning: write what happened, or let the filter change say it.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            word,
            key,
            before,
            now,
        } = self;
        both!(
            "文稿写“{}”，而 {} 上年是 {}，本年是 {}",
            "the text says \"{}\", but {} was {} and is {}",
            shown(word),
            escaped(key),
            before,
            now
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { key, .. } = self;
        Some(both!(
            "请改写，或者用占位符 {{{{ {0} | change }}}}",
            "write what happened, or use the placeholder {{{{ {0} | change }}}}",
            placeholders(key)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            word: text(),
            key: file(),
            before: reason(),
            now: reason(),
        }]
    }
}

/// A figure moved, but not by as much as the text says.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeContradicted {
    /// The change as typed.
    pub text: String,
    /// The figure.
    pub key: String,
    /// Its value in the year before.
    pub before: String,
    /// Its value.
    pub now: String,
    /// The change.
    pub actual: String,
}

impl Rule for ChangeContradicted {
    const ABOUT: About = About {
        name: "change-contradicted",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿写出的增减幅度或者增减数，与两年的数字算出来的不同。增长率以上年为底数，两个比率相差以百分点计。这是警告。请改正，或者用 change 过滤器由程序写出。",
            en: "The text says by how much a figure grew or fell, and by the figures of the two years it is another number. A rate of growth is over the year before, and two rates differ by percentage points. A warning: correct it, or let the filter change say it.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            text,
            key,
            before,
            now,
            actual,
        } = self;
        both!(
            "文稿写“{}”，而 {} 上年是 {}，本年是 {}，相差 {}",
            "the text says \"{}\", but {} was {} and is {}: a change of {}",
            shown(text),
            escaped(key),
            before,
            now,
            actual
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { key, .. } = self;
        Some(both!(
            "请改正，或者用占位符 {{{{ {0} | change }}}}",
            "correct it, or use the placeholder {{{{ {0} | change }}}}",
            placeholders(key)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            text: text(),
            key: file(),
            before: reason(),
            now: reason(),
            actual: "20%".to_owned(),
        }]
    }
}

/// A paragraph on problems or measures, or with a typed figure, is copied from last year's
/// narrative.
#[derive(Debug, Clone, PartialEq)]
pub struct StaleParagraph {
    /// Percentage of characters that are the same.
    pub percent: u8,
    /// Its line in last year's narrative.
    pub last_line: u64,
}

impl Rule for StaleParagraph {
    const ABOUT: About = About {
        name: "stale-paragraph",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "写问题、措施的段落，或者有手填数字的段落，与上年文稿相同或几乎相同。一年过去，问题和措施很少还是原样，多半是忘了改。这是警告。请对照本年情况改写。",
            en: "A paragraph on problems or measures, or with a typed figure, is the same as last year's, or nearly. A year later that is seldom true. A warning: write it anew.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { percent, last_line } = self;
        both!(
            "本段与上年文稿第 {1} 行起的一段有 {0}% 相同",
            "{0}% of this paragraph stands in last year's narrative, from line {1} on",
            percent,
            last_line
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!("请对照本年情况改写", "write it anew for this year"))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            percent: 98,
            last_line: 3,
        }]
    }
}

/// A paragraph is copied from last year's narrative, which may be legitimate.
#[derive(Debug, Clone, PartialEq)]
pub struct UnchangedParagraph {
    /// Percentage of characters that are the same.
    pub percent: u8,
    /// Its line in last year's narrative.
    pub last_line: u64,
}

impl Rule for UnchangedParagraph {
    const ABOUT: About = About {
        name: "unchanged-paragraph",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "一段文字与上年文稿相同或几乎相同。制度、依据没有变化的，可以沿用，所以只作提示。请核对一遍。",
            en: "A paragraph is the same as last year's, or nearly. A note: rules and their basis repeat honestly. Look it over.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { percent, last_line } = self;
        both!(
            "本段沿用上年文稿第 {1} 行起的一段，{0}% 相同",
            "{0}% of this paragraph was taken over from line {1} of last year's narrative",
            percent,
            last_line
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "制度没有变化的可以沿用，请核对一遍",
            "where nothing changed it may stand; look it over"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            percent: 98,
            last_line: 3,
        }]
    }
}

/// A placeholder prints a dash, because its value is absent.
#[derive(Debug, Clone, PartialEq)]
pub struct AbsentValue {
    /// The name in the placeholder; empty if it is not a single name.
    pub name: String,
    /// The figure that it prints, if it is one.
    pub key: Option<String>,
    /// The file of the log that the figure is counted from.
    pub log: Option<&'static str>,
    /// Whether it is a count or a sum, which is 0 if there was nothing.
    pub is_amount: bool,
    /// The year of the figure.
    pub year: i32,
}

impl Rule for AbsentValue {
    const ABOUT: About = About {
        name: "absent-value",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿中的一个占位符没有数字，印出的是“—”，例如没有申请台账而写 {{ requests.disclosure.received }}。这是警告，签发前应当处理。请补上台账，或者在 report.toml 的 [figures.年度] 中申报，或者改写这句话；只在有数字时才写的，用 {% if … is not none %}。",
            en: "A placeholder has no value and prints a dash, as {{ requests.disclosure.received }} without a log of requests. A warning: add the log, declare the figure in [figures.YEAR] of report.toml, or rewrite the sentence; what is said only where there is a figure stands in {% if … is not none %}.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { name, .. } = self;
        if name.is_empty() {
            return both!(
                "这里没有数字，印出的是“—”",
                "there is no value here: it prints as a dash"
            );
        }
        both!(
            "“{}”没有数字，印出的是“—”",
            "\"{}\" has no value and prints as a dash",
            shown(name)
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            key,
            log,
            is_amount,
            year,
            ..
        } = self;
        let line = |key: &str| format!("\n[figures.{year}]\n{} = ", toml_string(key));
        Some(match (key, log) {
            (Some(_), Some(log)) if !is_amount => both!(
                "请补上台账（{0}）中的有关记录，或者改写这句话",
                "add it to the log ({0}), or rewrite the sentence",
                log
            ),
            (Some(key), Some(log)) => both!(
                "请补上台账（{0}）中的有关记录，或者改写这句话，或者在 report.toml 中申报（没有的写 0）：{1}0",
                "add it to the log ({0}), rewrite the sentence, or declare it in report.toml, 0 if there was none:{1}0",
                log,
                line(key)
            ),
            (Some(key), None) => both!(
                "请改写这句话，或者在 report.toml 中申报（没有的写 0）：{}0",
                "rewrite the sentence, or declare it in report.toml, 0 if there was none:{}0",
                line(key)
            ),
            (None, _) => both!(
                "请补上有关台账或者设置，或者改写这句话",
                "add the log or the setting it comes from, or rewrite the sentence"
            ),
        })
    }

    fn figure(&self) -> Option<&str> {
        self.key.as_deref()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let shapes = [
            ("requests.disclosure.received", true, Some("requests.csv")),
            (
                "requests.disclosure.on_time_rate",
                true,
                Some("requests.csv"),
            ),
            ("fees.administrative_yuan", true, None),
            ("report.notice_title", false, None),
            ("", false, None),
        ];
        let sample = |(name, is_figure, log): (&str, bool, Option<&'static str>)| Self {
            name: name.to_owned(),
            key: is_figure.then(|| name.to_owned()),
            log,
            is_amount: !name.ends_with("rate"),
            year: 2021,
        };
        shapes.map(sample).into()
    }
}

rules![
    AbsentValue,
    OnTimeContradicted,
    TypedFigure,
    FigureContradicted,
    FigureDoubtful,
    ShareContradicted,
    SumContradicted,
    StaleYear,
    VagueCount,
    ColloquialDate,
    ClaimContradicted,
    RateOverNothing,
    NotTheLargest,
    TrendContradicted,
    ChangeContradicted,
    StaleParagraph,
    UnchangedParagraph
];

/// A claim and the figure that contradicts it.
fn contradicted(claim: &str, key: &str, value: &str) -> Message {
    both!(
        "文稿写“{}”，而 {} 是 {}",
        "the text says \"{}\", but {} is {}",
        shown(claim),
        escaped(key),
        value
    )
}

/// Figures joined by signs, each as a narrative writes it.
fn placeholders(expression: &str) -> String {
    let signs = ["+", "-", "/"];
    let terms = expression.split(' ').map(|term| {
        if signs.contains(&term) {
            return term.to_owned();
        }
        let key = term.trim_matches(['(', ')']);
        term.replace(key, &placeholder(key))
    });
    terms.collect::<Vec<_>>().join(" ")
}
