//! `GET /events`: what the reader can spend, as it changes, as server-sent events. `?of=company` is the company's.

use std::{collections::HashMap, convert::Infallible, time::Duration};

use axum::{
    Extension,
    extract::Query,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use futures_util::stream::unfold;
use tokio::time::Instant;

use crate::{
    domain::{
        accounts,
        error::Internal,
        scope::{BuysForCompany as _, WorksIn},
        wallet::follow::{Follower, follow},
    },
    server_fns::guard::Asked,
    shared::{money::Money, permissions::OrganizationMay},
};

/// Without a change: proves to proxies that the stream lives, and finds out who signed out meanwhile.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// Then the browser comes anew, so that no connection outlives a deployment.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// Proxies that collect answers are told not to.
const UNBUFFERED: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-accel-buffering"),
    HeaderValue::from_static("no"),
);

/// For a signed-in customer, or a member who may see the company's money.
pub async fn events(
    Extension(asked): Extension<Asked>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let of_company = query.get("of").is_some_and(|of| of == "company");
    let Some(follower) = follower(&asked, of_company) else {
        return (StatusCode::UNAUTHORIZED, "Please sign in first.").into_response();
    };
    let Some(follower) = follower else {
        return (
            StatusCode::TOO_MANY_REQUESTS,
            "Too many pages follow this balance. Please reload this one later.",
        )
            .into_response();
    };
    let stream = Stream {
        asked,
        of_company,
        follower,
        said: None,
        ends_at: Instant::now() + LONGEST,
    };
    let events = unfold(stream, |mut stream| async move {
        let event = stream.next().await?;
        Some((Ok::<_, Infallible>(event), stream))
    });
    ([UNBUFFERED], Sse::new(events)).into_response()
}

/// `None` for a reader who has no such balance, `Some(None)` for one who follows enough.
fn follower(asked: &Asked, of_company: bool) -> Option<Option<Follower>> {
    let currency = asked.shop.brand.currency;
    let user = asked.user.as_ref().filter(|user| user.entry.is_none())?;
    if !of_company {
        return Some(follow(&asked.backend, &user.customer, currency));
    }
    let member = asked.member(OrganizationMay::ViewInvoices).ok()?;
    let buyer = member.buyer(user.customer.user());
    Some(follow(&asked.backend, &buyer, currency))
}

struct Stream {
    asked: Asked,
    of_company: bool,
    follower: Follower,
    said: Option<Money>,
    ends_at: Instant,
}

impl Stream {
    /// The next thing to say; `None` at the end. Nobody hears of a balance after signing out.
    async fn next(&mut self) -> Option<Event> {
        let beat = tokio::time::timeout(HEARTBEAT, self.follower.changed()).await;
        if beat == Ok(false) || Instant::now() >= self.ends_at {
            return None;
        }
        match self.may_still().await {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => {
                tracing::warn!(%error, "a session could not be read");
                return None;
            }
        }
        let available = self.follower.available().filter(|now| self.said != Some(*now));
        Some(match available {
            Some(available) => {
                self.said = Some(available);
                Event::default().data(available.to_string())
            }
            None => Event::default().comment("still here"),
        })
    }

    async fn may_still(&self) -> Result<bool, Internal> {
        let Some(token) = self.asked.session_token() else {
            return Ok(false);
        };
        let (backend, shop) = (&self.asked.backend, &self.asked.shop);
        let now = accounts::find_session(backend, &shop.visitor, &token).await?;
        let (Some(before), Some(now)) = (&self.asked.user, now) else {
            return Ok(false);
        };
        let is_same = before.customer.user() == now.customer.user() && now.entry.is_none();
        let company = before.member.as_ref().map(WorksIn::organization);
        let is_member = now.member.as_ref().is_some_and(|member| {
            Some(member.organization()) == company && member.may(OrganizationMay::ViewInvoices)
        });
        Ok(is_same && (!self.of_company || is_member))
    }
}
