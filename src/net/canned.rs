//! Answers from lines instead of the network: the driver of tests, examples and the command line.

use crate::engine::dns::zone::Zone;
use crate::engine::dns::{Answers, Asked};
use crate::engine::limits;

/// Evaluates, answers what was asked, and evaluates again, until nothing is open that `zone` answers;
/// without a zone, that is at once. Gives what the last evaluation gave.
///
/// The zone is the whole world: what it does not name does not exist.
pub fn settle<T>(
    zone: Option<&Zone>,
    answers: &mut Answers,
    mut evaluate: impl FnMut(&Answers) -> (T, Vec<Asked>),
) -> (T, Vec<Asked>) {
    // A round that does not end this answers a question at least, and there are no more than the cap.
    for _ in 0..limits::QUESTIONS {
        let (outcome, asked) = evaluate(answers);
        let open = asked.iter().filter(|asked| !asked.answered);
        let Some(zone) = zone.filter(|_| open.clone().next().is_some()) else {
            return (outcome, asked);
        };
        for need in open {
            answers.insert(need.question.clone(), zone.answer(&need.question));
        }
    }
    evaluate(answers)
}
