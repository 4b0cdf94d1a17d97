//! The invoices of one company, on its page in the dashboard.

use leptos::prelude::*;

use crate::{
    components::Pagination,
    pages::{
        answer::answer,
        company_documents::DocumentTable,
        list_address::{address, asked_for},
    },
    server_fns,
    shared::{company_invoice::DocumentList, error::AppError, ids::OrganizationId},
};

/// Fifty to a page, newest first; nothing for staff who may not see money.
#[component]
pub fn CompanyInvoices(id: OrganizationId) -> impl IntoView {
    let after = asked_for("after");
    view! {
        {Suspend::new(async move {
            let is_first = after.is_empty();
            match server_fns::company_invoices::of_company(id, Some(after)).await {
                Err(AppError::Forbidden) => ().into_any(),
                read => answer(read, move |list| show(list, id, is_first)),
            }
        })}
    }
}

fn show(list: DocumentList, id: OrganizationId, is_first: bool) -> impl IntoView {
    let path = format!("/reseller/companies/{id}");
    let next = list
        .page
        .next
        .as_deref()
        .map(|after| address(&path, &[("after", after)]));
    let first = (!is_first).then(|| path.clone());
    let has_file = list.may_export && !list.page.rows.is_empty();
    view! {
        <section class="panel" aria-labelledby="invoices-title">
            <h2 id="invoices-title">"Invoices"</h2>
            {if list.page.rows.is_empty() {
                view! { <p class="muted">"None yet. A month in which the company bought something is drafted when it is over."</p> }.into_any()
            } else {
                view! { <DocumentTable rows=list.page.rows path="/reseller/companies/invoices"/> }.into_any()
            }}
            <p class="company-actions">
                {has_file.then(|| view! { <a class="button button-quiet" href=format!("{path}/invoices.csv") download>"CSV"</a> })}
                <a class="button button-quiet" href="/reseller/companies/invoicing">"Invoice settings"</a>
            </p>
            <Pagination first next/>
        </section>
    }
}
