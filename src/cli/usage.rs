//! Chinese messages for argument errors, by kind of error; the parser only has English ones.

use std::error::Error as _;
use std::ffi::OsString;
use std::fmt::Write as _;

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::arguments::Malformed;
use super::help::usage_of;
use crate::language::Language;

/// Whether an error is a usage error; help and the version are errors as well.
pub(super) fn is_refusal(error: &Error) -> bool {
    error.use_stderr() && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// Returns the message for a usage error in `words`, with the usage of the command, in colour.
pub(super) fn refusal(error: &Error, root: &Command, words: &[OsString]) -> String {
    let command = command_typed(root, words);
    let styles = root.get_styles();
    let (title, heading) = (styles.get_error(), styles.get_usage());
    let mut text = format!("{title}错误:{title:#} {}\n", reason(error));
    for tip in tips(error, root, command) {
        let valid = styles.get_valid();
        let _ = write!(text, "\n  {valid}提示:{valid:#} {tip}\n");
    }
    let usage = usage_of(command, Language::Chinese).ansi().to_string();
    let _ = writeln!(text, "\n{heading}用法:{heading:#} {usage}\n\n详见 --help。");
    text
}

/// Returns the error in one line.
fn reason(error: &Error) -> String {
    let (argument, value) = (
        text(error, ContextKind::InvalidArg),
        text(error, ContextKind::InvalidValue),
    );
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面没有写值"),
        ErrorKind::InvalidValue => {
            let reason = format!("“{value}”不能作 {argument} 的值");
            match texts(error, ContextKind::ValidValue) {
                values if values.is_empty() => reason,
                values => format!("{reason}，可以写：{}", values.join("、")),
            }
        }
        ErrorKind::ValueValidation => {
            let why = error
                .source()
                .and_then(|source| source.downcast_ref::<Malformed>());
            let why = why.map(|why| format!("：{}", why.reason(Language::Chinese)));
            let why = why.unwrap_or_default();
            format!("“{value}”不能作 {argument} 的值{why}")
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("没有选项“{argument}”")
        }
        ErrorKind::UnknownArgument => format!("多写了“{argument}”"),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令“{}”", text(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => {
            let commands = texts(error, ContextKind::ValidSubcommand).join("、");
            format!("没有写命令，可以写：{commands}")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(error, ContextKind::InvalidArg).join("、");
            format!("缺少必须写的 {missing}")
        }
        ErrorKind::ArgumentConflict => {
            let others = texts(error, ContextKind::PriorArg);
            if others == [argument.as_str()] {
                format!("{argument} 只能写一次")
            } else if others.is_empty() {
                format!("{argument} 不能与其他选项同时使用")
            } else {
                format!("{argument} 不能与 {} 同时使用", others.join("、"))
            }
        }
        ErrorKind::TooManyValues => format!("{argument} 后面多写了“{value}”"),
        ErrorKind::TooFewValues => {
            let least = text(error, ContextKind::MinValues);
            format!("{argument} 后面至少要写 {least} 个值")
        }
        ErrorKind::WrongNumberOfValues => {
            let number = text(error, ContextKind::ExpectedNumValues);
            format!("{argument} 后面要写 {number} 个值")
        }
        ErrorKind::NoEquals => format!("{argument} 与值之间要写等号"),
        ErrorKind::InvalidUtf8 => "有的内容不是 UTF-8 编码，无法读取".to_owned(),
        _ => "命令的写法不对".to_owned(),
    }
}

/// Returns suggested corrections.
fn tips(error: &Error, root: &Command, command: &Command) -> Vec<String> {
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let near = kinds.iter().flat_map(|kind| texts(error, *kind));
    let mut tips: Vec<String> = near.map(|near| format!("是否应为“{near}”？")).collect();
    let argument = text(error, ContextKind::InvalidArg);
    if error.kind() != ErrorKind::UnknownArgument {
        return tips;
    }
    if let Some(option) = argument.strip_prefix("--") {
        let has_option = |command: &&Command| {
            let mut arguments = command.get_arguments();
            arguments.any(|known| known.get_long() == Some(option) && !known.is_global_set())
        };
        let commands = root.get_subcommands().filter(has_option);
        let commands: Vec<&str> = commands.map(Command::get_name).collect();
        if !commands.is_empty() {
            tips.insert(0, format!("这个选项用在命令 {} 之后", commands.join("、")));
        }
    }
    if argument.starts_with('-') && command.get_positionals().next().is_some() {
        tips.push(format!("如果“{argument}”不是选项，请写成“-- {argument}”"));
    }
    tips
}

/// Returns the command that the arguments name, or the root.
fn command_typed<'c>(root: &'c Command, words: &[OsString]) -> &'c Command {
    let takes_value = |word: &OsString| {
        let mut options = root.get_arguments();
        let long = word.to_str().and_then(|word| word.strip_prefix("--"));
        options.any(|option| option.get_long() == long && option.get_action().takes_values())
    };
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        if word.as_encoded_bytes().starts_with(b"-") {
            if takes_value(word) {
                words.next();
            }
        } else {
            return root.find_subcommand(word).unwrap_or(root);
        }
    }
    root
}

fn text(error: &Error, kind: ContextKind) -> String {
    error
        .get(kind)
        .map(ContextValue::to_string)
        .unwrap_or_default()
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    }
}
