//! Reports as they are kept from build to build.

use super::prover::PageReport;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// Reports on many pages, for keeping. The ids that pages have in common stand there once.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptReports {
    ids: Vec<Arc<[u64]>>,
    /// Each report, with the index of its ids.
    reports: Vec<(usize, Arc<PageReport>)>,
}

impl KeptReports {
    /// These reports, in their order. What is wrong with a page is not kept.
    pub fn of(reports: impl IntoIterator<Item = Arc<PageReport>>) -> Self {
        let mut ids = Vec::new();
        let mut indices: HashMap<Arc<[u64]>, usize> = HashMap::new();
        let indexed = reports.into_iter().map(|report| {
            let index = *indices.entry(Arc::clone(&report.ids)).or_insert_with(|| {
                ids.push(Arc::clone(&report.ids));
                ids.len() - 1
            });
            (index, report)
        });
        let reports = indexed.collect();
        Self { ids, reports }
    }

    /// The reports again, in their order; `None` where they say what none of ours would.
    pub fn again(self) -> Option<Vec<Arc<PageReport>>> {
        let Self { ids, reports } = self;
        let with_ids = |(index, mut report): (usize, Arc<PageReport>)| {
            Arc::get_mut(&mut report)?.ids = Arc::clone(ids.get(index)?);
            Some(report)
        };
        reports.into_iter().map(with_ids).collect()
    }
}
