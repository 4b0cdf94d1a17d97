//! An eSIM with what installs it, for its owner's eyes.

use super::{add::SEALED_COLUMN, qr, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    providers::esims::ActivationCode,
    shared::{esim::EsimView, ids::EsimId},
};

/// The page of an eSIM; `None` when it is somebody else's.
pub async fn view(backend: &Backend, buyer: &impl Buys, id: EsimId) -> Result<Option<EsimView>, Internal> {
    let Some((esim, code)) = open(backend, buyer, id).await? else {
        return Ok(None);
    };
    let lpa = code.to_lpa();
    Ok(Some(EsimView {
        order_id: esim.order_id,
        iccid: esim.iccid,
        validity_days: esim.validity_days,
        qr_svg: qr::svg(&lpa).map_err(|error| Internal::broken(error.to_string()))?,
        smdp_address: code.smdp_address().to_owned(),
        matching_id: code.matching_id().to_owned(),
        needs_confirmation_code: code.needs_confirmation_code(),
        apple_url: code.apple_url(),
        android_url: code.android_url(),
        activation_code: lpa,
        as_of: esim.as_of,
        expires_at: esim.expires_at,
        row: esim.row,
    }))
}

/// The QR code as a PNG picture; `None` when the eSIM is somebody else's.
pub async fn qr_png(backend: &Backend, buyer: &impl Buys, id: EsimId) -> Result<Option<Vec<u8>>, Internal> {
    let Some((_, code)) = open(backend, buyer, id).await? else {
        return Ok(None);
    };
    qr::png(&code.to_lpa())
        .map(Some)
        .map_err(|error| Internal::broken(error.to_string()))
}

/// The QR code as an SVG picture; `None` when the eSIM is somebody else's.
pub async fn qr_svg(backend: &Backend, buyer: &impl Buys, id: EsimId) -> Result<Option<String>, Internal> {
    let Some((_, code)) = open(backend, buyer, id).await? else {
        return Ok(None);
    };
    qr::svg(&code.to_lpa())
        .map(Some)
        .map_err(|error| Internal::broken(error.to_string()))
}

async fn open(
    backend: &Backend,
    buyer: &impl Buys,
    id: EsimId,
) -> Result<Option<(store::StoredEsim, ActivationCode)>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let esim = store::esims(&mut tx, buyer, Some(id), 1).await?.pop();
    tx.commit().await?;
    let Some(esim) = esim else { return Ok(None) };
    let code = backend.seal.open(
        buyer.reseller(),
        SEALED_COLUMN,
        &id.to_string(),
        &esim.sealed_code,
    )?;
    let code = String::from_utf8(code)
        .ok()
        .and_then(|text| ActivationCode::parse(&text).ok())
        .ok_or_else(|| Internal::broken("a sealed activation code cannot be read"))?;
    Ok(Some((esim, code)))
}
