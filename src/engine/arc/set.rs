//! Sorting a message's ARC fields into sets by their instance (RFC 8617 §4.2, §5.2 step 1).
//!
//! Known deviation: in the two signatures `i=` may stand anywhere among the tags, though the grammar
//! puts it first.

use crate::engine::arc::{Chain, Field, Finding, Set};
use crate::engine::cite::Noted;
use crate::engine::dns::idn;
use crate::engine::limits;
use crate::engine::mail::tag_list::{self, TagList};
use crate::engine::mail::{Header, Message};

/// The sets of a message, and what is wrong with fields that belong to none.
pub fn collect(message: &Message) -> Chain {
    let mut slots = vec![Set::default(); limits::ARC_SETS];
    let mut findings = Vec::new();
    for (index, header) in message.headers.iter().enumerate() {
        let name = message.name(header);
        let is_named = |field: &Field| name.eq_ignore_ascii_case(field.word().as_bytes());
        let Some(field) = Field::ALL.into_iter().find(is_named) else {
            continue;
        };
        let tags = tags(message, header, field);
        match instance(&tags, field) {
            Ok(instance) => {
                if let Some(set) = slots.get_mut(instance - 1) {
                    set.instance = instance;
                    set.take(field, index, &tags);
                }
            }
            // One of each kind says enough, and of most kinds there is one.
            Err(finding) if findings.len() < limits::TAG_FAULTS => {
                findings.push(Noted::at(finding, header.whole));
            }
            Err(_) => {}
        }
    }
    slots.retain(|set| set.instance > 0);
    Chain {
        sets: slots,
        findings,
    }
}

/// A field's tags. Of ARC-Authentication-Results only its instance is one, the first item.
fn tags(message: &Message, header: &Header, field: Field) -> TagList {
    let value = message.value(header);
    let part = match field {
        Field::Results => value.split(|octet| *octet == b';').next(),
        Field::Message | Field::Seal => Some(value),
    };
    tag_list::parse(part.unwrap_or_default(), header.value.start)
}

/// §4.2.1: a number from 1 to 50, in one digit or two.
fn instance(tags: &TagList, field: Field) -> Result<usize, Finding> {
    let tag = tags.get("i").ok_or(Finding::NoInstance { field })?;
    let text = String::from_utf8_lossy(&tag.value);
    // A comment may follow where the field is no tag list.
    let digits = match field {
        Field::Results => text.split('(').next().unwrap_or_default().trim_end(),
        Field::Message | Field::Seal => &text,
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
    match digits.parse() {
        Ok(instance)
            if is_number && digits.len() < 3 && (1..=limits::ARC_SETS).contains(&instance) =>
        {
            Ok(instance)
        }
        Ok(instance) if is_number && instance > limits::ARC_SETS => {
            Err(Finding::TooManySets { instance })
        }
        _ => Err(Finding::BadInstance {
            field,
            value: text.into_owned(),
        }),
    }
}

impl Set {
    /// Puts a field in, the first of its kind; further ones are counted.
    fn take(&mut self, field: Field, index: usize, tags: &TagList) {
        let [results, message, seal] = &mut self.fields;
        let [of_results, of_messages, of_seals] = &mut self.counts;
        let (place, count) = match field {
            Field::Results => (results, of_results),
            Field::Message => (message, of_messages),
            Field::Seal => (seal, of_seals),
        };
        *count += 1;
        if place.is_some() {
            return;
        }
        *place = Some(index);
        if field == Field::Seal {
            let text = |name: &str| {
                let tag = tags.get(name)?;
                Some(String::from_utf8_lossy(&tag.value).into_owned())
            };
            let domain = text("d").and_then(|domain| idn::from_text(&domain).ok());
            self.sealer = domain.map(|read| read.name);
            self.selector = text("s");
            self.status = text("cv");
        }
    }
}
