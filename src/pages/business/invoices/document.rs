//! `/business/invoices/{id}`: an invoice or credit note, line by line.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    pages::{
        answer::{answer, id_in_path},
        company_documents::{DocumentBadge, DocumentPanels},
        list_address::asked_for,
    },
    server_fns,
    shared::{company_invoice::DocumentView, error::AppError, ids::CompanyInvoiceId},
};

/// The document.
#[component]
pub fn InvoicePage() -> impl IntoView {
    let id = id_in_path::<CompanyInvoiceId>();
    let after = asked_for("after");
    view! {
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::company_invoices::details(id, Some(after)).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(document: DocumentView) -> impl IntoView {
    let row = &document.head.row;
    let (title, kind, state) = (row.title(), row.kind, row.state);
    let path = format!("/business/invoices/{}", row.id);
    view! {
        <Title text=title.clone()/>
        <p class="back"><a href="/business/invoices">"Invoices"</a></p>
        <header class="surface-head"><h1>{title}</h1><DocumentBadge kind state/></header>
        <DocumentPanels document path documents="/business/invoices" whose="your company's" take_back=false/>
    }
}
