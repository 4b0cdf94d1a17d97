//! `/rates.csv` and `/reseller/rates.csv`: what the pages show of a country.

use std::collections::HashMap;

use axum::{
    Extension,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::export;
use crate::{
    domain::{
        rates::{self, DeckError, Reader},
        spreadsheet,
    },
    server_fns::guard::Asked,
    shared::{
        permissions::StaffMay,
        rates::{RateDeck, RateRow},
    },
};

const HEADER: [&str; 7] = [
    "what", "detail", "per", "price", "you_pay", "you_keep", "currency",
];

/// For anybody.
pub async fn public(
    Extension(asked): Extension<Asked>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    if asked.need(|features| features.numbers).is_err() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let country = query.get("country").map_or("US", String::as_str);
    let deck = rates::deck(&asked.backend, &asked.shop.visitor, Reader::Anybody, country).await;
    file(&asked, deck)
}

/// For staff.
pub async fn staff(
    Extension(asked): Extension<Asked>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let staff = match asked.staff(StaffMay::ExportData) {
        Ok(staff) => staff,
        Err(error) => return export::refuse(&error),
    };
    let country = query.get("country").map_or("US", String::as_str);
    let deck = rates::deck(&asked.backend, &staff, Reader::Staff, country).await;
    file(&asked, deck)
}

fn file(asked: &Asked, deck: Result<RateDeck, DeckError>) -> Response {
    let deck = match deck {
        Ok(deck) => deck,
        Err(DeckError::NoPlace) => {
            return (StatusCode::UNPROCESSABLE_ENTITY, "Please name a country.").into_response();
        }
        Err(DeckError::Internal(error)) => {
            return (
                StatusCode::INTERNAL_SERVER_ERROR,
                asked.internal(&error).message(),
            )
                .into_response();
        }
    };
    let lines = std::iter::once(spreadsheet::line(HEADER)).chain(deck.rows.into_iter().map(|row| {
        let cells = line(row);
        spreadsheet::line(cells.iter().map(|text| spreadsheet::cell(text)))
    }));
    match lines.collect::<Result<String, _>>() {
        Ok(text) => export::file("rates.csv", "text/csv; charset=utf-8", text),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            asked.internal(&error).message(),
        )
            .into_response(),
    }
}

fn line(row: RateRow) -> [String; 7] {
    let (pays, keeps) = match row.inside {
        Some((pays, keeps)) => (pays.amount(), keeps.amount()),
        None => Default::default(),
    };
    [
        row.kind.in_words().to_owned(),
        row.detail,
        row.kind.per().to_owned(),
        row.price.amount(),
        pays,
        keeps,
        row.price.currency().code().to_owned(),
    ]
}
