//! How every refusal below `/api` reads: `application/problem+json` (RFC 9457) with a code machines can act on.
//!
//! A handler returns a `Problem`; whatever else refuses (the router, a limit, a time-out) answers with a bare status.
//! `render`, the outermost layer, writes both out, so no answer slips by in another format.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, Response as HttpResponse, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::wire::ProblemSchema;
use crate::{
    http::middleware::request_log::RequestId,
    shared::{ids::OrderId, money::Money},
};

macro_rules! codes {
    ($($name:ident, $word:literal, $status:ident, $title:literal;)+) => {
        /// What went wrong, for machines. The word never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code { $($name),+ }

        impl Code {
            /// All of them, for the documentation.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word in `code`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The status it comes with.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status),+ }
            }

            /// The same for every problem of this code.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

codes! {
    InvalidRequest, "invalid_request", BAD_REQUEST, "The request cannot be read";
    InvalidBody, "invalid_body", BAD_REQUEST, "The body cannot be read";
    InvalidParameter, "invalid_parameter", BAD_REQUEST, "A parameter cannot be read";
    InvalidCursor, "invalid_cursor", BAD_REQUEST, "The cursor is none of ours";
    KeyRequired, "idempotency_key_required", BAD_REQUEST, "An Idempotency-Key is required";
    KeyInvalid, "invalid_idempotency_key", BAD_REQUEST, "The Idempotency-Key cannot be used";
    Unauthorized, "unauthorized", UNAUTHORIZED, "A valid API key is required";
    InsufficientBalance, "insufficient_balance", PAYMENT_REQUIRED, "The payer's balance is too low";
    ScopeMissing, "scope_missing", FORBIDDEN, "The key may not do this";
    AddressNotAllowed, "address_not_allowed", FORBIDDEN, "The key may not be used from this address";
    CapReached, "spend_cap_reached", FORBIDDEN, "The key has spent its daily cap";
    NotFound, "not_found", NOT_FOUND, "There is no such thing";
    MethodNotAllowed, "method_not_allowed", METHOD_NOT_ALLOWED, "This address does not take that method";
    TimedOut, "request_timeout", REQUEST_TIMEOUT, "The request took too long to arrive";
    PriceMoved, "price_moved", CONFLICT, "The price is above max_price";
    OfferGone, "offer_gone", CONFLICT, "No longer on offer";
    ShopClosed, "shop_closed", CONFLICT, "The shop cannot sell at the moment";
    ShopNotOpen, "shop_not_open", CONFLICT, "The shop is not open yet";
    WalletFrozen, "wallet_frozen", CONFLICT, "The payer's balance is frozen";
    SupplierRefused, "supplier_refused", CONFLICT, "Our supplier did not deliver";
    EmailTaken, "email_taken", CONFLICT, "There is a customer with this e-mail address";
    ExternalIdTaken, "external_id_taken", CONFLICT, "There is a customer with this external_id";
    EmployeeExists, "employee_exists", CONFLICT, "There is an employee with this e-mail address";
    PolicyRefused, "policy_refused", CONFLICT, "The company's policy does not allow it";
    BudgetExceeded, "budget_exceeded", CONFLICT, "A budget of the company has not enough left";
    ApprovalRequired, "approval_required", CONFLICT, "Somebody of the company has to approve it";
    CompanyDeactivated, "company_deactivated", CONFLICT, "The company is deactivated";
    KeyReused, "idempotency_key_reused", CONFLICT, "The Idempotency-Key was used for another request";
    InProgress, "request_in_progress", CONFLICT, "The same request is being worked on";
    BodyTooLarge, "body_too_large", PAYLOAD_TOO_LARGE, "The body is too large";
    UnsupportedMediaType, "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE, "The body must be JSON";
    InvalidField, "invalid_field", UNPROCESSABLE_ENTITY, "A field has a value that cannot be used";
    AddressRequired, "address_required", UNPROCESSABLE_ENTITY, "This number needs an address on file";
    DocumentsRequired, "documents_required", UNPROCESSABLE_ENTITY, "This number needs documents";
    NotVerified, "customer_not_verified", UNPROCESSABLE_ENTITY, "The customer has not verified the e-mail address";
    TooManyRequests, "too_many_requests", TOO_MANY_REQUESTS, "Too many requests";
    Internal, "internal", INTERNAL_SERVER_ERROR, "Something went wrong on our side";
    SupplierUnavailable, "supplier_unavailable", SERVICE_UNAVAILABLE, "Our supplier does not answer";
    Unavailable, "unavailable", SERVICE_UNAVAILABLE, "Not available at the moment";
}

impl Code {
    /// For an answer that is a bare status.
    fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::Unauthorized,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::REQUEST_TIMEOUT => Self::TimedOut,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::TOO_MANY_REQUESTS => Self::TooManyRequests,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            status if status.is_server_error() => Self::Internal,
            _ => Self::InvalidRequest,
        }
    }

    const fn detail(self) -> &'static str {
        match self {
            Self::Unauthorized => "Send `Authorization: Bearer` with a valid API key of this shop.",
            Self::NotFound => "There is nothing at this address.",
            Self::MethodNotAllowed => "The Allow header lists the methods this address takes.",
            Self::BodyTooLarge => "A body may have 64 KiB.",
            Self::UnsupportedMediaType => "Send the body as `Content-Type: application/json`.",
            Self::TooManyRequests => "Wait as long as Retry-After says. Nothing was done.",
            Self::Internal => "It was our fault and has been noted.",
            Self::Unavailable => "Try again in a moment.",
            _ => "See the documentation at /api/docs.",
        }
    }
}

