//! The wallet's statement, and the month so far as it will stand on the invoice.

use axum::Extension;

use super::{File, Heading::*, Taker, row};
use crate::{
    domain::{
        invoices::{self, SO_FAR_FILE_ROWS},
        scope::{BuysForCompany, WorksIn},
        wallet,
    },
    http::invoice_files,
    server_fns::guard::Asked,
    shared::{paging::Page, permissions::OrganizationMay},
};

/// `/business/wallet/statement.csv`
pub async fn statement(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewInvoices)?;
    let headings = [
        Text("What"),
        Text("Kind of credit"),
        Time("When"),
        Text("Amount"),
        Text("Balance"),
        Text("Currency"),
    ];
    let currency = taker.asked().shop.brand.currency;
    let buyer = taker.member.buyer(taker.member.user());
    let backend = taker.backend.clone();
    let read = move |before: Option<String>| {
        let backend = backend.clone();
        async move {
            let before = before.and_then(|text| text.parse().ok());
            let page = wallet::view::statement(&backend, &buyer, currency, before).await?;
            let rows = page.rows.into_iter().map(|movement| {
                row![
                    movement.reason,
                    movement.bucket.map(|bucket| bucket.title()),
                    movement.at,
                    movement.amount,
                    movement.balance_after,
                    currency.code(),
                ]
            });
            Ok(Page {
                rows: rows.collect(),
                next: page.next,
            })
        }
    };
    taker.paged("statement", &headings, read).await
}

/// `/business/invoices/so-far/lines.csv`; the heading alone while nothing was bought.
pub async fn so_far(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewInvoices)?;
    let currency = taker.asked().shop.brand.currency;
    let headings = invoice_files::LINE_HEADINGS.map(Text);
    let (backend, member) = (taker.backend.clone(), taker.member.clone());
    let read = move |after: Option<String>| {
        let (backend, member) = (backend.clone(), member.clone());
        async move {
            let after = after.and_then(|text| text.parse().ok());
            let organization = member.organization();
            let view =
                invoices::so_far(&backend, &member, organization, currency, after, SO_FAR_FILE_ROWS).await?;
            let lines = view.map_or(
                Page {
                    rows: vec![],
                    next: None,
                },
                |view| view.lines,
            );
            Ok(lines.map(|line| {
                invoice_files::cells(line)
                    .into_iter()
                    .map(super::Cell::Text)
                    .collect()
            }))
        }
    };
    taker.paged("month-so-far", &headings, read).await
}

/// `/business/invoices/so-far/centres.csv`; the heading alone while nothing was bought.
pub async fn so_far_by_centre(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewInvoices)?;
    let currency = taker.asked().shop.brand.currency;
    let organization = taker.member.organization();
    let view = invoices::so_far(&taker.backend, &taker.member, organization, currency, None, 1).await;
    let centres = taker.read(view)?.map(|view| view.centres).unwrap_or_default();
    let rows = centres
        .into_iter()
        .map(|centre| {
            invoice_files::centre_cells(centre)
                .into_iter()
                .map(super::Cell::Text)
                .collect()
        })
        .collect();
    let headings = invoice_files::CENTRE_HEADINGS.map(Text);
    taker.whole("month-so-far-by-cost-centre", &headings, rows).await
}
