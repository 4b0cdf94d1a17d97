//! The QR code of a line as a picture, for whoever may see the page.

use super::{ATTEMPTS_MAX, proof, show};
use crate::{
    backend::Backend,
    domain::{accounts::LinkToken, error::Internal, esims::qr, scope::Visitor},
    shared::{esim::EsimState, pickup::PickupCheck},
};

/// A PNG; `None` wherever the page shows no code.
pub async fn picture(
    backend: &Backend,
    visitor: &Visitor,
    token: Option<&LinkToken>,
    proof: Option<&str>,
) -> Result<Option<Vec<u8>>, Internal> {
    let Some((_, found)) = show::open(backend, visitor, token).await? else {
        return Ok(None);
    };
    let is_proven = found.check == PickupCheck::Nothing
        || proof::holds(&backend.seal, visitor, found.id, proof, backend.now());
    if !is_proven || found.attempts >= ATTEMPTS_MAX || found.state != EsimState::Ready {
        return Ok(None);
    }
    let code = show::code(backend, visitor, &found).await?;
    qr::png(&code.to_lpa())
        .map(Some)
        .map_err(|error| Internal::broken(error.to_string()))
}