/// A refusal.
#[derive(Debug, Clone)]
pub struct Problem {
    code: Code,
    body: Box<ProblemSchema>,
    retry_after_seconds: Option<u32>,
    is_kept: bool,
}

impl Problem {
    /// A refusal, with what happened and what was (not) done.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            body: Box::new(ProblemSchema {
                r#type: format!("/api/docs#{}", code.as_str()),
                title: code.title().into(),
                status: code.status().as_u16(),
                code: code.as_str().into(),
                detail: detail.into(),
                request_id: String::new(),
                hint: None,
                field: None,
                missing: None,
                now: None,
                left: None,
                order_id: None,
            }),
            retry_after_seconds: None,
            is_kept: false,
        }
    }

    /// What to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.body.hint = Some(hint.into());
        self
    }

    /// The field or parameter it is about.
    pub fn field(mut self, field: &str) -> Self {
        self.body.field = Some(field.to_owned());
        self
    }

    /// What the payer's balance lacks.
    pub fn missing(mut self, missing: Money) -> Self {
        self.body.missing = Some(missing.into());
        self
    }

    /// The price now.
    pub fn now(mut self, now: Money) -> Self {
        self.body.now = Some(now.into());
        self
    }

    /// What the key may still take today.
    pub fn left(mut self, left: Money) -> Self {
        self.body.left = Some(left.into());
        self
    }

    /// The order that was refused.
    pub fn order(mut self, order: OrderId) -> Self {
        self.body.order_id = Some(order.to_string());
        self
    }

    /// When to come again.
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The final answer of a request with an idempotency key: the thing exists.
    pub const fn kept(mut self) -> Self {
        self.is_kept = true;
        self
    }

    /// Whether it is the final answer.
    pub const fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// The status of the answer.
    pub const fn status(&self) -> StatusCode {
        self.code.status()
    }

    /// The body of the answer.
    pub fn body(&self, request_id: &str) -> Vec<u8> {
        let body = ProblemSchema {
            request_id: request_id.to_owned(),
            ..ProblemSchema::clone(&self.body)
        };
        // Strings and numbers always serialise.
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        if self.code == Code::Unauthorized {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The media type of every refusal.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Writes every refusal out.
pub async fn render(request: Request, next: Next) -> Response {
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .map_or_else(String::new, |id| id.0.clone());
    let response = next.run(request).await;
    let is_refusal = response.status().is_client_error() || response.status().is_server_error();
    let is_written = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == MEDIA_TYPE);
    if !is_refusal || is_written {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem = parts.extensions.remove::<Problem>().unwrap_or_else(|| {
        let code = Code::of(parts.status);
        Problem::new(code, code.detail())
    });
    parts.status = problem.status();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    Response::from_parts(parts, Body::from(problem.body(&request_id)))
}

/// A bug in one request is a refusal too.
pub fn panicked(error: Box<dyn std::any::Any + Send + 'static>) -> HttpResponse<Body> {
    let detail = error
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| error.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(detail, "a request panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
