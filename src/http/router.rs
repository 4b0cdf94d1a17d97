//! Puts the edges together. Outermost first: request id and log line, panics, compression, limits; then the host
//! becomes a shop, the cookie a customer, and the page or file answers.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use leptos::config::LeptosOptions;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel, Predicate, predicate::SizeAbove},
    csrf::CsrfLayer,
    timeout::TimeoutLayer,
};

use super::{
    agents, api, audit_file, bill_upload, brand_files, brand_studio, call_files, company_files,
    company_sign_in, contact_files, employee_files, esim_qr, events, health, invoice_files, lists,
    message_files, metering_files, middleware, money_files, pages, pickup_qr, price_sheets, rate_files, scim,
    search_engines, usage_files, voice, webhooks,
};
use crate::{backend::Backend, domain::sign_in};

/// What a request may take. A purchase may wait for a vendor; see `orders::advance::LEASE`.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
/// Forms are small; uploads come with the dashboard and bring their own limit.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// What the router needs besides the backend.
#[derive(Clone)]
pub struct Edges {
    pub backend: Backend,
    pub leptos: LeptosOptions,
    /// Folder of built and static files.
    pub site_root: PathBuf,
    /// The proxy whose X-Forwarded-For is believed.
    pub trusted_proxy: Option<IpAddr>,
    /// What one key of the REST interface, or one address without a key, may send.
    pub api_rate: api::limit::Rate,
}

/// The whole server.
pub fn router(edges: Edges) -> Router {
    let shop = Router::new()
        .route("/account/esims/{id}/qr.svg", get(esim_qr::svg))
        .route("/account/esims/{id}/qr.png", get(esim_qr::png))
        .route("/account/messages.csv", get(message_files::messages))
        .route("/account/messages/contacts.csv", get(contact_files::own))
        .route("/business/messages/contacts.csv", get(contact_files::company))
        .route(
            "/account/messages/contacts/upload",
            post(contact_files::take_own).layer(DefaultBodyLimit::max(contact_files::BODY_BYTES_MAX)),
        )
        .route(
            "/business/messages/contacts/upload",
            post(contact_files::take_company).layer(DefaultBodyLimit::max(contact_files::BODY_BYTES_MAX)),
        )
        .route("/events", get(events::events))
        .route("/rates.csv", get(rate_files::public))
        .route("/reseller/rates.csv", get(rate_files::staff))
        .route("/account/usage.csv", get(metering_files::mine))
        .route("/reseller/usage.csv", get(metering_files::shops))
        .route("/business/numbers/usage.csv", get(metering_files::companies))
        .route("/account/calls.csv", get(call_files::calls))
        .route("/account/calls/{id}/message.mp3", get(call_files::message))
        .route(
            "/business/calls/{id}/message.mp3",
            get(call_files::company_message),
        )
        .route("/reseller/money/statement.csv", get(money_files::statement_csv))
        .route("/reseller/money/invoices.csv", get(money_files::invoices_csv))
        .route("/reseller/money/payouts.csv", get(money_files::payouts_csv))
        .route("/admin/margin.csv", get(money_files::margins_csv))
        .route("/admin/payouts/file", post(money_files::bank_file))
        .route("/reseller/customers.csv", get(lists::customers))
        .route("/reseller/orders.csv", get(lists::orders))
        .route("/reseller/prices.csv", get(price_sheets::download))
        .route(
            "/reseller/prices/sheet/upload",
            post(price_sheets::upload).layer(DefaultBodyLimit::max(price_sheets::BODY_BYTES_MAX)),
        )
        .route("/theme/{slug}/{file}", get(brand_files::theme))
        .route("/brand/{id}", get(brand_files::asset))
        .route(
            "/admin/reconciliation/bills/import",
            post(bill_upload::receive).layer(DefaultBodyLimit::max(bill_upload::BYTES_MAX)),
        )
        .route("/business/employees.csv", get(employee_files::employees))
        .merge(company_files::routes())
        .route(
            "/business/employees/upload",
            post(employee_files::upload).layer(DefaultBodyLimit::max(employee_files::BYTES_MAX)),
        )
        .route("/business/usage.csv", get(usage_files::usage))
        .route("/business/spend.csv", get(usage_files::spend))
        .route("/pickup/{token}/qr.png", get(pickup_qr::png))
        .route(sign_in::CALLBACK, get(company_sign_in::callback))
        .route("/business/invoices.csv", get(invoice_files::list))
        .route("/business/invoices/{id}/document.pdf", get(invoice_files::pdf))
        .route("/business/invoices/{id}/lines.csv", get(invoice_files::lines))
        .route("/business/invoices/{id}/centres.csv", get(invoice_files::centres))
        .route(
            "/reseller/companies/{id}/invoices.csv",
            get(invoice_files::staff_list),
        )
        .route(
            "/reseller/companies/invoices/{id}/document.pdf",
            get(invoice_files::staff_pdf),
        )
        .route(
            "/reseller/companies/invoices/{id}/lines.csv",
            get(invoice_files::staff_lines),
        )
        .route(
            "/reseller/companies/invoices/{id}/centres.csv",
            get(invoice_files::staff_centres),
        )
        .route("/admin/audit.csv", get(audit_file::audit))
        .route("/reseller/brand/draft.css", get(brand_studio::draft_css))
        .route("/reseller/brand/preview/mail", get(brand_studio::sample_mail))
        .route("/robots.txt", get(search_engines::robots))
        .route("/sitemap.xml", get(search_engines::sitemap))
        .merge(pages::routes(&edges))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(edges.clone(), middleware::shop::resolve))
                .layer(from_fn(middleware::reader::load))
                .layer(CsrfLayer::new())
                .layer(from_fn(middleware::form_memory::remember))
                .layer(from_fn(middleware::security_headers::set)),
        );
    // Not among the forms, which are small and remembered when they are refused.
    let uploads = Router::new()
        .route("/reseller/brand/pictures", post(brand_studio::upload))
        .layer(DefaultBodyLimit::max(brand_studio::UPLOAD_BYTES_MAX))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(edges.clone(), middleware::shop::resolve))
                .layer(CsrfLayer::new())
                .layer(from_fn(middleware::security_headers::set)),
        );
    Router::new()
        .merge(shop)
        .merge(uploads)
        .merge(api::routes(&edges))
        .merge(scim::routes(&edges))
        .merge(pages::files(&edges.site_root))
        .route(
            "/webhooks/vapi",
            post(agents::receive).layer(DefaultBodyLimit::max(agents::BODY_BYTES_MAX)),
        )
        .route("/webhooks/{provider}", post(webhooks::receive))
        .route("/webhooks/{provider}/voice/{step}", post(voice::answer))
        .route("/readyz", get(health::readyz))
        .with_state(edges.backend.clone())
        .route("/healthz", get(health::healthz))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn(middleware::request_log::log))
                .layer(CatchPanicLayer::custom(middleware::panic::answer))
                .layer(
                    CompressionLayer::new()
                        .quality(CompressionLevel::Fastest)
                        .compress_when(SizeAbove::new(860).and(middleware::compress::is_page)),
                )
                .layer(TimeoutLayer::with_status_code(
                    axum::http::StatusCode::SERVICE_UNAVAILABLE,
                    REQUEST_TIMEOUT,
                ))
                .layer(DefaultBodyLimit::max(BODY_BYTES_MAX)),
        )
}
