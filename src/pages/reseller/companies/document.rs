//! `/reseller/companies/invoices/{id}`: a company's document, and what staff can do with it.

use leptos::prelude::*;
use leptos_meta::Title;
use uuid::Uuid;

use super::super::set_up::forms::{above, saved};
use crate::{
    components::{
        Field, Moment, MoneyText, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        answer::{answer, id_in_path},
        company_documents::{DocumentBadge, DocumentPanels},
        list_address::asked_for,
    },
    server_fns::{
        self,
        company_invoices::{Credit, Issue, SendAgain},
    },
    shared::{
        company_invoice::{DocumentKind, DocumentView},
        error::AppError,
        ids::CompanyInvoiceId,
    },
};

/// The document.
#[component]
pub fn CompanyDocumentPage() -> impl IntoView {
    let id = id_in_path::<CompanyInvoiceId>();
    let (after, take_back) = (asked_for("after"), asked_for("take_back"));
    view! {
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::company_invoices::read(id, Some(after)).await,
                None => Err(AppError::NotFound),
            };
            answer(read, move |document| show(document, take_back.parse().ok()))
        })}
    }
}

fn show(document: DocumentView, take_back: Option<i32>) -> impl IntoView {
    let row = &document.head.row;
    let (title, kind, state) = (row.title(), row.kind, row.state);
    let path = format!("/reseller/companies/invoices/{}", row.id);
    let company = format!("/reseller/companies/{}", row.organization);
    let name = document.head.company.clone();
    let is_draft = row.number.is_none();
    let may_take = document.may_decide && !is_draft && kind == DocumentKind::Invoice;
    let decisions = document.may_decide.then(|| decisions(&document));
    let form = take_back
        .filter(|_| may_take)
        .map(|line| view! { <TakeBack document=document.clone() line/> });
    view! {
        <Title text=title.clone()/>
        <p class="back"><a href=company>{name}</a></p>
        <header class="surface-head"><h1>{title}</h1><DocumentBadge kind state/></header>
        {saved(&[
            ("issued", "Issued. It has its number for good, and its mail is on the way."),
            ("sent", "The mail is on the way."),
            ("credited", "The money is back in the company's balance, and this credit note is on the way to it."),
        ])}
        {decisions}
        {form}
        <DocumentPanels document path documents="/reseller/companies/invoices" whose="the company's" take_back=may_take/>
    }
}

/// Issue a draft, or mail what is issued once more.
fn decisions(document: &DocumentView) -> AnyView {
    let id = document.head.row.id.to_string();
    if document.head.row.number.is_none() {
        let when = document.issues_at;
        view! {
            <section class="panel" aria-labelledby="issue-title">
                <h2 id="issue-title">"Issue it"</h2>
                {above(failure::<Issue>().as_ref(), &[])}
                <p>
                    {match when {
                        Some(at) => view! { "It is issued and mailed by itself after " <Moment at/> ". Until then you can look at it." }.into_any(),
                        None => view! { "It waits: say who your shop is under " <a href="/reseller/companies/invoicing">"Invoice settings"</a> " first." }.into_any(),
                    }}
                </p>
                <p class="muted">"An issued document never changes. What is wrong on it is taken back by a credit note."</p>
                <PostForm<Issue> class="surface-form">
                    <input type="hidden" name="document" value=id/>
                    <div><SubmitButton>"Issue and mail now"</SubmitButton></div>
                </PostForm<Issue>>
            </section>
        }
        .into_any()
    } else {
        let sent = document.head.row.sent_at;
        view! {
            <section class="panel" aria-labelledby="mail-title">
                <h2 id="mail-title">"Mail"</h2>
                {above(failure::<SendAgain>().as_ref(), &[])}
                {sent.map(|at| view! { <p>"Mailed " <Moment at/> ". Another mail goes to the company's billing e-mail of today."</p> })}
                <PostForm<SendAgain> class="surface-form">
                    <input type="hidden" name="document" value=id/>
                    <div><SubmitButton kind="secondary">"Send the mail again"</SubmitButton></div>
                </PostForm<SendAgain>>
            </section>
        }
        .into_any()
    }
}

#[component]
fn TakeBack(document: DocumentView, line: i32) -> impl IntoView {
    let failed = failure::<Credit>();
    let head = document.head;
    let found = document.lines.rows.into_iter().find(|one| one.position == line);
    view! {
        <section class="panel" aria-labelledby="take-back">
            <h2 id="take-back">"Take a line back"</h2>
            {above(failed.as_ref(), &["amount", "reason"])}
            {found.map(|line| view! { <p><b>{line.what}</b> ", " <MoneyText amount=line.total/></p> })}
            <p class="muted">"The money goes back into the company's balance at once, and a credit note is issued and mailed. What was bought stays the company's."</p>
            <PostForm<Credit> class="surface-form">
                <input type="hidden" name="document" value=head.row.id.to_string()/>
                <input type="hidden" name="document_line" value=line/>
                <input type="hidden" name="key" value=Uuid::new_v4().to_string()/>
                <Field
                    label=format!("Amount in {}", head.row.total.currency().code())
                    name="amount"
                    inputmode="decimal"
                    hint="Empty: all that is left of it."
                    maxlength=20
                    error=of_field(failed.as_ref(), "amount")
                />
                <Field label="Reason" name="reason" hint="The company reads it." required=true maxlength=500 error=of_field(failed.as_ref(), "reason")/>
                <div><SubmitButton kind="danger">"Give the money back"</SubmitButton></div>
            </PostForm<Credit>>
        </section>
    }
}
