//! What is said about ARC.

use crate::engine::arc::Finding;
use crate::engine::dns::Name;
use crate::text::en::dkim;
use crate::text::prose::Prose;

/// The words of a finding about the chain.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        // The sets.
        Finding::TooManySets { instance } => Prose::new(
            format!("The ARC chain counts to {instance}"),
            "A chain has at most 50 sets. One that is longer has failed.",
        ),
        Finding::NoInstance { field } => Prose::new(
            format!("An {} field has no instance", field.word()),
            "Without i= it belongs to no set, and the chain has failed.",
        ),
        Finding::BadInstance { field, value } => Prose::new(
            format!("An {} field has the instance “{value}”", field.word()),
            "Instances are numbers from 1 to 50. The chain has failed.",
        ),
        Finding::Ended { instance, sealer } => Prose::new(
            format!("The ARC chain had failed when {} got it", by(sealer.as_ref())),
            format!(
                "The seal of set {instance} says cv=fail. Once broken, a chain can’t be mended, so \
                 nothing older in it counts."
            ),
        ),
        Finding::Gap { instance, highest } => Prose::new(
            format!("Set {instance} of the ARC chain is missing"),
            format!("The sets must go from 1 to {highest} without a gap. The chain has failed."),
        ),
        Finding::MissingField { instance, field } => Prose::new(
            format!("Set {instance} of the ARC chain has no {}", field.word()),
            "A set is three fields. Somebody removed one, and the chain has failed.",
        ),
        Finding::RepeatedField {
            instance,
            field,
            count,
        } => Prose::new(
            format!("Set {instance} of the ARC chain has {count} {} fields", field.word()),
            "There must be one of each kind. The chain has failed.",
        ),
        Finding::Status {
            instance,
            stated,
            needed,
        } => Prose::new(
            match stated {
                Some(stated) => format!("The seal of ARC set {instance} says cv={stated}"),
                None => format!("The seal of ARC set {instance} has no cv="),
            },
            format!(
                "It must say cv={needed}: the first sealer found no chain, each later one a whole \
                 one. The chain has failed."
            ),
        ),
        // The signatures.
        Finding::Message { instance, sealer } => Prose::new(
            format!("The message is not the one that {} sealed", by(sealer.as_ref())),
            format!(
                "The newest ARC-Message-Signature, of set {instance}, does not hold, so the chain \
                 has failed. A receiver treats the message as one without ARC."
            ),
        ),
        Finding::Seal { instance, sealer } => Prose::new(
            format!("The seal of {} on the ARC chain does not hold", by(sealer.as_ref())),
            format!(
                "The ARC-Seal of set {instance} covers the ARC fields of its own set and of all \
                 before it. It does not verify, so the chain has failed."
            ),
        ),
        Finding::Signature {
            instance,
            field,
            finding,
        } => {
            let mut said = dkim::prose(finding);
            said.title = format!("ARC set {instance}, {}: {}", field.word(), said.title);
            said
        }
        Finding::LookupFailed => Prose::new(
            "Whether the ARC chain is whole can’t be told: a lookup failed",
            "A receiver would have had to count this as a fail. Here the lookup can be repeated.",
        )
        .fix("Ask DNS again, or choose another resolver in the settings."),
        Finding::BodyAbsent => Prose::new(
            "Whether the ARC chain is whole can’t be told: the body was not pasted",
            "The seals cover header fields alone; the newest ARC-Message-Signature covers the body.",
        )
        .fix("Paste the whole message, or drop the .eml file."),
        Finding::ChangedSince { instance, sealer } => Prose::new(
            format!("The message was changed after {} sealed it", by(sealer.as_ref())),
            format!(
                "The ARC-Message-Signature of set {instance} no longer holds; all newer ones do. \
                 Lists and gateways do that, and the chain is none the worse for it."
            ),
        ),
        Finding::NotAllChecked { checked } => Prose::new(
            format!("Of the ARC-Message-Signatures, the newest {checked} were checked"),
            "The result rests on the newest one and on the seals, and all of those were.",
        ),
        Finding::Retiring => Prose::new(
            "ARC is an experiment that is being retired",
            "It never turns a DMARC fail into a pass. It lets a receiver make an exception for \
             forwarders that it trusts, and anybody can seal: a whole chain says who claims what, \
             not that the claims are true. The IETF is about to declare it historic \
             (draft-ietf-dmarc-arc-to-historic).",
        ),
    }
}

fn by(sealer: Option<&Name>) -> String {
    sealer.map_or_else(|| "the sealer".to_owned(), ToString::to_string)
}
