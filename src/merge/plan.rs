//! How the values of a text that many copies share are found, each once.

use super::text::SharedText;
use crate::template::Path;

/// The way to the values of a copy, in the order in which they stand there.
#[derive(Debug)]
pub(super) struct Plan<'c> {
    pub steps: Vec<PlanStep<'c>>,
    /// How many bytes the texts have that are the same for all copies, without their values.
    pub bytes: usize,
}

/// One step of a [`Plan`].
#[derive(Debug)]
pub(super) enum PlanStep<'c> {
    /// The value of a name, which is printed so many times. It is a fault where one that is needed is not there.
    Value { path: &'c Path, is_needed: bool, times: usize },
    /// All values of a text that Tera works out, by its number among [`SharedText::all_texts`].
    Worked(usize),
}

impl<'c> Plan<'c> {
    /// The way to the values of copies that have this text.
    pub fn of(text: &SharedText<'c>) -> Self {
        let (mut steps, mut bytes) = (Vec::new(), 0);
        // The step of each value; what is worked out is asked for by nobody else.
        let mut step_of: Vec<Option<usize>> = Vec::new();
        for (index, text) in text.all_texts().into_iter().enumerate() {
            let template = &text.body.template;
            let Some(paths) = template.printed_paths() else {
                steps.push(PlanStep::Worked(index));
                step_of.extend(text.values.iter().map(|_| None));
                continue;
            };
            bytes += text.passage.text().len();
            for (path, value) in paths.zip(&text.values) {
                if *value as usize == step_of.len() {
                    step_of.push(Some(steps.len()));
                    steps.push(PlanStep::Value { path, is_needed: false, times: 0 });
                }
                let step = step_of.get(*value as usize).copied().flatten().and_then(|step| steps.get_mut(step));
                if let Some(PlanStep::Value { is_needed, times, .. }) = step {
                    *is_needed |= template.needs_values();
                    *times += 1;
                }
            }
        }
        Self { steps, bytes }
    }
}
