//! What the brand studio needs besides pages: the draft's stylesheet, a sample of a mail, and the way in for pictures.
//! For staff of the shop alone and never cached; to everybody else there is no such thing.

use axum::{
    Extension,
    extract::{Multipart, Query, multipart::Field},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    domain::{
        notices,
        themes::{
            self,
            picture::{self, PictureError, PictureKind},
            preview::Scheme,
            tokens::{Color, ThemeTokens, word},
            upload::UploadError,
        },
    },
    server_fns::guard::Asked,
    shared::{error::AppError, permissions::StaffMay},
};

/// What an upload may send. A picture may have less, but one that is too large is read to its end, so that the browser
/// hears why it is not taken.
pub const UPLOAD_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Fields of an upload: what for, the draft's revision, the file.
const FIELDS_MAX: usize = 8;

const NO_STORE: (HeaderName, HeaderValue) = (
    header::CACHE_CONTROL,
    HeaderValue::from_static("private, no-store"),
);

/// What is being chosen and not saved yet.
#[derive(Deserialize)]
pub struct Choosing {
    #[serde(default)]
    scheme: String,
    primary: Option<String>,
    secondary: Option<String>,
    font: Option<String>,
    radius: Option<String>,
    hero: Option<String>,
}

impl Choosing {
    /// What cannot be read stays as it is in the draft.
    fn put_into(&self, tokens: &mut ThemeTokens) {
        let color = |text: &Option<String>| text.as_deref().and_then(|text| Color::parse(text).ok());
        tokens.primary = color(&self.primary).unwrap_or(tokens.primary);
        tokens.secondary = color(&self.secondary).unwrap_or(tokens.secondary);
        tokens.font = self.font.as_deref().and_then(word).unwrap_or(tokens.font);
        tokens.radius = self.radius.as_deref().and_then(word).unwrap_or(tokens.radius);
        tokens.hero = self.hero.as_deref().and_then(word).unwrap_or(tokens.hero);
    }
}

/// `/reseller/brand/draft.css`: the draft's stylesheet, with what is being chosen.
pub async fn draft_css(
    Extension(asked): Extension<Asked>,
    Query(choosing): Query<Choosing>,
) -> Result<Response, StatusCode> {
    let staff = asked
        .staff(StaffMay::ViewShop)
        .map_err(|_| StatusCode::NOT_FOUND)?;
    let scheme = Scheme::parse(&choosing.scheme);
    let css = themes::preview::css(&asked.backend, &staff, scheme, |tokens| choosing.put_into(tokens))
        .await
        .map_err(|error| failed(&asked, &error))?;
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind), NO_STORE], css).into_response())
}

/// `/reseller/brand/preview/mail`: the mail of a delivered order in the draft's look.
pub async fn sample_mail(Extension(asked): Extension<Asked>) -> Result<Response, StatusCode> {
    let staff = asked
        .staff(StaffMay::ViewShop)
        .map_err(|_| StatusCode::NOT_FOUND)?;
    let mail = notices::sample::sample(&asked.backend, &staff, asked.shop.brand.currency)
        .await
        .map_err(|error| failed(&asked, &error))?;
    let policy = HeaderValue::from_static(
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'",
    );
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
        NO_STORE,
    ];
    Ok((headers, mail.html).into_response())
}

/// `/reseller/brand/pictures`: a logo or favicon, sent by a plain form. Leads back to the studio, which says in words
/// what became of it.
pub async fn upload(Extension(asked): Extension<Asked>, parts: Multipart) -> Response {
    let staff = match asked.staff(StaffMay::EditBrand) {
        Ok(staff) => staff,
        Err(AppError::SignInRequired) => {
            return Redirect::to("/sign-in?next=%2Freseller%2Fbrand").into_response();
        }
        Err(AppError::Forbidden) => return StatusCode::FORBIDDEN.into_response(),
        Err(_) => return StatusCode::NOT_FOUND.into_response(),
    };
    let answer = match read(parts).await {
        None => "refused=incomplete",
        Some(Sent { kind, revision, file }) => {
            let origin = asked.origin();
            match themes::upload::upload(&asked.backend, &staff, &origin, &revision, kind, file).await {
                Ok(_) => "saved=picture",
                Err(UploadError::Stale) => "refused=stale",
                Err(UploadError::Picture(error)) => match error {
                    PictureError::Empty => "refused=empty",
                    PictureError::TooManyBytes => "refused=bytes",
                    PictureError::TooManyPixels => "refused=pixels",
                    PictureError::NotAPicture => "refused=kind",
                },
                Err(UploadError::Internal(error)) => return failed(&asked, &error).into_response(),
            }
        }
    };
    Redirect::to(&format!("/reseller/brand?{answer}#pictures")).into_response()
}

struct Sent {
    kind: PictureKind,
    revision: String,
    file: Vec<u8>,
}

/// The parts of the form. What a file is called and what its sender says it is are not looked at.
async fn read(mut parts: Multipart) -> Option<Sent> {
    let (mut kind, mut revision, mut file) = (None, None, None);
    for _ in 0..FIELDS_MAX {
        let Some(field) = parts.next_field().await.ok()? else {
            break;
        };
        match field.name().unwrap_or_default() {
            "kind" => kind = PictureKind::parse(&text(field).await?),
            "revision" => revision = Some(text(field).await?),
            "picture" => file = Some(bytes(field, picture::BYTES_MAX + 1).await?),
            _ => drop(bytes(field, 0).await?),
        }
    }
    Some(Sent {
        kind: kind?,
        revision: revision?,
        file: file?,
    })
}

async fn text(field: Field<'_>) -> Option<String> {
    String::from_utf8(bytes(field, 200).await?).ok()
}

/// Keeps the first `max` bytes of a field and reads the rest past.
async fn bytes(mut field: Field<'_>, max: usize) -> Option<Vec<u8>> {
    let mut kept = vec![];
    while let Some(chunk) = field.chunk().await.ok()? {
        let room = max.saturating_sub(kept.len()).min(chunk.len());
        kept.extend_from_slice(&chunk[..room]);
    }
    Some(kept)
}

fn failed(asked: &Asked, error: &crate::domain::error::Internal) -> StatusCode {
    // Logged with the request's id, which the answer's header carries.
    asked.internal(error);
    StatusCode::INTERNAL_SERVER_ERROR
}
