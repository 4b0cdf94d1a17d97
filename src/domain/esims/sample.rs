//! An eSIM that nobody bought, for looking at the page of one.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::qr;
use crate::{
    domain::{error::Internal, place},
    providers::esims::ActivationCode,
    shared::esim::{EsimRow, EsimState, EsimView},
};

/// Its code belongs to no operator: `.invalid` is nobody's (RFC 2606).
const CODE: &str = "LPA:1$rsp.example.invalid$THIS-IS-A-SAMPLE";

/// A French plan, half used.
pub fn sample(now: DateTime<Utc>) -> Result<EsimView, Internal> {
    let code =
        ActivationCode::parse(CODE).map_err(|_| Internal::broken("the sample's code cannot be read"))?;
    let country = place::country("FR".parse()?);
    Ok(EsimView {
        row: EsimRow {
            id: Uuid::nil().into(),
            plan_name: "France, 5 GB".into(),
            place: country.name.clone(),
            country: Some(country),
            state: EsimState::Active,
            data_mb: Some(5_000),
            used_mb: 2_100,
            purchased_at: now - TimeDelta::days(3),
        },
        order_id: Uuid::nil().into(),
        iccid: "8900000000000000000".into(),
        validity_days: 30,
        smdp_address: code.smdp_address().to_owned(),
        matching_id: code.matching_id().to_owned(),
        needs_confirmation_code: false,
        apple_url: code.apple_url(),
        android_url: code.android_url(),
        qr_svg: qr::svg(CODE).map_err(|error| Internal::broken(error.to_string()))?,
        activation_code: CODE.to_owned(),
        as_of: Some(now),
        expires_at: Some(now + TimeDelta::days(27)),
    })
}
