//! The shop front: for anybody on a shop's host.

use leptos::prelude::*;

use crate::shared::{
    account, brand,
    error::AppError,
    esim::{self, DestinationView, PlanView},
    ids::PlanId,
    number::{NumberResults, NumberSearch},
    place::Country,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        esims,
        numbers::{self, search::SearchError},
        tenancy, themes,
    },
    server_fns::guard,
};

/// The shop's name, look and links. Scope: visitor.
#[server(prefix = "/do", endpoint = "shop/brand")]
pub async fn brand() -> Result<brand::Brand, AppError> {
    Ok(guard::visitor()?.shop.brand.clone())
}

/// Who is signed in, for the header. Scope: visitor.
#[server(prefix = "/do", endpoint = "shop/signed_in")]
pub async fn signed_in() -> Result<Option<account::SignedIn>, AppError> {
    let asked = guard::visitor()?;
    asked.signed_in().await.map_err(|error| asked.internal(&error))
}

/// Countries whose numbers are sold. Scope: visitor.
#[server(prefix = "/do", endpoint = "shop/number_countries")]
pub async fn number_countries() -> Result<Vec<Country>, AppError> {
    let asked = guard::visitor()?;
    asked.need(|features| features.numbers)?;
    numbers::countries::on_sale(&asked.backend, &asked.shop.visitor)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Countries and regions with data plans, with their cheapest prices. Scope: visitor.
#[server(prefix = "/do", endpoint = "shop/destinations")]
pub async fn destinations() -> Result<esim::Destinations, AppError> {
    let asked = guard::visitor()?;
    asked.need(|features| features.esims)?;
    let catalogue = esims::catalogue::catalogue(&asked.backend, &asked.shop.visitor)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(catalogue.destinations())
}

/// A country or region with its plans. Scope: visitor.
#[server(prefix = "/do", endpoint = "shop/destination")]
pub async fn destination(slug: String) -> Result<DestinationView, AppError> {
    let asked = guard::visitor()?;
    asked.need(|features| features.esims)?;
    let catalogue = esims::catalogue::catalogue(&asked.backend, &asked.shop.visitor)
        .await
        .map_err(|error| asked.internal(&error))?;
    catalogue.destination(&slug).ok_or(AppError::NotFound)
}

/// A data plan. Scope: visitor.
#[server(prefix = "/do", endpoint = "shop/plan")]
pub async fn plan(id: PlanId) -> Result<PlanView, AppError> {
    let asked = guard::visitor()?;
    asked.need(|features| features.esims)?;
    let catalogue = esims::catalogue::catalogue(&asked.backend, &asked.shop.visitor)
        .await
        .map_err(|error| asked.internal(&error))?;
    catalogue.plan(id).ok_or(AppError::NotFound)
}

/// Numbers on offer. Scope: visitor.
#[server(prefix = "/do", endpoint = "shop/search_numbers")]
pub async fn search_numbers(search: NumberSearch) -> Result<NumberResults, AppError> {
    let asked = guard::visitor()?;
    asked.need(|features| features.numbers)?;
    let results = numbers::search::search(&asked.backend, &asked.shop.visitor, &search).await.map_err(|error| match error {
        SearchError::Country => AppError::invalid("country", "Please choose a country from the list."),
        SearchError::Kind => AppError::invalid("kind", "Please choose a kind of number."),
        SearchError::Pattern => {
            AppError::invalid("contains", "Use 2 to 15 digits, letters or * for any digit, for example 415 or 555*12.")
        }
        SearchError::Unavailable(_) => AppError::Refused(
            "We cannot reach our supplier right now. Nothing is wrong with your search; please try again in a minute."
                .into(),
        ),
        SearchError::Internal(error) => asked.internal(&error),
    })?;
    Ok(NumberResults {
        offers: results.found.into_iter().map(|found| found.offer).collect(),
        kinds: results.kinds,
    })
}

/// A legal page of the shop. Scope: visitor.
#[server(prefix = "/do", endpoint = "shop/legal_page")]
pub async fn legal_page(slug: String) -> Result<brand::LegalPage, AppError> {
    let asked = guard::visitor()?;
    let staff = asked.user.as_ref().and_then(|user| user.staff);
    let read = match staff.filter(|_| asked.is_preview) {
        Some(staff) => themes::preview::legal_page(&asked.backend, &staff, &slug).await,
        None => tenancy::legal::legal_page(&asked.backend, &asked.shop.visitor, &slug).await,
    };
    read.map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}
