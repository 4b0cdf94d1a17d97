//! One line.

use super::{LineFilter, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::WorksIn},
    shared::{ids::LineId, line::LineRow},
};

/// `None` for a line of another company or out of reach: the two are not told apart.
pub async fn find(backend: &Backend, scope: &impl WorksIn, id: LineId) -> Result<Option<LineRow>, Internal> {
    let filter = LineFilter {
        state: "all".to_owned(),
        ..LineFilter::default()
    };
    let wanted = store::rows::Wanted {
        only: Some(id),
        filter: &filter,
        teams: scope.teams(),
        limit: 1,
    };
    let mut tx = backend.begin_search(scope).await?;
    let mut found = store::rows::list(&mut tx, scope.reseller(), scope.organization(), &wanted).await?;
    tx.commit().await?;
    Ok(found.pop())
}
