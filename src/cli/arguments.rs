//! Arguments: `--flag value`, `--flag=value`, operands, and `--` before operands that look like flags.

use std::ffi::{OsStr, OsString};

use crate::cli::Complaint;

/// A flag of a command.
#[derive(Clone, Copy)]
pub(super) struct Flag {
    name: &'static str,
    takes_value: bool,
    repeats: bool,
}

impl Flag {
    /// A flag without a value.
    pub(super) const fn switch(name: &'static str) -> Self {
        Self {
            name,
            takes_value: false,
            repeats: false,
        }
    }

    /// A flag with a value.
    pub(super) const fn value(name: &'static str) -> Self {
        Self {
            name,
            takes_value: true,
            repeats: false,
        }
    }

    /// A flag with a value that may be given several times.
    pub(super) const fn many(name: &'static str) -> Self {
        Self {
            name,
            takes_value: true,
            repeats: true,
        }
    }
}

/// The arguments of one command.
pub(super) struct Arguments {
    flags: Vec<(&'static str, OsString)>,
    operands: Vec<OsString>,
}

impl Arguments {
    pub(super) fn read(arguments: Vec<OsString>, known: &[Flag]) -> Result<Self, Complaint> {
        let mut read = Self {
            flags: Vec::new(),
            operands: Vec::new(),
        };
        let mut rest = arguments.into_iter();
        while let Some(argument) = rest.next() {
            if argument == "--" {
                read.operands.extend(rest.by_ref());
                break;
            }
            let text = argument.to_string_lossy().into_owned();
            if !text.starts_with('-') || text == "-" {
                read.operands.push(argument);
                continue;
            }
            let (name, joined) = match text.split_once('=') {
                Some((name, value)) => (name, Some(OsString::from(value))),
                None => (text.as_str(), None),
            };
            let Some(flag) = known.iter().find(|flag| flag.name == name) else {
                return Err(Complaint(format!("there is no option {name} here.")));
            };
            if !flag.repeats && read.has(flag.name) {
                return Err(Complaint(format!("{name} is given twice.")));
            }
            let value = match (flag.takes_value, joined) {
                (true, joined) => joined
                    .or_else(|| rest.next())
                    .ok_or_else(|| Complaint(format!("{name} needs a value.")))?,
                (false, None) => OsString::new(),
                (false, Some(_)) => {
                    return Err(Complaint(format!("{name} takes no value.")));
                }
            };
            read.flags.push((flag.name, value));
        }
        Ok(read)
    }

    pub(super) fn operands(&self) -> &[OsString] {
        &self.operands
    }

    pub(super) fn no_operands(&self) -> Result<(), Complaint> {
        match self.operands.first() {
            None => Ok(()),
            Some(operand) => Err(Complaint(format!("{operand:?} is one argument too many."))),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.flags.iter().any(|(given, _)| *given == name)
    }

    /// The values of a flag as they were given.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &OsStr> {
        self.flags
            .iter()
            .filter(move |(given, _)| *given == name)
            .map(|(_, value)| value.as_os_str())
    }

    /// The values of a flag as text.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<&str>, Complaint> {
        self.values(name)
            .map(|value| {
                value
                    .to_str()
                    .ok_or_else(|| Complaint(format!("{name} takes text in UTF-8.")))
            })
            .collect()
    }

    /// The value of a flag as text.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Complaint> {
        self.texts(name).map(|texts| texts.first().copied())
    }
}
