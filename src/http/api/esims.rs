//! `/esims`: what installs an eSIM, and how much of it is used. The code is a secret: no cache, no index.

use axum::{
    Extension, Json,
    extract::Path,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::{Answer, Caller, not_found},
    problem::Problem,
    wire::{Common, ProblemSchema},
};
use crate::{
    domain::{
        api::KeyScope,
        error::Internal,
        esims::{
            act_for::act_for,
            refresh::{RefreshError, refresh},
            view::{self, view},
        },
        scope::OnBehalf,
    },
    shared::{
        esim::{EsimState, EsimView},
        ids::EsimId,
    },
};

/// Where a profile stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EsimState)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Ordered,
    Ready,
    Downloaded,
    Active,
    Depleted,
    Expired,
    Suspended,
    Terminated,
    Recycled,
}

impl From<EsimState> for State {
    fn from(state: EsimState) -> Self {
        match state {
            EsimState::Ordered => Self::Ordered,
            EsimState::Ready => Self::Ready,
            EsimState::Downloaded => Self::Downloaded,
            EsimState::Active => Self::Active,
            EsimState::Depleted => Self::Depleted,
            EsimState::Expired => Self::Expired,
            EsimState::Suspended => Self::Suspended,
            EsimState::Terminated => Self::Terminated,
            EsimState::Recycled => Self::Recycled,
        }
    }
}

/// An eSIM with everything that installs it. Show it to its owner only.
#[derive(Serialize, ToSchema)]
pub struct Esim {
    #[schema(example = "esm_0192d5e8a0007000800000000000000a")]
    id: String,
    order_id: String,
    plan_name: String,
    place: String,
    state: State,
    iccid: String,
    /// The whole `LPA:1$…` text; the QR code holds the same.
    activation_code: String,
    /// First field of manual entry.
    smdp_address: String,
    /// Second field of manual entry.
    matching_id: String,
    /// The phone will ask for a confirmation code.
    needs_confirmation_code: bool,
    /// One-tap link of iOS 17.4 and later.
    apple_url: String,
    /// One-tap link of Android 10 and later.
    android_url: String,
    /// Megabytes (10^6 bytes); null is unlimited.
    data_mb: Option<i64>,
    used_mb: i64,
    /// When our supplier last told usage and state.
    as_of: Option<DateTime<Utc>>,
    validity_days: i32,
    purchased_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
}

impl From<EsimView> for Esim {
    fn from(esim: EsimView) -> Self {
        Self {
            id: esim.row.id.to_string(),
            order_id: esim.order_id.to_string(),
            plan_name: esim.row.plan_name,
            place: esim.row.place,
            state: esim.row.state.into(),
            iccid: esim.iccid,
            activation_code: esim.activation_code,
            smdp_address: esim.smdp_address,
            matching_id: esim.matching_id,
            needs_confirmation_code: esim.needs_confirmation_code,
            apple_url: esim.apple_url,
            android_url: esim.android_url,
            data_mb: esim.row.data_mb,
            used_mb: esim.row.used_mb,
            as_of: esim.as_of,
            validity_days: esim.validity_days,
            purchased_at: esim.row.purchased_at,
            expires_at: esim.expires_at,
        }
    }
}

/// How much of an eSIM's data is used.
#[derive(Debug, Serialize, ToSchema)]
pub struct EsimUsage {
    /// Megabytes (10^6 bytes); null is unlimited.
    data_mb: Option<i64>,
    used_mb: i64,
    /// When our supplier told so; null when it never has.
    as_of: Option<DateTime<Utc>>,
}

async fn holder(caller: &Caller, id: &str) -> Result<(OnBehalf, EsimId), Problem> {
    let key = caller.may(KeyScope::EsimsRead)?;
    let id: EsimId = id.parse().map_err(|_| not_found("eSIM"))?;
    let holder = act_for(&caller.asked.backend, &key.client, id)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("eSIM"))?;
    Ok((holder, id))
}

fn found<T>(caller: &Caller, found: Result<Option<T>, Internal>) -> Result<T, Problem> {
    found
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("eSIM"))
}

/// An eSIM with what installs it.
#[utoipa::path(
    get, path = "/api/v1/esims/{id}", tag = "eSIMs", operation_id = "get_esim",
    params(("id" = String, Path, description = "`esm_…`", example = "esm_0192d5e8a0007000800000000000000a")),
    responses(
        (status = 200, description = "The eSIM", body = Esim),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn find(Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let (holder, id) = holder(&caller, &id).await?;
    let esim = found(&caller, view(&caller.asked.backend, &holder, id).await)?;
    Ok(Json(Esim::from(esim)).into_response())
}

/// The QR code that installs it, as SVG: error correction M, a quiet zone of four modules.
#[utoipa::path(
    get, path = "/api/v1/esims/{id}/qr.svg", tag = "eSIMs", operation_id = "get_esim_qr_svg",
    params(("id" = String, Path, description = "`esm_…`", example = "esm_0192d5e8a0007000800000000000000a")),
    responses(
        (status = 200, description = "The picture", body = String, content_type = "image/svg+xml"),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn qr_svg(Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let (holder, id) = holder(&caller, &id).await?;
    let svg = found(&caller, view::qr_svg(&caller.asked.backend, &holder, id).await)?;
    Ok(picture("image/svg+xml", svg.into_bytes()))
}

/// The same as PNG, 8 pixels per module.
#[utoipa::path(
    get, path = "/api/v1/esims/{id}/qr.png", tag = "eSIMs", operation_id = "get_esim_qr_png",
    params(("id" = String, Path, description = "`esm_…`", example = "esm_0192d5e8a0007000800000000000000a")),
    responses(
        (status = 200, description = "The picture", body = Vec<u8>, content_type = "image/png"),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn qr_png(Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let (holder, id) = holder(&caller, &id).await?;
    let png = found(&caller, view::qr_png(&caller.asked.backend, &holder, id).await)?;
    Ok(picture("image/png", png))
}

fn picture(kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
        (
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex"),
        ),
    ];
    (headers, bytes).into_response()
}

/// How much is used. Our supplier is asked anew when its last word is older than half a minute; when it does not answer,
/// `as_of` tells how old the figures are.
#[utoipa::path(
    get, path = "/api/v1/esims/{id}/usage", tag = "eSIMs", operation_id = "get_esim_usage",
    params(("id" = String, Path, description = "`esm_…`", example = "esm_0192d5e8a0007000800000000000000a")),
    responses(
        (status = 200, description = "The figures", body = EsimUsage),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn usage(Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let (holder, id) = holder(&caller, &id).await?;
    let backend = &caller.asked.backend;
    match refresh(backend, &holder, id).await {
        Ok(()) => {}
        Err(RefreshError::Unavailable(error)) => tracing::warn!(esim_id = %id, %error, "usage stays old"),
        Err(RefreshError::NotFound) => return Err(not_found("eSIM")),
        Err(RefreshError::Internal(error)) => return Err(caller.internal(&error)),
    }
    let esim = found(&caller, view(backend, &holder, id).await)?;
    let usage = EsimUsage {
        data_mb: esim.row.data_mb,
        used_mb: esim.row.used_mb,
        as_of: esim.as_of,
    };
    Ok(Json(usage).into_response())
}
