//! An operator says what became of a wish whose carrier never told.

use super::{advance_wish::book, store};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{Scope, System},
    },
    shared::{
        esim::EsimState,
        ids::{LineWishId, OrganizationId},
        line::{LineVerb, WishState},
    },
};

/// Why it stays open.
#[derive(Debug, thiserror::Error)]
pub enum DecideWishError {
    #[error("there is no such wish")]
    NotFound,
    /// The carrier answered meanwhile.
    #[error("it is {} already", .0.as_str())]
    Ended(WishState),
    /// The carrier can be asked after all, and says something else.
    #[error("the carrier says the line is {}", .0.as_str())]
    Otherwise(EsimState),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DecideWishError);

/// Ends the wish as the carrier's answer would have. The carrier is asked once more where the line stands: its word wins
/// over the operator's, its silence does not.
pub async fn decide_wish(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    id: LineWishId,
    is_done: bool,
) -> Result<(), DecideWishError> {
    let reseller = system.reseller();
    let mut tx = backend.begin(system).await?;
    let wish = store::wishes::lock(&mut tx, reseller, organization, id)
        .await?
        .ok_or(DecideWishError::NotFound)?;
    tx.commit().await?;
    let told = match backend.providers.line(&wish.provider) {
        Some(vendor) => vendor.fetch_usage(&wish.provider_line).await.ok(),
        None => None,
    };
    if let Some(told) = &told
        && is_so(wish.verb, told.state) != is_done
    {
        return Err(DecideWishError::Otherwise(told.state));
    }
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    let words =
        (!is_done).then_some("The carrier did not do it. Nothing was changed. It can be asked again.");
    if !store::wishes::end(&mut tx, reseller, organization, id, words, now).await? {
        let found = store::wishes::lock(&mut tx, reseller, organization, id).await?;
        return Err(found.map_or(DecideWishError::NotFound, |wish| {
            DecideWishError::Ended(wish.state)
        }));
    }
    if is_done {
        book(&mut tx, system, organization, &wish, told, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

const fn is_so(verb: LineVerb, state: EsimState) -> bool {
    match verb {
        LineVerb::Suspend => matches!(state, EsimState::Suspended),
        LineVerb::Reactivate => !matches!(state, EsimState::Suspended),
        LineVerb::Terminate => state.is_over(),
    }
}
