//! The sound of a message somebody left.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    providers::ProviderError,
    shared::ids::CallId,
};

/// MP3, fetched from the vendor now; `None` when there is none, or it is somebody else's.
pub async fn voicemail(
    backend: &Backend,
    buyer: &impl Buys,
    id: CallId,
) -> Result<Option<Vec<u8>>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let found = store::recording(&mut tx, buyer, id).await?;
    tx.commit().await?;
    let Some((provider, recording)) = found else {
        return Ok(None);
    };
    let Some(vendor) = backend.providers.call(&provider) else {
        return Ok(None);
    };
    match vendor.recording(&recording).await {
        Ok(sound) => Ok(Some(sound)),
        Err(ProviderError::Refused(refusal)) => {
            tracing::warn!(call_id = %id, %refusal, "the vendor has no sound of a message");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
